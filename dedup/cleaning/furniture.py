"""Phrases of page furniture: what pages print around an article, in many languages (``furniture.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from dedup.cleaning.words import sign_word_set, sign_words
from dedup.settings import CleaningSettings

# Lines whose look-ups are remembered, so that the furniture of a hundred pages of one outlet is looked up once.
REMEMBERED = 8192
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

    def find(self, line: str, settings: CleaningSettings) -> Furniture:
        """Look a line up; ``line`` may be any text, of which only the beginning counts. Short lines are remembered."""
        limits = settings.furniture_short_chars, settings.furniture_chars
        return _remembered(line, *limits) if len(line) < settings.furniture_long_chars else self.look_up(line, *limits)

    def look_up(self, line: str, short_chars: int, most_chars: int) -> Furniture:
        """Look a line up, without memory."""
        plain = plain_line(line[:most_chars])
        bare = _bare(plain)
        words = sign_words(bare)
        start = self._start(plain, bare, words[0] if words else "", short_chars)
        seen = set(words)
        anywhere = _within(plain, seen, self.anywhere)
        if len(plain) < short_chars:
            anywhere += _within(plain, seen, self.short)
        if not plain.isascii() and (found := self.unspaced.search(plain)):
            anywhere.append(self.unspaced_reason[found.group()])
        weak = len([word for word in words if word in self.weak])
        return Furniture(self.whole.get(bare), start, tuple(anywhere), weak)

    def find_all(self, lines: Sequence[str], settings: CleaningSettings) -> list[Furniture]:
        """Look all lines of a page up; long ones without a phrase cost next to nothing."""
        least = settings.furniture_long_chars
        long = _plain_marks(" \n ".join([line for line in lines if len(line) >= least]).lower())
        # The words of all long lines at once tell which phrases can stand in any of them: mostly none.
        words = sign_word_set(long) & self.anywhere.keys()
        present = any(phrase in long for word in words for phrase, _ in self.anywhere[word])
        present = present or (not long.isascii() and self.unspaced.search(long) is not None)
        return [
            self.find(line, settings) if len(line) < least or present or self._may_start(line) else _NOTHING
            for line in lines
        ]

    def _may_start(self, line: str) -> bool:
        head = line[:40].lower().lstrip(" -–—*•([\"'“‘")
        found = _WORD.match(head)
        return not found or found.group() in self.start or line[0] in "([©☰"

    def _start(self, plain: str, bare: str, first: str, short_chars: int) -> str | None:
        for phrase, reason in self.start.get(first, ()):
            # A phrase that ends in a space is a single word ("Share ..."): a long line may begin so and be news.
            if phrase.endswith(" ") and len(plain) >= short_chars:
                continue
            if bare.startswith(phrase) or plain.startswith(phrase):
                return reason
        return next((reason for phrase, reason in self.start.get(plain[:1], ()) if plain.startswith(phrase)), None)


_NOTHING = Furniture(None, None, (), 0)


@lru_cache(maxsize=REMEMBERED)
def _remembered(line: str, short_chars: int, most_chars: int) -> Furniture:
    return phrases().look_up(line, short_chars, most_chars)


def forget_furniture() -> None:
    """Empty the memory of lines, for fair timing."""
    _remembered.cache_clear()


def _within(plain: str, words: set[str], listed: dict[str, tuple[tuple[str, str], ...]]) -> list[str]:
    known = [word for word in words if word in listed]
    return [reason for word in sorted(known) for phrase, reason in listed[word] if phrase in plain] if known else []


def _bare(plain: str) -> str:
    """Return a text without the signs before its first and behind its last letter or digit."""
    start, end = 0, len(plain)
    while start < end and not plain[start].isalnum():
        start += 1
    while start < end and not plain[end - 1].isalnum():
        end -= 1
    return plain[start:end]


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
        whole={_bare(phrase): reason for place, phrase, reason in rows if place == "whole"},
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
