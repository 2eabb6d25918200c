"""Phrases of page furniture: what pages print around an article, in many languages (``furniture.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from dedup.cleaning.lines import Line
from dedup.cleaning.words import beyond_cyrillic, letter_words, plain_line, telling_word
from dedup.settings import CleaningSettings


class Furniture(NamedTuple):
    """What of a line is furniture: the reason where the line is a phrase, begins with one, or contains some.

    ``reason`` is that of the surest phrase.
    """

    whole: str | None
    start: str | None
    anywhere: tuple[str, ...]
    reason: str | None


_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
NOTHING = Furniture(None, None, (), None)
_Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrase lists, indexed so that a line costs a few look-ups, however many phrases there are.

    ``whole`` by the phrase, ``start`` by its first word or sign (and all of these phrases at once), ``within`` by its
    longest word, for phrases that count anywhere and those that count in short lines; ``telling`` are all these longest
    words and the weak ones.
    """

    whole: dict[str, str]
    start: dict[str, tuple[tuple[str, ...], _Rows]]
    within: dict[str, tuple[_Rows, _Rows]]
    unspaced: re.Pattern[str]
    unspaced_reason: dict[str, str]
    weak: frozenset[str]
    reader: frozenset[str]
    telling: frozenset[str]
    longest: int
    """Words of the longest phrase that is a whole line."""

    def find(self, line: Line, settings: CleaningSettings) -> Furniture:
        """Look a line up; of a long one only the beginning counts."""
        plain, words = line.plain, line.words
        if len(plain) > settings.furniture_chars:
            plain = plain[: settings.furniture_chars]
            words = letter_words(plain)
        short = len(plain) < settings.furniture_short_chars
        known = self.telling.intersection(words)
        anywhere = self._within(plain, known, short) if known else []
        whole = self.whole.get(_bare(plain)) if len(words) <= self.longest else None
        start = None
        if words and words[0] in self.start:
            start = self._start(plain, words, short)
        if not start and not plain[0].isalnum() and plain[0] in self.start:
            start = next((reason for phrase, reason in self.start[plain[0]][1] if plain.startswith(phrase)), None)
        # Chinese, Japanese and Thai have no spaces between words.
        if not plain.isascii() and beyond_cyrillic(plain) and (found := self.unspaced.search(plain)):
            anywhere.append(self.unspaced_reason[found.group()])
        reason = whole or start or (anywhere[0] if anywhere else None)
        if not reason:
            return NOTHING
        return Furniture(whole, start, tuple(anywhere), reason)

    def _start(self, plain: str, words: list[str], short: bool) -> str | None:
        together, rows = self.start[words[0]]
        bare = plain if plain[0].isalnum() else _bare(plain)
        if not (bare.startswith(together) or plain.startswith(together)):
            return None
        # A phrase that ends in a space is ordinary speech too ("Share ..."): a long line that begins so may be news, and
        # so may a sentence without another word of furniture.
        common = short and (plain[-1] not in ".।。" or "@" in plain or self._calls(words))
        for phrase, reason in rows:
            if (common or not phrase.endswith(" ")) and (bare.startswith(phrase) or plain.startswith(phrase)):
                return reason
        return None

    def _calls(self, words: list[str]) -> bool:
        """Tell whether words speak to the reader, or two of them are common in furniture."""
        return not self.reader.isdisjoint(words) or len([word for word in words if word in self.weak]) > 1

    def _within(self, plain: str, words: frozenset[str], short: bool) -> list[str]:
        found, in_short = [], []
        for word in sorted(words) if len(words) > 1 else words:
            anywhere, listed = self.within.get(word, ((), ()))
            for phrase, reason in anywhere:
                if phrase in plain:
                    found.append(reason)
            for phrase, reason in listed if short else ():
                if phrase in plain:
                    in_short.append(reason)
        return found + in_short


def _bare(plain: str) -> str:
    """Return a text without the signs before its first and behind its last letter or digit."""
    start, end = 0, len(plain)
    while start < end and not plain[start].isalnum():
        start += 1
    while start < end and not plain[end - 1].isalnum():
        end -= 1
    return plain[start:end]


def _by(key: Iterable[tuple[str, str, str]]) -> dict[str, _Rows]:
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
    anywhere, short = (
        _by((telling_word(letter_words(phrase)), phrase, reason) for at, phrase, reason in rows if at == place)
        for place in ("anywhere", "short")
    )
    weak = frozenset(data["weak"])
    # Chinese, Japanese and Thai have no spaces to find a first word by: these phrases are searched for as they are.
    unspaced = [row for row in rows if row[0] != "whole" and _UNSPACED.search(row[1])]
    unspaced.sort(key=lambda row: (-len(row[1]), row))
    pattern = "|".join((r"\A" if place == "start" else "") + re.escape(phrase) for place, phrase, _ in unspaced)
    return Phrases(
        whole={_bare(phrase): reason for place, phrase, reason in rows if place == "whole"},
        start={word: (tuple(phrase for phrase, _ in found), found) for word, found in _by(starts).items()},
        within={word: (anywhere.get(word, ()), short.get(word, ())) for word in anywhere.keys() | short.keys()},
        unspaced=re.compile(pattern),
        unspaced_reason={phrase: reason for _, phrase, reason in unspaced},
        weak=weak,
        reader=frozenset(data["reader"]),
        telling=weak.union(anywhere, short),
        longest=max(len(letter_words(phrase)) for place, phrase, _ in rows if place == "whole"),
    )


def first_word(phrase: str) -> str:
    """Return the first word of a phrase, or its first character where that is a sign."""
    found = letter_words(phrase)
    return found[0] if found and phrase[:1] not in "©☰[(" else phrase[:1]
