"""From the bytes of a text to its shingles, signature and band keys: ``shingles`` and ``minhash``, compiled.

A text goes through two passes. The first writes it out in lower case with everything that is no word as a gap, sixty-four
plain bytes at a time, and by table where a character is not ASCII. The second finds words in masks of 64 bits and
hashes them; their shingles, and the permutations of these, are loops that the compiler turns into vectors. Where the
table cannot tell (see ``characters``) the text is left to the reference, so that both ways give the same shingles for
every text.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.characters import (
    ALONE,
    ALONE_MARK,
    GAP,
    HARD,
    LETTER,
    MOVABLE_ALONE_MARK,
    MOVABLE_MARK,
    NOTHING,
    TOP,
)  # fmt: skip
from dedup.matching.bulk.room import MANY, TOO_HARD
from dedup.matching.bulk.simd import copy_lowered, count_bits, first_bit, kernel, load_word, special_bytes, word_bytes
from dedup.matching.mixing import GOLDEN, MIX_1, MIX_2

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.uint32]

_ONE = np.uint64(1)
_GOLDEN = np.uint64(GOLDEN)
_MIX_1 = np.uint64(MIX_1)
_MIX_2 = np.uint64(MIX_2)
_EIGHT, _S32, _S33 = np.uint64(8), np.uint64(32), np.uint64(33)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_LARGEST = np.uint32(0xFFFFFFFF)
_SPACE, _BACKSLASH, _U = ord(" "), ord("\\"), ord("u")
_BROKEN = -1  # of decoders: not a character


@kernel
def hex_value(data: Bytes, at: int, end: int) -> int:
    """Return the value of four hexadecimal digits, or ``_BROKEN``."""
    if at + 4 > end:
        return _BROKEN
    value = 0
    for place in range(at, at + 4):
        digit = int(data[place])
        if 48 <= digit <= 57:
            value = value * 16 + digit - 48
        elif 97 <= (digit | 32) <= 102:
            value = value * 16 + (digit | 32) - 87
        else:
            return _BROKEN
    return value


@kernel
def utf8_length(data: Bytes, at: int, end: int) -> int:
    """Return how many bytes the character of two to four bytes at ``at`` has; ``_BROKEN`` if it is not valid UTF-8."""
    lead = int(data[at])
    if lead < 0xC2 or lead > 0xF4:
        return _BROKEN
    length = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    if at + length > end:
        return _BROKEN
    for place in range(at + 1, at + length):
        if int(data[place]) & 0xC0 != 0x80:
            return _BROKEN
    second = int(data[at + 1])
    if (lead == 0xE0 and second < 0xA0) or (lead == 0xED and second > 0x9F):  # overlong, surrogate
        return _BROKEN
    if (lead == 0xF0 and second < 0x90) or (lead == 0xF4 and second > 0x8F):  # overlong, beyond Unicode
        return _BROKEN
    return length


@kernel
def utf8_point(data: Bytes, at: int, length: int) -> int:
    """Return the character of ``length`` valid bytes."""
    point = int(data[at]) & (0xFF >> (length + 1))
    for place in range(at + 1, at + length):
        point = point << 6 | int(data[place]) & 0x3F
    return point


@kernel
def put_utf8(point: int, target: Bytes, to: int) -> int:
    """Write a character; return the place after it."""
    if point < 0x80:
        target[to] = point
        return to + 1
    if point < 0x800:
        target[to] = 0xC0 | point >> 6
        target[to + 1] = 0x80 | point & 0x3F
        return to + 2
    if point < 0x10000:
        target[to] = 0xE0 | point >> 12
        target[to + 1] = 0x80 | point >> 6 & 0x3F
        target[to + 2] = 0x80 | point & 0x3F
        return to + 3
    target[to] = 0xF0 | point >> 18
    target[to + 1] = 0x80 | point >> 12 & 0x3F
    target[to + 2] = 0x80 | point >> 6 & 0x3F
    target[to + 3] = 0x80 | point & 0x3F
    return to + 4


@kernel
def next_character(data: Bytes, at: int, end: int, escaped: bool) -> tuple[int, int]:
    """Return the character at ``at`` and its length in bytes, JSON escapes read; ``_BROKEN`` for what is not sound."""
    lead = int(data[at])
    if lead >= 0x80:
        length = utf8_length(data, at, end)
        return (_BROKEN, 0) if length < 0 else (utf8_point(data, at, length), length)
    if not escaped:
        return lead, 1
    if lead < _SPACE or (lead == _BACKSLASH and at + 1 >= end):
        return _BROKEN, 0
    if lead != _BACKSLASH:
        return lead, 1
    code = int(data[at + 1])
    if code != _U:  # " \ / b f n r t: none is part of a word
        known = code in (34, 92, 47, 98, 102, 110, 114, 116)
        return (_SPACE, 2) if known else (_BROKEN, 0)
    point = hex_value(data, at + 2, end)
    if 0xD800 <= point < 0xDC00 and at + 8 <= end and data[at + 6] == _BACKSLASH and data[at + 7] == _U:
        low = hex_value(data, at + 8, end)
        if 0xDC00 <= low < 0xE000:
            return 0x10000 + ((point - 0xD800) << 10) + low - 0xDC00, 12
    return (_BROKEN, 0) if 0xD800 <= point < 0xE000 else (point, 6)


@kernel
def normalise(data: Bytes, start: int, end: int, escaped: bool, table: npt.NDArray[np.int32], target: Bytes) -> int:
    """Write ``data[start:end]`` as words and gaps; return the length, or ``TOO_HARD``.

    ``target`` needs room for twice the text and two paddings: a character takes no more bytes than it had, but for some
    whose lower case is longer by half, and a gap is set where a character of a script without spaces begins or ends.
    """
    at, to = start, 0
    alone = False  # in a word of a script without spaces
    movable = False  # the last character was a mark that may change places with the next
    while at < end:
        run = min(first_bit(special_bytes(data, at)), end - at)
        if run:
            if alone:
                target[to] = _SPACE
                to += 1
            alone = movable = False
            copy_lowered(data, at, target, to)
            at += run
            to += run
            continue
        point, length = next_character(data, at, end, escaped)
        if point < 0 or point >= TOP or point == 60:  # "<": markup is taken out by the reader
            return TOO_HARD
        at += length
        entry = int(table[point])
        kind = entry & 15
        if kind == NOTHING:
            continue
        if kind == HARD:
            return TOO_HARD
        may_move = kind in (MOVABLE_MARK, MOVABLE_ALONE_MARK)
        if may_move and movable:
            return TOO_HARD
        movable = may_move
        begins = (
            kind in (GAP, ALONE)
            or (kind == LETTER and alone)
            or (kind in (ALONE_MARK, MOVABLE_ALONE_MARK) and not alone)
        )
        if begins:
            target[to] = _SPACE
            to += 1
        if kind == GAP:
            alone = False
            continue
        if kind == LETTER:
            alone = False
        elif kind in (ALONE, ALONE_MARK, MOVABLE_ALONE_MARK):
            alone = True
        to = put_utf8(entry >> 4, target, to)
    return to


@kernel
def hash_word(data: Bytes, start: int, end: int) -> np.uint64:
    """Hash the bytes of one word, as the reference does."""
    value = np.uint64(end - start) * _GOLDEN
    while end - start > 8:
        value = (value ^ load_word(data, start)) * _MIX_1
        value ^= value >> _S32
        start += 8
    keep = _ALL >> np.uint64(8 * (8 - (end - start)))
    value = (value ^ (load_word(data, start) & keep)) * _MIX_2
    return value ^ (value >> _S32)


@kernel
def hash_short(data: Bytes, start: int, end: int) -> np.uint64:
    """Return ``hash_word`` of at most sixteen bytes, without a branch on their number."""
    length = np.uint64(end - start)
    value = length * _GOLDEN
    longer = np.uint64(length > _EIGHT)
    mixed = (value ^ load_word(data, start)) * _MIX_1
    mixed ^= mixed >> _S32
    value ^= (value ^ mixed) & (np.uint64(0) - longer)
    passed = longer << np.uint64(3)  # bytes: none or eight
    keep = _ALL >> ((passed + _EIGHT - length) << np.uint64(3))
    value = (value ^ (load_word(data, start + int(passed)) & keep)) * _MIX_2
    return value ^ (value >> _S32)


@kernel
def hash_words(text: Bytes, length: int, words: Longs) -> int:
    """Write the hashes of the words of a normalised text; return their number.

    A word is a run of bits in the mask: its edges stand where its hash will be. Eight edges are written at once, so that
    the processor does not have to guess how many there are; ``words`` has room for four words more.
    """
    edges = words.view(np.int32)
    count = 0
    carry = np.uint64(0)
    for at in range(0, length, 64):
        inside = word_bytes(text, at)
        if length - at < 64:
            inside &= (_ONE << np.uint64(length - at)) - _ONE
        found = inside ^ ((inside << _ONE) | carry)
        carry = inside >> np.uint64(63)
        several = count_bits(found)
        for first in range(count, count + several, 8):
            for place in range(first, first + 8):
                edges[np.uint64(place)] = at + first_bit(found)  # a number without sign needs no look at its sign
                found &= found - _ONE
        count += several
    if carry:
        edges[count] = length
        count += 1
    count >>= 1
    for word in range(count):
        start, end = int(edges[np.uint64(2 * word)]), int(edges[np.uint64(2 * word + 1)])
        words[np.uint64(word)] = hash_short(text, start, end) if end - start <= 16 else hash_word(text, start, end)
    return count


@kernel
def roll(words: Longs, count: int, size: int, shingles: Longs) -> int:
    """Write the hashes of the shingles, repetitions included; return their number."""
    if count == 0:
        return 0
    size = min(size, count)
    many = count - size + 1
    for place in range(many):
        shingles[place] = words[place]
    for step in range(1, size):  # Horner's rule over the window
        for place in range(many):
            shingles[place] = shingles[place] * _GOLDEN + words[place + step]
    for place in range(many):  # MurmurHash3's finaliser spreads the bits
        value = shingles[place]
        value = (value ^ (value >> _S33)) * _MIX_1
        value = (value ^ (value >> _S33)) * _MIX_2
        shingles[place] = value ^ (value >> _S33)
    return many


@kernel
def distinct_of_many(shingles: Longs, count: int, slots: Longs) -> int:
    """As ``distinct``, with a hash table at most half full; a free slot holds 0, which is counted apart."""
    size = 16
    while size < 2 * count:
        size *= 2
    for slot in range(size):
        slots[slot] = 0
    low = np.uint64(size - 1)
    kept = 0
    zero = False
    for place in range(count):
        value = shingles[place]
        slot = value & low
        while slots[slot] != 0 and slots[slot] != value:
            slot = (slot + _ONE) & low
        known = zero if value == 0 else slots[slot] == value
        zero |= value == 0
        if not known:
            slots[slot] = value
            shingles[kept] = value
            kept += 1
    return kept


@kernel
def stands_among(shingles: Longs, count: int, value: np.uint64) -> bool:
    """Return whether a value is among the first ``count`` shingles."""
    same = 0
    for place in range(count):
        same += shingles[place] == value
    return same > 0


@kernel
def distinct(shingles: Longs, count: int, marks: Bytes, slots: Longs) -> int:
    """Move the distinct shingles to the front, in order of first appearance; return their number.

    Two marks for each shingle tell which were surely not met before (Bloom 1970); the few others are looked for among
    those kept. Most texts repeat nothing: up to the first repetition nothing is moved.
    """
    if count > MANY:
        return distinct_of_many(shingles, count, slots)
    size = 512
    while size < 16 * count:
        size *= 2
    for place in range(size):
        marks[place] = 0
    low = np.uint64(size - 1)
    kept = 0
    while kept < count:
        value = shingles[kept]
        one, other = value & low, (value >> _S32) & low
        met = marks[one] & marks[other]
        marks[one] = 1
        marks[other] = 1
        if met and stands_among(shingles, kept, value):
            break
        kept += 1
    for place in range(kept + 1, count):
        value = shingles[place]
        one, other = value & low, (value >> _S32) & low
        met = marks[one] & marks[other]
        marks[one] = 1
        marks[other] = 1
        if not met or not stands_among(shingles, kept, value):
            shingles[kept] = value
            kept += 1
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
    table: npt.NDArray[np.int32], text: Bytes, words: Longs, marks: Bytes, slots: Longs,
    counts: npt.NDArray[np.int32], shingles: Longs,
) -> None:  # fmt: skip
    """Write the distinct shingles of each text one after the other, and their numbers.

    ``counts`` holds 0, or a number known before: a text of as many shingles repeats none. A count of ``TOO_HARD`` leaves
    the text (and one of start -1) to the reference. ``text``, ``words``, ``marks`` and ``slots``
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
        many = roll(words, hash_words(text, length, words), size, mine)
        counts[row] = many if many == known else distinct(mine, many, marks, slots)
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
