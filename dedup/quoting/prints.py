"""Quotes as they are compared across the pages of a story, and which of them are one print or nearly one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.quoting.markers import markers_of, numbers
from dedup.quoting.occasions import Occasion, occasion
from dedup.quoting.wording import Told, fold, name_keys
from dedup.records import Quote

_AROUND = 240
_MOST_LEADERS = 50
"""Prints with the same rare word that one is held against."""


@dataclass(frozen=True, slots=True)
class Print:
    """A quote as it is compared: words, numbers, speaker and venue as keys, and the occasion that the venue speaks of.

    ``place`` (0 to 1) is its place among its speaker's quotes of one type on the page, ``count`` how many these are.
    """

    quote: Quote
    keys: tuple[str, ...]
    content: frozenset[str]
    around: frozenset[str]
    numbers: frozenset[float]
    speaker: tuple[str, ...]
    venue: frozenset[str]
    occasion: Occasion
    place: float
    count: int

    @property
    def line(self) -> str:
        """Return the words as one line, framed by spaces, so that a piece is found word by word."""
        return f" {' '.join(self.keys)} "


def prints_of(quotes: Sequence[Quote], page: Told, language: str | None) -> list[Print]:
    """Return one article's quotes as they are compared, in the order given."""
    table = markers_of(language)
    found = []
    for quote, (place, count) in zip(quotes, _places(quotes), strict=True):
        said = page.said(quote.start, quote.end)
        before, behind = page.within(quote.start - _AROUND, quote.start), page.within(quote.end, quote.end + _AROUND)
        found.append(
            Print(
                quote=quote,
                keys=said,
                content=frozenset(said),
                around=frozenset(page.keys[slice(*before)] + page.keys[slice(*behind)]),
                numbers=frozenset(number.value for number in numbers(said, table)),
                speaker=name_keys(quote.speaker or ""),
                venue=frozenset(name_keys(quote.venue or "")) - table.common,
                occasion=occasion(quote.venue, language),
                place=place,
                count=count,
            )
        )
    return found


def _places(quotes: Sequence[Quote]) -> list[tuple[float, int]]:
    """Return each quote's place, from 0 to 1, among its speaker's quotes of the same type, and how many these are."""
    order = sorted(range(len(quotes)), key=lambda at: (quotes[at].start, quotes[at].end))
    series: dict[tuple[str, str], list[int]] = {}
    for at in order:
        series.setdefault((quotes[at].type, fold(quotes[at].speaker or "")), []).append(at)
    placed: list[tuple[float, int]] = [(0.0, 0)] * len(quotes)
    for members in series.values():
        for rank, at in enumerate(members):
            placed[at] = (rank / max(1, len(members) - 1), len(members))
    return placed


def is_piece(one: Print, other: Print) -> bool:
    """Tell whether one of two prints stands in the other word by word."""
    shorter, longer = sorted((one, other), key=lambda each: len(each.keys))
    return bool(shorter.keys) and shorter.content <= longer.content and shorter.line in longer.line


def collapse(prints: Sequence[Print]) -> list[int]:
    """Return for each print the first one with the same words, type and speaker, or itself."""
    first: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
    node = []
    for at, each in enumerate(prints):
        same = first.setdefault((each.quote.type, each.keys, each.speaker), at)
        node.append(same if each.keys else at)
    return node


def pages_of(prints: Sequence[Print], node: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return the articles that each node stands in."""
    pages: dict[int, set[str]] = {}
    for each, at in zip(prints, node, strict=True):
        pages.setdefault(at, set()).add(each.quote.article)
    return {at: frozenset(found) for at, found in pages.items()}


def leaders(prints: Sequence[Print], pages: Sequence[frozenset[str]], nearly: float) -> list[int]:
    """Return for each print the first one on other pages that is nearly the same, or itself.

    Such two have type and speaker in common (unnamed ones their numbers too) and a Jaccard similarity of ``nearly`` or
    more, so that they must share one of their rarest words (prefix filtering: Bayardo, Ma and Srikant 2007). Time is
    linear in the prints.
    """
    counts = Counter(key for each in prints for key in each.content)
    led: dict[tuple[str, tuple[str, ...], frozenset[float], str], list[int]] = {}
    taken: dict[int, set[str]] = {}
    found = []
    for at, each in enumerate(prints):
        rarest = sorted(each.content, key=lambda key: (counts[key], key))
        rarest = rarest[: len(rarest) - math.ceil(nearly * len(rarest)) + 1]
        numbers_in = frozenset() if each.speaker else each.numbers
        buckets = [led.setdefault((each.quote.type, each.speaker, numbers_in, key), []) for key in rarest]
        fitting = (
            (jaccard(each.content, prints[other].content), -other)
            for other in sorted({other for bucket in buckets for other in bucket})
            if pages[at].isdisjoint(taken[other])
        )
        share, leader = max(fitting, default=(0.0, 0))
        found.append(-leader if share >= nearly else at)
        taken.setdefault(found[-1], set()).update(pages[at])
        for bucket in buckets if found[-1] == at else ():
            if len(bucket) < _MOST_LEADERS:
                bucket.append(at)
    return found


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of all words of two sets that both have, 0 for two empty ones."""
    common = len(one & other)
    return common / max(1, len(one) + len(other) - common)


def by_leader(pages: Mapping[int, frozenset[str]], leader: Mapping[int, int]) -> dict[int, frozenset[str]]:
    """Return the articles that the prints behind each leader stand in."""
    joined: dict[int, set[str]] = {}
    for at, articles in pages.items():
        joined.setdefault(leader[at], set()).update(articles)
    return {at: frozenset(found) for at, found in joined.items()}
