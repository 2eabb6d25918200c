"""Working room of the kernels: arrays that each thread keeps and that grow to the longest text met."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

PADDING = 64  # bytes that must follow those of a buffer: kernels read as many at once
PLACES = 1 << 14  # slots of the table that finds distinct shingles: 64 KB, most texts fill one of thirty
TOO_HARD = -1  # instead of a text's number of shingles: ask the reference
_LINE_BYTES = 64
# Columns of the table of articles.
LINE, LINE_END, NUMBER, ID, ID_END, TEXT, TEXT_END, COLUMNS = range(8)


def in_lines(shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Return a new array that begins with a line of the cache, so that rows of 64 bytes are one line each.

    numpy's begin 16 bytes after it: a row fetched ahead would be there but for its end.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    raw = np.empty(size + _LINE_BYTES, dtype=np.uint8)
    start = -raw.ctypes.data % _LINE_BYTES
    return raw[start : start + size].view(dtype).reshape(shape)


def lined(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a copy that begins with a line of the cache."""
    copy = in_lines(array.shape, array.dtype)
    copy[...] = array
    return copy


def stretches(lengths: npt.NDArray[Any], size: int) -> Iterator[tuple[int, int]]:
    """Yield runs of entries (the first, and the one after the last) whose lengths sum up to ``size``, or one entry."""
    filled = np.concatenate([[0], np.cumsum(lengths)])
    start = 0
    while start < len(lengths):
        end = max(start + 1, int(np.searchsorted(filled, filled[start] + size, side="right")) - 1)
        yield start, end
        start = end


class Room:
    """Arrays for texts of up to ``longest`` bytes: a word and the gap after it take two bytes at least."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.text = in_lines((2 * longest + 3 * PADDING,), np.uint8)
        self.words = in_lines((longest // 2 + 10,), np.uint64)
        self.mixed = in_lines((longest // 2 + 9,), np.uint32)
        self.masks = in_lines((longest // 32 + 4,), np.uint64)
        self.places = in_lines((max(PLACES, 1 << longest.bit_length()) + 1,), np.int32)
        self.places[:] = 0
        self.places[-1] = 1


_held = threading.local()


def room_for(longest: int) -> Room:
    """Return this thread's room, for texts of at least ``longest`` bytes."""
    room: Room | None = getattr(_held, "room", None)
    if room is None or room.longest < longest:
        _held.room = room = Room(max(longest, 2 * room.longest if room else 1 << 14))
    return room


def bytes_for(size: int) -> npt.NDArray[np.uint8]:
    """Return this thread's buffer for ``size`` bytes of texts and the padding after them."""
    buffer: npt.NDArray[np.uint8] | None = getattr(_held, "buffer", None)
    if buffer is None or len(buffer) < size + PADDING:
        _held.buffer = buffer = in_lines((size + PADDING,), np.uint8)
        buffer[:] = 0
    return buffer


def shingles_for(size: int) -> npt.NDArray[np.uint64]:
    """Return this thread's array for the shingles of texts of ``size`` bytes, and two bytes for each text.

    Pages of it that are never written cost nothing.
    """
    shingles: npt.NDArray[np.uint64] | None = getattr(_held, "shingles", None)
    if shingles is None or len(shingles) < size // 2 + 2:
        _held.shingles = shingles = in_lines((size // 2 + 2,), np.uint64)
    return shingles


def table_for(size: int) -> npt.NDArray[np.int64]:
    """Return this thread's table for the articles of a segment of ``size`` bytes: a line that is not blank has two."""
    table: npt.NDArray[np.int64] | None = getattr(_held, "table", None)
    if table is None or len(table) < size // 2 + 1:
        _held.table = table = in_lines((size // 2 + 1, COLUMNS), np.int64)
    return table
