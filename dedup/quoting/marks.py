"""Stretches between quotation marks, in every typography, before anybody asks whether they are quotes.

Marks are paired with one stack per paragraph, in a single pass: a closing mark takes the latest opening mark of its
family, whatever is left open is skipped, and of nested pairs the outermost counts. Whether a mark opens or closes is
read off its neighbours; an apostrophe, a plural possessive and a foot or inch sign do neither. A paragraph whose mark
stays open is a stretch of its own only where the next paragraph opens again (the convention for long quotes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dedup.quoting.lexicon import every_language
from dedup.records import Span

# Begins with one class of characters, for which a text is searched fast. An apostrophe between letters marks nothing.
MARK = re.compile(
    r"[`\"“”„‟«»‹›‘‚「」『』〝〞〟＂'’]"
    r"(?:(?<=‘)‘|(?<=’)’|(?<![`'’])|(?<=`)`|(?<=')'|(?<=['’])(?:(?![^\W_])|(?<![^\W_]['’])))"
)
OPENERS = {"“": "curly", "„": "low", "‟": "curly", "«": "angle", "‹": "angle1", "‘": "single", "‚": "low1"}
OPENERS |= {"「": "corner", "『": "corner2", "〝": "prime", "``": "tick", "‘‘": "doubled"}
CLOSERS = {"”": "curly", "»": "angle", "›": "angle1", "’": "single", "」": "corner", "』": "corner2", "〞": "prime"}
CLOSERS |= {"〟": "prime", "’’": "doubled"}
STRAIGHT = {'"': "straight", "＂": "straight", "''": "tick", "'": "apostrophe"}
SINGLES = frozenset({"single", "apostrophe", "low1", "angle1"})
REVERSED = {"»": "angle", "›": "angle1"}
BEFORE_OPENING = frozenset("([{—–-:/>…¿¡")
AFTER_CLOSING = frozenset(".,;:!?)]}—–-/…।۔。、，")
ELISIONS = every_language("elisions")
WORD = re.compile(r"\w+")


class Marked(NamedTuple):
    """A stretch between marks (``start``, ``end`` exclude them), its outer edges, family, and whether it runs on."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    family: str
    runs_on: bool = False


@dataclass(slots=True)
class _Stack:
    """Opening marks that wait for their closing one: (family, position of the mark, end of the mark)."""

    open: list[tuple[str, int, int]] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=dict)

    def push(self, family: str, start: int, end: int) -> None:
        self.open.append((family, start, end))
        self.count[family] = self.count.get(family, 0) + 1

    def has(self, family: str) -> bool:
        return self.count.get(family, 0) > 0

    def close(self, family: str) -> tuple[str, int, int] | None:
        """Take the latest opening mark of a family with all above it; a single mark never closes over a double one."""
        if not self.has(family):
            return None
        if family in SINGLES and self.open[-1][0] not in SINGLES:
            return None
        while True:
            top = self.open.pop()
            self.count[top[0]] -= 1
            if top[0] == family:
                return top


def find_marked(text: str, paragraphs: Sequence[Span]) -> list[Marked]:
    """Return the outermost marked stretches inside the paragraphs, sorted by start, in time linear in the text."""
    found: list[Marked] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        found += _paragraph(text, paragraph, following)
    return found


def _paragraph(text: str, paragraph: Span, following: Span | None) -> list[Marked]:
    stack = _Stack()
    pairs: list[Marked] = []
    marks = list(MARK.finditer(text, paragraph.start, paragraph.end))
    if not marks:
        return pairs
    later = _closers_ahead(text, marks, paragraph.end)
    straight_left = sum(m[0] == '"' for m in marks)
    for index, mark in enumerate(marks):
        straight_left -= mark[0] == '"'
        role, family = _role(text, paragraph, mark, stack, later[index], straight_left)
        if role == "open":
            stack.push(family, mark.start(), mark.end())
        elif role == "close" and (top := stack.close(family)):
            pairs.append(_trimmed(text, top[2], mark.start(), top[1], mark.end(), top[0]))
    if stack.open and following and (tail := _runs_on(text, paragraph, following, stack.open, pairs)):
        pairs.append(tail)
    return list(_outermost(text, pairs))


def _role(
    text: str, paragraph: Span, mark: re.Match[str], stack: _Stack, closers_ahead: bool, straight_left: int
) -> tuple[str, str]:
    """Return ("open" or "close" or "", family) of one mark from its neighbours and from what is open."""
    sign, start, end = mark[0], mark.start(), mark.end()
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    opening = (
        before.isspace() or before in BEFORE_OPENING or before in OPENERS or before in STRAIGHT
    ) and not after.isspace()
    closing = not before.isspace() and (
        after.isspace() or after in AFTER_CLOSING or after in CLOSERS or after in STRAIGHT
    )
    if sign in ("'", "‘", "’"):
        return _single(text, mark, stack, opening, closing, closers_ahead)
    if sign in STRAIGHT:
        return _straight(text, mark, stack, opening, closing, straight_left)
    if sign == "“" and stack.has("low") and not (opening and not closing):
        return "close", "low"
    if sign == "“" and stack.has("curly") and closing and not opening:
        return "close", "curly"  # a closing mark set the wrong way round
    if sign == "”" and stack.has("low") and not stack.has("curly"):
        return "close", "low"
    if sign == "”" and not stack.has("curly") and stack.has("straight") and closing:
        return "close", "straight"
    if sign == "”" and not stack.has("curly") and opening:
        return "open", "curly"  # Swedish and Finnish use one mark for both ends
    if sign in REVERSED and not stack.has(REVERSED[sign]) and opening:
        return "open", REVERSED[sign]  # German and Danish books point inwards
    if sign in ("«", "‹") and stack.has(OPENERS[sign]) and closing and not opening:
        return "close", OPENERS[sign]
    if sign in OPENERS:
        return "open", OPENERS[sign]
    return "close", CLOSERS[sign]


def _straight(
    text: str, mark: re.Match[str], stack: _Stack, opening: bool, closing: bool, straight_left: int
) -> tuple[str, str]:
    family = STRAIGHT[mark[0]]
    is_open = stack.has(family)
    if text[mark.start() - 1 : mark.start()] == "=":
        return "", family  # an attribute of left-over markup
    digit = mark.start() > 0 and text[mark.start() - 1].isdigit()
    if digit and not opening:
        rest = text[mark.end() : mark.end() + 2].lstrip()
        if not is_open or (straight_left % 2 == 1 and rest[:1].islower()):
            return "", family  # inches: 12" wide
    if closing and not opening and not is_open and family == "straight" and stack.has("curly"):
        return "close", "curly"  # opened with a curly mark, closed with a straight one
    if opening != closing:
        return ("open" if opening else "close"), family
    if family == "tick" and not opening:
        return ("close" if is_open else ""), family
    return ("close" if is_open else "open"), family


def _single(
    text: str, mark: re.Match[str], stack: _Stack, opening: bool, closing: bool, closers_ahead: bool
) -> tuple[str, str]:
    sign, start, end = mark[0], mark.start(), mark.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    family = "apostrophe" if sign == "'" else "single"
    if before.isalnum() and after.isalnum():
        return "", family
    word = WORD.match(text, end)
    if opening and sign != "’" and (word or after in OPENERS or after in STRAIGHT):
        elided = word is not None and (word[0].lower() in ELISIONS or word[0][0].isdigit())
        return ("" if elided and not closers_ahead else "open"), family
    if sign == "‘" or not stack.has(family):
        return "", family
    if closing and not (closers_ahead and _possessive(text, start, end)):
        return "close", family
    return "", family


def _possessive(text: str, start: int, end: int) -> bool:
    """Say whether a mark looks like a plural's apostrophe: after an s, before a space and another word."""
    return (
        text[start - 1 : start] in ("s", "z", "x") and text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha()
    )


def _closers_ahead(text: str, marks: Sequence[re.Match[str]], stop: int) -> list[bool]:
    """Say for each mark whether a sure single closing mark comes after it and before the next single opening one."""
    ahead, result = False, [False] * len(marks)
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        result[index] = ahead
        if mark[0] == "‘":
            ahead = False
        elif mark[0] in ("'", "’"):
            before = text[mark.start() - 1 : mark.start()]
            after = text[mark.end() : mark.end() + 1] if mark.end() < stop else " "
            if mark[0] == "'" and before.isspace() and after.isalnum():
                ahead = False
            elif not after.isalnum() and before.strip() and not _possessive(text, mark.start(), mark.end()):
                ahead = True
    return result


def _runs_on(
    text: str, paragraph: Span, following: Span, left: Sequence[tuple[str, int, int]], pairs: Sequence[Marked]
) -> Marked | None:
    """Return the stretch from the last open double mark, outside all pairs, where the next paragraph opens again."""
    double = [entry for entry in left if entry[0] not in SINGLES]
    if not double or (pairs and pairs[-1].outer_end > double[-1][1]):
        return None
    family, start, end = double[-1]
    opening = text[following.start : following.end][:3].lstrip()
    if not opening or not opening.startswith(text[start:end]) or len(opening) == len(text[start:end]):
        return None
    return _trimmed(text, end, paragraph.end, start, paragraph.end, family, runs_on=True)


def _trimmed(
    text: str, start: int, end: int, outer_start: int, outer_end: int, family: str, *, runs_on: bool = False
) -> Marked:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Marked(start, end, outer_start, outer_end, family, runs_on)


def _outermost(text: str, pairs: list[Marked]) -> Iterator[Marked]:
    reach = -1
    for pair in sorted(pairs, key=lambda p: (p.outer_start, -p.outer_end)):
        if pair.outer_start < reach:
            continue
        reach = pair.outer_end
        if WORD.search(text, pair.start, pair.end):
            yield pair
