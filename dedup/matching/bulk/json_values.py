"""What JSON's grammar (RFC 8259) says of bytes: where values of each kind end, and which are not sound.

Functions return ``FAIL`` for what is not sound, and where the line ends before the value.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.normal import hex_value, utf8_length
from dedup.matching.bulk.simd import backslashes, careful_bytes, first_bit, kernel, newline_bytes, quotation_marks

Bytes = npt.NDArray[np.uint8]

FAIL = -1
QUOTE, BACKSLASH, COMMA, MINUS, ZERO = 34, 92, 44, 45, 48
OPEN_OBJECT, CLOSE_OBJECT = 123, 125
_COLON, _OPEN_ARRAY, _CLOSE_ARRAY = 58, 91, 93
_ONE, _LAST = np.uint64(1), np.uint64(63)
_DEEPEST = 60  # nesting is kept in the bits of one number
_LONGEST_NUMBER = 4000  # Python refuses integers of more digits


@kernel
def skip_space(data: Bytes, at: int, end: int) -> int:
    """Return the place of the next byte that is no white space of JSON, or is a line feed."""
    while at < end and (data[at] == 32 or data[at] == 9 or data[at] == 13):
        at += 1
    return at


@kernel
def first_marks(marks: np.uint64, behind: np.uint64) -> np.uint64:
    """Return which of some backslashes begin an escape; the bits in ``behind`` are the second bytes of others."""
    marks &= ~behind
    begin = np.uint64(0)
    while marks:
        first = marks & (~marks + _ONE)
        begin |= first
        marks &= ~(first | first << _ONE)
    return begin


@kernel
def skip_text(data: Bytes, at: int, end: int) -> int:
    """Return the place of the quotation mark that ends the string; what stands before it is checked with the words."""
    behind = np.uint64(0)  # a backslash
    while at < end:
        marks = backslashes(data, at)
        if marks & (marks << _ONE | behind):
            marks = first_marks(marks, behind)
        behind |= marks << _ONE
        closing = quotation_marks(data, at) & ~behind | newline_bytes(data, at)
        if closing:
            at += first_bit(closing)
            return at if at < end and data[at] == QUOTE else FAIL
        behind = marks >> _LAST
        at += 64
    return FAIL


@kernel
def skip_string(data: Bytes, at: int, end: int) -> int:
    """Return the place of the quotation mark that ends the string, or ``FAIL`` where the string is not sound."""
    while at < end:
        mask = careful_bytes(data, at)
        if mask == 0:
            at += 64
            continue
        at += first_bit(mask)
        if at >= end:
            return FAIL
        byte = int(data[at])
        if byte == QUOTE:
            return at
        if byte == BACKSLASH:
            code = int(data[at + 1])
            if code == 117:
                if hex_value(data, at + 2, end) < 0:
                    return FAIL
                at += 6
            elif code in (34, 92, 47, 98, 102, 110, 114, 116):
                at += 2
            else:
                return FAIL
        elif byte >= 0x80:
            length = utf8_length(data, at, end)
            if length < 0:
                return FAIL
            at += length
        else:
            return FAIL
    return FAIL


@kernel
def skip_digits(data: Bytes, at: int, end: int) -> int:
    """Return the place after one digit or more, or ``FAIL``."""
    start = at
    while at < end and 48 <= data[at] <= 57:
        at += 1
    return at if at > start else FAIL


@kernel
def skip_number(data: Bytes, at: int, end: int) -> int:
    """Return the place after a number, or ``FAIL``."""
    start = at
    if data[at] == MINUS:
        at += 1
    if at < end and data[at] == ZERO:
        at += 1
    else:
        at = skip_digits(data, at, end)
    if at >= 0 and at < end and data[at] == 46:
        at = skip_digits(data, at + 1, end)
    if at >= 0 and at < end and (data[at] | 32) == 101:
        at += 1
        if at < end and (data[at] == 43 or data[at] == MINUS):
            at += 1
        at = skip_digits(data, at, end)
    return FAIL if at < 0 or at - start > _LONGEST_NUMBER else at


@kernel
def skip_plain(data: Bytes, at: int, end: int) -> int:
    """Return the place after a string, a number, true, false or null, or ``FAIL``."""
    byte = int(data[at])
    if byte == QUOTE:
        closing = skip_string(data, at + 1, end)
        return closing + 1 if closing >= 0 else FAIL
    if byte == 116 and at + 4 <= end and data[at + 1] == 114 and data[at + 2] == 117 and data[at + 3] == 101:
        return at + 4
    if byte == 110 and at + 4 <= end and data[at + 1] == 117 and data[at + 2] == 108 and data[at + 3] == 108:
        return at + 4
    if byte == 102 and at + 5 <= end and data[at + 1] == 97 and data[at + 2] == 108:
        return at + 5 if data[at + 3] == 115 and data[at + 4] == 101 else FAIL
    return skip_number(data, at, end)


@kernel
def skip_key(data: Bytes, at: int, end: int) -> int:
    """Return the place of the value after a key and its colon, or ``FAIL``."""
    if at >= end or data[at] != QUOTE:
        return FAIL
    at = skip_string(data, at + 1, end)
    if at < 0:
        return FAIL
    at = skip_space(data, at + 1, end)
    if at >= end or data[at] != _COLON:
        return FAIL
    return skip_space(data, at + 1, end)


@kernel
def leave_values(data: Bytes, at: int, end: int, depth: int, objects: np.uint64) -> tuple[int, int, np.uint64]:
    """Go on behind a value, or at the end of something empty: to the next value inside what is open, or out of it.

    Return the place, how many are open and which of them are objects.
    """
    while depth > 0:
        at = skip_space(data, at, end)
        if at >= end:
            return FAIL, depth, objects
        inside_object = (objects & _ONE) != 0
        if data[at] == COMMA:
            at = skip_space(data, at + 1, end)
            return skip_key(data, at, end) if inside_object else at, depth, objects
        if data[at] != (CLOSE_OBJECT if inside_object else _CLOSE_ARRAY):
            return FAIL, depth, objects
        at += 1
        depth -= 1
        objects >>= _ONE
    return at, depth, objects


@kernel
def skip_value(data: Bytes, at: int, end: int) -> int:
    """Return the place after a value of any kind, or ``FAIL``. The bits of ``objects`` say what is open, innermost last."""
    depth = 0
    objects = np.uint64(0)
    while at < end:
        byte = int(data[at])
        if byte in (OPEN_OBJECT, _OPEN_ARRAY):
            if depth == _DEEPEST:
                return FAIL
            depth += 1
            objects = objects << _ONE | np.uint64(byte == OPEN_OBJECT)
            at = skip_space(data, at + 1, end)
            if at >= end:
                return FAIL
            if data[at] != (CLOSE_OBJECT if byte == OPEN_OBJECT else _CLOSE_ARRAY):
                if byte == OPEN_OBJECT:
                    at = skip_key(data, at, end)
                if at < 0:
                    return FAIL
                continue
        else:
            at = skip_plain(data, at, end)
        if at >= 0:
            at, depth, objects = leave_values(data, at, end, depth, objects)
        if at < 0 or depth == 0:
            return at
    return FAIL
