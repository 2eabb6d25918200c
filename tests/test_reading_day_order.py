"""Dates in figures are read in the order that is sure in their file."""

from __future__ import annotations

import pytest

from dedup.reading.dates import parse_date
from dedup.reading.day_order import in_one_order
from dedup.records import Article


def row(day: str, number: int, file: str = "a.csv", outlet: str | None = None, *, page: bool = False) -> Article:
    published, note = parse_date(day)
    return Article(
        id=f"{file}{number}", text="x", outlet=outlet, published=published, published_note=note,
        source=f"{file}:{number}", extracted=page,
    )  # fmt: skip


CASES = [
    # (dates of a file, the same as they are read, note)
    (["13/05/2026", "05/06/2026 08:30"], ["05-13", "06-05"], "a day above 12 says that days come first"),
    (["05/06/2026", "13/05/2026"], ["06-05", "05-13"], "wherever it stands"),
    (["05/13/2026", "05/06/2026"], ["05-13", "05-06"], "months first is what was assumed"),
    (["05/13/2026", "05.06.2026"], ["05-13", "05-06"], "a day with full stops was assumed to come first"),
    (["03/05/2026", "05/06/2026"], ["03-05", "05-06"], "nothing is sure: as assumed"),
    (["13/05/2026", "05/13/2026", "05/06/2026"], ["05-13", "05-13", "05-06"], "both are sure: as assumed"),
    (["13/05/2026", "2026-05-06"], ["05-13", "05-06"], "other forms are left alone"),
    (["13/05/2026", "05/06/2026 10:00 +0530"], ["05-13", "05-06"], "moved to UTC: as assumed"),
    (["13/05/2026", "soon"], ["05-13", None], "no date"),
]


@pytest.mark.parametrize(("printed", "read", "note"), CASES)
def test_order_of_a_file(printed: list[str], read: list[str | None], note: str) -> None:
    found = in_one_order(row(day, number) for number, day in enumerate(printed))
    assert [a.published and f"{a.published:%m-%d}" for a in found] == read, note


def test_time_stays_and_the_note_says_how_the_order_was_found() -> None:
    _, turned = in_one_order([row("13/05/2026 10:00", 1), row("05/06/2026 08:30", 2)])
    assert f"{turned.published:%m-%d %H:%M}" == "06-05 08:30"
    assert "day before month as elsewhere in the file" in (turned.published_note or "")


def test_another_file_or_another_outlets_pages_tell_nothing() -> None:
    files = in_one_order([row("13/05/2026", 1), row("05/06/2026", 1, "b.csv")])
    pages = in_one_order([row("13/05/2026", 1, outlet="A", page=True), row("05/06/2026", 2, outlet="B", page=True)])
    assert [f"{a.published:%m-%d}" for a in (*files, *pages)] == ["05-13", "05-06"] * 2
