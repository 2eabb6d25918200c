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
        product = (index[rows] @ index[columns].T).tocsr()
        for at, row in enumerate(rows):
            span = slice(product.indptr[at], product.indptr[at + 1])
            near, cosine = columns[product.indices[span]], product.data[span]
            apart = np.abs(hours[near] - hours[row])
            keep = (near != row) & (cosine >= settings.candidate_cosine) & ~(apart > settings.window_hours)
            near, cosine = near[keep], np.round(cosine[keep], 6)
            best = np.lexsort((near, -cosine))[: settings.candidates]
            firsts.append(np.full(len(best), row))
            seconds.append(near[best])
            cosines.append(cosine[best])
    return _graph(terms.shape[0], firsts, seconds, cosines)


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
    values = np.zeros(terms.nnz)
    place = np.full(terms.shape[1], -1, dtype=np.int64)
    smoothing = settings.neighbourhood_smoothing
    for article in range(terms.shape[0]):
        span = slice(terms.indptr[article], terms.indptr[article + 1])
        own = terms.indices[span]
        cosine = graph.cosine[graph.start[article] : graph.start[article + 1]]
        mass = 1.0 - cosine / max(float(cosine.max(initial=0.0)), 1e-9)
        place[own] = np.arange(len(own))
        held = _held(terms, graph.of(article), mass, place, len(own))
        place[own] = -1
        share = (held + smoothing * shares[own]) / (mass.sum() + smoothing)
        values[span] = -np.log(np.minimum(share, 1.0))
    return sparse.csr_matrix((values, terms.indices, terms.indptr), shape=terms.shape)


def _held(terms: sparse.csr_matrix, near: Ints, mass: Floats, place: Ints, size: int) -> Floats:
    """Return how much of the candidates' mass holds each own term; ``place`` is a term's place among them, or -1."""
    if not len(near):
        return np.zeros(size)
    block = terms[near]
    places = place[block.indices]
    weights = np.repeat(mass, np.diff(block.indptr))
    return np.bincount(places[places >= 0], weights=weights[places >= 0], minlength=size).astype(np.float64)
