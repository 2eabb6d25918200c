"""An article's text for reading: blocks in order, sentences with their status, new words, and where they come from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dedup.records import Match, Page, SentenceRow
from dedup.reporting.index import Index

SOURCES_SHOWN = 3
# A sentence made of two: another source is shown where it is nearly as close as the first.
NEARLY_AS_CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class Mark:
    """A flagged quote's span in its article, and the anchor where it is discussed."""

    start: int
    end: int
    anchor: str


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
    rows = sorted(index.sentences.get(page.id, ()), key=lambda row: row.start)
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
        if row.start < at:
            continue
        if row.start > at:
            yield _plain(text[at : row.start])
        sources = _sources(index, row, text[row.start : row.end])
        shown = {source.article for source in sources}
        yield Sentence(
            status=row.status,
            exclusive=row.exclusive,
            stretches=tuple(_stretches(text, row, marks)),
            sources=tuple(sources),
            also_in=tuple(dict.fromkeys(match.article for match in row.matches if match.article not in shown))
            if row.status != "added"
            else (),
            changes=row.changes,
        )
        at = row.end
    if at < end:
        yield _plain(text[at:end])


def _sources(index: Index, row: SentenceRow, sentence: str) -> list[Source]:
    """Return the best match and those nearly as close in the same article; an added sentence has no source."""
    close = close_matches(row)
    texts = [index.text(match.article)[match.start : match.end] for match in close]
    words = sentence.split()
    return [
        Source(match.article, source, match.score, source.split() == words)
        for match, source in zip(close, texts, strict=True)
    ]


def close_matches(row: SentenceRow) -> list[Match]:
    """Return what a sentence rests on: its best match, and those nearly as close in the same article."""
    if row.status == "added" or not row.matches:
        return []
    best = row.matches[0]
    close = [m for m in row.matches if m.article == best.article and m.score >= NEARLY_AS_CLOSE * best.score]
    return close[:SOURCES_SHOWN]


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


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks in order, without those that overlap an earlier one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if mark.end > mark.start and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return kept


def _touching(marks: Sequence[Mark], start: int, end: int) -> Sequence[Mark]:
    """Return the marks that share characters with ``start`` to ``end``."""
    first = bisect_right(marks, start, key=lambda mark: mark.end)
    return marks[first : bisect_left(marks, end, key=lambda mark: mark.start)]
