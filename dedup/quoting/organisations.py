"""The organisations of a page, so that "the ministry" and "NTSB" go back to the name printed in full."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dedup.quoting.lexicon import Lexicon
from dedup.quoting.people import BEGINNING, CAPITAL_WORD, People
from dedup.quoting.tokens import Phrase, Tokens, clitic
from dedup.records import Span

NAME = re.compile(
    rf"{BEGINNING}{CAPITAL_WORD}"
    rf"(?:[ \u00a0](?:(?:of|for|and|&|in|de|du|des)[ \u00a0](?:the[ \u00a0]|la[ \u00a0])?)?{CAPITAL_WORD})*"
)
SPACE = re.compile(r"[ \u00a0]")
ACRONYM = re.compile(r"(?:,? or (?:the )?|,? \((?:the )?)([A-Z][A-Za-z]{1,7})\b")
LINKS = frozenset(["of", "for", "and", "&", "in", "the", "de", "du", "des", "la"])
MAX_NAMES = 2000
"""Names kept of one page."""


@dataclass(slots=True)
class Organisations:
    """Names of organisations by first mention, as (lower-cased words, name), companies, and what acronyms mean."""

    names: list[tuple[frozenset[str], str]] = field(default_factory=list)
    acronyms: dict[str, str] = field(default_factory=dict)
    companies: list[str] = field(default_factory=list)

    def meant_by(self, words: tuple[str, ...], lexicon: Lexicon) -> str | None:
        """Return the organisation that "the ministry", "the agency" or "the company" means: the first with the word."""
        heads = [w for w in words if w in lexicon.organisations]
        if not heads or words[0] not in lexicon.determiners:
            return None
        head = heads[-1]
        if head in lexicon.company_words:
            return self.companies[0] if self.companies else None
        others = set(words[1:]) - {head}
        fitting = [name for known, name in self.names if head in known and others <= known]
        return fitting[0] if fitting else None


def find_organisations(text: str, parts: Iterable[Span], lexicon: Lexicon) -> Organisations:
    """Return the organisations named in the given stretches of the text."""
    found = Organisations()
    seen: set[str] = set()
    passed: set[str] = set()
    for part in parts:
        for match in NAME.finditer(text, part.start, part.end):
            name = match[0]
            if name in passed and not SPACE.search(name):
                continue  # what stands behind it says nothing of a single word
            passed.add(name)
            if name.endswith(("'s", "’s")):
                name = name[:-2]
            words = name.lower().split()
            if len(words) > 1 and words[0] in lexicon.not_names:
                words, name = words[1:], name.split(maxsplit=1)[1]
            acronym = ACRONYM.match(text, match.end(), min(part.end, match.end() + 24)) if len(words) > 1 else None
            if acronym and _abbreviates(acronym[1], words):
                found.acronyms.setdefault(acronym[1].lower(), name)
            if name in seen or len(seen) >= MAX_NAMES or not (acronym or not lexicon.organisations.isdisjoint(words)):
                continue
            seen.add(name)
            found.names.append((frozenset(words), name))
            if words[-1].rstrip(".") in lexicon.company_words:
                found.companies.append(name)
    return found


def _abbreviates(acronym: str, words: list[str]) -> bool:
    """Say whether the letters of an acronym are the first letters of the words, links left out or not."""
    letters = acronym.lower()
    bare = [w[0] for w in words if w not in LINKS]
    return letters in ("".join(bare), "".join(w[0] for w in words)) or (
        letters[0] == words[0][0] and letters[-1] == words[-1][0]
    )


def organisation_meant(
    tokens: Tokens, phrase: Phrase, words: tuple[str, ...], lexicon: Lexicon, people: People, known: Organisations
) -> str | None:
    """Return the full name of the organisation that a phrase prints or means, None where it is none."""
    head = _head_words(words, lexicon)
    if head[-1] in lexicon.documents:
        return _issuer(tokens, phrase, lexicon, people, known)
    if head[-1] in lexicon.roles:
        return None
    if any(
        tokens.low[i] != clitic(tokens.low[i]) and people.called([clitic(tokens.low[i])])
        for i in range(phrase.first, phrase.last)
    ):
        return None  # "Achterberg's office" has no name of its own
    name = _printed(tokens, phrase, lexicon)
    if name is None:
        return known.meant_by(head, lexicon)
    return known.acronyms.get(name.lower(), name)


def _issuer(tokens: Tokens, phrase: Phrase, lexicon: Lexicon, people: People, known: Organisations) -> str | None:
    """Return whose document it is: "the RBI's statement", "Tuppence's filing"; a person's has no name of its own."""
    for index in range(phrase.first, phrase.last):
        word = clitic(tokens.low[index])
        if tokens.low[index] != word and tokens.upper[index] and not people.called([word]):
            name = _printed(tokens, Phrase(phrase.first, index), lexicon)
            return known.acronyms.get(name.lower(), name) if name is not None else None
    return None


def _head_words(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    for index, word in enumerate(words):
        if index and (word == "," or word in lexicon.owning or word in lexicon.who):
            return words[:index]
    return words


def _printed(tokens: Tokens, phrase: Phrase, lexicon: Lexicon) -> str | None:
    """Return the name of the organisation that a phrase prints in capitals, None where it prints none."""
    first, last = phrase.first, phrase.last
    while first <= last and (tokens.low[first] in lexicon.determiners or not tokens.upper[first]):
        first += 1
    if first > last:
        return None
    if any(tokens.low[i] in lexicon.roles for i in range(phrase.first, phrase.last + 1)):
        return None
    stop = first
    while stop < last and tokens.low[stop + 1] != ",":
        stop += 1
    span = tokens.span(first, stop)
    return re.sub(r"['’]s$", "", tokens.text[span.start : span.end])
