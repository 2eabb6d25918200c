"""Phrases of page furniture: what pages print around an article, in many languages (``furniture.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

# In longer lines "on Telegram" or "third-party" is ordinary speech.
SHORT_LINE = 90
LONG_LINE = 160
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"\w+")
_MARKS = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " "), ("–", "-"), ("—", "-"))


@dataclass(frozen=True, slots=True)
class Furniture:
    """What of a line is furniture: the reason where the line is a phrase, begins with one, or contains some."""

    whole: str | None
    start: str | None
    anywhere: tuple[str, ...]
    weak: int

    @property
    def reason(self) -> str | None:
        """Return the reason of the surest phrase."""
        return self.whole or self.start or (self.anywhere[0] if self.anywhere else None)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrase lists, indexed so that a line costs a few look-ups, however many phrases there are."""

    whole: dict[str, str]
    start: dict[str, tuple[tuple[str, str], ...]]
    anywhere: dict[str, tuple[tuple[str, str], ...]]
    short: dict[str, tuple[tuple[str, str], ...]]
    unspaced: re.Pattern[str]
    unspaced_reason: dict[str, str]
    weak: frozenset[str]

    def find(self, line: str) -> Furniture:
        """Look a line up; ``line`` may be any text, only its first 2,000 characters count."""
        plain = plain_line(line[:2000])
        bare = _EDGE.sub("", plain)
        words = _WORD.findall(bare)
        start = self._start(plain, bare, words[0] if words else "")
        seen = set(words)
        anywhere = _within(plain, seen, self.anywhere)
        if len(plain) < SHORT_LINE:
            anywhere += _within(plain, seen, self.short)
        if not plain.isascii() and (found := self.unspaced.search(plain)):
            anywhere.append(self.unspaced_reason[found.group()])
        return Furniture(self.whole.get(bare), start, tuple(anywhere), sum(word in self.weak for word in words))

    def find_all(self, lines: Sequence[str]) -> list[Furniture]:
        """Look all lines of a page up; long ones without a phrase cost next to nothing."""
        long = " \n ".join(line for line in lines if len(line) >= LONG_LINE)
        long = _plain_marks(long.lower())
        # The words of all long lines at once tell which phrases can stand in any of them: mostly none.
        words = set(_WORD.findall(long))
        present = any(phrase in long for word in words & self.anywhere.keys() for phrase, _ in self.anywhere[word])
        unspaced = not long.isascii() and self.unspaced.search(long) is not None
        return [
            _NOTHING
            if len(line) >= LONG_LINE and not (present or unspaced or self._may_start(line))
            else self.find(line)
            for line in lines
        ]

    def _may_start(self, line: str) -> bool:
        head = line[:40].lower().lstrip(" -–—*•([\"'“‘")
        found = _WORD.match(head)
        return not found or found.group() in self.start or line[0] in "([©☰"

    def _start(self, plain: str, bare: str, first: str) -> str | None:
        for phrase, reason in self.start.get(first, ()):
            # A phrase that ends in a space is a single word ("Share ..."): a long line may begin so and be news.
            if phrase.endswith(" ") and len(plain) >= SHORT_LINE:
                continue
            if bare.startswith(phrase) or plain.startswith(phrase):
                return reason
        return next((reason for phrase, reason in self.start.get(plain[:1], ()) if plain.startswith(phrase)), None)


_NOTHING = Furniture(None, None, (), 0)


def _within(plain: str, words: set[str], listed: dict[str, tuple[tuple[str, str], ...]]) -> list[str]:
    return [reason for word in sorted(words & listed.keys()) for phrase, reason in listed[word] if phrase in plain]


def plain_line(line: str) -> str:
    """Return a line in lower case, with plain quotes and dashes and single spaces, for look-ups."""
    return " ".join(_plain_marks(line).casefold().split())


def _plain_marks(text: str) -> str:
    if not text.isascii():
        for mark, plain in _MARKS:  # str.translate took a tenth of all cleaning's time
            text = text.replace(mark, plain)
    return text


def _by(key: Iterable[tuple[str, str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for word, phrase, reason in key:
        table.setdefault(word, []).append((phrase, reason))
    return {word: tuple(sorted(rows, key=lambda row: (-len(row[0]), row))) for word, rows in table.items()}


@cache
def phrases() -> Phrases:
    """Read ``furniture.json``."""
    data = json.loads(resources.files(__package__).joinpath("furniture.json").read_text(encoding="utf-8"))
    rows = [
        (place, plain_line(phrase) + (" " if phrase.endswith(" ") else ""), reason)
        for reason, places in data["phrases"].items()
        for place, listed in places.items()
        for phrase in listed
    ]
    starts = [(first_word(phrase), phrase, reason) for place, phrase, reason in rows if place == "start"]
    within, short = (
        [
            (max(_WORD.findall(phrase) or [phrase], key=len), phrase, reason)
            for place, phrase, reason in rows
            if place == wanted
        ]
        for wanted in ("anywhere", "short")
    )
    # Chinese, Japanese and Thai have no spaces to find a first word by: these phrases are searched for as they are.
    unspaced = {
        phrase: reason for _, phrase, reason in rows if re.search("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]", phrase)
    }
    pattern = "|".join(re.escape(phrase) for phrase in sorted(unspaced, key=lambda phrase: (-len(phrase), phrase)))
    return Phrases(
        whole={_EDGE.sub("", phrase): reason for place, phrase, reason in rows if place == "whole"},
        start=_by(starts),
        anywhere=_by(within),
        short=_by(short),
        unspaced=re.compile(pattern),
        unspaced_reason=unspaced,
        weak=frozenset(data["weak"]),
    )


def first_word(phrase: str) -> str:
    """Return the first word of a phrase, or its first character where that is a sign."""
    found = _WORD.search(phrase)
    return found.group() if found and phrase[:1] not in "©☰[(" else phrase[:1]
