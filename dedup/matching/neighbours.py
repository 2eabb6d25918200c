"""Who could tell the same story as whom, and what a term is worth in that company.

Candidates come from an inverted index over each article's heaviest terms, inside a window of time. A term is worth the
logarithm of its rarity: in the corpus and in news at large, or among an article's own candidates, where what everybody
writes about a conflict says nothing. There the nearest candidates count least, since they may tell the same story:
counting all alike discounts a story's own words (wire corpus, area under the curve of the lead's coverage: .68 against
.74), and a second pass that leaves out the stories of a first one repeats its mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dedup.settings import StorySettings

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_ROWS_AT_ONCE = 256
# Directed pairs from which compiled loops pay for loading them (.3 s; compiling, once on a machine, takes some seconds).
COMPILED_PAIRS = 40_000


@dataclass(frozen=True, slots=True)
class Rows:
    """Sets of terms as rows of a matrix: those of article ``i`` are rows ``start[i]`` to ``start[i + 1]``."""

    matrix: sparse.csr_matrix
    start: Ints


def corpus_shares(terms: sparse.csr_matrix, at_large: Floats, settings: StorySettings) -> Floats:
    """Return the share of articles that hold each term, in the corpus and at large together."""
    held = np.bincount(terms.indices, minlength=len(at_large))
    smoothing = settings.corpus_smoothing
    return np.asarray((held + smoothing * at_large) / (terms.shape[0] + smoothing), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Graph:
    """Candidate pairs both ways: the candidates of ``i`` are ``near[start[i]:start[i+1]]``, ``cosine`` beside them."""

    start: Ints
    near: Ints
    cosine: Floats

    def of(self, article: int) -> Ints:
        """Return the candidates of one article, by number."""
        return self.near[self.start[article] : self.start[article + 1]]


def candidates(terms: sparse.csr_matrix, shares: Floats, hours: Floats, settings: StorySettings) -> Graph:
    """Return the candidate pairs: each article with its nearest by cosine over the heaviest terms.

    ``hours`` is NaN where the time is not known; such an article is compared with all.
    """
    index = _heaviest(terms, shares, settings)
    firsts, seconds, cosines = [], [], []
    for rows, columns in _blocks(hours, settings.window_hours):
        product = (index[rows] @ index[columns].T).tocoo()
        enough = product.data >= settings.candidate_cosine
        row, near, cosine = rows[product.row[enough]], columns[product.col[enough]], product.data[enough]
        keep = (near != row) & ~(np.abs(hours[near] - hours[row]) > settings.window_hours)
        row, near, cosine = row[keep], near[keep], np.round(cosine[keep], 6)
        order = np.lexsort((near, -cosine, row))
        order = order[_turns(row[order]) < settings.candidates]
        firsts.append(row[order])
        seconds.append(near[order])
        cosines.append(cosine[order])
    return _graph(terms.shape[0], firsts, seconds, cosines)


def _turns(rows: Ints) -> Ints:
    """Return how many times each value stood before it in a row of equals."""
    begin = np.flatnonzero(np.diff(rows, prepend=-1))
    return np.arange(len(rows)) - np.repeat(begin, np.diff(np.append(begin, len(rows))))


def _heaviest(terms: sparse.csr_matrix, shares: Floats, settings: StorySettings) -> sparse.csr_matrix:
    """Return rows of length 1 over each article's heaviest terms, without terms that too many articles hold."""
    held = np.bincount(terms.indices, minlength=terms.shape[1])
    idf = np.where(held <= settings.candidate_postings, -np.log(shares), 0.0)
    rows, values = [], []
    for at in range(terms.shape[0]):
        span = slice(terms.indptr[at], terms.indptr[at + 1])
        numbers, weights = terms.indices[span].astype(np.int64), terms.data[span] * idf[terms.indices[span]]
        best = np.sort(np.lexsort((numbers, -weights))[: settings.candidate_terms])
        length = np.sqrt((weights * weights).sum()) or 1.0
        rows.append(numbers[best])
        values.append(weights[best] / length)
    lengths = np.cumsum([0, *(len(row) for row in rows)])
    data, indices = np.concatenate([np.zeros(0), *values]), np.concatenate([np.zeros(0, dtype=np.int64), *rows])
    return sparse.csr_matrix((data, indices, lengths), shape=terms.shape)


def _blocks(hours: Floats, window: float) -> Iterator[tuple[Ints, Ints]]:
    """Yield blocks of articles with all that may lie in the window of one of them, the undated with everything."""
    order = np.argsort(hours, kind="stable")  # NaN sorts last
    dated = int(np.isfinite(hours).sum())
    times = hours[order[:dated]]
    for at in range(0, dated, _ROWS_AT_ONCE):
        rows = order[at : min(at + _ROWS_AT_ONCE, dated)]
        low = np.searchsorted(times, hours[rows[0]] - window, "left")
        high = np.searchsorted(times, hours[rows[-1]] + window, "right")
        yield rows, np.concatenate([order[low:high], order[dated:]])
    for at in range(dated, len(order), _ROWS_AT_ONCE):
        yield order[at : at + _ROWS_AT_ONCE], order


def _graph(size: int, firsts: list[Ints], seconds: list[Ints], cosines: list[Floats]) -> Graph:
    a, b = (np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64) for parts in (firsts, seconds))
    c = np.concatenate(cosines) if cosines else np.zeros(0)
    both = sparse.csr_matrix((c, (a, b)), shape=(size, size))
    both = both.maximum(both.T).tocsr()
    both.sort_indices()
    return Graph(both.indptr.astype(np.int64), both.indices.astype(np.int64), both.data)


def local_worth(terms: sparse.csr_matrix, shares: Floats, graph: Graph, settings: StorySettings) -> sparse.csr_matrix:
    """Return minus the logarithm of each term's share among an article's candidates, in the places of ``terms``.

    A candidate counts by how much farther it is than the nearest one.
    """
    near_by = sources(graph)
    nearest = np.zeros(terms.shape[0])
    np.maximum.at(nearest, near_by, graph.cosine)
    mass = 1.0 - graph.cosine / np.maximum(nearest, 1e-9)[near_by]
    total = np.bincount(near_by, weights=mass, minlength=terms.shape[0])
    if len(mass) >= COMPILED_PAIRS:
        from dedup.matching.overlap_kernel import held_mass

        begin, numbers = terms.indptr.astype(np.int64), np.asarray(terms.indices, dtype=np.int32)
        held = held_mass(graph.start, graph.near, mass, begin, numbers, terms.shape[1])
    else:
        held = _held_mass(terms, graph, mass)
    smoothing = settings.neighbourhood_smoothing
    everything = np.repeat(total, np.diff(terms.indptr)) + smoothing
    share = (held + smoothing * shares[terms.indices]) / everything
    return sparse.csr_matrix((-np.log(np.minimum(share, 1.0)), terms.indices, terms.indptr), shape=terms.shape)


def sources(graph: Graph) -> Ints:
    """Return, beside ``graph.near``, whose candidate each is."""
    return np.repeat(np.arange(len(graph.start) - 1), np.diff(graph.start))


def back_edges(graph: Graph) -> Ints:
    """Return, beside ``graph.near``, where the same pair stands the other way."""
    size = len(graph.start) - 1
    key = sources(graph) * size + graph.near  # sorted, as pairs are by source and then by target
    return np.searchsorted(key, graph.near * size + sources(graph))


def _held_mass(terms: sparse.csr_matrix, graph: Graph, mass: Floats) -> Floats:
    """Return, beside ``terms``, how much of the mass of an article's candidates holds each term."""
    held = np.zeros(terms.nnz)
    place = np.full(terms.shape[1], -1, dtype=np.int64)
    for article in range(terms.shape[0]):
        near = graph.of(article)
        if not len(near):
            continue
        span = slice(terms.indptr[article], terms.indptr[article + 1])
        own = terms.indices[span]
        place[own] = np.arange(len(own))
        block = terms[near]
        places = place[block.indices]
        weights = np.repeat(mass[graph.start[article] : graph.start[article + 1]], np.diff(block.indptr))
        held[span] = np.bincount(places[places >= 0], weights=weights[places >= 0], minlength=len(own))
        place[own] = -1
    return held
