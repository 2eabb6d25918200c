"""The first reading of a JSONL file: where each article's text stands, its size, sketch and band keys, in arrays.

Segments of whole lines go to threads; the kernels hold no lock. Lines that only the reader of ``dedup.reading`` can
judge come back with the segment, and are read in file order, so that ids and rejects do not depend on the threads.
"""

from __future__ import annotations

import io
import mmap
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.characters import character_table
from dedup.matching.bulk.compiled import find_articles, shingle_texts, sign_texts
from dedup.matching.bulk.ids import Ids, copy_ids
from dedup.matching.bulk.room import (
    ID,
    ID_END,
    LINE,
    LINE_END,
    NUMBER,
    PADDING,
    TEXT,
    TEXT_END,
    bytes_for,
    in_lines,
    lined,
    room_for,
    shingles_for,
    table_for,
)
from dedup.matching.bulk.work import Work, release
from dedup.matching.minhash import band_keys, low_bytes, permutations, signature
from dedup.settings import CopySettings, ReadingSettings

if TYPE_CHECKING:
    from dedup.records import Article, Reject

_SEGMENT = 2 << 20  # with its shingles it stays in the second cache, from the fields to the signatures
_BOM = b"\xef\xbb\xbf"
_RELEASE = 64  # segments, after which pages of files are let go
_OTHERS = 300  # bytes that all other arrays take for an article, those of the later stages included
_NO_ID = "  "  # no article can have an id that begins with a space: tells the reader's default from an id of the row


@dataclass(frozen=True, slots=True, eq=False)
class Sketches:
    """The articles of a file as arrays, one entry or column each, in file order.

    The text is ``file[starts[i]:ends[i]]``, a JSON string's inside; or, for a text that the reference read, ``ends[i]``
    is ``-1 - sizes[i]`` and the shingles are ``kept[starts[i]:starts[i] + sizes[i]]``. ``numbers`` are line numbers from
    1, ``sizes`` counts of distinct shingles, ``sketches`` the low bytes of the signatures, ``keys`` has shape
    ``(bands, n)``.
    """

    ids: Ids
    numbers: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int32]
    sketches: npt.NDArray[np.uint8]
    keys: npt.NDArray[np.uint32]
    kept: npt.NDArray[np.uint64]
    rejects: tuple[tuple[int, Reject], ...]

    def without_signatures(self) -> Sketches:
        """Return what is left to do without sketches and keys."""
        return replace(self, sketches=self.sketches[:0].copy(), keys=self.keys[:, :0].copy())


@dataclass(slots=True, eq=False)
class _Segment:
    """The articles of one segment; ``odd`` are the rows and lines that the reader has to look at."""

    lines: int
    length: int
    ids: Ids
    numbers: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int32]
    sketches: npt.NDArray[np.uint8]
    keys: npt.NDArray[np.uint32]
    odd: list[tuple[int, bytes]]


class Sketcher:
    """Reads one file with one choice of settings."""

    def __init__(self, name: str, settings: CopySettings, seed: int, limits: ReadingSettings) -> None:
        self._name = name
        self._settings = settings
        self._seed = seed
        self._limits = limits
        self._multipliers, self._offsets = map(lined, permutations(settings.permutations, seed))
        self._table = character_table()
        self._rejects: list[tuple[int, Reject]] = []
        self._kept = 0

    def sketch(self, file: BinaryIO, pool: Executor, workers: int, work: Work | None = None) -> Sketches:
        """Read all of a file that can be mapped."""
        held = _Held(self._settings, work or Work())
        size = os.fstat(file.fileno()).st_size
        lines = done = 0
        with TemporaryFile() as kept:
            for segment in self._segments(file, pool, workers):
                self._read_odd(segment, lines, kept)
                segment.numbers += lines + 1
                lines += segment.lines
                done += segment.length
                held.take(segment, size / done)
            kept.seek(0)
            shingles = np.memmap(kept, dtype=np.uint64, mode="r") if self._kept else np.empty(0, dtype=np.uint64)
            return held.sketches(shingles, tuple(self._rejects))

    def _segments(self, file: BinaryIO, pool: Executor, workers: int) -> Iterator[_Segment]:
        """Yield the segments in order, a few ahead of the caller."""
        waiting: deque[Future[_Segment]] = deque()
        for start, end in _whole_lines(file):
            waiting.append(pool.submit(self._sketch_segment, file.fileno(), start, end))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _sketch_segment(self, descriptor: int, start: int, end: int) -> _Segment:
        size = end - start
        buffer = bytes_for(size)
        _read_exactly(descriptor, buffer[:size], start)
        buffer[size : size + PADDING] = 0
        table = table_for(size)
        rows, lines = find_articles(buffer, 0, size, self._limits.text_bytes, table)
        table = table[:rows].copy()
        starts, ends = table[:, TEXT].copy(), table[:, TEXT_END].copy()
        room = room_for(int((ends - starts).max(initial=0)))
        settings = self._settings
        sketches = np.zeros((rows, settings.permutations), dtype=np.uint8)
        keys = np.zeros((settings.bands, rows), dtype=np.uint32)
        sizes = np.zeros(rows, dtype=np.int32)
        shingles = shingles_for(size + 2 * rows)
        shingle_texts(
            buffer, starts, ends, True, settings.shingle_words, self._table, room.text, room.words, room.masks,
            room.places, sizes, shingles,
        )  # fmt: skip
        sign_texts(
            shingles, sizes, settings.bands, settings.rows, self._multipliers, self._offsets, room.mixed,
            in_lines((1, settings.permutations), np.uint32), sketches, keys,
        )  # fmt: skip
        odd = [
            (row, buffer[table[row, LINE] : min(table[row, LINE_END] + 1, size)].tobytes())
            for row in np.flatnonzero(sizes <= 0).tolist()  # without words: perhaps without text
        ]
        table[sizes <= 0, ID : ID_END + 1] = 0
        ids = copy_ids(buffer, table[:, ID], table[:, ID_END])
        return _Segment(
            lines, size, ids, table[:, NUMBER].copy(), starts + start, ends + start, sizes, sketches, keys, odd
        )

    def _read_odd(self, segment: _Segment, lines: int, kept: BinaryIO) -> None:
        """Let the reader look at the odd lines; rows of rejected ones go."""
        if not segment.odd:
            return
        # Imported where they are needed: most files of generated rows have no odd line, and start a tenth sooner.
        from dedup.matching.shingles import shingle_words, word_shingles
        from dedup.records import Reject

        ids: dict[int, str] = {}
        for row, line in segment.odd:
            number = lines + int(segment.numbers[row]) + 1
            entry = self._read_line(line, number)
            if isinstance(entry, Reject):
                self._rejects.append((number, entry))
                continue
            ids[row] = entry.id
            shingles = word_shingles(shingle_words(entry.text), self._settings.shingle_words)
            signed = signature(shingles, self._settings.permutations, self._seed)
            segment.sketches[row] = low_bytes(signed)
            segment.keys[:, row] = band_keys(signed, self._settings.bands, self._settings.rows)
            segment.sizes[row] = len(shingles)
            segment.starts[row], segment.ends[row] = self._kept, -1 - len(shingles)
            kept.write(shingles.tobytes())
            self._kept += len(shingles)
        segment.ids = segment.ids.with_texts(ids)
        good = np.ones(len(segment.sizes), dtype=np.bool_)
        good[[row for row, _ in segment.odd if row not in ids]] = False
        segment.odd = []
        if not good.all():
            segment.ids = segment.ids.only(good)
            for name in ("numbers", "starts", "ends", "sizes", "sketches"):
                setattr(segment, name, getattr(segment, name)[good])
            segment.keys = segment.keys[:, good]

    def _read_line(self, line: bytes, number: int) -> Article | Reject:
        """Read one line as ``dedup.reading`` does; only the first line of a file may begin with a byte order mark."""
        from dedup.reading.rows import read_json_lines
        from dedup.records import Article, Reject

        stream = io.BytesIO(line if number == 1 else b"\n" + line)
        entry = next(read_json_lines(stream, _NO_ID, self._limits))
        source = f"{self._name}:{number}"
        if isinstance(entry, Reject):
            return Reject(source, entry.reason)
        return Article(id=source if entry.id.startswith(_NO_ID) else entry.id, text=entry.text, source=source)


class _Held:
    """What was read so far, in arrays with room for more: joining segments at the end would take the memory twice."""

    def __init__(self, settings: CopySettings, work: Work) -> None:
        self._work = work
        self._taken = 0
        self._count = 0
        self._ids: list[Ids] = [Ids.of([])]
        self._numbers = np.empty(0, dtype=np.int64)
        self._starts = np.empty(0, dtype=np.int64)
        self._ends = np.empty(0, dtype=np.int64)
        self._sizes = np.empty(0, dtype=np.int32)
        self._sketches = np.empty((0, settings.permutations), dtype=np.uint8)
        self._keys = np.empty((settings.bands, 0), dtype=np.uint32)

    def take(self, segment: _Segment, growth: float) -> None:
        """Take a segment over; ``growth``: how many times as much there will be as was read with it."""
        end = self._count + len(segment.sizes)
        if end > len(self._sizes):
            self._grow(int(1.2 * growth * end) + 1000)
        rows = slice(self._count, end)
        self._numbers[rows], self._starts[rows], self._ends[rows] = segment.numbers, segment.starts, segment.ends
        self._sizes[rows], self._sketches[rows], self._keys[:, rows] = segment.sizes, segment.sketches, segment.keys
        self._ids.append(segment.ids)
        self._count = end
        self._taken += 1
        if self._taken % _RELEASE == 0:
            release(self._sketches)
            release(self._keys)

    def _grow(self, room: int) -> None:
        """Make room; memory that is never written costs nothing."""
        need = room * (_OTHERS + self._sketches.shape[1] + 4 * len(self._keys))
        for name in ("_numbers", "_starts", "_ends", "_sizes", "_sketches"):
            old = getattr(self, name)
            shape = (room, *old.shape[1:])
            large = old.ndim > 1
            new = self._work.array("sketches", shape, old.dtype, need) if large else np.empty(shape, dtype=old.dtype)
            new[: self._count] = old[: self._count]
            setattr(self, name, new)
        keys = self._work.array("keys", (len(self._keys), room), np.dtype(np.uint32), need)
        keys[:, : self._count] = self._keys[:, : self._count]
        self._keys = keys

    def sketches(self, kept: npt.NDArray[np.uint64], rejects: tuple[tuple[int, Reject], ...]) -> Sketches:
        """Return all of it."""
        rows = slice(0, self._count)
        return Sketches(
            Ids.joined(self._ids), self._numbers[rows], self._starts[rows], self._ends[rows], self._sizes[rows],
            self._sketches[rows], self._keys[:, rows], kept, rejects,
        )  # fmt: skip


def _whole_lines(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield the bounds of segments that end with a line."""
    size = os.fstat(file.fileno()).st_size
    if not size:
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        start = len(_BOM) if mapped[: len(_BOM)] == _BOM else 0
        while start < size:
            end = mapped.find(b"\n", start + _SEGMENT) + 1 if start + _SEGMENT < size else size
            end = end or size
            if start // _SEGMENT % _RELEASE == 0 and hasattr(mmap, "MADV_DONTNEED"):
                mapped.madvise(mmap.MADV_DONTNEED)  # pages that were looked at count as memory
            yield start, end
            start = end


def _read_exactly(descriptor: int, target: npt.NDArray[np.uint8], start: int) -> None:
    done = 0
    while done < len(target):
        count = os.preadv(descriptor, [target[done:].data], start + done)
        if not count:
            raise OSError("the file became shorter while it was read")
        done += count
