"""From the bytes of a text to words and gaps: what no word holds becomes a gap, everything else lower case.

Sixty-four plain bytes at a time, and by table where a character is not ASCII. Where the table cannot tell (see
``characters``) the text is left to the reference.
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
from dedup.matching.bulk.room import TOO_HARD
from dedup.matching.bulk.simd import backslashes, blank_and_lower, ends_escape, first_bit, kernel, special_bytes

Bytes = npt.NDArray[np.uint8]

_ONE = np.uint64(1)
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
def stops_of(data: Bytes, at: int, escaped: bool) -> tuple[np.uint64, np.uint64]:
    """Mark which of 64 bytes need a look of their own, and which are part of an escape that is a gap."""
    stops = special_bytes(data, at)
    if not escaped:
        return stops, np.uint64(0)
    marks = backslashes(data, at)
    ends = (marks << _ONE) & ends_escape(data, at)
    # A backslash before another one, or before what is not seen from here, is left to the decoder.
    return stops | (marks & ~(ends >> _ONE)), marks | ends


@kernel
def copy_plain(data: Bytes, at: int, end: int, escaped: bool, target: Bytes, to: int) -> int:
    """Copy in lower case what stands before the next byte that needs a look of its own; return how many bytes.

    Up to 64 bytes more are written.
    """
    start = at
    stops, blank = stops_of(data, at, escaped)
    blank_and_lower(data, at, blank, target, to)
    while stops == 0 and end - at >= 128:  # a guess that is seldom wrong spares the wait for each mask
        at += 64
        to += 64
        stops, blank = stops_of(data, at, escaped)
        blank_and_lower(data, at, blank, target, to)
    return at - start + min(first_bit(stops), end - at)


@kernel
def begins_word(kind: int, alone: bool) -> bool:
    """Return whether a gap stands before a character, or for it; ``alone``: in a word of a script without spaces."""
    if kind == LETTER:
        return alone
    if kind in (ALONE_MARK, MOVABLE_ALONE_MARK):
        return not alone
    return kind in (GAP, ALONE)


@kernel
def stays_alone(kind: int, alone: bool) -> bool:
    """Return whether the word behind a character is one of a script without spaces."""
    return kind in (ALONE, ALONE_MARK, MOVABLE_ALONE_MARK) or (alone and kind not in (GAP, LETTER))


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
        run = copy_plain(data, at, end, escaped, target, to + int(alone))
        if run:
            if alone:
                target[to] = _SPACE
                to += 1
            alone = movable = False
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
        if begins_word(kind, alone):
            target[to] = _SPACE
            to += 1
        alone = stays_alone(kind, alone)
        if kind != GAP:
            to = put_utf8(entry >> 4, target, to)
    return to
