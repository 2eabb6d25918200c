"""How likely two quotes are prints of one utterance: the evidence, for many pairs of one story at once.

Words alone do not decide (AUC .76): paraphrases share few, and one speaker's statements share many. Who spoke, where,
the numbers, the place among the speaker's other quotes and what stands around decide with them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from dedup.quoting.naming import same_speaker
from dedup.quoting.occasions import two_occasions
from dedup.quoting.prints import Print, is_piece

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import scipy.sparse as sp

FEATURES = (
    "shared_of_shorter",
    "grams",
    "shared_words",
    "same_speaker",
    "other_speaker",
    "unnamed_both",
    "other_venue",
    "both_direct",
    "shared_numbers",
    "other_numbers",
    "order",
    "only_ones",
    "piece",
    "surroundings",
    "lead",
    "rivals",
    "same_speaker_rivals",
    "same_speaker_grams",
)

_GRAM = 4
_UNIT_WORDS = 20
_PAIRS_AT_ONCE = 20_000
_PAGES = 5
"""Pages of one print whose other quotes count as its rivals."""

_Key = TypeVar("_Key", bound=Hashable)


class Likeness:
    """The evidence on pairs of one story's prints; holds the story's word weights."""

    def __init__(
        self, prints: Sequence[Print], pages: Sequence[frozenset[str]], texts: Iterable[Sequence[str]]
    ) -> None:
        """``pages`` are the articles of each print, ``texts`` the words of the story's distinct articles, as keys."""
        weights = _weights(texts)
        self.prints = prints
        self.words = _incidence([p.content for p in prints], weights)
        self.around = _incidence([p.around for p in prints], weights)
        self.grams = _gram_vectors(prints)
        self.pages = _incidence(pages, {})
        self._pages = _first_pages(pages)

    def possible(self, pairs: npt.NDArray[np.int64], least: float) -> npt.NDArray[np.bool_]:
        """Tell which pairs may go back to one utterance.

        Two of one page are two, unless one is a piece of the other. Direct quotes keep words: two that share less than
        ``least`` of the shorter one's weight are two.
        """
        import numpy as np

        direct = np.array([p.quote.type == "direct" for p in self.prints])
        kept = (_overlap(self.words, pairs)[1] >= least) | ~(direct[pairs[:, 0]] & direct[pairs[:, 1]])
        shared, _ = _overlap(self.pages, pairs)
        return np.asarray(kept & ((shared == 0) | self.pieces(pairs)), dtype=np.bool_)

    def vouched(self, pairs: npt.NDArray[np.int64], least: float) -> npt.NDArray[np.bool_]:
        """Tell for which pairs something vouches that it is one utterance: one named speaker, or else the words.

        Where no name says that one person speaks, or the venues that it was on two occasions, the words do if they are
        ``least`` of the longer one's weight, or one print is a piece of the other.
        """
        import numpy as np

        told = self.named_alike(pairs) | self.pieces(pairs)
        return np.asarray(told | (self.shared_of_longer(pairs) >= least), dtype=np.bool_)

    def named_alike(self, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Tell which pairs have one named speaker, on what may be one occasion."""
        import numpy as np

        one_name = _per_pair([p.speaker for p in self.prints], pairs, _naming) == 1
        apart = _per_pair([p.occasion for p in self.prints], pairs, two_occasions) == 1
        return np.asarray(one_name & ~apart, dtype=np.bool_)

    def shared_of_longer(self, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the weight of the words that both prints of a pair have, as a share of the longer one's."""
        import numpy as np

        common, _ = _overlap(self.words, pairs)
        weight = _row_sums(self.words.multiply(self.words))
        return np.asarray(common / np.maximum(np.maximum(weight[pairs[:, 0]], weight[pairs[:, 1]]), 1e-9))

    def pieces(self, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Tell of which pairs one print stands in the other word by word."""
        import numpy as np

        found = np.zeros(len(pairs), dtype=np.bool_)
        # Rows' overlap is complete where all words of one are in the other: few pairs are left for the comparison.
        for at in np.flatnonzero(_overlap(self.words, pairs)[1] > 1 - 1e-6).tolist():
            found[at] = is_piece(self.prints[pairs[at, 0]], self.prints[pairs[at, 1]])
        return found

    def features(self, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return evidence of shape ``(len(pairs), len(FEATURES))`` on pairs of indices, shape ``(n, 2)``."""
        import numpy as np

        shared, of_shorter = _overlap(self.words, pairs)
        _, surroundings = _overlap(self.around, pairs)
        grams, _ = _overlap(self.grams, pairs)
        text = ((grams + of_shorter) / 2).round(9)
        rivals = _rivals(pairs, text, self._pages)
        plain = self._plain(pairs)
        columns = [of_shorter, grams, np.log1p(shared), *plain, self.pieces(pairs), surroundings]
        columns += [text - rivals, rivals, plain[0] * rivals, plain[0] * grams]
        return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)

    def _plain(self, pairs: npt.NDArray[np.int64]) -> list[npt.NDArray[np.float64]]:
        """Return the evidence that is not in the words, from ``same_speaker`` to ``only_ones``, one array each."""
        import numpy as np

        one, other = pairs[:, 0], pairs[:, 1]
        direct = np.array([p.quote.type == "direct" for p in self.prints])
        place, count = np.array([p.place for p in self.prints]), np.array([p.count for p in self.prints])
        same_type = direct[one] == direct[other]
        named = _per_pair([p.speaker for p in self.prints], pairs, _naming)
        venues = _per_pair([p.venue for p in self.prints], pairs, lambda a, b: float(bool(a and b and not a & b)))
        numbers = [p.numbers for p in self.prints]
        return [
            (named == 1).astype(np.float64),
            (named == 2).astype(np.float64),
            (named == 3).astype(np.float64),
            venues,
            (direct[one] & direct[other]).astype(np.float64),
            _per_pair(numbers, pairs, lambda a, b: math.log1p(len(a & b))),
            _per_pair(numbers, pairs, lambda a, b: float(bool(a and b and not a & b))),
            np.where(same_type, np.abs(place[one] - place[other]), 0.5),
            ((count[one] == 1) & (count[other] == 1) & same_type).astype(np.float64),
        ]


def _naming(one: Sequence[str], other: Sequence[str]) -> float:
    """Return 1 for the same speaker, 2 for two, 3 where both are unnamed, 0 where one is."""
    same = same_speaker(one, other)
    return 1.0 if same else 2.0 if same is False else 0.0 if one or other else 3.0


def _per_pair(
    values: Sequence[_Key], pairs: npt.NDArray[np.int64], function: Callable[[_Key, _Key], float]
) -> npt.NDArray[np.float64]:
    """Return a function of two prints' values, called once for equal pairs of values."""
    import numpy as np

    number: dict[_Key, int] = {}
    numbered = np.array([number.setdefault(value, len(number)) for value in values], dtype=np.int64)
    distinct = list(number)
    codes, spread = np.unique(numbered[pairs[:, 0]] * len(distinct) + numbered[pairs[:, 1]], return_inverse=True)
    found = [function(distinct[code // len(distinct)], distinct[code % len(distinct)]) for code in codes.tolist()]
    return np.asarray(np.array(found, dtype=np.float64)[spread.ravel()], dtype=np.float64)


def _rivals(
    pairs: npt.NDArray[np.int64], text: npt.NDArray[np.float64], pages: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return the likest text that either of a pair has among the other quotes of the other's pages.

    ``pages`` are the numbers of each print's first pages, -1 where there are no more. For each print and page the best
    two others are found; the rival is the best, or the second where the best is the other of the pair.
    """
    import numpy as np

    one, other, score = pairs.T.ravel(), pairs[:, ::-1].T.ravel(), np.concatenate([text, text])
    row, slot = np.nonzero(pages[other] >= 0)
    series = one[row] * (pages.max(initial=0) + 1) + pages[other[row], slot]
    order = np.lexsort((other[row], -score[row], series))
    row, series = row[order], series[order]
    start = np.flatnonzero(np.diff(series, prepend=-1))
    number = np.cumsum(np.diff(series, prepend=-1) != 0) - 1
    after = np.minimum(start + 1, max(0, len(row) - 1))
    second = np.where(series[after] == series[start], score[row[after]], 0.0) * (after > start)
    best = np.where(other[row[start]][number] == other[row], second[number], score[row[start]][number])
    found = np.zeros(len(one))
    np.maximum.at(found, row, best)
    return np.asarray(np.maximum(found[: len(text)], found[len(text) :]))


def _first_pages(pages: Sequence[frozenset[str]]) -> npt.NDArray[np.int64]:
    """Return the numbers of each print's first pages by id, shape ``(n, _PAGES)``, -1 where there are no more."""
    import numpy as np

    number = {page: at for at, page in enumerate(sorted({page for each in pages for page in each}))}
    found = np.full((len(pages), _PAGES), -1, dtype=np.int64)
    for at, each in enumerate(pages):
        first = sorted(each)[:_PAGES]
        found[at, : len(first)] = [number[page] for page in first]
    return found


def _weights(texts: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return the weight of each word in its story: the log of how few stretches of ``_UNIT_WORDS`` words have it."""
    counts: dict[str, int] = {}
    units = 0
    for told in texts:
        for at in range(0, len(told), _UNIT_WORDS):
            units += 1
            for key in set(told[at : at + _UNIT_WORDS]):
                counts[key] = counts.get(key, 0) + 1
    return {key: math.log(1 + units / (1 + count)) for key, count in counts.items()}


def _incidence(rows: Sequence[frozenset[str]], weights: Mapping[str, float]) -> sp.csr_matrix:
    """Return a matrix of prints by words whose rows' products are the weights of shared words (1 where none is known)."""
    import numpy as np
    from scipy import sparse

    vocabulary = sorted({key for row in rows for key in row})
    column = {key: at for at, key in enumerate(vocabulary)}
    indices = np.array([column[key] for row in rows for key in row], dtype=np.int32)
    data = np.sqrt([weights.get(key, 1.0) for key in vocabulary])[indices] if len(indices) else np.zeros(0)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    matrix = sparse.csr_matrix((data, indices, starts), shape=(len(rows), max(1, len(vocabulary))))
    matrix.sort_indices()  # sets come in any order; sums of weights must not
    return matrix


def _gram_vectors(prints: Sequence[Print]) -> sp.csr_matrix:
    """Return unit vectors of character n-grams, each weighted by how few of the prints have it."""
    import numpy as np
    from scipy import sparse

    lines = [each.line for each in prints]
    rows = [frozenset(line[at : at + _GRAM] for at in range(max(1, len(line) - _GRAM + 1))) for line in lines]
    matrix = _incidence(rows, {})
    holders = np.bincount(matrix.indices, minlength=matrix.shape[1])
    matrix.data = np.log(1 + len(rows) / holders[matrix.indices])
    lengths = _row_sums(matrix.multiply(matrix))
    lengths[lengths == 0] = 1.0
    return (sparse.diags(1.0 / lengths**0.5) @ matrix).tocsr()


def _row_sums(matrix: sp.csr_matrix) -> npt.NDArray[np.float64]:
    import numpy as np

    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _overlap(
    matrix: sp.csr_matrix, pairs: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the shared weight of pairs of rows, and its share of the lighter row."""
    import numpy as np

    weight = _row_sums(matrix.multiply(matrix))
    shared = np.zeros(len(pairs))
    for at in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = pairs[at : at + _PAIRS_AT_ONCE]
        shared[at : at + len(some)] = _row_sums(matrix[some[:, 0]].multiply(matrix[some[:, 1]]))
    return shared, shared / np.maximum(np.minimum(weight[pairs[:, 0]], weight[pairs[:, 1]]), 1e-9)
