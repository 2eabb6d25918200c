"""What an analysis found, in five lines for people."""

from __future__ import annotations

from collections import Counter

from dedup.records import ArticleRow, QuoteRow, StoryRow
from dedup.reporting.concerns import URGENT, concerns, is_to_check, level
from dedup.reporting.index import Index
from dedup.reporting.layout import clip, printable
from dedup.results import Analysis

SHOWN_CREDITS = 4
QUOTE_CELLS = 110


def summary(analysis: Analysis, *, stories: int = 0) -> str:
    """Return five lines: counts, copies, sources, originality, quotes to check; then one for each of ``stories``."""
    index = Index(analysis)
    lines = [_counts(analysis), _copies(analysis), _sources(index), _originality(index), _quotes(index)]
    told = [story for story in index.stories if len(story.articles) > 1][:stories]
    return "\n".join([*lines, *(_story(index, story) for story in told)])


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: ``1 story``, ``1,200 articles``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _counts(analysis: Analysis) -> str:
    outlets = {row.outlet for row in analysis.articles if row.outlet}
    told = sum(len(story.articles) > 1 for story in analysis.stories)
    alone = len(analysis.stories) - told
    rejected = f"{counted(len(analysis.rejects), 'input')} rejected" if analysis.rejects else "nothing rejected"
    named = "outlet" if all(row.outlet for row in analysis.articles) else "named outlet"
    by = f" from {counted(len(outlets), named)}" if outlets else ""
    return (
        f"Stories: {counted(len(analysis.articles), 'article')}{by}: "
        f"{counted(told, 'story', 'stories')} told by several, {counted(alone, 'article')} alone; {rejected}."
    )


def _copies(analysis: Analysis) -> str:
    groups = [group for story in analysis.stories for group in story.copies if len(group) > 1]
    if not groups:
        return "Copies: no two articles are near-duplicates."
    size = max(map(len, groups))
    return (
        f"Copies: {counted(sum(map(len, groups)), 'article')} in {counted(len(groups), 'group')} of near-duplicates, "
        f"the largest of {size}."
    )


def _sources(index: Index) -> str:
    derived = [row for row in index.analysis.articles if row.derivation != "none"]
    whole = sum(row.derivation == "whole" for row in derived)
    parts = [f"Sources: {len(derived):,} derived ({whole:,} wholly, {len(derived) - whole:,} in part)"]
    parents = Counter(row.parent for row in derived if row.parent)
    if parents:
        top, times = min(parents.items(), key=lambda item: (-item[1], item[0]))
        parts.append(f"most often from {_named(index, top)}, {counted(times, 'time')}")
    silent = sum(row.credit_check in ("missing", "differs") for row in derived)
    parts.append(f"{silent:,} of them without the right credit; {_credits(index.analysis)}")
    return "; ".join(parts) + "."


def _credits(analysis: Analysis) -> str:
    credits = Counter(name for row in analysis.articles for name in sorted({c.agency for c in row.credits if c.agency}))
    top = sorted(credits.items(), key=lambda item: (-item[1], item[0]))[:SHOWN_CREDITS]
    return (
        "credits: " + ", ".join(f"{clip(printable(name), 30)} {times:,}" for name, times in top)
        if top
        else "no credits found"
    )


def _originality(index: Index) -> str:
    sizes = Counter(row.story for row in index.analysis.articles)
    scored = [row for row in index.analysis.articles if row.baseline != "none" and sizes[row.story] > 1]
    if not scored:
        return "Originality: no article has others to be compared with."
    most = min(scored, key=lambda row: (-row.originality, row.id))
    least = min(scored, key=lambda row: (row.originality, row.id))
    return f"Originality: least {_scored(index, least)}; most {_scored(index, most)}."


def _scored(index: Index, row: ArticleRow) -> str:
    low, high = row.originality_band
    return f"{row.originality:.2f} ({low:.2f}–{high:.2f}) {_named(index, row.id)}"


def _named(index: Index, article_id: str) -> str:
    outlet = printable(index.outlet(article_id))
    return f"{clip(outlet, 30)} “{clip(printable(index.title(article_id)), 50)}”"


def _quotes(index: Index) -> str:
    flagged = [quote for quote in index.analysis.quotes if is_to_check(quote)]
    if not flagged:
        return f"Quotes: none of {len(index.analysis.quotes):,} needs checking first."
    worst = min(flagged, key=lambda quote: (concerns([quote])[0], quote.type != "direct", quote.article, quote.start))
    urgent = sum(level([quote]) >= URGENT for quote in flagged)
    return (
        f"Quotes to check first: {len(flagged):,} of {len(index.analysis.quotes):,}, {urgent:,} urgent; "
        f"first of all, from {_said(index, worst)} ({printable(concerns([worst])[0].words)})"
    )


def _said(index: Index, quote: QuoteRow) -> str:
    words = clip(printable(index.text(quote.article)[quote.start : quote.end]), QUOTE_CELLS)
    speaker = clip(printable(quote.speaker or quote.speaker_text or "nobody named"), 40)
    said = f"“{words}”" if quote.type == "direct" else words
    return f"{speaker} in {clip(printable(index.outlet(quote.article)), 30)}: {said}"


def _story(index: Index, story: StoryRow) -> str:
    rows = index.members(story)
    outlets = len({row.outlet for row in rows if row.outlet})
    of = f" of {counted(outlets, 'outlet')}" if outlets else ""
    top = index.main_source(story)
    source = f", mostly from {clip(printable(index.outlet(top)), 30)}" if top else ""
    title = clip(printable(index.story_title(story)), 70)
    return f"  {counted(len(rows), 'article')}{of}{source}: {title}"
