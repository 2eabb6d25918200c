"""Quality floors: figures below which no change may fall, a margin under what was measured.

python -m benchmarks.floors [--lower]     measures, and raises the floors of ``floors.json`` that have been outgrown

A floor belongs to one corpus, known by the hash of its content. Without ``--lower`` no floor falls: a figure that has got
worse is an error to look into, and lowering it is a decision that shows in the diff.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from benchmarks import corpora
from benchmarks.quality import ecb_stories, polnear_quotes, seeds_story, wire_corpus
from benchmarks.quality_tables import WIRE_MEASURES, at
from benchmarks.scoring.measures import Figures

FLOORS = Path(__file__).with_name("floors.json")
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "truth"
MARGIN = 0.02
"""Below the measured figure: a refit on the same data moves most figures by less than .01."""

_COUNTS = (
    "whole_stories",
    "false_pairs",
    "missed_pairs",
    "mae",
)  # counts, and what should be small, have no floor here


def corpora_of_floors() -> dict[str, tuple[Path, Callable[[Path], Figures]]]:
    """Return each corpus with its place and what measures it; those beside the project may be absent."""
    shared = corpora.SHARED
    return {
        "fixtures": (FIXTURES, _wire),
        "wire": (shared / "wire", _wire),
        "ecb": (shared / "data" / "ecbplus_topics_1-35.jsonl.gz", _ecb),
        "polnear": (shared / "data" / "polnear_dev.jsonl.gz", _polnear),
        "seeds": (shared / "seeds", _seeds),
    }


def content_hash(path: Path) -> str:
    """Return the hash of a file, or of a folder's files by name."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _wire(path: Path) -> Figures:
    events = corpora.wire_events(path)
    figures = {"rows": wire_corpus(events, as_pages=False), "pages": wire_corpus(events, as_pages=True)}
    measures = [place for _, place in WIRE_MEASURES if not place.endswith(_COUNTS)]
    return {f"{form} {place}": at(found, place) for form, found in figures.items() for place in measures}


def _ecb(path: Path) -> Figures:
    return {"story.b3_f1": ecb_stories(path)["b3_f1"]}


def _polnear(path: Path) -> Figures:
    found = polnear_quotes(path)
    return {f"{kind} {key}": found[kind][key] for kind in ("direct", "indirect") for key in ("f1", "speaker_accuracy")}


def _seeds(path: Path) -> Figures:
    found = seeds_story(path)
    return {"one story": 1.0 if found["stories"] == 1 else 0.0}


def raised(old: dict[str, Any], measured: Figures, lower: bool) -> tuple[dict[str, float], list[str]]:
    """Return the new floors, and the figures that have fallen below an old one."""
    fallen = [f"{name}: {value} is below {old[name]}" for name, value in measured.items() if value < old.get(name, 0.0)]
    floors = {name: round(max(value - MARGIN, 0.0), 3) for name, value in measured.items()}
    return (floors if lower else {name: max(value, old.get(name, 0.0)) for name, value in floors.items()}), fallen


@click.command(help=__doc__)
@click.option("--lower", is_flag=True, help="Let floors fall to what is measured now.")
def main(lower: bool) -> None:
    """Measure and write."""
    old = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    new, fallen = dict(old), []
    for name, (path, measure) in corpora_of_floors().items():
        if not path.exists():
            continue
        before = old.get(name, {})
        known = before.get("floors", {}) if before.get("corpus") == content_hash(path) else {}
        floors, below = raised(known, measure(path), lower)
        new[name] = {"corpus": content_hash(path), "floors": floors}
        fallen += [f"{name} {line}" for line in below]
    FLOORS.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    _report(fallen, lower)


def _report(fallen: Iterable[str], lower: bool) -> None:
    for line in fallen:
        click.echo(("lowered: " if lower else "fallen: ") + line)


if __name__ == "__main__":
    main()
