"""A page as lines: the unit in which clutter, headlines, credits and paragraphs are told apart."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from dedup.cleaning.words import beyond_cyrillic, letter_words, plain_line
from dedup.settings import CleaningSettings

# Beside the line feed everything str.splitlines breaks at, but for \x1c to \x1e, which stand inside lines of old feeds.
_BREAKS = "\r\v\f\x85\u2028\u2029"
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SIGNED = re.compile(r"[.!?।。][\"'”’»]?\s*[(（\[][^()\[\]]{2,30}[)）\]]\W*$")
TERMINAL = ".!?。！？।॥؟۔…｡"
_CLOSERS = "\"'”’»›“」』)]*_）】 \t\u200b\u200f\u200e"


class Line(NamedTuple):
    """One line, or the lines of a paragraph wrapped at a fixed width: ``start`` to ``end`` without white space around.

    ``block`` counts the stretches between blank lines. ``ends_sentence``: it ends as a sentence does. ``breadth`` is
    its length in characters, where a Han character or kana counts as two and a half. ``plain`` is the text for look-ups
    (``plain_line``), ``words`` are the runs of letters in that.
    """

    start: int
    end: int
    block: int
    text: str
    ends_sentence: bool
    breadth: int
    plain: str
    words: list[str]


def _line(start: int, end: int, block: int, text: str) -> Line:
    plain, breadth = plain_line(text), len(text)
    if not plain.isascii() and beyond_cyrillic(plain):
        breadth += len(_WIDE.findall(text)) * 3 // 2
    return Line(start, end, block, text, ends_sentence(text), breadth, plain, letter_words(plain))


def ends_sentence(text: str) -> bool:
    """Tell whether ``text`` ends in a full stop, question or exclamation mark of any script.

    Closing marks are left aside, and so is a sign-off in brackets: ``... since May. (Reuters)``.
    """
    if text[-1:] in (".", "!", "?"):
        return True
    tail = text[-60:].rstrip(_CLOSERS)
    if tail[-1:] in TERMINAL:
        return bool(tail)
    return text[-1:] in ")）]" and _SIGNED.search(text[-60:]) is not None


def page_lines(text: str, settings: CleaningSettings) -> list[Line]:
    """Split a page into lines, in order; wrapped paragraphs become one line. Empty lines are left out."""
    lines: list[Line] = []
    block, before, at = 0, 0, 0
    broken = text
    for sign in _BREAKS:
        broken = broken.replace(sign, "\n")
    for raw in broken.split("\n"):
        begin, at = at, at + len(raw) + 1
        words = raw.strip()
        if not words:
            continue
        if lines and begin > before + 1 and _blank_between(text, before, begin):
            block += 1
        before = at - 1
        start = begin if words is raw else begin + len(raw) - len(raw.lstrip())
        lines.append(_line(start, start + len(words), block, words))
    return _unwrapped(text, lines, settings)


def _blank_between(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    if gap in ("\n", "\n\n"):
        return gap == "\n\n"
    return gap.replace("\r\n", "\n").count("\n") > 1 or len(gap) > 2


def _unwrapped(text: str, lines: list[Line], settings: CleaningSettings) -> list[Line]:
    """Join the lines of paragraphs that were broken at a fixed width: all but the last nearly fill it."""
    longest = max([line.end - line.start for line in lines]) if lines else 0
    if len(lines) < settings.wrapped_lines or not settings.wrap_least <= longest <= settings.wrap_width:
        return lines
    broken = sum(
        line.block == following.block and following.text[:1].islower() and not line.ends_sentence
        for line, following in pairwise(lines)
    )
    if broken < len(lines) * settings.wrap_broken:
        return lines
    joined: list[list[Line]] = []
    for line in lines:
        last = joined[-1][-1] if joined else None
        if last and last.block == line.block and _runs_on(last, line, longest, settings):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [
        _line(group[0].start, group[-1].end, group[0].block, text[group[0].start : group[-1].end]) for group in joined
    ]


def _runs_on(line: Line, following: Line, longest: int, settings: CleaningSettings) -> bool:
    if following.text[:1].islower() and not line.ends_sentence:
        return True
    return line.end - line.start >= longest * settings.wrap_fill and not following.text.startswith(("•", "-", "*"))
