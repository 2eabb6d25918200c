"""The cross-validated figures of the fitted models, as each fit wrote them beside its weights.

python -m benchmarks.fits    writes their section of RESULTS.md
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from benchmarks.results_file import markdown_table, put_section


def fits() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the models with what their fit says of itself; of models made by one fit with the same figures, the first."""
    seen: set[str] = set()
    for file in sorted(resources.files("dedup.fitted").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json"):
            fit = json.loads(file.read_text(encoding="utf-8")).get("fit", {})
            if (told := json.dumps(fit, sort_keys=True)) not in seen:
                seen.add(told)
                yield file.name.removesuffix(".json"), fit


def lines(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the figures of nested objects, each with the path of its names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from lines(inner, f"{name}, {key}" if name else str(key))
    else:
        yield name.replace("_", " "), _shown(value)


def _shown(value: Any) -> str:
    """Return a figure, a list, or several lists as one line."""
    if isinstance(value, list) and value and all(isinstance(inner, list) for inner in value):
        return "; ".join(_shown(inner) for inner in value)
    return json.dumps(value) if isinstance(value, list) else str(value)


def main() -> None:
    """Write the section."""
    parts = ["## Fitted models, on what each fit left out"]
    for name, fit in fits():
        figures = {key: value for key, value in fit.items() if key not in ("command", "data")}
        head = f"### {name}\n\n`{fit.get('command', '')}`, on {fit.get('data', 'the data that the command names')}"
        parts.append(f"{head}\n\n{markdown_table(('figure', 'value'), lines(figures))}")
    put_section("fits", "\n\n".join(parts))


if __name__ == "__main__":
    main()
