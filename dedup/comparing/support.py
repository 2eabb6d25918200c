"""Whether a sentence rests on its sources at all: a small fitted model over the evidence of all its source sentences.

The evidence is of the union, since one sentence may merge two or three of the source's, and one of the source's may be
split; a fact that the sources have nowhere speaks against, so do neighbours that are new.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dedup.comparing.alignment import PLAIN, Alignment
from dedup.comparing.weights import Facet, Floats, Ints, Matrix, StoryIndex
from dedup.fitted import load_model

SUPPORT = (
    "best", "second", "third", "odds", "gram_cosine", "stem_cosine", "word_containment", "gram_containment",
    "pair_containment", "union_words", "union_grams", "whole_words", "whole_grams", "figures", "rough_figures",
    "figures_alien", "names", "names_alien", "quoted", "quoted_alien", "has_quote", "before", "after", "around",
    "others", "others_found", "others_wording", "length", "log_length", "source_sentences",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the sources say of each sentence of an article: rows are its sentences, in order.

    ``chosen`` holds the numbers of up to three best pairs of the alignment by sentence, -1 for none.
    """

    features: Floats
    chosen: Ints


def support(index: StoryIndex, alignment: Alignment, sources: tuple[int, ...]) -> tuple[Floats, Ints]:
    """Return the probability that each sentence rests on ``sources``, and its best pairs (up to three, -1 for none)."""
    found = evidence(index, alignment, sources)
    return _likely(found), found.chosen


def sure_support(index: StoryIndex, alignment: Alignment, sources: tuple[int, ...]) -> tuple[Floats, Ints]:
    """Return the support of single sentences: where one resembles next to nothing, no more than its best pair's score.

    So in an article that keeps to the wording of what it retells, where the neighbours would speak for any sentence.
    """
    found, settings = evidence(index, alignment, sources), index.settings
    likely = _likely(found)
    best, wording = found.features[:, SUPPORT.index("best")], found.features[:, SUPPORT.index("others_wording")]
    unlike = (best < settings.least_pair) & (wording >= settings.keeps_wording)
    return np.where(unlike, np.minimum(likely, best), likely), found.chosen


def _likely(found: Evidence) -> Floats:
    return load_model("alignment_support").probabilities(found.features)[:, 1]


def evidence(index: StoryIndex, alignment: Alignment, sources: tuple[int, ...]) -> Evidence:
    """Gather the features of ``SUPPORT`` for each sentence of the article against the union of ``sources``."""
    rows = index.rows(alignment.article)
    chosen = _best_pairs(alignment, sources, rows, index.settings.merged_sentences)
    used = _telling(alignment, chosen, index.settings.weak_pair)
    scores = np.where(chosen >= 0, alignment.score[np.maximum(chosen, 0)] if len(alignment.score) else 0.0, 0.0)
    best = scores[:, 0]
    whole = np.concatenate([index.rows(source) for source in sources]) if sources else np.zeros(0, np.int64)
    figures, rough = _found(index.figures, rows, whole), _found(index.rough, rows, whole)
    count = np.diff(index.figures.has.indptr)[rows]
    names, quoted = _found(index.called, rows, whole), _found(index.quoted, rows, whole, among=index.words)
    length = index.sizes[rows]
    columns = [
        best,
        scores[:, 1],
        scores[:, 2],
        np.log((best + 0.02) / (1.02 - best)),
        *(_top(alignment, chosen, name) for name in SUPPORT[4:9]),
        _union(index.stems, alignment, rows, used),
        _union(index.grams, alignment, rows, used),
        _found(index.stems, rows, whole) / np.maximum(index.stems.mass[rows], 1e-9),
        _found(index.grams, rows, whole) / np.maximum(index.grams.mass[rows], 1e-9),
        np.minimum(figures, 3),
        np.minimum(rough, 3),
        np.minimum(count - np.maximum(figures, rough), 3),
        names / 20,
        (index.called.mass[rows] - names) / 20,
        quoted / 20,
        (index.quoted.mass[rows] - quoted) / 20,
        index.quoted.mass[rows] > 0,
        *_company(best, _top(alignment, chosen, "gram_cosine"), index.settings.firm_pair),
        length / 20,
        np.log1p(length),
        np.full(len(rows), np.log1p(len(whole))),  # the best of many is high by chance
    ]
    return Evidence(np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1), chosen)


def _best_pairs(alignment: Alignment, sources: tuple[int, ...], rows: Ints, most: int) -> Ints:
    """Return the numbers of the best pairs of each sentence, shape ``(sentences, most)``; ties go to the earlier pair."""
    allowed = np.flatnonzero(np.isin(alignment.pairs.article, np.asarray(sources, dtype=np.int64)))
    order = allowed[np.lexsort((allowed, -np.round(alignment.score[allowed], 9), alignment.pairs.sentence[allowed]))]
    chosen = np.full((len(rows), most), -1, dtype=np.int64)
    place = alignment.pairs.sentence[order] - (rows[0] if len(rows) else 0)
    rank = np.arange(len(order)) - np.searchsorted(place, place)
    keep = rank < most
    chosen[place[keep], rank[keep]] = order[keep]
    return chosen


def _top(alignment: Alignment, chosen: Ints, name: str) -> Floats:
    """Return the highest value of one plain feature among each sentence's best pairs."""
    column = np.append(alignment.plain[:, PLAIN.index(name)], 0.0)
    return np.asarray(column[chosen].max(axis=1) if len(chosen) else np.zeros(0), dtype=np.float64)


def _found(facet: Facet, rows: Ints, whole: Ints, among: Facet | None = None) -> Floats:
    """Return the weight of each row's terms that occur anywhere in the rows ``whole``; figures count 1 each."""
    present = np.zeros((among or facet).has.shape[1])
    present[_take((among or facet).has, whole).indices] = 1.0
    table = facet.has if facet.counted else facet.weighted
    return np.asarray(_take(table, rows) @ present, dtype=np.float64)


def _take(matrix: Matrix, rows: Ints) -> Matrix:
    """Return rows of a matrix; those of one article stand together, and a slice costs a fifth of a choice."""
    together = len(rows) and rows[-1] - rows[0] + 1 == len(rows)
    return matrix[int(rows[0]) : int(rows[-1]) + 1] if together else matrix[rows]


def _telling(alignment: Alignment, chosen: Ints, weak: float) -> Ints:
    """Return the best pairs without the weak ones behind the first."""
    faint = np.append(alignment.score, 0.0)[chosen] <= weak
    faint[:, :1] = False  # the best one counts however weak
    return np.where(faint, -1, chosen)


def _union(facet: Facet, alignment: Alignment, rows: Ints, used: Ints) -> Floats:
    """Return the share of each sentence's weight that the source sentences of the pairs ``used`` cover together."""
    row, rank = np.nonzero(used >= 0)
    choice = _selection(row, alignment.pairs.source[used[row, rank]], len(rows), facet.has.shape[0])
    together = choice @ facet.has
    together.data = np.minimum(together.data, 1.0)
    covered = np.asarray((_take(facet.weighted, rows) * together).sum(axis=1), dtype=np.float64).ravel()
    return covered / np.maximum(facet.mass[rows], 1e-9)


def _selection(row: Ints, column: Ints, rows: int, columns: int) -> Matrix:
    return sparse.coo_array((np.ones(len(row)), (row, column)), shape=(rows, columns)).tocsr()


def _company(best: Floats, wording: Floats, sure: float) -> tuple[Floats, ...]:
    """Return what surrounds each sentence: the best scores before, after and around it, and the article's others.

    The last column is how near the others that are found keep to the wording: where they are copied, a sentence that is
    not is an addition; where they are all put differently, it may be one more of them.
    """
    count = len(best)
    others = (best.sum() - best) / max(1, count - 1)
    firm = (best > sure).astype(np.float64)
    found = (firm.sum() - firm) / max(1, count - 1)
    before = np.append(others[:1], best[:-1]) if count else best
    after = np.append(best[1:], others[-1:]) if count else best
    sums = np.concatenate([[0.0], np.cumsum(best)])
    low, high = np.maximum(np.arange(count) - 2, 0), np.minimum(np.arange(count) + 3, count)
    around = (sums[high] - sums[low]) / np.maximum(high - low, 1)
    near = wording * best
    others_wording = (near.sum() - near) / np.maximum(best.sum() - best, 1e-9)
    return before, after, around, others, found, others_wording
