"""What the report's template shows: one view per story and per article, with the anchors that join them.

Anchors are made of numbers alone, so that no attribute of the page ever holds a character of an input.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from dedup.records import ArticleRow, Margin, StoryRow
from dedup.reporting.concerns import is_to_check
from dedup.reporting.descent import Branch, descent
from dedup.reporting.index import Index
from dedup.reporting.safe_text import one_line, web_address
from dedup.reporting.shading import LONGEST_SOURCE, Block, Mark, blocks
from dedup.reporting.variants import Utterance, utterances

LONGEST_CREDIT = 40
"""Characters shown of the name of an agency, or of a credit that names none."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How much is shown in full; the tables hold everything."""

    stories: int = 200
    texts: int = 60
    text_characters: int = 60_000
    utterances: int = 120
    wordings: int = 24
    rejects: int = 200
    rows: int = 1_000


@dataclass(frozen=True)
class Report:
    """An analysis with what is shown of it."""

    index: Index
    caps: Caps

    @cached_property
    def shown(self) -> Sequence[StoryRow]:
        """Return the stories that are shown in full: the largest."""
        return self.index.stories[: self.caps.stories]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {row.id: number for number, row in enumerate(self.index.analysis.articles)}

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """Return the anchors of the articles whose text is shown."""
        return {
            row.id: f"article-{self._numbers[row.id]}"
            for story in self.shown
            for row in self.index.members(story)[: self.caps.texts]
            if row.id in self.index.analysis.pages
        }

    @cached_property
    def _stories(self) -> Mapping[str, str]:
        """Return the anchors of the stories that are shown."""
        return {story.story: f"story-{number}" for number, story in enumerate(self.shown)}

    def anchor(self, article_id: str | None) -> str | None:
        """Return where an article's text stands in the report, if it does."""
        return self._texts.get(article_id) if article_id else None

    def story_anchor(self, story_id: str) -> str | None:
        """Return where a story stands in the report, if it does."""
        return self._stories.get(story_id)

    @cached_property
    def overview(self) -> list[StoryView]:
        """Return the stories of several articles that the overview lists, the largest first."""
        told = (row for row in self.index.stories if len(row.articles) > 1)
        return [StoryView(self, row) for row in islice(told, max(self.caps.rows, self.caps.stories))]

    @property
    def told(self) -> list[StoryView]:
        """Return the stories of several articles that are shown."""
        return [view for view in self.overview if view.anchor]

    @property
    def alone(self) -> list[StoryView]:
        """Return the articles that stand alone and are shown, as stories of one."""
        return [StoryView(self, row) for row in self.shown if len(row.articles) == 1]


@dataclass(frozen=True)
class StoryView:
    """One story."""

    report: Report
    row: StoryRow

    @property
    def anchor(self) -> str | None:
        """Return the story's own anchor, None where it is not shown in full."""
        return self.report.story_anchor(self.row.story)

    @property
    def title(self) -> str:
        """Return what to call the story."""
        return self.report.index.story_title(self.row)

    @cached_property
    def members(self) -> list[ArticleRow]:
        """Return the articles in reading order."""
        return self.report.index.members(self.row)

    @cached_property
    def outlets(self) -> list[str]:
        """Return the names of the outlets, as far as they are known, in the order in which they came."""
        return list(dict.fromkeys(one_line(row.outlet) for row in self.members if row.outlet))

    @property
    def period(self) -> tuple[str | None, str | None]:
        """Return when the first and the last article with a known time came out, in words."""
        times = sorted(row.published for row in self.members if row.published)
        return (when(times[0]), when(times[-1])) if times else (None, None)

    @property
    def source(self) -> str | None:
        """Return the id of the article that most others of the story were made from."""
        return self.report.index.main_source(self.row)

    @property
    def derivations(self) -> Counter[str]:
        """Return how many articles are derived wholly, in part, not."""
        return Counter(row.derivation for row in self.members)

    @property
    def credits(self) -> list[str]:
        """Return the agencies that are credited, the most frequent first."""
        found = Counter(
            name
            for row in self.members
            for name in sorted({one_line(c.agency, LONGEST_CREDIT) for c in row.credits if c.agency})
        )
        return sorted(found, key=lambda name: (-found[name], name))

    @cached_property
    def compared(self) -> list[ArticleRow]:
        """Return the articles that have a baseline."""
        return [row for row in self.members if row.baseline != "none"]

    @property
    def shares(self) -> Shares | None:
        """Return the mean shares of the compared articles, weighted by their words."""
        words = sum(row.words for row in self.compared)
        if not words:
            return None

        def mean(values: Sequence[float]) -> float:
            return sum(v * row.words for v, row in zip(values, self.compared, strict=True)) / words

        return Shares(
            copied=mean([row.copied for row in self.compared]),
            reworded=mean([row.reworded for row in self.compared]),
            added=mean([row.added for row in self.compared]),
            originality=mean([row.originality for row in self.compared]),
            low=mean([row.originality_band[0] for row in self.compared]),
            high=mean([row.originality_band[1] for row in self.compared]),
        )

    @cached_property
    def utterances(self) -> list[Utterance]:
        """Return the quotes by utterance, the most urgent first."""
        return utterances(self.report.index, [row.id for row in self.members])

    @property
    def to_check(self) -> list[Utterance]:
        """Return the utterances to check that are shown."""
        return [found for found in self.utterances if found.is_to_check][: self.report.caps.utterances]

    @property
    def other_quotes(self) -> list[Utterance]:
        """Return the other utterances that are shown."""
        return [found for found in self.utterances if not found.is_to_check][: self.report.caps.utterances]

    @property
    def flagged(self) -> int:
        """Return how many utterances are to be checked."""
        return sum(found.is_to_check for found in self.utterances)

    @property
    def level(self) -> int:
        """Return how urgent the most urgent of its quotes is."""
        return max((found.level for found in self.utterances), default=0)

    def quote_anchor(self, place: int) -> str:
        """Return the anchor of the flagged utterance at a place of ``to_check``."""
        return f"{self.anchor}-quote-{place}"

    @cached_property
    def marks(self) -> Mapping[str, list[Mark]]:
        """Return, by article, where its flagged quotes stand."""
        found: dict[str, list[Mark]] = {}
        for place, utterance in enumerate(self.to_check):
            for quote in utterance.quotes:
                if is_to_check(quote):
                    found.setdefault(quote.article, []).append(Mark(quote.start, quote.end, self.quote_anchor(place)))
        return found

    @property
    def tree(self) -> list[Branch]:
        """Return who made what from whom, of as many articles as are shown."""
        return descent(self.members[: self.report.caps.texts])

    @property
    def texts(self) -> list[ArticleView]:
        """Return the articles whose text is shown."""
        return [ArticleView(self, row) for row in self.members if self.report.anchor(row.id)]

    @property
    def left_out(self) -> int:
        """Return how many articles are not shown in full."""
        return len(self.members) - len(self.texts)

    @property
    def margins(self) -> list[Margin]:
        """Return the members' margins, the thinnest first."""
        return sorted(self.row.margins, key=lambda margin: (margin.margin, margin.article))


@dataclass(frozen=True)
class ArticleView:
    """One article with its text."""

    story: StoryView
    row: ArticleRow

    @property
    def anchor(self) -> str | None:
        """Return the article's anchor."""
        return self.story.report.anchor(self.row.id)

    @property
    def blocks(self) -> Iterator[Block]:
        """Return the page from top to bottom, as much of it as is shown."""
        left = self.story.report.caps.text_characters
        page = self.story.report.index.analysis.pages[self.row.id]
        for block in blocks(self.story.report.index, page, self.story.marks.get(self.row.id, ())):
            left -= sum(len(stretch.text) for sentence in block.sentences for stretch in sentence.stretches)
            if left < 0:
                return
            yield block

    @property
    def is_cut(self) -> bool:
        """Return whether the text is longer than what is shown."""
        index = self.story.report.index
        return len(index.text(self.row.id)) > self.story.report.caps.text_characters

    @property
    def dropped(self) -> list[tuple[str, str]]:
        """Return the sentences of the parent that the article left out, with their kinds; those that have any first."""
        index = self.story.report.index
        rows = sorted(index.dropped.get(self.row.id, ()), key=lambda row: not row.kinds)
        return [
            (one_line(index.text(row.parent)[row.start : row.end], LONGEST_SOURCE), ", ".join(row.kinds))
            for row in rows
        ]

    @property
    def link(self) -> str | None:
        """Return the article's address on the web, None where it is not a plain web address."""
        page = self.story.report.index.analysis.pages.get(self.row.id)
        return web_address(page.article.url if page else None)


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of a body's words, with the originality and its band, each from 0 to 1."""

    copied: float
    reworded: float
    added: float
    originality: float
    low: float
    high: float

    @classmethod
    def of(cls, row: ArticleRow) -> Shares:
        """Return an article's shares."""
        return cls(row.copied, row.reworded, row.added, row.originality, *row.originality_band)


def credit_names(row: ArticleRow) -> list[str]:
    """Return whom a page credits, each once: the agency, else the words of the credit."""
    return list(dict.fromkeys(one_line(credit.agency or credit.text, LONGEST_CREDIT) for credit in row.credits))


def when(published: str) -> str:
    """Return a row's time as people write it: ``19 Nov 2026, 07:04 UTC``."""
    try:
        time = dt.datetime.fromisoformat(published)
    except ValueError:
        return published
    zone = " UTC" if not time.utcoffset() else time.strftime(" %z")
    return f"{time.day} {time:%b} {time.year}, {time:%H:%M}{zone}"
