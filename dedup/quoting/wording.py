"""The words of a quote as they are compared: folded, without regard to typography and to accepted spellings."""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

POINTS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
POINTS += "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u00ad\u200c\u200d"
"""Accents, points of Hebrew and Arabic, joiners, soft hyphens: words with and without them are the same."""
SIGNS = POINTS + "\u0900-\u0963\u0966-\u0dff"
"""What stands inside words and is not ``\\w`` in Python, as of a character class: points, and Indic vowel signs."""
# Scripts without spaces count one character as a word.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    r"%|(?i:\bper[ \u00a0]cent\b)|"
    rf"\d+(?:[.,]\d+)*|[{_ALONE}]|(?:(?![{_ALONE}\d_])[\w{SIGNS}])+(?:'(?:(?![{_ALONE}\d_])[\w{SIGNS}])+)*"
)
_APOSTROPHES = "’‘ʼ`´"
_POINTS = re.compile(f"[{POINTS}]")
_CONTRACTED = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
_IRREGULAR = {"won't": "will", "can't": "can", "shan't": "shall", "ain't": "is"}
_IS = frozenset(
    {"it's", "that's", "what's", "there's", "here's", "he's", "she's", "who's", "where's", "how's", "this's"}
)
# Accepted English spellings of one word (colour, organise, centre, travelled, programme); others pass unchanged.
_SPELLINGS = (
    (re.compile(r"(?<=\w\w\w)is(e[drs]?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=\w\w)ys(e[drs]?|ing)$"), r"yz\1"),
    (re.compile(r"(?<=\w\w)our(?=(s|ed|ing|able|ite|ites|ful|al|er|ers)?$)"), "or"),
    (re.compile(r"(?<=\w[tb])re(?=s?$)"), "er"),
    (re.compile(r"(?<=\w\wl)l(?=(ed|ing|er|ers)$)"), ""),
    (re.compile(r"(?<=\w\wm)me(?=s?$)"), ""),
    (re.compile(r"(?<=\w\wo)gue(?=s?$)"), "g"),
)


class Word(NamedTuple):
    """One word: how it is compared (``key``), how it is printed, and where (offsets into the text given)."""

    key: str
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a page, read once: how they are compared, and their offsets into the text (both ascending)."""

    text: str
    keys: tuple[str, ...]
    starts: array[int]
    ends: array[int]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the words (first, end) that lie wholly between two offsets."""
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_right(self.ends, end))

    def said(self, start: int, end: int) -> tuple[str, ...]:
        """Return the words between two offsets, as ``keys`` of that stretch alone gives them."""
        first, last = self.within(start, end)
        cut = (first > 0 and self.ends[first - 1] > start) or (last < len(self.starts) and self.starts[last] < end)
        return keys(self.text[start:end]) if cut else self.keys[first:last]


def fold(text: str) -> str:
    """Return the text in lower case, without accents and points, with apostrophes and compatible characters unified."""
    plain = _straight(unicodedata.normalize("NFKD", text)).casefold()
    return unicodedata.normalize("NFC", _POINTS.sub("", plain))


def spelling(word: str) -> str:
    """Return one form for the accepted spellings of a folded word."""
    known = _spellings()
    if word in known:
        return known[word]
    if word.endswith("s") and word[:-1] in known:
        return known[word[:-1]] + "s"
    if len(word) > 5 and word.isascii():
        for pattern, common in _SPELLINGS:
            word = pattern.sub(common, word)
    return word


@cache
def _spellings() -> dict[str, str]:
    """Return English words with two accepted spellings that no rule covers (``spellings.json``), with the one to compare."""
    data: dict[str, str] = json.loads(
        resources.files(__package__).joinpath("spellings.json").read_text(encoding="utf-8")
    )
    return data


def keys(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(key for match in _found(text) for key in _split(match.group()))


@lru_cache(maxsize=1 << 12)
def name_keys(printed: str) -> tuple[str, ...]:
    """Return the words of a name or venue as they are compared; a story prints the same ones again and again."""
    return keys(printed)


def words(text: str) -> list[Word]:
    """Return the words of a text; ``isn't`` gives ``is`` and ``not``, ``cannot`` gives ``can`` and ``not``.

    Linear in the text's length.
    """
    return [
        Word(key, text[match.start() : match.end()], match.start(), match.end())
        for match in _found(text)
        for key in _split(match.group())
    ]


def told(text: str) -> Told:
    """Return the words of a page; linear in its length."""
    found: list[str] = []
    starts, ends = array("q"), array("q")
    for match in _found(text):
        start, end = match.span()
        for key in _split(match[0]):
            found.append(key)
            starts.append(start)
            ends.append(end)
    return Told(text, tuple(found), starts, ends)


def _found(text: str) -> Iterator[re.Match[str]]:
    return _WORD.finditer(_straight(text))


def _straight(text: str) -> str:
    """Return the text with straight apostrophes, as long as it was (``replace`` is ten times as fast as a table)."""
    for mark in _APOSTROPHES:
        text = text.replace(mark, "'")
    return text


@lru_cache(maxsize=1 << 16)
def _split(printed: str) -> tuple[str, ...]:
    """Return the words that a printed one stands for."""
    word = fold(printed).replace(" ", "") or printed
    if word == "%":
        return ("percent",)
    if word[0].isdigit():
        return (re.sub(r",(?=\d\d\d?)", "", word),)
    if word == "cannot":
        return ("can", "not")
    if word.endswith("n't") and len(word) > 3:
        return (_IRREGULAR.get(word, word[:-3]), "not")
    if word in _IS:
        return (word[:-2], "is")
    stem, mark, rest = word.rpartition("'")
    if mark and "'" + rest in _CONTRACTED:
        return (stem, _CONTRACTED["'" + rest])
    return (spelling(word),)
