"""Word shingles and their hashes: the plain reference that everything faster must equal.

A word is a run of letters, digits, marks and underscores after NFKC and lower-casing; in scripts that write no spaces
(Han, Kana, Thai, Lao, Khmer, Myanmar) every character is a word of its own. Characters that nobody sees (soft hyphens,
zero-width spaces and joiners, variation selectors) are left out first, as in Unicode's NFKC_Casefold: content systems
scatter them. A shingle is ``size`` words in a row; a text with fewer words has one shingle of all of them, a text
without words none.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

from dedup.matching.mixing import GOLDEN, MIX_1, MIX_2

UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"[{UNSPACED}]\p{{M}}*|(?V1:[[\w\p{{M}}]--[{UNSPACED}]]+)")
UNSEEN = regex.compile(r"\p{Default_Ignorable_Code_Point}+")

_MASK = (1 << 64) - 1


def shingle_words(text: str) -> list[str]:
    """Return the words of a text as shingles see them."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", UNSEEN.sub("", text))
    words: list[str] = _WORD.findall(text.lower())
    return words


@lru_cache(maxsize=1 << 17)
def _word_hash(word: str) -> int:
    """Hash one word to 64 bits, eight bytes at a time."""
    data = word.encode("utf-8", "surrogatepass")
    value = len(data) * GOLDEN & _MASK
    at = 0
    while len(data) - at > 8:
        value = (value ^ int.from_bytes(data[at : at + 8], "little")) * MIX_1 & _MASK
        value ^= value >> 32
        at += 8
    value = (value ^ int.from_bytes(data[at:], "little")) * MIX_2 & _MASK
    return value ^ value >> 32


def _finish(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread the bits of rolled sums (MurmurHash3's finaliser)."""
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(MIX_1)
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(MIX_2)
    return values ^ (values >> np.uint64(33))


def word_shingles(words: list[str], size: int) -> npt.NDArray[np.uint64]:
    """Return the 64-bit hashes of the shingles of a list of words, sorted and without repetition, shape ``(n,)``."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    size = min(size, len(words))
    hashes = np.fromiter((_word_hash(word) for word in words), dtype=np.uint64, count=len(words))
    sums = np.zeros(len(words) - size + 1, dtype=np.uint64)
    for place in range(size):  # Horner's rule over the window, modulo 2**64
        sums = sums * np.uint64(GOLDEN) + hashes[place : place + len(sums)]
    return np.unique(_finish(sums))


def shingle_hash(shingle: bytes) -> int:
    """Return the 32-bit hash of one shingle: its words joined by single spaces, in UTF-8.

    It is what datasketch takes as ``hashfunc``: a MinHash over a text's shingles with it equals our signature.
    """
    total = 0
    for word in shingle.decode("utf-8", "surrogatepass").split(" "):
        total = (total * GOLDEN + _word_hash(word)) & _MASK
    return int(_finish(np.array([total], dtype=np.uint64))[0] >> np.uint64(32))
