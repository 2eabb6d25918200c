from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from dedup.matching import overlap
from dedup.matching.neighbours import Graph, Rows

TERMS = 40


def _random_rows(random: np.random.Generator, articles: int) -> Rows:
    """Return some sets of terms per article; every seventh article has none."""
    counts = np.where(np.arange(articles) % 7 == 3, 0, random.integers(1, 9, articles))
    start = np.concatenate([[0], np.cumsum(counts)])
    matrix = sparse.csr_matrix((random.random((start[-1], TERMS)) < 0.2).astype(float))
    return Rows(matrix, start)


def _random_graph(random: np.random.Generator, articles: int) -> Graph:
    near = sparse.csr_matrix(np.triu(random.random((articles, articles)) < 0.3, 1).astype(float))
    both = (near + near.T).tocsr()
    both.sort_indices()
    return Graph(both.indptr.astype(np.int64), both.indices.astype(np.int64), both.data)


def _corpus(seed: int) -> tuple[Rows, sparse.csr_matrix, np.ndarray, Graph]:
    random = np.random.default_rng(seed)
    rows = _random_rows(random, 30)
    others = sparse.csr_matrix((random.random((30, TERMS)) < 0.4).astype(float))
    worth = overlap.grained(random.random(TERMS) * 7)
    worth[:3] = 0.0
    return rows, others, worth, _random_graph(random, 30)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_compiled_loops_give_the_same_bits(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, others, worth, graph = _corpus(seed)
    own = sparse.csr_matrix(others.multiply(worth[None, :]))[::-1].tocsr()
    plain = overlap.cover(own, others, graph, 0.5), overlap.best_rows(rows, worth, graph)
    monkeypatch.setattr(overlap, "COMPILED_PAIRS", 0)
    compiled = overlap.cover(own, others, graph, 0.5), overlap.best_rows(rows, worth, graph)
    assert np.array_equal(plain[0], compiled[0])
    assert np.array_equal(plain[1], compiled[1])
    assert plain[1].any()


def test_best_rows_against_plain_loops() -> None:
    rows, _, worth, graph = _corpus(4)
    found = overlap.best_rows(rows, worth, graph)
    sets = [set(row.indices) for row in rows.matrix]
    for article in range(30):
        own = [s for s in sets[rows.start[article] : rows.start[article + 1]] if sum(worth[list(s)]) > 0]
        for at in range(graph.start[article], graph.start[article + 1]):
            near = graph.near[at]
            theirs = sets[rows.start[near] : rows.start[near + 1]]
            best = [max((sum(worth[list(s & t)]) for t in theirs), default=0.0) for s in own]
            shares = sorted(b / sum(worth[list(s)]) for b, s in zip(best, own, strict=True))
            expected = np.zeros(4)
            if own and theirs:
                whole = sum(sum(worth[list(s)]) for s in own)
                above = sum(share > overlap.FOUND for share in shares)
                expected[:] = sum(best) / whole, np.mean(shares[-5:]), above / len(own), shares[-1]
            assert found[at] == pytest.approx(expected, abs=1e-4)


def test_nothing_to_look_for() -> None:
    graph = Graph(np.array([0, 1, 2]), np.array([1, 0]), np.ones(2))
    empty, ones = sparse.csr_matrix((2, TERMS)), sparse.csr_matrix(np.ones((2, TERMS)))
    assert overlap.cover(empty, ones, graph, 0.25).tolist() == [0.25, 0.25]
    assert not overlap.best_rows(
        Rows(sparse.csr_matrix((0, TERMS)), np.zeros(3, dtype=np.int64)), np.ones(TERMS), graph
    ).any()
