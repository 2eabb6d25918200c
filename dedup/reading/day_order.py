"""Dates in figures (``05/06/2026``) whose order only the other dates of their file tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dedup.reading.dates import ASSUMED, DAY_FIRST, MONTH_FIRST, NO_OFFSET
from dedup.records import Article


def in_one_order(articles: Iterable[Article]) -> list[Article]:
    """Return the articles, dates that were read in an assumed order read in the one that is sure in their file.

    ``13/05/2026`` in a file says that its ``05/06/2026`` is the fifth of June, unless another date there says otherwise.
    """
    read = list(articles)
    sure: dict[str, set[str]] = {}
    for article in read:
        note_sure_order(article, sure)
    return [_turned(article, sure.get(_file(article), set())) for article in read]


def note_sure_order(article: Article, sure: dict[str, set[str]]) -> None:
    """Add the order of the article's date to those of its file, where it is sure."""
    if (order := _order(article)) and not order.endswith(ASSUMED):
        sure.setdefault(_file(article), set()).add(order)


def other_readings(article: Article) -> Iterator[tuple[str, str, Article]]:
    """Yield what the article is where its file (the first) has a sure order (the second), if that changes its date."""
    for order in (MONTH_FIRST, DAY_FIRST):
        if (turned := _turned(article, {order})) is not article:
            yield _file(article), order, turned


def _turned(article: Article, sure: set[str]) -> Article:
    order, note = _order(article), article.published_note or ""
    if len(sure) != 1 or order is None or article.published is None or NO_OFFSET not in note:
        return article
    (right,) = sure
    if order not in (MONTH_FIRST + ASSUMED, DAY_FIRST + ASSUMED) or order == right + ASSUMED:
        return article
    # Without an offset the time was taken as UTC as it stood, so day and month are still those that were printed.
    published = article.published.replace(month=article.published.day, day=article.published.month)
    return replace(
        article, published=published, published_note=note.replace(order, f"{right} as elsewhere in the file")
    )


def _order(article: Article) -> str | None:
    """Return what the article's note says of the order of day and month."""
    parts = (article.published_note or "").split("; ")
    return next((part for part in parts if part.startswith((MONTH_FIRST, DAY_FIRST))), None)


def _file(article: Article) -> str:
    """Return whose dates are written alike: those of a file (of a row's ``<file>:<row>``), of pages in it by outlet."""
    name = article.source.rpartition(":")[0] or article.source
    return f"{name}:{article.outlet}" if article.extracted else name
