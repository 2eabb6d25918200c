"""Whether two quotes were surely said on two occasions, by the words that say where each was said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dedup.quoting.lexicon import lexicon
from dedup.quoting.markers import markers_of
from dedup.quoting.wording import words


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a venue tells of its occasion: who is named in it ("told Geo News"), and whether it is another than the page's.

    A page sets an occasion apart where it calls it an earlier one ("in an earlier interview", "in a paper of 2019").
    """

    named: frozenset[str]
    earlier: bool


@lru_cache(maxsize=1 << 12)
def occasion(venue: str | None, language: str | None) -> Occasion:
    """Return the occasion that a venue speaks of; places, days and kinds of media name nobody."""
    table, known = markers_of(language), lexicon(language or "en")
    found = words(venue or "")
    generic = known.not_names | known.places | known.venue_nouns | known.audiences | table.common
    named, behind = set(), ""
    for word in found:
        capital = word.printed[:1].isupper() and bool(table.where)
        if capital and behind not in table.where and word.key not in generic and len(word.key) > 1:
            named.add(word.key)
        behind = behind if capital and behind in table.where else word.key
    year = any(len(word.key) == 4 and word.key.isdigit() for word in found)
    return Occasion(frozenset(named), year or any(word.key in table.earlier for word in found))


def two_occasions(one: Occasion, other: Occasion) -> bool:
    """Tell whether two quotes were surely not said at once: other media are named, or one page alone sets its own apart."""
    if one.named & other.named:
        return False
    return bool(one.named and other.named) or one.earlier != other.earlier
