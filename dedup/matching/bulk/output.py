"""Rows of ids and representatives as bytes, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.compiled import write_rows
from dedup.matching.bulk.ids import Ids
from dedup.matching.bulk.room import PADDING

_BATCH = 1 << 16  # rows
_LONGEST_ESCAPE = 6  # \u0001
_HEX = b"0123456789abcdef"


def rows_of(ids: Ids, representatives: npt.NDArray[np.int64], form: Literal["tsv", "jsonl"]) -> Iterator[bytes]:
    """Yield a line for each article, in file order: ``id<TAB>representative``, or an object with ``id`` and ``copies``.

    Ids hold no tabs or line ends: reading folds white space in them.
    """
    parts = (b"", b"\t", b"\n") if form == "tsv" else (b'{"id": "', b'", "copies": "', b'"}\n')
    before, between, after = (np.frombuffer(part + bytes(PADDING), dtype=np.uint8)[: len(part)] for part in parts)
    hexadecimal = np.frombuffer(_HEX, dtype=np.uint8)
    starts, ends = ids.starts, ids.ends
    for first in range(0, len(ids), _BATCH):
        rows = np.arange(first, min(first + _BATCH, len(ids)))
        others = representatives[rows]
        size = int((ends[rows] - starts[rows]).sum() + (ends[others] - starts[others]).sum())
        target = np.empty(_LONGEST_ESCAPE * size + len(rows) * sum(map(len, parts)) + PADDING, dtype=np.uint8)
        used = write_rows(
            ids.data, starts, ends, rows, others, before, between, after, form == "jsonl", hexadecimal, target
        )
        yield target[:used].tobytes()
