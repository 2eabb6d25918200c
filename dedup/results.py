"""The results of an analysis: one tuple of rows per table, sorted by key, and the cleaned pages they point into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dedup.records import ArticleRow, DroppedRow, Page, PairRow, QuoteRow, Reject, SentenceRow, StoryRow


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
