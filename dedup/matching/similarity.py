"""How alike two tellings are: features that mean the same on every kind of news and at every size of corpus.

Each feature of ``coverage`` enters as the greater and the lesser of its two directions (a brief is covered by the wire,
not the other way). To these come what both together say: cosines, hours between, lengths, and how close the two are
compared with the rest of their neighbourhood (local scaling, Zelnik-Manor and Perona 2004; shared neighbours, Jarvis
and Patrick 1973), without which no threshold serves a corpus of five pages and one of twenty thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dedup.matching.columns import Head
from dedup.matching.coverage import DIRECTED
from dedup.matching.neighbours import Floats, Graph, Ints

SYMMETRIC = (
    "cosine",
    "local_cosine",
    "closeness_max",
    "closeness_min",
    "lead_closeness_max",
    "lead_closeness_min",
    "rank_min",
    "rank_max",
    "shared_neighbours",
    "density_max",
    "density_min",
    "words",
    "length_ratio",
    "hours",
    "hours_known",
    "hours_late",
    "same_outlet",
    "weekdays",
    "dates",
    "years",
    "first_weekdays",
)
BASE = tuple(f"{name}_{end}" for end in ("max", "min") for name in DIRECTED) + SYMMETRIC
"""Names of the features, in the order of their columns."""
_DENSE = 3
_PAIRS_AT_ONCE = 20_000
_UNKNOWN_HOURS = 2.2
_LATE_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs ``first < second`` and their ``BASE`` features, one row each."""

    first: Ints
    second: Ints
    features: Floats


def pair_features(
    tellings: Sequence[Head], terms: sparse.csr_matrix, local: sparse.csr_matrix, covers: Floats, graph: Graph
) -> Pairs:
    """Return the features of every candidate pair; ``covers`` from ``directed``, ``local`` from ``local_worth``."""
    source = np.repeat(np.arange(len(tellings)), np.diff(graph.start))
    there, back = _both_ways(source, graph.near, len(tellings))
    first, second = source[there], graph.near[there]
    leads = covers[:, DIRECTED.index("lead_in_lead")]
    lead = np.zeros(len(source))
    lead[there] = lead[back] = np.maximum(leads[there] + leads[back], 0.0)
    density = np.log(_density(graph) + 0.02)
    ranks = np.log1p(_ranks(source, graph))
    columns = [
        graph.cosine[there],
        _local_cosine(terms, local, first, second),
        *_ordered(*_closeness(graph.cosine, graph, first, second, there)),
        *_ordered(*_closeness(lead, graph, first, second, there)),
        *_ordered(ranks[there], ranks[back])[::-1],
        _shared_neighbours(graph, first, second),
        *_ordered(density[first], density[second]),
        *_lengths(tellings, first, second),
        *_hours(tellings, first, second),
        _same_outlet(tellings, first, second),
        *(_days(tellings, first, second, kind) for kind in "wdyf"),
    ]
    features = np.empty((len(first), len(BASE)))  # filled in place: twice the columns of a large crawl are too many
    for place, values in enumerate(covers.T):
        features[:, place], features[:, len(DIRECTED) + place] = _ordered(values[there], values[back])
    for place, values in enumerate(columns, start=2 * len(DIRECTED)):
        features[:, place] = values
    return Pairs(first, second, features)


def _both_ways(source: Ints, near: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the positions of the edges ``a -> b`` with ``a < b``, and of their counterparts ``b -> a``."""
    there = np.flatnonzero(source < near)
    key = source * size + near  # sorted, as edges are sorted by source and then by target
    return there, np.searchsorted(key, near[there] * size + source[there])


def _ordered(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    return np.maximum(a, b), np.minimum(a, b)


def _local_cosine(terms: sparse.csr_matrix, worth: sparse.csr_matrix, first: Ints, second: Ints) -> Floats:
    weighted = terms.multiply(worth).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    dots = np.zeros(len(first))
    for at in range(0, len(first), _PAIRS_AT_ONCE):
        block = slice(at, at + _PAIRS_AT_ONCE)
        dots[block] = np.asarray(weighted[first[block]].multiply(weighted[second[block]]).sum(axis=1)).ravel()
    return np.asarray(dots / np.maximum(length[first] * length[second], 1e-9), dtype=np.float64)


def _maxima(values: Floats, graph: Graph) -> Floats:
    """Return each article's greatest value over its edges."""
    greatest = np.zeros(len(graph.start) - 1)
    filled = np.flatnonzero(np.diff(graph.start))
    if len(filled):
        greatest[filled] = np.maximum.reduceat(values, graph.start[filled])
    return greatest


def _closeness(values: Floats, graph: Graph, first: Ints, second: Ints, there: Ints) -> tuple[Floats, Floats]:
    """Return a pair's value as a share of the best that either article has with anyone."""
    greatest = np.maximum(_maxima(values, graph), 1e-9)
    return values[there] / greatest[first], values[there] / greatest[second]


def _density(graph: Graph) -> Floats:
    """Return the mean cosine of each article with its nearest three."""
    owners = np.repeat(np.arange(len(graph.start) - 1), np.diff(graph.start))
    cosine = graph.cosine[np.lexsort((graph.cosine, owners))]  # the nearest last
    nearest = np.zeros(len(graph.start) - 1)
    for place in range(-_DENSE, 0):
        has = graph.start[1:] + place >= graph.start[:-1]
        nearest[has] += cosine[graph.start[1:][has] + place]
    return nearest / _DENSE


def _ranks(source: Ints, graph: Graph) -> Floats:
    """Return how many candidates of the edge's source are nearer than its target."""
    order = np.lexsort((graph.near, -graph.cosine, source))
    ranks = np.zeros(len(source))
    ranks[order] = np.arange(len(source)) - graph.start[source[order]]
    return ranks


def _shared_neighbours(graph: Graph, first: Ints, second: Ints) -> Floats:
    """Return the cosine of two articles' rows of cosines, each near itself with 1."""
    size = len(graph.start) - 1
    near = sparse.csr_matrix((graph.cosine, graph.near, graph.start), shape=(size, size)) + sparse.identity(size)
    near = near.tocsr()
    length = np.sqrt(np.asarray(near.multiply(near).sum(axis=1)).ravel())
    dots = np.zeros(len(first))
    for at in range(0, len(first), _PAIRS_AT_ONCE):
        block = slice(at, at + _PAIRS_AT_ONCE)
        dots[block] = np.asarray(near[first[block]].multiply(near[second[block]]).sum(axis=1)).ravel()
    return np.asarray(dots / (length[first] * length[second]), dtype=np.float64)


def _lengths(tellings: Sequence[Head], first: Ints, second: Ints) -> tuple[Floats, Floats]:
    words = np.log(np.maximum([telling.words for telling in tellings], 1))
    return np.minimum(words[first], words[second]), np.abs(words[first] - words[second])


def times(tellings: Sequence[Head]) -> Floats:
    """Return the hours of publication, NaN where unknown."""
    return np.asarray([np.nan if telling.hours is None else telling.hours for telling in tellings], dtype=np.float64)


def _hours(tellings: Sequence[Head], first: Ints, second: Ints) -> tuple[Floats, Floats, Floats]:
    """Return the logarithm of the hours between, whether they are known, and the hours beyond a day."""
    hours = times(tellings)
    apart = np.abs(hours[first] - hours[second])
    known = np.isfinite(apart)
    late = np.where(known, np.clip(apart - _LATE_HOURS, 0.0, 2 * _LATE_HOURS), 0.0)
    return np.where(known, np.log1p(apart), _UNKNOWN_HOURS), known.astype(np.float64), late


def _same_outlet(tellings: Sequence[Head], first: Ints, second: Ints) -> Floats:
    outlets = [telling.outlet for telling in tellings]
    pairs = zip(first, second, strict=True)
    return np.asarray([float(outlets[a] is not None and outlets[a] == outlets[b]) for a, b in pairs])


def _days(tellings: Sequence[Head], first: Ints, second: Ints, kind: str) -> Floats:
    """Return 1 where both name a common day of this kind, -1 where both name days but none in common, else 0."""
    named = [frozenset(day for day in telling.days if day[0] == kind) for telling in tellings]
    return np.asarray(
        [
            0.0 if not (named[a] and named[b]) else 1.0 if named[a] & named[b] else -1.0
            for a, b in zip(first, second, strict=True)
        ]
    )
