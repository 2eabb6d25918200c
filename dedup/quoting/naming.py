"""Whether two quotes name one speaker, and whether two speakers are surely two."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.quoting.lexicon import Lexicon, lexicon
from dedup.quoting.people import SUFFIXES
from dedup.quoting.wording import name_keys
from dedup.records import Quote


def last_name(name: Sequence[str]) -> str:
    """Return the last word of a name, given as keys, without "Jr." and its like."""
    return next((key for key in reversed(name) if key not in SUFFIXES), name[-1])


def same_speaker(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Tell whether two names, as keys, name one speaker; None where one of them is unnamed.

    A shorter name whose words all stand in the longer is the same; so is the same last word, where first names agree.
    """
    if not one or not other:
        return None
    a, b = set(one), set(other)
    if a <= b or b <= a:
        return True
    if one[-1] != other[-1]:
        return False
    return one[0][0] == other[0][0] and (len(one[0]) == 1 or len(other[0]) == 1 or one[0][:3] == other[0][:3])


def speakers_differ(one: Quote, other: Quote, language: str | None) -> bool:
    """Tell whether two quotes surely have two speakers: people with other full names, or organisations with other names.

    A role and a name, a surname and a full name, a person and an organisation may be one speaker.
    """
    for kind in (full_name, organisation_name):
        a, b = kind(one, language), kind(other, language)
        if a and b:
            return same_speaker(a, b) is False and not _abbreviates(a, b) and not _abbreviates(b, a)
    return False


def full_name(quote: Quote, language: str | None) -> tuple[str, ...]:
    """Return the first and last names of the person who speaks, without titles; nothing where both are not given."""
    if quote.attribution != "named" or not quote.speaker:
        return ()
    known = lexicon(language or "en")
    name = name_keys(quote.speaker)
    while name and (name[0] in known.titles or name[0] in known.roles):
        name = name[1:]
    if len(name) < 2 or not all(_is_name_word(word, known) for word in name) or _is_place(name, known):
        return ()
    return name


def organisation_name(quote: Quote, language: str | None) -> tuple[str, ...]:
    """Return the name of the organisation that speaks; nothing for a mere kind ("the ministry") and for people."""
    if quote.attribution not in ("role", "document") or not quote.speaker:
        return ()
    known, name = lexicon(language or "en"), name_keys(quote.speaker)
    acronym = len(name) == 1 and quote.speaker.isupper() and len(quote.speaker) > 1
    kinds = known.organisations | known.documents | known.public_bodies | known.company_words
    of_a_kind = not kinds.isdisjoint(name) and len(set(name) - kinds - known.articles - known.prepositions) > 0
    return name if acronym or of_a_kind else ()


def _is_name_word(word: str, known: Lexicon) -> bool:
    return not any(map(str.isdigit, word)) and word not in known.not_names and word not in known.roles


def _is_place(name: Sequence[str], known: Lexicon) -> bool:
    return all(word in known.places for word in name) or " ".join(name) in known.long_places


def _abbreviates(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether one word is made of the first letters of another name, its short words left out or not."""
    initials = {"".join(word[0] for word in other), "".join(word[0] for word in other if len(word) > 3)}
    return len(one) == 1 and one[0] in initials
