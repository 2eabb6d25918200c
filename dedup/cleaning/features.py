"""What can be seen of a line on its page: the features by which clutter is told from the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from dedup.cleaning.furniture import Furniture
from dedup.cleaning.lines import Line
from dedup.cleaning.traits import Traits, traits
from dedup.cleaning.words import letter_word_set, letter_words
from dedup.settings import CleaningSettings

FEATURES = (
    "length", "ends_sentence", "asks_or_calls", "lower_words", "capital_words", "separators", "columns", "digits",
    "time", "contact", "symbols", "phrase_whole", "phrase_start", "phrase_anywhere", "weak_words", "label", "reader",
    "lines_above_prose", "lines_below_prose", "prose_before", "prose_after", "furniture_before", "furniture_after",
    "short_run", "shared_words", "quotes", "bracketed", "bullet", "sentences", "byline", "repeated", "long_phrase",
    "photo", "author", "order", "lead_words", "above_headline", "below_headline",
)  # fmt: skip

_BY = re.compile(r"^\W*(?:By|BY|Written by)\s+")
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]*){1,3}")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What features need to know of the page around a line.

    ``prose`` are the indexes of lines that surely are body, ``words`` the words of the first, the inner and the last of
    these lines; ``lead`` longer words of the first two; ``furniture`` the phrases in each
    line; ``repeated`` the lines that stand on the page more than once; ``runs`` how many lines around each are no
    sentences; ``authors`` names (in lower case) from above the prose that the prose does not have; ``order`` counts, for
    each line above the prose, the lines before it that could be a headline.
    """

    lines: Sequence[Line]
    prose: Sequence[int]
    inside: frozenset[int]
    words: tuple[frozenset[str], frozenset[str], frozenset[str]]
    lead: frozenset[str]
    furniture: Sequence[Furniture]
    repeated: frozenset[str]
    runs: Sequence[int]
    authors: tuple[str, ...]
    order: Sequence[int]

    def words_beside(self, index: int) -> tuple[frozenset[str], ...]:
        """Return the words of the page's prose without those of the line ``index``, if it is its first or last."""
        first, inner, last = self.words
        if self.prose and index == self.prose[0]:
            return (inner, last) if len(self.prose) > 1 else ()
        if self.prose and index == self.prose[-1]:
            return first, inner
        return self.words


def surroundings(
    lines: Sequence[Line], prose: list[int], furniture: Sequence[Furniture], settings: CleaningSettings
) -> Surroundings:
    """Gather what a page's lines tell about each other."""
    inner = letter_word_set("\n".join([lines[index].text for index in prose[1:-1]]).lower())
    ends = [letter_word_set(lines[index].text.lower()) for index in (prose[:1] + prose[-1:])] or [
        frozenset(),
        frozenset(),
    ]
    words = (ends[0], inner, ends[-1])
    second = words_of(lines[prose[1]].text) if len(prose) > 1 else ()
    lead = frozenset(word for word in ends[0].union(second) if len(word) > 3)
    times = Counter([line.text for line in lines])
    first = prose[0] if prose else 0
    order, before = [], 0
    for line, found in zip(lines[:first], furniture, strict=False):
        order.append(before)
        before += len(line.text) > 15 and found.reason is None
    return Surroundings(
        lines, prose, frozenset(prose), words, lead, furniture,
        frozenset([text for text, number in times.items() if number > 1]),
        _short_runs(lines, settings), _authors(lines[:first], words), order,
    )  # fmt: skip


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return letter_words(text.lower())


def _authors(top: Sequence[Line], words: tuple[frozenset[str], frozenset[str], frozenset[str]]) -> tuple[str, ...]:
    """Return the names above the prose that its first and inner lines do not have: those of authors, not of persons."""
    names = {name.lower() for line in top[-20:] for name in _NAME.findall(_BY.sub("", line.text[:200]))}
    first, inner, _ = words
    return tuple(sorted(name for name in names if not (last := words_of(name)[-1:]) or last[0] not in first | inner))


def _short_runs(lines: Sequence[Line], settings: CleaningSettings) -> list[int]:
    """Count the lines around each, itself not included, that are no sentences (at most eight to each side)."""
    short = [not line.ends_sentence and len(line.text) <= settings.prose_chars * 2 for line in lines]
    runs, run = [], 0
    for is_short in short:
        runs.append(min(run, 8))
        run = run + 1 if is_short else 0
    run = 0
    for index in range(len(lines) - 1, -1, -1):
        runs[index] += min(run, 8)
        run = run + 1 if short[index] else 0
    return runs


def line_features(around: Surroundings, index: int, settings: CleaningSettings) -> list[float]:
    """Return one line's features, in the order of ``FEATURES``; the headline's place is not known yet (0)."""
    line = around.lines[index]
    own = traits(line, around.furniture[index], settings)
    first, last = (around.prose[0], around.prose[-1]) if around.prose else (len(around.lines), -1)
    return [
        *own.values[:17],
        log1p(max(first - index, 0)),
        log1p(max(index - last, 0)),
        float(index - 1 in around.inside),
        float(index + 1 in around.inside),
        _furniture_near(around, index, -1),
        _furniture_near(around, index, 1),
        log1p(around.runs[index]),
        _shared(own.telling, around.words_beside(index)),
        *own.values[17:22],
        float(line.text in around.repeated),
        *own.values[22:],
        float(index > first and _opens_with(line.text, around.authors)),
        log1p(around.order[index]) if index < len(around.order) else 2.5,
        _lead_words(own, around) if index < first else 0.0,
        0.0,
        0.0,
    ]


def opens_with_stranger(around: Surroundings, index: int) -> bool:
    """Tell whether a line opens with a name that the page's prose does not have, as what a page says of its author."""
    found = _NAME.match(around.lines[index].text)
    if not found:
        return False
    last = words_of(found.group())[-1:]
    return bool(last) and not any(last[0] in words for words in around.words_beside(index))


def shared_words(text: str, others: tuple[frozenset[str], ...]) -> float:
    """Return the share of a text's telling words (longer than four letters) that are among ``others``."""
    return _shared([word for word in words_of(text) if len(word) > 4], others)


def _shared(telling: Sequence[str], others: tuple[frozenset[str], ...]) -> float:
    if not telling:
        return 0.0
    left = telling  # sets are asked one after the other: to unite them for every line took a tenth of the time
    for words in others:
        left = [word for word in left if word not in words]
    return (len(telling) - len(left)) / len(telling)


def _lead_words(own: Traits, around: Surroundings) -> float:
    return log1p(len([word for word in own.lowered if word in around.lead]))


def _opens_with(text: str, names: tuple[str, ...]) -> bool:
    return text[:80].lower().startswith(names)


def _furniture_near(around: Surroundings, index: int, step: int) -> float:
    for place in (index + step, index + 2 * step):
        if 0 <= place < len(around.lines):
            found = around.furniture[place]
            if found.whole or found.start:
                return 1.0
    return 0.0
