"""Rows of ids and representatives as bytes, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.ids import Bytes, Ids, Places
from dedup.matching.bulk.simd import kernel

_BATCH = 1 << 16  # rows
_LONGEST_ESCAPE = 6  # \u0001
_HEX = b"0123456789abcdef"


def rows_of(ids: Ids, representatives: npt.NDArray[np.int64], form: Literal["tsv", "jsonl"]) -> Iterator[bytes]:
    """Yield a line for each article, in file order: ``id<TAB>representative``, or an object with ``id`` and ``copies``.

    Ids hold no tabs or line ends: reading folds white space in them.
    """
    parts = (b"", b"\t", b"\n") if form == "tsv" else (b'{"id": "', b'", "copies": "', b'"}\n')
    before, between, after = (np.frombuffer(part, dtype=np.uint8) for part in parts)
    hexadecimal = np.frombuffer(_HEX, dtype=np.uint8)
    starts, ends = ids.starts, ids.ends
    for first in range(0, len(ids), _BATCH):
        rows = np.arange(first, min(first + _BATCH, len(ids)))
        others = representatives[rows]
        size = int((ends[rows] - starts[rows]).sum() + (ends[others] - starts[others]).sum())
        target = np.empty(_LONGEST_ESCAPE * size + len(rows) * sum(map(len, parts)), dtype=np.uint8)
        used = write_rows(
            ids.data, starts, ends, rows, others, before, between, after, form == "jsonl", hexadecimal, target
        )
        yield target[:used].tobytes()


@kernel
def put_bytes(data: Bytes, start: int, end: int, escaped: bool, hexadecimal: Bytes, target: Bytes, to: int) -> int:
    """Copy bytes, as the inside of a JSON string if asked for; return the place after them."""
    for at in range(start, end):
        byte = data[at]
        if escaped and byte < 32:
            for turn in range(4):
                target[to + turn] = 48
            target[to], target[to + 1] = 92, 117
            target[to + 4], target[to + 5] = hexadecimal[byte >> 4], hexadecimal[byte & 15]
            to += 6
            continue
        if escaped and (byte == 34 or byte == 92):
            target[to] = 92
            to += 1
        target[to] = byte
        to += 1
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
