"""Where the id and the text of each article stand in JSON lines, found without building an object.

Every line is checked as a whole by JSON's grammar (RFC 8259), in one pass that finds its end, and taken only where the
answer is the same as that of a full parse: a flat key ``id`` with a plain string or an integer, a flat key ``text`` with
a string, no second key that could be meant as one of them. All other lines are marked for the reader of
``dedup.reading``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.normal import hex_value, utf8_length
from dedup.matching.bulk.room import ID, ID_END, LINE, LINE_END, NUMBER, TEXT, TEXT_END
from dedup.matching.bulk.simd import backslashes, careful_bytes, first_bit, kernel, newline_bytes, quotation_marks

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

_FAIL = -1
_ONE, _LAST = np.uint64(1), np.uint64(63)
_DEEPEST = 60  # nesting is kept in the bits of one number
_LONGEST_NUMBER = 4000  # Python refuses integers of more digits
_LONGEST_INTEGER_ID = 18
_QUOTE, _BACKSLASH, _COMMA, _COLON, _MINUS, _ZERO, _LINE_FEED = 34, 92, 44, 58, 45, 48, 10
_OPEN_OBJECT, _CLOSE_OBJECT, _OPEN_ARRAY, _CLOSE_ARRAY = 123, 125, 91, 93


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
            return at if at < end and data[at] == _QUOTE else _FAIL
        behind = marks >> _LAST
        at += 64
    return _FAIL


@kernel
def skip_string(data: Bytes, at: int, end: int) -> int:
    """Return the place of the quotation mark that ends the string, or ``_FAIL`` where the string is not sound."""
    while at < end:
        mask = careful_bytes(data, at)
        if mask == 0:
            at += 64
            continue
        at += first_bit(mask)
        if at >= end:
            return _FAIL
        byte = int(data[at])
        if byte == _QUOTE:
            return at
        if byte == _BACKSLASH:
            code = int(data[at + 1])
            if code == 117:
                if hex_value(data, at + 2, end) < 0:
                    return _FAIL
                at += 6
            elif code in (34, 92, 47, 98, 102, 110, 114, 116):
                at += 2
            else:
                return _FAIL
        elif byte >= 0x80:
            length = utf8_length(data, at, end)
            if length < 0:
                return _FAIL
            at += length
        else:
            return _FAIL
    return _FAIL


@kernel
def skip_digits(data: Bytes, at: int, end: int) -> int:
    """Return the place after one digit or more, or ``_FAIL``."""
    start = at
    while at < end and 48 <= data[at] <= 57:
        at += 1
    return at if at > start else _FAIL


@kernel
def skip_number(data: Bytes, at: int, end: int) -> int:
    """Return the place after a number, or ``_FAIL``."""
    start = at
    if data[at] == _MINUS:
        at += 1
    if at < end and data[at] == _ZERO:
        at += 1
    else:
        at = skip_digits(data, at, end)
    if at >= 0 and at < end and data[at] == 46:
        at = skip_digits(data, at + 1, end)
    if at >= 0 and at < end and (data[at] | 32) == 101:
        at += 1
        if at < end and (data[at] == 43 or data[at] == _MINUS):
            at += 1
        at = skip_digits(data, at, end)
    return _FAIL if at < 0 or at - start > _LONGEST_NUMBER else at


@kernel
def skip_plain(data: Bytes, at: int, end: int) -> int:
    """Return the place after a string, a number, true, false or null, or ``_FAIL``."""
    byte = int(data[at])
    if byte == _QUOTE:
        closing = skip_string(data, at + 1, end)
        return closing + 1 if closing >= 0 else _FAIL
    if byte == 116 and at + 4 <= end and data[at + 1] == 114 and data[at + 2] == 117 and data[at + 3] == 101:
        return at + 4
    if byte == 110 and at + 4 <= end and data[at + 1] == 117 and data[at + 2] == 108 and data[at + 3] == 108:
        return at + 4
    if byte == 102 and at + 5 <= end and data[at + 1] == 97 and data[at + 2] == 108:
        return at + 5 if data[at + 3] == 115 and data[at + 4] == 101 else _FAIL
    return skip_number(data, at, end)


@kernel
def skip_key(data: Bytes, at: int, end: int) -> int:
    """Return the place of the value after a key and its colon, or ``_FAIL``."""
    if at >= end or data[at] != _QUOTE:
        return _FAIL
    at = skip_string(data, at + 1, end)
    if at < 0:
        return _FAIL
    at = skip_space(data, at + 1, end)
    if at >= end or data[at] != _COLON:
        return _FAIL
    return skip_space(data, at + 1, end)


@kernel
def skip_value(data: Bytes, at: int, end: int) -> int:
    """Return the place after a value of any kind, or ``_FAIL``. The bits of ``objects`` say what is open, innermost last."""
    depth = 0
    objects = np.uint64(0)
    while at < end:
        byte = int(data[at])
        if byte in (_OPEN_OBJECT, _OPEN_ARRAY):
            if depth == _DEEPEST:
                return _FAIL
            depth += 1
            objects = objects << _ONE | np.uint64(byte == _OPEN_OBJECT)
            at = skip_space(data, at + 1, end)
            if at >= end:
                return _FAIL
            empty = data[at] == (_CLOSE_OBJECT if byte == _OPEN_OBJECT else _CLOSE_ARRAY)
            if not empty:
                if byte == _OPEN_OBJECT:
                    at = skip_key(data, at, end)
                    if at < 0:
                        return _FAIL
                continue
        else:
            at = skip_plain(data, at, end)
            if at < 0:
                return _FAIL
        while depth > 0:  # after a value, or at the end of something empty
            at = skip_space(data, at, end)
            if at >= end:
                return _FAIL
            inside_object = (objects & _ONE) != 0
            if data[at] == _COMMA:
                at = skip_space(data, at + 1, end)
                if inside_object:
                    at = skip_key(data, at, end)
                    if at < 0:
                        return _FAIL
                break
            if data[at] != (_CLOSE_OBJECT if inside_object else _CLOSE_ARRAY):
                return _FAIL
            at += 1
            depth -= 1
            objects >>= _ONE
        if depth == 0:
            return at
    return _FAIL


@kernel
def field_of(data: Bytes, start: int, end: int) -> int:
    """Tell a key: 1 for ``id``, 2 for ``text``, 0 for another, ``_FAIL`` for what only a full parse can tell.

    The reader takes keys for equal that differ in case or marks (``ID``, ``_text_``); and ``@graph`` holds the article.
    """
    letters = 0
    value = 0
    for at in range(start, end):
        byte = int(data[at])
        if byte >= 0x80 or byte == _BACKSLASH or byte == 64:
            return _FAIL
        small = byte | 32 if 65 <= byte <= 90 else byte
        if 97 <= small <= 122 or 48 <= small <= 57:
            letters += 1
            if letters <= 4:
                value = value << 8 | small
    known = 1 if letters == 2 and value == 0x6964 else 2 if letters == 4 and value == 0x74657874 else 0
    return _FAIL if known and end - start != letters else known


@kernel
def plain_id(data: Bytes, start: int, end: int) -> bool:
    """Return whether an id is ASCII without escapes and without white space that the reader would fold."""
    if start == end or data[start] == 32 or data[end - 1] == 32:
        return False
    for at in range(start, end):
        if data[at] < 32 or data[at] >= 0x80 or data[at] == _BACKSLASH or (data[at] == 32 and data[at + 1] == 32):
            return False
    return True


@kernel
def integer_end(data: Bytes, at: int, end: int) -> int:
    """Return the place after an integer that Python prints as it stands, or ``_FAIL``."""
    start = at
    if data[at] == _MINUS:
        at += 1
        if data[at] == _ZERO:
            return _FAIL
    if data[at] == _ZERO:
        at += 1
    else:
        at = skip_digits(data, at, end)
    if at < 0 or at - start > _LONGEST_INTEGER_ID or data[at] == 46 or (data[at] | 32) == 101:
        return _FAIL
    return at


@kernel
def read_line(data: Bytes, at: int, end: int, row: Places) -> int:
    """Find id and text in the line from ``at``; return its end, or ``_FAIL`` where the reader has to look at it."""
    at = skip_space(data, at, end)
    if at >= end or data[at] != _OPEN_OBJECT:
        return _FAIL
    found = 0
    at = skip_space(data, at + 1, end)
    while True:
        key = at + 1
        at = skip_key(data, at, end)
        if at < 0 or at >= end:
            return _FAIL
        closing = key
        while data[closing] != _QUOTE:
            if data[closing] == _BACKSLASH:
                return _FAIL
            closing += 1
        field = field_of(data, key, closing)
        if field < 0 or found & field:
            return _FAIL
        found |= field
        if field == 2:
            if data[at] != _QUOTE:
                return _FAIL
            row[TEXT] = at + 1
            at = skip_text(data, at + 1, end)
            if at < 0:
                return _FAIL
            row[TEXT_END] = at
            at += 1
        elif field == 1 and data[at] == _QUOTE:
            row[ID] = at + 1
            at = skip_string(data, at + 1, end)
            if at < 0 or not plain_id(data, row[ID], at):
                return _FAIL
            row[ID_END] = at
            at += 1
        elif field == 1:
            row[ID] = at
            at = integer_end(data, at, end)
            if at < 0:
                return _FAIL
            row[ID_END] = at
        else:
            at = skip_value(data, at, end)
            if at < 0:
                return _FAIL
        at = skip_space(data, at, end)
        if at >= end or (data[at] != _COMMA and data[at] != _CLOSE_OBJECT):
            return _FAIL
        at += 1
        if data[at - 1] == _CLOSE_OBJECT:
            at = skip_space(data, at, end)
            return at if found == 3 and (at == end or data[at] == _LINE_FEED) else _FAIL
        at = skip_space(data, at, end)


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
