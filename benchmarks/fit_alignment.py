"""Fit the models of sentence alignment and support: ``python -m benchmarks.fit_alignment [--check]``.

Three models, each over the one before: a pair of sentences by itself, a pair among its neighbours, and a sentence
against all its source sentences together. On the wire corpus, with answers on the same question (Clough and Stevenson's
``non``) as hard cases. Cross-validated by event; ``--check`` prints the figures and writes nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt

from benchmarks.corpora import SHARED, gold_spans, jsonl, wire_events
from benchmarks.fitting import fit_linear, write_model
from benchmarks.gold_stories import gold_bodies, lone_articles, plain_page, story_articles
from dedup.comparing import alignment, derivation, support
from dedup.comparing.alignment import CONTEXT, PLAIN, Alignment, Pairs
from dedup.comparing.body import read_body
from dedup.comparing.support import SUPPORT
from dedup.comparing.weights import StoryIndex, index_story
from dedup.fitted import LinearModel, load_model
from dedup.settings import AlignmentSettings

STRENGTH = 0.3  # of the three regressions; .1 to 1 differ by less than .002 on every figure

# Weights of articles of other events, the hard cases of what does not rest on the story: of sentences, and of pairs of
# sentences (of which they have some thirty times more each).
STRANGER, STRANGER_PAIR = 0.3, 0.01

Models = Mapping[str, LinearModel]


@dataclass(frozen=True)
class Situation:
    """A sentence-by-sentence truth: which sentences of the article rest on ``sources`` together."""

    sources: tuple[int, ...]
    supported: npt.NDArray[np.bool_]
    weight: float


@dataclass(frozen=True)
class Example:
    """An article of the wire corpus against all others of its story; ``truth`` holds the true pairs with ``parent``."""

    event: int
    index: StoryIndex
    article: int
    parent: int | None
    pairs: Pairs
    plain: npt.NDArray[np.float64]
    truth: frozenset[tuple[int, int]]
    situations: tuple[Situation, ...]

    @property
    def telling(self) -> npt.NDArray[np.bool_]:
        """Return which pairs have a known truth: with the parent; a stranger's but for shared background."""
        if self.parent is not None:
            return np.asarray(self.pairs.article == self.parent, dtype=bool)
        if len(self.situations) > 1:
            return np.zeros(len(self.pairs), dtype=bool)
        shared = self.situations[0].supported[self.pairs.sentence - self.index.first[self.article]]
        return np.asarray(~shared, dtype=bool)

    @property
    def aligned(self) -> npt.NDArray[np.bool_]:
        """Return which of the telling pairs are true."""
        every = zip(self.pairs.sentence[self.telling], self.pairs.source[self.telling], strict=True)
        return np.asarray([(int(i), int(j)) in self.truth for i, j in every], dtype=bool)


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
    """Return every article whose sentences have a known origin: all but the independent reports."""
    found = []
    for number, event in enumerate(events):
        articles = story_articles(event)
        index = index_story(gold_bodies(articles), AlignmentSettings())
        for at, article in enumerate(articles):
            if article["treatment"] != "independent":
                found.append(_example(number, index, at, _situations(articles, at), articles))
        for stranger in lone_articles(event):
            found.append(_stranger(number, stranger, articles))
    return found + [
        _answer(len(events), row)
        for row in jsonl(SHARED / "data" / "clough_stevenson_tasks_a-c.jsonl.gz")
        if row["label"] == "non"
    ]


def _answer(event: int, row: dict[str, Any]) -> Example:
    """Return an answer on the same question written without the source: same topic, resting on nothing of it."""
    bodies = [
        read_body(plain_page(name, row[name]), (), AlignmentSettings().sentence_words) for name in ("source", "text")
    ]
    index = index_story(bodies, AlignmentSettings())
    situation = Situation((0,), np.zeros(len(bodies[1].sentences), dtype=bool), STRANGER)
    articles = [{"id": "source", "parent": None}, {"id": "text", "parent": None}]
    return _example(event, index, 1, [situation], articles)


def _stranger(event: int, stranger: dict[str, Any], articles: Sequence[dict[str, Any]]) -> Example:
    """Return an article of another event with the same people: only what it shares word for word is there."""
    together = [*articles, stranger]
    index = index_story(gold_bodies(together), AlignmentSettings())
    printed = {sentence["text"] for article in articles for sentence, _, _ in gold_spans(article)[0]}
    shared = np.asarray([sentence["text"] in printed for sentence, _, _ in gold_spans(stranger)[0]], dtype=bool)
    every = tuple(range(len(articles)))
    return _example(event, index, len(articles), [Situation(every, shared, STRANGER)], together)


def _example(
    event: int, index: StoryIndex, at: int, situations: Iterable[Situation], articles: Sequence[dict[str, Any]]
) -> Example:
    settings = AlignmentSettings()
    place = {article["id"]: number for number, article in enumerate(articles)}
    parent = place.get(articles[at]["parent"])
    others = tuple(number for number in range(len(articles)) if number != at)
    pairs = alignment.candidates(index, at, others, settings)
    return Example(
        event=event,
        index=index,
        article=at,
        parent=parent,
        pairs=pairs,
        plain=alignment.plain_features(index, pairs, at),
        truth=frozenset() if parent is None else _links(index, at, parent, articles),
        situations=tuple(situations),
    )


def _links(index: StoryIndex, at: int, parent: int, articles: Sequence[dict[str, Any]]) -> frozenset[tuple[int, int]]:
    there = {s["id"]: int(index.first[parent]) + n for n, (s, _, _) in enumerate(gold_spans(articles[parent])[0])}
    mine = gold_spans(articles[at])[0]
    return frozenset((int(index.first[at]) + n, there[key]) for n, (s, _, _) in enumerate(mine) for key in s["sources"])


def _situations(articles: Sequence[dict[str, Any]], at: int) -> Iterator[Situation]:
    """Yield the truth against the parent, against all others, and against the others where the wire is not at hand."""
    parent = next((n for n, article in enumerate(articles) if article["id"] == articles[at]["parent"]), None)
    others = tuple(n for n in range(len(articles)) if n != at)
    origins = _origins(articles)
    mine = [origins[sentence["id"]] for sentence, _, _ in gold_spans(articles[at])[0]]
    unsourced = tuple(n for n in others if articles[n]["treatment"] not in ("wire", "verbatim"))
    choices = [(others, 0.5), (unsourced, 0.5)] + ([((parent,), 1.0)] if parent is not None else [])
    for sources, weight in choices:
        there = {key for n in sources for s, _, _ in gold_spans(articles[n])[0] for key in origins[s["id"]]}
        yield Situation(sources, np.asarray([bool(there & own) for own in mine], dtype=bool), weight)


def _origins(articles: Sequence[dict[str, Any]]) -> dict[str, frozenset[str]]:
    """Return for each sentence those that it goes back to through all parents; one with no source is its own."""
    sources = {s["id"]: s.get("sources") or [] for article in articles for s, _, _ in gold_spans(article)[0]}

    def back(key: str) -> frozenset[str]:
        return frozenset().union(*(back(k) for k in sources[key])) if sources[key] else frozenset({key})

    return {key: back(key) for key in sources}


def fit(training: Sequence[Example]) -> dict[str, LinearModel]:
    """Fit the three models, one after the other."""
    known = [example for example in training if example.telling.any()]
    aligned = np.concatenate([example.aligned for example in known])
    weight = np.concatenate([np.full(e.telling.sum(), 1.0 if e.parent is not None else STRANGER_PAIR) for e in known])
    pair = fit_linear(np.concatenate([e.plain[e.telling] for e in known]), aligned, PLAIN, STRENGTH, weight)
    rows = np.concatenate([_context(example, pair)[example.telling] for example in known])
    models = {"alignment": pair, "alignment_context": fit_linear(rows, aligned, CONTEXT, STRENGTH, weight)}
    held, labels, weights = [], [], []
    for example in training:
        made = _aligned(example, models)
        for situation in example.situations:
            held.append(support.evidence(example.index, made, situation.sources).features)
            labels.append(situation.supported)
            weights.append(np.full(len(situation.supported), situation.weight))
    return {
        **models,
        "alignment_support": fit_linear(
            np.concatenate(held), np.concatenate(labels), SUPPORT, STRENGTH, np.concatenate(weights)
        ),
    }


def _context(example: Example, pair: LinearModel) -> npt.NDArray[np.float64]:
    score = pair.probabilities(example.plain)[:, 1]
    return alignment.context_features(example.index, example.pairs, example.plain, score, example.article)


def _aligned(example: Example, models: Models) -> Alignment:
    score = models["alignment_context"].probabilities(_context(example, models["alignment"]))[:, 1]
    others = tuple(n for n in range(len(example.index.bodies)) if n != example.article)
    return Alignment(example.article, others, example.pairs, example.plain, score)


def fold_models(events: Sequence[dict[str, Any]]) -> list[dict[str, LinearModel]]:
    """Return for each event the models fitted on all the others."""
    every = examples(events)
    return [fit([example for example in every if example.event != number]) for number in range(len(events))]


def cross_validate(every: Sequence[Example], folds: int) -> dict[str, object]:
    """Return the figures on held-out events: F1 of ``added`` by kind of baseline, alignment with the parent."""
    hits = np.zeros(3)
    counts = {name: np.zeros((folds, 3)) for name in ("others", "without_wire", "parent")}
    for fold in range(folds):
        models = fit([example for example in every if example.event != fold])
        for example in (example for example in every if example.event == fold):
            made = _aligned(example, models)
            if example.parent is None and len(example.situations) < 2:
                continue
            for name, situation in zip(counts, example.situations, strict=False):
                found = support.evidence(example.index, made, situation.sources)
                added = models["alignment_support"].probabilities(found.features)[:, 1] < 0.5
                truth = ~situation.supported
                counts[name][fold] += [(added & truth).sum(), (added & ~truth).sum(), (~added & truth).sum()]
                if name == "parent":
                    hits += _hits(example, found.chosen)
    figures: dict[str, object] = {
        f"added_f1_{name}": round(_f1(count.sum(axis=0)), 4) for name, count in counts.items()
    }
    by_event = [_f1(row) for row in counts["parent"]]
    return {
        **figures,
        "added_f1_parent_by_event": [round(min(by_event), 3), round(max(by_event), 3)],
        "top1": round(float(hits[0] / hits[2]), 4),
        "top3": round(float(hits[1] / hits[2]), 4),
    }


def _hits(example: Example, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    start, hit = int(example.index.first[example.article]), np.zeros(3)
    for sentence in sorted({i for i, _ in example.truth}):
        right = [
            (sentence, int(example.pairs.source[at])) in example.truth for at in chosen[sentence - start] if at >= 0
        ]
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
            "data": f"wire corpus, {len(events)} events; {len(every)} articles against parent, all others, and "
            "the others without wire and reprint; articles of other events and answers without a source as hard cases",
            "cross_validated_by_event": figures,
        }
        for name, model in fit(every).items():
            write_model(name, model, fit_note)


if __name__ == "__main__":
    main()
