"""Which articles of a large crawl are worth verifying: buckets of equal band keys, the same as ``copies.propose``.

Articles are named by rank (the fullest first). A band is sorted by its digits, a key of 32 bits over a rank of 32 bits in
one number, so that memory holds a few bands and time is linear; the likeliest candidates of each article stand in a
row of fixed length.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.compiled import meet_neighbours, sorted_band
from dedup.matching.bulk.room import in_lines
from dedup.matching.bulk.work import release
from dedup.settings import CopySettings

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]
Ranks = npt.NDArray[np.uint32]
Sizes = npt.NDArray[np.int32]

_COUNTERS = 2048
NOBODY = np.uint32(0xFFFFFFFF)
_NO_ENTRY = np.uint64(0xFFFFFFFFFFFFFFFF)  # its low half is nobody
_SEEN = 16  # of each article, a power of two: one line of the cache
_WAITING = 32  # pairs: the lines of their sketches and rows fill half of the first cache


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """``ranks[i, :counts[i]]`` are the fuller articles that article i may be a copy of, the likeliest first."""

    ranks: Ranks
    counts: Bytes


def rules_of(settings: CopySettings) -> npt.NDArray[np.float64]:
    """Return what decides about a pair as an array for the kernels."""
    return np.array([
        settings.jaccard, settings.containment, settings.containment_length_ratio, settings.containment_shingles,
        settings.estimate_margin, settings.first_groups, settings.linked_groups,
    ])  # fmt: skip


def propose(
    keys: Ranks,
    order: npt.NDArray[np.int64],
    sketches: Bytes,
    sizes: Sizes,
    settings: CopySettings,
    pool: Executor,
    workers: int,
) -> Candidates:
    """Return the candidates of all articles. ``keys``: ``(bands, articles)``; ``order[rank]`` is an article's row."""
    count = len(order)
    found = in_lines((count, settings.candidates), np.uint64)
    shares = np.linspace(0, count, workers + 1).astype(np.int64).tolist()
    _meet(keys, order, sketches, sizes, settings, pool, shares, found)
    candidates = Candidates(np.empty(found.shape, dtype=np.uint32), np.empty(count, dtype=np.uint8))

    def take(share: int) -> None:
        rows = slice(shares[share], shares[share + 1])
        candidates.ranks[rows] = found[rows]  # the lower half of an entry is the rank
        candidates.counts[rows] = (found[rows] != _NO_ENTRY).sum(axis=1, dtype=np.uint8)

    list(pool.map(take, range(workers)))
    return candidates


def _meet(
    keys: Ranks,
    order: npt.NDArray[np.int64],
    sketches: Bytes,
    sizes: Sizes,
    settings: CopySettings,
    pool: Executor,
    shares: list[int],
    found: Longs,
) -> None:
    """Fill the rows of all articles; the working room, half of this stage's memory, is free again after it.

    ``shares``: where each worker's articles begin, and the end.
    """
    count, workers = len(order), len(shares) - 1
    rooms = [
        (
            np.empty(count, np.uint64), np.empty(count, np.uint64), np.empty(_COUNTERS, np.int64),
            np.empty(1 << max(6, count.bit_length()), np.uint8),  # four to eight bits for a key: fit into the second cache
        )
        for _ in range(workers)
    ]  # fmt: skip
    seen = in_lines((count * _SEEN,), np.uint32)  # numpy asks for large pages here, for zeros it does not

    def clear(share: int) -> None:
        """Write memory for the first time, which costs more than all later uses, in each thread."""
        found[shares[share] : shares[share + 1]] = _NO_ENTRY
        seen[_SEEN * shares[share] : _SEEN * shares[share + 1]] = 0

    list(pool.map(clear, range(workers)))
    rules = rules_of(settings)
    flat, rows, by_rank = sketches.reshape(-1), found.reshape(-1), sizes[order]
    # Each worker sorts a band; then each looks at all sorted bands for its own share of the articles.
    for bands in _chunks(len(keys), workers):
        shared = list(pool.map(lambda job: sorted_band(keys[job[0]], order, *job[1]), zip(bands, rooms, strict=False)))
        buckets = [room[1][:length] for room, length in zip(rooms, shared, strict=False)]

        def meet(share: int, buckets: list[Longs] = buckets) -> None:
            for band in buckets:
                meet_neighbours(
                    band, shares[share], shares[share + 1], settings.bucket_neighbours, order, flat, by_rank, rules,
                    seen, np.empty(_WAITING, dtype=np.uint64), rows,
                )  # fmt: skip

        list(pool.map(meet, range(workers)))
        release(keys)


def _chunks(count: int, size: int) -> Iterator[range]:
    for start in range(0, count, size):
        yield range(start, min(start + size, count))
