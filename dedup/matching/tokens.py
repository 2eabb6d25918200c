"""Words of a text by the rules of Unicode, in any script: what the story lane counts and compares.

No language's word list decides. A word of a script with spaces is cut to its first letters, which is about as good a
stemmer as the best rule-based ones in European languages (McNamee and Mayfield 2004, "trunc" runs) and needs no rules;
a run of a script without spaces gives its character bigrams, the usual terms for Chinese and Japanese retrieval.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from sys import intern
from typing import NamedTuple

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_LONGEST = 80  # characters of a word or number that are looked at
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": ""})


class Token(NamedTuple):
    """One term of a text. ``figure``: it is a number; ``capital``: the word, as ``printed``, begins with a capital."""

    term: str
    figure: bool
    capital: bool
    printed: str


@cache
def _marks() -> str:
    """Return the combining marks of the Basic Multilingual Plane as ranges: a word character is none of them."""
    points = [point for point in range(0x300, 0xFFFF) if unicodedata.category(chr(point))[0] == "M"]
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in ranges)


@cache
def _pattern() -> re.Pattern[str]:
    # Possessive, so that no run of letters is ever read twice.
    word = rf"(?:[^\W\d_{_UNSPACED}]++[{_marks()}]*+)++"
    return re.compile(rf"(?P<figure>\d++(?:[.,]\d++)*+)|(?P<unspaced>[{_UNSPACED}]++)|(?P<word>{word}(?:'{word})*+)")


def canonical_figure(printed: str) -> str:
    """Return a number in one form: no separators of thousands (``1,20,000`` is ``120,000``), no zeros that say nothing.

    The last sign is a decimal sign unless it stands twice or is a comma with three digits behind it.
    """
    at = max(printed.rfind(","), printed.rfind("."))
    separates = at < 0 or printed.count(printed[at]) > 1 or (printed[at] == "," and len(printed) - at == 4)
    whole = re.sub(r"\D", "", printed if separates else printed[:at])
    part = "" if separates else printed[at + 1 :].rstrip("0")
    return f"{int(whole[:40])}.{part}" if part else str(int(whole[:40]))


def tokenize(text: str, stem_length: int) -> list[Token]:
    """Return the tokens of ``text`` in order; words cut to ``stem_length`` letters, elisions and clitics off."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    tokens: list[Token] = []
    for match in _pattern().finditer(text):
        if match.lastgroup == "unspaced":
            printed = match.group()
            pairs = [printed[at : at + 2] for at in range(len(printed) - 1)] or [printed]
            tokens.extend(Token(pair, False, False, pair) for pair in pairs)
        else:
            tokens.extend(_tokens(match.group()[:_LONGEST], match.lastgroup == "figure", stem_length))
    return tokens


@lru_cache(maxsize=1 << 16)
def _tokens(printed: str, figure: bool, stem_length: int) -> tuple[Token, ...]:
    """Return the tokens of one printed number or word."""
    if figure:
        return (Token(intern(canonical_figure(printed)), True, False, printed),)
    parts = printed.split("'")
    # Without elisions and clitics: l', O', 's, 'll.
    whole = [part for part in parts if len(part) > 2] or ["".join(parts)]
    return tuple(Token(intern(part.casefold()[:stem_length]), False, part[0].isupper(), intern(part)) for part in whole)
