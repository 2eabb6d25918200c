"""How a quote is attributed: to a named person, a role, somebody anonymous, a document, or nobody.

A role is an unnamed person or group tied to an organisation, or an organisation itself; one that speaks through a
document ("the agency said in a statement") counts as the document. Unnamed people without such a tie are anonymous.
"""

from __future__ import annotations

from dedup.quoting.discourse import Speaker
from dedup.quoting.lexicon import Lexicon
from dedup.quoting.tokens import clitic
from dedup.records import Attribution


def attribution_of(
    speaker: Speaker | None, lexicon: Lexicon, venue: str | None, *, written: bool = False
) -> Attribution:
    """Return the attribution of a resolved speaker, by the words the page prints.

    What an institution has ``written`` is a document; an official who writes is an official.
    """
    if speaker is None:
        return "none"
    if speaker.person is not None:
        return "named"
    words = tuple(clitic(w.lower().replace("’", "'")) for w in speaker.printed)
    head = _head(words, lexicon)
    if head and (
        head[-1] in lexicon.documents or (head[-1][:1].isdigit() and any(w in lexicon.documents for w in head))
    ):
        return "document"
    if any(w in lexicon.documents for w in head) and head[-1] not in lexicon.heads:
        return "document"
    person = head[-1] in lexicon.roles or head[-1] in lexicon.anonymous or head[-1] in lexicon.institutional
    person = person or any(w in lexicon.anonymous for w in head[:2]) or not lexicon.former.isdisjoint(head)
    if not person or head[-1] in lexicon.collective:
        collective = (
            any(w in lexicon.organisations or w in lexicon.collective for w in words)
            or speaker.name is not None
            or words[0] in lexicon.it
        )
        if collective:
            return "document" if written or _in_document(venue, lexicon) else "role"
        return (
            "role"
            if any(w in lexicon.roles for w in head)
            and (head[0] in lexicon.roles or _tied(speaker.printed, head, lexicon))
            else "anonymous"
        )
    if any(w in lexicon.institutional for w in head[-1:]) or _official(head, lexicon):
        return "role"
    return "role" if _tied(speaker.printed, head, lexicon) else "anonymous"


def _head(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words up to the first preposition or relative: "a report presented to the board" is a report."""
    for index, word in enumerate(words):
        if index and _ends_head(word, lexicon):
            return words[:index]
    return words


def _ends_head(word: str, lexicon: Lexicon) -> bool:
    return word == "," or word in lexicon.owning or word in lexicon.who or word in lexicon.describing


def _tied(printed: tuple[str, ...], head: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Say whether an unnamed speaker is tied to an organisation: "an OCEN+ source", "analysts at Fennimore & Drake"."""
    left = not lexicon.former.isdisjoint(head)
    if not left and any(w in lexicon.public_bodies for w in head[:-1]):
        return True
    for index, word in enumerate(printed):
        low = clitic(word.lower().replace("’", "'"))
        before = printed[index - 1].lower() if index else ""
        if (
            index >= len(head)
            and (low in lexicon.organisations or low in lexicon.public_bodies)
            and _belongs(printed, len(head), index, lexicon)
        ):
            return True
        proper = word[:1].isupper() and index > 0 and low not in lexicon.places and low not in lexicon.not_names
        if not proper or low in lexicon.roles:
            continue
        acronym = word.isupper() and len(word) > 2
        inside = (
            index < len(head) and not left and (acronym or low in lexicon.organisations or low in lexicon.public_bodies)
        )
        if inside or (index >= len(head) and before in lexicon.tying and _belongs(printed, len(head), index, lexicon)):
            return True
    return False


def _belongs(printed: tuple[str, ...], link: int, index: int, lexicon: Lexicon) -> bool:
    """Say whether a preposition right behind the head ties it to the words at ``index`` ("of the", "in her", "at")."""
    return printed[link].lower() in lexicon.tying and index - link <= 5


def _official(head: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Say whether an epithet makes an official one of an institution: "fire officials", "a consular official"."""
    return any(
        w in lexicon.officials and i and head[i - 1] in lexicon.epithets for i, w in enumerate(head)
    ) and lexicon.former.isdisjoint(head)


def _in_document(venue: str | None, lexicon: Lexicon) -> bool:
    return venue is not None and any(word.strip(",.") in lexicon.documents for word in venue.lower().split())
