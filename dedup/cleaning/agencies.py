"""The news agencies of the world and where a text names them (``agencies.json``, which may be extended)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from dedup.cleaning.words import sign_word_set, sign_words

_UNSPACED = re.compile("[\u0590-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency's name in a text. ``ambiguous`` names (AP, PA, MENA) mean other things too."""

    start: int
    end: int
    agency: str
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """The words around an agency's name that make it a credit, or not; in lower case."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    label: tuple[str, ...]
    unnamed: tuple[str, ...]
    unnamed_before: tuple[str, ...]
    unnamed_after: tuple[str, ...]
    outlet: tuple[str, ...]
    photo: frozenset[str]
    feed: tuple[str, ...]
    no_credit: tuple[str, ...]
    around: frozenset[str]


@cache
def cues() -> Cues:
    """Read the crediting words of ``agencies.json``."""
    data = json.loads(resources.files(__package__).joinpath("agencies.json").read_text(encoding="utf-8"))["cues"]
    photo, around = frozenset(data.pop("photo")), frozenset(data.pop("around"))
    del data["note"]
    lists = {name: tuple(sorted(words, key=lambda word: (-len(word), word))) for name, words in data.items()}
    return Cues(**lists, photo=photo, around=around)


@dataclass(frozen=True, slots=True)
class _Names:
    known: dict[str, tuple[str, bool]]
    by_word: dict[str, tuple[str, ...]]
    unspaced: re.Pattern[str]


@cache
def _names() -> _Names:
    data = json.loads(resources.files(__package__).joinpath("agencies.json").read_text(encoding="utf-8"))
    known: dict[str, tuple[str, bool]] = {}
    for row in data["agencies"]:
        for name in row["names"]:
            known.setdefault(name, (row["agency"], name in row.get("ambiguous", ())))
            if len(name) > 4 and not _UNSPACED.search(name):
                known.setdefault(name.upper(), (row["agency"], name in row.get("ambiguous", ())))
    by_word: dict[str, list[str]] = {}
    for name in sorted(known):
        if not _UNSPACED.search(name):
            by_word.setdefault(max(sign_words(name), key=len), []).append(name)
    unspaced = sorted((name for name in known if _UNSPACED.search(name)), key=lambda name: (-len(name), name))
    return _Names(
        known, {word: tuple(names) for word, names in by_word.items()}, re.compile("|".join(map(re.escape, unspaced)))
    )


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    names = sorted((name for word in words for name in _names().by_word[word]), key=lambda name: (-len(name), name))
    # No lookbehind: it would keep the engine from jumping to the names' first letters.
    return re.compile("(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def mentions(text: str) -> list[Mention]:
    """Return where ``text`` names an agency, in order, longest names first, without overlaps. Linear in the text."""
    names = _names()
    # The few names whose longest word the text has are searched for, not all of them: most pages name two or three.
    words = names.by_word.keys() & sign_word_set(text)
    found = (
        [
            _mention(m)
            for m in _pattern(frozenset(words)).finditer(text)
            if not text[m.start() - 1 : m.start()].isalnum()
        ]
        if words
        else []
    )
    if not text.isascii() and _UNSPACED.search(text):
        found += [_mention(m) for m in names.unspaced.finditer(text) if _stands_alone(text, m.start(), m.end())]
        found.sort(key=lambda mention: mention.start)
    return found


def _mention(found: re.Match[str]) -> Mention:
    agency, ambiguous = _names().known[found.group()]
    return Mention(found.start(), found.end(), agency, ambiguous)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a name of a spaced script (Devanagari, Arabic) is a word of its own; Han and kana have no spaces."""
    if "\u3040" <= text[start] <= "\u9fff" or "\uac00" <= text[start] <= "\ud7af":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalpha() or after.isalpha())
