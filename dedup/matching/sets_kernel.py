"""``sets.interned`` as a compiled loop."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.simd import kernel

Longs = npt.NDArray[np.uint64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SHIFT, _ONE = np.uint64(20), np.uint64(1)


@kernel
def number(ids: Longs, numbers: npt.NDArray[np.int32]) -> Longs:
    """Write the number of each id in order of first sight; return the ids in that order."""
    size = 1 << 16
    slots = np.full(size, -1, np.int32)
    codes = np.empty(size, np.uint64)
    count = 0
    for at in range(len(ids)):
        if 2 * count >= size:  # a table at most half full
            size *= 2
            slots = np.full(size, -1, np.int32)
            wider = np.empty(size, np.uint64)
            wider[:count] = codes[:count]
            codes = wider
            for known in range(count):
                slot = (codes[known] * _GOLDEN >> _SHIFT) & np.uint64(size - 1)
                while slots[slot] >= 0:
                    slot = (slot + _ONE) & np.uint64(size - 1)
                slots[slot] = known
        slot = (ids[at] * _GOLDEN >> _SHIFT) & np.uint64(size - 1)
        while slots[slot] >= 0 and codes[slots[slot]] != ids[at]:
            slot = (slot + _ONE) & np.uint64(size - 1)
        if slots[slot] < 0:
            slots[slot] = count
            codes[count] = ids[at]
            count += 1
        numbers[at] = slots[slot]
    return codes[:count].copy()
