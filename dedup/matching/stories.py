"""Stories: which articles report the same event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dedup.fitted import load_model
from dedup.matching.background import load_background
from dedup.matching.coverage import directed, facts
from dedup.matching.linkage import average_linkage
from dedup.matching.neighbours import (
    Floats,
    Graph,
    Ints,
    Vocabulary,
    candidates,
    corpus_shares,
    neighbourhood_idf,
    weighted,
)
from dedup.matching.similarity import Pairs, expand, pair_features, times
from dedup.matching.tellings import Telling
from dedup.settings import StorySettings


@dataclass(frozen=True, slots=True)
class StoryEdge:
    """Two articles of one story, by position, with the share of such pairs that are right, and why."""

    a: int
    b: int
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stories:
    """What the story lane found; all numbers are positions in the tellings as given.

    ``labels[i]``: the representative of article i's story (its own position where it is alone). ``edges``: scored pairs
    inside stories. ``margins[i]``: mean score with the story's other members less what joining needs; 0 where it is
    alone. ``weakest``: the pair of each story with the least score, by label. ``possible``: by label, outside articles
    that nearly joined, with their mean score.
    """

    labels: tuple[int, ...]
    edges: tuple[StoryEdge, ...]
    margins: tuple[float, ...]
    weakest: dict[int, StoryEdge]
    possible: dict[int, tuple[tuple[int, float], ...]]


@dataclass(frozen=True, slots=True)
class _Scored:
    first: Ints
    second: Ints
    scores: Floats
    full: list[bool]


def find_stories(tellings: Sequence[Telling], copies: Sequence[int], settings: StorySettings) -> Stories:
    """Group articles by the event they report; the order of the input does not matter.

    ``copies[i]``: position of the representative of article i's near-duplicates; copies count once and stay together.
    """
    chosen = sorted((i for i in range(len(tellings)) if copies[i] == i), key=lambda i: tellings[i].id)
    unique = [tellings[i] for i in chosen]
    scored = score_pairs(unique, settings)
    pairs = list(zip(scored.first.tolist(), scored.second.tolist(), scored.scores.tolist(), strict=True))
    groups = average_linkage(len(unique), pairs, scored.full, settings.linkage)
    return _assemble(tellings, copies, chosen, groups, pairs, settings)


def score_pairs(tellings: Sequence[Telling], settings: StorySettings) -> _Scored:
    """Return the candidate pairs with the probability that both tell the same story."""
    pairs, graph = measure_pairs(tellings, settings)
    model = load_model("story")
    probability = model.probabilities(expand(model.features, pairs.features))[:, 1]
    full = (np.diff(graph.start) >= settings.candidates).tolist()
    return _Scored(pairs.first, pairs.second, np.round(probability, 4), full)


def measure_pairs(tellings: Sequence[Telling], settings: StorySettings) -> tuple[Pairs, Graph]:
    """Return the candidate pairs with their features, and the graph that they come from."""
    vocabulary = Vocabulary()
    terms = weighted(tellings, vocabulary)
    told = facts(tellings, vocabulary)
    terms.resize(terms.shape[0], len(vocabulary.numbers))
    shares = corpus_shares(terms, np.ones(len(tellings)), list(vocabulary.numbers), load_background(), settings)
    graph = candidates(terms, shares, times(tellings), settings)
    worth = neighbourhood_idf(terms, shares, graph, None, settings)
    covers = directed(tellings, terms, worth, told, vocabulary, graph)
    return pair_features(tellings, terms, worth, covers, graph), graph


def _assemble(
    tellings: Sequence[Telling],
    copies: Sequence[int],
    chosen: Sequence[int],
    groups: Sequence[int],
    pairs: Sequence[tuple[int, int, float]],
    settings: StorySettings,
) -> Stories:
    """Turn groups of distinct tellings into labels, margins and evidence for all articles as given."""
    label = {article: chosen[group] for article, group in zip(chosen, groups, strict=True)}
    sizes: dict[int, int] = defaultdict(int)
    for group in groups:
        sizes[group] += 1
    inside = [(a, b, score) for a, b, score in pairs if groups[a] == groups[b]]
    sums: dict[int, float] = defaultdict(float)
    for a, b, score in inside:
        sums[a] += score
        sums[b] += score
    margin = {
        chosen[i]: round(sums[i] / (sizes[group] - 1) - settings.linkage, 4) if sizes[group] > 1 else 0.0
        for i, group in enumerate(groups)
    }
    edges = [StoryEdge(*sorted((chosen[a], chosen[b])), score, ()) for a, b, score in inside]
    edges.sort(key=lambda edge: (edge.a, edge.b))
    weakest: dict[int, StoryEdge] = {}
    for edge in sorted(edges, key=lambda edge: (edge.score, tellings[edge.a].id, tellings[edge.b].id)):
        weakest.setdefault(label[edge.a], edge)
    return Stories(
        labels=tuple(label[copies[i]] for i in range(len(tellings))),
        edges=tuple(edges),
        margins=tuple(margin[copies[i]] for i in range(len(tellings))),
        weakest=weakest,
        possible=_possible(chosen, groups, sizes, pairs, settings),
    )


def _possible(
    chosen: Sequence[int],
    groups: Sequence[int],
    sizes: dict[int, int],
    pairs: Sequence[tuple[int, int, float]],
    settings: StorySettings,
) -> dict[int, tuple[tuple[int, float], ...]]:
    """Return, for each story, outside articles whose mean score with it is near what joining needs, best first."""
    sums: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, score in pairs:
        if groups[a] != groups[b]:
            sums[groups[a], b] += score
            sums[groups[b], a] += score
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (group, article), total in sums.items():
        mean = round(total / sizes[group], 4)
        if mean >= settings.possible:
            found[chosen[group]].append((chosen[article], mean))
    return {story: tuple(sorted(near, key=lambda n: (-n[1], n[0]))) for story, near in sorted(found.items())}
