"""The words by which a language reports speech, read from ``cues.json``: one entry per language, all with the same keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

CueKind = Literal["say", "tell", "ask", "think", "find", "vow", "call", "urge", "accord", "after", "noun"]
"""What a cue governs: a clause ("say", "think", "find"), an addressee and a clause ("tell"), an infinitive ("vow"), a noun
phrase ("call", "urge"), or no verb at all: "according to" before its speaker, a postposition ("after") behind it, a noun ("her claim that")."""

KINDS: tuple[CueKind, ...] = ("say", "tell", "ask", "think", "find", "vow", "call", "urge")
LANGUAGE_PROBE = 4000
"""Characters that are looked at when the language is not given."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The closed classes and cue words of one language; all words are lower-cased, apostrophes straight."""

    language: str
    verbs: dict[str, frozenset[CueKind]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], CueKind], ...]]
    participle: tuple[str, ...]
    words: dict[str, frozenset[str]]
    gender: dict[str, str]
    venue_phrases: tuple[tuple[str, ...], ...]
    synonyms: dict[str, str]
    places: frozenset[str]

    def role(self, word: str) -> str:
        """Return the first of the words that mean the same role ("skipper" is a captain)."""
        return self.synonyms.get(word, word)

    def __getitem__(self, key: str) -> frozenset[str]:
        """Return one word class, empty where the language has none."""
        return self.words.get(key, frozenset())


@cache
def _entries() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resources.files(__package__).joinpath("cues.json").read_text(encoding="utf-8"))
    return data


@cache
def lexicon(language: str) -> Lexicon:
    """Return a language's lexicon (``en`` for a language that has none)."""
    entries = _entries()
    language = language if language in entries else "en"
    entry = entries[language]
    verbs: dict[str, set[CueKind]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], CueKind]]] = {}
    for kind in KINDS:
        for form in entry["verbs"][kind].split():
            verbs.setdefault(form, set()).add(kind)
    grouped: list[tuple[CueKind, list[str]]] = [(k, v) for k, v in entry["phrases"].items()]
    for kind, texts in [*grouped, ("after", entry.get("postpositions", []))]:
        for text in texts:
            first, *rest = text.replace("’", "'").split()
            phrases.setdefault(first, []).append((tuple(rest), kind))
    return Lexicon(
        language=language,
        verbs={form: frozenset(kinds) for form, kinds in verbs.items()},
        phrases={k: tuple(sorted(set(v), key=lambda p: (-len(p[0]), p))) for k, v in phrases.items()},
        participle=tuple(entry["participles"].split()),
        words={key: frozenset(value.split()) for key, value in entry.items() if isinstance(value, str)},
        gender={word: sex for sex, text in entry["honorifics"].items() for word in text.split()},
        synonyms={word: group.split()[0] for group in entry["same_roles"] for word in group.split()},
        places=frozenset(entry["long_places"]),
        venue_phrases=tuple(sorted((tuple(text.split()) for text in entry["venue_phrases"]), key=lambda p: (-len(p), p))),
    )


def language_of(text: str, given: str | None) -> str:
    """Return the language whose commonest words the text's opening holds most of (English where nothing speaks)."""
    if given and given.split("-")[0].lower() in _entries():
        return given.split("-")[0].lower()
    opening = text[:LANGUAGE_PROBE].lower().split()
    counts = {name: sum(word in lexicon(name)["markers"] for word in opening) for name in _entries()}
    return max(counts, key=lambda name: (counts[name], name == "en", name))
