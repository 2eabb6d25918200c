"""What speaks for one article having been made from another: times, credits, fidelity, copied runs, shared order.

Shared quotes and what everybody at a press conference heard do not make a derivation, so words inside quotation marks
count apart from the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dedup.comparing.alignment import Alignment
from dedup.comparing.body import Body
from dedup.comparing.weights import Floats, Ints, Matrix, StoryIndex

RELATION = (
    "supported", "supported_lead", "copied", "copied_back", "copied_lead", "words", "words_back", "words_lead",
    "rare_lead", "fidelity", "fidelity_lead", "quoted", "own_quotes", "earlier", "time_known", "same_outlet",
    "update", "source_agency", "agency", "credits_source", "credits_other", "shared_credit", "order", "order_lead",
    "longer", "source_central_lead",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whole:
    """The story's articles as wholes: shares of one article's words (``words[a, b]``: of ``a`` in ``b``) in another."""

    words: Floats
    runs: Floats
    rare: Floats


def wholes(index: StoryIndex) -> Whole:
    """Return what each article has of each other, as shares from 0 to 1, shape ``(articles, articles)``."""
    owner = np.repeat(np.arange(len(index.bodies)), np.diff(index.first))
    gather = sparse.coo_array(
        (np.ones(len(owner)), (owner, np.arange(len(owner)))), shape=(len(index.bodies), len(owner))
    ).tocsr()
    told = _flat(gather @ index.stems.has)
    idf = np.zeros(told.shape[1])
    idf[index.stems.weighted.indices] = index.stems.weighted.data
    frequency = np.asarray(told.sum(axis=0)).ravel()
    scarce = np.where(frequency > 0, np.log(len(index.bodies) / np.maximum(frequency, 1)), 0.0)
    return Whole(
        _contained(told, idf),
        _contained(_runs(index.bodies, index.settings.copied_run), None),
        _contained(told, idf * scarce),
    )


def _flat(matrix: Matrix) -> Matrix:
    matrix.data = np.minimum(matrix.data, 1.0)
    return matrix


def _contained(has: Matrix, weight: Floats | None) -> Floats:
    weighted = has.copy()
    if weight is not None:
        weighted.data = weight[has.indices]
    mass = np.asarray(weighted.sum(axis=1)).ravel()
    return np.asarray((weighted @ has.T).toarray() / np.maximum(mass, 1e-9)[:, None], dtype=np.float64)


def _runs(bodies: Sequence[Body], size: int) -> Matrix:
    """Return which unquoted runs of ``size`` words each article has."""
    number: dict[tuple[str, ...], int] = {}
    rows, columns = [], []
    for row, body in enumerate(bodies):
        found: set[int] = set()
        for sentence in body.sentences:
            words = [w.norm for w in sentence.words]
            for at in range(len(words) - size + 1):
                if not any(sentence.quoted[at : at + size]):
                    found.add(number.setdefault(tuple(words[at : at + size]), len(number)))
        rows.extend([row] * len(found))
        columns.extend(sorted(found))
    shape = (len(bodies), max(1, len(number)))
    return sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def relation_features(
    index: StoryIndex,
    whole: Whole,
    alignment: Alignment,
    held: Mapping[int, Floats],
    agencies: Sequence[str | None],
) -> Floats:
    """Return a row of ``RELATION`` for each article of ``held``, sorted: each sentence's support by that source alone.

    ``agencies`` names the agency that each article of the story comes from itself, null for the others.
    """
    article, sources = alignment.article, tuple(sorted(held))
    if not sources:
        return np.zeros((0, len(RELATION)))
    body = index.bodies[article]
    sizes = np.asarray([float(sentence.count) for sentence in body.sentences])
    supported = np.asarray([weighted_mean(held[source], sizes) for source in sources])
    fidelity = _fidelity(index, alignment, sources)
    every = np.asarray(sources)
    order = np.asarray([_order(alignment, source) for source in sources])
    quoted = np.asarray([_quoted(index, article, source) for source in sources])
    times = np.asarray([_times(body, index.bodies[s]) for s in sources])
    credits = np.asarray([_credits(body, index.bodies[s], agencies[article], agencies[s]) for s in sources])
    longer = [(1 + index.bodies[source].words) / (1 + body.words) for source in sources]
    columns = [
        supported,
        _leads(supported),
        *_shares(whole, article, every),
        fidelity,
        _leads(fidelity),
        *quoted.T,
        *times.T,
        times[:, 2] * whole.runs[article, every],
        *credits.T,
        order,
        _leads(order),
        np.log(longer),
        _leads(np.asarray([_central(whole, source) for source in sources])),
    ]
    return np.stack(columns, axis=1)


def _shares(whole: Whole, article: int, sources: Ints) -> tuple[Floats, ...]:
    """Return the columns from ``copied`` to ``rare_lead``: what the articles as wholes have of each other."""
    copied, words, rare = whole.runs[article, sources], whole.words[article, sources], whole.rare[article, sources]
    copied_back, words_back = whole.runs[sources, article], whole.words[sources, article]
    return copied, copied_back, _leads(copied), words, words_back, _leads(words), _leads(rare)


def weighted_mean(value: Floats, weight: Floats) -> float:
    """Return the mean of values by their weights, 0 where nothing weighs anything."""
    return float((value * weight).sum() / max(1.0, weight.sum()))


def _leads(value: Floats) -> Floats:
    """Return how far each source lies above the best other one (below: negative)."""
    if len(value) == 1:
        return value.copy()
    top = np.sort(value)[::-1]
    return np.asarray(np.where(value == top[0], value - top[1], value - top[0]), dtype=np.float64)


def _central(whole: Whole, source: int) -> float:
    """Return how much of the other articles this one has, on average: what everybody drew from has most."""
    count = len(whole.words)
    return float((whole.words[:, source].sum() - whole.words[source, source]) / max(1, count - 1))


def _fidelity(index: StoryIndex, alignment: Alignment, sources: Sequence[int]) -> Floats:
    """Return for each source how near its wording comes to the nearest wording that any source has, over sentences."""
    rows = index.rows(alignment.article)
    near = np.zeros((len(rows), len(sources)))
    used = np.flatnonzero(np.isin(alignment.pairs.article, np.asarray(sources, dtype=np.int64)))
    column = np.searchsorted(np.asarray(sources, dtype=np.int64), alignment.pairs.article[used])
    wording = (alignment.plain[used, 0] + alignment.plain[used, 1]) / 2
    np.maximum.at(
        near, (alignment.pairs.sentence[used] - index.first[alignment.article], column), wording * alignment.score[used]
    )
    best = near.max(axis=1, keepdims=True) if near.size else near
    share = near / np.maximum(best, 1e-9)
    weight = best / max(1e-9, float(best.sum()))
    return np.asarray((share**4 * weight).sum(axis=0), dtype=np.float64)


def _quoted(index: StoryIndex, article: int, source: int) -> tuple[float, float]:
    """Return the share of its quoting sentences whose quoted words the source has, and its own ones' share of all."""
    rows = index.rows(article)
    quoting = rows[index.quoted.mass[rows] > 0]
    if not len(quoting):
        return 0.0, 0.0
    there = np.asarray(index.words.has[index.rows(source)].sum(axis=0)).ravel() > 0
    share = np.asarray(index.quoted.weighted[quoting] @ there.astype(np.float64)) / index.quoted.mass[quoting]
    return float((share > 0.7).mean()), float((share < 0.5).sum() / len(rows))


def _times(body: Body, source: Body) -> tuple[float, float, float]:
    """Return whether the source is known to be earlier, whether the order is known, whether the outlet is the same."""
    outlet = body.page.article.outlet
    same = outlet is not None and outlet == source.page.article.outlet
    return float(is_earlier(source, body)), float(is_earlier(source, body) or is_earlier(body, source)), float(same)


def is_earlier(body: Body, other: Body) -> bool:
    """Return whether ``body`` is known to have been published before ``other``."""
    mine, theirs = body.page.article.published, other.page.article.published
    return mine is not None and theirs is not None and mine < theirs


def _credits(body: Body, source: Body, agency: str | None, source_agency: str | None) -> tuple[float, ...]:
    """Return who is an agency, and whether the article credits the source, another, or whom the source credits."""
    mine = {credit.agency for credit in body.page.credits if credit.agency}
    theirs = {credit.agency for credit in source.page.credits if credit.agency}
    credited = source_agency is not None and source_agency in mine and agency is None
    return (
        float(source_agency is not None),
        float(agency is not None),
        float(credited),
        float(bool(mine) and source_agency is not None and source_agency not in mine),
        float(bool(mine & theirs) and agency is None),
    )


def _order(alignment: Alignment, source: int) -> float:
    """Return how far the shared facts stand in the same order, -1 to 1: Kendall's tau over neighbouring sentences."""
    mine = np.flatnonzero((alignment.pairs.article == source) & (alignment.score > 0.5))
    if len(mine) < 3:
        return 0.0
    order = mine[np.lexsort((-alignment.score[mine], alignment.pairs.sentence[mine]))]
    _, first = np.unique(alignment.pairs.sentence[order], return_index=True)
    steps = np.sign(np.diff(alignment.pairs.source[order[first]]))
    return float(steps.mean()) if len(steps) else 0.0
