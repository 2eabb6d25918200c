"""What to check in a quote, in words, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dedup.records import QuoteRow

URGENT, DOUBTFUL, MINOR, NOTED = 3, 2, 1, 0
TO_CHECK = DOUBTFUL
"""The level from which a quote is listed for checking; what is below is said of it where it stands."""

# Changes inside quotation marks that turn what was said; other words may be a matter of taste.
TURNING_CHANGES = ("negation lost", "negation gained")
GRAVE_CHANGES = (*TURNING_CHANGES, "number changed", "condition cut", "hedge lost")

OTHER_SPEAKER = "speaker differs"
# What the marked words of a variant, or what is to be checked, show already.
SHOWN_BY_MARKS = ("words changed", "added", OTHER_SPEAKER)

_CONTENT = {"fact": "Statement", "opinion": "Opinion", "forecast": "Forecast"}
_OTHER_RANK = 10


@dataclass(frozen=True, slots=True, order=True)
class Concern:
    """One thing to check: ``rank`` orders (0 first), ``level`` says how urgent it is (3 urgent, 0 only to be noted)."""

    rank: int
    level: int
    words: str


def concerns(quotes: Iterable[QuoteRow]) -> list[Concern]:
    """Return what is to be checked in any of the quotes, the most urgent first."""
    read = list(quotes)
    copied = len({quote.article for quote in read}) > 1
    return sorted({_concern(flag, quote, copied=copied) for quote in read for flag in quote.flags})


def level(quotes: Iterable[QuoteRow]) -> int:
    """Return how urgent the most urgent concern is, 0 where there is nothing to check."""
    return max((concern.level for concern in concerns(quotes)), default=NOTED)


def is_to_check(quote: QuoteRow) -> bool:
    """Return whether a quote is to be checked."""
    return level([quote]) >= TO_CHECK


def _concern(flag: str, quote: QuoteRow, *, copied: bool) -> Concern:
    """Say what a flag on a quote means; what several articles have alone (``copied``) are copies of one text.

    First comes what turns somebody's words: a "not" lost inside the marks, another speaker. Then the opinion of somebody
    unnamed that one article alone carries: unnamed sources may give information, not opinion (AP, News Values and
    Principles, Anonymous Sources; see ``quoting.profiles``).
    """
    direct = quote.type == "direct"
    if flag == "altered":
        return _altered(quote)
    if flag == "speaker_differs":
        who = next((change.partition(": ")[2] for change in quote.changes if change.startswith(OTHER_SPEAKER)), "")
        said = "Put into another mouth than in other reports" + (f": {who}" if who else "")
        return Concern(1, URGENT, said) if direct else Concern(5, DOUBTFUL, said)
    if flag == "anonymous_opinion":
        words = f"{_CONTENT[quote.content]} of somebody unnamed"
        if "single_source" in quote.flags:
            words = f"{words} that {'only copies of one text carry' if copied else 'no other article carries'}"
            return Concern(3, URGENT, words) if direct else Concern(4, DOUBTFUL, words)
        # An article alone in its story has nothing to be compared with: its quotes wait for company.
        return Concern(8, MINOR, words) if quote.exclusive else Concern(7, DOUBTFUL, words)
    here = "Only in copies of one text" if copied else "Only here"
    if flag == "untraceable":
        return Concern(9, MINOR, f"{here}, and no word on where it was said")
    if flag == "single_source":
        return Concern(11, NOTED, here)
    return Concern(_OTHER_RANK, MINOR, flag.replace("_", " ").capitalize())


def _altered(quote: QuoteRow) -> Concern:
    grave = [change for change in quote.changes if change.startswith(GRAVE_CHANGES)]
    if not grave:
        gone = [change for change in quote.changes if change.startswith("negation gone")]
        return Concern(6, DOUBTFUL, "; ".join(["Other words inside the quotation marks than in other reports", *gone]))
    turned = grave[0].startswith(TURNING_CHANGES)
    return Concern(0 if turned else 2, URGENT, f"Changed inside the quotation marks: {'; '.join(grave)}")
