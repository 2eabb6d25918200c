"""From columns of tellings to matrices: a row per article, or per sentence, and a column per term."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dedup.matching.columns import (
    HEADLINE,
    LEAD,
    LEAD_UNITS,
    LEAD_VALUES,
    NAMES,
    TERMS,
    UNITS,
    VALUES,
    Columns,
    ranges,
)
from dedup.matching.coverage import Facts, FigureRows
from dedup.matching.neighbours import Floats, Ints, Rows
from dedup.matching.term_codes import FIRST_SETS

Longs = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]
# Terms from which the compiled loop pays for loading it.
_COMPILED_TERMS = 2_000_000


def interned(ids: Longs) -> tuple[Longs, Numbers]:
    """Return the distinct terms, sorted, and the place of each of ``ids`` among them."""
    if len(ids) < _COMPILED_TERMS:
        codes, numbers = np.unique(ids, return_inverse=True)
        return codes, numbers.astype(np.int32)
    from dedup.matching.sets_kernel import number

    met = np.empty(len(ids), np.int32)
    codes = number(ids, met)
    order = np.argsort(codes)
    places = np.empty(len(codes), np.int32)
    places[order] = np.arange(len(codes), dtype=np.int32)
    return codes[order], places[met]


class Sets:
    """The sets of terms of some columns as matrices over ``codes``, the terms' numbers in ascending order."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._starts = np.concatenate([[0], columns.ends[:-1]])[: len(columns.ends)]
        self.codes, self._numbers = interned(columns.ids)

    def weighted(self) -> sparse.csr_matrix:
        """Return the position weights of each article's terms."""
        # Weights have four digits behind the point: rounded to these they are those of the tellings.
        weights = np.rint(self._columns.weights.astype(np.float64) * 1e4) / 1e4
        return self._matrix(self._columns.sets + TERMS, weights)

    def facts(self) -> Facts:
        """Return the sets as matrices of ones."""
        sets, rows = self._columns.sets, self._columns.rows
        sentences, quotes = (rows[:, kind].astype(np.int64) for kind in (0, 1))
        lead, names = self._matrix(sets + LEAD), self._matrix(sets + NAMES)
        speech = Rows(self._matrix(ranges(sets + FIRST_SETS + sentences, quotes)), np.append(0, np.cumsum(quotes)))
        return Facts(
            body=self._matrix(sets + TERMS),
            lead=lead,
            headline=self._matrix(sets + HEADLINE),
            names=_sorted(names.multiply(lead).tocsr()),
            quoted=self._quoted(speech),
            sentences=Rows(self._matrix(ranges(sets + FIRST_SETS, sentences)), np.append(0, np.cumsum(sentences))),
            speech=speech,
            lead_figures=self._figures(LEAD_VALUES, LEAD_UNITS),
            figures=self._figures(VALUES, UNITS),
        )

    def _terms(self, sets: Ints) -> tuple[Numbers, Ints]:
        """Return the terms of some sets, and how many each has."""
        lengths = self._columns.ends[sets] - self._starts[sets]
        places = ranges(self._starts[sets], lengths)
        return self._numbers[places], lengths

    def _matrix(self, sets: Ints, values: Floats | None = None) -> sparse.csr_matrix:
        terms, lengths = self._terms(sets)
        values = np.ones(len(terms), dtype=np.int8) if values is None else values  # a byte each: there are millions
        begin = np.append(0, np.cumsum(lengths)).astype(np.int32 if len(terms) < 1 << 31 else np.int64)
        return _sorted(sparse.csr_matrix((values, terms, begin), shape=(len(sets), len(self.codes))))

    def _quoted(self, speech: Rows) -> sparse.csr_matrix:
        """Return the terms of all quotes of each article."""
        begin = speech.matrix.indptr[speech.start]
        quoted = sparse.csr_matrix(
            (speech.matrix.data, speech.matrix.indices, begin), (len(begin) - 1, len(self.codes))
        )
        quoted = quoted.copy()
        quoted.sum_duplicates()
        quoted.data[:] = 1
        return quoted

    def _figures(self, values: int, units: int) -> FigureRows:
        value, lengths = self._terms(self._columns.sets + values)
        unit, _ = self._terms(self._columns.sets + units)
        known = self.codes[unit] != 0 if len(unit) else np.zeros(0, dtype=bool)
        owner = np.repeat(np.arange(len(lengths)), lengths)
        return FigureRows(owner, value.astype(np.int64), np.where(known, unit, -1).astype(np.int64))


def _sorted(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    matrix.sort_indices()
    return matrix
