"""Stories: which articles report the same event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedup.matching.columns import Columns, columns_of, picked, shares_at_large
from dedup.matching.coverage import directed
from dedup.matching.facts import evidence
from dedup.matching.linkage import average_linkage
from dedup.matching.neighbours import (
    Floats,
    Graph,
    candidates,
    corpus_shares,
    local_worth,
)
from dedup.matching.sets import Sets
from dedup.matching.similarity import BASE, Pairs, pair_features, times
from dedup.matching.tellings import Telling
from dedup.matching.trees import load_judge
from dedup.settings import StorySettings


@dataclass(frozen=True, slots=True)
class StoryEdge:
    """Two articles of one story, by position, with the share of such pairs that are right, and why."""

    a: int
    b: int
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """An article, by position, and its mean score with a story that it is not in."""

    article: int
    score: float


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
    possible: dict[int, tuple[Near, ...]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Representatives of copies, ``chosen`` by position and sorted by id, with their scored candidate pairs.

    Pairs, and ``full`` (an article had more candidates than are kept), count in ``chosen``.
    """

    chosen: tuple[int, ...]
    pairs: Pairs
    scores: Floats
    full: tuple[bool, ...]

    def triples(self, wanted: npt.NDArray[np.bool_] | None = None) -> list[tuple[int, int, float]]:
        """Return the pairs, or those wanted, as ``(first, second, score)``."""
        places = slice(None) if wanted is None else wanted
        first, second, scores = self.pairs.first[places], self.pairs.second[places], self.scores[places]
        return list(zip(first.tolist(), second.tolist(), scores.tolist(), strict=True))


def find_stories(tellings: Sequence[Telling], copies: Sequence[int], settings: StorySettings) -> Stories:
    """Group articles by the event they report; the order of the input does not matter.

    ``copies[i]``: position of the representative of article i's near-duplicates; copies count once and stay together.
    """
    found = group_stories(columns_of(tellings), copies, settings)
    return with_evidence(found, [evidence(tellings[edge.a], tellings[edge.b]) for edge in found.edges])


def group_stories(columns: Columns, copies: Sequence[int], settings: StorySettings) -> Stories:
    """Return the same from columns; the edges come without their evidence, which takes the tellings."""
    measured = measure(columns, copies, settings)
    groups = _groups(measured, settings.linkage)
    joined = np.asarray(groups, dtype=np.int64)
    counts = (measured.scores > 0.0) | (joined[measured.pairs.first] == joined[measured.pairs.second])
    names = [head.id for head in columns.heads]
    return _assemble(names, copies, measured.chosen, groups, measured.triples(counts), settings)


def with_evidence(found: Stories, lines: Sequence[tuple[str, ...]]) -> Stories:
    """Return the stories with the evidence of each edge."""
    edges = tuple(replace(edge, evidence=found) for edge, found in zip(found.edges, lines, strict=True))
    by_pair = {(edge.a, edge.b): edge for edge in edges}
    return replace(found, edges=edges, weakest={s: by_pair[edge.a, edge.b] for s, edge in found.weakest.items()})


def _groups(measured: Measured, threshold: float) -> list[int]:
    """Return the group of each representative.

    A group begins with a pair that is close enough: who has no such pair is alone, and need not be looked at.
    """
    close = measured.scores >= threshold
    involved = np.unique(np.concatenate([measured.pairs.first[close], measured.pairs.second[close]]))
    number = np.full(len(measured.chosen), -1)
    number[involved] = np.arange(len(involved))
    first, second = number[measured.pairs.first], number[measured.pairs.second]
    inside = (first >= 0) & (second >= 0)
    pairs = zip(first[inside].tolist(), second[inside].tolist(), measured.scores[inside].tolist(), strict=True)
    full = [measured.full[at] for at in involved.tolist()]
    found = average_linkage(len(involved), list(pairs), full, threshold)
    groups = list(range(len(measured.chosen)))
    for at, group in zip(involved.tolist(), found, strict=True):
        groups[at] = int(involved[group])
    return groups


def measure_tellings(tellings: Sequence[Telling], copies: Sequence[int], settings: StorySettings) -> Measured:
    """Return the candidate pairs of distinct tellings with the probability that both tell the same story."""
    return measure(columns_of(tellings), copies, settings)


def measure(columns: Columns, copies: Sequence[int], settings: StorySettings) -> Measured:
    """Return the same from columns."""
    heads = columns.heads
    chosen = sorted((i for i in range(len(heads)) if copies[i] == i), key=lambda i: heads[i].id)
    if chosen != list(range(len(columns))):
        columns = picked(columns, np.asarray(chosen, dtype=np.int64))
    pairs, scores, full = measure_all(columns, settings)
    return Measured(tuple(chosen), pairs, scores, tuple(full.tolist()))


def measure_all(columns: Columns, settings: StorySettings) -> tuple[Pairs, Floats, npt.NDArray[np.bool_]]:
    """Return the candidate pairs of articles that are no copies, their scores, and who had more than are kept."""
    pairs, graph = measure_columns(columns, settings)
    scores = np.zeros(len(pairs.first))
    possible = tells_enough(pairs, settings)
    scores[possible] = np.round(load_judge().probabilities(pairs.features[possible]), 4)
    return pairs, scores, np.diff(graph.start) >= settings.candidates


def tells_enough(pairs: Pairs, settings: StorySettings) -> npt.NDArray[np.bool_]:
    """Return whether either of a pair tells so much of the other's opening that one story is possible at all."""
    return np.asarray(pairs.features[:, BASE.index("lead_in_body_max")] >= settings.least_lead)


def measure_pairs(tellings: Sequence[Telling], settings: StorySettings) -> tuple[Pairs, Graph]:
    """Return the candidate pairs with their features, and the graph that they come from."""
    return measure_columns(columns_of(tellings), settings)


def measure_columns(columns: Columns, settings: StorySettings) -> tuple[Pairs, Graph]:
    """Return the same from columns."""
    sets = Sets(columns)
    terms = sets.weighted()
    shares = corpus_shares(terms, shares_at_large(sets.codes), settings)
    graph = candidates(terms, shares, times(columns.heads), settings)
    local = local_worth(terms, shares, graph, settings)
    told = sets.facts()
    del sets  # the largest arrays of all
    covers = directed(terms, shares, local, told, graph)
    del told
    return pair_features(columns.heads, terms, local, covers, graph), graph


def _assemble(
    names: Sequence[str],
    copies: Sequence[int],
    chosen: Sequence[int],
    groups: Sequence[int],
    pairs: Sequence[tuple[int, int, float]],
    settings: StorySettings,
) -> Stories:
    """Turn groups of distinct tellings into labels, margins and edges for all articles as given; ``names``: their ids."""
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
    edges = [_edge(chosen[a], chosen[b], score) for a, b, score in inside]
    edges.sort(key=lambda edge: (edge.a, edge.b))
    weakest: dict[int, StoryEdge] = {}
    for edge in sorted(edges, key=lambda edge: (edge.score, names[edge.a], names[edge.b])):
        weakest.setdefault(label[edge.a], edge)
    return Stories(
        labels=tuple(label[copies[i]] for i in range(len(names))),
        edges=tuple(edges),
        margins=tuple(margin[copies[i]] for i in range(len(names))),
        weakest=weakest,
        possible=_possible(chosen, groups, sizes, pairs, settings),
    )


def _edge(a: int, b: int, score: float) -> StoryEdge:
    return StoryEdge(min(a, b), max(a, b), score)


def _possible(
    chosen: Sequence[int],
    groups: Sequence[int],
    sizes: dict[int, int],
    pairs: Sequence[tuple[int, int, float]],
    settings: StorySettings,
) -> dict[int, tuple[Near, ...]]:
    """Return, for each story, outside articles whose mean score with it is near what joining needs, best first."""
    sums: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, score in pairs:
        if groups[a] != groups[b]:
            sums[groups[a], b] += score
            sums[groups[b], a] += score
    found: dict[int, list[Near]] = defaultdict(list)
    for (group, article), total in sums.items():
        mean = round(total / sizes[group], 4)
        if mean >= settings.possible:
            found[chosen[group]].append(Near(chosen[article], mean))
    return {story: tuple(sorted(near, key=lambda n: (-n.score, n.article))) for story, near in sorted(found.items())}
