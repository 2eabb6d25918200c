from __future__ import annotations

import math

import numpy as np
import pytest

from dedup.matching import trees
from dedup.matching.similarity import BASE
from dedup.matching.trees import Judge, Tree, load_judge

SMALL = Judge(
    ("a", "b"),
    -1.0,
    (
        Tree((0, -1, -1), (0.5, 0.0, 0.0), (1, 0, 0), (2, 0, 0), (0.25, -1.0, 2.0)),
        Tree(
            (1, 0, -1, -1, -1), (0.0, 2.0, 0.0, 0.0, 0.0), (1, 3, 0, 0, 0), (2, 4, 0, 0, 0), (0.1, 0.2, 0.5, 0.3, 0.4)
        ),
    ),
)


def _odds(row: list[float]) -> float:
    first = -1.0 if row[0] <= 0.5 else 2.0
    second = (0.3 if row[0] <= 2.0 else 0.4) if row[1] <= 0.0 else 0.5
    return -1.0 + first + second


def test_probabilities_follow_the_questions() -> None:
    rows = [[0.5, 0.0], [0.51, 0.0], [3.0, -1.0], [3.0, 1.0], [-1.0, 1.0]]
    expected = [1 / (1 + math.exp(-_odds(row))) for row in rows]
    assert np.allclose(SMALL.probabilities(np.asarray(rows)), expected)


def test_contributions_add_up_to_the_verdict() -> None:
    row = np.asarray([3.0, -1.0])
    average = SMALL.baseline + sum(tree.value[0] for tree in SMALL.trees)
    assert math.isclose(average + sum(SMALL.contributions(row).values()), _odds([3.0, -1.0]))


def test_the_stored_judge_knows_the_features_and_a_row_does_not_depend_on_others() -> None:
    judge = load_judge()
    assert judge.features == BASE
    rows = np.random.default_rng(0).random((50, len(BASE)))
    alone = np.concatenate([judge.probabilities(row[None, :]) for row in rows])
    assert np.array_equal(judge.probabilities(rows), alone)


def test_the_compiled_loop_gives_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(1).random((300, len(BASE)))
    plain = load_judge().probabilities(rows)
    monkeypatch.setattr(trees, "COMPILED_ROWS", 0)
    assert np.array_equal(load_judge().probabilities(rows), plain)
    assert len(np.unique(plain)) > 100
