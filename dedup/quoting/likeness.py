"""How likely two quotes are prints of one utterance: the evidence, for many pairs of one story at once.

Words alone do not decide (AUC .76): paraphrases share few, and one speaker's statements share many. Who spoke, where,
the numbers, the place among the speaker's other quotes and what stands around decide with them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.quoting.markers import markers_of, numbers
from dedup.quoting.wording import fold, keys, words
from dedup.records import Quote

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

_AROUND = 240
_GRAM = 4
_UNIT_WORDS = 20
_COMMONPLACE = 200
"""A word that more prints have than this proposes no pairs."""
_ROWS_AT_ONCE = 500
_PAGES = 5
"""Pages of one print whose other quotes count as its rivals."""


@dataclass(frozen=True, slots=True)
class Print:
    """A quote as it is compared: words, numbers, speaker and venue as keys.

    ``place`` (0 to 1) is its place among its speaker's quotes of one type on the page, ``count`` how many these are.
    """

    quote: Quote
    keys: tuple[str, ...]
    content: frozenset[str]
    around: frozenset[str]
    numbers: frozenset[float]
    speaker: tuple[str, ...]
    venue: frozenset[str]
    place: float
    count: int

    @property
    def line(self) -> str:
        """Return the words as one line, framed by spaces, so that a piece is found word by word."""
        return f" {' '.join(self.keys)} "


def prints_of(quotes: Sequence[Quote], text: str, language: str | None) -> list[Print]:
    """Return one article's quotes as they are compared, in the order given."""
    table = markers_of(language)
    places = _places(quotes)
    found = []
    for quote, (place, count) in zip(quotes, places, strict=True):
        said = words(text[quote.start : quote.end])
        said_keys = tuple(word.key for word in said)
        around = keys(text[max(0, quote.start - _AROUND) : quote.start]) + keys(text[quote.end : quote.end + _AROUND])
        found.append(
            Print(
                quote=quote,
                keys=said_keys,
                content=frozenset(said_keys),
                around=frozenset(around),
                numbers=frozenset(number.value for number in numbers(said, table)),
                speaker=keys(quote.speaker or ""),
                venue=frozenset(key for key in keys(quote.venue or "") if key not in table.common),
                place=place,
                count=count,
            )
        )
    return found


def _places(quotes: Sequence[Quote]) -> list[tuple[float, int]]:
    """Return each quote's place, from 0 to 1, among its speaker's quotes of the same type, and how many these are."""
    order = sorted(range(len(quotes)), key=lambda at: (quotes[at].start, quotes[at].end))
    series: dict[tuple[str, str], list[int]] = {}
    for at in order:
        series.setdefault((quotes[at].type, fold(quotes[at].speaker or "")), []).append(at)
    placed: list[tuple[float, int]] = [(0.0, 0)] * len(quotes)
    for members in series.values():
        for rank, at in enumerate(members):
            placed[at] = (rank / max(1, len(members) - 1), len(members))
    return placed


def same_speaker(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Tell whether two names, as keys, name one speaker; None where one of them is unnamed.

    A shorter name whose words all stand in the longer is the same; so is the same last word, where first names agree.
    """
    if not one or not other:
        return None
    a, b = set(one), set(other)
    if a <= b or b <= a:
        return True
    if one[-1] != other[-1]:
        return False
    return one[0][0] == other[0][0] and (len(one[0]) == 1 or len(other[0]) == 1 or one[0][:3] == other[0][:3])


def is_piece(one: Print, other: Print) -> bool:
    """Tell whether one of two prints stands in the other word by word."""
    shorter, longer = sorted((one, other), key=lambda each: len(each.keys))
    return bool(shorter.keys) and shorter.line in longer.line


class Likeness:
    """The evidence on pairs of one story's prints; holds the story's word weights."""

    def __init__(self, prints: Sequence[Print], pages: Sequence[frozenset[str]], texts: Sequence[str]) -> None:
        self.prints = prints
        self.pages = pages
        weights = _weights(texts)
        self.words = _incidence([sorted(p.content) for p in prints], weights)
        self.around = _incidence([sorted(p.around) for p in prints], weights)
        self.grams = _gram_vectors(prints)

    def sharing(self, most: int) -> dict[int, list[int]]:
        """Return for each print the ``most`` others with the greatest weight of shared words, commonplaces apart."""
        import numpy as np

        holders = np.asarray((self.words > 0).sum(axis=0)).ravel()
        rare = self.words[:, np.flatnonzero((holders > 1) & (holders <= _COMMONPLACE))].tocsr()
        found: dict[int, list[int]] = {}
        for start in range(0, rare.shape[0], _ROWS_AT_ONCE):
            block = (rare[start : start + _ROWS_AT_ONCE] @ rare.T).tocsr()
            for row in range(block.shape[0]):
                others = block.indices[block.indptr[row] : block.indptr[row + 1]]
                shared = block.data[block.indptr[row] : block.indptr[row + 1]].round(6)
                best = np.lexsort((others, -shared))[: most + 1]
                found[start + row] = [int(other) for other in others[best] if other != start + row]
        return found

    def features(self, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return evidence of shape ``(len(pairs), len(FEATURES))`` on pairs of indices, shape ``(n, 2)``."""
        import numpy as np

        i, j = pairs[:, 0], pairs[:, 1]
        shared, of_shorter = _overlap(self.words, i, j)
        _, surroundings = _overlap(self.around, i, j)
        grams = np.asarray(self.grams[i].multiply(self.grams[j]).sum(axis=1)).ravel()
        alone = np.array([self._plain(int(a), int(b)) for a, b in pairs], dtype=np.float64).reshape(-1, 10)
        text = (grams + of_shorter) / 2
        rivals = self._rivals(pairs, text)
        same = alone[:, 0]
        columns = [of_shorter, grams, np.log1p(shared), *alone.T, surroundings, text - rivals, rivals]
        return np.stack([*columns, same * rivals, same * grams], axis=1)

    def _plain(self, a: int, b: int) -> tuple[float, ...]:
        one, other = self.prints[a], self.prints[b]
        same = same_speaker(one.speaker, other.speaker)
        types = (one.quote.type, other.quote.type)
        venues = bool(one.venue and other.venue)
        return (
            same is True,
            same is False,
            not one.speaker and not other.speaker,
            venues and not one.venue & other.venue,
            types == ("direct", "direct"),
            math.log1p(len(one.numbers & other.numbers)),
            bool(one.numbers and other.numbers and not one.numbers & other.numbers),
            abs(one.place - other.place) if types[0] == types[1] else 0.5,
            one.count == other.count == 1 and types[0] == types[1],
            is_piece(one, other),
        )

    def _rivals(self, pairs: npt.NDArray[np.int64], text: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the likest text that either of a pair has among the other quotes of the other's pages."""
        import numpy as np

        best: dict[tuple[int, str], list[tuple[float, int]]] = {}
        for (a, b), score in zip(pairs.tolist(), text.tolist(), strict=True):
            for one, other in ((a, b), (b, a)):
                for page in sorted(self.pages[other])[:_PAGES]:
                    top = best.setdefault((one, page), [])
                    top.append((score, other))
                    top.sort(key=lambda hit: (-hit[0], hit[1]))
                    del top[2:]

        def rival(one: int, other: int) -> float:
            pages = sorted(self.pages[other])[:_PAGES]
            return max((score for page in pages for score, at in best[one, page] if at != other), default=0.0)

        return np.array([max(rival(a, b), rival(b, a)) for a, b in pairs.tolist()])


def _weights(texts: Sequence[str]) -> dict[str, float]:
    """Return the weight of each word in its story: the log of how few stretches of ``_UNIT_WORDS`` words have it."""
    counts: dict[str, int] = {}
    units = 0
    for text in texts:
        told = keys(text)
        for at in range(0, len(told), _UNIT_WORDS):
            units += 1
            for key in set(told[at : at + _UNIT_WORDS]):
                counts[key] = counts.get(key, 0) + 1
    return {key: math.log(1 + units / (1 + count)) for key, count in counts.items()}


def _incidence(rows: Sequence[Sequence[str]], weights: Mapping[str, float]) -> sp.csr_matrix:
    """Return a matrix of prints by words whose rows' products are the weights of shared words."""
    import numpy as np
    from scipy import sparse

    columns: dict[str, int] = {}
    for row in rows:
        for key in row:
            columns.setdefault(key, len(columns))
    indices = np.array([columns[key] for row in rows for key in row], dtype=np.int64)
    data = np.array([math.sqrt(weights.get(key, 1.0)) for row in rows for key in row], dtype=np.float64)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return sparse.csr_matrix((data, indices, starts), shape=(len(rows), max(1, len(columns))))


def _gram_vectors(prints: Sequence[Print]) -> sp.csr_matrix:
    """Return unit vectors of character n-grams, each weighted by how few of the prints have it."""
    rows = []
    counts: dict[str, int] = {}
    for each in prints:
        line = f" {' '.join(each.keys)} "
        grams = sorted({line[at : at + _GRAM] for at in range(max(1, len(line) - _GRAM + 1))})
        rows.append(grams)
        for gram in grams:
            counts[gram] = counts.get(gram, 0) + 1
    weights = {gram: math.log(1 + len(rows) / count) ** 2 for gram, count in counts.items()}
    matrix = _incidence(rows, weights)
    from scipy import sparse

    lengths = _row_sums(matrix.multiply(matrix))
    lengths[lengths == 0] = 1.0
    return (sparse.diags(1.0 / lengths**0.5) @ matrix).tocsr()


def _row_sums(matrix: sp.csr_matrix) -> npt.NDArray[np.float64]:
    import numpy as np

    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _overlap(
    matrix: sp.csr_matrix, i: npt.NDArray[np.int64], j: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the shared weight of pairs of rows, and its share of the lighter row."""
    import numpy as np

    weight = _row_sums(matrix.multiply(matrix))
    shared = _row_sums(matrix[i].multiply(matrix[j]))
    return shared, shared / np.maximum(np.minimum(weight[i], weight[j]), 1e-9)
