"""Groups of quotes that print one utterance, from the probability of each pair, without chaining."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from dedup.quoting.prints import Print

_FLOOR = 0.02
"""Pairs less likely than this count as impossible."""


def group_prints(
    prints: Sequence[Print],
    probabilities: Mapping[tuple[int, int], float],
    threshold: float,
    indirect_threshold: float,
) -> list[int]:
    """Return for each print the index of the first member of its group.

    Average linkage (Sokal and Michener 1958): groups merge while the mean probability of their pairs is above the
    threshold (0 for pairs that are no candidates). Direct quotes come first; an indirect one joins a group of theirs
    from ``indirect_threshold`` on, but never joins two.
    """
    direct = {at for at, each in enumerate(prints) if each.quote.type == "direct"}
    among_direct = {pair: p for pair, p in probabilities.items() if pair[0] in direct and pair[1] in direct}
    groups = [[at] for at in range(len(prints))]
    groups = _merge(groups, among_direct, threshold, frozenset())
    groups = _merge(groups, probabilities, indirect_threshold, frozenset(direct))
    first = [0] * len(prints)
    for members in groups:
        for at in members:
            first[at] = min(members)
    return first


def _merge(
    groups: Sequence[Sequence[int]],
    probabilities: Mapping[tuple[int, int], float],
    threshold: float,
    apart: frozenset[int],
) -> list[list[int]]:
    """Merge groups by average linkage; two groups that both have a member in ``apart`` stay two."""
    members = {number: list(group) for number, group in enumerate(groups)}
    of = {at: number for number, group in members.items() for at in group}
    barred = {number: any(at in apart for at in group) for number, group in members.items()}
    sums: dict[int, dict[int, float]] = {number: {} for number in members}
    for (a, b), p in sorted(probabilities.items()):
        if p >= _FLOOR and of[a] != of[b]:
            for one, other in ((of[a], of[b]), (of[b], of[a])):
                sums[one][other] = sums[one].get(other, 0.0) + p

    def mean(one: int, other: int) -> float:
        return 0.0 if barred[one] and barred[other] else sums[one][other] / (len(members[one]) * len(members[other]))

    heap = [
        (-mean(one, other), one, other)
        for one, others in sums.items()
        for other, total in others.items()
        if one < other and total >= threshold and mean(one, other) >= threshold
    ]
    heapq.heapify(heap)
    while heap:
        score, one, other = heapq.heappop(heap)
        if one not in members or other not in members or mean(one, other) != -score:
            continue
        members[one] += members.pop(other)
        barred[one] |= barred[other]
        for third, p in sums.pop(other).items():
            if third != one:
                del sums[third][other]
                sums[one][third] = sums[third][one] = sums[one].get(third, 0.0) + p
        sums[one].pop(other, None)
        for third in sorted(sums[one]):
            if mean(one, third) >= threshold:
                heapq.heappush(heap, (-mean(one, third), min(one, third), max(one, third)))
    return list(members.values())
