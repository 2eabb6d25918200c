"""Read the permutations of the default settings from datasketch, for ``dedup.matching.minhash``.

python -m benchmarks.read_permutations
"""

from __future__ import annotations

import json

from dedup.matching.minhash import PERMUTATIONS, SCHEME, permutations_of_datasketch
from dedup.settings import Settings


def main() -> None:
    """Write the file."""
    settings = Settings()
    multipliers, offsets = permutations_of_datasketch(settings.copies.permutations, settings.seed)
    kept = {"scheme": SCHEME, "seed": settings.seed, "multipliers": multipliers.tolist(), "offsets": offsets.tolist()}
    PERMUTATIONS.write_text(json.dumps(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
