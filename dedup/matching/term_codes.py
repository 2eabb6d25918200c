"""Terms as numbers of 64 bits, and what each character means to the compiled tokeniser.

The rules are those of ``tokens``; the table is made by them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from dedup.matching.tokens import _APOSTROPHES, _UNSPACED, _marks

BASE = 1290  # above the last letter of Cyrillic; six digits to this base fit into 62 bits
LETTERS = 6
HASHED = 1 << 63
PRIME, START = 0x100000001B3, 0xCBF29CE484222325  # FNV-1a (Fowler, Noll, Vo)
_MASK = (1 << 64) - 1
LONGEST = 80  # characters of a word or number that are looked at
FIRST_SETS = 8
"""Sets of an article before its sentences: terms, headline, lead, names, figures' values and units, the lead's likewise."""

# Classes of characters; an entry of the table is ``character << 4 | class``.
GAP, SMALL, CAPITAL, DIGIT, POINT, APOSTROPHE, NOTHING, HARD = range(8)
TOP = 0x110000
OPENING, CLOSING = '“"«„「『', '”"»“」』'


@lru_cache(maxsize=1 << 18)
def term_code(term: str) -> int:
    """Return the number of a term; the empty term is 0."""
    points = [ord(letter) for letter in term]
    if len(points) <= LETTERS and all(point < BASE for point in points):
        value = 0
        for at in range(LETTERS):
            value = value * BASE + (points[at] if at < len(points) else 0)
        return value
    value = START
    for point in points:
        value = (value ^ point) * PRIME & _MASK
    return value | HASHED


@cache
def character_table() -> npt.NDArray[np.int32]:
    """Return what each character is to a tokeniser, shape ``(TOP,)``."""
    letter = re.compile(r"[^\W\d_]")
    unspaced, mark = re.compile(f"[{_UNSPACED}]"), re.compile(f"[{_marks()}]")
    table = np.full(TOP, HARD, dtype=np.int64)
    for point in range(0x2FFF):
        table[point] = _entry(chr(point), letter, unspaced, mark)
    for low, high in ((0xA640, 0xA800), (0xFE00, 0xFF00)):
        for point in range(low, high):
            table[point] = _entry(chr(point), letter, unspaced, mark)
    table[0x1F000:0x1FB00] = GAP  # pictures
    for point in range(0x1F100, 0x1F300):
        table[point] = HARD  # letters in frames and circles
    return table.astype(np.int32)


def _entry(character: str, letter: re.Pattern[str], unspaced: re.Pattern[str], mark: re.Pattern[str]) -> int:
    made = unicodedata.normalize("NFKC", character).translate(_APOSTROPHES)
    if unspaced.search(made) or mark.search(made):
        return HARD
    if not made:
        return NOTHING
    if len(made) > 1:
        return HARD if re.search(r"\w|'", made) else GAP
    if made == "'":
        return APOSTROPHE
    if made in ".,":
        return ord(made) << 4 | POINT
    if made.isdecimal():
        return ord(made) << 4 | DIGIT if made.isascii() else HARD
    if not letter.match(made):
        return GAP
    folded = made.casefold()
    if len(folded) != 1:
        return HARD
    return ord(folded) << 4 | (CAPITAL if made.isupper() else SMALL)


@cache
def speech_marks() -> npt.NDArray[np.int32]:
    """Return which characters may open (1) or close (2) direct speech, or both (3)."""
    table = np.zeros(0x3100, dtype=np.int32)
    for marks, bit in ((OPENING, 1), (CLOSING, 2)):
        for character in marks:
            table[ord(character)] |= bit
    return table
