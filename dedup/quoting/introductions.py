"""Whether a page says who a named person is: an office ("minister Asha Rao"), an organisation ("of Orvella")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from dedup.quoting.lexicon import Lexicon, lexicon
from dedup.quoting.wording import keys
from dedup.records import Quote

_LOOKED_AT = 20
_LOOKED_BACK = 60
_LOOKED_BEHIND = 80
_LONG = 4
_SEARCHED = 20_000
"""Characters from the beginning of a page, and around a quote, that are searched for a name."""
_MENTIONS = 20
"""Mentions of one name on a page that are looked at."""
_WORD_BEFORE = re.compile(r"([^\W\d_]+)(\.?)['’]?\s+$")


def is_introduced(quote: Quote, text: str, language: str | None) -> bool:
    """Tell whether the page says which office or organisation a quote's named speaker has.

    A profession alone ("security analyst", "a retired diplomat", "Dr.") is neither: nobody can ask there.
    """
    known = lexicon(language or "en")
    name = quote.speaker or ""
    described = [key for key in keys(quote.speaker_text or "") if len(key) >= _LONG and key not in keys(name)]
    if described and (
        known.professions.isdisjoint(described) or _names_somebody(quote.speaker_text or "", name, known)
    ):
        return True
    if any(_is_office(word.rstrip("."), word.endswith("."), known) for word in name.split()[:-2]):
        return True  # "Alabama Gov. Kay Ivey" as one name
    idle = {*keys(quote.cue or ""), *known.professions, *known.verbs}
    first = True
    for place, length in _mentions(quote, name, text):
        before = _WORD_BEFORE.search(text, max(0, place - _LOOKED_AT), place)
        if before and (
            _is_office(before[1], bool(before[2]), known) or _posted(text[max(0, place - _LOOKED_BACK) : place], known)
        ):
            return True
        described_before = _described_before(before, idle | known.function_words)
        if first and (described_before or _described_behind(text, place + length, idle, known)):
            return True
        first = False
    return False


def _mentions(quote: Quote, name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where the page mentions a name (offset, length): in full, and by its last word where it has several."""
    low, high = max(0, quote.start - _SEARCHED), quote.end + _SEARCHED
    for form in dict.fromkeys((name, name.split()[-1] if name.split() else name)):
        place = text.find(form, 0, _SEARCHED)
        place = place if place >= 0 else text.find(form, low, high)
        for _ in range(_MENTIONS):
            if place < 0:
                break
            yield place, len(form)
            place = text.find(form, place + len(form), high)


def _is_office(word: str, abbreviated: bool, known: Lexicon) -> bool:
    """Tell whether the word before a name is an office ("President", "Gov."), and no profession or form of address."""
    key = word.casefold()
    if not key:
        return False
    if key in known.sexes or key in known.professions or key in known.former or key in known.academic or len(key) == 1:
        return False
    return key in known.titles or key in known.roles - known.anonymous or (abbreviated and word[0].isupper())


def _described_before(before: re.Match[str] | None, idle: Set[str]) -> bool:
    return before is not None and before[1].islower() and len(before[1]) > _LONG and before[1] not in idle


def _described_behind(text: str, end: int, idle: Set[str], known: Lexicon) -> bool:
    """Tell whether what stands behind a name describes: "(D-Ohio)", "of Orvella", ", who runs the port"."""
    behind = text[end : end + _LOOKED_BEHIND]
    if re.match(r"['’]?s?\s*(\(|\s(of|at|from|with)\s)", behind):
        return True
    apposition = re.match(r"['’]?s?\s*,\s+([^,.;:!?\n“”\"«»]+)", behind)
    return apposition is not None and (
        idle.isdisjoint(keys(apposition[1])) or _names_somebody(apposition[1], "", known)
    )


def _posted(before: str, known: Lexicon) -> bool:
    """Tell whether a name's profession has its organisation before it: "White House adviser", no mere "Security analyst"."""
    phrase = re.split(r"[,;:!?()\n“”\"«»]|\.\s", before)[-1]
    last = keys(phrase)[-1:]
    inside = phrase.strip().partition(" ")[2]  # a phrase's first word has a capital for itself
    return bool(last) and last[0] in known.professions and _names_somebody(inside, "", known)


def _names_somebody(words: str, name: str, known: Lexicon) -> bool:
    """Tell whether a description names an organisation: "an analyst at Tamarind Securities", "a Justice Department lawyer".

    Places and the peoples of places name none: "a retired Indian diplomat".
    """
    idle = {*keys(name), *known.places, *known.not_names, *known.titles, *known.professions}
    return any(word[:1].isupper() and idle.isdisjoint(keys(word)) for word in words.split() if len(word) > 1)
