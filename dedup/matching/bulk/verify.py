"""Exact verification and grouping in large crawls: ``copies.lead`` and ``copies.join_groups``, compiled.

A batch holds whole components of articles that candidates connect, and the shingles of all of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.buckets import least_jaccard
from dedup.matching.bulk.simd import kernel

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Ranks = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int32]

_NOBODY = np.uint32(0xFFFFFFFF)
_ONE = np.uint64(1)
_SLACK = 1e-12  # as in ``copies.are_copies``


class Proposals(NamedTuple):
    """What is known of the articles, by rank: candidates (``banding.Candidates``), spans of their shingles, the rules."""

    ranks: Ranks
    counts: Bytes
    starts: Places
    ends: Places
    rules: npt.NDArray[np.float64]


@kernel
def fill_slots(shingles: Longs, slots: Ints) -> int:
    """Enter distinct shingles into a hash table; return the mask of its size.

    A slot holds a shingle's place plus 1, a free one 0. At most an eighth is full: where a shingle stands at once or
    not at all, the processor guesses right.
    """
    size = 128
    while size < 8 * len(shingles):
        size *= 2
    for slot in range(size):
        slots[slot] = 0
    low = np.uint64(size - 1)
    for place in range(len(shingles)):
        slot = shingles[place] & low
        while slots[slot] != 0:
            slot = (slot + _ONE) & low
        slots[slot] = place + 1
    return size - 1


@kernel
def common_shingles(shingles: Longs, others: Longs, slots: Ints, mask: int) -> int:
    """Return how many of ``others`` are among ``shingles``, which stand in the table.

    Copies share long runs: the shingle behind the last one found is looked at before the table is.
    """
    low, count = np.uint64(mask), np.uint64(len(shingles))
    found, following = 0, np.uint64(0)
    for value in others:
        if following < count and shingles[following] == value:
            found += 1
            following += _ONE
            continue
        slot = value & low
        while slots[slot] != 0:
            if shingles[np.uint64(slots[slot] - 1)] == value:
                found += 1
                following = np.uint64(slots[slot])
                break
            slot = (slot + _ONE) & low
    return found


@kernel
def jaccard_of_copies(a: int, b: int, common: int, rules: npt.NDArray[np.float64]) -> float:
    """Return the Jaccard of two sets if they are copies, else 0."""
    jaccard = common / (a + b - common)
    need = least_jaccard(a, b, rules[0], rules[1], rules[2], int(rules[3]))
    return jaccard if jaccard >= need - _SLACK else 0.0


@kernel
def compare(one: int, other: int, proposals: Proposals, shingles: Longs, slots: Ints, mask: int) -> tuple[int, float]:
    """Return the common shingles of two articles, and their Jaccard if they are copies, else 0. The table holds ``one``."""
    mine = shingles[proposals.starts[one] : proposals.ends[one]]
    theirs = shingles[proposals.starts[other] : proposals.ends[other]]
    common = common_shingles(mine, theirs, slots, mask)
    return common, jaccard_of_copies(len(mine), len(theirs), common, proposals.rules)


@kernel
def put_edge(edges: Ranks, count: int, a: int, b: int, common: int) -> int:
    """Enter an edge, the higher rank first; return the new number of edges."""
    edges[count, 0], edges[count, 1], edges[count, 2] = max(a, b), min(a, b), common
    return count + 1


@kernel
def lead(
    members: Places, proposals: Proposals, shingles: Longs, slots: Ints, hints: Ranks, labels: Ranks,
    closeness: npt.NDArray[np.float64], tried: Ranks, edges: Ranks, edge_count: int,
) -> int:  # fmt: skip
    """Assign each article of a component to the closest of the representatives that hint and candidates lead to.

    Fills ``labels`` and ``closeness`` (to the representative) by rank; returns the new number of edges.
    """
    ranks, counts, starts, ends, _ = proposals
    for rank in members:
        labels[rank] = _NOBODY
    for rank in members:
        mask = -1  # the table is filled where there is somebody to compare with: who leads a group needs none
        best, label, tries = 0.0, rank, 0
        for turn in range(-1, int(counts[rank])):
            candidate = hints[rank] if turn < 0 else ranks[rank, turn]
            if best == 1.0 or candidate == _NOBODY or labels[candidate] == _NOBODY:
                continue
            other = int(labels[candidate])
            known = False
            for place in range(tries):
                known |= tried[place] == other
            if known:
                continue
            tried[tries] = other
            tries += 1
            if mask < 0:
                mask = fill_slots(shingles[starts[rank] : ends[rank]], slots)
            common, jaccard = compare(rank, other, proposals, shingles, slots, mask)
            if jaccard == 0.0:
                continue
            edge_count = put_edge(edges, edge_count, rank, other, common)
            if jaccard > best or (jaccard == best and other < label):
                best, label = jaccard, other
        labels[rank] = label
        closeness[rank] = best
    return edge_count


@kernel
def has_strangers(rank: int, proposals: Proposals, labels: Ranks) -> bool:
    """Return whether some candidate of an article ended in another group."""
    strangers = False
    for turn in range(proposals.counts[rank]):
        strangers |= labels[proposals.ranks[rank, turn]] != labels[rank]
    return strangers


@kernel
def settle(
    members: Places, proposals: Proposals, shingles: Longs, slots: Ints, labels: Ranks, settled: Ranks,
    closeness: npt.NDArray[np.float64], edges: Ranks, edge_count: int,
) -> int:  # fmt: skip
    """Move members to closer representatives that were led later, and verify candidates that ended in other groups.

    A pair may be entered as an edge again.
    """
    ranks, counts, starts, ends, _ = proposals
    for rank in members:
        settled[rank] = labels[rank]
        if not has_strangers(rank, proposals, labels):
            continue
        mask = -1
        for turn in range(counts[rank]):
            other = int(labels[ranks[rank, turn]])
            if labels[rank] == rank or other == labels[rank]:
                continue
            if mask < 0:
                mask = fill_slots(shingles[starts[rank] : ends[rank]], slots)
            common, jaccard = compare(rank, other, proposals, shingles, slots, mask)
            if jaccard > 0.0:
                edge_count = put_edge(edges, edge_count, rank, other, common)
            if jaccard > closeness[rank]:
                closeness[rank], settled[rank] = jaccard, other
    for rank in members:
        mask = -1
        for turn in range(counts[rank]):
            other = int(ranks[rank, turn])
            if settled[other] == settled[rank]:
                continue
            if mask < 0:
                mask = fill_slots(shingles[starts[rank] : ends[rank]], slots)
            common, jaccard = compare(rank, other, proposals, shingles, slots, mask)
            if jaccard > 0.0:
                edge_count = put_edge(edges, edge_count, rank, other, common)
    for rank in members:
        labels[rank] = settled[rank]
    return edge_count


@kernel
def enter_link(links: Places, turn: int) -> None:
    """Enter a turn into a row that is kept ascending, as long as there is room."""
    used = 0
    while used < len(links) and links[used] >= 0:
        if links[used] == turn:
            return
        used += 1
    if used == len(links):
        return
    while used > 0 and links[used - 1] > turn:
        links[used] = links[used - 1]
        used -= 1
    links[used] = turn


@kernel
def link_groups(
    members: Places, proposals: Proposals, labels: Ranks, turn_of: Places, first: Places, links: Places
) -> None:
    """Write for each member the turns of the earlier groups to try its group with, -1 where there are no more.

    ``turn_of``: by rank, a representative's place in the order of leading. ``first`` is working room.
    """
    ranks, counts = proposals.ranks, proposals.counts
    most_first = int(proposals.rules[5])
    for turn in range(len(members)):
        for slot in range(links.shape[1]):
            links[turn, slot] = -1
    groups = 0
    for turn in range(len(members)):
        turn_of[members[turn]] = turn
        if labels[members[turn]] == members[turn]:
            for slot in range(min(groups, most_first)):
                links[turn, slot] = first[slot]
            if groups < most_first:
                first[groups] = turn
            groups += 1
    if groups > 1:
        for rank in members:
            mine = turn_of[labels[rank]]
            for place in range(counts[rank]):
                other = turn_of[labels[ranks[rank, place]]]
                if mine != other:
                    enter_link(links[max(mine, other)], min(mine, other))


@kernel
def join_groups(
    members: Places, proposals: Proposals, shingles: Longs, slots: Ints, labels: Ranks, turn_of: Places, hints: Ranks,
    first: Places, links: Places, joined: Places, edges: Ranks, edge_count: int,
) -> tuple[bool, int]:  # fmt: skip
    """Find groups whose representative is a copy of an earlier group's, which becomes a hint to all their members.

    Return whether there are any, and the new number of edges.
    """
    link_groups(members, proposals, labels, turn_of, first, links)
    for turn in range(len(members)):
        joined[turn] = turn
    for turn in range(len(members)):
        if links[turn, 0] < 0:
            continue
        rank = members[turn]
        mask = fill_slots(shingles[proposals.starts[rank] : proposals.ends[rank]], slots)
        for early in links[turn]:
            if early < 0 or joined[turn] != turn:
                break
            common, jaccard = compare(rank, members[joined[early]], proposals, shingles, slots, mask)
            if jaccard > 0.0:
                edge_count = put_edge(edges, edge_count, rank, members[joined[early]], common)
                joined[turn] = joined[early]
    any_joined = False
    for rank in members:
        turn = turn_of[labels[rank]]
        hints[rank] = members[joined[turn]]
        any_joined |= joined[turn] != turn
    return any_joined, edge_count


@kernel
def group(
    members: Places, heads: Places, ranks: Ranks, counts: Bytes, starts: Places, ends: Places,
    rules: npt.NDArray[np.float64], shingles: Longs, slots: Ints, labels: Ranks, turn_of: Places, hints: Ranks,
    settled: Ranks, closeness: npt.NDArray[np.float64], tried: Ranks, first: Places, links: Places, joined: Places,
    edges: Ranks,
) -> int:  # fmt: skip
    """Group the components of a batch; return the number of ``edges``: two ranks and how many shingles they share.

    ``heads``: where each component begins in ``members``, and the end. ``ranks`` to ``rules``: ``Proposals``. ``labels``
    are filled by rank. ``slots`` (a hash table for the longest text) and what stands behind ``labels`` is working room
    (``hints`` full of ``NOBODY``), by rank, by candidate, or, from ``links`` on, by member.
    """
    proposals = Proposals(ranks, counts, starts, ends, rules)
    count = 0
    for turn in range(len(heads) - 1):
        component = members[heads[turn] : heads[turn + 1]]
        for attempt in range(2):
            if attempt:
                again, count = join_groups(
                    component, proposals, shingles, slots, labels, turn_of, hints, first, links, joined, edges, count
                )
                if not again:
                    break
            count = lead(component, proposals, shingles, slots, hints, labels, closeness, tried, edges, count)
        count = settle(component, proposals, shingles, slots, labels, settled, closeness, edges, count)
    return count
