"""What became of quotes flagged ``untraceable`` when read one by one: ``python -m benchmarks.flags_read``.

``flags_read.json`` holds what was drawn at random (article and start of each quote) and why a flag was wrong, before and
after the rules were changed; texts of the crawl are not ours to print.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from benchmarks.results_file import markdown_table

READ = Path(__file__).with_suffix(".json")


def table(path: Path = READ) -> str:
    """Return precision and the causes of wrong flags as a Markdown table."""
    draws: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    causes = {name: Counter(why for why in read.values() if why != "right") for name, read in draws.items()}
    rows: list[list[object]] = [
        ["read one by one", *map(len, draws.values())],
        ["rightly flagged", *(sum(why == "right" for why in read.values()) for read in draws.values())],
    ]
    every = sum(causes.values(), Counter[str]())
    rows += [[f"wrong: {why}", *(found[why] for found in causes.values())] for why, _ in every.most_common()]
    head = (
        "### Flags read one by one\n\n`untraceable`, drawn at random: 35 of a crawl (in stories), 15 of the wire corpus; "
        "judged by a language model\n"
    )
    return f"{head}\n{markdown_table(['', *draws], rows)}"


if __name__ == "__main__":
    print(table())
