"""Tellings of many articles as arrays: a tenth of the memory, and nothing to look up term by term.

Small inputs come from ``tellings``, large ones from a compiled loop over the pages' bytes; both give the same arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from dedup.matching.background import load_background
from dedup.matching.calendar import named_days
from dedup.matching.tellings import COMMON, Telling, dated_text, headline, telling
from dedup.matching.term_codes import FIRST_SETS, character_table, speech_marks, term_code
from dedup.records import Page
from dedup.settings import StorySettings

Ints = npt.NDArray[np.int64]
Longs = npt.NDArray[np.uint64]

TERMS, HEADLINE, LEAD, NAMES, VALUES, UNITS, LEAD_VALUES, LEAD_UNITS = range(FIRST_SETS)
# Pages from which the compiled loop pays for loading it (.3 s; compiling, once on a machine, takes some seconds).
COMPILED_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """What a telling has beside its terms; fields as in ``Telling``."""

    id: str
    outlet: str | None
    hours: float | None
    words: int
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Sets of terms of many articles, one after the other.

    Set ``s`` is ``ids[ends[s - 1]:ends[s]]``, terms by their numbers (``term_codes``). Article i has the sets from
    ``sets[i]``: ``FIRST_SETS`` by name, then ``rows[i, 0]`` sentences and ``rows[i, 1]`` quotes. ``weights`` are those of
    the terms, beside the ids of all sets ``TERMS``.
    """

    heads: tuple[Head, ...]
    ids: Longs
    ends: Ints
    sets: Ints
    rows: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.heads)


def joined(several: Sequence[Columns]) -> Columns:
    """Put columns one below the other."""
    several = [one for one in several if len(one)] or [columns_of([])]
    ids = np.concatenate([one.ids for one in several])
    before = np.cumsum([0, *(len(one.ids) for one in several)])
    sets_before = np.cumsum([0, *(len(one.ends) for one in several)])
    return Columns(
        heads=tuple(chain.from_iterable(one.heads for one in several)),
        ids=ids,
        ends=np.concatenate([one.ends + start for one, start in zip(several, before, strict=False)]),
        sets=np.concatenate([one.sets + start for one, start in zip(several, sets_before, strict=False)]),
        rows=np.concatenate([one.rows for one in several]),
        weights=np.concatenate([one.weights for one in several]),
    )


def head(told: Telling) -> Head:
    """Return what a telling has beside its terms."""
    return Head(told.id, told.outlet, told.hours, told.words, told.days)


def columns_of(tellings: Sequence[Telling]) -> Columns:
    """Return tellings as arrays."""
    ids: list[int] = []
    ends: list[int] = []
    for told in tellings:
        figures = [(f.value for f in told.figures), (f.unit for f in told.figures)]
        lead_figures = [(f.value for f in told.lead_figures), (f.unit for f in told.lead_figures)]
        named = [told.terms, told.headline, told.lead, told.names, *figures, *lead_figures]
        for terms in chain(named, told.sentences, told.speech):
            ids.extend(map(term_code, terms))
            ends.append(len(ids))
    rows = np.array([(len(told.sentences), len(told.speech)) for told in tellings], dtype=np.int32).reshape(-1, 2)
    return Columns(
        heads=tuple(map(head, tellings)),
        ids=np.array(ids, dtype=np.uint64),
        ends=np.array(ends, dtype=np.int64),
        sets=_first_sets(rows),
        rows=rows,
        weights=np.array([weight for told in tellings for weight in told.weights], dtype=np.float32),
    )


def _first_sets(rows: npt.NDArray[np.int32]) -> Ints:
    counts = rows.sum(axis=1, dtype=np.int64) + FIRST_SETS
    return np.asarray(np.cumsum(counts) - counts, dtype=np.int64)


def columns_of_pages(pages: Sequence[Page], settings: StorySettings, *, compiled: bool) -> Columns:
    """Return what pages tell, as arrays."""
    if not compiled or not pages:
        return columns_of([telling(page, settings) for page in pages])
    from dedup.matching import telling_kernel as fast

    pieces = [_pieces(page) for page in pages]
    data = b"".join(chain.from_iterable(pieces))
    bounds = np.cumsum([0, *map(len, chain.from_iterable(pieces))])
    firsts = np.cumsum([0, *map(len, pieces)])
    longest = int(np.diff(bounds[firsts]).max())
    words, rows = np.zeros(len(pages), np.int32), np.zeros((len(pages), 2), np.int32)
    ids = np.empty(5 * len(data) + 4 * settings.telling_figures * len(pages), np.uint64)
    weights = np.empty(len(data) + 1, np.float32)
    ends = np.empty(len(bounds) + (FIRST_SETS + settings.telling_quotes) * len(pages), np.int64)
    sentences = np.array([len(page.sentences) for page in pages], np.int64)
    filled, used, weighed = fast.tell_all(
        np.frombuffer(data + b"\0", np.uint8), bounds, firsts, sentences, _limits(settings), settings.position_scale,
        character_table(), speech_marks(), _common(), np.empty(longest + 1, np.uint64), np.empty(longest + 1, np.uint8),
        words, ids, weights, ends, rows,
    )  # fmt: skip
    return _with_hard(pages, words, ids[:filled].copy(), weights[:weighed].copy(), ends[:used].copy(), rows, settings)


def _with_hard(
    pages: Sequence[Page],
    words: npt.NDArray[np.int32],
    ids: Longs,
    weights: npt.NDArray[np.float32],
    ends: Ints,
    rows: npt.NDArray[np.int32],
    settings: StorySettings,
) -> Columns:
    """Return the columns, with those of pages that only the plain way can read."""
    easy = np.flatnonzero(words >= 0)
    heads = tuple(_head(pages[at], int(words[at]), settings) for at in easy.tolist())
    found = Columns(heads, ids, ends, _first_sets(rows[easy]), rows[easy], weights)
    hard = np.flatnonzero(words < 0)
    if not len(hard):
        return found
    both = joined([found, columns_of([telling(pages[at], settings) for at in hard.tolist()])])
    return picked(both, np.argsort(np.concatenate([easy, hard])))


def picked(columns: Columns, places: Ints) -> Columns:
    """Return some articles' columns, in the order of ``places``."""
    counts = columns.rows.sum(axis=1, dtype=np.int64) + FIRST_SETS
    sets = ranges(columns.sets[places], counts[places])
    starts = np.concatenate([[0], columns.ends])[sets]
    lengths = columns.ends[sets] - starts
    weighed = columns.ends[columns.sets] - np.concatenate([[0], columns.ends])[columns.sets]
    first_weights = np.cumsum(weighed) - weighed
    rows = columns.rows[places]
    return Columns(
        heads=tuple(columns.heads[at] for at in places.tolist()),
        ids=columns.ids[ranges(starts, lengths)],
        ends=np.cumsum(lengths),
        sets=_first_sets(rows),
        rows=rows,
        weights=columns.weights[ranges(first_weights[places], weighed[places])],
    )


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """Return the numbers of several ranges, one after the other."""
    total = int(lengths.sum())
    steps = np.ones(total, dtype=np.int64)  # one array, summed up in place: there are millions
    filled = np.flatnonzero(lengths)
    if total:
        starts, lengths = starts[filled], lengths[filled]
        steps[0] = starts[0]
        steps[np.cumsum(lengths)[:-1]] = starts[1:] - (starts[:-1] + lengths[:-1]) + 1
        np.cumsum(steps, out=steps)
    return steps


def _pieces(page: Page) -> list[bytes]:
    """Return the bytes that say what a page tells: headline, sentences, paragraphs."""
    text = page.text
    sentences = [text[span.start : span.end] for span in page.sentences]
    parts = [headline(page), *sentences, *(text[part.start : part.end] for part in page.of_kind("body"))]
    return [part.encode("utf-8", "surrogatepass") for part in parts]


def _head(page: Page, words: int, settings: StorySettings) -> Head:
    article = page.article
    hours = article.published.timestamp() / 3600 if article.published else None
    return Head(article.id, article.outlet, hours, words, named_days(dated_text(page, settings)))


def _limits(settings: StorySettings) -> Ints:
    """Return the limits in the order of ``telling_kernel``."""
    return np.array(
        [
            settings.stem_length,
            settings.telling_terms,
            settings.lead_words,
            settings.telling_sentences,
            settings.sentence_terms,
            settings.telling_figures,
            settings.telling_names,
            settings.telling_quotes,
            settings.quote_terms,
        ],
        dtype=np.int64,
    )


def _common() -> Longs:
    """Return the terms that say nothing of what a figure counts."""
    shares = load_background().shares
    return np.array(sorted(term_code(term) for term, share in shares.items() if share >= COMMON), dtype=np.uint64)


def shares_at_large(codes: Longs) -> npt.NDArray[np.float64]:
    """Return the share of articles at large that hold each term."""
    background = load_background()
    known = {term_code(term): share for term, share in background.shares.items()}
    return np.fromiter((known.get(code, background.rare) for code in codes.tolist()), np.float64, len(codes))
