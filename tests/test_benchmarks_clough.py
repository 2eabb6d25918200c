"""The measures of graded rewriting, on texts small enough to count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.clough import longest_subsequence, measures, pasted_words

LINE = "the cargo ship ran onto a sandbank at dawn and was towed off at noon"


@pytest.mark.parametrize(
    ("mine", "theirs", "length", "note"),
    [
        ("a b c d", "a b c d", 4, "the same"),
        ("a x c", "a b c", 2, "a word between"),
        ("c b a", "a b c", 1, "the order counts"),
        ("", "a", 0, "nothing"),
    ],
)
def test_longest_subsequence(mine, theirs, length, note):
    assert longest_subsequence(mine.split(), theirs.split()) == length, note


@pytest.mark.parametrize(
    ("mine", "pasted", "note"),
    [
        (LINE, 15, "all of it"),
        ("later the cargo ship ran onto a sandbank at dawn it is said", 9, "a run inside"),
        ("the cargo ship ran onto a", 0, "six words may meet by chance"),
    ],
)
def test_pasted_words(mine, pasted, note):
    assert pasted_words(mine.split(), LINE.split()) == pasted, note


@given(st.text(max_size=200), st.text(max_size=200))
def test_measures_lie_between_0_and_1_whatever_the_texts(source, text):
    assert all(-1e-9 <= value <= 1 for value in measures(source, text)[[0, 1, 3]])
