"""Working room of the kernels: arrays that each thread keeps and that grow to the longest text met."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

PADDING = 64  # bytes that must follow those of a buffer: kernels read as many at once
MANY = 4096  # shingles: from here on a hash table finds the distinct ones faster than marks and a search
TOO_HARD = -1  # instead of a text's number of shingles: ask the reference
# Columns of the table of articles.
LINE, LINE_END, NUMBER, ID, ID_END, TEXT, TEXT_END, COLUMNS = range(8)


class Room:
    """Arrays for texts of up to ``longest`` bytes: a word and the gap after it take two bytes at least."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.text = np.empty(2 * longest + 3 * PADDING, dtype=np.uint8)
        self.words = np.empty(longest // 2 + 6, dtype=np.uint64)
        self.mixed = np.empty(longest // 2 + 9, dtype=np.uint32)
        self.marks = np.empty(16 * MANY, dtype=np.uint8)
        self.slots = np.empty(2 * longest + 16, dtype=np.uint64)


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
        _held.buffer = buffer = np.zeros(size + PADDING, dtype=np.uint8)
    return buffer


def shingles_for(size: int) -> npt.NDArray[np.uint64]:
    """Return this thread's array for the shingles of texts of ``size`` bytes, and two bytes for each text.

    Pages of it that are never written cost nothing.
    """
    shingles: npt.NDArray[np.uint64] | None = getattr(_held, "shingles", None)
    if shingles is None or len(shingles) < size // 2 + 2:
        _held.shingles = shingles = np.empty(size // 2 + 2, dtype=np.uint64)
    return shingles


def table_for(size: int) -> npt.NDArray[np.int64]:
    """Return this thread's table for the articles of a segment of ``size`` bytes: a line that is not blank has two."""
    table: npt.NDArray[np.int64] | None = getattr(_held, "table", None)
    if table is None or len(table) < size // 2 + 1:
        _held.table = table = np.empty((size // 2 + 1, COLUMNS), dtype=np.int64)
    return table
