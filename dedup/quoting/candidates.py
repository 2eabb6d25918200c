"""Which two quotes may print one utterance: those that share rare words, and those of one speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dedup.quoting.likeness import Likeness
from dedup.quoting.prints import Print

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import scipy.sparse as sp

_COMMONPLACE = 200
"""A word that more prints have than this proposes no pairs."""
_ROWS_AT_ONCE = 500
_MOST_PROPOSALS = 60_000
"""Proposals of each kind in a story; a dev story of 18 pages makes 3,000."""
_FEWEST = 6


def candidates_each(prints: int, most: int) -> int:
    """Return how many others each print is held against: ``most``, in a story of many prints fewer.

    So the pairs of a story of 500 pages are scored in a second; what is nearly the same is one print already.
    """
    return max(_FEWEST, min(most, _MOST_PROPOSALS // max(1, prints)))


def candidate_pairs(likeness: Likeness, most: int, least: float) -> npt.NDArray[np.int64]:
    """Return pairs of prints that may go back to one utterance, ascending, shape ``(n, 2)``.

    Paraphrases may share no rare word, so that each print is held against the ``most`` others that share the greatest
    weight of words, commonplaces apart, and against the first ``most`` of its speaker; ``least`` is the share of words
    that two direct quotes have in common (``Likeness.possible``).
    """
    import numpy as np

    proposed = [*_sharing(likeness.words, most), *_of_one_speaker(likeness.prints, most)]
    if not proposed:
        return np.zeros((0, 2), dtype=np.int64)
    pairs = np.sort(np.concatenate(proposed), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return pairs[likeness.possible(pairs, least)]


def _sharing(words: sp.csr_matrix, most: int) -> Iterator[npt.NDArray[np.int64]]:
    """Give each print with those that have the greatest weight of words in common with it, equals by index."""
    import numpy as np

    holders = np.bincount(words.indices, minlength=words.shape[1])
    rare = words[:, np.flatnonzero((holders > 1) & (holders <= _COMMONPLACE))].tocsr()
    turned = rare.T.tocsr()
    for start in range(0, rare.shape[0], _ROWS_AT_ONCE):
        block = (rare[start : start + _ROWS_AT_ONCE] @ turned).tocsr()
        for row in range(block.shape[0]):
            span = slice(block.indptr[row], block.indptr[row + 1])
            others, shared = block.indices[span], block.data[span].round(6)
            if len(others) > most + 1:
                enough = shared >= -np.partition(-shared, most)[most]
                others, shared = others[enough], shared[enough]
            best = others[np.lexsort((others, -shared))[: most + 1]]
            yield np.stack([np.full(len(best), start + row), best], axis=1).astype(np.int64)


def _of_one_speaker(prints: Sequence[Print], most: int) -> Iterator[npt.NDArray[np.int64]]:
    """Give each print with the first ones whose speaker has the same last name."""
    import numpy as np

    by_speaker: dict[str, list[int]] = {}
    for at, each in enumerate(prints):
        if each.speaker:
            by_speaker.setdefault(each.speaker[-1], []).append(at)
    for members in by_speaker.values():
        first = members[:most]
        yield np.stack([np.repeat(members, len(first)), np.tile(first, len(members))], axis=1).astype(np.int64)
