"""The news agencies of the world and where a text names them: ``agencies.json``, and a user's own file of its form.

A user's row replaces the package's row of the same agency, its names win over other agencies' (an empty list of names takes
the agency out), and its cues are added. ``read_agencies`` returns a file's content for ``CleaningSettings.agencies``:
results depend on what it says, not on where it lies.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from dedup.cleaning.words import beyond_cyrillic, letter_words, plain_line, sign_words, telling_word
from dedup.errors import InputError

_UNSPACED = re.compile("[\u0590-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SHAPE = 'the file must be an object with "agencies": [{"agency": ..., "names": [...], "ambiguous": [...]}, ...]'


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency's name in a text. ``ambiguous`` names (AP, PA, MENA) mean other things too."""

    start: int
    end: int
    agency: str
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """The words around an agency's name that make it a credit, or not; in lower case, the longest first."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    label: tuple[str, ...]
    unnamed: tuple[str, ...]
    unnamed_before: tuple[str, ...]
    unnamed_after: tuple[str, ...]
    outlet: tuple[str, ...]
    sources: tuple[str, ...]
    feed: tuple[str, ...]
    no_credit: tuple[str, ...]
    photo: frozenset[str]
    around: frozenset[str]
    articles: tuple[str, ...]
    staff: frozenset[str]
    jobs: tuple[str, ...]
    closing: tuple[str, ...]
    closing_words: frozenset[str]
    unnamed_words: frozenset[str]
    """A word of each of ``unnamed``."""
    nameless: frozenset[str]
    """A word of each of ``unnamed`` and ``outlet``: a line without any of these holds no credit without a name."""


_CUES = tuple(name for name in Cues.__slots__ if name not in ("unnamed_words", "nameless"))
_SETS = ("photo", "around", "staff", "closing_words")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Agencies' names (with agency, and whether the name is ambiguous), indexed by their longest word, and the cues."""

    known: Mapping[str, tuple[str, bool]]
    by_word: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    telling: frozenset[str]
    """Words of which a line that credits anybody has one, unless it is in a script without spaces between words."""
    unspaced: re.Pattern[str]
    cues: Cues

    def mentions(self, text: str, words: Collection[str] | None = None) -> list[Mention]:
        """Return where ``text`` names an agency, in order, longest names first, without overlaps. Linear in the text.

        ``words`` are those of the text in plain form, where they are known already.
        """
        # Only names whose longest word the text has are searched for: most pages name two or three.
        words = letter_words(plain_line(text)) if words is None else words
        found = []
        here = self.words.intersection(words)
        if names := {name for word in here for name in self.by_word[word] if name in text}:
            pattern = _any_of(tuple(sorted(names)))
            found = [self._mention(m) for m in pattern.finditer(text) if not text[m.start() - 1 : m.start()].isalnum()]
        if not text.isascii() and beyond_cyrillic(text):
            found += [self._mention(m) for m in self.unspaced.finditer(text) if _stands_alone(text, m.start(), m.end())]
            found.sort(key=lambda mention: mention.start)
        return found

    def _mention(self, found: re.Match[str]) -> Mention:
        return Mention(found.start(), found.end(), *self.known[found.group()])


@lru_cache(maxsize=8)
def lexicon(own: str = "") -> Lexicon:
    """Return the package's agencies and cues with a user's ``own`` (what ``read_agencies`` returned) laid over them."""
    data = json.loads(resources.files(__package__).joinpath("agencies.json").read_text(encoding="utf-8"))
    extra: dict[str, Any] = json.loads(own) if own else {}
    ours = {row["agency"] for row in extra.get("agencies", ())}
    known: dict[str, tuple[str, bool]] = {}
    for row in [*extra.get("agencies", ()), *(row for row in data["agencies"] if row["agency"] not in ours)]:
        for name in row["names"]:
            known.setdefault(name, (row["agency"], name in row.get("ambiguous", ())))
            if len(name) > 4 and not _UNSPACED.search(name):
                known.setdefault(name.upper(), (row["agency"], name in row.get("ambiguous", ())))
    by_word: dict[str, list[str]] = {}
    for name in sorted(known):
        if not _UNSPACED.search(name):
            by_word.setdefault(telling_word(letter_words(plain_line(name))), []).append(name)
    unspaced = sorted((name for name in known if _UNSPACED.search(name)), key=lambda name: (-len(name), name))
    cues = _cues(data["cues"], extra.get("cues", {}))
    return Lexicon(
        known, {word: tuple(names) for word, names in by_word.items()}, frozenset(by_word), cues.nameless.union(by_word),
        re.compile("|".join(map(re.escape, unspaced))), cues,
    )  # fmt: skip


def _cues(shipped: Mapping[str, Any], own: Mapping[str, list[str]]) -> Cues:
    listed = {name: {*shipped[name], *own.get(name, ())} for name in _CUES}
    unnamed, outlet = (
        frozenset(telling_word(letter_words(cue)) for cue in listed[name]) for name in ("unnamed", "outlet")
    )
    sets: dict[str, Any] = {name: frozenset(listed.pop(name)) for name in _SETS}
    lists: dict[str, Any] = {
        name: tuple(sorted(words, key=lambda word: (-len(word), word))) for name, words in listed.items()
    }
    return Cues(**lists, **sets, unnamed_words=unnamed, nameless=unnamed | outlet)


@lru_cache(maxsize=256)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    # No lookbehind: it would keep the engine from jumping to the names' first letters.
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def mentions(text: str, own: str = "") -> list[Mention]:
    """Return where ``text`` names an agency of the package's, or of the user's ``own``."""
    return lexicon(own).mentions(text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a name of a spaced script (Devanagari, Arabic) is a word of its own; Han and kana have no spaces."""
    if "\u3040" <= text[start] <= "\u9fff" or "\uac00" <= text[start] <= "\ud7af":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_in_word(before) or _in_word(after))


def _in_word(sign: str) -> bool:
    """Tell whether a sign is a part of a word: a letter, or a vowel sign or point behind one."""
    return sign.isalpha() or (sign != "" and unicodedata.category(sign)[0] == "M")


def read_agencies(path: Path) -> str:
    """Return the content of a user's file of agencies as ``CleaningSettings.agencies`` takes it.

    Raises ``InputError``, naming the file and the place in it, for what is not of the form of ``agencies.json``.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{path}, line {error.lineno}: this is no JSON ({error.msg}); {_SHAPE}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: this is no JSON in UTF-8; {_SHAPE}") from error
    if not isinstance(data, dict) or not data.keys() & {"agencies", "cues"}:
        raise InputError(f"{path}: {_SHAPE}")
    agencies, cues = data.get("agencies", []), data.get("cues", {})
    if not isinstance(agencies, list) or not isinstance(cues, dict):
        raise InputError(f"{path}: {_SHAPE}")
    rows = [_checked_row(row, f"{path}, agency {number}") for number, row in enumerate(agencies, start=1)]
    own = {name: _names(words, f'{path}, cues, "{name}"') for name, words in cues.items() if name != "note"}
    if unknown := sorted(own.keys() - set(_CUES)):
        raise InputError(f'{path}, cues: there is no "{unknown[0]}"; the lists are {", ".join(_CUES)}')
    lowered = {name: sorted(word.lower() for word in words) for name, words in own.items()}
    return json.dumps({"agencies": rows, "cues": lowered}, ensure_ascii=False, sort_keys=True)


def _checked_row(row: object, place: str) -> dict[str, object]:
    if not isinstance(row, dict) or not isinstance(row.get("agency"), str) or not row["agency"].strip():
        raise InputError(f'{place}: it must be an object with "agency", the short name')
    place = f"{place} ({row['agency']})"
    names = _names(row.get("names"), f'{place}, "names"')
    ambiguous = _names(row.get("ambiguous", []), f'{place}, "ambiguous"')
    if stray := sorted(set(ambiguous) - set(names)):
        raise InputError(f'{place}, "ambiguous": {stray[0]} is not among the names')
    return {"agency": row["agency"], "names": names, "ambiguous": ambiguous}


def _names(words: object, place: str) -> list[str]:
    if not isinstance(words, list):
        raise InputError(f"{place}: it must be a list of words")
    for word in words:
        if not isinstance(word, str) or not (sign_words(word) or _UNSPACED.search(word)):
            raise InputError(f"{place}: {json.dumps(word)} is no word")
    return words
