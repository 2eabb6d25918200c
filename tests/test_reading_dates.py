"""Dates of any common form become UTC, and what was assumed is said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reading.dates import NO_OFFSET, NO_TIME, parse_date
from tests.growth import assert_linear

READ = [
    # (as printed, UTC, note)
    ("2026-09-18T10:10:00Z", "2026-09-18T10:10", None),
    ("2026-09-18T10:10:00+05:30", "2026-09-18T04:40", None),
    ("2026-09-18T10:10:00.000-0400", "2026-09-18T14:10", None),
    ("2026-09-18 10:10:00 -0400", "2026-09-18T14:10", None),
    ("2026-09-18 10:10", "2026-09-18T10:10", NO_OFFSET),
    ("2026-09-18", "2026-09-18T00:00", f"{NO_TIME}; {NO_OFFSET}"),
    ("20260918", "2026-09-18T00:00", f"{NO_TIME}; {NO_OFFSET}"),
    ("20260918101000", "2026-09-18T10:10", NO_OFFSET),
    ("Fri, 18 Sep 2026 10:10:00 +0530", "2026-09-18T04:40", None),
    ("Fri, 18 Sep 2026 10:10:00 GMT", "2026-09-18T10:10", None),
    ("1789726200", "2026-09-18T10:10", None),
    ("1789726200000", "2026-09-18T10:10", None),
    ("September 18, 2026 10:10 PM IST", "2026-09-18T16:40", "IST taken as UTC+5.5h"),
    ("Sept. 18, 2026, 10:10 p.m. ET", "2026-09-19T02:10", "ET taken as UTC-4h"),  # summer
    ("Nov. 18, 2026 at 9:24 pm ET", "2026-11-19T02:24", "ET taken as UTC-5h"),  # winter
    ("Updated: 18 September 2026 at 9.05pm BST", "2026-09-18T20:05", "BST taken as UTC+1h"),
    ("18th of September 2026 5pm GMT", "2026-09-18T17:00", None),
    ("12:30 AM, 18 Sep 2026 UTC", "2026-09-18T00:30", None),
    ("18 de septiembre de 2026", "2026-09-18T00:00", f"{NO_TIME}; {NO_OFFSET}"),
    ("le 1er mai 2026 à 10h10", "2026-05-01T10:10", NO_OFFSET),
    ("9. Dezember 2026, 14.30 Uhr", "2026-12-09T14:30", NO_OFFSET),
    ("18 сентября 2026, 10:10", "2026-09-18T10:10", NO_OFFSET),
    ("2026年9月18日 10:10", "2026-09-18T10:10", NO_OFFSET),
    ("18/09/2026 10:10", "2026-09-18T10:10", f"day before month; {NO_OFFSET}"),  # no month 18: the order is sure
    ("09/18/2026 10:10", "2026-09-18T10:10", f"month before day; {NO_OFFSET}"),
    ("09/09/2026 10:10", "2026-09-09T10:10", NO_OFFSET),  # either order says the same
    ("03/04/2026 10:10", "2026-03-04T10:10", f"month before day assumed; {NO_OFFSET}"),
    ("03.04.2026 10:10", "2026-04-03T10:10", f"day before month assumed; {NO_OFFSET}"),
    ("2026-09-18T10:10:60Z", "2026-09-18T10:10:59", NO_OFFSET),  # a leap second does not lose the date
]


@pytest.mark.parametrize(("printed", "utc", "note"), READ)
def test_forms(printed: str, utc: str, note: str | None) -> None:
    found, said = parse_date(printed)
    assert found == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert found is not None
    assert found.utcoffset() == dt.timedelta(0)
    if printed.endswith(":60Z"):
        return
    assert said == note


@pytest.mark.parametrize(
    "printed",
    [
        "garbage", "yesterday", "2 hours ago",  # relative to a day that nobody knows
        "10:10 AM", "12", "-1", "1e400", "99999999999999999999", "31 February 2026", "2026-13-45",
        "0000-00-00", "0000-01-01T00:00:00", "0001-01-01", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00",
        "Mon, 1 Jan 2026 25:00:00 GMT",
    ],
)  # fmt: skip
def test_no_date_is_none_with_a_note(printed: str) -> None:
    found, note = parse_date(printed)
    assert found is None
    assert note


def test_nothing_given_is_no_fault() -> None:
    assert parse_date("") == (None, None)
    assert parse_date(" \n ") == (None, None)


@given(st.text(max_size=300))
def test_any_words(value: str) -> None:
    found, _ = parse_date(value)
    assert found is None or found.utcoffset() == dt.timedelta(0)


@given(st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(2100, 1, 1), timezones=st.timezones()))
def test_iso_round_trip(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0, fold=0)
    if moment.utcoffset() is None or moment.utcoffset().total_seconds() % 60:  # type: ignore[union-attr]
        return
    assert parse_date(moment.isoformat()) == (moment.astimezone(dt.UTC), None)


def test_hostile_length_costs_nothing() -> None:
    for piece in ("1", "1 ", "May ", "+", "12:"):
        assert_linear(lambda times, piece=piece: parse_date(piece * times), 200_000)  # type: ignore[misc]
