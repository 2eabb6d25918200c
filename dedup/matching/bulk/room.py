"""Working room of the kernels: arrays that each thread keeps and that grow to the longest text met."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.kernel import SLOTS
from dedup.matching.bulk.simd import PADDING


class Room:
    """Arrays for texts of up to ``longest`` bytes: a word and the gap after it take two bytes at least."""

    def __init__(self, longest: int) -> None:
        words = longest // 2 + 2
        self.longest = longest
        self.text = np.empty(2 * longest + 3 * PADDING, dtype=np.uint8)
        self.words = np.empty(words, dtype=np.uint64)
        self.shingles = np.empty(words, dtype=np.uint64)
        self.slots = np.empty(SLOTS, dtype=np.uint64)
        self.mixed = np.empty(words, dtype=np.uint32)


class ComparingRoom(Room):
    """What comparing two texts takes beside: the other's shingles, and hash tables of at most half their places filled."""

    def __init__(self, longest: int) -> None:
        super().__init__(longest)
        self.raw = np.empty(longest + PADDING, dtype=np.uint8)
        self.others = np.empty(len(self.shingles), dtype=np.uint64)
        self.slots = np.empty(max(SLOTS, 4 * len(self.shingles)), dtype=np.uint64)
        self.spare = np.empty(SLOTS, dtype=np.uint64)


_held = threading.local()


def room_for(longest: int) -> Room:
    """Return this thread's room, for texts of at least ``longest`` bytes."""
    room: Room | None = getattr(_held, "room", None)
    if room is None or room.longest < longest:
        _held.room = room = Room(max(longest, 2 * room.longest if room else 1 << 14))
    return room


def read_buffer(size: int) -> npt.NDArray[np.uint8]:
    """Return this thread's buffer for ``size`` bytes of a file and the padding after them."""
    buffer: npt.NDArray[np.uint8] | None = getattr(_held, "buffer", None)
    if buffer is None or len(buffer) < size + PADDING:
        _held.buffer = buffer = np.zeros(size + PADDING, dtype=np.uint8)
    return buffer
