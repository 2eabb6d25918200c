"""The bootstrap interval of an outlet's mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reporting.intervals import mean_interval


@pytest.mark.parametrize(
    ("values", "interval", "note"),
    [
        ([], None, "nothing to resample"),
        ([0.4], None, "one article says nothing of the next"),
        ([0.4, 0.4, 0.4], (0.4, 0.4), "no spread"),
        ([0.0, 1.0], (0.0, 1.0), "two articles: anything between them"),
    ],
)
def test_interval_of_few(values, interval, note):
    assert mean_interval(values) == interval, note


def test_interval_of_many_is_that_of_the_normal_law():
    values = np.random.default_rng(7).normal(0.5, 0.1, 400).tolist()
    half = 1.96 * float(np.std(values)) / 20
    low, high = mean_interval(values)
    assert low == pytest.approx(float(np.mean(values)) - half, abs=half / 5)
    assert high == pytest.approx(float(np.mean(values)) + half, abs=half / 5)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.randoms())
def test_interval_lies_among_the_values_whatever_their_order(values, random):
    low, high = mean_interval(values)
    assert round(min(values), 4) <= low <= high <= round(max(values), 4)
    mixed = list(values)
    random.shuffle(mixed)
    assert mean_interval(mixed) == (low, high)
