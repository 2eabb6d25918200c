"""The trade-off behind ``CopySettings``: bands and rows, and what counts as a copy, on planted and on real pairs.

    python -m benchmarks.copies_settings CORPUS.jsonl TRUTH.tsv REUTERS.jsonl WIRE_FOLDER [--plot FILE.png]

One row a setting: precision, recall and F1 of the planted pairs, recall of Reuters-21578's pairs of exact Jaccard .5 and
more, verbatim reprints found among the wire corpus' raw pages and articles wrongly in a group there, seconds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.copies import (
    SEED,
    Pairs,
    PairScore,
    WireScore,
    exact_pairs,
    plain_copy,
    planted_score,
    recall_of,
    warm_up,
    wire_score,
)  # fmt: skip
from dedup.matching.bulk.lane import copies_of_jsonl
from dedup.settings import CopySettings

BANDINGS = ((14, 9), (16, 8), (25, 5), (32, 4), (42, 3), (63, 2))
DECISIONS = ((0.7, 0.9), (0.5, 0.75), (0.4, 0.7), (0.35, 0.7), (0.3, 0.6), (0.25, 0.5))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one setting gives."""

    settings: CopySettings
    planted: PairScore
    reuters: float
    wire: WireScore
    seconds: float

    def row(self) -> str:
        """Return the outcome as a row of the table."""
        chosen, planted, wire = self.settings, self.planted, self.wire
        return (
            f"{chosen.bands:5} {chosen.rows:4} {chosen.jaccard:7.2f} {chosen.containment:11.2f}   {planted.precision:9.5f}"
            f" {planted.recall:6.3f} {planted.f1:5.3f}   {self.reuters:7.4f}   {wire.found:2} of {wire.verbatim:2}"
            f" {len(wire.wrong):5}   {self.seconds:7.2f}"
        )


HEADER = "bands rows jaccard containment   precision recall    F1   Reuters   verbatim wrong   seconds"


def choices() -> Iterator[CopySettings]:
    """Yield the settings to try: each banding at the chosen decision, each decision at the chosen banding."""
    chosen = CopySettings()
    for bands, rows in BANDINGS:
        yield replace(chosen, bands=bands, rows=rows)
    for jaccard, containment in DECISIONS:
        if (jaccard, containment) != (chosen.jaccard, chosen.containment):
            yield replace(chosen, jaccard=jaccard, containment=containment)


def outcome(corpus: Path, truth: Path, reuters: Path, pairs: Pairs, wire: Path, settings: CopySettings) -> Outcome:
    """Measure one setting."""
    start = time.perf_counter()
    found = copies_of_jsonl(corpus, settings, SEED)
    seconds = time.perf_counter() - start
    recall = recall_of(copies_of_jsonl(reuters, settings, SEED), pairs)
    return Outcome(settings, planted_score(found, truth), recall, wire_score(wire, settings), seconds)


def plot(outcomes: Sequence[Outcome], target: Path) -> None:
    """Draw recall over false pairs in 10,000, one line for bandings and one for decisions. Needs matplotlib."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    chosen = CopySettings()
    figure, axes = plt.subplots(figsize=(7, 4.5))
    kinds = {
        "bands x rows": [one for one in outcomes if one.settings.jaccard == chosen.jaccard],
        "Jaccard / containment": [one for one in outcomes if one.settings.bands == chosen.bands],
    }
    for kind, several in kinds.items():
        points = sorted((10_000 * (1 - one.planted.precision), one.planted.recall) for one in several)
        axes.plot([x for x, _ in points], [y for _, y in points], "o-", label=kind)
    for one in outcomes:
        is_banding = one.settings.jaccard == chosen.jaccard and one.settings.bands != chosen.bands
        name = (
            f"{one.settings.bands}x{one.settings.rows}"
            if is_banding
            else f"{one.settings.jaccard:g} / {one.settings.containment:g}"
        )
        place = (10_000 * (1 - one.planted.precision), one.planted.recall)
        axes.annotate(name, place, textcoords="offset points", xytext=(5, -9), fontsize=8)
    axes.set_xscale("symlog", linthresh=0.1)
    axes.set_xlabel("wrong pairs in 10,000 reported")
    axes.set_ylabel("recall of planted pairs")
    axes.legend()
    figure.tight_layout()
    figure.savefig(target, dpi=150)


def main(arguments: list[str] | None = None) -> None:
    """Print the table, and draw the plot if asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "truth", "reuters", "wire"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args(arguments)
    warm_up()
    outcomes = []
    print(HEADER)
    with tempfile.TemporaryDirectory() as folder:
        reuters = plain_copy(given.reuters, Path(folder))
        pairs = exact_pairs(reuters, CopySettings(), 0.5)
        for settings in choices():
            outcomes.append(outcome(given.corpus, given.truth, reuters, pairs, given.wire, settings))
            print(outcomes[-1].row(), flush=True)
    if given.plot:
        plot(outcomes, given.plot)


if __name__ == "__main__":
    main()
