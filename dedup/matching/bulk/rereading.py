"""The second reading: the shingles of articles that have candidates, made again from their bytes.

Kept from the first reading they would take 3 GB for a million articles; making them again takes a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from tempfile import TemporaryFile
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.characters import character_table
from dedup.matching.bulk.compiled import read_texts, shingle_texts
from dedup.matching.bulk.room import bytes_for, room_for, shingles_for, stretches
from dedup.matching.bulk.sketching import Sketches
from dedup.settings import CopySettings

_TEXT = 1 << 20  # bytes of text read at once
_IN_MEMORY = 8 << 20  # shingles of a batch; the few larger ones (floods of one page) go to a file


class Rereader:
    """A file and where the texts in it are. ``shingles`` may be called by several threads."""

    def __init__(self, file: BinaryIO, sketches: Sketches, settings: CopySettings) -> None:
        self._file = file
        self._sketches = sketches
        self._settings = settings
        self._table = character_table()

    def shingles(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
        """Return the distinct shingles of some articles, one after the other, until this thread's next call."""
        sketches = self._sketches
        counts = sketches.sizes[rows].astype(np.int64)
        places = np.concatenate([[0], np.cumsum(counts)])
        starts, ends = sketches.starts[rows], sketches.ends[rows]
        # Behind the last there is room for what repeats in a text and is cut off when it is done.
        result = _room(int(places[-1] + max(0, (ends - starts).max()) // 2 + 2))  # negative: all from the reference
        for first, last in _runs(starts, ends):
            if ends[first] < 0:
                result[places[first] : places[last]] = sketches.kept[starts[first] : starts[first] + counts[first]]
            else:
                self._read_again(rows[first:last], result[places[first] :])
        return result

    def _read_again(self, rows: npt.NDArray[np.int64], result: npt.NDArray[np.uint64]) -> None:
        starts, ends = self._sketches.starts[rows], self._sketches.ends[rows]
        lengths = ends - starts
        forward = np.argsort(starts)  # in the order of the file the system finds its pages a tenth sooner
        copied = np.cumsum(lengths[forward])
        buffer = bytes_for(int(copied[-1]))
        if not read_texts(self._file.fileno(), starts[forward], ends[forward], buffer):
            raise OSError("the file became shorter while it was read")
        begins = np.empty_like(starts)
        begins[forward] = copied - lengths[forward]
        room = room_for(int(lengths.max()))
        shingle_texts(
            buffer, begins, begins + lengths, True, self._settings.shingle_words, self._table, room.text, room.words,
            room.masks, room.places, self._sketches.sizes[rows], result,
        )  # fmt: skip


def _runs(starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield runs of texts to be read again of about ``_TEXT`` bytes, and each text that the reference read."""
    bounds = [-1, *np.flatnonzero(ends < 0).tolist(), len(starts)]
    for alone, following in pairwise(bounds):
        if alone >= 0:
            yield alone, alone + 1
        for first, last in stretches((ends - starts)[alone + 1 : following], _TEXT):
            yield alone + 1 + first, alone + 1 + last


def _room(count: int) -> npt.NDArray[np.uint64]:
    if count <= _IN_MEMORY:
        return shingles_for(2 * count)
    with TemporaryFile() as file:
        return np.memmap(file, dtype=np.uint64, mode="w+", shape=(count,))
