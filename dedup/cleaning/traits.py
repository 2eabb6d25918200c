"""What a line shows by itself, whatever page it stands on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log1p

from dedup.cleaning.agencies import lexicon
from dedup.cleaning.furniture import Furniture
from dedup.cleaning.lines import Line
from dedup.cleaning.words import letter_words, word_cases
from dedup.settings import CleaningSettings

TRAITS = (
    "length", "ends_sentence", "asks_or_calls", "lower_words", "capital_words", "separators", "columns", "symbols",
    "phrase_start", "phrase_anywhere", "long_phrase", "label", "quotes", "sentences", "byline", "photo",
)  # fmt: skip
"""The features of a line by itself, in the order of ``traits``."""

# Every pattern that is searched for begins with a set of signs, so that the engine skips to the next of them; what must
# stand before the sign is looked up behind it.
_SEPARATOR = re.compile(r"[|·•›»▸❯>/~▪●∙→✦▶⏱–—-](?:(?<=[|·•›»▸❯▪●∙])|(?<!\w.)(?!\w)|(?<=\w[/>→])\s*$)", re.DOTALL)
_COLUMNS = re.compile(r"\S {2,}(?=\S)|\t")
_SYMBOL = re.compile("[\u2190-\u2bff\u2600-\u27bf\U0001f000-\U0001faff©®★☆]")
_LABEL = re.compile(r"\W{0,3}[^\W\d_][\w '’&-]{1,28}\s?[:|➤▸►»]\s?\S")
BULLET = re.compile(r"(?:[•▪●◦‣*·-]|\d{1,2}[.)])\s")
_STOP = re.compile(r"[.!?。！？।؟]['\"”’)]*\s+\S|[。！？]")
_CREDITED = re.compile(r"/(?:AP|AFP|Reuters|PTI|ANI)\b|图")
# A search runs only where the line has one of the signs that it needs: most lines have none, and most searches are
# slow to find that out.
_IN_SEPARATORS = frozenset("|·•›»▸❯>/~▪●∙→✦▶⏱–—-")
_IN_LABELS = frozenset(":|➤▸►»")
_IN_QUOTES = frozenset('"“”«»„「」')
_IN_STOPS = frozenset(".!?。！？।؟")
CLOSERS = "\"'”’»)"
STOPS = ".।。"
_IN_CREDITED = frozenset("/图")
_NO_SIGNS = bytes([32, *range(65, 91), *range(97, 123)])  # ASCII's letters, and the space

# Signs that call the reader away or mark pictures and lists; addresses have the colon and the slash.
_CALLING = frozenset("|›»▸►▶➤❯❮☰•·●▪◦‣_/:*>©@#\t")


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that lines of a sort have: how a byline begins (its first word, and all of it), what captions speak of."""

    openers: frozenset[str]
    byline: re.Pattern[str]
    pictures: frozenset[str]


@cache
def _words() -> _Words:
    data = json.loads(resources.files(__package__).joinpath("furniture.json").read_text(encoding="utf-8"))
    opening = "|".join(map(re.escape, data["bylines"]))
    return _Words(
        openers=frozenset(phrase.split()[0] for phrase in data["bylines"]),
        byline=re.compile(rf"\W{{0,2}}(?:{opening})\W{{1,3}}[^\W\d_]", re.IGNORECASE),
        pictures=frozenset(data["pictures"]) | lexicon().cues.photo,
    )


def traits(line: Line, found: Furniture, settings: CleaningSettings) -> tuple[float, ...]:
    """Return a line's traits, in the order of ``TRAITS``; ``found`` is the furniture in it."""
    text, words, known = line.text, line.words, _words()
    if len(text) > settings.feature_chars:
        text = text[: settings.feature_chars]
        words = letter_words(line.plain[: settings.feature_chars])
    small, capital, upper = word_cases(text)
    marks = marks_of(text)
    signs = set(marks)
    inner = marks[:-1] if text[-1] in ".!?" else marks
    return (
        log1p(line.breadth),
        1.0 if line.ends_sentence else 0.0,
        1.0 if text.rstrip("\"'”’ )")[-1:] in "?!？！؟" else 0.0,
        small / (small + capital) if small + capital else 0.5,
        upper / (len(words) or 1),
        0.0 if _IN_SEPARATORS.isdisjoint(signs) else min(len(_SEPARATOR.findall(text)), 5.0),
        min(len(_COLUMNS.findall(text)), 4.0) if "  " in text or "\t" in signs else 0.0,
        0.0 if marks.isascii() else min(len(_SYMBOL.findall(marks)), 3.0),
        0.0 if found.start is None else 1.0,
        min(len(found.anywhere), 3.0),
        1.0 if len(text) > settings.prose_chars and (found.anywhere or found.start) else 0.0,
        1.0 if not _IN_LABELS.isdisjoint(signs) and _LABEL.match(text) else 0.0,
        0.0 if _IN_QUOTES.isdisjoint(signs) else 1.0,
        0.0 if _IN_STOPS.isdisjoint(inner) else log1p(len(_STOP.findall(text))),
        1.0 if words and words[0] in known.openers and not line.ends_sentence and known.byline.match(text) else 0.0,
        1.0 if _names_photo(text, words, signs) else 0.0,
    )


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
        and _words().pictures.isdisjoint(line.words)
        and (marks.isascii() or not _SYMBOL.search(marks))
    )


def names_photo(line: Line) -> bool:
    """Tell whether a line speaks of a picture or carries a photographer's credit."""
    return _names_photo(line.text, line.words, set(line.text))


def _names_photo(text: str, lowered: list[str], signs: set[str]) -> bool:
    return not _words().pictures.isdisjoint(lowered) or (
        not _IN_CREDITED.isdisjoint(signs) and _CREDITED.search(text) is not None
    )
