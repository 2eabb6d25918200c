"""Which lines of a page are the article and which are clutter.

What is certain is decided by rules: prose without a phrase of furniture, in the midst of prose, is body. All other
lines go to a softmax regression over what can be seen of them and their neighbours (``features``), fitted by
``python -m benchmarks.fit_clutter``. A headline that is neither the title nor printed twice is the line above the prose
that a second regression finds likeliest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dedup.cleaning.features import (
    FEATURES,
    Surroundings,
    line_features,
    opens_with_stranger,
    shared_words,
    surroundings,
)
from dedup.cleaning.furniture import NOTHING, Furniture, phrases
from dedup.cleaning.headlines import repetitions, sure_headline
from dedup.cleaning.lines import Line
from dedup.cleaning.traits import BULLET, CLOSERS, STOPS, is_plain_sentence
from dedup.fitted import LinearModel, load_model
from dedup.settings import CleaningSettings

_SIGN = re.compile("[|›»❯@#•·\u2190-\u2bff\U0001f000-\U0001faff]")
OPENING_MARKS = "“„‟«‹‘‚「『\"'"
_LABEL = re.compile(r"\b[A-ZÀ-Þ]{3,}\b[^a-z]{0,20}:")
Kind = Literal["headline", "subhead", "caption", "body", "clutter"]
KINDS: tuple[Kind, ...] = ("body", "subhead", "caption", "clutter")
"""The classes of the model of lines, in their order."""
_CLUTTER = KINDS.index("clutter")
_ABOVE, _BELOW = FEATURES.index("above_headline"), FEATURES.index("below_headline")


class Verdict(NamedTuple):
    """What a line is; ``reason`` says why clutter is clutter."""

    kind: Kind
    reason: str | None = None


_BODY = Verdict("body")


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
    """A page as the models see it: ``rows`` are the features of the lines ``asked`` about.

    Not asked about are prose and what is surely furniture by its phrase (``phrases``).
    """

    around: Surroundings
    asked: list[int]
    rows: list[list[float]]
    headline: int | None
    teasers: frozenset[int]
    phrases: list[int]


def view(lines: Sequence[Line], title: str | None, settled: Collection[int], settings: CleaningSettings) -> View:
    """Look at a page as a whole; nothing is asked about ``settled`` lines. The ``headline`` is set where it is sure."""
    known = phrases()
    furniture = [known.find(line, settings) for line in lines]
    prose = [index for index, line in enumerate(lines) if is_prose(line, furniture[index], settings)]
    headline = sure_headline(lines, title, prose[0] if prose else len(lines), furniture, settings)
    around = surroundings(lines, prose, furniture, settings)
    teasers = _teasers(around, headline, settings)
    if teasers:
        around = surroundings(lines, [index for index in prose if index not in teasers], furniture, settings)
    open_lines = [index for index in range(len(lines)) if index not in settled]
    sure = [index for index in open_lines if _surely_clutter(around, index)]
    asked = []
    if prose:  # the models compare with prose: on a page of short lines only, only phrases count
        asked = sorted({index for index in open_lines if not _surely_body(around, index)}.difference(sure))
    rows = [line_features(around, index, settings) for index in asked]
    return View(around, asked, rows, headline, teasers, sure)


def _surely_body(around: Surroundings, index: int) -> bool:
    """Tell whether a line is inner prose, or plain prose beside prose, or a plain sentence amid prose.

    Of 2,761 pages' first and last prose the models (with 38 features, now 26) took 4 such lines for something else, 3 of
    them wrongly.
    """
    prose, line = around.prose, around.lines[index]
    if not prose or not prose[0] <= index <= prose[-1]:
        return False
    if index in around.inside:
        if prose[0] < index < prose[-1]:
            return True
        beside = index + 1 if index == prose[0] else index - 1
        return beside in around.inside and is_plain_sentence(line) and not opens_with_stranger(around, index)
    return around.furniture[index].reason is None and is_plain_sentence(line)


def _surely_clutter(around: Surroundings, index: int) -> bool:
    """Tell whether a line says nothing but a phrase of furniture, or begins with one below the prose, or has one there.

    On a page without prose it is any phrase, or a sign that calls the reader away.
    The models (with 38 features, now 26) took all but 58 of 9,650 such lines of 2,761 pages for clutter, and most of these
    58 wrongly not.
    """
    found = around.furniture[index]
    if not around.prose:
        return found is not NOTHING or _is_decorated(around.lines[index].text)
    if found is NOTHING:
        return False
    sentence = around.lines[index].ends_sentence
    if found.whole and not sentence:
        return True
    return index > around.prose[-1] and (found.start is not None or (not sentence and bool(found.anywhere)))


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
        if shared_words(around.lines[index], around.words_beside(index)) < settings.teaser_shared
    )  # fmt: skip


def likely_headline(seen: View, model: LinearModel, settings: CleaningSettings) -> int | None:
    """Return the likeliest headline among the lines above the second line of prose, if one is likely enough."""
    above = above_prose(seen)
    if not above or not seen.around.prose:
        return None
    chances = [model.chances(row)[1] for row in seen.rows[:above]]
    best = max(chances)
    return seen.asked[chances.index(best)] if best >= settings.headline_chance else None


def above_prose(seen: View) -> int:
    """Return how many of ``seen.rows`` are of lines above the prose."""
    return bisect_left(seen.asked, seen.around.prose[0]) if seen.around.prose else len(seen.asked)


def place_headline(seen: View, headline: int | None) -> None:
    """Write into the rows which lines stand above and right below the headline."""
    if headline is not None:
        for row in seen.rows[: bisect_left(seen.asked, headline)]:
            row[_ABOVE] = 1.0
        below = bisect_left(seen.asked, headline + 1)
        if seen.asked[below : below + 1] == [headline + 1]:
            seen.rows[below][_BELOW] = 1.0


def judge(
    lines: Sequence[Line], title: str | None, settled: Collection[int], models: Models, settings: CleaningSettings
) -> list[Verdict]:
    """Return a verdict on every line; "body" for the ``settled`` ones (credits, learnt lines)."""
    seen = view(lines, title, settled, settings)
    headline = seen.headline
    if headline is None:
        headline = likely_headline(seen, models.headline, settings)
    place_headline(seen, headline)
    verdicts = [_BODY] * len(lines)
    closing = _closing_end(seen.around)
    for index, row in zip(seen.asked, seen.rows, strict=True):
        kind = _kind(seen.around, index, closing, models.clutter.chances(row), settings)
        if kind == "subhead" and seen.headline is not None and index < seen.headline:
            kind = "clutter"
        if kind != "body":
            verdicts[index] = Verdict(kind, _reason(seen.around, index, headline) if kind == "clutter" else None)
    for index in seen.phrases:
        verdicts[index] = Verdict("clutter", _reason(seen.around, index, headline))
    for index in seen.teasers:
        verdicts[index] = Verdict("clutter", "teaser of another article")
    if headline is not None:
        inner = seen.around.prose[1:-1]
        for index in repetitions(lines, headline, settings).difference(inner):
            verdicts[index] = Verdict("clutter", "repeated headline")
        if headline not in inner:
            verdicts[headline] = Verdict("headline")
    return verdicts


def _kind(around: Surroundings, index: int, closing: int, chances: list[float], settings: CleaningSettings) -> Kind:
    line = around.lines[index]
    plain_sentence = line.ends_sentence and not around.furniture[index].reason
    if plain_sentence and (BULLET.match(line.text) or _within_prose(around, index)) and _stops(line):
        return "body"
    if _introduces_quote(around, index):
        return "body"
    limit = settings.sentence_clutter_chance if plain_sentence else settings.clutter_chance
    if plain_sentence and around.prose[-1] < index < closing:
        limit = settings.closing_clutter_chance
    if chances[_CLUTTER] > limit:
        return "subhead" if _heads_section(around, index, settings) else "clutter"
    kept = chances[:_CLUTTER]
    kind = KINDS[kept.index(max(kept))]
    return "body" if kind != "body" and _runs_like_body(line, settings) else kind


def _introduces_quote(around: Surroundings, index: int) -> bool:
    """Tell whether a line names who speaks in the prose below: "The mayor continued:"."""
    if around.lines[index].text[-1:] not in ":：" or around.furniture[index].reason:
        return False
    return index + 1 in around.inside and around.lines[index + 1].text[:1] in OPENING_MARKS


def _is_decorated(text: str) -> bool:
    """Tell whether a line calls the reader away: a label in capitals ("READ THIS: ..."), a bar, an address, a sign."""
    if _SIGN.search(text) or "  " in text or "www." in text:
        return True
    return ":" in text and ("http:" in text or "https:" in text or _LABEL.search(text) is not None)


def _within_prose(around: Surroundings, index: int) -> bool:
    return (
        bool(around.prose)
        and around.prose[0] < index < around.prose[-1]
        and not _is_decorated(around.lines[index].text)
    )


def _closing_end(around: Surroundings) -> int:
    """Return the line behind the short sentences that follow the last prose without a break: a text ends shortly."""
    end = around.prose[-1] + 1 if around.prose else 0
    while end < len(around.lines) and _is_sentence(around, end) and _stops(around.lines[end]):
        if _is_decorated(around.lines[end].text) or opens_with_stranger(around, end):
            break
        end += 1
    return end


def _stops(line: Line) -> bool:
    return line.text.rstrip(CLOSERS)[-1:] in STOPS and not line.text.endswith("...")


def _heads_section(around: Surroundings, index: int, settings: CleaningSettings) -> bool:
    """Tell whether a line is surely a heading: alone between two sentences, plain, and about the matter."""
    line = around.lines[index]
    if (
        around.furniture[index].reason
        or line.breadth > settings.prose_chars * 2
        or not (_is_sentence(around, index - 1) and _is_sentence(around, index + 1))
        or _is_decorated(line.text)
    ):
        return False
    return line.text[-1:] in "?？؟" or shared_words(line, around.words_beside(index)) > 0


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
