"""From the words of a text to its shingles, signature and band keys: ``shingles`` and ``minhash``, compiled.

A text goes through two passes. The first (``normal``) writes it out in lower case with everything that is no word as a
gap. The second (``words``) finds words in masks of 64 bits and hashes them; their shingles, and the permutations of
these, are loops that the compiler turns into vectors. Both ways, this and the reference, give the same shingles for
every text.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.normal import normalise
from dedup.matching.bulk.room import PLACES, TOO_HARD
from dedup.matching.bulk.simd import kernel
from dedup.matching.bulk.words import hash_words
from dedup.matching.mixing import GOLDEN, MIX_1, MIX_2

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int32]

_ONE = np.uint64(1)
_GOLDEN = np.uint64(GOLDEN)
_MIX_1 = np.uint64(MIX_1)
_MIX_2 = np.uint64(MIX_2)
_S32, _S33 = np.uint64(32), np.uint64(33)
_LARGEST = np.uint32(0xFFFFFFFF)
_LARGEST_BASE = 0x3FFFFFFF  # a text has fewer shingles than are left up to what 32 bits hold
_USUAL = 5  # words of a shingle


@kernel
def spread(value: np.uint64) -> np.uint64:
    """Spread the bits of a sum (MurmurHash3's finaliser)."""
    value = (value ^ (value >> _S33)) * _MIX_1
    value = (value ^ (value >> _S33)) * _MIX_2
    return value ^ (value >> _S33)


@kernel
def roll(words: Longs, count: int, size: int, shingles: Longs) -> int:
    """Write the hashes of the shingles, repetitions included; return their number."""
    if count == 0:
        return 0
    size = min(size, count)
    many = count - size + 1
    if size == _USUAL:  # Horner's rule over the window; one loop keeps the sums in registers
        for at in range(many):
            first = np.uint64(at)
            value = words[first]
            for step in range(1, _USUAL):
                value = value * _GOLDEN + words[first + np.uint64(step)]
            shingles[first] = spread(value)
        return many
    for place in range(many):
        shingles[place] = words[place]
    for step in range(1, size):
        for place in range(many):
            shingles[place] = shingles[place] * _GOLDEN + words[place + step]
    for place in range(many):
        shingles[place] = spread(shingles[place])
    return many


@kernel
def distinct(shingles: Longs, count: int, places: Places) -> int:
    """Move the distinct shingles to the front, in order of first appearance; return their number.

    ``places`` is a hash table that is not cleared for each text: a slot holds the place of a shingle among the distinct
    ones, plus a number which is larger than all that texts before have left. That number stands behind the table.
    """
    size = PLACES
    while size < 2 * count:
        size *= 2
    low = np.uint64(size - 1)
    base = places[-1]
    if base > _LARGEST_BASE:
        places[:] = 0
        base = 1
    kept = 0
    for at in range(count):
        value = shingles[np.uint64(at)]
        slot = value & low
        while places[slot] >= base and shingles[np.uint64(places[slot] - base)] != value:
            slot = (slot + _ONE) & low
        if places[slot] < base:
            places[slot] = base + kept
            shingles[np.uint64(kept)] = value
            kept += 1
    places[-1] = base + kept
    return kept


@kernel
def sign(shingles: Longs, count: int, multipliers: Ints, offsets: Ints, mixed: Ints, signature: Ints) -> None:
    """Write the MinHash signature: datasketch's ``affine32``. ``mixed`` has room for seven values more."""
    for place in range(count):
        value = np.uint32(shingles[place] >> _S32)
        # numba widens products to 64 bits: cut back after each
        value = np.uint32((value ^ (value >> np.uint32(16))) * np.uint32(0x85EBCA6B))
        value = np.uint32((value ^ (value >> np.uint32(13))) * np.uint32(0xC2B2AE35))
        mixed[place] = value ^ (value >> np.uint32(16))
    for place in range(count, -(-count // 8) * 8):
        mixed[place] = mixed[0]
    for turn in range(len(multipliers)):
        signature[turn] = _LARGEST
    for place in range(0, count, 8):  # eight shingles at a time for all permutations: what is least stays in the cache
        for turn in range(len(multipliers)):
            least = signature[turn]
            for step in range(8):
                least = min(least, np.uint32(mixed[place + step] * multipliers[turn] + offsets[turn]))
            signature[turn] = least


@kernel
def fold_bands(signature: Ints, bands: int, rows: int, keys: Ints) -> None:
    """Write one key of 32 bits for each band, as ``dedup.matching.minhash.band_keys`` does."""
    for band in range(bands):
        value = np.uint64(band + 1) * _GOLDEN
        for row in range(band * rows, band * rows + rows):
            value = (value ^ np.uint64(signature[row])) * _MIX_1
            value ^= value >> _S32
        keys[band] = np.uint32(value >> _S32)


@kernel
def shingle_texts(
    data: Bytes, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], escaped: bool, size: int,
    table: npt.NDArray[np.int32], text: Bytes, words: Longs, masks: Longs, places: Places,
    counts: npt.NDArray[np.int32], shingles: Longs,
) -> None:  # fmt: skip
    """Write the distinct shingles of each text one after the other, and their numbers.

    ``counts`` holds 0, or a number known before: a text of as many shingles repeats none. A count of ``TOO_HARD`` leaves
    the text (and one of start -1) to the reference. ``text``, ``words``, ``masks`` and ``places``
    are working room; ``shingles`` has room for half as many as the texts have bytes, and one for each text.
    """
    to = 0
    for row in range(len(starts)):
        known = counts[row]
        counts[row] = TOO_HARD
        if starts[row] < 0:
            continue
        length = normalise(data, starts[row], ends[row], escaped, table, text)
        if length < 0:
            continue
        mine = shingles[to:]
        many = roll(words, hash_words(text, length, words, masks), size, mine)
        counts[row] = many if many == known else distinct(mine, many, places)
        to += counts[row]


@kernel
def sign_texts(
    shingles: Longs, counts: npt.NDArray[np.int32], bands: int, rows: int, multipliers: Ints, offsets: Ints, mixed: Ints,
    signatures: Ints, sketches: Bytes, keys: Ints,
) -> None:  # fmt: skip
    """Fill signature, sketch (the signature's low bytes) and band keys of each text from ``shingle_texts``.

    ``signatures`` has a row for each text, or one row alone where nobody wants them; ``keys``: ``(bands, texts)``.
    """
    start = 0
    for row in range(len(counts)):
        count = counts[row]
        if count < 0:
            continue
        signature = signatures[row if len(signatures) > 1 else 0]
        sign(shingles[start : start + count], count, multipliers, offsets, mixed, signature)
        for turn in range(len(signature)):
            sketches[row, turn] = signature[turn]
        fold_bands(signature, bands, rows, keys[:, row])
        start += count
