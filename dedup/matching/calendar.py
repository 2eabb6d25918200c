"""The days that a text names: weekdays, days of a month, years. A story of the day before names other days.

Names of days and months come from the Unicode CLDR (``calendar.json``); Chinese, Japanese and Korean dates are written
with figures. A month counts only beside a figure that may be its day ("may" is a verb too).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

_WORD = re.compile(r"\d+|[^\s\d!-/:-@\[-`{-~\u2010-\u2027«»।、。]+")
_IDEOGRAPHIC = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_YEARS = (1900, 2099)
_YEAR = re.compile(r"\d{4}")


@cache
def _names() -> tuple[Mapping[str, int], Mapping[str, int]]:
    text = resources.files(__package__).joinpath("calendar.json").read_text(encoding="utf-8")
    data = json.loads(text)
    weekdays = {name: int(day) for day, names in data["weekdays"].items() for name in names}
    months = {name: int(month) for month, names in data["months"].items() for name in names}
    return weekdays, months


@cache
def _all_names() -> frozenset[str]:
    return frozenset().union(*_names())


def named_days(text: str) -> tuple[str, ...]:
    """Return the distinct days in ``text``, sorted: ``w1`` (Tuesday), ``d9-30`` (30 September), ``y2024``.

    ``f1`` says that of all weekdays Tuesday is named first: most often it is the day of the event.
    """
    days = {f"d{int(m)}-{int(d)}" for m, d in _IDEOGRAPHIC.findall(text)}
    words = _WORD.findall(text.casefold())
    if _YEAR.search(text) or not _all_names().isdisjoint(words):
        days.update(_spelt(words))
    return tuple(sorted(days))


def _spelt(words: list[str]) -> Iterator[str]:
    weekdays, months = _names()
    first = "f"
    for at, word in enumerate(words):
        if word in weekdays:
            yield f"{first}{weekdays[word]}"
            yield f"w{weekdays[word]}"
            first = "w"
        elif word in months:
            beside = words[max(0, at - 2) : at + 2]  # "9 de mayo", "9 May", "May 9"
            yield from (f"d{months[word]}-{int(day)}" for day in beside if len(day) < 3 and _is_day(day))
        elif len(word) == 4 and word.isdecimal() and _YEARS[0] <= int(word) <= _YEARS[1]:
            yield f"y{int(word)}"


def _is_day(word: str) -> bool:
    return word.isdecimal() and 1 <= int(word) <= 31
