"""Small words that carry a statement's weight, by language (``hedges.json``)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from dedup.quoting.wording import keys

Phrases = frozenset[tuple[str, ...]]

_GROUP = 1_000
"""Scales from here on end a group of digits: "two hundred thousand" is 200 times a thousand."""
_LOOKED_AT = 4_000
"""Words of a text that are looked at to tell its language."""


@dataclass(frozen=True, slots=True)
class Markers:
    """The markers of one language; ``no_negation`` are phrases whose negation denies nothing ("not only").

    ``stances`` are hedges that qualify a whole sentence from outside its clause ("as far as we know, ..."),
    ``approximations`` hedge a number behind them; ``hedging`` are these three together, ``qualifying`` what conditions or
    hedges from beside a clause. "Not ``until``" says what ``once`` says without a "not". Words in ``earlier`` set an
    occasion apart from the one that a page reports; a name behind one in ``where`` is a place. A word in ``single`` is 1
    before a scale only ("a hundred"), ``halves`` add a half, ``joining`` words stand between a scale and the rest.
    """

    common: frozenset[str]
    negations: Phrases
    no_negation: Phrases
    negating_prefixes: tuple[str, ...]
    hedges: Phrases
    stances: Phrases
    approximations: Phrases
    hedging: Phrases
    conditions: Phrases
    qualifying: Phrases
    until: Phrases
    once: Phrases
    earlier: frozenset[str]
    where: frozenset[str]
    halves: Phrases
    single: frozenset[str]
    joining: frozenset[str]
    numbers: Mapping[str, float]
    scales: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Number:
    """A number, ``60,000`` or ``nine`` or ``9.4 lakh``: its value and the words it takes (indices, end exclusive)."""

    value: float
    first: int
    end: int


_EMPTY: Phrases = frozenset()
_NOTHING: frozenset[str] = frozenset()
_NONE = Markers(
    common=_NOTHING,
    negations=_EMPTY,
    no_negation=_EMPTY,
    negating_prefixes=(),
    hedges=_EMPTY,
    stances=_EMPTY,
    approximations=_EMPTY,
    hedging=_EMPTY,
    conditions=_EMPTY,
    qualifying=_EMPTY,
    until=_EMPTY,
    once=_EMPTY,
    earlier=_NOTHING,
    where=_NOTHING,
    halves=_EMPTY,
    single=_NOTHING,
    joining=_NOTHING,
    numbers={},
    scales={},
)


@cache
def _tables() -> dict[str, Markers]:
    data = json.loads(resources.files(__package__).joinpath("hedges.json").read_text(encoding="utf-8"))
    return {language: _markers(table) for language, table in sorted(data.items())}


def _markers(table: Mapping[str, Any]) -> Markers:
    def phrases(name: str) -> Phrases:
        return frozenset(keys(phrase) for phrase in table[name])

    def values(name: str) -> dict[str, float]:
        return {keys(word)[0]: float(value) for word, value in table[name].items()}

    return Markers(
        common=frozenset(key for word in table["common"] for key in keys(word)),
        negations=phrases("negations"),
        no_negation=phrases("no_negation"),
        negating_prefixes=tuple(table["negating_prefixes"]),
        hedges=phrases("hedges"),
        stances=phrases("stances"),
        approximations=phrases("approximations"),
        hedging=phrases("hedges") | phrases("stances") | phrases("approximations"),
        conditions=phrases("conditions"),
        qualifying=phrases("conditions") | phrases("stances"),
        until=phrases("until"),
        once=phrases("once"),
        earlier=frozenset(key for word in table["earlier"] for key in keys(word)),
        where=frozenset(key for word in table["where"] for key in keys(word)),
        halves=phrases("halves"),
        single=frozenset(key for word in table["single"] for key in keys(word)),
        joining=frozenset(key for word in table["joining"] for key in keys(word)),
        numbers=values("numbers"),
        scales=values("scales"),
    )


def markers_of(language: str | None) -> Markers:
    """Return the markers of a language (``en``, ``en-GB``), empty ones for a language without a table."""
    return _tables().get((language or "").lower().split("-")[0], _NONE)


@cache
def _telling() -> dict[str, frozenset[str]]:
    """Return the words by which each language is told."""
    return {
        language: table.common | {phrase[0] for phrase in table.negations | table.hedges | table.conditions}
        for language, table in _tables().items()
    }


def language_of(text: str) -> str | None:
    """Return the language whose common words the text uses most, None where it uses hardly any."""
    return language_of_words(keys(text[: 5 * _LOOKED_AT]))


def language_of_words(found: Sequence[str]) -> str | None:
    """Return the language whose common words are most frequent among the given ones, None where hardly any are."""
    counts = Counter(found[:_LOOKED_AT])
    hits = [(sum(counts[key] for key in known & counts.keys()), language) for language, known in _telling().items()]
    most, language = max(hits, key=lambda hit: hit[0])
    return language if most * 20 >= counts.total() > 0 else None


@lru_cache(maxsize=256)
def _lengths(phrases: Phrases) -> dict[str, list[int]]:
    """Return the lengths of the phrases by their first word, longest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}


def occurrences(quote: Sequence[str], phrases: Phrases) -> list[tuple[int, int]]:
    """Return where phrases stand, as word indices (first, end), from left to right, longest first, without overlap."""
    by_first = _lengths(phrases)
    if by_first.keys().isdisjoint(quote):
        return []
    found: list[tuple[int, int]] = []
    free = 0
    for at, key in enumerate(quote):
        if at < free or key not in by_first:
            continue
        length = next((n for n in by_first[key] if n <= len(quote) - at and tuple(quote[at : at + n]) in phrases), 0)
        if length:
            found.append((at, at + length))
            free = at + length
    return found


def negations(quote: Sequence[str], table: Markers) -> list[tuple[int, int]]:
    """Return where a quote denies something; "not only" and its like do not."""
    found = occurrences(quote, table.negations)
    exempt = {at for first, end in occurrences(quote, table.no_negation) for at in range(first, end)} if found else ()
    return [span for span in found if span[0] not in exempt]


def hedges(quote: Sequence[str], table: Markers) -> list[tuple[int, int]]:
    """Return where a quote hedges; an approximation ("about") is a hedge only in front of a number."""
    return [
        (first, end)
        for first, end in occurrences(quote, table.hedging)
        if tuple(quote[first:end]) not in table.approximations
        or (end < len(quote) and _value(quote[end], table) is not None)
    ]


def numbers(quote: Sequence[str], table: Markers) -> list[Number]:
    """Return the numbers of a quote, with a scale word behind them taken in (``9.4 lakh`` is 940,000).

    A scale word alone ("hundreds of") is none. "One" is none either: it is a pronoun as often as a number.
    """
    found: list[Number] = []
    free = 0
    for at, key in enumerate(quote):
        if at < free:
            continue
        scaled = quote[at + 1 : at + 2] and quote[at + 1] in table.scales
        value = 1.0 if scaled and key in table.single else _value(key, table)
        if value is None or (value == 1.0 and not scaled):
            continue
        value, end = _compound(quote, at, value, table)
        found.append(Number(round(value, 6), at, end))
        free = end
    return found


def _compound(quote: Sequence[str], at: int, value: float, table: Markers) -> tuple[float, int]:
    """Return a number with all words that belong to it, and their end: "twenty-five", "two and a half", "hundred and six".

    ``whole`` is what stands before the last scale of a thousand and more, ``value`` what has been read since.
    """
    value, end = _with_ones(quote, at, value, table)
    for phrase in table.halves:
        if tuple(quote[end : end + len(phrase)]) == phrase:
            value, end = value + 0.5, end + len(phrase)
            break
    whole, limit = 0.0, 0.0
    while end < len(quote):
        scale = table.scales.get(quote[end])
        behind = end + (quote[end] in table.joining)
        rest = table.numbers.get(quote[behind], 0.0) if behind < len(quote) else 0.0
        if scale is not None:
            if not value:
                whole *= scale  # "lakh crore"
            elif scale < _GROUP:
                value *= scale
            else:
                whole, value = whole + value * scale, 0.0
            limit, end = scale, end + 1
        elif 1 <= rest < limit:
            rest, after = _with_ones(quote, behind, rest, table)
            following = table.scales.get(quote[after], _GROUP) if after < len(quote) else _GROUP
            if following < _GROUP and rest * following >= limit:
                break  # "five hundred and six hundred" are two
            value, limit, end = value + rest, 0.0, after
        else:
            break
    return whole + value, end


def _with_ones(quote: Sequence[str], at: int, value: float, table: Markers) -> tuple[float, int]:
    """Return a number with the ones behind its tens, and the end of both: "twenty-five"."""
    ones = table.numbers.get(quote[at + 1], 0.0) if at + 1 < len(quote) else 0.0
    tens = quote[at] in table.numbers and 20 <= value < 100 and 0 < ones < 10
    return (value + ones, at + 2) if tens else (value, at + 1)


def _value(key: str, table: Markers) -> float | None:
    if key[0].isdigit():
        try:
            return float(key.replace(",", "."))
        except ValueError:
            return None
    return table.numbers.get(key)
