"""Fit the models of parents and derivation: ``python -m benchmarks.fit_derivation [--check]``.

On the cases of ``benchmarks.derivation_cases``: the wire corpus in stories of many shapes, and reports of a crawl.
Cross-validated by event, with alignment models that have not seen the event either, the crawl by story.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.corpora import SHARED, wire_events
from benchmarks.derivation_cases import CRAWL_YEAR, Case, cases
from benchmarks.fit_alignment import using
from benchmarks.fitting import fit_linear, write_model
from dedup.comparing.derivation import MANNER, Relations, choose_parents, dated, manner, manner_features
from dedup.comparing.relations import RELATION
from dedup.fitted import LinearModel
from dedup.settings import Settings

PARENT_STRENGTH, MANNER_STRENGTH = 0.1, 0.3
# Which of several articles is the parent is learnt where there are several: with all shapes the precision falls from .949
# to .937, of bare pages from .941 to .920.
CHOICES = ("whole", "without wire", "without wire and reprint")


def fit(training: Sequence[Case]) -> dict[str, LinearModel]:
    """Fit the model of parents, then that of the manner of derivation over it."""
    choices = [case for case in training if case.sources and case.shape[1] in CHOICES]
    parent = fit_linear(
        np.concatenate([case.features for case in choices]),
        np.concatenate([case.made_from | case.reprint for case in choices]),
        RELATION,
        PARENT_STRENGTH,
        np.concatenate([np.where(case.reprint, 0.5, 1.0) * case.weight for case in choices]),
    )
    known = [case for case in training if case.gold["treatment"] != "wire"]
    rows = np.stack([_manner(case, parent) for case in known])
    weights = np.asarray([case.weight for case in known])
    return {
        "derivation_parent": parent,
        "derivation_manner": fit_linear(
            rows, np.asarray([case.way for case in known]), MANNER, MANNER_STRENGTH, weights
        ),
    }


def _relations(case: Case, parent: LinearModel) -> Relations:
    probability = np.round(parent.probabilities(case.features)[:, 1], 9)
    known = dated(case.index, case.alignment.article, case.sources)
    return Relations(case.alignment.article, case.sources, known, case.features, probability, case.held)


def _manner(case: Case, parent: LinearModel) -> npt.NDArray[np.float64]:
    return manner_features(case.index, case.alignment, _relations(case, parent), case.agency)


def cross_validate(every: Sequence[Case], events: int, settings: Settings) -> dict[str, object]:
    """Return the figures over held-out events: whole stories as rows and as bare pages, the smaller ones, the crawl."""
    tallies = {"rows": Tally(), "bare_pages": Tally()}
    small, crawl = Tally(), Tally()
    for event in range(events):
        models = fit([case for case in every if case.event != event])
        mine = [case for case in every if case.event == event]
        for metadata, tally in zip((True, False), tallies.values(), strict=True):
            tally.count([case for case in mine if case.shape == (metadata, "whole")], models, settings)
        small.count([case for case in mine if case.shape[1] in ("pair", "three")], models, settings, alone=True)
        crawl.count([case for case in mine if case.shape[1] == "crawl"], models, settings, alone=True)
    return {
        **{name: tally.figures() for name, tally in tallies.items()},
        "derivation_macro_f1_of_two_and_three_articles": small.macro_f1(),
        "crawl_called_derived": round(float(np.mean([said != "none" for _, said in crawl.ways])), 4),
    }


class Tally:
    """Counts of right and wrong parents and derivations."""

    def __init__(self) -> None:
        self.said = self.right = self.near = self.answered = self.derived = 0
        self.ways: list[tuple[str, str]] = []

    def count(
        self, story: Sequence[Case], models: dict[str, LinearModel], settings: Settings, *, alone: bool = False
    ) -> None:
        """Add one held-out story, or cases that are ``alone``, each of a story of its own, without their parents."""
        with using(models):
            ways = [manner(_manner(case, models["derivation_parent"]), settings.derivation) for case in story]
        if alone:
            self.ways += [(case.way, way) for case, way in zip(story, ways, strict=True)]
            return
        relations = [_relations(case, models["derivation_parent"]) for case in story]
        parents = choose_parents(relations, [way != "none" for way in ways], settings.derivation)
        for at, (case, way) in enumerate(zip(story, ways, strict=True)):
            self.derived += case.gold["parent"] is not None
            if case.gold["treatment"] != "wire":
                self.ways.append((case.way, way))
            if at in parents:
                place = case.sources.index(parents[at])
                self.said += 1
                self.right += bool(case.made_from[place])
                self.near += bool(case.made_from[place] or case.reprint[place])
                self.answered += case.gold["parent"] is not None

    def macro_f1(self) -> float:
        """Return the macro F1 of the derivation (without the articles that stand alone)."""
        from sklearn.metrics import f1_score

        true, said = zip(*self.ways, strict=True)
        return round(float(f1_score(true, said, average="macro")), 4)

    def figures(self) -> dict[str, float]:
        """Return precision and answers of the parents, and the macro F1 of the derivation."""
        return {
            "parent_precision": round(self.right / max(1, self.said), 4),
            "parent_precision_up_to_reprint": round(self.near / max(1, self.said), 4),
            "parent_answered": round(self.answered / max(1, self.derived), 4),
            "derivation_macro_f1": self.macro_f1(),
        }


def main() -> None:
    """Cross-validate, print, and write the models unless asked to check only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    settings, events = Settings(), wire_events(SHARED / "wire")
    every = cases(events, settings)
    figures = cross_validate(every, len(events), settings)
    print(figures)
    if not options.check:
        fit_note = {
            "command": "python -m benchmarks.fit_derivation",
            "data": f"wire corpus, {len(events)} events as rows and bare pages, whole, without wire and reprint, and "
            f"two and three articles at a time; articles of {CRAWL_YEAR} of a crawl as reports of their own",
            "cross_validated_by_event": figures,
        }
        for name, model in fit(every).items():
            write_model(name, model, fit_note)


if __name__ == "__main__":
    main()
