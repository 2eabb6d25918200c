"""``overlap`` as compiled loops: same arguments, same result to the last bit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.simd import kernel
from dedup.matching.overlap import FOUND, GRAIN, SUMMARY, Floats, Ints

Numbers = npt.NDArray[np.int32]


@kernel
def held(
    start: Ints, near: Ints, own_start: Ints, own: Numbers, worth: Floats, other_start: Ints, other: Numbers, width: int
) -> Floats:
    """Return, per directed pair, the worth of an article's ``own`` terms that the other holds."""
    sums = np.zeros(len(near))
    marks = np.zeros(width)
    for article in range(len(start) - 1):
        begin, end = own_start[article], own_start[article + 1]
        for at in range(begin, end):
            marks[own[at]] = worth[at]
        for pair in range(start[article], start[article + 1]):
            total = 0.0
            for at in range(other_start[near[pair]], other_start[near[pair] + 1]):
                total += marks[other[at]]
            sums[pair] = total
        for at in range(begin, end):
            marks[own[at]] = 0.0
    return sums


@kernel
def held_mass(start: Ints, near: Ints, mass: Floats, term_start: Ints, terms: Numbers, width: int) -> Floats:
    """Return, beside ``terms``, how much of the mass of an article's candidates holds each term."""
    found = np.zeros(len(terms))
    sums = np.zeros(width)
    for article in range(len(start) - 1):
        begin, end = term_start[article], term_start[article + 1]
        if start[article] == start[article + 1]:
            continue
        for at in range(begin, end):
            sums[terms[at]] = 0.0
        for pair in range(start[article], start[article + 1]):
            for at in range(term_start[near[pair]], term_start[near[pair] + 1]):
                sums[terms[at]] += mass[pair]
        for at in range(begin, end):
            found[at] = sums[terms[at]]
    return found


@kernel
def _summarise(best: Floats, totals: Floats, count: int, largest: Floats, summary: Floats) -> None:
    """Write what ``overlap.best_rows`` says of one pair: ``best`` and ``totals`` by own row; ``largest``: working room."""
    filled, everything, sum_best, found, kept = 0, 0.0, 0.0, 0, 0
    for row in range(len(totals)):
        everything += totals[row]
        if totals[row] > 0.0:
            share = np.rint(best[row] / totals[row] * GRAIN) / GRAIN
            filled += 1
            sum_best += best[row]
            found += share > FOUND
            at = min(kept, count - 1)
            if kept < count or share > largest[at]:  # the largest first
                while at > 0 and largest[at - 1] < share:
                    largest[at] = largest[at - 1]
                    at -= 1
                largest[at] = share
                kept = min(kept + 1, count)
    if filled:
        summary[0] = sum_best / everything
        summary[1] = largest[:kept].sum() / kept
        summary[2] = found / filled
        summary[3] = largest[0]


@kernel
def _totals(row_start: Ints, terms: Numbers, worth: Floats) -> Floats:
    """Return the worth of each row."""
    totals = np.zeros(len(row_start) - 1)
    for row in range(len(totals)):
        for at in range(row_start[row], row_start[row + 1]):
            totals[row] += worth[terms[at]]
    return totals


@kernel
def best_rows(
    start: Ints, near: Ints, back: Ints, rows: Ints, row_start: Ints, terms: Numbers, worth: Floats, count: int
) -> Floats:  # fmt: skip
    """Return, per directed pair, how far the other's best row covers each own row, summarised.

    ``back``: the pair the other way; both come from one comparison of rows.
    """
    summaries = np.zeros((len(near), SUMMARY))
    totals = _totals(row_start, terms, worth)
    first = np.full(len(worth), -1, np.int32)
    most = 1
    for article in range(len(start) - 1):
        most = max(most, rows[article + 1] - rows[article])
    shared, best, theirs, largest = np.zeros(most), np.zeros(most), np.zeros(most), np.zeros(count)
    for article in range(len(start) - 1):
        own, end = rows[article], rows[article + 1]
        low, high = row_start[own], row_start[end]
        following, holder = np.full(high - low, -1, np.int32), np.zeros(high - low, np.int32)
        for row in range(own, end):
            for at in range(row_start[row], row_start[row + 1]):
                holder[at - low] = row - own
                following[at - low] = first[terms[at]]
                first[terms[at]] = at - low
        for pair in range(start[article], start[article + 1]):
            other = near[pair]
            if other < article:
                continue
            best[: end - own] = 0.0
            for row in range(rows[other], rows[other + 1]):
                shared[: end - own] = 0.0
                for at in range(row_start[row], row_start[row + 1]):
                    entry = first[terms[at]]
                    while entry >= 0:
                        shared[holder[entry]] += worth[terms[at]]
                        entry = following[entry]
                greatest = 0.0
                for place in range(end - own):
                    best[place] = max(best[place], shared[place])
                    greatest = max(greatest, shared[place])
                theirs[row - rows[other]] = greatest
            _summarise(best[: end - own], totals[own:end], count, largest, summaries[pair])
            others = totals[rows[other] : rows[other + 1]]
            _summarise(theirs[: len(others)], others, count, largest, summaries[back[pair]])
        for at in range(low, high):
            first[terms[at]] = -1
    return summaries
