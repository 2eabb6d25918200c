"""Which articles of a large crawl are worth verifying: buckets of equal band keys, the same as ``copies.propose``.

Articles are named by rank (the fullest first). A band is sorted by its digits, a key of 32 bits over a rank of 32 bits in
one number, so that memory holds a few bands and time is linear; the likeliest candidates of each article stand in a
row of fixed length.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.simd import equal_bytes, fetch_ahead, kernel
from dedup.settings import CopySettings

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]
Ranks = npt.NDArray[np.uint32]
Sizes = npt.NDArray[np.int32]

_DIGIT_BITS = 11  # 2,048 counters and as many places to write to: both stay in the first cache
_NOBODY = np.uint32(0xFFFFFFFF)
_NO_ENTRY = np.uint64(0xFFFFFFFFFFFFFFFF)  # its low half is nobody
_S32 = np.uint64(32)
_MOST = 0xFFFF  # permutations
_SEEN = 16  # of each article: one line of the cache
_AHEAD = 8  # articles: by then the memory has answered


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """``ranks[i, :counts[i]]`` are the fuller articles that article i may be a copy of, the likeliest first."""

    ranks: Ranks
    counts: Bytes


@kernel
def least_jaccard(
    a: int, b: int, jaccard: float, containment: float, length_ratio: float, least_shingles: int
) -> float:
    """Return the Jaccard from which two sets of these sizes are copies: ``copies.least_jaccard``, compiled."""
    shorter, longer = min(a, b), max(a, b)
    if shorter < least_shingles or longer > length_ratio * shorter:
        return jaccard
    common = containment * shorter
    return min(jaccard, common / (shorter + longer - common))


@kernel
def sorted_band(keys: Ranks, order: npt.NDArray[np.int64], first: Longs, second: Longs) -> None:
    """Sort one band by key, then rank; the result stands in ``second`` (an odd number of passes)."""
    count = len(order)
    for rank in range(count):
        first[rank] = np.uint64(keys[order[rank]]) << np.uint64(32) | np.uint64(rank)
    places = np.zeros(1 << _DIGIT_BITS, np.int64)
    low = np.uint64((1 << _DIGIT_BITS) - 1)
    source, target = first, second
    for turn in range(3):
        shift = np.uint64(32 + turn * _DIGIT_BITS)
        places[:] = 0
        for place in range(count):
            places[(source[place] >> shift) & low] += 1
        total = 0
        for digit in range(len(places)):
            here = places[digit]
            places[digit] = total
            total += here
        for place in range(count):
            digit = (source[place] >> shift) & low
            target[places[digit]] = source[place]
            places[digit] += 1
        source, target = target, source


@kernel
def equal_values(sketches: Bytes, a: int, b: int, width: int) -> int:
    """Return the number of equal values of two sketches of ``width`` bytes, which stand one after the other."""
    count = 0
    for turn in range(0, width - 63, 64):
        count += equal_bytes(sketches, a * width + turn, b * width + turn)
    for turn in range(width - width % 64, width):
        count += sketches[a * width + turn] == sketches[b * width + turn]
    return count


@kernel
def keep_candidate(rows: Longs, rank: int, other: int, score: int) -> None:
    """Enter a candidate into an article's row, best first (score, then rank), unless it is there or worse than all.

    An entry is a falling number for the score above the other's rank, so that the order is that of numbers.
    """
    row = rows[rank]
    entry = np.uint64(_MOST - score) << _S32 | np.uint64(other)
    if entry >= row[-1]:
        return
    place, known = 0, 0
    for at in range(len(row)):
        place += row[at] < entry
        known += row[at] == entry
    if known:
        return
    for at in range(len(row) - 1, place, -1):
        row[at] = row[at - 1]
    row[place] = entry


@kernel
def meet_neighbours(
    band: Longs, low: int, high: int, neighbours: int, order: npt.NDArray[np.int64], sketches: Bytes, sizes: Sizes,
    rules: npt.NDArray[np.float64], seen: Ranks, rows: Longs,
) -> None:  # fmt: skip
    """Hold the articles of rank ``low`` to ``high`` against their neighbours in each bucket of a sorted band.

    ``sizes`` are by rank. ``seen[rank]`` remembers articles that one has met, each plus 1: copies meet in many bands. A
    place is shared by several, and the last of them keeps it.
    """
    count = len(band)
    permutations = len(sketches) // len(sizes)
    places = seen.shape[1]
    flat = seen.reshape(-1)
    start = 0
    while start < count:
        key = band[start] >> np.uint64(32)
        end = start + 1
        while end < count and band[end] >> np.uint64(32) == key:
            end += 1
        for place in range(start + 1, end):
            ahead = min(place + _AHEAD, count - 1)
            fetch_ahead(flat, int(band[ahead] & np.uint64(_NOBODY)) * places)
            rank = int(band[place] & np.uint64(_NOBODY))
            mine = low <= rank < high
            for step in range(2 * neighbours):
                at = start + step if step < neighbours else place - 1 - (step - neighbours)
                if at >= place if step < neighbours else at < start + neighbours:
                    continue
                other = int(band[at] & np.uint64(_NOBODY))
                theirs = low <= other < high
                if mine:
                    if seen[rank, other % places] == other + 1:
                        continue
                    seen[rank, other % places] = other + 1
                elif not theirs:
                    continue
                need = least_jaccard(sizes[rank], sizes[other], rules[0], rules[1], rules[2], int(rules[3]))
                if sizes[rank] < need * sizes[other]:  # the lower rank is the fuller article
                    continue
                error = math.sqrt(need * (1.0 - need) / permutations)
                matches = equal_values(sketches, order[rank], order[other], permutations)
                if matches < permutations * (need - rules[4] * error):
                    continue
                if mine:
                    keep_candidate(rows, rank, other, matches)
                if theirs:
                    keep_candidate(rows, other, rank, matches)
        start = end


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
    found = np.full((count, settings.candidates), _NO_ENTRY, dtype=np.uint64)
    rooms = [(np.empty(count, dtype=np.uint64), np.empty(count, dtype=np.uint64)) for _ in range(workers)]
    seen = np.zeros((count, _SEEN), dtype=np.uint32)
    rules = rules_of(settings)
    flat, by_rank = sketches.reshape(-1), sizes[order]
    shares = np.linspace(0, count, workers + 1).astype(np.int64).tolist()
    # Each worker sorts a band; then each looks at all sorted bands for its own share of the articles.
    for bands in _chunks(len(keys), workers):
        list(pool.map(lambda job: sorted_band(keys[job[0]], order, *job[1]), zip(bands, rooms, strict=False)))

        def meet(share: int, bands: range = bands) -> None:
            for place in range(len(bands)):
                meet_neighbours(
                    rooms[place][1], shares[share], shares[share + 1], settings.bucket_neighbours, order, flat, by_rank,
                    rules, seen, found,
                )  # fmt: skip

        list(pool.map(meet, range(workers)))
    return Candidates(found.astype(np.uint32), (found != _NO_ENTRY).sum(axis=1, dtype=np.uint8))


def _chunks(count: int, size: int) -> Iterator[range]:
    for start in range(0, count, size):
        yield range(start, min(start + size, count))


@kernel
def components(ranks: Ranks, counts: Bytes) -> npt.NDArray[np.int64]:
    """Return for each article the lowest rank that candidates connect it with: those of different ones are independent."""
    parents = np.arange(len(ranks))
    for rank in range(len(ranks)):
        for place in range(counts[rank]):
            a, b = rank, int(ranks[rank, place])
            while parents[a] != a:
                parents[a] = parents[parents[a]]
                a = parents[a]
            while parents[b] != b:
                parents[b] = parents[parents[b]]
                b = parents[b]
            parents[max(a, b)] = min(a, b)
    for rank in range(len(parents)):  # parents come before their children
        parents[rank] = parents[parents[rank]]
    return parents
