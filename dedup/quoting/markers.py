"""Small words that carry a statement's weight, by language (``hedges.json``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from dedup.quoting.wording import Word, keys, words

Phrases = frozenset[tuple[str, ...]]

_LOOKED_AT = 20_000
"""Characters of a text that are looked at to tell its language."""


@dataclass(frozen=True, slots=True)
class Markers:
    """The markers of one language; ``no_negation`` are phrases whose negation denies nothing ("not only").

    ``stances`` are hedges that qualify a whole sentence from outside its clause ("as far as we know, ..."),
    ``approximations`` hedge a number behind them. "Not ``until``" says what ``once`` says without a "not".
    """

    common: frozenset[str]
    negations: Phrases
    no_negation: Phrases
    hedges: Phrases
    stances: Phrases
    approximations: Phrases
    conditions: Phrases
    until: Phrases
    once: Phrases
    numbers: Mapping[str, float]
    scales: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Number:
    """A number, ``60,000`` or ``nine`` or ``9.4 lakh``: its value and the words it takes (indices, end exclusive)."""

    value: float
    first: int
    end: int


_EMPTY: Phrases = frozenset()
_NONE = Markers(frozenset(), _EMPTY, _EMPTY, _EMPTY, _EMPTY, _EMPTY, _EMPTY, _EMPTY, _EMPTY, {}, {})


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
        hedges=phrases("hedges"),
        stances=phrases("stances"),
        approximations=phrases("approximations"),
        conditions=phrases("conditions"),
        until=phrases("until"),
        once=phrases("once"),
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
    found = [word.key for word in words(text[:_LOOKED_AT])]
    hits = [(sum(key in known for key in found), language) for language, known in _telling().items()]
    most, language = max(hits, key=lambda hit: hit[0])
    return language if most * 20 >= len(found) > 0 else None


def occurrences(quote: Sequence[Word], phrases: Phrases) -> list[tuple[int, int]]:
    """Return where phrases stand, as word indices (first, end), from left to right, longest first, without overlap."""
    longest = max(map(len, phrases), default=0)
    by_first = {phrase[0] for phrase in phrases}
    found, at = [], 0
    while at < len(quote):
        step = 1
        if quote[at].key in by_first:
            for length in range(min(longest, len(quote) - at), 0, -1):
                if tuple(word.key for word in quote[at : at + length]) in phrases:
                    found.append((at, at + length))
                    step = length
                    break
        at += step
    return found


def negations(quote: Sequence[Word], table: Markers) -> list[tuple[int, int]]:
    """Return where a quote denies something; "not only" and its like do not."""
    exempt = {at for first, end in occurrences(quote, table.no_negation) for at in range(first, end)}
    return [span for span in occurrences(quote, table.negations) if span[0] not in exempt]


def hedges(quote: Sequence[Word], table: Markers) -> list[tuple[int, int]]:
    """Return where a quote hedges; an approximation ("about") is a hedge only in front of a number."""
    return [
        (first, end)
        for first, end in occurrences(quote, table.hedges | table.stances | table.approximations)
        if tuple(word.key for word in quote[first:end]) not in table.approximations
        or (end < len(quote) and _value(quote[end].key, table) is not None)
    ]


def numbers(quote: Sequence[Word], table: Markers) -> list[Number]:
    """Return the numbers of a quote, with a scale word behind them taken in (``9.4 lakh`` is 940,000).

    A scale word alone ("hundreds of") is none. "One" is none either: it is a pronoun as often as a number.
    """
    found, at = [], 0
    while at < len(quote):
        value = _value(quote[at].key, table)
        end = at + 1
        if value is not None and value != 1.0:
            while end < len(quote) and quote[end].key in table.scales:
                value *= table.scales[quote[end].key]
                end += 1
            found.append(Number(round(value, 6), at, end))
        at = end
    return found


def _value(key: str, table: Markers) -> float | None:
    if key[0].isdigit():
        try:
            return float(key.replace(",", "."))
        except ValueError:
            return None
    return table.numbers.get(key)
