"""What can be seen of a line of a page: the features by which clutter is told from the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from dedup.cleaning.furniture import Furniture
from dedup.cleaning.lines import Line
from dedup.settings import CleaningSettings

FEATURES = (
    "length", "ends_sentence", "asks_or_calls", "lower_words", "capital_words", "separators", "columns", "digits",
    "time", "contact", "symbols", "phrase_whole", "phrase_start", "phrase_anywhere", "weak_words", "label", "reader",
    "lines_above_prose", "lines_below_prose", "prose_before", "prose_after", "furniture_before", "furniture_after",
    "short_run", "shared_words", "quotes", "bracketed", "bullet", "sentences", "byline", "repeated", "long_phrase",
    "photo", "author", "order", "lead_words", "above_headline", "below_headline",
)  # fmt: skip

_SEPARATOR = re.compile(r"(?<!\w)[|·•›»▸❯>/~▪●∙→✦▶⏱–—-](?!\w)|[|·•›»▸❯▪●∙]|\w\s?[/>→]\s*$")
_COLUMNS = re.compile(r"\S {2,}(?=\S)|\t")
_TIME = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
    r"|\b\d+ (?:min|mins|minutes?|hours?|days?)\b|\d{4}年|\b(?:IST|GMT|UTC|E[SD]T|BST)\b"
)
_CONTACT = re.compile(r"https?:|www\.|\w@\w|(?<!\w)[@#]\w|\w\.(?:com|org|net|in|co|example|tv|io)\b")
_SYMBOL = re.compile("[\u2190-\u2bff\u2600-\u27bf\U0001f000-\U0001faff©®★☆]")
_LABEL = re.compile(r"\W{0,3}[^\W\d_][\w '’&-]{1,28}\s?[:|➤▸►»]\s?\S")
_READER = frozenset(
    (
        "you",
        "your",
        "we",
        "our",
        "us",
        "votre",
        "vos",
        "nous",
        "notre",
        "tu",
        "sus",
        "nuestro",
        "nuestra",
        "ihr",
        "ihre",
        "wir",
        "unsere",
    )
)
_BYLINE = re.compile(
    r"\W{0,2}(?:by|par|por|von|da|di|door|av|von|автор:?|written by|story by)\W{1,3}[^\W\d_]", re.IGNORECASE
)
BULLET = re.compile(r"(?:[•▪●◦‣*·-]|\d{1,2}[.)])\s")
_STOP = re.compile(r"[.!?。！？।؟]['\"”’)]*\s+\S|[。！？]")
_PHOTO = frozenset(
    [
        *(
            "photo",
            "photos",
            "photograph",
            "photographs",
            "photographer",
            "image",
            "images",
            "pic",
            "picture",
            "pictured",
        ),
        *("file", "handout", "illustration", "graphic", "getty", "courtesy", "archive", "foto", "bild", "फोटो"),
    ]
)
_CREDITED = re.compile(r"/(?:AP|AFP|Reuters|PTI|ANI)\b|图")
_DIGIT = re.compile(r"\d")
_BY = re.compile(r"^\W*(?:By|BY|Written by)\s+")
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]*){1,3}")
_QUOTE = re.compile(r"[\"“”«»„「」]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What features need to know of the page around a line.

    ``prose`` are the indexes of lines that surely are body, ``words`` the words of the first, the inner and the last of
    these lines, ``lead`` longer words of the first two; ``furniture`` the phrases in each line; ``repeated`` the lines
    that stand on the page more than once;
    ``authors`` names (in lower case) from above the prose that the prose does not have; ``order`` counts, for each line
    above the prose, the lines before it that could be a headline.
    """

    lines: Sequence[Line]
    prose: Sequence[int]
    words: tuple[frozenset[str], frozenset[str], frozenset[str]]
    lead: frozenset[str]
    furniture: Sequence[Furniture]
    repeated: frozenset[str]
    authors: tuple[str, ...]
    order: Sequence[int]

    def words_beside(self, index: int) -> frozenset[str]:
        """Return the words of the page's prose without those of the line ``index``, if it is its first or last."""
        first, inner, last = self.words
        if self.prose and index == self.prose[0]:
            return inner | last if len(self.prose) > 1 else frozenset()
        if self.prose and index == self.prose[-1]:
            return first | inner
        return first | inner | last


def surroundings(lines: Sequence[Line], prose: list[int], furniture: Sequence[Furniture]) -> Surroundings:
    """Gather what a page's lines tell about each other."""
    inner = "\n".join(lines[index].text for index in prose[1:-1])
    ends = [frozenset(words_of(lines[index].text)) for index in (prose[:1] + prose[-1:])] or [frozenset(), frozenset()]
    words = (ends[0], frozenset(words_of(inner)), ends[-1])
    lead = frozenset(word for index in prose[:2] for word in words_of(lines[index].text) if len(word) > 3)
    times = Counter(line.text for line in lines)
    first = prose[0] if prose else 0
    order, before = [], 0
    for line, found in zip(lines[:first], furniture, strict=False):
        order.append(before)
        before += len(line.text) > 15 and found.reason is None
    return Surroundings(
        lines, prose, words, lead, furniture, frozenset(text for text, number in times.items() if number > 1),
        _authors(lines[:first], words), order,
    )  # fmt: skip


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


def _authors(top: Sequence[Line], words: tuple[frozenset[str], frozenset[str], frozenset[str]]) -> tuple[str, ...]:
    """Return the names above the prose that its first and inner lines do not have: those of authors, not of persons."""
    names = {name.lower() for line in top[-20:] for name in _NAME.findall(_BY.sub("", line.text[:200]))}
    first, inner, _ = words
    return tuple(sorted(name for name in names if not (last := words_of(name)[-1:]) or last[0] not in first | inner))


def line_features(around: Surroundings, index: int, settings: CleaningSettings) -> list[float]:
    """Return one line's features, in the order of ``FEATURES``; the headline's place is not known yet (0)."""
    line = around.lines[index]
    text = line.text[: settings.feature_chars]
    words = _WORD.findall(text)
    count = len(words) or 1
    found = around.furniture[index]
    cased = [word for word in words if word[0].islower() or word[0].isupper()]
    first, last = (around.prose[0], around.prose[-1]) if around.prose else (len(around.lines), -1)
    lowered = [word.lower() for word in words]
    return [
        log1p(line.breadth),
        float(line.ends_sentence),
        float(text.rstrip("\"'”’ )")[-1:] in "?!？！؟"),
        sum(word[0].islower() for word in cased) / len(cased) if cased else 0.5,
        sum(word.isupper() and len(word) > 1 for word in words) / count,
        float(min(len(_SEPARATOR.findall(text)), 5)),
        float(min(len(_COLUMNS.findall(text)), 4)),
        len(_DIGIT.findall(text)) / len(text),
        float(min(len(_TIME.findall(text)), 3)),
        float(_CONTACT.search(text) is not None),
        0.0 if text.isascii() else float(min(len(_SYMBOL.findall(text)), 3)),
        float(found.whole is not None),
        float(found.start is not None),
        float(min(len(found.anywhere), 3)),
        min(found.weak / count, 1.0),
        float(_LABEL.match(text) is not None),
        float(not _READER.isdisjoint(lowered)),
        log1p(max(first - index, 0)),
        log1p(max(index - last, 0)),
        float(inside(around.prose, index - 1)),
        float(inside(around.prose, index + 1)),
        _furniture_near(around, index, -1),
        _furniture_near(around, index, 1),
        log1p(_short_run(around, index, settings)),
        _shared(lowered, around.words_beside(index)),
        float(_QUOTE.search(text) is not None),
        float(text[0] in "([（【" and text[-1] in ")]）】."),
        float(BULLET.match(text) is not None),
        log1p(len(_STOP.findall(text))),
        float(_BYLINE.match(text) is not None),
        float(line.text in around.repeated),
        float(len(text) > settings.prose_chars and bool(found.anywhere or found.start)),
        float(names_photo(text, lowered)),
        float(index > first and _opens_with(text, around.authors)),
        log1p(around.order[index]) if index < len(around.order) else 2.5,
        log1p(sum(word in around.lead for word in lowered)) if index < first else 0.0,
        0.0,
        0.0,
    ]


def shared_words(text: str, others: frozenset[str]) -> float:
    """Return the share of a text's telling words (longer than four letters) that are among ``others``."""
    return _shared(words_of(text), others)


def _shared(lowered: Sequence[str], others: frozenset[str]) -> float:
    telling = [word for word in lowered if len(word) > 4]
    return sum(word in others for word in telling) / len(telling) if telling else 0.0


def names_photo(text: str, lowered: Sequence[str]) -> bool:
    """Tell whether a line speaks of a picture or carries a photographer's credit."""
    return not _PHOTO.isdisjoint(lowered) or _CREDITED.search(text) is not None


def inside(prose: Sequence[int], index: int) -> bool:
    """Tell whether ``index`` is in the sorted ``prose``."""
    at = bisect_left(prose, index)
    return at < len(prose) and prose[at] == index


def _opens_with(text: str, names: Sequence[str]) -> bool:
    lowered = text[:80].lower()
    return any(lowered.startswith(name) for name in names)


def _furniture_near(around: Surroundings, index: int, step: int) -> float:
    for place in (index + step, index + 2 * step):
        if 0 <= place < len(around.lines):
            found = around.furniture[place]
            if found.whole or found.start:
                return 1.0
    return 0.0


def _short_run(around: Surroundings, index: int, settings: CleaningSettings) -> int:
    """Count the lines around this one, itself included, that are no sentences (at most eight to each side)."""
    run = 0
    for step in (-1, 1):
        place = index + step
        while 0 <= place < len(around.lines) and abs(place - index) <= 8:
            line = around.lines[place]
            if line.ends_sentence or len(line.text) > settings.prose_chars * 2:
                break
            run += 1
            place += step
    return run
