"""Fit the models of sentence alignment and support on the wire corpus: ``python -m benchmarks.fit_alignment [--check]``.

Three models, each over the one before: a pair of sentences by itself, a pair among its neighbours, and a sentence
against all its source sentences together. Cross-validated by event; ``--check`` prints the figures and writes nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt

from benchmarks.corpora import SHARED, gold_spans, wire_events
from benchmarks.fitting import fit_linear, write_model
from benchmarks.gold_stories import gold_bodies, story_articles
from dedup.comparing import alignment, derivation, support
from dedup.comparing.alignment import CONTEXT, PLAIN, Alignment, Pairs
from dedup.comparing.support import SUPPORT
from dedup.comparing.weights import StoryIndex, index_story
from dedup.fitted import LinearModel, load_model
from dedup.settings import AlignmentSettings

STRENGTH = 0.3  # of the three regressions; .1 to 1 differ by less than .002 on every figure

Models = Mapping[str, LinearModel]


@dataclass(frozen=True)
class Example:
    """A derived article of the wire corpus against its true parent."""

    event: int
    index: StoryIndex
    article: int
    parent: int
    pairs: Pairs
    plain: npt.NDArray[np.float64]
    aligned: npt.NDArray[np.bool_]
    truth: frozenset[tuple[int, int]]
    supported: npt.NDArray[np.bool_]


@contextmanager
def using(models: Models) -> Iterator[None]:
    """Let the comparing stage use ``models`` instead of the stored ones."""

    def load(name: str) -> LinearModel:
        return models.get(name) or load_model(name)

    with ExitStack() as stack:
        for module in (alignment, support, derivation):
            stack.enter_context(mock.patch.object(module, "load_model", load))
        yield


def examples(events: Sequence[dict[str, Any]]) -> list[Example]:
    """Return every derived article with its parent, pairs and truth."""
    settings = AlignmentSettings()
    found = []
    for number, event in enumerate(events):
        articles = story_articles(event)
        index = index_story(gold_bodies(articles), settings)
        place = {article["id"]: at for at, article in enumerate(articles)}
        for at, article in enumerate(articles):
            if article["parent"]:
                parent = place[article["parent"]]
                found.append(_example(number, index, at, parent, article, articles[parent], settings))
    return found


def _example(
    event: int, index: StoryIndex, at: int, parent: int, article: Any, source: Any, settings: AlignmentSettings
) -> Example:
    there = {sentence["id"]: int(index.first[parent]) + n for n, (sentence, _, _) in enumerate(gold_spans(source)[0])}
    sentences = [sentence for sentence, _, _ in gold_spans(article)[0]]
    truth = frozenset(
        (int(index.first[at]) + n, there[key]) for n, sentence in enumerate(sentences) for key in sentence["sources"]
    )
    pairs = alignment.candidates(index, at, (parent,), settings)
    return Example(
        event=event,
        index=index,
        article=at,
        parent=parent,
        pairs=pairs,
        plain=alignment.plain_features(index, pairs, at),
        aligned=np.asarray([(int(i), int(j)) in truth for i, j in zip(pairs.sentence, pairs.source, strict=True)]),
        truth=truth,
        supported=np.asarray([sentence["status"] != "added" for sentence in sentences]),
    )


def fit(training: Sequence[Example]) -> dict[str, LinearModel]:
    """Fit the three models, one after the other."""
    aligned = np.concatenate([example.aligned for example in training])
    pair = fit_linear(np.concatenate([example.plain for example in training]), aligned, PLAIN, STRENGTH)
    rows = np.concatenate([_context(example, pair) for example in training])
    context = fit_linear(rows, aligned, CONTEXT, STRENGTH)
    models = {"alignment": pair, "alignment_context": context}
    evidence = np.concatenate([_evidence(example, models) for example in training])
    supported = np.concatenate([example.supported for example in training])
    return {**models, "alignment_support": fit_linear(evidence, supported, SUPPORT, STRENGTH)}


def _context(example: Example, pair: LinearModel) -> npt.NDArray[np.float64]:
    score = pair.probabilities(example.plain)[:, 1]
    return alignment.context_features(example.index, example.pairs, example.plain, score, example.article)


def _aligned(example: Example, models: Models) -> Alignment:
    score = models["alignment_context"].probabilities(_context(example, models["alignment"]))[:, 1]
    return Alignment(example.article, (example.parent,), example.pairs, example.plain, score)


def _evidence(example: Example, models: Models) -> npt.NDArray[np.float64]:
    return support.evidence(example.index, _aligned(example, models), (example.parent,)).features


def fold_models(events: Sequence[dict[str, Any]]) -> list[dict[str, LinearModel]]:
    """Return for each event the models fitted on all the others."""
    every = examples(events)
    return [fit([example for example in every if example.event != number]) for number in range(len(events))]


def cross_validate(every: Sequence[Example], folds: int) -> dict[str, object]:
    """Return the figures over held-out events: ``added`` F1 and alignment among the right parent's sentences."""
    hit = np.zeros(3)
    by_fold = []
    counts = np.zeros(3)
    for fold in range(folds):
        models = fit([example for example in every if example.event != fold])
        mine = np.zeros(3)
        for example in (example for example in every if example.event == fold):
            found = support.evidence(example.index, _aligned(example, models), (example.parent,))
            added = models["alignment_support"].probabilities(found.features)[:, 1] < 0.5
            mine += [(added & ~example.supported).sum(), (added & example.supported).sum(), (~added & ~example.supported).sum()]
            hit += _hits(example, found.chosen)
        counts += mine
        by_fold.append(_f1(mine))
    return {
        "added_f1": round(_f1(counts), 4),
        "added_f1_by_event": [round(min(by_fold), 3), round(max(by_fold), 3)],
        "top1": round(hit[0] / hit[2], 4),
        "top3": round(hit[1] / hit[2], 4),
    }


def _hits(example: Example, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    start, hit = int(example.index.first[example.article]), np.zeros(3)
    for sentence in sorted({i for i, _ in example.truth}):
        right = [(sentence, int(example.pairs.source[at])) in example.truth for at in chosen[sentence - start] if at >= 0]
        hit += [bool(right and right[0]), any(right), 1]
    return hit


def _f1(counts: npt.NDArray[np.float64]) -> float:
    hit, false, missed = counts
    return float(2 * hit / max(1.0, 2 * hit + false + missed))


def main() -> None:
    """Cross-validate, print, and write the models unless asked to check only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    events = wire_events(SHARED / "wire")
    every = examples(events)
    figures = cross_validate(every, len(events))
    print(figures)
    if not options.check:
        fit_note = {
            "command": "python -m benchmarks.fit_alignment",
            "data": f"wire corpus, {len(events)} events, {len(every)} derived articles against their parents",
            "cross_validated_by_event": figures,
        }
        for name, model in fit(every).items():
            write_model(name, model, fit_note)


if __name__ == "__main__":
    main()
