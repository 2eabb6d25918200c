"""Lines learnt from repetition: what an outlet prints on page after page is furniture.

A reprint repeats every line of the wire, and agencies paste one background paragraph under every story: so only lines
that are not prose count (or prose with a phrase of furniture in it), and pages with the same first prose count once.

Shaped as map and merge: ``count_lines`` over batches, ``merge_counts``, ``learn_lines``. Memory is bounded by keeping,
of each outlet, the pages with the smallest hashes (bottom-k sampling), which does not depend on how batches are cut.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from dedup.cleaning.clutter import is_prose
from dedup.cleaning.furniture import phrases
from dedup.cleaning.lines import Line, page_lines
from dedup.cleaning.words import plain_line
from dedup.records import Article
from dedup.settings import CleaningSettings

Outlet = str | None
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class LineCounts:
    """A sample of pages by outlet, at most ``limit`` of each: a page is its hash and the sorted hashes of its lines."""

    limit: int
    pages: Mapping[Outlet, tuple[tuple[int, tuple[int, ...]], ...]]


@dataclass(frozen=True, slots=True)
class LearntLines:
    """The lines that each outlet repeats, as hashes, and on how many of the sampled pages each stands.

    Under ``None`` stand those of pages without an outlet. ``learnt_file`` writes them out and reads them back.
    """

    lines: Mapping[Outlet, Mapping[int, int]] = field(default_factory=dict)

    def knows(self, outlet: Outlet, line: Line, settings: CleaningSettings) -> bool:
        """Tell whether ``line`` is one that its outlet repeats."""
        known = self.lines.get(outlet)
        return bool(known) and len(line.text) <= settings.repeated_chars and line_hash(line.text) in known  # type: ignore[operator] # mypy does not see that bool() excludes None


def line_hash(text: str) -> int:
    """Return 64 bits of a line, the same for any case, spacing and figures in it ("Comments (12)")."""
    plain = _DIGIT.sub("0", plain_line(text))
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def count_lines(articles: Sequence[Article], settings: CleaningSettings) -> LineCounts:
    """Map: the lines of a batch of articles. Linear in the text, bounded by outlets times ``sampled_pages``."""
    pages: dict[Outlet, dict[int, tuple[int, ...]]] = {}
    for article in articles:
        lines = page_lines(article.text[: settings.learning_chars], settings)
        if not lines:
            continue
        prose = (line for line in lines if is_prose(line, phrases().find(line, settings), settings))
        lede = next(prose, lines[0])
        hashes = {line_hash(line.text) for line in lines if _may_repeat(line, settings)}
        kept = tuple(sorted(hashes)[: settings.sampled_lines])
        _put(pages.setdefault(article.outlet, {}), line_hash(lede.text), kept)
        if len(pages[article.outlet]) > 2 * settings.sampled_pages:
            pages[article.outlet] = dict(_smallest(pages[article.outlet], settings.sampled_pages))
    return LineCounts(
        settings.sampled_pages, {outlet: _smallest(rows, settings.sampled_pages) for outlet, rows in pages.items()}
    )


def merge_counts(counts: Iterable[LineCounts]) -> LineCounts:
    """Reduce: the counts of all batches, in any order and any grouping; all must have the same limit."""
    limit = 0
    pages: dict[Outlet, dict[int, tuple[int, ...]]] = {}
    for part in counts:
        limit = max(limit, part.limit)
        for outlet, rows in part.pages.items():
            merged = pages.setdefault(outlet, {})
            for page, lines in rows:
                _put(merged, page, lines)
            pages[outlet] = dict(_smallest(merged, limit))
    return LineCounts(limit, {outlet: _smallest(rows, limit) for outlet, rows in pages.items()})


def learn_lines(counts: LineCounts, settings: CleaningSettings) -> LearntLines:
    """Return the lines that stand on enough of an outlet's pages; without an outlet, on more of them."""
    learnt: dict[Outlet, dict[int, int]] = {}
    for outlet, rows in counts.pages.items():
        need = settings.repeated_pages if outlet is not None else settings.repeated_bare_pages
        need = max(need, int(len(rows) * settings.repeated_share))
        times = Counter(line for _, lines in rows for line in lines)
        learnt[outlet] = {line: number for line, number in sorted(times.items()) if number >= need}
    return LearntLines(learnt)


def _put(pages: dict[int, tuple[int, ...]], page: int, lines: tuple[int, ...]) -> None:
    # Two pages around the same text are one page; the smaller tuple is kept so that order does not matter.
    pages[page] = min(pages.get(page, lines), lines)


def _smallest(pages: Mapping[int, tuple[int, ...]], limit: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    return tuple(sorted(pages.items())[:limit])


def _may_repeat(line: Line, settings: CleaningSettings) -> bool:
    if len(line.text) > settings.repeated_chars:
        return False
    if not line.ends_sentence:
        return line.breadth < settings.prose_chars * 2 or phrases().find(line, settings).reason is not None
    return phrases().find(line, settings).reason is not None
