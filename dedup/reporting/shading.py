"""An article's text for reading: blocks in order, sentences with their status, new words, and where they come from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from dedup.records import Page, SentenceRow
from dedup.reporting.index import Index, close_matches
from dedup.reporting.safe_text import shortened

LONGEST_SOURCE = 1_500
"""Characters shown of a sentence in another article: a text without full stops may be one sentence of megabytes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A flagged quote's span in its article, and the anchor where it is discussed."""

    start: int
    end: int
    anchor: str


Place = TypeVar("Place", Mark, SentenceRow)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of characters that are all new or all not, and all inside one flagged quote (its anchor) or in none."""

    text: str
    new: bool
    quote: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of another article (its id) that this one rests on; ``same`` where it is word for word."""

    article: str
    text: str
    score: float
    same: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A body sentence; ``status`` is empty for text that is no body sentence. ``also_in`` are ids of articles."""

    status: str
    exclusive: bool
    stretches: tuple[Stretch, ...]
    sources: tuple[Source, ...]
    also_in: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page: a paragraph (``body``), a headline ..., or clutter (``removed``) with its ``reason``."""

    kind: str
    reason: str
    sentences: tuple[Sentence, ...]


def blocks(index: Index, page: Page, marks: Sequence[Mark] = ()) -> Iterator[Block]:
    """Yield the page from top to bottom, with ``marks`` on the quotes to check.

    Text that is neither a part nor removed is shown too: nothing of the page is kept from the reader.
    """
    rows = _apart(index.sentences.get(page.id, ()))
    starts = [row.start for row in rows]
    apart = _apart(marks)
    spans = [(part.start, part.end, str(part.kind), "") for part in page.parts]
    spans += [(removed.start, removed.end, "removed", removed.reason) for removed in page.removed]
    at = 0
    for start, end, kind, reason in sorted(spans):
        start = max(start, at)
        if start >= end:
            continue
        yield from _loose(page.text[at:start])
        if kind == "body":
            inside = rows[bisect_left(starts, start) : bisect_left(starts, end)]
            yield Block(kind, "", tuple(_sentences(index, page.text, start, end, inside, apart)))
            end = max([end, *(row.end for row in inside)])
        else:
            yield Block(kind, reason, (_plain(page.text[start:end]),))
        at = end
    yield from _loose(page.text[at:])


def _loose(text: str) -> Iterator[Block]:
    if text.strip():
        yield Block("other", "", (_plain(text),))


def _plain(text: str) -> Sentence:
    return Sentence("", False, (Stretch(text, False, None),), (), (), ())


def _sentences(
    index: Index, text: str, start: int, end: int, rows: Sequence[SentenceRow], marks: Sequence[Mark]
) -> Iterator[Sentence]:
    """Yield a paragraph's sentences, and what stands between them."""
    at = start
    for row in rows:
        if row.start > at:
            yield _plain(text[at : row.start])
        sources = _sources(index, row, text[row.start : row.end])
        shown = {source.article for source in sources}
        yield Sentence(
            status=row.status,
            exclusive=row.exclusive,
            stretches=tuple(_stretches(text, row, marks)),
            sources=tuple(sources),
            also_in=tuple(article for article in _also_in(index, row) if article not in shown),
            changes=row.changes,
        )
        at = row.end
    if at < end:
        yield _plain(text[at:end])


def _also_in(index: Index, row: SentenceRow) -> Iterable[str]:
    """Return which other articles have the sentence: its matches, or what was made from it where it is the source."""
    article = index.articles.get(row.article)
    if article and article.baseline == "none":
        places = index.carriers.get(row.article, ())
        first = bisect_left(places, (row.start, ""))
        return dict.fromkeys(carrier for _, carrier in places[first : bisect_left(places, (row.end, ""))])
    return dict.fromkeys(match.article for match in row.matches if row.status != "added")


def _sources(index: Index, row: SentenceRow, sentence: str) -> list[Source]:
    """Return the best match and those nearly as close in the same article; an added sentence has no source."""
    article = index.articles.get(row.article)
    close = close_matches(row, article.parent if article else None)
    texts = [index.text(match.article)[match.start : min(match.end, match.start + LONGEST_SOURCE)] for match in close]
    words = sentence[:LONGEST_SOURCE].split()
    return [
        Source(match.article, shortened(source, LONGEST_SOURCE - 1), match.score, source.split() == words)
        for match, source in zip(close, texts, strict=True)
    ]


def _stretches(text: str, row: SentenceRow, marks: Sequence[Mark]) -> Iterator[Stretch]:
    """Cut a sentence where new words or a flagged quote begin or end."""
    inside = _touching(marks, row.start, row.end)
    cuts = {row.start, row.end}
    edges_inside = [edge for span in row.new for edge in (span.start, span.end)]
    edges_inside += [edge for mark in inside for edge in (mark.start, mark.end)]
    cuts |= {min(max(edge, row.start), row.end) for edge in edges_inside}
    edges = sorted(cuts)
    new, quoted = iter(row.new), iter(inside)
    fresh, mark = next(new, None), next(quoted, None)
    for start, end in pairwise(edges):
        while fresh and fresh.end <= start:
            fresh = next(new, None)
        while mark and mark.end <= start:
            mark = next(quoted, None)
        is_new = fresh is not None and fresh.start <= start and row.status != "added"
        yield Stretch(text[start:end], is_new, mark.anchor if mark and mark.start <= start else None)


def _apart(places: Iterable[Place]) -> list[Place]:
    """Return the places in order, without empty ones and those that overlap an earlier one."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda place: (place.start, place.end)):
        if place.end > place.start and (not kept or place.start >= kept[-1].end):
            kept.append(place)
    return kept


def _touching(marks: Sequence[Mark], start: int, end: int) -> Sequence[Mark]:
    """Return the marks that share characters with ``start`` to ``end``."""
    first = bisect_right(marks, start, key=lambda mark: mark.end)
    return marks[first : bisect_left(marks, end, key=lambda mark: mark.start)]
