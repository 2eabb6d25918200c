"""Dates of publication, from any common form to UTC, with what was assumed."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1600, 2199
"""Years outside are placeholders (0, 9999), not dates of publication."""


@lru_cache(maxsize=4096)
def parse_date(value: str) -> tuple[dt.datetime | None, str | None]:
    """Return the aware time in UTC, or None where the words are no date, and a note of what was assumed or missed."""
    text = " ".join(value[:200].split())
    if not text:
        return None, None
    for form in (_epoch, _iso, _rfc2822):
        if (found := form(text)) is not None:
            return _in_utc(found, text)
    return None, f"not a date: {text[:60]}"


def _epoch(text: str) -> dt.datetime | None:
    if not re.fullmatch(r"\d{9,10}(\.\d+)?|\d{12,13}", text):
        return None
    seconds = float(text) / (1000 if len(text) > 11 and "." not in text else 1)
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _iso(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc2822(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None


def _in_utc(found: dt.datetime, text: str) -> tuple[dt.datetime | None, str | None]:
    note = None
    if found.tzinfo is None:
        note = "no offset given, taken as UTC"
        found = found.replace(tzinfo=dt.UTC)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None, f"not a plausible date: {text[:60]}"
    return found.astimezone(dt.UTC), note
