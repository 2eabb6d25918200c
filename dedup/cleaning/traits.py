"""What a line shows by itself, whatever page it stands on: the part of its features that is looked up once per line."""

from __future__ import annotations

import re
from math import log1p
from typing import NamedTuple

from dedup.cleaning.furniture import Furniture
from dedup.cleaning.lines import Line
from dedup.cleaning.words import letter_words, word_cases
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
    r"\d(?:(?<!\w\d)(?:\d?[:.h]\d{2}\b|(?:(?<=1)9|(?<=2)0)\d{2}\b|\d?[/.]\d{1,2}[/.]\d{2,4}\b"
    r"|\d* (?:min|mins|minutes?|hours?|days?)\b)|(?<!\d\d)\d{3,}年)"
)
_ZONE = re.compile(r"[IGUEB](?<!\w.)(?:(?<=I)ST|(?<=G)MT|(?<=U)TC|(?<=E)[SD]T|(?<=B)ST)\b")
_CONTACT = re.compile(r"[@#.](?:(?<=@)\w|(?<=#)(?<!\w#)\w|(?<=\w\.)(?:com|org|net|in|co|example|tv|io)\b)")
_ADDRESS = re.compile(r"https?:|www\.")
_SYMBOL = re.compile("[\u2190-\u2bff\u2600-\u27bf\U0001f000-\U0001faff©®★☆]")
_LABEL = re.compile(r"\W{0,3}[^\W\d_][\w '’&-]{1,28}\s?[:|➤▸►»]\s?\S")
_BY_WORDS = frozenset(["by", "par", "por", "von", "da", "di", "door", "av", "автор", "written", "story"])
_BYLINE = re.compile(
    r"\W{0,2}(?:by|par|por|von|da|di|door|av|von|автор:?|written by|story by)\W{1,3}[^\W\d_]", re.IGNORECASE
)
BULLET = re.compile(r"(?:[•▪●◦‣*·-]|\d{1,2}[.)])\s")
_STOP = re.compile(r"[.!?。！？।؟]['\"”’)]*\s+\S|[。！？]")
_CREDITED = re.compile(r"/(?:AP|AFP|Reuters|PTI|ANI)\b|图")
_ZONES = frozenset(["ist", "gmt", "utc", "est", "edt", "bst"])
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
CLOSERS = "\"'”’»)"
STOPS = ".।。"
_IN_CREDITED = frozenset("/图")
_IN_BULLETS = frozenset("•▪●◦‣*·-0123456789")
_NO_SIGNS = bytes([32, *range(65, 91), *range(97, 123)])  # ASCII's letters, and the space

# Signs that call the reader away or mark pictures and lists; addresses have the colon and the slash.
_CALLING = frozenset("|›»▸►▶➤❯❮☰•·●▪◦‣_/:*>©@#\t")

REMEMBERED = 8192
"""Lines whose traits are remembered, so that the furniture of a hundred pages of one outlet is looked at once."""
_REMEMBERED_CHARS = 160


class Traits(NamedTuple):
    """``values`` in the order of ``TRAITS``, the line's words in lower case, and the longer ones of them."""

    values: tuple[float, ...]
    lowered: list[str]
    telling: list[str]


_Key = tuple[str, int, int, int, int]
_memory: dict[_Key, Traits] = {}


def traits(line: Line, found: Furniture, settings: CleaningSettings) -> Traits:
    """Return a line's traits; ``found`` is the furniture in it. Those of short lines are remembered."""
    if len(line.text) >= _REMEMBERED_CHARS:
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
    text, lowered = line.text, line.words
    if len(text) > settings.feature_chars:
        text = text[: settings.feature_chars]
        lowered = letter_words(line.plain[: settings.feature_chars])
    count = len(lowered) or 1
    small, capital, upper = word_cases(text)
    marks = marks_of(text)
    signs = set(marks)
    inner = marks[:-1] if text[-1] in ".!?" else marks
    digits = sum(map(len, _DIGITS.findall(marks)))
    times = len(_TIME.findall(text)) if digits else 0
    if not _ZONES.isdisjoint(lowered):
        times += len(_ZONE.findall(text))
    values = (
        log1p(line.breadth),
        1.0 if line.ends_sentence else 0.0,
        1.0 if text.rstrip("\"'”’ )")[-1:] in "?!？！؟" else 0.0,
        small / (small + capital) if small + capital else 0.5,
        upper / count,
        0.0 if _IN_SEPARATORS.isdisjoint(signs) else min(len(_SEPARATOR.findall(text)), 5.0),
        min(len(_COLUMNS.findall(text)), 4.0) if "  " in text or "\t" in signs else 0.0,
        digits / len(text),
        min(times, 3.0),
        1.0 if _calls_away(text, inner, signs) else 0.0,
        0.0 if text.isascii() else min(len(_SYMBOL.findall(marks)), 3.0),
        0.0 if found.whole is None else 1.0,
        0.0 if found.start is None else 1.0,
        min(len(found.anywhere), 3.0),
        min(found.weak / count, 1.0),
        1.0 if not _IN_LABELS.isdisjoint(signs) and _LABEL.match(text) else 0.0,
        0.0 if _READER.isdisjoint(lowered) else 1.0,
        0.0 if _IN_QUOTES.isdisjoint(signs) else 1.0,
        1.0 if text[0] in "([（【" and text[-1] in ")]）】." else 0.0,
        1.0 if text[0] in _IN_BULLETS and BULLET.match(text) else 0.0,
        0.0 if _IN_STOPS.isdisjoint(inner) else log1p(len(_STOP.findall(text))),
        1.0 if lowered and lowered[0] in _BY_WORDS and _BYLINE.match(text) else 0.0,
        1.0 if len(text) > settings.prose_chars and (found.anywhere or found.start) else 0.0,
        1.0 if _names_photo(text, lowered, signs) else 0.0,
    )
    return Traits(values, lowered, [word for word in lowered if len(word) > 4])


def marks_of(text: str) -> str:
    """Return what is neither a letter of ASCII nor a space: a few signs, among them all that searches begin with."""
    return text.encode("utf-8", "surrogatepass").translate(None, _NO_SIGNS).decode("utf-8", "surrogatepass")


def is_plain_sentence(line: Line) -> bool:
    """Tell whether a line ends in a full stop and has no sign, address or word that furniture and captions have."""
    text = line.text
    if not (line.ends_sentence and text.rstrip(CLOSERS)[-1:] in STOPS) or text.endswith("..."):
        return False
    marks = marks_of(text)
    return (
        _CALLING.isdisjoint(marks)
        and "  " not in text
        and "www." not in text
        and _PHOTO.isdisjoint(line.words)
        and (marks.isascii() or not _SYMBOL.search(marks))
    )


def _calls_away(text: str, inner: str, signs: set[str]) -> bool:
    """Tell whether a line holds an address, a handle or a hashtag; ``inner`` are its signs but for a last stop."""
    if (not _IN_CONTACTS.isdisjoint(signs) or inner.count(".") > text.count(". ")) and _CONTACT.search(text):
        return True
    return ("http" in text or "www." in text) and _ADDRESS.search(text) is not None


def forget_traits() -> None:
    """Empty the memory of lines, for fair timing."""
    _memory.clear()


def names_photo(line: Line) -> bool:
    """Tell whether a line speaks of a picture or carries a photographer's credit."""
    return _names_photo(line.text, line.words, set(line.text))


def _names_photo(text: str, lowered: list[str], signs: set[str]) -> bool:
    return not _PHOTO.isdisjoint(lowered) or (not _IN_CREDITED.isdisjoint(signs) and _CREDITED.search(text) is not None)
