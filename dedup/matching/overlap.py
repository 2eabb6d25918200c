"""How much of one article's terms another holds, for all candidate pairs at once, each pair both ways.

Small corpora go through sparse matrices, large ones through compiled loops (``overlap_kernel``), which are loaded only
then. Worth comes in multiples of 1/``GRAIN``, so that a sum does not depend on its order and both give the same bits.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dedup.matching.neighbours import COMPILED_PAIRS, Graph, Rows, back_edges, sources

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

GRAIN = 65536.0
SUMMARY = 4  # numbers that sum up how far the other's rows cover the own ones: see ``best_rows``
FOUND = 0.35  # share of a row's worth from which it counts as found in the other
_BEST_ROWS = 5
_PAIRS_AT_ONCE = 20_000


def grained(values: Floats) -> Floats:
    """Return the nearest multiples of 1/``GRAIN``."""
    return np.rint(values * GRAIN) / GRAIN


def cover(own: sparse.csr_matrix, others: sparse.csr_matrix, graph: Graph, empty: float) -> Floats:
    """Return, per directed pair, the share of the worth of an article's ``own`` terms that the other holds.

    ``own``: worth of terms, ``others``: ones, a row per article. ``empty``: what one finds that has nothing to find.
    """
    if len(graph.near) >= COMPILED_PAIRS:
        from dedup.matching.overlap_kernel import held

        sums = held(graph.start, graph.near, *_parts(own), own.data, *_parts(others), own.shape[1])
    else:
        sums, source = np.zeros(len(graph.near)), sources(graph)
        for at in range(0, len(sums), _PAIRS_AT_ONCE):
            block = slice(at, at + _PAIRS_AT_ONCE)
            sums[block] = np.asarray(own[source[block]].multiply(others[graph.near[block]]).sum(axis=1)).ravel()
    total = np.asarray(own.sum(axis=1)).ravel()[sources(graph)]
    return np.where(total > 0.0, sums / np.where(total > 0.0, total, 1.0), empty)


def _parts(matrix: sparse.csr_matrix) -> tuple[Ints, npt.NDArray[np.int32]]:
    return matrix.indptr.astype(np.int64), np.asarray(matrix.indices, dtype=np.int32)


def best_rows(rows: Rows, worth: Floats, graph: Graph) -> Floats:
    """Return, per directed pair, how far the other's best row covers each own row: ``SUMMARY`` columns from 0 to 1.

    These are the mean by worth, the mean of the five best covered rows, the share of rows found, and the best share.
    ``worth``: of each term; rows without worth do not count.
    """
    if len(graph.near) >= COMPILED_PAIRS:
        from dedup.matching import overlap_kernel

        start, terms = _parts(rows.matrix)
        found: Floats = overlap_kernel.best_rows(
            graph.start, graph.near, back_edges(graph), rows.start, start, terms, worth, _BEST_ROWS
        )
        return found
    summaries = np.zeros((len(graph.near), SUMMARY))
    for article in range(len(graph.start) - 1):
        near = graph.of(article)
        if len(near):
            summaries[graph.start[article] : graph.start[article + 1]] = _best_rows(rows, article, near, worth)
    return summaries


def _best_rows(rows: Rows, article: int, near: Ints, worth: Floats) -> Floats:
    """Return the summaries of one article's pairs."""
    own = rows.matrix[rows.start[article] : rows.start[article + 1]]
    own = sparse.csr_matrix((worth[own.indices], own.indices, own.indptr), shape=own.shape)
    total = np.asarray(own.sum(axis=1)).ravel()
    numbers, begin = _rows_of(rows, near)
    if not total.any() or not len(numbers):
        return np.zeros((len(near), SUMMARY))
    best = _best_by_article((rows.matrix[numbers] @ own.T).toarray(), begin)[:, total > 0]
    share = np.sort(grained(best / total[total > 0]), axis=1)
    return np.column_stack(
        [
            best.sum(axis=1) / total.sum(),
            share[:, -_BEST_ROWS:].mean(axis=1),
            (share > FOUND).mean(axis=1),
            share[:, -1],
        ]
    )


def _rows_of(rows: Rows, near: Ints) -> tuple[Ints, Ints]:
    """Return the row numbers of several articles, and where each article's rows begin among them."""
    counts = rows.start[near + 1] - rows.start[near]
    begin = np.cumsum(counts) - counts
    numbers = np.arange(counts.sum()) - np.repeat(begin, counts) + np.repeat(rows.start[near], counts)
    return numbers, np.append(begin, counts.sum())


def _best_by_article(shared: Floats, begin: Ints) -> Floats:
    """Return the best row of each article, per column; zeros for an article without rows."""
    best = np.zeros((len(begin) - 1, shared.shape[1]))
    filled = np.flatnonzero(np.diff(begin))
    if len(filled):
        best[filled] = np.maximum.reduceat(shared, begin[filled], axis=0)
    return best
