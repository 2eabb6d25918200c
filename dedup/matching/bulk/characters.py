"""What each character means to a shingle: a table for the kernel, from the rules of ``dedup.matching.shingles``.

An entry holds the character that NFKC and lower-casing make of it, and a class. A class of ``HARD`` says that the
answer depends on its neighbours or has several characters: the text goes to the reference then.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.kept import keep, read_kept

# Classes; an entry is ``character << 4 | class``. Marks continue a word; those with a combining class other than 0 may
# be reordered by NFKC where two of them meet.
GAP, LETTER, MARK, MOVABLE_MARK, ALONE, ALONE_MARK, MOVABLE_ALONE_MARK, NOTHING, HARD = range(9)
TOP = 0x20000  # all that is common: the first two planes

_CAPITAL_SIGMA = "Σ"  # its lower case depends on its place in the word
_JAMO = ((0x1161, 0x1176), (0x11A8, 0x11C3))  # join with what stands before by rule, not by table


@cache
def character_table() -> npt.NDArray[np.int32]:
    """Return the table, shape ``(TOP,)``. Making it takes a tenth of a second, so it is kept in a file."""
    name = _name()
    data = read_kept(name)
    if data is None:
        data = _made().tobytes()
        keep(name, data)
    return np.frombuffer(data, dtype=np.int32)


def _name() -> str:
    """Return the file's name: this module, the rules of words, and the versions of Unicode that decide."""
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    for module in (__name__, "dedup.matching.shingles", "regex"):
        found = find_spec(module)
        about = Path(found.origin).stat() if found is not None and found.origin else None
        digest.update(f"{about and (about.st_size, about.st_mtime_ns)}".encode())
    return f"characters-{digest.hexdigest()[:20]}.bin"


def _made() -> npt.NDArray[np.int32]:
    """Make the table."""
    import regex

    from dedup.matching.shingles import UNSEEN, UNSPACED

    points = np.array([point for point in range(TOP) if not 0xD800 <= point < 0xE000 and point != 10], dtype=np.int64)
    printed = "\n".join(map(chr, points.tolist()))
    composed = unicodedata.normalize("NFKC", printed)
    made = composed.lower().split("\n")
    single = "".join(character if len(character) == 1 else "\ufffc" for character in made)
    letter, mark, alone = (_holds(single, rf"[{rule}]") for rule in (r"\w\p{M}", r"\p{M}", UNSPACED))
    movable = np.fromiter(map(unicodedata.combining, single), dtype=np.int64, count=len(single)) > 0
    kinds = np.full(len(points), GAP)
    kinds[letter] = LETTER
    kinds[mark] = MARK
    kinds[mark & movable] = MOVABLE_MARK
    kinds[alone] = ALONE
    kinds[alone & mark] = ALONE_MARK
    kinds[alone & mark & movable] = MOVABLE_ALONE_MARK
    single_points = np.fromiter(map(ord, single), dtype=np.int64, count=len(single))
    kinds[np.isin(single_points, _joining()) | (single_points >= TOP)] = HARD
    wide = np.flatnonzero(np.fromiter(map(len, made), dtype=np.int64, count=len(made)) != 1)
    separates = regex.compile(r"[^\w\p{M}]*")
    kinds[wide] = [GAP if separates.fullmatch(made[place]) else HARD for place in wide.tolist()]
    kinds[[_CAPITAL_SIGMA in part for part in composed.split("\n")]] = HARD
    table = np.full(TOP, HARD, dtype=np.int64)
    table[points] = single_points << 4 | kinds
    table[[point for point in points.tolist() if UNSEEN.fullmatch(chr(point))]] = NOTHING
    table[0] = HARD
    table[10] = GAP
    return table.astype(np.int32)


def _holds(text: str, rule: str) -> npt.NDArray[np.bool_]:
    """Return for each character whether a rule matches it."""
    import regex

    found = np.zeros(len(text), dtype=np.bool_)
    for match in regex.finditer(rf"{rule}+", text):
        found[match.start() : match.end()] = True
    return found


def _joining() -> list[int]:
    """Return the characters that NFKC may join with the one before."""
    second = {point for low, high in _JAMO for point in range(low, high)}
    for point in range(0x30000):
        parts = unicodedata.decomposition(chr(point)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second.add(int(parts[1], 16))
    return sorted(second)
