"""What a line shows by itself, whatever page it stands on: the part of its features that is looked up once per line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log1p

from dedup.cleaning.furniture import REMEMBERED, Furniture
from dedup.cleaning.lines import Line
from dedup.cleaning.words import letter_words
from dedup.settings import CleaningSettings

TRAITS = (
    "length", "ends_sentence", "asks_or_calls", "lower_words", "capital_words", "separators", "columns", "digits",
    "time", "contact", "symbols", "phrase_whole", "phrase_start", "phrase_anywhere", "weak_words", "label", "reader",
    "quotes", "bracketed", "bullet", "sentences", "byline", "long_phrase", "photo",
)  # fmt: skip
"""The features of a line by itself, in the order of ``Traits.values``."""

# Every pattern that is searched for begins with a set of signs, so that the engine skips to the next of them; what must
# stand before the sign is looked up behind it.
_SEPARATOR = re.compile(r"[|·•›»▸❯>/~▪●∙→✦▶⏱–—-](?:(?<=[|·•›»▸❯▪●∙])|(?<!\w.)(?!\w)|(?<=\w[/>→])\s*$)", re.DOTALL)
_COLUMNS = re.compile(r"\S {2,}(?=\S)|\t")
_DIGITS = re.compile(r"\d+")
_TIME = re.compile(
    r"\b(?:\d{1,2}[:.h]\d{2}\b|(?:19|20)\d{2}\b|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\d+ (?:min|mins|minutes?|hours?|days?)\b)"
    r"|\d{4,}年"
)
_ZONE = re.compile(r"[IGUEB](?<!\w.)(?:(?<=I)ST|(?<=G)MT|(?<=U)TC|(?<=E)[SD]T|(?<=B)ST)\b")
_CONTACT = re.compile(r"[@#.](?:(?<=@)\w|(?<=#)(?<!\w#)\w|(?<=\w\.)(?:com|org|net|in|co|example|tv|io)\b)")
_ADDRESS = re.compile(r"https?:|www\.")
_SYMBOL = re.compile("[\u2190-\u2bff\u2600-\u27bf\U0001f000-\U0001faff©®★☆]")
_LABEL = re.compile(r"\W{0,3}[^\W\d_][\w '’&-]{1,28}\s?[:|➤▸►»]\s?\S")
_BYLINE = re.compile(
    r"\W{0,2}(?:by|par|por|von|da|di|door|av|von|автор:?|written by|story by)\W{1,3}[^\W\d_]", re.IGNORECASE
)
BULLET = re.compile(r"(?:[•▪●◦‣*·-]|\d{1,2}[.)])\s")
_STOP = re.compile(r"[.!?。！？।؟]['\"”’)]*\s+\S|[。！？]")
_CREDITED = re.compile(r"/(?:AP|AFP|Reuters|PTI|ANI)\b|图")
_ZONES = frozenset(["IST", "GMT", "UTC", "EST", "EDT", "BST"])
_READER = frozenset(
    "you your we our us votre vos nous notre tu sus nuestro nuestra ihr ihre wir unsere".split()  # noqa: SIM905
)
_PHOTO = frozenset(
    "photo photos photograph photographs photographer image images pic picture pictured file handout illustration "  # noqa: SIM905
    "graphic getty courtesy archive foto bild फोटो".split()
)

# A search runs only where the line has one of the signs that it needs: most lines have none, and most searches are
# slow to find that out.
_IN_SEPARATORS = frozenset("|·•›»▸❯>/~▪●∙→✦▶⏱–—-")
_IN_CONTACTS = frozenset("@#")
_IN_LABELS = frozenset(":|➤▸►»")
_IN_STOPS = frozenset(".!?。！？।؟")
_IN_QUOTES = frozenset('"“”«»„「」')
_IN_CREDITED = frozenset("/图")


@dataclass(frozen=True, slots=True)
class Traits:
    """``values`` in the order of ``TRAITS``, the line's words in lower case, and the longer ones of them."""

    values: tuple[float, ...]
    lowered: tuple[str, ...]
    telling: tuple[str, ...]


_Key = tuple[str, int, int, int, int]
_memory: dict[_Key, Traits] = {}


def traits(line: Line, found: Furniture, settings: CleaningSettings) -> Traits:
    """Return a line's traits; ``found`` is the furniture in it. Those of short lines are remembered."""
    if len(line.text) >= settings.furniture_long_chars:
        return _traits(line, found, settings)
    # All else that traits rest on follows from these; an lru_cache would have to hash the furniture too, every time.
    key = (
        line.text, settings.feature_chars, settings.prose_chars,
        settings.furniture_short_chars, settings.furniture_chars,
    )  # fmt: skip
    known = _memory.get(key)
    if known is None:
        if len(_memory) >= REMEMBERED:
            _memory.clear()
        known = _memory[key] = _traits(line, found, settings)
    return known


def _traits(line: Line, found: Furniture, settings: CleaningSettings) -> Traits:
    text = line.text[: settings.feature_chars]
    words = letter_words(text)
    count = len(words) or 1
    lowered = [word.lower() for word in words]
    small = len([word for word in words if word[0].islower()])
    cased = small + len([word for word in words if word[0].isupper()])
    signs = set(text)
    digits = list(_DIGITS.finditer(text))
    times = _times(text, digits) if digits else 0
    if not _ZONES.isdisjoint(words):
        times += len(_ZONE.findall(text))
    values = (
        log1p(line.breadth),
        float(line.ends_sentence),
        float(text.rstrip("\"'”’ )")[-1:] in "?!？！؟"),
        small / cased if cased else 0.5,
        len([word for word in words if len(word) > 1 and word.isupper()]) / count,
        0.0 if _IN_SEPARATORS.isdisjoint(signs) else float(min(len(_SEPARATOR.findall(text)), 5)),
        float(min(len(_COLUMNS.findall(text)), 4)) if "  " in text or "\t" in text else 0.0,
        sum([run.end() - run.start() for run in digits]) / len(text) if digits else 0.0,
        float(min(times, 3)),
        float(_calls_away(text, signs)),
        0.0 if text.isascii() else float(min(len(_SYMBOL.findall(text)), 3)),
        float(found.whole is not None),
        float(found.start is not None),
        float(min(len(found.anywhere), 3)),
        min(found.weak / count, 1.0),
        float(not _IN_LABELS.isdisjoint(signs) and _LABEL.match(text) is not None),
        float(not _READER.isdisjoint(lowered)),
        float(not _IN_QUOTES.isdisjoint(signs)),
        float(text[0] in "([（【" and text[-1] in ")]）】."),
        float(BULLET.match(text) is not None),
        0.0 if _IN_STOPS.isdisjoint(signs) else log1p(len(_STOP.findall(text))),
        float(_BYLINE.match(text) is not None),
        float(len(text) > settings.prose_chars and bool(found.anywhere or found.start)),
        float(names_photo(text, lowered)),
    )
    return Traits(values, tuple(lowered), tuple(word for word in lowered if len(word) > 4))


def _times(text: str, digits: list[re.Match[str]]) -> int:
    """Count dates, times and spans of time; each begins at a run of digits."""
    count, end = 0, 0
    for run in digits:
        if run.start() >= end and (found := _TIME.match(text, run.start())):
            count, end = count + 1, found.end()
    return count


def _calls_away(text: str, signs: set[str]) -> bool:
    """Tell whether a line holds an address, a handle or a hashtag."""
    if (not _IN_CONTACTS.isdisjoint(signs) or "." in text[:-1]) and _CONTACT.search(text):
        return True
    return ("http" in text or "www." in text) and _ADDRESS.search(text) is not None


def forget_traits() -> None:
    """Empty the memory of lines, for fair timing."""
    _memory.clear()


def names_photo(text: str, lowered: list[str]) -> bool:
    """Tell whether a line speaks of a picture or carries a photographer's credit."""
    if not _PHOTO.isdisjoint(lowered):
        return True
    return not _IN_CREDITED.isdisjoint(text) and _CREDITED.search(text) is not None
