"""Numbers with their units, so that ``1,20,000``, ``1.2 lakh`` and ``120,000`` are the same fact.

A quantity is a value in a base unit (miles in km, decades in years, per cent and fractions as a share of 1). Comparison
is by keys: the exact value, and its first significant digit, which "nearly five lakh" and 480,000 share.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dedup.comparing.wording import Word

_DIGITS = re.compile(r"\d{1,15}(?:[.,]\d{1,12}){0,8}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in its base unit (null where none is printed), and its first and last word's places in the sentence."""

    value: float
    unit: str | None
    first: int
    last: int

    @property
    def exact(self) -> str:
        """Return the key under which equal values meet, whatever their unit."""
        return f"={self.value:.6g}"

    @property
    def rough(self) -> str:
        """Return the key under which values of the same first digit and magnitude meet (0.95 to 1.49 is 1)."""
        return f"~{self.value:.1g}"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that carry figures or change facts, of all languages that the package knows."""

    numbers: dict[str, float]
    scales: dict[str, float]
    fractions: dict[str, float]
    percent: frozenset[str]
    units: dict[str, tuple[str, float]]
    negations: frozenset[str]
    hedges: frozenset[str]
    ordinals: dict[str, float]
    denials: frozenset[str]
    answers: frozenset[str]
    refusals: frozenset[str]
    caveats: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Read the package's word lists, all languages joined."""
    languages = json.loads(resources.files(__package__).joinpath("lexicon.json").read_text(encoding="utf-8")).values()

    def joined(key: str) -> dict[str, float]:
        return {word: float(value) for language in languages for word, value in language[key].items()}

    def listed(key: str) -> frozenset[str]:
        return frozenset(word for language in languages for word in language[key])

    return Lexicon(
        numbers=joined("numbers"),
        scales=joined("scales"),
        fractions=joined("fractions"),
        percent=listed("percent"),
        units={
            word: (unit, float(factor)) for language in languages for word, (unit, factor) in language["units"].items()
        },
        negations=listed("negations"),
        hedges=listed("hedges"),
        ordinals=joined("ordinals"),
        denials=listed("denials"),
        answers=listed("answers"),
        refusals=listed("refusals"),
        caveats=listed("caveats"),
    )


def figure(text: str) -> float | None:
    """Return the value of a figure with commas or points: ``1,20,000``, ``2.75``, ``1.200.000``; null if it is none."""
    if not _DIGITS.fullmatch(text):
        return None
    if "," in text:
        _, *groups = text.split(",")
        thousands = len(groups[-1].split(".")[0]) == 3 or len(groups) > 1
        text = text.replace(",", "" if thousands else ".")
    if text.count(".") > 1:
        text = text.replace(".", "")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def quantities(words: Sequence[Word], text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a sentence's ``words``; ``text`` is the article's, for the signs around them."""
    return tuple(_scan(words, text))


def _scan(words: Sequence[Word], text: str) -> Iterator[Quantity]:
    at = 0
    while at < len(words):
        value, after = _value(words, at)
        if value is None:
            at += 1
            continue
        yield _with_unit(words, text, value, at, after)
        at = after


def _value(words: Sequence[Word], at: int) -> tuple[float | None, int]:
    """Return the number that begins at word ``at``, scales and fractions included, and the word after it."""
    known = lexicon()
    first = words[at].norm
    value = figure(first)
    if value is None:
        value = known.numbers.get(first)
        if value is None:
            share = known.fractions.get(first)
            return _fraction(words, at, share) if share is not None else (None, at + 1)
        if value >= 20 and value < 100 and at + 1 < len(words):
            ones = known.numbers.get(words[at + 1].norm)
            if ones is not None and 1 <= ones < 10:
                value, at = value + ones, at + 1
    after = at + 1
    if after < len(words) and words[after].norm in known.fractions and first not in ("single",):
        return value / known.fractions[words[after].norm], after + 1
    for _ in range(2):
        if after < len(words) and words[after].norm in known.scales:
            value, after = value * known.scales[words[after].norm], after + 1
    return value, after


def _fraction(words: Sequence[Word], at: int, share: float) -> tuple[float, int]:
    """Return the value of "half" and "a third", which stand without a numerator, or of "half a dozen" and its like."""
    known, after = lexicon(), at + 1
    while after < min(len(words), at + 3) and len(words[after].norm) <= 2 and words[after].norm not in known.scales:
        after += 1  # "a", "of a"
    if after < len(words) and words[after].norm in known.scales:
        return known.scales[words[after].norm] / share, after + 1
    return 1.0 / share, at + 1


def _with_unit(words: Sequence[Word], text: str, value: float, first: int, after: int) -> Quantity:
    known = lexicon()
    tail = text[words[after - 1].end : words[after - 1].end + 2]
    following = words[after].norm if after < len(words) else ""
    if tail[:1] == "%" or following in known.percent or (following == "per" and _next(words, after) == "cent"):
        return Quantity(value / 100.0, "share", first, after - 1)
    if following in known.units:
        unit, factor = known.units[following]
        return Quantity(value * factor, unit, first, after - 1)
    return Quantity(value, None, first, after - 1)


def _next(words: Sequence[Word], at: int) -> str:
    return words[at + 1].norm if at + 1 < len(words) else ""
