"""Which lines of a page are the article and which are clutter.

What is certain is decided by rules: prose without a phrase of furniture, in the midst of prose, is body. All other
lines go to a softmax regression over what can be seen of them and their neighbours (``features``), fitted by
``python -m benchmarks.fit_clutter``. A headline that is neither the title nor printed twice is the line above the prose
that a second regression finds likeliest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dedup.cleaning.features import (
    FEATURES,
    Surroundings,
    line_features,
    opens_with_stranger,
    shared_words,
    surroundings,
)
from dedup.cleaning.furniture import Furniture, phrases
from dedup.cleaning.headlines import repetitions, sure_headline
from dedup.cleaning.lines import Line
from dedup.cleaning.traits import BULLET
from dedup.fitted import LinearModel, load_model
from dedup.settings import CleaningSettings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# A label in capitals ("READ THIS: ..."), a bar, an address, a sign: such a line calls the reader away.
_DECORATED = re.compile(
    r"[|›»▸►▶➤❯@#☰•·]|https?:|www\.|\b[A-ZÀ-Þ]{3,}\b[^a-z]{0,20}:|[\u2190-\u2bff\U0001f000-\U0001faff]|\S {2,}\S"
)
Kind = Literal["headline", "subhead", "caption", "body", "clutter"]
_ABOVE, _BELOW = FEATURES.index("above_headline"), FEATURES.index("below_headline")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line is; ``reason`` says why clutter is clutter."""

    kind: Kind
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """The two fitted models: which line is the headline, and what the others are."""

    headline: LinearModel
    clutter: LinearModel

    @staticmethod
    def load() -> Models:
        """Return the models that the package carries."""
        return Models(load_model("headline"), load_model("clutter"))


@dataclass(frozen=True, slots=True)
class View:
    """A page as the models see it: ``rows`` are the features of the lines ``asked`` about, all but inner prose."""

    around: Surroundings
    asked: Sequence[int]
    rows: npt.NDArray[np.float64]
    headline: int | None
    teasers: frozenset[int]


def view(lines: Sequence[Line], title: str | None, settings: CleaningSettings) -> View:
    """Look at a page as a whole. The ``headline`` is set where it is sure."""
    import numpy as np

    furniture = phrases().find_all([line.text for line in lines], settings)
    prose = [index for index, line in enumerate(lines) if is_prose(line, furniture[index], settings)]
    headline = sure_headline(lines, title, prose[0] if prose else len(lines), furniture, settings)
    around = surroundings(lines, prose, furniture, settings)
    teasers = _teasers(around, headline, settings)
    if teasers:
        around = surroundings(lines, [index for index in prose if index not in teasers], furniture, settings)
    inner = set(around.prose[1:-1])
    asked = [index for index in range(len(lines)) if index not in inner]
    rows = np.array([line_features(around, index, settings) for index in asked], dtype=np.float64)
    return View(around, asked, rows.reshape(-1, len(FEATURES)), headline, teasers)


def is_prose(line: Line, found: Furniture, settings: CleaningSettings) -> bool:
    """Tell whether a line is surely running text: long, ended like a sentence, and without a phrase of furniture."""
    if found.reason:
        return False
    return (line.breadth >= settings.prose_chars and line.ends_sentence) or line.breadth >= settings.long_line_chars


def _teasers(around: Surroundings, headline: int | None, settings: CleaningSettings) -> frozenset[int]:
    """Return the prose above a sure headline that has little in common with the rest: openers of other articles."""
    above = [index for index in around.prose if headline is not None and index < headline]
    if len(above) > settings.teaser_lines or len(above) == len(around.prose):
        return frozenset()
    return frozenset(
        index for index in above
        if shared_words(around.lines[index].text, around.words_beside(index)) < settings.teaser_shared
    )  # fmt: skip


def likely_headline(seen: View, settled: Collection[int], model: LinearModel, settings: CleaningSettings) -> int | None:
    """Return the likeliest headline among the lines above the second line of prose, if one is likely enough."""
    rows = headline_rows(seen, settled)
    if not rows or not seen.around.prose:
        return None
    chances = model.probabilities(seen.rows[rows])[:, 1].tolist()
    best = max(range(len(rows)), key=lambda place: (chances[place], -place))
    return seen.asked[rows[best]] if chances[best] >= settings.headline_chance else None


def headline_rows(seen: View, settled: Collection[int]) -> list[int]:
    """Return the places in ``seen.rows`` of the lines that stand above the prose and are not settled otherwise."""
    first = seen.around.prose[0] if seen.around.prose else len(seen.around.lines)
    return [row for row, index in enumerate(seen.asked) if index < first and index not in settled]


def place_headline(seen: View, headline: int | None) -> None:
    """Write into the rows which lines stand above and right below the headline."""
    if headline is not None:
        for row, index in enumerate(seen.asked):
            seen.rows[row, _ABOVE] = index < headline
            seen.rows[row, _BELOW] = index == headline + 1


def judge(
    lines: Sequence[Line], title: str | None, settled: Collection[int], models: Models, settings: CleaningSettings
) -> list[Verdict]:
    """Return a verdict on every line; "body" for the ``settled`` ones (credits, learnt lines)."""
    seen = view(lines, title, settings)
    headline = seen.headline
    if headline is None:
        headline = likely_headline(seen, settled, models.headline, settings)
    again = frozenset() if headline is None else repetitions(lines, headline, settings)
    place_headline(seen, headline)
    closing = _closing_end(seen.around)
    verdicts = [Verdict("body")] * len(lines)
    chances = models.clutter.probabilities(seen.rows).tolist() if len(seen.asked) else []
    for index, row in zip(seen.asked, chances, strict=True):
        if index == headline:
            verdicts[index] = Verdict("headline")
        elif index in again:
            verdicts[index] = Verdict("clutter", "repeated headline")
        elif index in seen.teasers:
            verdicts[index] = Verdict("clutter", "teaser of another article")
        elif index not in settled:
            chance = dict(zip(models.clutter.classes, row, strict=True))
            kind = _kind(seen.around, index, closing, chance, settings)
            if kind == "subhead" and seen.headline is not None and index < seen.headline:
                kind = "clutter"
            verdicts[index] = Verdict(kind, _reason(seen.around, index, headline) if kind == "clutter" else None)
    return verdicts


def _kind(
    around: Surroundings, index: int, closing: int, chances: dict[str, float], settings: CleaningSettings
) -> Kind:
    line = around.lines[index]
    if not around.prose:  # a page of short lines only: the models compare with prose, so only phrases count
        return "clutter" if around.furniture[index].reason or _DECORATED.search(line.text) else "body"
    plain_sentence = line.ends_sentence and not around.furniture[index].reason
    if plain_sentence and (BULLET.match(line.text) or _within_prose(around, index)) and _stops(line):
        return "body"
    limit = settings.sentence_clutter_chance if plain_sentence else settings.clutter_chance
    if plain_sentence and around.prose[-1] < index < closing:
        limit = settings.closing_clutter_chance
    if chances["clutter"] > limit:
        return "subhead" if _heads_section(around, index, settings) else "clutter"
    kind = max(("body", "subhead", "caption"), key=lambda kind: chances[kind])
    if kind != "body" and _runs_like_body(line, settings):
        return "body"
    return kind  # type: ignore[return-value] # one of three literals


def _within_prose(around: Surroundings, index: int) -> bool:
    return (
        bool(around.prose)
        and around.prose[0] < index < around.prose[-1]
        and not _DECORATED.search(around.lines[index].text)
    )


def _closing_end(around: Surroundings) -> int:
    """Return the line behind the short sentences that follow the last prose without a break: a text ends shortly."""
    end = around.prose[-1] + 1 if around.prose else 0
    while end < len(around.lines) and _is_sentence(around, end) and _stops(around.lines[end]):
        if _DECORATED.search(around.lines[end].text) or opens_with_stranger(around, end):
            break
        end += 1
    return end


def _stops(line: Line) -> bool:
    return line.text.rstrip("\"'”’»)")[-1:] in ".।。" and not line.text.endswith("...")


def _heads_section(around: Surroundings, index: int, settings: CleaningSettings) -> bool:
    """Tell whether a line is surely a heading: alone between two sentences, plain, and about the matter."""
    line = around.lines[index]
    if (
        around.furniture[index].reason
        or line.breadth > settings.prose_chars * 2
        or not (_is_sentence(around, index - 1) and _is_sentence(around, index + 1))
        or _DECORATED.search(line.text)
    ):
        return False
    return line.text[-1:] in "?？؟" or shared_words(line.text, around.words_beside(index)) > 0


def _is_sentence(around: Surroundings, index: int) -> bool:
    if not 0 <= index < len(around.lines):
        return False
    return around.lines[index].ends_sentence and not around.furniture[index].reason


def _runs_like_body(line: Line, settings: CleaningSettings) -> bool:
    """Tell whether a line is too much of a text for a heading or a caption: long, and ended by a full stop."""
    return line.ends_sentence and line.breadth >= settings.prose_chars * (1 if _stops(line) else 2)


def _reason(around: Surroundings, index: int, headline: int | None) -> str:
    if reason := around.furniture[index].reason:
        return reason
    if headline is not None and index < headline:
        return "above headline"
    if around.prose and index > around.prose[-1]:
        return "below article"
    return "no part of article"
