"""Where the id and the text of each article stand in JSON lines, found without building an object.

Every line is checked as a whole by JSON's grammar (``json_values``), in one pass that finds its end, and taken only where
the answer is the same as that of a full parse: a flat key ``id`` with a plain string or an integer, a flat key ``text``
with a string, no second key that could be meant as one of them. All other lines are marked for the reader of
``dedup.reading``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.json_values import (
    BACKSLASH,
    CLOSE_OBJECT,
    COMMA,
    FAIL,
    MINUS,
    OPEN_OBJECT,
    QUOTE,
    ZERO,
    skip_digits,
    skip_key,
    skip_space,
    skip_string,
    skip_text,
    skip_value,
)
from dedup.matching.bulk.room import ID, ID_END, LINE, LINE_END, NUMBER, TEXT, TEXT_END
from dedup.matching.bulk.simd import first_bit, kernel, newline_bytes

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

_LONGEST_INTEGER_ID = 18
_LINE_FEED = 10
_IS_ID, _IS_TEXT = 1, 2  # what a key is: bits of what a line has


@kernel
def field_of(data: Bytes, start: int, end: int) -> int:
    """Tell a key: ``_IS_ID``, ``_IS_TEXT``, 0 for another, ``FAIL`` for what only a full parse can tell.

    The reader takes keys for equal that differ in case or marks (``ID``, ``_text_``); and ``@graph`` holds the article.
    """
    letters = 0
    value = 0
    for at in range(start, end):
        byte = int(data[at])
        if byte >= 0x80 or byte == BACKSLASH or byte == 64:
            return FAIL
        small = byte | 32 if 65 <= byte <= 90 else byte
        if 97 <= small <= 122 or 48 <= small <= 57:
            letters += 1
            if letters <= 4:
                value = value << 8 | small
    known = 0
    if letters == 2 and value == 0x6964:
        known = _IS_ID
    elif letters == 4 and value == 0x74657874:
        known = _IS_TEXT
    return FAIL if known and end - start != letters else known


@kernel
def plain_id(data: Bytes, start: int, end: int) -> bool:
    """Return whether an id is ASCII without escapes and without white space that the reader would fold."""
    if start == end or data[start] == 32 or data[end - 1] == 32:
        return False
    for at in range(start, end):
        if data[at] < 32 or data[at] >= 0x80 or data[at] == BACKSLASH or (data[at] == 32 and data[at + 1] == 32):
            return False
    return True


@kernel
def integer_end(data: Bytes, at: int, end: int) -> int:
    """Return the place after an integer that Python prints as it stands, or ``FAIL``."""
    start = at
    if data[at] == MINUS:
        at += 1
        if data[at] == ZERO:
            return FAIL
    if data[at] == ZERO:
        at += 1
    else:
        at = skip_digits(data, at, end)
    if at < 0 or at - start > _LONGEST_INTEGER_ID or data[at] == 46 or (data[at] | 32) == 101:
        return FAIL
    return at


@kernel
def key_field(data: Bytes, at: int, found: int) -> int:
    """Tell the key whose first letter is at ``at``, as ``field_of`` does; ``FAIL`` where the line has it already."""
    closing = at
    while data[closing] != QUOTE:
        if data[closing] == BACKSLASH:
            return FAIL
        closing += 1
    field = field_of(data, at, closing)
    return FAIL if field < 0 or found & field else field


@kernel
def read_text(data: Bytes, at: int, end: int, row: Places) -> int:
    """Note where the text at ``at`` stands; return the place behind it, ``FAIL`` where it is no string."""
    if data[at] != QUOTE:
        return FAIL
    closing = skip_text(data, at + 1, end)
    row[TEXT], row[TEXT_END] = at + 1, closing
    return closing + 1 if closing >= 0 else FAIL


@kernel
def read_id(data: Bytes, at: int, end: int, row: Places) -> int:
    """Note where the id at ``at`` stands; return the place behind it, ``FAIL`` where it is not plain."""
    if data[at] != QUOTE:
        closing = integer_end(data, at, end)
        row[ID], row[ID_END] = at, closing
        return closing
    closing = skip_string(data, at + 1, end)
    row[ID], row[ID_END] = at + 1, closing
    return closing + 1 if closing >= 0 and plain_id(data, at + 1, closing) else FAIL


@kernel
def read_line(data: Bytes, at: int, end: int, row: Places) -> int:
    """Find id and text in the line from ``at``; return its end, or ``FAIL`` where the reader has to look at it."""
    at = skip_space(data, at, end)
    if at >= end or data[at] != OPEN_OBJECT:
        return FAIL
    found = 0
    at = skip_space(data, at + 1, end)
    while True:
        key = at + 1
        at = skip_key(data, at, end)
        if at < 0 or at >= end:
            return FAIL
        field = key_field(data, key, found)
        if field < 0:
            return FAIL
        found |= field
        if field == _IS_TEXT:
            at = read_text(data, at, end, row)
        elif field == _IS_ID:
            at = read_id(data, at, end, row)
        else:
            at = skip_value(data, at, end)
        if at < 0:
            return FAIL
        at = skip_space(data, at, end)
        if at >= end or (data[at] != COMMA and data[at] != CLOSE_OBJECT):
            return FAIL
        closed = data[at] == CLOSE_OBJECT
        at = skip_space(data, at + 1, end)
        if closed:
            whole = found == _IS_ID | _IS_TEXT and (at == end or data[at] == _LINE_FEED)
            return at if whole else FAIL


@kernel
def is_blank(data: Bytes, at: int, end: int) -> bool:
    """Return whether a line holds nothing but white space (as ``bytes.strip`` knows it)."""
    while at < end and (data[at] == 32 or 9 <= data[at] <= 13):
        at += 1
    return at == end


@kernel
def line_end(data: Bytes, at: int, end: int) -> int:
    """Return the place of the next line feed, or ``end``."""
    while at < end and newline_bytes(data, at) == 0:
        at += 64
    return min(at + first_bit(newline_bytes(data, at)), end) if at < end else end


@kernel
def find_articles(data: Bytes, start: int, end: int, longest: int, table: Places) -> tuple[int, int]:
    """Fill one row of ``table`` for each line that is not blank; return the number of rows and of lines.

    ``TEXT`` is -1 where the reader has to look at the line. ``NUMBER`` counts lines from 0.
    """
    rows, number = 0, 0
    at = start
    while at < end:
        row = table[rows]
        stop = read_line(data, at, end, row)
        sound = stop >= 0 and stop - at < longest
        if stop < 0:
            stop = line_end(data, at, end)
        if sound or not is_blank(data, at, stop):
            row[LINE], row[LINE_END], row[NUMBER] = at, stop, number
            if not sound:
                row[TEXT] = row[TEXT_END] = row[ID] = row[ID_END] = -1
            rows += 1
        number += 1
        at = stop + 1
    return rows, number
