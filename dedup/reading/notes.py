"""What to tell the user of what was read: assumptions that may be wrong, and columns that may have been meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dedup.reading.dates import ASSUMED, DAY_FIRST, MONTH_FIRST
from dedup.records import Article

ENCODING_NOTE = "encoding_note"
_COLUMNS_SHOWN = 8


def reading_notes(articles: Sequence[Article]) -> list[str]:
    """Return a line for each kind of thing that was assumed or missed, with its cure; nothing where all was plain."""
    return [*_orders(articles), *_lost_dates(articles), *_encodings(articles), *_missing(articles)]


def _orders(articles: Sequence[Article]) -> list[str]:
    example = {MONTH_FIRST: "05/06/2026 as 6 May", DAY_FIRST: "05.06.2026 as 5 June"}
    counts = {order: sum(order + ASSUMED in (a.published_note or "") for a in articles) for order in example}
    return [
        f"{_counted(count, 'date')} read with the {order} ({example[order]}): write year-month-day if that is wrong"
        for order, count in counts.items()
        if count
    ]


def _lost_dates(articles: Sequence[Article]) -> list[str]:
    lost = [article for article in articles if article.published is None and article.published_note]
    return [f"{_counted(len(lost), 'date')} not used, first {lost[0].source}: {lost[0].published_note}"] if lost else []


def _encodings(articles: Sequence[Article]) -> list[str]:
    counts = Counter(article.extra[ENCODING_NOTE] for article in articles if ENCODING_NOTE in article.extra)
    return [f"{_counted(count, 'article')}: {note}" for note, count in sorted(counts.items())]


def _missing(articles: Sequence[Article]) -> list[str]:
    """Tell of rows that none has a date or an outlet, but columns of other names."""
    columns = [name for name in dict.fromkeys(name for a in articles for name in a.extra) if name != ENCODING_NOTE]
    missing = [name for name in ("published", "outlet") if all(getattr(a, name) is None for a in articles)]
    if len(articles) < 2 or not columns or not missing:
        return []
    shown = ", ".join(columns[:_COLUMNS_SHOWN]) + (", ..." if len(columns) > _COLUMNS_SHOWN else "")
    return [f"no row has a field {' or '.join(missing)}: if a column holds it, name it so (not used: {shown})"]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
