"""What an editor should look at in a quote, most severe first, and whose published rules it breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from dedup.quoting.lexicon import lexicon
from dedup.quoting.wording import keys
from dedup.records import Quote, QuoteRelation

FLAGS = ("speaker_differs", "altered", "anonymous_opinion", "untraceable", "single_source")
"""Flags, most severe first. The one to raise first, an opinion or forecast by an unnamed speaker that only one outlet
carries, has ``anonymous_opinion``, ``untraceable`` and ``single_source`` together."""

_LOOKED_AT = 20
_LOOKED_BEHIND = 80
_LONG = 4
_LEXICONS = ("en", "fr", "hi")
"""Languages whose words for people are known (``cues.json``)."""
_SEARCHED = 20_000
"""Characters from the beginning of a page, and around a quote, that are searched for a name."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A newsroom's published rule: the flags that break it, what it says in short, and where it is published."""

    flags: tuple[str, ...]
    rule: str
    source: str


PROFILES: Mapping[str, Profile] = {
    "ap": Profile(
        flags=("speaker_differs", "altered", "anonymous_opinion"),
        rule="Unnamed sources may give information, but neither opinion nor speculation; quotations are accurate, precise.",
        source="The Associated Press, News Values and Principles: Statement; Standards and Practices, Anonymous Sources, "
        "https://www.ap.org/about/news-values-and-principles/",
    ),
    "nyt": Profile(
        flags=("speaker_differs", "altered", "anonymous_opinion", "untraceable"),
        rule="Unidentified sources only where reliable, newsworthy information could not be printed otherwise, with why "
        "they are an authority; every word between quotation marks is the speaker's, none is tidied up.",
        source="The New York Times, Confidential News Sources Policy: Principles for Granting Anonymity, "
        "https://web.archive.org/web/20100714064918/http://www.nytco.com:80/company/business_units/sources.html; "
        "Guidelines on Integrity (1999, updated 2008): Quotations, copy at https://geoff.greer.fm/archive/"
        "Ethical%20Journalism%20-%20The%20New%20York%20Times%20(2020-06-23%201_48_23%20PM).html",
    ),
    "reuters": Profile(
        flags=("speaker_differs", "altered", "anonymous_opinion", "untraceable"),
        rule="Sources go by name and position where possible; unnamed ones, the weakest, tell what is not to be had on "
        "the record, on a conflict facts and not opinions; two sources are better than one; quoted words are not altered.",
        source="Reuters, Handbook of Journalism, The Essentials of Reuters sourcing, "
        "https://handbook.reuters.com/index.php?title=The_Essentials_of_Reuters_sourcing; Accuracy: Quotes, "
        "https://handbook.reuters.com/index.php?title=Accuracy (online until 2021)",
    ),
}
"""Newsrooms by name; a check, not a verdict: exceptions that their editors may grant are not visible in print."""


def quote_flags(
    quote: Quote, text: str, language: str | None, *, relation: QuoteRelation, changes: Sequence[str], exclusive: bool
) -> tuple[str, ...]:
    """Return the flags of one quote of the page ``text``, most severe first.

    Organisations that speak for themselves and documents are official statements: neither anonymous nor untraceable. A
    quote whose speaker could not be told at all ("they") is untraceable, but no anonymous source.
    """
    unnamed = quote.speaker is None and quote.attribution != "document"
    raised = {
        "speaker_differs": any(change.startswith("speaker differs") for change in changes),
        "altered": relation == "mutated" and quote.type == "direct",
        "anonymous_opinion": unnamed and quote.content != "fact" and _is_a_source(quote, language),
        "untraceable": exclusive and (unnamed or _out_of_the_blue(quote, text, language)),
        "single_source": exclusive and quote.attribution != "document",
    }
    return tuple(flag for flag in FLAGS if raised[flag])


def violations(flags: Sequence[str]) -> tuple[str, ...]:
    """Return the profiles whose rules a quote with these flags breaks, by name."""
    return tuple(name for name in sorted(PROFILES) if not set(flags).isdisjoint(PROFILES[name].flags))


def _is_a_source(quote: Quote, language: str | None) -> bool:
    """Tell whether an unnamed speaker is described as somebody ("an analyst"): no pronoun, no fragment of a sentence."""
    if quote.attribution not in ("anonymous", "role"):
        return False
    known = lexicon(language or "en")
    described = [key for key in keys(quote.speaker_text or "") if key not in known.pronouns | known.function_words]
    somebody = known.heads | known.titles | known.officials | known.collective | known.institutional
    return not somebody.isdisjoint(described) if (language or "en") in _LEXICONS else bool(described)


def _out_of_the_blue(quote: Quote, text: str, language: str | None) -> bool:
    """Tell whether a named person speaks without a venue, and the page says neither office nor organisation.

    A profession alone ("security analyst", "a retired diplomat") is neither: nobody can ask there.
    """
    if quote.attribution != "named" or quote.venue is not None or quote.speaker is None:
        return False
    professions = lexicon(language or "en").professions
    name = keys(quote.speaker)
    described = [key for key in keys(quote.speaker_text or "") if len(key) >= _LONG and key not in name]
    if described and professions.isdisjoint(described):
        return False
    return not _introduced(
        quote.speaker, _mention(quote, quote.speaker, text), text, {*keys(quote.cue or ""), *professions}
    )


def _mention(quote: Quote, name: str, text: str) -> int:
    """Return where the page mentions a name first, -1 where it does not near its beginning or near the quote."""
    place = text.find(name, 0, _SEARCHED)
    return place if place >= 0 else text.find(name, max(0, quote.start - _SEARCHED), quote.end + _SEARCHED)


def _introduced(name: str, place: int, text: str, idle: Set[str]) -> bool:
    """Tell whether a mention has a description before it ("minister Asha Rao") or behind it (", who runs the port").

    Words in ``idle`` describe nothing: cues and bare professions.
    """
    if place < 0:
        return False
    before = re.split(r"[.,;:!?\n“”\"«»]", text[max(0, place - _LOOKED_AT) : place])[-1].split()
    if before and before[-1].islower() and len(before[-1]) > _LONG and before[-1].casefold() not in idle:
        return True
    behind = text[place + len(name) : place + len(name) + _LOOKED_BEHIND]
    if re.match(r"['’]?s?\s*(\(|\s(of|at|from|with)\s)", behind):
        return True
    apposition = re.match(r"['’]?s?\s*,\s+([^,.;:!?\n“”\"«»]+)", behind)
    return apposition is not None and (idle.isdisjoint(keys(apposition[1])) or _names_somebody(apposition[1]))


def _names_somebody(words: str) -> bool:
    """Tell whether a description names an organisation: "an analyst at Tamarind Securities"."""
    return re.search(r"\b(of|at|from|with|for)\s+(the\s+)?[^\W\d_a-z]", words) is not None
