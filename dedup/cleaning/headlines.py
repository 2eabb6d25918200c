"""Which line of a page is its headline, and where it is printed again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedup.cleaning.furniture import plain_line
from dedup.cleaning.lines import Line
from dedup.settings import CleaningSettings

_WORD = re.compile(r"\w+")


def squeezed(text: str) -> str:
    """Return a line's letters and digits in lower case, for telling whether two lines print the same headline."""
    return "".join(_WORD.findall(plain_line(text)))


def find_headline(
    lines: Sequence[Line], title: str | None, prose: Sequence[int], doubtful: Sequence[bool], settings: CleaningSettings
) -> tuple[int | None, list[int]]:
    """Return the index of the headline's line, or nothing, and those of its repetitions.

    Looked for, in this order: the title where it stands in the text, a line printed twice at the top, the line before
    the first prose that has most in common with it. ``prose`` are the indexes of lines that are surely body;
    ``doubtful`` marks lines that look like furniture.
    """
    first = prose[0] if prose else len(lines)
    top = min(len(lines), max(first, settings.headline_lines))
    keys = [squeezed(line.text) if len(line.text) <= settings.headline_chars else "" for line in lines]
    found = _titled(keys[:top], squeezed(title)) if title else None
    if found is None:
        found = _printed_twice(lines, keys, top, doubtful, settings)
    if found is None and prose:
        found = _best(lines, first, prose, doubtful, settings)
    if found is None:
        return None, []
    return found, [index for index, key in enumerate(keys) if index != found and key == keys[found]]


def _titled(keys: Sequence[str], title: str) -> int | None:
    for index, key in enumerate(keys):
        # A title may carry the outlet's name behind the headline, a page may cut a long headline.
        if key == title or len(key) > 20 and (title.startswith(key) or key.startswith(title) and len(title) > 20):
            return index
    return None


def _printed_twice(
    lines: Sequence[Line], keys: Sequence[str], top: int, doubtful: Sequence[bool], settings: CleaningSettings
) -> int | None:
    seen: dict[str, int] = {}
    for index in range(top):
        words = len(lines[index].text.split())
        if doubtful[index] or words < settings.headline_words and len(keys[index]) < settings.headline_letters:
            continue
        if keys[index] and keys[index] in seen:
            return seen[keys[index]]
        seen[keys[index]] = index
    return None


def _best(
    lines: Sequence[Line], first: int, prose: Sequence[int], doubtful: Sequence[bool], settings: CleaningSettings
) -> int | None:
    body = {word for index in prose[:4] for word in _WORD.findall(plain_line(lines[index].text)) if len(word) > 3}
    best, score = None, settings.headline_score
    for index in range(first):
        line = lines[index]
        words = [word for word in _WORD.findall(plain_line(line.text)) if len(word) > 3]
        if doubtful[index] or len(line.text) > settings.headline_chars or len(line.text) < settings.headline_letters:
            continue
        # Words in common count by number, not by share alone: a section's name is short and always in the body. The
        # first of two equals is the headline, the second its subhead.
        common = sum(word in body for word in words)
        points = common + common / (len(words) + 1) + min(len(words), 8) / 4 - (1.0 if line.ends_sentence else 0.0)
        if points > score:
            best, score = index, points
    return best
