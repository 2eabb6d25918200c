"""What an article's credit says, against what was found: whether it names where its text goes back to."""

from __future__ import annotations

from collections.abc import Mapping

from dedup.cleaning.agencies import mentions
from dedup.comparing.body import Body
from dedup.comparing.weights import StoryIndex
from dedup.records import CreditCheck, Page


def agency_of(page: Page, own: str = "") -> str | None:
    """Return the agency whose own page this is: its outlet, or where that is unknown, the agency in its dateline.

    ``own`` are the user's agencies, as ``CleaningSettings`` has them.
    """
    outlet = page.article.outlet
    if outlet:
        named = [mention for mention in mentions(outlet, own) if mention.end - mention.start == len(outlet.strip())]
        return named[0].agency if named else None
    return next((credit.agency for credit in page.credits if credit.form == "dateline" and credit.agency), None)


def credited(body: Body) -> frozenset[str]:
    """Return the agencies and outlets that the page credits."""
    return frozenset(credit.agency for credit in body.page.credits if credit.agency)


def credits_absent(body: Body, agency: str | None, present: frozenset[str]) -> bool:
    """Return whether the page credits an agency, not itself, of which the story has no page."""
    return bool(credited(body) - present - {agency})


def check_credit(
    index: StoryIndex, agencies: Mapping[int, str | None], article: int, origin: int | None, *, derived: bool
) -> CreditCheck | None:
    """Compare the page's credits with the article that its text goes back to (``origin``, null where nobody knows).

    Null where there is nothing to say: own reporting without a credit, an agency's own page, an unknown origin, a page
    alone in its story.
    """
    body = index.bodies[article]
    named = credited(body) - {agencies[article]}
    if not derived:
        return "not_derived" if named and len(index.bodies) > 1 else None
    if origin is None:
        return None
    source = index.bodies[origin]
    true = {name for name in (agencies[origin], source.page.article.outlet) if name}
    if agencies[origin] is None:
        # The origin is no agency's page: whom it credits itself is where the text comes from.
        true |= credited(source)
    unnamed = any(credit.kind == "unnamed" for credit in body.page.credits)
    if named & true or (unnamed and not named):
        return "agrees"
    if named:
        return "differs" if true else None
    return "missing" if agencies[origin] or credited(source) else None
