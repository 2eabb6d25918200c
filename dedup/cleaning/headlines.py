"""Which line of a page is its headline, and where it is printed again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedup.cleaning.furniture import Furniture
from dedup.cleaning.lines import Line
from dedup.cleaning.words import plain_line, sign_words
from dedup.settings import CleaningSettings

_TRAIL = re.compile(r"[•>›»/|❯▸-]")


def squeezed(text: str) -> str:
    """Return a line's letters and digits in lower case, for telling whether two lines print the same headline."""
    return _key(plain_line(text))


def _key(plain: str) -> str:
    return "".join(sign_words(plain))


def sure_headline(
    lines: Sequence[Line], title: str | None, first: int, furniture: Sequence[Furniture], settings: CleaningSettings
) -> int | None:
    """Return the line that holds the title, or one printed twice at the top; ``first`` is the first prose."""
    top = min(len(lines), max(first + 1, settings.headline_lines))
    if not title and len({"".join(line.words) for line in lines[:top]}) == top:
        return None
    keys = [_key(line.plain) if len(line.text) <= settings.headline_chars else "" for line in lines[:top]]
    found = _titled(keys, squeezed(title), settings) if title else None
    if found is None:
        found = _printed_twice(lines, keys, furniture, settings)
    if found is None:
        return None
    # A trail of sections may end in the headline, as an item of its list: the headline proper stands below it.
    same = [index for index, key in enumerate(keys) if key == keys[found]]
    return next((index for index in same if not _TRAIL.match(lines[index].text)), found)


def repetitions(lines: Sequence[Line], headline: int, settings: CleaningSettings) -> frozenset[int]:
    """Return the indexes of the other lines that print the headline."""
    size, slack = len(lines[headline].text), settings.headline_slack
    alike = [
        index for index, line in enumerate(lines) if -slack <= len(line.text) - size <= slack and index != headline
    ]
    key = _key(lines[headline].plain) if alike else ""
    return frozenset([index for index in alike if _key(lines[index].plain) == key])


def _titled(keys: Sequence[str], title: str, settings: CleaningSettings) -> int | None:
    least = settings.headline_cut_letters
    for index, key in enumerate(keys):
        # A title may carry the outlet's name behind the headline, a page may cut a long headline.
        if key and (
            key == title
            or (len(key) > least and (title.startswith(key) or (key.startswith(title) and len(title) > least)))
        ):
            return index
    return None


def _printed_twice(
    lines: Sequence[Line], keys: Sequence[str], furniture: Sequence[Furniture], settings: CleaningSettings
) -> int | None:
    seen: dict[str, int] = {}
    for index, key in enumerate(keys):
        words = len(lines[index].text.split())
        if (
            not key
            or furniture[index].reason
            or (words < settings.headline_words and len(key) < settings.headline_letters)
        ):
            continue
        if key in seen:
            return seen[key]
        seen[key] = index
    return None
