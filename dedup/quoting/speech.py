"""Indirect speech: the clauses that a cue reports without quotation marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dedup.quoting.clauses import SPEAKING, Frame, Governor, cue_subject
from dedup.quoting.speakers import Phrase, is_stop, subject_after, subject_before
from dedup.quoting.tokens import Cue, Tokens
from dedup.records import Span

SHORTEST = 2
"""Words of a reported clause at least."""
CLOSING = frozenset([".", ",", ";", ":", "—", "–", "!", "?", "।"])


@dataclass(frozen=True, slots=True)
class Reported:
    """An indirect quote: the clause's tokens (inclusive), its characters, and what it hangs on."""

    first: int
    last: int
    span: Span
    governor: Governor


def indirect_quotes(frame: Frame, quoted: Iterable[int]) -> list[Reported]:
    """Return the reported clauses of a sentence; ``quoted`` are the tokens of its direct quotes, which go before."""
    taken = set(quoted)
    found: list[Reported] = []
    reach = frame.low
    for cue in frame.cues:
        if cue.first < reach:
            continue
        report = _behind(frame, cue, reach) or _ahead(frame, cue)
        if report is None or any(i in taken for i in range(report.first, report.last + 1)):
            continue
        found.append(report)
        reach = max(report.last, cue.last) + 1
    return found


def _ahead(frame: Frame, cue: Cue) -> Reported | None:
    """Return the clause that follows its cue: "X said (that) …", "according to X, …", "X vowed to …"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if "accord" in cue.kinds:
        return _according(frame, cue)
    subject = cue_subject(frame, cue, cue.first)
    if subject is None:
        return None
    start = cue.last + 1
    clause = _clause_start(frame, cue, start)
    if clause is None:
        return None
    last = _clause_end(frame, clause)
    return _report(tokens, clause, last, Governor(cue, subject, "before")) if last >= clause else None


def _clause_start(frame: Frame, cue: Cue, start: int) -> int | None:
    tokens, lexicon = frame.tokens, frame.lexicon
    if start >= frame.high:
        return None
    that = None
    for index in range(start, min(frame.high, start + 14)):
        if tokens.low[index] in lexicon.that:
            that = index + 1
            break
        if is_stop(tokens, index):
            break
    word = tokens.low[start]
    if that is not None and (that - 1 == start or cue.kinds & {"tell", "say"} or "find" in cue.kinds):
        return that
    if word in lexicon.clause and cue.kinds & {"say", "tell", "ask", "think", "find"}:
        return start
    if word == "to" and "vow" in cue.kinds:
        return start
    if is_stop(tokens, start) or word in CLOSING or word in lexicon.prepositions:
        return None
    if cue.kinds & {"say", "think"} and _has_clause(frame, start):
        return start
    if "tell" in cue.kinds:
        return _past_addressee(frame, start)
    return None


def _has_clause(frame: Frame, start: int) -> bool:
    """Say whether a subject and something behind it follow, rather than an object alone."""
    return sum(frame.tokens.word(i) for i in range(start, min(frame.high, start + 6))) > 2


def _past_addressee(frame: Frame, start: int) -> int | None:
    """Return where the clause behind "told reporters" begins: at the next pronoun, article or name."""
    tokens, lexicon = frame.tokens, frame.lexicon
    for index in range(start + 1, min(frame.high, start + 8)):
        word = tokens.low[index]
        if is_stop(tokens, index) or word == ",":
            return None
        pronoun = word in lexicon.pronouns
        if pronoun or (word in lexicon.determiners and tokens.low[index - 1] not in lexicon.prepositions):
            return index
    return None


def _clause_end(frame: Frame, start: int) -> int:
    tokens = frame.tokens
    last = start - 1
    for index in range(start, frame.high):
        if tokens.low[index] in (";",):
            break
        last = index
    while last > start and tokens.low[last] in CLOSING:
        last -= 1
    return last


def _according(frame: Frame, cue: Cue) -> Reported | None:
    tokens, lexicon = frame.tokens, frame.lexicon
    subject = subject_after(tokens, lexicon, cue.last, frame.high)
    if subject is None:
        return None
    at = subject.last + 1
    opening = all(tokens.low[i] in lexicon.conjunctions or tokens.low[i] in lexicon.adverbs for i in range(frame.low, cue.first))
    if not opening:
        return None
    while at < frame.high and tokens.low[at] != ",":
        at += 1
    last = _clause_end(frame, at + 1)
    return _report(tokens, at + 1, last, Governor(cue, subject, "before")) if last > at + 1 else None


def _behind(frame: Frame, cue: Cue, low: int) -> Reported | None:
    """Return the clause before its cue: "…, X said", "…, said X", "… according to X"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if "accord" in cue.kinds:
        subject = subject_after(tokens, lexicon, cue.last, frame.high)
        last = cue.first - 1
    elif cue.kinds & (SPEAKING | {"find"}) and not cue.participle:
        subject, last = _postposed_subject(frame, cue, low)
    else:
        return None
    while last > low and tokens.low[last] in CLOSING:
        last -= 1
    first = _content_start(frame, low)
    if subject is None or last - first < SHORTEST:
        return None
    return _report(tokens, first, last, Governor(cue, subject, "after"))


def _postposed_subject(frame: Frame, cue: Cue, low: int) -> tuple[Phrase | None, int]:
    """Return the subject of a cue that closes its sentence, and the last token before it."""
    tokens, lexicon = frame.tokens, frame.lexicon
    before = tokens.low[cue.first - 1] if cue.first > low else ""
    if before == ",":
        subject = subject_after(tokens, lexicon, cue.last, frame.high)
        return subject, cue.first - 2
    following = tokens.low[cue.last + 1] if cue.last + 1 < frame.high else "."
    if following not in CLOSING and following not in lexicon.prepositions and not ("tell" in cue.kinds):
        return None, low
    subject = subject_before(tokens, lexicon, low, cue.first)
    if subject is None or subject.first <= low or tokens.low[subject.first - 1] != ",":
        return None, low
    return subject, subject.first - 2


def _content_start(frame: Frame, low: int) -> int:
    """Return where a sentence's own words begin, behind a bullet, a dateline or a leading conjunction."""
    tokens = frame.tokens
    for index in range(low, min(frame.high, low + 16)):
        if tokens.low[index] in ("—", "–", "--", "•", ")") and index + 1 < frame.high and low == frame.low and _dateline(frame, index):
            return index + 1
    while low < frame.high and not tokens.word(low):
        low += 1
    return low


def _dateline(frame: Frame, dash: int) -> bool:
    """Say whether the tokens before a dash are a dateline: capitals, dates and an agency in brackets."""
    tokens = frame.tokens
    return all(tokens.capital(i) or not tokens.word(i) or tokens.low[i][0].isdigit() for i in range(frame.low, dash))


def _report(tokens: Tokens, first: int, last: int, governor: Governor) -> Reported | None:
    if last - first + 1 < SHORTEST:
        return None
    return Reported(first, last, tokens.span(first, last), governor)
