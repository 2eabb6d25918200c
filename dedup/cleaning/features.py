"""What can be seen of a line on its page: the features by which clutter is told from the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p

from dedup.cleaning.furniture import Furniture
from dedup.cleaning.lines import Line
from dedup.cleaning.traits import TRAITS, traits
from dedup.cleaning.words import letter_words, plain_line
from dedup.settings import CleaningSettings

FEATURES = (
    *TRAITS, "lines_above_prose", "lines_below_prose", "prose_before", "prose_after", "short_run", "author", "order",
    "lead_words", "above_headline", "below_headline",
)  # fmt: skip

_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]*){1,3}")


@dataclass(frozen=True)  # no slots, for the sake of cached_property
class Surroundings:
    """What features need to know of the page around a line.

    ``prose`` are the indexes of lines that surely are body; ``lead`` longer words of the first two; ``furniture`` the
    phrases in each line; ``runs`` how many lines around each are no sentences; ``order`` counts, for each line above the
    prose, the lines before it that could be a headline.
    """

    lines: Sequence[Line]
    prose: Sequence[int]
    inside: frozenset[int]
    lead: frozenset[str]
    furniture: Sequence[Furniture]
    runs: Sequence[int]
    order: Sequence[int]

    @cached_property
    def _words(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The words of the first, the inner and the last lines of prose."""
        words = [self.lines[index].words for index in self.prose]
        return frozenset().union(*words[:1]), frozenset().union(*words[1:-1]), frozenset().union(*words[-1:])

    def words_beside(self, index: int) -> tuple[frozenset[str], ...]:
        """Return the words of the page's prose without those of the line ``index``, if it is its first or last."""
        first, inner, last = self._words
        if self.prose and index == self.prose[0]:
            return (inner, last) if len(self.prose) > 1 else ()
        if self.prose and index == self.prose[-1]:
            return first, inner
        return self._words


def surroundings(
    lines: Sequence[Line], prose: list[int], furniture: Sequence[Furniture], settings: CleaningSettings
) -> Surroundings:
    """Gather what a page's lines tell about each other."""
    lead = frozenset([word for index in prose[:2] for word in lines[index].words if len(word) > 3])
    order, before = [], 0
    for line, found in zip(lines[: prose[0] if prose else 0], furniture, strict=False):
        order.append(before)
        before += len(line.text) > 15 and found.reason is None
    return Surroundings(lines, prose, frozenset(prose), lead, furniture, _short_runs(lines, settings), order)


def _short_runs(lines: Sequence[Line], settings: CleaningSettings) -> list[int]:
    """Count the lines around each, itself not included, that are no sentences (at most eight to each side)."""
    short = [not line.ends_sentence and len(line.text) <= settings.prose_chars * 2 for line in lines]
    runs, run = [], 0
    for is_short in short:
        runs.append(run)
        run = run + (run < 8) if is_short else 0
    run = 0
    for index in range(len(lines) - 1, -1, -1):
        runs[index] += run
        run = run + (run < 8) if short[index] else 0
    return runs


def line_features(around: Surroundings, index: int, settings: CleaningSettings) -> list[float]:
    """Return one line's features, in the order of ``FEATURES``; the headline's place is not known yet (0)."""
    line = around.lines[index]
    first, last = (around.prose[0], around.prose[-1]) if around.prose else (len(around.lines), -1)
    above = index < first
    return [
        *traits(line, around.furniture[index], settings),
        log1p(first - index) if above else 0.0,
        log1p(index - last) if index > last else 0.0,
        1.0 if index - 1 in around.inside else 0.0,
        1.0 if index + 1 in around.inside else 0.0,
        log1p(around.runs[index]),
        1.0 if index > first and line.ends_sentence and _opens_with_author(around, index, settings) else 0.0,
        log1p(around.order[index]) if index < len(around.order) else 2.5,
        log1p(sum(map(around.lead.__contains__, line.words))) if above else 0.0,
        0.0,
        0.0,
    ]


def _opens_with_author(around: Surroundings, index: int, settings: CleaningSettings) -> bool:
    """Tell whether a line opens with a name from above the prose that the prose does not have."""
    found = _NAME.match(around.lines[index].text)
    if not found or not around.prose:
        return False
    name = " ".join(plain_line(found.group()).split(" ")[:2])
    top = around.lines[max(0, around.prose[0] - 20) : around.prose[0]]
    named = any(name in line.plain for line in top if len(line.plain) <= settings.feature_chars)
    return named and opens_with_stranger(around, index)


def opens_with_stranger(around: Surroundings, index: int) -> bool:
    """Tell whether a line opens with a name that the page's prose does not have, as what a page says of its author."""
    found = _NAME.match(around.lines[index].text)
    if not found:
        return False
    last = letter_words(plain_line(found.group()))[-1:]
    return bool(last) and not any(last[0] in words for words in around.words_beside(index))


def shared_words(line: Line, others: tuple[frozenset[str], ...]) -> float:
    """Return the share of a line's telling words (longer than four letters) that are among ``others``."""
    telling = [word for word in line.words if len(word) > 4]
    if not telling:
        return 0.0
    return len([word for word in telling if any(word in words for words in others)]) / len(telling)
