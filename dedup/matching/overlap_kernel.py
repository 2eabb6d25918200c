"""``overlap`` as compiled loops: same arguments, same result to the last bit."""

from __future__ import annotations

import numpy as np

from dedup.matching.bulk.simd import kernel
from dedup.matching.overlap import FOUND, GRAIN, SUMMARY, Floats, Ints


@kernel
def held(
    start: Ints, near: Ints, own_start: Ints, own: Ints, worth: Floats, other_start: Ints, other: Ints, width: int
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
def held_mass(start: Ints, near: Ints, mass: Floats, term_start: Ints, terms: Ints, width: int) -> Floats:
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
def _best(
    pair: int,
    rows: Ints,
    row_start: Ints,
    terms: Ints,
    worth: Floats,
    first: Ints,
    following: Ints,
    holder: Ints,
    shared: Floats,
    best: Floats,
) -> None:
    """Set ``best`` to the most that one row of the other article, of rows ``rows``, shares with each own row."""
    best[:] = 0.0
    for row in range(rows[pair], rows[pair + 1]):
        shared[:] = 0.0
        for at in range(row_start[row], row_start[row + 1]):
            entry = first[terms[at]]
            while entry >= 0:
                shared[holder[entry]] += worth[terms[at]]
                entry = following[entry]
        for own in range(len(best)):
            best[own] = max(best[own], shared[own])


@kernel
def _summarise(best: Floats, totals: Floats, count: int, summary: Floats) -> None:
    """Write what ``overlap.summarise`` says of one pair: ``best`` and ``totals`` by own row."""
    shares = np.zeros(len(totals))
    filled, everything, sum_best, found = 0, 0.0, 0.0, 0
    for row in range(len(totals)):
        everything += totals[row]
        if totals[row] > 0.0:
            share = np.rint(best[row] / totals[row] * GRAIN) / GRAIN
            shares[filled] = share
            filled += 1
            sum_best += best[row]
            found += share > FOUND
    if filled:
        ranked = np.sort(shares[:filled])
        top = ranked[max(0, filled - count) :]
        summary[0] = sum_best / everything
        summary[1] = top.sum() / len(top)
        summary[2] = found / filled
        summary[3] = ranked[filled - 1]


@kernel
def best_rows(start: Ints, near: Ints, rows: Ints, row_start: Ints, terms: Ints, worth: Floats, count: int) -> Floats:
    """Return, per directed pair, how far the other's best row covers each own row, summarised."""
    summaries = np.zeros((len(near), SUMMARY))
    first = np.full(len(worth), -1)
    for article in range(len(start) - 1):
        own_rows = rows[article + 1] - rows[article]
        low, high = row_start[rows[article]], row_start[rows[article + 1]]
        following, holder = np.full(high - low, -1), np.zeros(high - low, np.int64)
        totals, shared, best = np.zeros(own_rows), np.zeros(own_rows), np.zeros(own_rows)
        for own in range(own_rows):
            for at in range(row_start[rows[article] + own], row_start[rows[article] + own + 1]):
                holder[at - low] = own
                following[at - low] = first[terms[at]]
                first[terms[at]] = at - low
                totals[own] += worth[terms[at]]
        for pair in range(start[article], start[article + 1]):
            _best(near[pair], rows, row_start, terms, worth, first, following, holder, shared, best)
            _summarise(best, totals, count, summaries[pair])
        for at in range(low, high):
            first[terms[at]] = -1
    return summaries
