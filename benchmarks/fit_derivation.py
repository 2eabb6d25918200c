"""Fit the models of parents and derivation on the wire corpus: ``python -m benchmarks.fit_derivation [--check]``.

Trained on stories as rows (times and outlets known) and as bare pages, whole and with the wire, or the wire and its
reprint, taken away: there most articles have no parent that could be named. Cross-validated by event, with alignment
models that have not seen the event either.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.corpora import PART, SHARED, WHOLE, wire_events
from benchmarks.fit_alignment import fold_models, using
from benchmarks.fitting import fit_linear, write_model
from benchmarks.gold_stories import credited_page, gold_quotes, story_articles
from dedup.comparing.alignment import Alignment, align
from dedup.comparing.company import company
from dedup.comparing.crediting import agency_of
from dedup.comparing.derivation import MANNER, Relations, choose_parents, dated, manner_features
from dedup.comparing.findings import index_pages
from dedup.comparing.relations import RELATION, is_earlier, relation_features, wholes
from dedup.comparing.status import supports
from dedup.comparing.weights import StoryIndex
from dedup.fitted import LinearModel
from dedup.settings import Settings

PARENT_STRENGTH, MANNER_STRENGTH = 0.1, 0.3
# Treatments taken out of the story, and the weight of such a story in the fit.
TAKEN = (((), 1.0), (("wire",), 0.3), (("wire", "verbatim"), 0.3))


@dataclass(frozen=True)
class Case:
    """One article in one form of its story; ``made_from`` says of each possible source whether it is the parent."""

    event: int
    form: tuple[bool, tuple[str, ...]]
    weight: float
    gold: dict[str, Any]
    index: StoryIndex
    alignment: Alignment
    sources: tuple[int, ...]
    features: npt.NDArray[np.float64]
    held: dict[int, npt.NDArray[np.float64]]
    made_from: npt.NDArray[np.bool_]
    reprint: npt.NDArray[np.bool_]
    agency: str | None

    @property
    def way(self) -> str:
        """Return the true derivation."""
        treatment = self.gold["treatment"]
        return "whole" if treatment in WHOLE else "part" if treatment in PART else "none"


def cases(events: Sequence[dict[str, Any]], settings: Settings) -> list[Case]:
    """Return the articles of all events in all forms of their stories."""
    found = []
    for number, (event, models) in enumerate(zip(events, fold_models(events), strict=True)):
        with using(models):
            for metadata in (True, False):
                for taken, weight in TAKEN:
                    found += _story_cases(number, event, (metadata, taken), weight, settings)
    return found


def _story_cases(
    number: int, event: dict[str, Any], form: tuple[bool, tuple[str, ...]], weight: float, settings: Settings
) -> list[Case]:
    articles = [article for article in story_articles(event) if article["treatment"] not in form[1]]
    pages = [credited_page(article, metadata=form[0]) for article in articles]
    index = index_pages(pages, {a["id"]: gold_quotes(a) for a in articles}, settings)
    whole = wholes(index)
    agencies = [agency_of(page) for page in pages]
    found = []
    for at, others in enumerate(company(index, whole, {}, settings.alignment.compared_articles)):
        alignment = align(index, at, others, settings.alignment)
        held = supports(index, alignment)
        sources = tuple(s for s in others if not is_earlier(index.bodies[at], index.bodies[s]))
        gold = articles[at]
        found.append(
            Case(
                event=number,
                form=form,
                weight=weight,
                gold=gold,
                index=index,
                alignment=alignment,
                sources=sources,
                features=relation_features(index, whole, alignment, {s: held[s] for s in sources}, agencies),
                held=held,
                made_from=np.asarray([articles[s]["id"] == gold["parent"] for s in sources], dtype=bool),
                reprint=np.asarray([_is_reprint(articles[s], gold) for s in sources], dtype=bool),
                agency=agencies[at],
            )
        )
    return found


def _is_reprint(source: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Return whether the source is a verbatim reprint of the parent: in the parent's place it says the same."""
    return gold["parent"] is not None and source["treatment"] == "verbatim" and source["parent"] == gold["parent"]


def fit(training: Sequence[Case]) -> dict[str, LinearModel]:
    """Fit the model of parents, then that of the manner of derivation over it."""
    cases_with_sources = [case for case in training if case.sources]
    parent = fit_linear(
        np.concatenate([case.features for case in cases_with_sources]),
        np.concatenate([case.made_from | case.reprint for case in cases_with_sources]),
        RELATION,
        PARENT_STRENGTH,
        np.concatenate([np.where(case.reprint, 0.5, 1.0) * case.weight for case in cases_with_sources]),
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
    """Return the figures over held-out events, for whole stories as rows and as bare pages."""
    figures: dict[str, object] = {}
    for metadata, name in ((True, "rows"), (False, "bare_pages")):
        tally = Tally()
        for event in range(events):
            models = fit([case for case in every if case.event != event])
            story = [case for case in every if case.event == event and case.form == (metadata, ())]
            tally.count(story, models, settings)
        figures[name] = tally.figures()
    return figures


class Tally:
    """Counts of right and wrong parents and derivations."""

    def __init__(self) -> None:
        self.said = self.right = self.near = self.answered = self.derived = 0
        self.ways: list[tuple[str, str]] = []

    def count(self, story: Sequence[Case], models: dict[str, LinearModel], settings: Settings) -> None:
        """Add one held-out story."""
        relations, ways = [], []
        for case in story:
            relations.append(_relations(case, models["derivation_parent"]))
            manner = models["derivation_manner"]
            chances = manner.probabilities(_manner(case, models["derivation_parent"]))[0]
            ways.append(manner.classes[int(np.argmax(chances))])
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

    def figures(self) -> dict[str, float]:
        """Return precision, answers, and the macro F1 of the derivation (without the articles that stand alone)."""
        from sklearn.metrics import f1_score

        true, said = zip(*self.ways, strict=True)
        return {
            "parent_precision": round(self.right / max(1, self.said), 4),
            "parent_precision_up_to_reprint": round(self.near / max(1, self.said), 4),
            "parent_answered": round(self.answered / max(1, self.derived), 4),
            "derivation_macro_f1": round(float(f1_score(true, said, average="macro")), 4),
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
            "data": f"wire corpus, {len(events)} events as rows and bare pages, also without wire and reprint",
            "cross_validated_by_event": figures,
        }
        for name, model in fit(every).items():
            write_model(name, model, fit_note)


if __name__ == "__main__":
    main()
