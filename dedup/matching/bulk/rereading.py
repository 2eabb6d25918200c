"""The second reading: the shingles of articles that have candidates, made again from their bytes.

Kept from the first reading they would take 3 GB for a million articles; making them again takes a tenth of the time.
"""

from __future__ import annotations

import mmap
import os
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.characters import character_table
from dedup.matching.bulk.ids import gather
from dedup.matching.bulk.kernel import shingle_texts
from dedup.matching.bulk.room import bytes_for, room_for, shingles_for
from dedup.matching.bulk.simd import kernel
from dedup.matching.bulk.sketching import Sketches
from dedup.settings import CopySettings

_TEXT = 1 << 20  # bytes of text copied out of the mapped file at once
_IN_MEMORY = 8 << 20  # shingles of a batch; the few larger ones (floods of one page) go to a file


class Rereader:
    """A mapped file and where the texts in it are. ``shingles`` may be called by several threads."""

    def __init__(self, file: BinaryIO, sketches: Sketches, settings: CopySettings) -> None:
        self._sketches = sketches
        self._settings = settings
        self._table = character_table()
        self._mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._size = os.fstat(file.fileno()).st_size

    def __enter__(self) -> Rereader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:  # else a frame of the traceback still looks at the mapping, which ends with it
            self._mapped.close()

    def shingles(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
        """Return the distinct shingles of some articles, one article after the other."""
        sketches = self._sketches
        counts = sketches.sizes[rows].astype(np.int64)
        ends = np.cumsum(counts)
        result = _room(int(ends[-1]))
        plain = sketches.ends[rows] >= 0
        for row, end in zip(rows[~plain].tolist(), ends[~plain].tolist(), strict=True):
            start, count = sketches.starts[row], sketches.sizes[row]
            result[end - count : end] = sketches.kept[start : start + count]
        self._read_again(rows[plain], ends[plain] - counts[plain], result)
        return result

    def _read_again(
        self, rows: npt.NDArray[np.int64], places: npt.NDArray[np.int64], result: npt.NDArray[np.uint64]
    ) -> None:
        starts, ends = self._sketches.starts[rows], self._sketches.ends[rows]
        filled = np.concatenate([[0], np.cumsum(ends - starts)])
        first = 0
        while first < len(rows):
            last = max(first + 1, int(np.searchsorted(filled, filled[first] + _TEXT)))
            last = min(last, len(rows))
            self._read_some(starts[first:last], ends[first:last], places[first:last], result)
            self._mapped.madvise(mmap.MADV_DONTNEED)  # pages of the file count as memory as long as they are mapped
            first = last

    def _read_some(
        self,
        starts: npt.NDArray[np.int64],
        ends: npt.NDArray[np.int64],
        places: npt.NDArray[np.int64],
        result: npt.NDArray[np.uint64],
    ) -> None:
        lengths = ends - starts
        size = int(lengths.sum())
        buffer, shingles = bytes_for(size), shingles_for(size + 2 * len(starts))
        data = np.frombuffer(self._mapped, dtype=np.uint8, count=self._size)
        gather(data, starts, ends, buffer)
        room = room_for(int(lengths.max()))
        counts = np.empty(len(starts), dtype=np.int32)
        copied = np.cumsum(lengths)
        shingle_texts(
            buffer, copied - lengths, copied, True, self._settings.shingle_words, self._table, room.text, room.words,
            room.slots, counts, shingles,
        )  # fmt: skip
        scatter(shingles, counts, places, result)


@kernel
def scatter(
    shingles: npt.NDArray[np.uint64],
    counts: npt.NDArray[np.int32],
    places: npt.NDArray[np.int64],
    target: npt.NDArray[np.uint64],
) -> None:
    """Move each text's shingles to its place."""
    start = 0
    for row in range(len(counts)):
        for at in range(counts[row]):
            target[places[row] + at] = shingles[start + at]
        start += counts[row]


def _room(count: int) -> npt.NDArray[np.uint64]:
    if count <= _IN_MEMORY:
        return np.empty(count, dtype=np.uint64)
    with TemporaryFile() as file:
        return np.memmap(file, dtype=np.uint64, mode="w+", shape=(count,))
