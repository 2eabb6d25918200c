"""What an editor should look at in a quote, most severe first, and whose published rules it breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.quoting.wording import keys
from dedup.records import Quote, QuoteRelation

FLAGS = ("speaker_differs", "altered", "anonymous_opinion", "untraceable", "single_source")
"""Flags, most severe first. The one to raise first, an opinion or forecast by an unnamed speaker that only one outlet
carries, has ``anonymous_opinion``, ``untraceable`` and ``single_source`` together."""

_LOOKED_AT = 20
_LONG = 4


@dataclass(frozen=True, slots=True)
class Profile:
    """A newsroom's published rule: the flags that break it, what it says in short, and where it is published."""

    flags: tuple[str, ...]
    rule: str
    source: str


PROFILES: Mapping[str, Profile] = {
    "ap": Profile(
        flags=("speaker_differs", "altered", "anonymous_opinion"),
        rule="Material from anonymous sources is information, not opinion or speculation; quotations are not altered.",
        source="The Associated Press, News Values and Principles, https://www.ap.org/about/news-values-and-principles/",
    ),
    "reuters": Profile(
        flags=("speaker_differs", "altered", "anonymous_opinion", "untraceable"),
        rule="A single unnamed source only exceptionally, for facts and not opinions; quoted words are not altered.",
        source="Reuters, Handbook of Journalism: The Essentials of Reuters Sourcing; Accuracy, https://handbook.reuters.com",
    ),
    "nyt": Profile(
        flags=("speaker_differs", "altered", "anonymous_opinion", "untraceable"),
        rule="Anonymity is a last resort, needs direct knowledge of facts, and cloaks no attack or trivial comment.",
        source="The New York Times, Standards and Ethics, https://www.nytco.com/company/standards-ethics/",
    ),
}
"""Newsrooms by name; a check, not a verdict: exceptions that their editors may grant are not visible in print."""


def quote_flags(
    quote: Quote, text: str, *, relation: QuoteRelation, changes: Sequence[str], exclusive: bool
) -> tuple[str, ...]:
    """Return the flags of one quote of the page ``text``, most severe first.

    Organisations that speak for themselves and documents are official statements: neither anonymous nor untraceable.
    """
    unnamed = quote.speaker is None and quote.attribution != "document"
    raised = {
        "speaker_differs": any(change.startswith("speaker differs") for change in changes),
        "altered": relation == "mutated" and quote.type == "direct",
        "anonymous_opinion": unnamed and quote.content != "fact",
        "untraceable": exclusive and (unnamed or _out_of_the_blue(quote, text)),
        "single_source": exclusive and quote.attribution != "document",
    }
    return tuple(flag for flag in FLAGS if raised[flag])


def violations(flags: Sequence[str]) -> tuple[str, ...]:
    """Return the profiles whose rules a quote with these flags breaks, by name."""
    return tuple(name for name in sorted(PROFILES) if not set(flags).isdisjoint(PROFILES[name].flags))


def _out_of_the_blue(quote: Quote, text: str) -> bool:
    """Tell whether a named person speaks without a venue, and the page says neither office nor organisation."""
    if quote.attribution != "named" or quote.venue is not None or quote.speaker is None:
        return False
    name = keys(quote.speaker)
    if any(len(key) >= _LONG and key not in name for key in keys(quote.speaker_text or "")):
        return False
    return not _introduced(quote.speaker, text, keys(quote.cue or ""))


def _introduced(name: str, text: str, cue: Sequence[str]) -> bool:
    """Tell whether the name's first mention has a description before it ("diplomat Rakesh Sood") or behind a comma."""
    place = text.find(name)
    if place < 0:
        return False
    before = re.split(r"[.,;:!?\n“”\"«»]", text[max(0, place - _LOOKED_AT) : place])[-1].split()
    if before and before[-1].islower() and len(before[-1]) > _LONG and before[-1].casefold() not in cue:
        return True
    behind = text[place + len(name) : place + len(name) + _LOOKED_AT]
    return bool(re.match(r"['’]?s?\s*(,\s+\w|\(|\s+of\s)", behind))
