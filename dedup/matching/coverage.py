"""What one telling finds of itself in another: coverage of lead, names, figures, sentences and quotes, one way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]  # scipy has no type hints of its own

from dedup.matching.neighbours import Floats, Graph, Ints, Rows, Vocabulary, stack
from dedup.matching.tellings import Figure, Telling

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
"""What one telling finds of itself in the other, from 0 to 1; an excess is over the mean of its candidates, from -1 to 1.

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
        rows[:, 0] = _cover(told.lead[article], body, worth_of)
        rows[:, 1] = _cover(told.lead[article], lead, worth_of)
        rows[:, 2] = _cover(told.headline[article], lead, worth_of) if told.headline[article].nnz else rows[:, 1]
        rows[:, 3] = _cover(told.names[article], body, worth_of)
        rows[:, 4] = _cover(told.body[article], body, weight_of)
        rows[:, 5:8] = _sentence_cover(told.sentences, article, near, worth_of)
        for at, other in enumerate(near):
            rows[at, 8:11] = _figures(tellings[article], tellings[other], worth_of, vocabulary)
        rows[:, 11] = _speech(told.speech, article, near)
        rows[:, 12] = _cover(told.lead[article], body, local_of)
        rows[:, 13] = rows[:, 0] - rows[:, 0].mean()
        rows[:, 14] = rows[:, 5] - rows[:, 5].mean()
        worth_of[own] = weight_of[own] = local_of[own] = 0.0
    return features


def _cover(own: sparse.csr_matrix, others: sparse.csr_matrix, worth: Floats) -> Floats:
    """Return the share of the worth of ``own`` terms that each row of ``others`` holds, ``_NONE`` without any."""
    total = worth[own.indices].sum()
    if total <= 0.0:
        return np.full(others.shape[0], _NONE)
    values = np.zeros(len(worth))
    values[own.indices] = worth[own.indices]
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
    """Return how far the other's best sentence covers each own one: weighted mean, mean of the best five, share found."""
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


def _figures(own: Telling, other: Telling, worth: Floats, vocabulary: Vocabulary) -> tuple[float, float, float]:
    """Return the share of the opening's figures, by worth, that the other has and contradicts, and of all that it has."""
    values = {figure.value for figure in other.figures}
    units = {figure.unit for figure in other.figures if figure.unit}
    agree = differ = total = 0.0
    for figure in own.lead_figures:
        value = _worth(figure, worth, vocabulary)
        total += value
        if figure.value in values:
            agree += value
        elif figure.unit in units:
            differ += value
    every = sum(_worth(figure, worth, vocabulary) for figure in own.figures)
    found = sum(_worth(figure, worth, vocabulary) for figure in own.figures if figure.value in values)
    return agree / total if total else _NONE, differ / total if total else _NONE, found / every if every else _NONE


def _worth(figure: Figure, worth: Floats, vocabulary: Vocabulary) -> float:
    return float(worth[vocabulary.numbers[figure.value]]) if figure.value in vocabulary.numbers else 0.0


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
