"""Where something was said: the words that let a reader trace a quote, or None where the page gives none."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.quoting.lexicon import CueKind, Lexicon
from dedup.quoting.speakers import is_stop
from dedup.quoting.tokens import QUOTED, Tokens
from dedup.records import Span

REPORTING: frozenset[CueKind] = frozenset(["say", "tell"])
NEVER: frozenset[CueKind] = frozenset()
LONGEST = 22
"""Tokens of a venue at most: "told reporters as he entered the hotel where the talks are being held"."""
NEAR = 9
"""Tokens after its preposition within which a venue's noun stands ("in a televised address")."""


def find_venue(
    tokens: Tokens, lexicon: Lexicon, low: int, high: int, clauses: Sequence[tuple[int, int]]
) -> Span | None:
    """Return the first venue that tokens ``low`` to ``high`` (exclusive) print outside marks and ``clauses``."""
    for index, word in enumerate(tokens.low[low:high], low):
        if word in lexicon.venue_openers and not any(first <= index <= last for first, last in clauses):
            stop = min((first for first, _ in clauses if first > index), default=high)
            end = _venue_at(tokens, lexicon, index, stop)
            if end is not None:
                return tokens.span(index, _run_on(tokens, end, stop))
    return None


def _venue_at(tokens: Tokens, lexicon: Lexicon, index: int, high: int) -> int | None:
    """Return the last token of the venue's core if one begins here."""
    word = tokens.low[index]
    for phrase in lexicon.venue_phrases.get(word, ()):
        if tuple(tokens.low[index : min(high, index + len(phrase))]) == phrase:
            return index + len(phrase) - 1
    if word in lexicon.verbs and "tell" in lexicon.verbs[word] and tokens.text[tokens.start[index]].islower():
        return _audience(tokens, lexicon, index, high)
    if word in lexicon.venue_gerunds:
        return _noun_ahead(tokens, lexicon, index, high, lexicon.audiences | lexicon.venue_nouns)
    if word in lexicon.venue_prepositions:
        return _noun_ahead(tokens, lexicon, index, high, lexicon.venue_nouns)
    return None


def _audience(tokens: Tokens, lexicon: Lexicon, index: int, high: int) -> int | None:
    """Return the end of "told reporters", "told PTI", "told the crowd"; "told him" is no venue."""
    for at in range(index + 1, min(high, index + 6)):
        word = tokens.low[at]
        if is_stop(tokens, at) or word in ("that", ","):
            return None
        if word in lexicon.audiences:
            return at
        if tokens.capital(at) and word not in lexicon.not_names:
            while at + 1 < high and tokens.capital(at + 1):
                at += 1
            return at
    return None


def _noun_ahead(tokens: Tokens, lexicon: Lexicon, index: int, high: int, nouns: frozenset[str]) -> int | None:
    for at in range(index + 1, min(high, index + NEAR)):
        word = tokens.low[at]
        past = word in lexicon.past or word.endswith(lexicon.past_endings or ("\0",))
        if (
            (past and lexicon.verbs.get(word, NEVER) & REPORTING)
            or is_stop(tokens, at)
            or word == ","
            or word in lexicon.conjunctions
        ):
            return None  # "at Fennimore & Drake said in a note"
        if word in nouns:
            return at
    return None


def _run_on(tokens: Tokens, last: int, high: int) -> int:
    """Return the end of the phrase: up to the next comma, stop, stretch in marks or "that"."""
    start = last
    while last + 1 < high and last - start < LONGEST:
        if is_stop(tokens, last + 1) or tokens.low[last + 1] in (",", "that", QUOTED):
            break
        last += 1
    return last
