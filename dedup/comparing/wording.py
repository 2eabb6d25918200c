"""Words of a sentence: normalised for comparison, with their places in the article's text kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dedup.quoting.wording import SIGNS

# Scripts that write without spaces are compared character by character.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(
    rf"[{_UNSPACED}]|\d+(?:[.,]\d+)*|(?:(?![{_UNSPACED}])[\w{SIGNS}])+(?:['’ʼ](?:(?![{_UNSPACED}])\w)+)*"
)
_JOINERS = "\u00ad\u200c\u200d"
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word as compared (``norm``) and where it stands in the article's text."""

    norm: str
    start: int
    end: int
    capital: bool


def normalise(text: str) -> str:
    """Return a word without case, compatibility forms, diacritics and possessive ending."""
    plain = text.translate(_APOSTROPHES)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c) and c not in _JOINERS) or plain
    plain = plain.casefold()
    return plain[:-2] if plain.endswith("'s") and len(plain) > 2 else plain


def words_of(text: str, start: int, end: int, limit: int) -> tuple[Word, ...]:
    """Return at most ``limit`` words of ``text[start:end]``, in order."""
    found = []
    for match in _WORD.finditer(text, start, end):
        found.append(Word(normalise(match.group()), match.start(), match.end(), match.group()[0].isupper()))
        if len(found) == limit:
            break
    return tuple(found)


def count_words(text: str, start: int, end: int) -> int:
    """Return the number of words of ``text[start:end]``."""
    return sum(1 for _ in _WORD.finditer(text, start, end))


def stem(word: str) -> str:
    """Return a language-neutral stem: the first letters, since inflection is mostly at a word's end."""
    return word if len(word) <= 5 or word[0].isdigit() else word[: max(5, len(word) - 3)][:7]
