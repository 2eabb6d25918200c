"""Groups of quotes that print one utterance, from the probability of each pair, without chaining."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from dedup.quoting.prints import Print

_FLOOR = 0.02
"""Pairs less likely than this count as impossible."""


def group_prints(
    prints: Sequence[Print],
    pages: Sequence[frozenset[str]],
    probabilities: Mapping[tuple[int, int], float],
    threshold: float,
    indirect_threshold: float,
) -> list[int]:
    """Return for each print the index of the first member of its group; ``pages`` are the articles of each print.

    Average linkage (Sokal and Michener 1958): groups merge while the mean probability of their pairs is above the
    threshold (0 for pairs that are no candidates). Direct quotes come first, and two of one page stay two, also where a
    third print fuses them; an indirect one joins a group of theirs from ``indirect_threshold`` on, but never joins two.
    """
    direct = frozenset(at for at, each in enumerate(prints) if each.quote.type == "direct")
    among_direct = {pair: p for pair, p in probabilities.items() if pair[0] in direct and pair[1] in direct}
    groups = _Linkage([[at] for at in range(len(prints))], among_direct, pages, frozenset()).merged(threshold)
    groups = _Linkage(groups, probabilities, [frozenset()] * len(prints), direct).merged(indirect_threshold)
    first = [0] * len(prints)
    for members in groups:
        for at in members:
            first[at] = min(members)
    return first


class _Linkage:
    """Groups, by number, with the sums of the probabilities of the pairs between two groups."""

    def __init__(
        self,
        groups: Sequence[Sequence[int]],
        probabilities: Mapping[tuple[int, int], float],
        pages: Sequence[frozenset[str]],
        apart: frozenset[int],
    ) -> None:
        """Two groups that both have a member in ``apart``, or unlike members on one page, stay two."""
        self.probabilities, self.pages = probabilities, pages
        self.members = {number: list(group) for number, group in enumerate(groups)}
        self.stand = {n: frozenset().union(*(pages[at] for at in group)) for n, group in self.members.items()}
        self.barred = {number: any(at in apart for at in group) for number, group in self.members.items()}
        self.sums: dict[int, dict[int, float]] = {number: {} for number in self.members}
        of = {at: number for number, group in self.members.items() for at in group}
        for (a, b), p in sorted(probabilities.items()):
            if p >= _FLOOR and of[a] != of[b]:
                for one, other in ((of[a], of[b]), (of[b], of[a])):
                    self.sums[one][other] = self.sums[one].get(other, 0.0) + p

    def merged(self, threshold: float) -> list[list[int]]:
        """Return the groups after all mergers, the likeliest first, by their numbers where equally likely."""
        heap = [
            (-self._mean(one, other), one, other)
            for one, others in self.sums.items()
            for other, total in others.items()
            if one < other and total >= threshold and self._mean(one, other) >= threshold
        ]
        heapq.heapify(heap)
        while heap:
            score, one, other = heapq.heappop(heap)
            gone = one not in self.members or other not in self.members
            if gone or self._mean(one, other) != -score or self._clash(one, other):
                continue
            self._merge(one, other)
            for third in sorted(self.sums[one]):
                if (mean := self._mean(one, third)) >= threshold:
                    heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
        return list(self.members.values())

    def _mean(self, one: int, other: int) -> float:
        if self.barred[one] and self.barred[other]:
            return 0.0
        return self.sums[one][other] / (len(self.members[one]) * len(self.members[other]))

    def _clash(self, one: int, other: int) -> bool:
        """Tell whether two groups have members on one page that are no candidates: two utterances."""
        common = self.stand[one] & self.stand[other]
        if not common:
            return False
        ours, theirs = (
            [at for at in self.members[number] if not common.isdisjoint(self.pages[at])] for number in (one, other)
        )
        return any(
            (min(a, b), max(a, b)) not in self.probabilities and not self.pages[a].isdisjoint(self.pages[b])
            for a in ours
            for b in theirs
        )

    def _merge(self, one: int, other: int) -> None:
        self.members[one] += self.members.pop(other)
        self.stand[one] |= self.stand[other]
        self.barred[one] |= self.barred[other]
        for third, p in self.sums.pop(other).items():
            if third != one:
                del self.sums[third][other]
                self.sums[one][third] = self.sums[third][one] = self.sums[one].get(third, 0.0) + p
        self.sums[one].pop(other, None)
