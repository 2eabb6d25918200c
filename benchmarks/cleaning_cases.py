"""Measure cleaning on invented pages of many sorts of sites: ``python -m benchmarks.cleaning_cases [FOLDER]``.

A page is a text file: ``agencies:`` with the names that it credits (``unnamed`` for agencies without a name), then one
line of the page per line, marked by what it is: ``H|`` headline, ``S|`` subhead, ``P|`` caption, ``B|`` body, ``C|`` credit,
``X|`` clutter. Captions and credits may be kept or removed; nothing of the body may go.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dedup.cleaning.learnt import LearntLines
from dedup.cleaning.pages import clean_page
from dedup.records import Article
from dedup.settings import Settings

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "cleaning"


@dataclass(frozen=True)
class Case:
    """A page, its lines as (mark, start, end), and the agencies that it credits."""

    name: str
    text: str
    lines: tuple[tuple[str, int, int], ...]
    agencies: frozenset[str]


def read_case(path: Path) -> Case:
    """Read a marked page."""
    first, *marked = path.read_text(encoding="utf-8").splitlines()
    agencies = frozenset(name.strip() for name in first.removeprefix("agencies:").split(",") if name.strip())
    lines, at = [], 0
    for row in marked:
        lines.append((row[0], at, at + len(row) - 2))
        at += len(row) - 2 + 2  # a blank line between two lines
    return Case(path.stem, "\n\n".join(row[2:] for row in marked), tuple(lines), agencies)


def wrong(case: Case) -> tuple[Counter[str], list[str]]:
    """Return what is right and how much there is, and a line of words for everything that is wrong."""
    page = clean_page(Article(id=case.name, text=case.text), LearntLines(), Settings().cleaning)
    gone = {(removed.start, removed.end) for removed in page.removed}
    headlines = {(part.start, part.end) for part in page.of_kind("headline")}
    found: Counter[str] = Counter()
    faults = []
    for mark, start, end in case.lines:
        removed = (start, end) in gone
        right = {"B": not removed, "X": removed, "H": (start, end) in headlines, "S": not removed}.get(mark)
        if right is not None:
            size = end - start if mark in "BX" else 1
            found.update({mark: size, f"{mark} right": size * right})
            if not right:
                faults.append(f"{mark}| {case.text[start:end]}")
    said = {credit.agency or "unnamed" for credit in page.credits if credit.kind != "outlet"}
    found.update({"said": len(said), "true": len(case.agencies), "both": len(said & case.agencies)})
    if said != case.agencies:
        faults.append(f"credits {sorted(said)} instead of {sorted(case.agencies)}")
    return found, faults


def measure(folder: Path) -> dict[str, float]:
    """Print every fault and return the shares."""
    total: Counter[str] = Counter()
    for path in sorted(folder.glob("*.txt")):
        case = read_case(path)
        found, faults = wrong(case)
        total.update(found)
        for fault in faults:
            print(f"{case.name}: {fault}")
    return {
        "body kept": total["B right"] / total["B"],
        "clutter removed": total["X right"] / total["X"],
        "headlines found": total["H right"] / total["H"],
        "subheads kept": total["S right"] / total["S"],
        "credits precision": total["both"] / total["said"],
        "credits recall": total["both"] / total["true"],
    }


if __name__ == "__main__":
    for name, value in measure(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER).items():
        print(f"{name}: {value:.4f}")
