"""What ``banding`` runs: bands sorted, buckets looked through, what candidates connect."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.simd import equal_bytes, fetch_ahead, kernel

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]
Ranks = npt.NDArray[np.uint32]
Sizes = npt.NDArray[np.int32]

_DIGIT_BITS = 11
_LOW = np.uint64(0xFFFFFFFF)
_S3, _S32, _SEVEN = np.uint64(3), np.uint64(32), np.uint64(7)
_MOST = 0xFFFF  # permutations
_AHEAD = 24  # articles: by then the memory has answered


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
def keep_shared(band: Longs, count: int) -> int:
    """Move the entries of a sorted band that share their key with another to the front; return their number."""
    kept = 0
    same = False  # as the one before
    for place in range(count):
        entry = band[place]
        next_same = place + 1 < count and (band[place + 1] ^ entry) >> _S32 == 0
        band[kept] = entry
        kept += same or next_same
        same = next_same
    return kept


@kernel
def mark_shared(keys: Ranks, marks: Bytes) -> None:
    """Set the bit of each key in the first of two stretches, and in the second one's too where it was set before."""
    half = len(marks) // 2
    low = np.uint64(8 * half - 1)
    for place in range(len(marks)):
        marks[place] = 0
    for key in keys:
        at = np.uint64(key) & low
        byte, bit = at >> _S3, np.uint64(1) << (at & _SEVEN)
        once = np.uint64(marks[byte])
        marks[byte + np.uint64(half)] |= np.uint8(once & bit)
        marks[byte] = np.uint8(once | bit)


@kernel
def find_shared(keys: Ranks, marks: Bytes, shared: Bytes) -> None:
    """Write 1 for each key that is perhaps there twice, and 0 for each that surely is not."""
    mark_shared(keys, marks)
    half = len(marks) // 2
    low = np.uint64(8 * half - 1)
    for place in range(len(keys)):
        at = np.uint64(keys[place]) & low
        shared[place] = (marks[np.uint64(half) + (at >> _S3)] >> np.uint8(at & _SEVEN)) & 1


@kernel
def entries_of(keys: Ranks, order: npt.NDArray[np.int64], marks: Bytes, entries: Longs) -> int:
    """Write key and rank of the articles whose key is marked as shared; return their number."""
    half = len(marks) // 2
    low = np.uint64(8 * half - 1)
    kept = 0
    for rank in range(len(order)):
        key = np.uint64(keys[order[rank]])
        entries[kept] = key << _S32 | np.uint64(rank)
        at = key & low
        kept += (marks[np.uint64(half) + (at >> _S3)] >> np.uint8(at & _SEVEN)) & 1
    return kept


@kernel
def sorted_band(
    keys: Ranks, order: npt.NDArray[np.int64], first: Longs, second: Longs, places: npt.NDArray[np.int64], marks: Bytes
) -> int:
    """Sort one band by key, then rank; return the number of those that share their key, which begin ``second``.

    ``places`` is working room for 2,048 counters: they and as many places to write to stay in the first cache. ``marks``
    are two stretches of bits (Bloom 1970), each a power of two: four keys of five stand alone and are not sorted at all.
    """
    mark_shared(keys, marks)
    count = entries_of(keys, order, marks, first)
    low = np.uint64((1 << _DIGIT_BITS) - 1)
    source, target = first, second
    for turn in range(3):
        shift = np.uint64(32 + turn * _DIGIT_BITS)
        for digit in range(len(places)):
            places[digit] = 0
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
    return keep_shared(second, count)


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
def keep_candidate(row: Longs, other: int, score: int) -> None:
    """Enter a candidate into an article's row, best first (score, then rank), unless it is there or worse than all.

    An entry is a falling number for the score above the other's rank, so that the order is that of numbers.
    """
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
def weigh(
    waiting: Longs, count: int, low: int, order: npt.NDArray[np.int64], sketches: Bytes, sizes: Sizes,
    rules: npt.NDArray[np.float64], rows: Longs, mail: Longs, mailed: int,
) -> int:  # fmt: skip
    """Enter pairs whose sketches are alike enough into both rows; below rank ``low`` a row is another's: mail it."""
    permutations, width = len(sketches) // len(sizes), len(rows) // len(sizes)
    for place in range(count):
        rank, other = int(waiting[place] >> _S32), int(waiting[place] & _LOW)
        need = least_jaccard(sizes[rank], sizes[other], rules[0], rules[1], rules[2], int(rules[3]))
        error = math.sqrt(need * (1.0 - need) / permutations)
        matches = equal_values(sketches, order[rank], order[other], permutations)
        if matches < permutations * (need - rules[4] * error):
            continue
        keep_candidate(rows[rank * width : (rank + 1) * width], other, matches)
        if other >= low:
            keep_candidate(rows[other * width : (other + 1) * width], rank, matches)
        else:
            mail[mailed], mail[mailed + 1] = waiting[place], np.uint64(matches)
            mailed += 2
    return mailed


@kernel
def deliver(mail: Longs, low: int, high: int, width: int, rows: Longs) -> None:
    """Enter mailed pairs into the rows of the fuller articles, where their rank is from ``low`` to ``high``."""
    for place in range(0, len(mail), 2):
        rank, other = int(mail[place] >> _S32), int(mail[place] & _LOW)
        if low <= other < high:
            keep_candidate(rows[other * width : (other + 1) * width], rank, int(mail[place + 1]))


@kernel
def bucket_end(band: Longs, start: int) -> int:
    """Return the place behind the entries of a sorted band that have the key of the one at ``start``."""
    key = band[start] >> _S32
    end = start + 1
    while end < len(band) and band[end] >> _S32 == key:
        end += 1
    return end


@kernel
def is_news(seen: Ranks, places: int, rank: int, other: int) -> bool:
    """Return whether an article has not met another, as far as its stretch of ``seen`` remembers, and remember it."""
    here = rank * places + (other & (places - 1))
    if seen[here] == other + 1:
        return False
    seen[here] = other + 1
    return True


@kernel
def fetch_to_meet(
    rank: int, low: int, high: int, order: npt.NDArray[np.int64], sizes: Sizes, seen: Ranks, places: int
) -> None:
    """Ask the memory for what ``meet_neighbours`` reads of an article."""
    fetch_ahead(sizes, rank)
    fetch_ahead(order, rank)
    if low <= rank < high:
        fetch_ahead(seen, rank * places)


@kernel
def fetch_to_weigh(
    rank: int, order: npt.NDArray[np.int64], sketches: Bytes, permutations: int, rows: Longs, width: int
) -> None:
    """Ask the memory for what ``weigh`` reads of an article."""
    fetch_ahead(rows, rank * width)
    fetch_ahead(sketches, order[rank] * permutations)
    fetch_ahead(sketches, order[rank] * permutations + 64)


@kernel
def meet_neighbours(
    band: Longs, low: int, high: int, neighbours: int, order: npt.NDArray[np.int64], sketches: Bytes, sizes: Sizes,
    rules: npt.NDArray[np.float64], seen: Ranks, waiting: Longs, rows: Longs, mail: Longs,
) -> int:  # fmt: skip
    """Hold the articles of rank ``low`` to ``high`` against fuller neighbours in each bucket of a sorted band.

    ``sizes`` and, in stretches, ``rows`` are by rank. ``seen`` remembers, in a stretch for each rank, articles that one
    has met, each plus 1: copies meet in many bands. A place is shared by several, and the last of them keeps it. Pairs
    wait in ``waiting`` until the memory has brought their sketches. Returns how many numbers were mailed: two for a pair
    whose fuller article is below ``low``.
    """
    count, permutations = len(band), len(sketches) // len(sizes)
    places, width = len(seen) // len(sizes), len(rows) // len(sizes)
    queued, mailed, start = 0, 0, 0
    while start < count:
        end = bucket_end(band, start)
        for place in range(start, end):
            fetch_to_meet(int(band[min(place + _AHEAD, count - 1)] & _LOW), low, high, order, sizes, seen, places)
            rank = int(band[place] & _LOW)
            if not low <= rank < high:
                continue
            for step in range(min(place - start, 2 * neighbours)):
                at = start + step if step < neighbours else place - 1 - (step - neighbours)
                other = int(band[at] & _LOW)
                if not is_news(seen, places, rank, other):
                    continue
                need = least_jaccard(sizes[rank], sizes[other], rules[0], rules[1], rules[2], int(rules[3]))
                if sizes[rank] < need * sizes[other]:  # the lower rank is the fuller article
                    continue
                waiting[queued] = np.uint64(rank) << _S32 | np.uint64(other)
                queued += 1
                fetch_to_weigh(rank, order, sketches, permutations, rows, width)
                fetch_to_weigh(other, order, sketches, permutations, rows, width)
                if queued == len(waiting):
                    mailed = weigh(waiting, queued, low, order, sketches, sizes, rules, rows, mail, mailed)
                    queued = 0
        start = end
    return weigh(waiting, queued, low, order, sketches, sizes, rules, rows, mail, mailed)


@kernel
def components(ranks: Ranks, counts: Bytes, parents: npt.NDArray[np.int64]) -> None:
    """Write for each article the lowest rank that candidates connect it with: those of different ones are independent."""
    for rank in range(len(parents)):
        parents[rank] = rank
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
