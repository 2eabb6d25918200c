"""What one telling finds of itself in another: coverage of lead, names, figures, sentences and quotes, one way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dedup.matching.neighbours import Floats, Graph, Ints, Rows, Vocabulary, stack
from dedup.matching.tellings import Telling

DIRECTED = (
    "lead_in_body",
    "lead_in_lead",
    "headline_in_lead",
    "names_in_body",
    "body_in_body",
    "sentences",
    "sentences_best",
    "sentences_found",
    "figures_agree",
    "figures_differ",
    "figures_all",
    "speech",
    "lead_locally",
    "lead_excess",
    "sentences_excess",
)
"""What one telling finds of itself in the other, from 0 to 1; an excess over the mean of all candidates, from -1 to 1.

Local scaling as in Lample et al. 2018 (CSLS): on a conflict that everybody writes about, all leads resemble each other.
"""
_BEST_SENTENCES = 5
_FOUND = 0.35
# What a telling without names or figures in its opening finds of them: about what an average pair does.
_NONE = 0.15


@dataclass(frozen=True, slots=True)
class Facts:
    """All tellings as matrices of ones: one row per article, or several (``sentences``, ``speech``)."""

    body: sparse.csr_matrix
    lead: sparse.csr_matrix
    headline: sparse.csr_matrix
    names: sparse.csr_matrix
    sentences: Rows
    speech: Rows


def facts(tellings: Sequence[Telling], vocabulary: Vocabulary) -> Facts:
    """Return the sets of terms of ``tellings`` as matrices of one width."""
    names = [sorted(set(t.names) & set(t.lead)) for t in tellings]
    stacks = [
        stack([[t.terms] for t in tellings], vocabulary),
        stack([[t.lead] for t in tellings], vocabulary),
        stack([[t.headline] for t in tellings], vocabulary),
        stack([[n] for n in names], vocabulary),
        stack([t.sentences for t in tellings], vocabulary),
        stack([t.speech for t in tellings], vocabulary),
    ]
    for rows in stacks:
        rows.matrix.resize(rows.matrix.shape[0], len(vocabulary.numbers))
    body, lead, headline, names_rows, sentences, speech = stacks
    return Facts(body.matrix, lead.matrix, headline.matrix, names_rows.matrix, sentences, speech)


def directed(
    tellings: Sequence[Telling],
    terms: sparse.csr_matrix,
    worth: sparse.csr_matrix,
    local: sparse.csr_matrix,
    told: Facts,
    vocabulary: Vocabulary,
    graph: Graph,
) -> Floats:
    """Return the ``DIRECTED`` features: row ``e`` says what an article finds of itself in ``graph.near[e]``.

    ``terms``: position weights; ``worth`` and ``local``: the worth of each article's terms in the corpus and in its
    neighbourhood, as ``worth_of_terms`` and ``local_worth`` give it.
    """
    features = np.zeros((len(graph.near), len(DIRECTED)))
    figures = [_figures_of(telling, vocabulary) for telling in tellings]
    worth_of, weight_of, local_of = np.zeros((3, len(vocabulary.numbers)))
    for article in range(len(tellings)):
        near = graph.of(article)
        if not len(near):
            continue
        span = slice(worth.indptr[article], worth.indptr[article + 1])
        own = worth.indices[span]
        worth_of[own], local_of[own] = worth.data[span], local.data[span]
        weight_of[own] = worth.data[span] * terms.data[span]
        rows = features[graph.start[article] : graph.start[article + 1]]
        body, lead = told.body[near], told.lead[near]
        own_lead, own_headline = _row(told.lead, article), _row(told.headline, article)
        rows[:, 0] = _cover(own_lead, body, worth_of)
        rows[:, 1] = _cover(own_lead, lead, worth_of)
        rows[:, 2] = _cover(own_headline, lead, worth_of) if len(own_headline) else rows[:, 1]
        rows[:, 3] = _cover(_row(told.names, article), body, worth_of)
        rows[:, 4] = _cover(_row(told.body, article), body, weight_of)
        rows[:, 5:8] = _sentence_cover(told.sentences, article, near, worth_of)
        rows[:, 8:11] = _figures(figures[article], [figures[other] for other in near], worth_of)
        rows[:, 11] = _speech(told.speech, article, near)
        rows[:, 12] = _cover(own_lead, body, local_of)
        rows[:, 13] = rows[:, 0] - rows[:, 0].mean()
        rows[:, 14] = rows[:, 5] - rows[:, 5].mean()
        worth_of[own] = weight_of[own] = local_of[own] = 0.0
    return features


def _row(matrix: sparse.csr_matrix, article: int) -> Ints:
    """Return the numbers of the terms in one row."""
    return np.asarray(matrix.indices[matrix.indptr[article] : matrix.indptr[article + 1]], dtype=np.int64)


def _cover(own: Ints, others: sparse.csr_matrix, worth: Floats) -> Floats:
    """Return the share of the worth of ``own`` terms that each row of ``others`` holds, ``_NONE`` without any."""
    total = worth[own].sum()
    if total <= 0.0:
        return np.full(others.shape[0], _NONE)
    values = np.zeros(len(worth))
    values[own] = worth[own]
    return np.asarray(others @ values / total, dtype=np.float64)


def _rows_of(rows: Rows, near: Ints) -> tuple[Ints, Ints]:
    """Return the row numbers of several articles, and where each article's rows begin among them."""
    counts = rows.start[near + 1] - rows.start[near]
    begin = np.cumsum(counts) - counts
    numbers = np.arange(counts.sum()) - np.repeat(begin, counts) + np.repeat(rows.start[near], counts)
    return numbers, np.append(begin, counts.sum())


def _best_by_article(shared: Floats, begin: Ints) -> Floats:
    """Return the best row of each article, per column; zeros for an article without rows."""
    best = np.zeros((len(begin) - 1, shared.shape[1]))
    filled = np.flatnonzero(np.diff(begin))
    if len(filled):
        best[filled] = np.maximum.reduceat(shared, begin[filled], axis=0)
    return best


def _sentence_cover(sentences: Rows, article: int, near: Ints, worth: Floats) -> Floats:
    """Return how far the other's best sentence covers each own one: weighted mean, mean of best five, share found."""
    own = sentences.matrix[sentences.start[article] : sentences.start[article + 1]].multiply(worth).tocsr()
    total = np.asarray(own.sum(axis=1)).ravel()
    numbers, begin = _rows_of(sentences, near)
    if not total.any() or not len(numbers):
        return np.zeros((len(near), 3))
    shared = (sentences.matrix[numbers] @ own.T).toarray()
    best = _best_by_article(shared, begin)[:, total > 0]
    share = np.sort(best / total[total > 0], axis=1)
    best_five = share[:, -_BEST_SENTENCES:].mean(axis=1)
    return np.column_stack([best.sum(axis=1) / total.sum(), best_five, (share > _FOUND).mean(axis=1)])


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of a telling, by the number of their term; ``lead`` has each figure's unit beside it."""

    lead: tuple[tuple[int, str], ...]
    every: tuple[int, ...]
    values: frozenset[int]
    units: frozenset[str]


def _figures_of(telling: Telling, vocabulary: Vocabulary) -> _Figures:
    numbers = vocabulary.numbers
    lead = tuple((numbers.get(figure.value, -1), figure.unit) for figure in telling.lead_figures)
    every = tuple(numbers.get(figure.value, -1) for figure in telling.figures)
    return _Figures(lead, every, frozenset(every), frozenset(f.unit for f in telling.figures if f.unit))


def _figures(own: _Figures, others: Sequence[_Figures], worth: Floats) -> Floats:
    """Return the share of the opening's figures that the other has, the share it contradicts, and of all it has."""
    lead = [(value, unit, float(worth[value])) for value, unit in own.lead if value >= 0]
    every = [(value, float(worth[value])) for value in own.every if value >= 0]
    in_lead, in_all = sum(w for _, _, w in lead), sum(w for _, w in every)
    rows = np.full((len(others), 3), _NONE)
    for at, other in enumerate(others):
        if in_lead:
            rows[at, 0] = sum(w for value, _, w in lead if value in other.values) / in_lead
            differ = sum(w for value, unit, w in lead if value not in other.values and unit in other.units)
            rows[at, 1] = differ / in_lead
        if in_all:
            rows[at, 2] = sum(w for value, w in every if value in other.values) / in_all
    return rows


def _speech(speech: Rows, article: int, near: Ints) -> Floats:
    """Return the best overlap of two quotes, by terms: shared over the shorter."""
    own = speech.matrix[speech.start[article] : speech.start[article + 1]]
    numbers, begin = _rows_of(speech, near)
    if not own.shape[0] or not len(numbers):
        return np.zeros(len(near))
    theirs = speech.matrix[numbers]
    shared = (theirs @ own.T).toarray()
    sizes = np.minimum(np.diff(theirs.indptr)[:, None], np.diff(own.indptr)[None, :])
    return np.asarray(_best_by_article(shared / np.maximum(sizes, 1), begin).max(axis=1), dtype=np.float64)
