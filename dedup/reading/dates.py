"""Dates of publication, from any common form to UTC, with what was assumed."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from email.utils import parsedate_to_datetime
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1600, 2199
"""Years outside are placeholders (0, 9999), not dates of publication."""

NO_TIME = "no time given, taken as 00:00"
NO_OFFSET = "no offset given, taken as UTC"
MONTH_FIRST, DAY_FIRST = "month before day", "day before month"
"""What notes say of a date in figures; with ``ASSUMED`` behind it where both orders fit."""
ASSUMED = " assumed"

# Hours from UTC of the abbreviations that news pages print; of those with several meanings the one taken is noted.
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "IST": 5.5, "CEST": 2, "EET": 2, "SAST": 2,
    "CAT": 2, "EEST": 3, "MSK": 3, "EAT": 3, "TRT": 3, "GST": 4, "PKT": 5, "NPT": 5.75, "WIB": 7, "ICT": 7, "HKT": 8,
    "SGT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3,
    "ART": -3, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
}  # fmt: skip
_AMBIGUOUS = frozenset(("IST", "BST", "CST", "GST"))
# Zones of the United States, an hour ahead in summer.
_GENERIC = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januari janvier janv enero ene janeiro gennaio gen stycznia ocak января",
            "february feb februar februari février fevrier févr febrero fevereiro fev febbraio lutego şubat февраля",
            "march mar märz maerz maart mars marzo março marco marca mart maret марта",
            "april apr avril avr abril abr aprile kwietnia nisan апреля",
            "may mai mei mayo maio maggio mag maja mayıs maj мая",
            "june jun juni juin junio junho giugno giu czerwca haziran июня",
            "july jul juli juillet juil julio julho luglio lug lipca temmuz июля",
            "august aug augustus août aout agosto ago sierpnia ağustos augusti agustus августа",
            "september sep sept septembre septiembre setembro settembre set września eylül сентября",
            "october oct oktober okt octobre octubre outubro out ottobre ott października ekim октября",
            "november nov novembre noviembre novembro listopada kasım ноября",
            "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre grudnia aralık декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:[:.h](\d{2}))(?:[:.](\d{2}))?(?:\.\d+)?\s*([ap])?\.?(?:m\b)?\.?|\b(\d{1,2})\s*([ap])\.?m\b\.?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:\b(?:UTC|GMT)\s*|(?<=\d)\s*|(?<=m)\s*|\s)([+\-−])(\d{1,2}):?(\d{2})?\b(?![:\-])")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[年.년/-]\s*(\d{1,2})\s*[月.월/-]\s*(\d{1,2})\s*[日일]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?")


@lru_cache(maxsize=4096)
def parse_date(value: str) -> tuple[dt.datetime | None, str | None]:
    """Return the aware time in UTC, or None where the words are no date, and a note of what was assumed or missed.

    Fast exact forms go first (ISO 8601, RFC 2822, epoch seconds and milliseconds), then dates with a month's name in a
    dozen languages and dates in figures, at last ``dateparser``, which costs milliseconds.
    """
    text = " ".join(value[:200].split())
    if not text:
        return None, None
    for form in (_epoch, _iso, _rfc2822, _written, _any_other):
        try:
            found = form(text)
            if found is not None:
                return _in_utc(found[0], found[1])
        except (ValueError, OverflowError, OSError):
            continue
    return None, f"not a date that can be used: {text[:60]}"


_Found = tuple[dt.datetime, list[str]]


def _epoch(text: str) -> _Found | None:
    if not re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", text, re.ASCII):
        return None
    seconds = float(text) / (1000 if len(text) > 11 and "." not in text else 1)
    return dt.datetime.fromtimestamp(seconds, dt.UTC), []


def _iso(text: str) -> _Found | None:
    if re.fullmatch(r"\d{9,}", text):
        return None
    return dt.datetime.fromisoformat(text), [NO_TIME] if len(text) <= 10 else []


def _rfc2822(text: str) -> _Found | None:
    """Read the form of feeds and mail; zones there are exact, only those that the standard names."""
    if not re.search(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UT|UTC)$", text):
        return None
    return parsedate_to_datetime(text), []


def _written(text: str) -> _Found | None:
    """Read a day, a month by name or number, a year, and what stands beside them of clock and zone."""
    notes: list[str] = []
    rest, zone = _zone(text, notes)
    day = _day(rest, notes)
    if day is None:
        return None
    (year, month, number), rest = day
    hour, minute, second = _clock(rest, notes)
    local = dt.datetime(year, month, number, hour, minute, second)
    if isinstance(zone, str):
        hours = _GENERIC[zone] + _american_summer(local)
        notes.append(f"{zone} taken as UTC{hours:+g}h")
        zone = dt.timezone(dt.timedelta(hours=hours))
    return local.replace(tzinfo=zone), notes


def _american_summer(local: dt.datetime) -> bool:
    """Say whether a time lies between two o'clock of March's second Sunday and of November's first."""
    march, november = dt.datetime(local.year, 3, 14, 2), dt.datetime(local.year, 11, 7, 2)
    begin = march - dt.timedelta(days=(march.weekday() + 1) % 7)
    end = november - dt.timedelta(days=(november.weekday() + 1) % 7)
    return begin <= local < end


def _zone(text: str, notes: list[str]) -> tuple[str, dt.tzinfo | str | None]:
    """Return the text without its zone, and the zone, by name where summer decides."""
    clock = _CLOCK.search(text)
    if clock and (offset := _OFFSET.search(text, max(clock.end() - 1, 0))):
        sign = -1 if offset[1] != "+" else 1
        minutes = sign * (int(offset[2]) * 60 + int(offset[3] or 0))
        return text[: offset.start()] + " " + text[offset.end() :], dt.timezone(dt.timedelta(minutes=minutes))
    for word in re.finditer(r"\b[A-Z]{1,4}\b", text):
        if not clock:
            break
        if word[0] in _GENERIC:
            return text[: word.start()] + " " + text[word.end() :], word[0]
        if word[0] in _ZONES:
            if word[0] in _AMBIGUOUS:
                notes.append(f"{word[0]} taken as UTC{_ZONES[word[0]]:+g}h")
            zone = dt.timezone(dt.timedelta(hours=_ZONES[word[0]]))
            return text[: word.start()] + " " + text[word.end() :], zone
    return text, None


def _day(text: str, notes: list[str]) -> tuple[tuple[int, int, int], str] | None:
    """Return year, month and day, and the text without them."""
    if found := _YEAR_FIRST.search(text):
        return (int(found[1]), int(found[2]), int(found[3])), text[: found.start()] + " " + text[found.end() :]
    if compact := _COMPACT.fullmatch(text):
        clock = ":".join(part for part in compact.groups()[3:] if part)
        return (int(compact[1]), int(compact[2]), int(compact[3])), clock
    if found := _NUMERIC.search(text):
        return _in_figures(found, notes), text[: found.start()] + " " + text[found.end() :]
    for word in _WORD.finditer(text):
        month = _MONTHS.get(word[0].lower())
        if month and (around := _around(text, word.start(), word.end())):
            return (around[0], month, around[1]), around[2]
    return None


def _around(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Return year and day around a month's name (``18 Sept. 2026``, ``September 18th, 2026``), and the rest."""
    year = re.match(r"\.?,?\s*(?:de\s+|del\s+)?(\d{4})\b", text[end:])
    before = re.search(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s,-]*(?:of |de )?\s*$", text[:start])
    if before and year:
        return int(year[1]), int(before[1]), text[: before.start()] + " " + text[end + year.end() :]
    after = re.match(r"\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:at\s+)?(\d{4})\b", text[end:])
    if after:
        return int(after[2]), int(after[1]), text[:start] + " " + text[end + after.end() :]
    dashed = re.match(r"-(\d{4})\b", text[end:])
    if before and dashed:
        return int(dashed[1]), int(before[1]), text[: before.start()] + " " + text[end + dashed.end() :]
    return None


def _in_figures(found: re.Match[str], notes: list[str]) -> tuple[int, int, int]:
    """Return year, month, day of ``18/9/2026``; where both orders fit, slashes mean month first, others day first."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += 2000 if year < 70 else 1900
    month_first = found[2] == "/" if max(first, second) <= 12 else second > 12
    if first != second:
        notes.append((MONTH_FIRST if month_first else DAY_FIRST) + (ASSUMED if max(first, second) <= 12 else ""))
    return (year, first, second) if month_first else (year, second, first)


def _clock(text: str, notes: list[str]) -> tuple[int, int, int]:
    found = _CLOCK.search(text)
    if found is None:
        notes.append(NO_TIME)
        return 0, 0, 0
    hour = int(found[1] or found[5])
    half = (found[4] or found[6] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(found[2] or 0), min(int(found[3] or 0), 59)  # 60 is a leap second


def _any_other(text: str) -> _Found | None:
    """Ask ``dateparser`` (it comes with trafilatura); "2 hours ago" would depend on today and is left."""
    if len(text) > 80 or not re.search(r"\b\d{4}\b", text) or re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    import dateparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own dependencies' deprecations, nothing a reader could act on
        found = dateparser.parse(
            text, settings={"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
        )
    return None if found is None else (found, [])


def _in_utc(found: dt.datetime, notes: list[str]) -> tuple[dt.datetime | None, str | None]:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None, f"year {found.year} is a placeholder, not used"
    if found.tzinfo is None:
        notes = [*notes, NO_OFFSET]
        found = found.replace(tzinfo=dt.UTC)
    return found.astimezone(dt.UTC), "; ".join(notes) or None
