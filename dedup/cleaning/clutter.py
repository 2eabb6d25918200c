"""Which lines of a page are the article and which are clutter.

What is certain is decided by rules: prose without a phrase of furniture, in the midst of prose, is body. All other
lines go to a softmax regression over what can be seen of them and their neighbours (``features``), fitted by
``python -m benchmarks.fit_clutter``; a last pass takes the lists that hang under a heading like "Recommended for you".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from dedup.cleaning.features import FEATURES, Surroundings, line_features, shared_words
from dedup.cleaning.furniture import Furniture, phrases
from dedup.cleaning.headlines import find_headline
from dedup.cleaning.lines import Line
from dedup.fitted import load_model
from dedup.settings import CleaningSettings

Kind = Literal["headline", "subhead", "caption", "body", "clutter"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line is; ``reason`` says why clutter is clutter."""

    kind: Kind
    reason: str | None = None


def surroundings(
    lines: Sequence[Line], title: str | None, settings: CleaningSettings
) -> tuple[Surroundings, list[int]]:
    """Look at a page as a whole: its sure prose, its headline, and the indexes of the headline's repetitions."""
    found = [phrases().find(line.text) for line in lines]
    prose = [index for index, line in enumerate(lines) if is_prose(line, found[index], settings)]
    furniture: list[Furniture | None] = list(found)
    for index in prose:
        furniture[index] = None
    doubtful = [_doubtful(line, phrase) for line, phrase in zip(lines, found, strict=True)]
    headline, again = find_headline(lines, title, prose, doubtful, settings)
    counts: Counter[str] = Counter()
    for index in prose:
        counts.update(_words(lines[index].text))
    times = Counter(line.text for line in lines)
    repeated = frozenset(text for text, number in times.items() if number > 1)
    return Surroundings(lines, prose, counts, furniture, headline, repeated), again


def is_prose(line: Line, found: Furniture, settings: CleaningSettings) -> bool:
    """Tell whether a line is surely running text: long, ended like a sentence, and without a phrase of furniture."""
    if found.reason:
        return False
    return line.breadth >= settings.prose_chars and line.ends_sentence or line.breadth >= settings.long_line_chars


def judge(
    around: Surroundings, again: Collection[int], credits: Collection[int], settings: CleaningSettings
) -> list[Verdict]:
    """Return a verdict on every line; lines in ``credits`` are left to their finder (any verdict).

    ``again`` are the indexes of the headline's repetitions.
    """
    lines = around.lines
    verdicts: list[Verdict | None] = [None] * len(lines)
    inner = set(around.prose[1:-1])
    asked: list[int] = []
    for index in range(len(lines)):
        if index == around.headline:
            verdicts[index] = Verdict("headline")
        elif index in again:
            verdicts[index] = Verdict("clutter", "repeated headline")
        elif index in inner or index in credits:
            verdicts[index] = Verdict("body")
        else:
            asked.append(index)
    for index, kind in zip(asked, _predicted(around, asked, settings), strict=True):
        verdicts[index] = Verdict(kind, _reason(around, index) if kind == "clutter" else None)
    return [verdict or Verdict("body") for verdict in verdicts]


def _predicted(around: Surroundings, asked: Sequence[int], settings: CleaningSettings) -> list[Kind]:
    if not asked:
        return []
    import numpy as np

    model = load_model("clutter")
    rows = np.array([line_features(around, index, settings) for index in asked], dtype=np.float64)
    chances = model.probabilities(rows).tolist()
    return [_kind(dict(zip(model.classes, row, strict=True)), settings) for row in chances]


def _kind(chances: dict[str, float], settings: CleaningSettings) -> Kind:
    if chances["clutter"] > settings.clutter_chance and chances["body"] < settings.body_chance:
        return "clutter"
    return max(("body", "subhead", "caption"), key=lambda kind: chances[kind])  # type: ignore[return-value]


def _reason(around: Surroundings, index: int) -> str:
    found = around.furniture[index]
    if found and found.reason:
        return found.reason
    if around.headline is not None and index < around.headline:
        return "above headline"
    if around.prose and index > around.prose[-1]:
        return "below article"
    return "no part of article"


def _doubtful(line: Line, found: Furniture) -> bool:
    return bool(found.whole or found.start or found.anywhere) or any(sign in line.text for sign in "|›»❯▸@") or "  " in line.text


def _words(text: str) -> list[str]:
    from dedup.cleaning.features import _WORD

    return _WORD.findall(text.lower())
