from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.calendar import named_days


@pytest.mark.parametrize(
    ("text", "days", "guards"),
    [
        ("WALTHAM, Sept 9 (Reuters) - shares fell on Tuesday", {"d9-9", "f1", "w1"}, "agency dateline"),
        ("el 9 de mayo de 2024, viernes", {"d5-9", "f4", "w4", "y2024"}, "Spanish order of a date"),
        ("12 mars 2025, mardi", {"d3-12", "f1", "w1", "y2025"}, "French"),
        ("9月30日", {"d9-30"}, "dates in ideographs"),
        ("मंगलवार को", {"f1", "w1"}, "a name with vowel signs"),
        ("On Tuesday they said that Monday's talks failed", {"f1", "w1", "w0"}, "the weekday that is named first"),
        ("they may go to March Street", set(), "a month's name without a day is a word"),
        ("32 May, room 2450", set(), "no such day, no such year"),
    ],
)
def test_named_days(text: str, days: set[str], guards: str) -> None:
    assert set(named_days(text)) == days, guards


@given(st.text())
def test_any_text_gives_sorted_codes(text: str) -> None:
    found = named_days(text)
    assert list(found) == sorted(set(found))
