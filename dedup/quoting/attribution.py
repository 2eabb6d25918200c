"""How a quote is attributed: to a named person, a role, somebody anonymous, a document, or nobody."""

from __future__ import annotations

from dedup.quoting.lexicon import Lexicon
from dedup.quoting.resolving import Speaker
from dedup.quoting.tokens import clitic
from dedup.records import Attribution

NO_OWNER = frozenset(["industry", "market", "security", "diplomatic", "trade", "media", "the"])


def attribution_of(speaker: Speaker | None, lexicon: Lexicon, venue: str | None) -> Attribution:
    """Return the attribution of a resolved speaker, by the words the page prints."""
    if speaker is None:
        return "none"
    if speaker.person is not None:
        return "named"
    words = tuple(clitic(w) for w in speaker.low)
    head = _head(words)
    if any(w in lexicon.documents for w in head):
        return "document"
    anonymous = any(w in lexicon.anonymous for w in head)
    organisation = any(w in lexicon.organisations and w not in NO_OWNER for w in words)
    official = any(w in lexicon.roles and w not in lexicon.anonymous for w in head)
    if anonymous and not organisation and not _owned(speaker, lexicon):
        return "anonymous"
    if official or organisation or speaker.name is not None:
        return "document" if speaker.name is not None and _in_document(venue, lexicon) else "role"
    if organisation is False and any(w in lexicon.roles for w in words):
        return "role"
    return "anonymous"


def _head(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words up to the first preposition or relative: "a report presented to the board" is a report."""
    for index, word in enumerate(words):
        if index and word in ("of", "to", "for", "from", "with", "who", "that", "in", "at", "by", "on", ","):
            return words[:index]
    return words


def _owned(speaker: Speaker, lexicon: Lexicon) -> bool:
    """Say whether an unnamed speaker is tied to an organisation's name: "an OCEN+ source"."""
    return any(w.isupper() and len(w) > 1 and w.lower() not in lexicon.not_names for w in speaker.low)


def _in_document(venue: str | None, lexicon: Lexicon) -> bool:
    return venue is not None and any(word.strip(",.") in lexicon.documents for word in venue.lower().split())
