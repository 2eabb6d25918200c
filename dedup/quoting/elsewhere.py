"""What the other pages of a story have of a quote: its words, inside marks or not, and its speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dedup.quoting.naming import last_name
from dedup.quoting.prints import Print
from dedup.quoting.wording import Told

_MOST_TRIED = 50
"""Lengths of quotes with the same first words, and places of these on one page, that are looked at."""


def carried(
    prints: Sequence[Print], node: Sequence[int], pages: Mapping[str, Told], shortest: int
) -> tuple[frozenset[str], ...]:
    """Return for each print of at least ``shortest`` words the articles whose text has its words in one piece.

    Each text is read once: stretches of ``shortest`` words that open a quote are looked up, then the rest is compared.
    """
    lengths: dict[tuple[str, ...], set[int]] = {}
    found: dict[tuple[str, ...], set[str]] = {}
    for words in (prints[at].keys for at in sorted(set(node)) if len(prints[at].keys) >= shortest):
        known = lengths.setdefault(words[:shortest], set())
        if len(words) in known or len(known) < _MOST_TRIED:
            known.add(len(words))
            found.setdefault(words, set())
    firsts = {opening[0] for opening in lengths}
    for article in sorted(pages) if firsts else ():
        page, tried = pages[article].keys, Counter[tuple[str, ...]]()
        for place, key in enumerate(page):
            opening = page[place : place + shortest] if key in firsts else ()
            if opening in lengths and tried[opening] < _MOST_TRIED:
                tried[opening] += 1
                for words in (page[place : place + length] for length in lengths[opening]):
                    if words in found:
                        found[words].add(article)
    return tuple(frozenset(found.get(each.keys, ())) for each in prints)


def familiar(
    prints: Sequence[Print], pages: Mapping[str, Told], copies: Mapping[str, str]
) -> frozenset[tuple[str, str]]:
    """Return the speakers, by article and last name, that more than one quote of one article vouches for."""
    speakers = {(each.quote.article, last_name(each.speaker)) for each in prints if each.speaker}
    names = frozenset(name for _, name in speakers)
    naming: dict[str, set[str]] = {name: set() for name in names}
    for article in sorted(pages):
        for name in names.intersection(pages[article].keys):
            naming[name].add(copies.get(article, article))
    placed = {(each.quote.article, last_name(each.speaker)) for each in prints if each.speaker and each.quote.venue}
    return frozenset(speaker for speaker in speakers if len(naming[speaker[1]]) > 1) | placed
