"""The results of an analysis: one tuple of rows per table, sorted by key, and the cleaned pages they point into."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.records import ArticleRow, DroppedRow, Page, PairRow, QuoteRow, Reject, SentenceRow, StoryRow
from dedup.rows import frame

if TYPE_CHECKING:
    import pandas as pd

_ROW_TYPES = {
    "articles": ArticleRow,
    "stories": StoryRow,
    "pairs": PairRow,
    "sentences": SentenceRow,
    "dropped": DroppedRow,
    "quotes": QuoteRow,
    "rejects": Reject,
}

TABLES = tuple(_ROW_TYPES)
"""The tables of an analysis, in the order in which they are made."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that was found. Spans in the rows point into ``pages[article].text``."""

    articles: tuple[ArticleRow, ...]
    stories: tuple[StoryRow, ...]
    pairs: tuple[PairRow, ...]
    sentences: tuple[SentenceRow, ...]
    dropped: tuple[DroppedRow, ...]
    quotes: tuple[QuoteRow, ...]
    rejects: tuple[Reject, ...]
    manifest: Mapping[str, object]
    pages: Mapping[str, Page]

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, table))} {table}" for table in TABLES)
        return f"<Analysis: {counts}>"

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table (one of ``TABLES``) as a DataFrame; raise ``UsageError`` for another name or without pandas."""
        if table not in _ROW_TYPES:
            raise UsageError(f"no table {table!r}: choose one of {', '.join(TABLES)}")
        return frame(getattr(self, table), _ROW_TYPES[table])

    def _repr_html_(self) -> str:
        """Show the stories of several articles in a notebook."""
        titles = {row.id: row.title or row.id for row in self.articles}
        told = sorted((s for s in self.stories if len(s.articles) > 1), key=lambda s: (-len(s.articles), s.story))
        rows = "".join(f"<tr><td>{html.escape(titles[s.story])}</td><td>{len(s.articles)}</td></tr>" for s in told[:20])
        more = f"<p>and {len(told) - 20} more</p>" if len(told) > 20 else ""
        counts = f"Articles: {len(self.articles)}. Stories told by several: {len(told)}. Rejects: {len(self.rejects)}."
        return f"<p>{counts}</p><table><tr><th>story</th><th>articles</th></tr>{rows}</table>{more}"
