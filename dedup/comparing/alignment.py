"""Which sentence of one article rests on which sentence of the others.

Candidates come from two sparse products (character 4-grams and word stems); a small fitted model scores each pair of
sentences by what it shares; a second model scores it again knowing how the neighbours were aligned, for retold facts
mostly keep company. After Barzilay and Elhadad (2003), "Sentence alignment for monolingual comparable corpora".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dedup.comparing.weights import Facet, Floats, Ints, Matrix, StoryIndex
from dedup.fitted import load_model
from dedup.settings import AlignmentSettings

BLOCK = 256
"""Sentences whose products with an article are held at once."""

PLAIN = (
    "gram_cosine", "stem_cosine", "word_containment", "word_containment_back", "gram_containment",
    "gram_containment_back", "pair_containment", "figures", "figures_alien", "rough_figures", "names", "names_alien",
    "quoted", "quoted_back", "distance", "shorter", "gram_lead", "stem_lead", "gram_lead_back",
)  # fmt: skip
CONTEXT = (
    *PLAIN,
    "score",
    "lead",
    "rival",
    "before",
    "after",
    "article",
    "source_taken",
    "next_source",
    "figure_weight",
    "astray",
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of sentences, as numbers in the story's list, sorted by source article, sentence, source sentence.

    ``article`` is the number of the source's article. ``group`` numbers the (sentence, source article) combinations.
    """

    sentence: Ints
    source: Ints
    article: Ints
    group: Ints

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.sentence)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How article ``article`` rests on the articles ``sources``: for each pair, the probability that it does."""

    article: int
    sources: tuple[int, ...]
    pairs: Pairs
    plain: Floats
    score: Floats


def align(index: StoryIndex, article: int, sources: Sequence[int], settings: AlignmentSettings) -> Alignment:
    """Align one article's sentences with those of ``sources``."""
    if not sources:
        nothing = np.zeros(0, np.int64)
        pairs = Pairs(nothing, nothing, nothing, nothing)
        return Alignment(article, (), pairs, np.zeros((0, len(PLAIN))), np.zeros(0))
    pairs = candidates(index, article, sources, settings)
    plain = plain_features(index, pairs, article)
    first = load_model("alignment").probabilities(plain)[:, 1]
    score = load_model("alignment_context").probabilities(context_features(index, pairs, plain, first, article))[:, 1]
    return Alignment(article, tuple(sources), pairs, plain, score)


def candidates(index: StoryIndex, article: int, sources: Sequence[int], settings: AlignmentSettings) -> Pairs:
    """Return the most similar sentences of each source article for each sentence of ``article``."""
    mine = index.rows(article)
    parts, owner = [np.zeros((0, 2), np.int64)], [np.zeros(0, np.int64)]
    for source in sources:
        theirs = index.rows(source)
        found = [
            _nearest(facet, mine[start : start + BLOCK], theirs, settings)
            for start in range(0, len(mine), BLOCK)
            for facet in (index.grams, index.stems)
        ]
        both = np.unique(np.concatenate(found), axis=0) if found else parts[0]
        parts.append(both)
        owner.append(np.full(len(both), source, dtype=np.int64))
    flat, owners = np.concatenate(parts), np.concatenate(owner)
    group = np.unique(owners * (len(index.sentences) + 1) + flat[:, 0], return_inverse=True)[1].ravel()
    return Pairs(flat[:, 0], flat[:, 1], owners, group.astype(np.int64))


def _nearest(facet: Facet, rows: Ints, others: Ints, settings: AlignmentSettings) -> Ints:
    """Return pairs (row, other) of the highest cosines above 0 by row; ties go to the earlier sentence."""
    mine, theirs = facet.unit[rows], facet.unit[others]
    if len(others) > settings.long_article:
        # What every other sentence of a huge page says would make the product quadratic, and tells little.
        rare = np.diff(theirs.tocsc().indptr) <= settings.long_article_frequency
        mine = mine * rare.astype(np.float64)
        mine.eliminate_zeros()
    cosine = (mine @ theirs.T).tocoo()
    row, other = cosine.coords
    order = np.lexsort((other, -np.round(cosine.data, 9), row))
    order = order[cosine.data[order] > 0]
    rank = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    best = order[rank < settings.candidates]
    return np.stack([rows[row[best]], others[other[best]]], axis=1)


def plain_features(index: StoryIndex, pairs: Pairs, article: int) -> Floats:
    """Return what each pair of sentences shares, columns as in ``PLAIN``."""
    i, j = pairs.sentence, pairs.source
    figures = _shared(index.figures.has, index.figures.has, i, j)
    rough = _shared(index.rough.has, index.rough.has, i, j)
    names = _shared(index.called.weighted, index.called.has, i, j)
    gram = _shared(index.grams.unit, index.grams.unit, i, j)
    stem = _shared(index.stems.unit, index.stems.unit, i, j)
    words = _shared(index.stems.weighted, index.stems.has, i, j)
    grams = _shared(index.grams.weighted, index.grams.has, i, j)
    quoted = _shared(index.quoted.weighted, index.words.has, i, j)
    quoted_back = _shared(index.words.has, index.quoted.weighted, i, j)
    counts = np.diff(index.figures.has.indptr)
    columns = [
        gram,
        stem,
        _over(words, index.stems.mass[i]),
        _over(words, index.stems.mass[j]),
        _over(grams, index.grams.mass[i]),
        _over(grams, index.grams.mass[j]),
        _over(_shared(index.pairs.weighted, index.pairs.has, i, j), index.pairs.mass[i]),
        np.minimum(figures, 3),
        np.minimum(counts[i] - np.maximum(figures, rough), 3),
        np.minimum(rough, 3),
        np.minimum(names, 12) / 12,
        _over(index.called.mass[i] - names, np.maximum(index.called.mass[i], 4)),
        _over(quoted, np.maximum(index.quoted.mass[i], 8)),
        _over(quoted_back, np.maximum(index.quoted.mass[j], 8)),
        np.abs(_place(index, i, np.full(len(i), article)) - _place(index, j, pairs.article)),
        np.minimum(index.sizes[i], index.sizes[j]) / np.maximum(1, np.maximum(index.sizes[i], index.sizes[j])),
        gram - _best(gram, pairs.group),
        stem - _best(stem, pairs.group),
        gram - _best(gram, j),
    ]
    return np.stack(columns, axis=1)


def context_features(index: StoryIndex, pairs: Pairs, plain: Floats, score: Floats, article: int) -> Floats:
    """Return the plain features with the pair's place among the article's other pairs, columns as in ``CONTEXT``."""
    stride = len(index.sentences) + 2
    key = pairs.sentence * stride + pairs.source
    order = np.argsort(key)

    def at(step: int, shift: int) -> Floats:
        """Return the score of the pair so many sentences and source sentences away, 0 where it is none."""
        wanted = key + step * stride + shift
        place = order[np.minimum(np.searchsorted(key, wanted, sorter=order), len(key) - 1)]
        return np.asarray(np.where(key[place] == wanted, score[place], 0.0), dtype=np.float64)

    def beside(step: int) -> Floats:
        return np.maximum(np.maximum(at(step, -1), at(step, 0)), at(step, 1))

    taken = np.zeros(len(index.sentences))
    np.add.at(taken, pairs.source, score)
    columns = [
        score,
        score - _best(score, pairs.group),
        _rival(score, pairs.group),
        beside(-1),
        beside(1),
        _general(pairs, score, len(index.rows(article))),
        np.minimum(taken[pairs.source] - score, 2),
        np.maximum(at(0, -1), at(0, 1)),
        np.minimum(_shared(index.figures.weighted, index.figures.has, pairs.sentence, pairs.source), 12) / 12,
        _astray(index, pairs, score, article),
    ]
    return np.concatenate([plain, np.stack(columns, axis=1)], axis=1)


def _general(pairs: Pairs, score: Floats, sentences: int) -> Floats:
    """Return for each pair how well the whole article is found in the pair's source article: its mean best score."""
    groups = int(pairs.group.max()) + 1 if len(pairs) else 0
    top, owner = np.zeros(groups), np.zeros(groups, np.int64)
    np.maximum.at(top, pairs.group, score)
    owner[pairs.group] = pairs.article
    mean = np.bincount(owner, weights=top) / max(1, sentences) if groups else top
    return np.asarray(mean[pairs.article], dtype=np.float64)


def _astray(index: StoryIndex, pairs: Pairs, score: Floats, article: int) -> Floats:
    """Return how far each source stands from where the sentence's neighbours rest, times how sure that place is.

    The distance is a share of the source article, 0 to 1; up to three sentences on each side count, by their scores.
    """
    slots, slot = np.unique(pairs.article, return_inverse=True)
    row, size = pairs.sentence - index.first[article], len(index.rows(article))
    place = _place(index, pairs.source, pairs.article)
    order = np.lexsort((-pairs.source, score))  # the best is written last
    best, at = np.zeros((2, size + 6, len(slots)))
    best[row[order] + 3, slot[order]], at[row[order] + 3, slot[order]] = score[order] ** 2, place[order]
    weight, moment = np.zeros((2, size, len(slots)))
    for step in (-3, -2, -1, 1, 2, 3):
        near = best[3 + step : 3 + step + size] / abs(step)
        weight += near
        moment += near * at[3 + step : 3 + step + size]
    sure = weight[row, slot]
    expected = moment[row, slot] / np.maximum(sure, 1e-9)
    return np.asarray(np.abs(place - expected) * sure / (1 + sure), dtype=np.float64)


def _place(index: StoryIndex, sentence: Ints, article: Ints) -> Floats:
    """Return where sentences stand in their articles, 0 to 1."""
    start, end = index.first[article], index.first[article + 1]
    return np.asarray((sentence - start) / np.maximum(1, end - start - 1), dtype=np.float64)


def _shared(left: Matrix, right: Matrix, i: Ints, j: Ints) -> Floats:
    """Return for each pair the sum of products of its two rows."""
    return np.asarray((left[i] * right[j]).sum(axis=1), dtype=np.float64).ravel()


def _over(part: Floats, whole: Floats) -> Floats:
    return part / np.where(whole > 0, whole, 1.0)


def _best(value: Floats, group: Ints) -> Floats:
    """Return for each row the highest value in its group."""
    top = np.full(int(group.max()) + 1 if len(group) else 1, -np.inf)
    np.maximum.at(top, group, value)
    return np.asarray(top[group], dtype=np.float64)


def _rival(value: Floats, group: Ints) -> Floats:
    """Return for each row the highest value of the other rows in its group, 0 where it is alone."""
    order = np.lexsort((-value, group))
    ranked, owner = value[order], group[order]
    start = np.concatenate([[True], owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, bool)
    first = np.flatnonzero(start)
    following = first + 1
    has_second = following < np.concatenate([first[1:], [len(owner)]])
    second = np.where(has_second, ranked[np.minimum(following, max(0, len(owner) - 1))], 0.0) if len(owner) else ranked
    rival = ranked[first][np.cumsum(start) - 1] if len(owner) else ranked
    rival[first] = second
    result = np.zeros(len(value))
    result[order] = rival
    return result
