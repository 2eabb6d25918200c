"""A page as lines: the unit in which clutter, headlines, credits and paragraphs are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from dedup.settings import CleaningSettings

# Everything str.splitlines breaks at, but for the separators \x1c to \x1e, which stand inside lines of old feeds.
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SIGNED = re.compile(r"[.!?।。][\"'”’»]?\s*[(（\[][^()\[\]]{2,30}[)）\]]\W*$")
TERMINAL = ".!?。！？।॥؟۔…｡"
_CLOSERS = "\"'”’»›“」』)]*_）】 \t\u200b\u200f\u200e"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or the lines of a paragraph wrapped at a fixed width: ``start`` to ``end`` without white space around.

    ``block`` counts the stretches between blank lines. ``ends_sentence``: it ends as a sentence does. ``breadth`` is
    its length in characters, where a Han character or kana counts as two and a half.
    """

    start: int
    end: int
    block: int
    text: str

    ends_sentence: bool
    breadth: int


def _line(start: int, end: int, block: int, text: str) -> Line:
    wide = len(_WIDE.findall(text)) if not text.isascii() and _WIDE.search(text) else 0
    return Line(start, end, block, text, ends_sentence(text), len(text) + wide * 3 // 2)


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
    block, before = 0, 0
    for found in _LINE.finditer(text):
        raw = found.group()
        words = raw.strip()
        if not words:
            continue
        start = found.start() if words is raw else found.start() + len(raw) - len(raw.lstrip())
        if lines and _blank_between(text, before, found.start()):
            block += 1
        before = found.end()
        lines.append(_line(start, start + len(words), block, words))
    return _unwrapped(text, lines, settings)


def _blank_between(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    if gap in ("\n", "\n\n"):
        return gap == "\n\n"
    return gap.replace("\r\n", "\n").count("\n") > 1 or len(gap) > 2


def _unwrapped(text: str, lines: list[Line], settings: CleaningSettings) -> list[Line]:
    """Join the lines of paragraphs that were broken at a fixed width: all but the last nearly fill it."""
    longest = max((line.end - line.start for line in lines), default=0)
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
