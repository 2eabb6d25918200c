"""An analysis looked at from the reader's side: stories in order, each with its articles, sentences and quotes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from dedup.records import ArticleRow, DroppedRow, Match, QuoteRow, SentenceRow, StoryRow
from dedup.reporting.safe_text import one_line, web_address
from dedup.results import Analysis

LONGEST_TITLE = 140
"""Characters of a title; a text without one lends its first words."""


SOURCES_SHOWN = 3
# A sentence made of two: another source is shown where it is nearly as close as the first.
NEARLY_AS_CLOSE = 0.75


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


def close_matches(row: SentenceRow, parent: str | None) -> list[Match]:
    """Return what a sentence rests on: its best match, and those nearly as close in the same article.

    The match is one in the ``parent`` where there is one, since that is what the sentence's status is against.
    """
    if row.status == "added" or not row.matches:
        return []
    matches = [match for match in row.matches if match.article == parent] or row.matches
    best = matches[0]
    close = [m for m in matches if m.article == best.article and m.score >= NEARLY_AS_CLOSE * best.score]
    return close[:SOURCES_SHOWN]


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
    def carriers(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        """Return, by source, at which place of it who took something: (offset, article), sorted."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in self.analysis.sentences:
            taker = self.articles.get(row.article)
            for match in close_matches(row, taker.parent if taker else None):
                found[match.article].append((match.start, row.article))
        return {source: sorted(places) for source, places in found.items()}

    @cached_property
    def parents(self) -> frozenset[str]:
        """Return the ids of all articles that others were made from."""
        return frozenset(row.parent for row in self.analysis.articles if row.parent)

    @cached_property
    def outlets(self) -> Sequence[str]:
        """Return the names of all outlets."""
        return sorted({row.outlet for row in self.analysis.articles if row.outlet})

    def members(self, story: StoryRow) -> list[ArticleRow]:
        """Return a story's articles in reading order: by time where it is known, those without one last, then by id."""
        rows = [self.articles[article_id] for article_id in story.articles if article_id in self.articles]
        return sorted(rows, key=lambda row: (row.published is None, row.published or "", row.id))

    def main_source(self, story: StoryRow) -> str | None:
        """Return the id of the article that most others of the story were made from, None where none is known."""
        rows = (self.articles.get(article_id) for article_id in story.articles)
        parents = Counter(row.parent for row in rows if row and row.parent)
        return min(parents, key=lambda parent: (-parents[parent], parent)) if parents else None

    def story_title(self, story: StoryRow) -> str:
        """Return what to call a story: the title of its main source, else of its representative.

        A wire story without a headline gets that of its first copy, else of the first article that has one.
        """
        called = self.main_source(story) or story.story
        copies = self.articles[called].copies if called in self.articles else None
        others = sorted(self.members(story), key=lambda row: row.copies != copies)
        return self.title(next((one for one in (called, *(row.id for row in others)) if self._headline(one)), called))

    def text(self, article_id: str) -> str:
        """Return an article's text as given, empty where its page was not kept."""
        page = self.analysis.pages.get(article_id)
        return page.text if page else ""

    def title(self, article_id: str) -> str:
        """Return an article's title, else its headline, else its first words, else its id."""
        found, page = self._headline(article_id), self.analysis.pages.get(article_id)
        if not found and page:
            body = page.of_kind("body")
            found = page.text[body[0].start : body[0].end] if body else page.text[: 2 * LONGEST_TITLE]
        return one_line(found or "", LONGEST_TITLE) or one_line(article_id, LONGEST_TITLE)

    def _headline(self, article_id: str) -> str | None:
        """Return an article's title, else its headline, else None."""
        row, page = self.articles.get(article_id), self.analysis.pages.get(article_id)
        printed = page.of_kind("headline") if page else ()
        return (row.title if row else None) or (
            page.text[printed[0].start : printed[0].end] if page and printed else None
        )

    def outlet(self, article_id: str) -> str:
        """Return what to call an article's maker: its outlet, else its address' host, else the last part of its id."""
        row, page = self.articles.get(article_id), self.analysis.pages.get(article_id)
        if row and row.outlet:
            return one_line(row.outlet)
        address = web_address(page.article.url if page else None)
        host = urlsplit(address).hostname if address else None
        return (host or "").removeprefix("www.") or one_line(PurePosixPath(article_id).stem) or one_line(article_id)
