"""The pure functions that engines run over batches; each names the stage's own function for one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dedup.cleaning.learnt import LearntLines, LineCounts, count_lines
from dedup.cleaning.learnt_file import Examples, find_examples
from dedup.cleaning.pages import clean_page
from dedup.comparing.story import compare_story
from dedup.matching.columns import Columns, columns_of_pages
from dedup.matching.facts import evidence
from dedup.matching.fingerprints import Fingerprint, fingerprint
from dedup.matching.tellings import Telling, telling
from dedup.reading.language import with_language
from dedup.records import Article, Findings, Page
from dedup.settings import Settings


def count(articles: Sequence[Article], settings: Settings) -> list[LineCounts]:
    """Count the lines of a batch: one small record for all of it."""
    return [count_lines(articles, settings.cleaning)]


def examples(articles: Sequence[Article], learnt: LearntLines, settings: Settings) -> list[Examples]:
    """Find the learnt lines of a batch as printed: one small record for all of it."""
    return [find_examples(articles, learnt, settings.cleaning)]


def clean(articles: Sequence[Article], learnt: LearntLines, settings: Settings) -> list[Page]:
    """Clean each article, after finding its language where the page does not give it."""
    return [clean_page(with_language(article), learnt, settings.cleaning) for article in articles]


def fingerprints(pages: Sequence[Page], settings: Settings, compiled: bool = False) -> list[Fingerprint]:
    """Fingerprint each page; ``compiled`` kernels give the same, sooner."""
    if compiled:
        from dedup.matching.bulk.prints import fingerprints_of

        return fingerprints_of(pages, settings.copies, settings.seed)
    return [fingerprint(page, settings.copies, settings.seed) for page in pages]


def columns(pages: Sequence[Page], settings: Settings, compiled: bool) -> list[Columns]:
    """Take from the pages of a batch what tells their stories: one record for all of it."""
    return [columns_of_pages(pages, settings.stories, compiled=compiled)]


def reasons(
    stories: Sequence[tuple[Sequence[tuple[int, int]], tuple[Page, ...]]], settings: Settings
) -> list[list[tuple[str, ...]]]:
    """Say what speaks for each of some pairs of a story's pages."""
    found = []
    for pairs, pages in stories:
        told = [telling(page, settings.stories) for page in pages]
        found.append([evidence(told[a], told[b]) for a, b in pairs])
    return found


def tellings(pages: Sequence[Page], settings: Settings) -> list[Telling]:
    """Take from each page what tells its story."""
    return [telling(page, settings.stories) for page in pages]


def compare(
    stories: Sequence[tuple[Mapping[str, str], tuple[Page, ...]]], settings: Settings
) -> list[tuple[Findings, ...]]:
    """Compare the pages of each story, given who stands for whose copies."""
    return [compare_story(pages, copies, settings) for copies, pages in stories]
