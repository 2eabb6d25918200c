"""The words by which a language reports speech, read from ``cues.json``: one entry per language.

A language is added by an entry of its own, which has what it needs of English's keys: a word class that it does not name
is empty. Words are lower-cased with straight apostrophes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any, Literal

CueKind = Literal["say", "tell", "ask", "think", "find", "vow", "call", "urge", "accord", "after", "noun", "attitude"]
"""What a cue governs: a clause ("say", "think", "find"), an addressee and a clause ("tell"), an infinitive ("vow"), a
noun phrase ("call", "urge"), or no verb at all: "according to" before its speaker, a postposition ("after") behind it,
a noun ("her claim that"), or an attitude's object ("opposes the tax", "are wary of it")."""

AttitudeKind = Literal["verb", "state", "noun", "raising", "account"]
"""How a word shows an attitude: "opposes", "is wary", "concern", "seems", "by her account"."""

KINDS: tuple[CueKind, ...] = ("say", "tell", "ask", "think", "find", "vow", "call", "urge")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
KANA = re.compile("[\u3040-\u30ff]")
AROUND = "“”„«»‘’\"'()[].,:;!?"
LANGUAGE_PROBE = 1000
"""Characters that are looked at when the language is not given."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The cue words and word classes of one language; one object per language, hashed by identity."""

    verbs: dict[str, frozenset[CueKind]]
    attitudes: dict[str, frozenset[AttitudeKind]]
    content: dict[str, frozenset[str]]
    content_classes: dict[str, tuple[str, ...]]
    openers: frozenset[str]
    phrases: dict[str, tuple[tuple[tuple[str, ...], CueKind], ...]]
    participle: tuple[str, ...]
    past_endings: tuple[str, ...]
    sexes: dict[str, str]
    owners: dict[str, str]
    kin: dict[str, str]
    synonyms: dict[str, str]
    venue_phrases: dict[str, tuple[tuple[str, ...], ...]]
    venue_openers: frozenset[str]
    long_places: frozenset[str]
    pronouns: frozenset[str]
    heads: frozenset[str]
    markers: frozenset[str]
    that: frozenset[str]
    clause: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    they: frozenset[str]
    it: frozenset[str]
    who: frozenset[str]
    first_person: frozenset[str]
    writing: frozenset[str]
    showing: frozenset[str]
    possessives: frozenset[str]
    silences: frozenset[str]
    conjunctions: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    anonymous: frozenset[str]
    organisations: frozenset[str]
    documents: frozenset[str]
    speech_nouns: frozenset[str]
    places: frozenset[str]
    not_names: frozenset[str]
    venue_nouns: frozenset[str]
    venue_prepositions: frozenset[str]
    venue_gerunds: frozenset[str]
    audiences: frozenset[str]
    opinion: frozenset[str]
    evaluative: frozenset[str]
    numerals: frozenset[str]
    past: frozenset[str]
    present: frozenset[str]
    modal: frozenset[str]
    ought: frozenset[str]
    function_words: frozenset[str]
    company_words: frozenset[str]
    institutional: frozenset[str]
    public_bodies: frozenset[str]
    collective: frozenset[str]
    officials: frozenset[str]
    professions: frozenset[str]
    epithets: frozenset[str]
    being: frozenset[str]  # "is", "was"
    former: frozenset[str]  # no longer tied to an organisation: "former"
    nobodies: frozenset[str]  # subjects that nobody goes back to: "nobody said"
    plurals: frozenset[str]  # of many without a plural ending: "police"
    voices: frozenset[str]  # those who speak for an organisation, which can be asked again
    definite: frozenset[str]  # before somebody the page names
    both: frozenset[str]  # before people the page has named: "both men"
    indefinite: frozenset[str]  # before somebody new: "a trader"
    owning: frozenset[str]  # make a name another's: "an aide to X"
    linking: frozenset[str]  # go on with a noun phrase: "head of X"
    tying: frozenset[str]  # tie somebody to an organisation: "at X"
    describing: frozenset[str]  # begin a description behind a noun: "close to", "familiar with"
    coordinating: frozenset[str]  # "and", "but"
    contrasting: frozenset[str]  # turn to another clause: "while"
    subordinating: frozenset[str]  # open a clause: "because"
    presenting: frozenset[str]  # between a stretch and the noun that presents it: “…” was her verdict
    bridging: frozenset[str]  # between a stretch and its speaker: “…” is how X put it
    behind_nouns: frozenset[str]  # between a noun of speech and its stretch: her claim that “…”
    afterthoughts: frozenset[str]  # behind a bare "Smith said": "on Monday"
    clause_words: frozenset[str]  # behind "Smith told": a clause is reported
    foretold: frozenset[str]  # "is expected to"
    going: frozenset[str]  # behind "is": a future
    core_verbs: frozenset[str]  # the plainest verbs of saying
    finite: frozenset[str]  # show that a clause has a verb
    before_infinitives: frozenset[str]  # before a verb that nobody says now: "will say"
    objects: frozenset[str]  # pronouns that open no clause
    anonymity: frozenset[str]  # "on condition of anonymity", "named"
    academic: frozenset[str]  # degrees, which are no office
    comma: frozenset[str]  # sets off a reported clause: "sagte, dass"
    subjectless: frozenset[str]  # not empty where a verb may stand without its subject: "dijo"
    infinitive: frozenset[str]  # "to"
    topical: frozenset[str]  # prepositions behind "called", "asked": "for"
    dating: frozenset[str]  # before a day: "on Sunday", "late Monday"
    subject_ends: frozenset[str]  # behind a subject: "ने"
    words: re.Pattern[str] | None  # finds words where none are set apart by spaces

    def role(self, word: str) -> str:
        """Return the first of the words that mean the same role ("skipper" is a captain)."""
        return self.synonyms.get(word, word)


@cache
def _entries() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resources.files(__package__).joinpath("cues.json").read_text(encoding="utf-8"))
    return data


LANGUAGES = tuple(sorted(_entries()))
"""The languages that have an entry."""


def every_language(name: str) -> frozenset[str]:
    """Return a word class of all languages together, for what is read before the language is known."""
    return frozenset(word for entry in _entries().values() for word in entry.get(name, "").split())


@cache
def lexicon(language: str) -> Lexicon:
    """Return a language's lexicon (``en`` for a language that has none)."""
    entry = _entry(language if language in LANGUAGES else "en")
    verbs: dict[str, set[CueKind]] = {}
    for kind in KINDS:
        for form in entry["verbs"][kind].split():
            verbs.setdefault(form, set()).add(kind)
    names = {field.name for field in fields(Lexicon)}
    words = {name: frozenset(text.split()) for name, text in entry.items() if isinstance(text, str) and name in names}
    phrases = _phrases(entry["phrases"])
    return Lexicon(
        verbs={form: frozenset(kinds) for form, kinds in verbs.items()},
        attitudes=_attitudes(entry["attitudes"], verbs),
        content={name: frozenset(text.split()) for name, text in entry["content"].items()},
        content_classes=_classes({**entry["content"], "evaluative": entry["evaluative"], "opinion": entry["opinion"]}),
        openers=frozenset(phrases) | frozenset(verbs) | words["speech_nouns"],
        phrases=phrases,
        participle=tuple(entry["participles"].split()),
        past_endings=tuple(entry["past_ending_letters"].split()),
        sexes={word: sex for sex, text in entry["honorifics"].items() for word in text.split()},
        kin={word: sex for sex, text in entry["kin"].items() for word in text.split()},
        owners={word: pronoun for pronoun, text in entry["owners"].items() for word in text.split()},
        synonyms={word: group.split()[0] for group in entry["same_roles"] for word in group.split()},
        venue_phrases=_by_first(entry["venue_phrases"]),
        venue_openers=words["venue_gerunds"]
        | words["venue_prepositions"]
        | {form for form, kinds in verbs.items() if "tell" in kinds}
        | {text.replace("’", "'").split()[0] for text in entry["venue_phrases"]},
        long_places=frozenset(entry["long_places"]),
        pronouns=words["he"] | words["she"] | words["they"] | words["it"],
        heads=words["roles"] | words["anonymous"] | words["organisations"] | words["documents"],
        words=_words_of(entry) if entry["unspaced"] else None,
        **words,
    )


def _entry(language: str) -> dict[str, Any]:
    """Return a language's entry with all of English's keys, empty where the language does not have them."""

    def filled(own: Any, model: Any) -> Any:
        if isinstance(model, dict):
            own = own or {}
            return own | {key: filled(own.get(key), value) for key, value in model.items()}
        return type(model)() if own is None else own

    entries = _entries()
    entry: dict[str, Any] = filled(entries[language], entries["en"])
    return entry


def _words_of(entry: dict[str, Any]) -> re.Pattern[str]:
    """Return a pattern that finds the words of a language that writes without spaces, the longest first."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from texts(inner)

    found = {
        word for name, value in entry.items() if name != "markers" for text in texts(value) for word in text.split()
    }
    return re.compile(r"\d+[^\W\d_]?|" + "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word)))))


def _classes(entry: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return each word's classes."""
    found: dict[str, list[str]] = {}
    for name in sorted(entry):
        for word in sorted(set(entry[name].split())):
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


def _attitudes(entry: dict[AttitudeKind, str], verbs: Iterable[str]) -> dict[str, frozenset[AttitudeKind]]:
    """Return the words of attitude with what they can be, the verbs that report speech among them."""
    found: dict[str, set[AttitudeKind]] = {verb: {"verb"} for verb in verbs}
    for kind, text in entry.items():
        for word in text.split():
            found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _phrases(entry: dict[CueKind, list[str]]) -> dict[str, tuple[tuple[tuple[str, ...], CueKind], ...]]:
    """Return phrases by first word, as (the words behind it, kind), longest first."""
    found: dict[str, set[tuple[tuple[str, ...], CueKind]]] = {}
    for kind, texts in entry.items():
        for text in texts:
            first, *rest = text.replace("’", "'").split()
            found.setdefault(first, set()).add((tuple(rest), kind))
    return {first: tuple(sorted(rests, key=lambda p: (-len(p[0]), p))) for first, rests in found.items()}


def _by_first(texts: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for text in texts:
        words = tuple(text.replace("’", "'").split())
        found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(phrases, key=lambda p: (-len(p), p))) for first, phrases in found.items()}


def language_of(text: str, given: str | None) -> str:
    """Return the language given, or else that whose commonest words the opening holds most of; English among equals."""
    code = (given or "").replace("_", "-").split("-")[0].lower()
    if code in LANGUAGES:
        return code
    opening = text[:LANGUAGE_PROBE].lower()
    words = [word.strip(AROUND) for word in opening.split()]
    if not KANA.search(opening):
        words += HAN.findall(opening)
    best, most = "en", sum(map(lexicon("en").markers.__contains__, words))
    for name in LANGUAGES:
        known = lexicon(name).markers
        count = sum(map(known.__contains__, words))
        if count > most:
            best, most = name, count
    return best
