"""What can be seen of a line on its page: the features by which clutter is told from the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from dedup.cleaning.furniture import Furniture
from dedup.cleaning.lines import Line
from dedup.cleaning.traits import traits
from dedup.cleaning.words import letter_words
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
    inner = frozenset().union(*[lines[index].words for index in prose[1:-1]])
    ends = [frozenset(lines[index].words) for index in (prose[:1] + prose[-1:])] or [frozenset(), frozenset()]
    words = (ends[0], inner, ends[-1])
    second = lines[prose[1]].words if len(prose) > 1 else ()
    lead = frozenset([word for word in ends[0].union(second) if len(word) > 3])
    texts = [line.text for line in lines]
    times = Counter(texts) if len(set(texts)) < len(texts) else {}
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
    first, inner, _ = words
    names = set()
    for line in top[-20:]:
        by = _BY.match(line.text)
        for name in _NAME.findall(line.text[:200], by.end() if by else 0):
            lowered = name.lower()
            last = words_of(lowered.rpartition(" ")[2])[-1:]
            if not last or not (last[0] in first or last[0] in inner):
                names.add(lowered)
    return tuple(sorted(names))


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


def line_features(around: Surroundings, index: int, settings: CleaningSettings) -> tuple[float, ...]:
    """Return one line's features, in the order of ``FEATURES``; the headline's place is not known yet (0)."""
    line = around.lines[index]
    values, lowered, telling = traits(line, around.furniture[index], settings)
    first, last = (around.prose[0], around.prose[-1]) if around.prose else (len(around.lines), -1)
    return (
        *values[:17],
        log1p(first - index) if index < first else 0.0,
        log1p(index - last) if index > last else 0.0,
        1.0 if index - 1 in around.inside else 0.0,
        1.0 if index + 1 in around.inside else 0.0,
        _furniture_near(around, index, -1),
        _furniture_near(around, index, 1),
        log1p(around.runs[index]),
        _shared(telling, around.words_beside(index)),
        *values[17:22],
        1.0 if line.text in around.repeated else 0.0,
        *values[22:],
        1.0 if index > first and line.plain.startswith(around.authors) else 0.0,
        log1p(around.order[index]) if index < len(around.order) else 2.5,
        log1p(len([word for word in lowered if word in around.lead])) if index < first else 0.0,
        0.0,
        0.0,
    )


def opens_with_stranger(around: Surroundings, index: int) -> bool:
    """Tell whether a line opens with a name that the page's prose does not have, as what a page says of its author."""
    found = _NAME.match(around.lines[index].text)
    if not found:
        return False
    last = words_of(found.group())[-1:]
    return bool(last) and not any(last[0] in words for words in around.words_beside(index))


def shared_words(line: Line, others: tuple[frozenset[str], ...]) -> float:
    """Return the share of a line's telling words (longer than four letters) that are among ``others``."""
    return _shared([word for word in line.words if len(word) > 4], others)


def _shared(telling: Sequence[str], others: tuple[frozenset[str], ...]) -> float:
    if not telling:
        return 0.0
    left = telling  # sets are asked one after the other: to unite them for every line took a tenth of the time
    for words in others:
        left = [word for word in left if word not in words]
    return (len(telling) - len(left)) / len(telling)


def _furniture_near(around: Surroundings, index: int, step: int) -> float:
    for found in around.furniture[index + 1 : index + 3] if step > 0 else around.furniture[max(0, index - 2) : index]:
        if found.whole or found.start:
            return 1.0
    return 0.0
