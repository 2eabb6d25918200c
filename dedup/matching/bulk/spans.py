"""Stretches of bytes: read, copied, hashed, compared, and written as rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.simd import careful_bytes, copy_bytes, first_bit, kernel, read_file
from dedup.matching.bulk.words import hash_word

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


@kernel
def read_texts(
    descriptor: int, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], target: npt.NDArray[np.uint8]
) -> int:
    """Read stretches of a file, one after the other; return 0 where it ends before."""
    to = 0
    for row in range(len(starts)):
        at = starts[row]
        while at < ends[row]:
            count = read_file(descriptor, target, to, ends[row] - at, at)
            if count <= 0:
                return 0
            at += count
            to += count
    return 1


@kernel
def gather(data: Bytes, starts: Places, ends: Places, target: Bytes) -> None:
    """Copy stretches of bytes, one after the other."""
    to = 0
    for row in range(len(starts)):
        for at in range(starts[row], ends[row], 64):
            count = min(64, ends[row] - at)
            if at + 64 <= len(data) and to + 64 <= len(target):
                copy_bytes(data, at, target, to)  # what is too much is written over by the next
            else:
                for place in range(count):
                    target[to + place] = data[at + place]
            to += count


@kernel
def hash_spans(data: Bytes, ends: Places, hashes: npt.NDArray[np.uint64]) -> None:
    """Hash stretches that stand one after the other."""
    start = 0
    for row in range(len(ends)):
        hashes[row] = hash_word(data, start, ends[row])
        start = ends[row]


@kernel
def are_ascending(data: Bytes, ends: Places) -> int:
    """Return 1 if each stretch is greater than the one before, else 0."""
    before, start = 0, 0
    for row in range(len(ends)):
        end = ends[row]
        if row:
            place = 0
            while before + place < start and start + place < end and data[before + place] == data[start + place]:
                place += 1
            if start + place == end:
                return 0
            if before + place < start and data[before + place] > data[start + place]:
                return 0
        before, start = start, end
    return 1


@kernel
def put_escaped(data: Bytes, start: int, end: int, hexadecimal: Bytes, target: Bytes, to: int) -> int:
    """Write bytes as the inside of a JSON string; return the place after them."""
    for at in range(start, end):
        byte = data[at]
        if byte < 32:
            for turn in range(4):
                target[to + turn] = 48
            target[to], target[to + 1] = 92, 117
            target[to + 4], target[to + 5] = hexadecimal[byte >> 4], hexadecimal[byte & 15]
            to += 6
            continue
        if byte == 34 or byte == 92:
            target[to] = 92
            to += 1
        target[to] = byte
        to += 1
    return to


@kernel
def put_bytes(data: Bytes, start: int, end: int, escaped: bool, hexadecimal: Bytes, target: Bytes, to: int) -> int:
    """Copy bytes, as the inside of a JSON string if asked for; return the place after them.

    Sixty-four at a time where none needs an escape: ``target`` and ``data`` need as much padding.
    """
    for at in range(start, end, 64):
        stop = min(at + 64, end)
        if escaped and first_bit(careful_bytes(data, at)) < stop - at:
            to = put_escaped(data, at, stop, hexadecimal, target, to)
        else:
            copy_bytes(data, at, target, to)
            to += stop - at
    return to


@kernel
def write_rows(
    data: Bytes, starts: Places, ends: Places, rows: Places, others: Places, before: Bytes, between: Bytes, after: Bytes,
    escaped: bool, hexadecimal: Bytes, target: Bytes,
) -> int:  # fmt: skip
    """Write the rows; return how many bytes they take."""
    to = 0
    for place in range(len(rows)):
        row, other = rows[place], others[place]
        to = put_bytes(before, 0, len(before), False, hexadecimal, target, to)
        to = put_bytes(data, starts[row], ends[row], escaped, hexadecimal, target, to)
        to = put_bytes(between, 0, len(between), False, hexadecimal, target, to)
        to = put_bytes(data, starts[other], ends[other], escaped, hexadecimal, target, to)
        to = put_bytes(after, 0, len(after), False, hexadecimal, target, to)
    return to
