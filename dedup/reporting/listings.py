"""Listings for people at a terminal: two articles side by side, originality."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from dedup.records import DroppedRow, Page, SentenceRow, Span
from dedup.reporting.index import Index, close_matches
from dedup.reporting.layout import pad, printable, table, terminal_width, wrap
from dedup.reporting.outlets import outlet_rows
from dedup.results import Analysis

SIGNS = {"copied": "=", "reworded": "~", "added": "+"}
LEFT_OUT = "-"


def diff_text(
    page_a: Page,
    page_b: Page,
    rows: Sequence[SentenceRow],
    dropped: Sequence[DroppedRow] = (),
    *,
    width: int | None = None,
) -> str:
    """Return two articles side by side: the sentences of ``page_a``, and what ``page_b`` made of them.

    ``rows`` are the sentence rows of ``page_b``, ``dropped`` what it left out of ``page_a``. Between the columns stands
    ``=`` copied, ``~`` reworded, ``+`` added, ``-`` left out of ``page_b``; words that ``page_a`` does not have are marked
    inside the other sentences, and the kinds of facts that differ are named behind them.
    """
    width = width or terminal_width()
    column, kinds = max((width - 3) // 2, 10), {row.start: row.kinds for row in dropped}
    head = [_beside(page_a.article.outlet or page_a.id, " ", page_b.article.outlet or page_b.id, column), "─" * width]
    legend = "= copied  ~ reworded  + added  - left out  {+new words+}  [facts that differ]"
    legend = "\n".join(wrap(legend, width))
    return "\n".join(
        [
            legend,
            *head,
            *(_beside(left, sign, right, column) for left, sign, right in _steps(page_a, page_b, rows, kinds)),
        ]
    )


def _steps(
    page_a: Page, page_b: Page, rows: Sequence[SentenceRow], kinds: Mapping[int, Sequence[str]]
) -> Iterator[tuple[str, str, str]]:
    """Yield (sentence of a, sign, sentence of b) in the order of b, what b left out where a has it.

    A sentence left out that weighs (``kinds`` by its start) is marked in b's column: "! denial left out".
    """
    used = sorted(
        {match.start for row in rows for match in close_matches(row, page_a.id) if match.article == page_a.id}
    )
    pending = (span for span in page_a.sentences if not _holds_any(span, used))
    waiting = next(pending, None)
    for row in sorted(rows, key=lambda row: row.start):
        source = _source(page_a, row)
        while waiting and source and waiting.start < source.start:
            yield waiting.of(page_a.text), LEFT_OUT, _weight(kinds.get(waiting.start, ()))
            waiting = next(pending, None)
        yield source.of(page_a.text) if source else "", SIGNS[row.status], _with_news(page_b.text, row)
    while waiting:
        yield waiting.of(page_a.text), LEFT_OUT, _weight(kinds.get(waiting.start, ()))
        waiting = next(pending, None)


def _weight(kinds: Sequence[str]) -> str:
    return f"! {', '.join(kinds)} left out" if kinds else ""


def _with_news(text: str, row: SentenceRow) -> str:
    """Return a sentence with its new words marked, but for one that is new as a whole, and the facts that differ."""
    if row.status == "added":
        return text[row.start : row.end]
    shown, at = "", row.start
    for span in row.new:
        shown += f"{text[at : span.start]}{{+{span.of(text)}+}}"
        at = span.end
    differ = f" [{', '.join(row.changes)}]" if row.changes else ""
    return shown + text[at : row.end] + differ


def _holds_any(span: Span, places: Sequence[int]) -> bool:
    """Return whether one of the sorted places lies in the span."""
    at = bisect_left(places, span.start)
    return at < len(places) and places[at] < span.end


def _source(page: Page, row: SentenceRow) -> Span | None:
    """Return where a sentence's best match in ``page`` stands; an added sentence has none."""
    if row.status == "added":
        return None
    return next((Span(match.start, match.end) for match in row.matches if match.article == page.id), None)


def _beside(left: str, sign: str, right: str, column: int) -> str:
    lines_a, lines_b = list(wrap(printable(left), column)), list(wrap(printable(right), column))
    count = max(len(lines_a), len(lines_b))
    lines_a += [""] * (count - len(lines_a))
    lines_b += [""] * (count - len(lines_b))
    signs = [sign] + [" "] * (count - 1)
    return "\n".join(f"{pad(a, column)} {s} {b}".rstrip() for a, s, b in zip(lines_a, signs, lines_b, strict=True))


def score_table(analysis: Analysis, *, width: int | None = None) -> str:
    """Return originality by article, story by story, then by outlet."""
    index = Index(analysis)
    rows = [
        [
            index.outlet(row.id),
            index.title(row.id),
            *_shares(row.originality, row.originality_band),
            *(f"{share:.0%}" for share in (row.copied, row.reworded, row.added)),
            row.derivation,
            index.outlet(row.parent) if row.parent else "",
        ]
        for story in index.stories
        for row in index.members(story)
    ]
    columns = ("outlet", "title", "originality", "band", "copied", "reworded", "added", "derived", "parent")
    outlets = [
        [
            row.outlet,
            str(row.articles),
            *_shares(row.originality, row.originality_band),
            _range(row.originality_interval) if row.originality_interval else "–",
            *(f"{share:.0%}" for share in (row.copied, row.reworded, row.added)),
        ]
        for row in outlet_rows(analysis)
    ]
    by_outlet = table(
        ("outlet", "n", "originality", "band", "interval", "copied", "reworded", "added"), outlets, width=width
    )
    heading = (
        "By outlet, means over its n articles that have a baseline; interval: where the mean may lie (95 %, none for one "
        "article), outlets whose intervals overlap are not told apart:"
    )
    heading = "\n".join(wrap(heading, width or terminal_width()))
    return f"{table(columns, rows, width=width)}\n\n{heading}\n\n{by_outlet}"


def _shares(value: float, band: tuple[float, float]) -> tuple[str, str]:
    return f"{value:.2f}", _range(band)


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.2f}–{ends[1]:.2f}"
