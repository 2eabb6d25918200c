"""The words of a quote as they are compared: folded, without regard to typography and to accepted spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# Scripts without spaces count one character as a word; vowel signs of Indic scripts are not \w in Python.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_INDIC = "\u0900-\u0963\u0966-\u0dff"
_WORD = re.compile(
    rf"\d+(?:[.,]\d+)*|[{_ALONE}]|(?:(?![{_ALONE}\d_])[\w{_INDIC}])+(?:'(?:(?![{_ALONE}\d_])[\w{_INDIC}])+)*"
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
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


def fold(text: str) -> str:
    """Return the text in lower case, without Latin accents, with apostrophes and compatible characters unified."""
    plain = unicodedata.normalize("NFKD", text).translate(_APOSTROPHES).casefold()
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", plain))


def spelling(word: str) -> str:
    """Return one form for the accepted spellings of a folded word."""
    if len(word) > 5 and word.isascii():
        for pattern, common in _SPELLINGS:
            word = pattern.sub(common, word)
    return word


def keys(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(key for match in _found(text) for key in _split(match.group()))


def words(text: str) -> list[Word]:
    """Return the words of a text; ``isn't`` gives ``is`` and ``not``, ``cannot`` gives ``can`` and ``not``.

    Linear in the text's length.
    """
    return [
        Word(key, text[match.start() : match.end()], match.start(), match.end())
        for match in _found(text)
        for key in _split(match.group())
    ]


def _found(text: str) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text.translate(_APOSTROPHES))


@lru_cache(maxsize=1 << 16)
def _split(printed: str) -> tuple[str, ...]:
    """Return the words that a printed one stands for."""
    word = fold(printed).replace(" ", "") or printed
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
