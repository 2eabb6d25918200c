from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from dedup.matching.linkage import average_linkage


def _partition(labels: list[int]) -> set[frozenset[int]]:
    return {frozenset(i for i, label in enumerate(labels) if label == name) for name in set(labels)}


@pytest.mark.parametrize("seed", range(20))
def test_equals_scipy_where_all_pairs_are_known(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randint(2, 25)
    scores = {pair: chance.random() for pair in itertools.combinations(range(size), 2)}
    matrix = np.zeros((size, size))
    for (a, b), score in scores.items():
        matrix[a, b] = matrix[b, a] = 1 - score
    tree = linkage(squareform(matrix), "average")
    for threshold in (0.3, 0.5, 0.7):
        ours = average_linkage(size, [(a, b, s) for (a, b), s in scores.items()], [False] * size, threshold)
        assert _partition(ours) == _partition(fcluster(tree, 1 - threshold, "distance").tolist())


def test_a_chain_is_cut() -> None:
    chain = [(i, i + 1, 0.9) for i in range(20)]
    sizes = [len(group) for group in _partition(average_linkage(21, chain, [False] * 21, 0.4))]
    assert max(sizes) <= 3


def test_a_chain_of_full_articles_is_cut() -> None:
    chain = [(i, i + 1, 0.9) for i in range(200)]
    sizes = [len(group) for group in _partition(average_linkage(201, chain, [True] * 201, 0.4))]
    assert max(sizes) < 20


def test_a_story_told_a_hundred_times_stays_whole() -> None:
    # Each article keeps 40 candidates only; nothing is known of the other pairs.
    near = {tuple(sorted((i, (i + step) % 100))) for i in range(100) for step in range(1, 21)}
    labels = average_linkage(100, [(a, b, 0.8) for a, b in sorted(near)], [True] * 100, 0.4)
    assert len(set(labels)) == 1


def test_two_stories_that_share_an_explainer_stay_apart() -> None:
    one, other, explainer = range(6), range(6, 12), 12
    pairs = [(a, b, 0.9) for side in (one, other) for a, b in itertools.combinations(side, 2)]
    pairs += [(a, explainer, 0.6) for a in one] + [(b, explainer, 0.55) for b in other]
    groups = _partition(average_linkage(13, pairs, [False] * 13, 0.4))
    assert groups == {frozenset([*one, explainer]), frozenset(other)}


def test_a_group_is_named_by_its_smallest_member() -> None:
    assert average_linkage(4, [(1, 3, 0.9), (0, 2, 0.1)], [False] * 4, 0.4) == [0, 1, 2, 1]
