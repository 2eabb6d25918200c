"""What was assumed or missed in reading is told, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dedup.reading.notes import reading_notes
from dedup.records import Article


def articles(*fields: dict[str, Any]) -> list[Article]:
    return [Article(id=str(n), text="x", source=f"a.csv:{n}", **each) for n, each in enumerate(fields)]


MOMENT = dt.datetime(2026, 5, 6, tzinfo=dt.UTC)
SILENT = [
    ([{}, {}], "bare pages have neither date nor outlet, and nothing to name"),
    ([{"extra": {"section": "world"}, "published": MOMENT, "outlet": "A"}] * 2, "everything is there"),
    ([{"extra": {"section": "world"}}], "one article is no column"),
    ([{"extra": {"dt": "x"}, "published": MOMENT, "outlet": "A"}, {"extra": {"dt": "x"}}], "some rows have both"),
    ([{"published": MOMENT, "published_note": "no offset given, taken as UTC"}], "an hour or so is no great thing"),
]
TOLD = [
    ([{"extra": {"dt": "x", "src": "y"}}] * 2, "no row has a field published or outlet: if a column holds it, name it so"
     " (not used: dt, src)"),
    ([{"extra": {"dt": "x"}, "outlet": "A"}] * 2, "no row has a field published: if a column holds it, name it so"
     " (not used: dt)"),
    ([{"published": MOMENT, "published_note": "month before day assumed; x"}] * 2, "2 dates read with the month before"
     " day (05/06/2026 as 6 May): write year-month-day if that is wrong"),
    ([{"published_note": "not a date that can be used: soon"}], "1 date not used, first a.csv:0: not a date that can be"
     " used: soon"),
    ([{"extra": {"encoding_note": "not UTF-8, read as cp1252"}}] * 3, "3 articles: not UTF-8, read as cp1252"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "note"), SILENT)
def test_nothing_to_tell(fields: list[dict[str, Any]], note: str) -> None:
    assert reading_notes(articles(*fields)) == [], note


@pytest.mark.parametrize(("fields", "told"), TOLD)
def test_told_in_one_line(fields: list[dict[str, Any]], told: str) -> None:
    assert reading_notes(articles(*fields)) == [told]
