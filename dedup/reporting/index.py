"""An analysis looked at from the reader's side: stories in order, each with its articles, sentences and quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from dedup.records import ArticleRow, DroppedRow, QuoteRow, SentenceRow, StoryRow
from dedup.reporting.safe_text import one_line
from dedup.results import Analysis

LONGEST_TITLE = 140
"""Characters of a title; a text without one lends its first words."""


class _OfArticle(Protocol):
    @property
    def article(self) -> str: ...


Row = TypeVar("Row", bound=_OfArticle)


def by_article(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    """Return rows grouped by their article, in the order given."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.article].append(row)
    return groups


@dataclass(frozen=True)
class Index:
    """Look-ups over an analysis; everything is made once, at its first use."""

    analysis: Analysis

    @cached_property
    def articles(self) -> Mapping[str, ArticleRow]:
        """Return the article rows by id."""
        return {row.id: row for row in self.analysis.articles}

    @cached_property
    def sentences(self) -> Mapping[str, Sequence[SentenceRow]]:
        """Return the sentence rows by article."""
        return by_article(self.analysis.sentences)

    @cached_property
    def dropped(self) -> Mapping[str, Sequence[DroppedRow]]:
        """Return, by article, the sentences of its parent that it left out."""
        return by_article(self.analysis.dropped)

    @cached_property
    def quotes(self) -> Mapping[str, Sequence[QuoteRow]]:
        """Return the quotes by article."""
        return by_article(self.analysis.quotes)

    @cached_property
    def stories(self) -> Sequence[StoryRow]:
        """Return the stories, the largest first, then by id."""
        return sorted(self.analysis.stories, key=lambda story: (-len(story.articles), story.story))

    @cached_property
    def outlets(self) -> Sequence[str]:
        """Return the names of all outlets."""
        return sorted({row.outlet for row in self.analysis.articles if row.outlet})

    def members(self, story: StoryRow) -> list[ArticleRow]:
        """Return a story's articles in reading order: by time where it is known, those without one last, then by id."""
        rows = [self.articles[article_id] for article_id in story.articles if article_id in self.articles]
        return sorted(rows, key=lambda row: (row.published is None, row.published or "", row.id))

    def text(self, article_id: str) -> str:
        """Return an article's text as given, empty where its page was not kept."""
        page = self.analysis.pages.get(article_id)
        return page.text if page else ""

    def title(self, article_id: str) -> str:
        """Return an article's title, else its headline, else its first words, else its id."""
        row, page = self.articles.get(article_id), self.analysis.pages.get(article_id)
        found = row.title if row else None
        if not found and page:
            opening = (*page.of_kind("headline"), *page.of_kind("body"))
            found = page.text[opening[0].start : opening[0].end] if opening else page.text[: 2 * LONGEST_TITLE]
        title = one_line(found or "") or one_line(article_id)
        return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"

    def outlet(self, article_id: str) -> str:
        """Return how a reader would call an article's maker: its outlet, else its id."""
        row = self.articles.get(article_id)
        return one_line(row.outlet if row and row.outlet else article_id)
