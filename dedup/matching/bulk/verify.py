"""Exact verification and grouping in large crawls: ``copies._lead``, compiled, one batch of components at a time.

Shingles are not kept from the first reading (a million articles have 3 GB of them): those of an article with
candidates are made again from its bytes, and only representatives' stay in memory until their component is done.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.banding import least_jaccard
from dedup.matching.bulk.kernel import text_shingles
from dedup.matching.bulk.simd import PADDING, kernel

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

UNLED = np.uint32(0xFFFFFFFF)
_ONE = np.uint64(1)
_SLACK = 1e-12  # as in ``copies.are_copies``


@kernel
def fill_slots(shingles: Longs, slots: Longs) -> int:
    """Enter distinct shingles into a hash table; return the mask of its size. A free slot holds 0, a shingle of 0 stays out."""
    size = 16
    while size < 2 * len(shingles):
        size *= 2
    slots[:size] = np.uint64(0)
    low = np.uint64(size - 1)
    for value in shingles:
        slot = value & low
        while slots[slot] != 0:
            slot = (slot + _ONE) & low
        slots[slot] = value
    return size - 1


@kernel
def common_shingles(shingles: Longs, others: Longs, slots: Longs, mask: int) -> int:
    """Return how many of ``others`` are among ``shingles``, which stand in the table (0 apart: one value in 2**64)."""
    low = np.uint64(mask)
    found = 0
    for value in others:
        if value == 0:
            for mine in shingles:
                found += mine == 0
            continue
        slot = value & low
        while slots[slot] != 0 and slots[slot] != value:
            slot = (slot + _ONE) & low
        found += slots[slot] == value
    return found


@kernel
def shingles_again(
    data: Bytes, start: int, end: int, escaped: bool, kept: Longs, size: int, table: npt.NDArray[np.int32],
    raw: Bytes, text: Bytes, words: Longs, shingles: Longs, slots: Longs,
) -> int:  # fmt: skip
    """Write an article's distinct shingles. ``end < 0``: they stand in ``kept``, the reference made them.

    The bytes are copied first: the kernel reads past a text's end, where the mapped file may end too.
    """
    if end < 0:
        count = -end - 1
        shingles[:count] = kept[start : start + count]
        return count
    length = end - start
    raw[:length] = data[start:end]
    raw[length : length + PADDING] = 0
    return text_shingles(raw, 0, length, escaped, size, table, text, words, shingles, slots)


@kernel
def lead(
    members: Places, heads: npt.NDArray[np.bool_], order: Places, ranks: npt.NDArray[np.uint32], counts: Bytes,
    rules: npt.NDArray[np.float64], data: Bytes, starts: Places, ends: Places, escaped: bool, kept: Longs, size: int,
    table: npt.NDArray[np.int32], raw: Bytes, text: Bytes, words: Longs, shingles: Longs, others: Longs, slots: Longs,
    spare: Longs, labels: npt.NDArray[np.uint32], pool_start: Places, sizes: npt.NDArray[np.int32],
) -> npt.NDArray[np.uint32]:  # fmt: skip
    """Group the members (ranks, ascending in each component; ``heads`` mark where one begins); return the edges.

    Fills ``labels`` by rank. Edges have shape ``(n, 3)``: the two ranks and the number of common shingles.
    """
    pool = np.empty(1 << 16, np.uint64)
    used = 0
    edges = np.empty((256, 3), np.uint32)
    edge_count = 0
    tried = np.empty(ranks.shape[1], np.uint32)
    for member in range(len(members)):
        rank = members[member]
        if heads[member]:
            used = 0
        row = order[rank]
        count = shingles_again(
            data, starts[row], ends[row], escaped, kept, size, table, raw, text, words, shingles, slots
        )
        mine = shingles[:count]
        mask = fill_slots(mine, slots) if counts[rank] else 0
        best = 0.0
        label = rank
        tries = 0
        for place in range(2 * counts[rank]):
            # First the representatives that the candidates lead to, then candidates that ended in other groups.
            candidate = np.int64(ranks[rank, place % counts[rank]])
            if labels[candidate] == UNLED:
                continue
            first_turn = place < counts[rank]
            other = np.int64(labels[candidate]) if first_turn else candidate
            if first_turn:
                if best == 1.0:
                    continue
                seen = False
                for turn in range(tries):
                    seen |= tried[turn] == other
                if seen:
                    continue
                tried[tries] = other
                tries += 1
                begin = pool_start[other]
                theirs = pool[begin : begin + sizes[order[other]]]
            else:
                if np.int64(labels[candidate]) == candidate or np.int64(labels[candidate]) == label:
                    continue
                there = order[candidate]
                length = shingles_again(
                    data, starts[there], ends[there], escaped, kept, size, table, raw, text, words, others, spare
                )
                theirs = others[:length]
            common = common_shingles(mine, theirs, slots, mask)
            jaccard = common / (count + len(theirs) - common)
            need = least_jaccard(count, len(theirs), rules[0], rules[1], rules[2], int(rules[3]))
            if jaccard < need - _SLACK:
                continue
            if edge_count == len(edges):
                larger = np.empty((2 * edge_count, 3), np.uint32)
                larger[:edge_count] = edges
                edges = larger
            edges[edge_count, 0], edges[edge_count, 1], edges[edge_count, 2] = rank, other, common
            edge_count += 1
            if first_turn and (jaccard > best or (jaccard == best and other < label)):
                best, label = jaccard, other
        labels[rank] = label
        if label == rank:
            while used + count > len(pool):
                bigger = np.empty(2 * len(pool), np.uint64)
                bigger[:used] = pool[:used]
                pool = bigger
            pool[used : used + count] = mine
            pool_start[rank] = used
            used += count
    return edges[:edge_count]
