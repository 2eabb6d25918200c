"""Where the words of a normalised text are, and their hashes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.simd import count_bits, first_bit, kernel, last_bit, load_word, word_bytes
from dedup.matching.bulk.wide import HAS_WIDE, hash_eight, lowest_eight, nth_bit
from dedup.matching.mixing import GOLDEN, MIX_1, MIX_2

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]

_ONE = np.uint64(1)
_GOLDEN = np.uint64(GOLDEN)
_MIX_1 = np.uint64(MIX_1)
_MIX_2 = np.uint64(MIX_2)
_EIGHT, _S32 = np.uint64(8), np.uint64(32)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


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
def hash_words_narrow(text: Bytes, length: int, words: Longs, _masks: Longs) -> int:
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
def mark_words(text: Bytes, length: int, masks: Longs) -> None:
    """Write which bytes are part of a word, 64 in each mask, and two masks more that are empty."""
    blocks = 0
    for at in range(0, length, 64):
        masks[blocks] = word_bytes(text, at)
        blocks += 1
    masks[blocks] = masks[blocks + 1] = 0
    if length & 63:
        masks[blocks - 1] &= (_ONE << np.uint64(length & 63)) - _ONE


@kernel
def hash_words_wide(text: Bytes, length: int, words: Longs, masks: Longs) -> int:
    """As ``hash_words_narrow``, eight words at a time; ``words`` has room for eight words more."""
    mark_words(text, length, masks)
    count, at = 0, 0
    while at < length:
        block, shift = np.uint64(at) >> np.uint64(6), np.uint64(at & 63)
        inside = masks[block] >> shift | (masks[block + _ONE] << _ONE) << (np.uint64(63) - shift)
        edges = inside ^ (inside << _ONE)
        ends = lowest_eight(edges & ~inside)
        if ends:  # whole words in these 64 bytes; the next begin where the last of them ends
            last = last_bit(ends)
            edges &= _ALL >> np.uint64(63 - last)
            long_ones = hash_eight(text, at, edges, words, count)
            while long_ones:
                word = first_bit(long_ones)
                words[count + word] = hash_word(text, at + nth_bit(edges, 2 * word), at + nth_bit(edges, 2 * word + 1))
                long_ones &= long_ones - _ONE
            count += count_bits(ends)
            at += last
        elif inside & _ONE:
            start = at
            while at < length and word_bytes(text, at) == _ALL:
                at += 64
            at = min(length, at + first_bit(~word_bytes(text, at)))
            words[count] = hash_word(text, start, at)
            count += 1
        else:
            at += first_bit(inside)
    return count


hash_words = hash_words_wide if HAS_WIDE else hash_words_narrow
