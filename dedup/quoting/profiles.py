"""The flags of quotes, and the published rules of newsrooms that they break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FLAGS = ("speaker_differs", "altered", "anonymous_opinion", "untraceable", "single_source")
"""Flags, most severe first. The one to raise first, an opinion or forecast by an unnamed speaker that only one outlet
carries, has ``anonymous_opinion``, ``untraceable`` and ``single_source`` together.

``untraceable`` and ``single_source`` say that no other article has a quote: an article alone in its story has nothing to
be compared with, and gets neither."""


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
