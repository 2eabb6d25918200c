"""Which articles of a large crawl are worth verifying: buckets of equal band keys, the same as ``copies.propose``.

Articles are named by rank (the fullest first). A band is sorted by its digits, a key of 32 bits over a rank of 32 bits in
one number, so that memory holds a few bands and time is linear; the likeliest candidates of each article stand in a
row of fixed length.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.compiled import deliver, meet_neighbours, sorted_band
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
    candidates = Candidates(np.empty((count, settings.candidates), dtype=np.uint32), np.empty(count, dtype=np.uint8))
    found = _Meeting(keys, order, sketches, sizes, settings, workers).met(pool)

    def take(rows: slice) -> None:
        candidates.ranks[rows] = found[rows]  # the lower half of an entry is the rank
        candidates.counts[rows] = (found[rows] != _NO_ENTRY).sum(axis=1, dtype=np.uint8)

    list(pool.map(take, _shares(count, workers)))
    return candidates


def _shares(count: int, workers: int) -> list[slice]:
    """Return each worker's articles."""
    bounds = np.linspace(0, count, workers + 1).astype(np.int64).tolist()
    return [slice(first, last) for first, last in pairwise(bounds)]


class _Meeting:
    """The working room, half of this stage's memory, which is free again after it."""

    def __init__(
        self,
        keys: Ranks,
        order: npt.NDArray[np.int64],
        sketches: Bytes,
        sizes: Sizes,
        settings: CopySettings,
        workers: int,
    ) -> None:
        count = len(order)
        self._keys, self._order, self._sketches = keys, order, sketches.reshape(-1)
        self._sizes = sizes[order]
        self._settings = settings
        self._shares = _shares(count, workers)
        self._found = in_lines((count, settings.candidates), np.uint64)
        self._seen = in_lines((count, _SEEN), np.uint32)  # numpy asks for large pages here, for zeros it does not
        self._rooms = [
            (
                np.empty(count, np.uint64), np.empty(count, np.uint64), np.empty(_COUNTERS, np.int64),
                np.empty(1 << max(6, count.bit_length()), np.uint8),  # four to eight bits for a key: fit the second cache
            )
            for _ in range(2 * workers)
        ]  # fmt: skip

    def met(self, pool: Executor) -> Longs:
        """Return the rows of all articles, filled.

        Each worker sorts a band; then each looks at all sorted bands for its own share of the articles, and mails what
        concerns the rows of others, who take it in with the next bands. Who is done first begins to sort these.
        """
        workers, bands = len(self._shares), len(self._keys)
        list(pool.map(self._clear, self._shares))
        mails: list[Longs] = []
        sorting = [pool.submit(self._sort, band) for band in range(min(workers, bands))]
        for start in range(workers, bands + workers, workers):
            buckets = [one.result() for one in sorting]
            meeting = [pool.submit(self._meet, share, buckets, mails) for share in self._shares]
            sorting = [pool.submit(self._sort, band) for band in range(start, min(start + workers, bands))]
            mails = [mail for one in meeting for mail in one.result()]
            release(self._keys)
        list(pool.map(lambda share: self._take(share, mails), self._shares))
        return self._found

    def _clear(self, share: slice) -> None:
        """Write memory for the first time, which costs more than all later uses, in each thread."""
        self._found[share] = _NO_ENTRY
        self._seen[share] = 0

    def _sort(self, band: int) -> Longs:
        room = self._rooms[band % len(self._rooms)]
        return room[1][: sorted_band(self._keys[band], self._order, *room)]

    def _take(self, share: slice, mails: list[Longs]) -> None:
        for mail in mails:
            deliver(mail, share.start, share.stop, self._found.shape[1], self._found.reshape(-1))

    def _meet(self, share: slice, buckets: list[Longs], mails: list[Longs]) -> list[Longs]:
        self._take(share, mails)
        sent = []
        neighbours = self._settings.bucket_neighbours
        for band in buckets:
            mail = np.empty(4 * neighbours * len(band), dtype=np.uint64)  # a page that is not written costs nothing
            used = meet_neighbours(
                band, share.start, share.stop, neighbours, self._order, self._sketches, self._sizes,
                rules_of(self._settings), self._seen.reshape(-1), np.empty(_WAITING, dtype=np.uint64),
                self._found.reshape(-1), mail,
            )  # fmt: skip
            sent.append(mail[:used].copy())
        return sent
