"""Rows asked one by one against rows asked together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.fitted import LinearModel

VALUES = st.floats(-50, 50, allow_nan=False, width=32)


def model(classes: int) -> LinearModel:
    rows = 1 if classes == 2 else classes
    weights = tuple((0.5 * row + 1.0, -0.25 * row, 2.0 - row) for row in range(rows))
    names = tuple("abcd"[:classes])
    return LinearModel(
        ("x", "y", "z"), names, (0.5, 1.0, -2.0), (2.0, 0.1, 30.0), weights, (0.3, -1.0, 0.0, 2.0)[:rows]
    )


@pytest.mark.parametrize("classes", [2, 3, 4])
@given(rows=st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=5))
def test_a_row_alone_has_the_chances_it_has_among_others(classes: int, rows: list[tuple[float, ...]]) -> None:
    together = model(classes).probabilities(np.array(rows))
    assert np.allclose([model(classes).chances(row) for row in rows], together, atol=1e-9)


def test_chances_of_two_classes_are_the_logistic_function() -> None:
    two = LinearModel(("x",), ("no", "yes"), (1.0,), (2.0,), ((4.0,),), (0.5,))
    assert two.chances([2.0]) == pytest.approx([1 - 1 / (1 + np.exp(-2.5)), 1 / (1 + np.exp(-2.5))])
