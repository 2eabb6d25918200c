"""Indirect speech: the clauses that a cue reports without quotation marks.

Every cue proposes the clauses it could govern (:func:`candidates`): behind it (``complements``), before or around it
(``asides``); words of attitude propose what they are about (``attitudes``). A small fitted model
(``dedup/fitted/speech.json``) then says which of them report speech; of two that overlap the likelier one stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dedup.quoting.asides import according, before_cue, postposition
from dedup.quoting.attitudes import attitudes
from dedup.quoting.clauses import Frame, Governor, cue_subject
from dedup.quoting.complements import behind_cue
from dedup.quoting.edges import CLOSING, clause_end
from dedup.quoting.lexicon import CueKind
from dedup.quoting.likelihood import Candidate, is_verbal, probability
from dedup.quoting.tokens import QUOTED
from dedup.records import Span

TURNING = frozenset([",", ";"])
SHORTEST = 2
"""Tokens of a reported clause at least."""
SHORTEST_OBJECT = 5
"""Tokens of a reported noun phrase at least."""
CONJOINING: frozenset[CueKind] = frozenset(["say", "tell", "think", "find"])


@dataclass(frozen=True, slots=True)
class Reported:
    """An indirect quote: the clause's tokens (inclusive), its characters, and what it hangs on."""

    first: int
    last: int
    span: Span
    governor: Governor


def indirect_quotes(frame: Frame, quoted: Iterable[int], threshold: float) -> list[Reported]:
    """Return the reported clauses of a sentence; ``quoted`` are the tokens of its direct quotes, which go before."""
    taken = set(quoted)
    likely: list[tuple[float, Candidate]] = []
    for candidate in candidates(frame):
        clause = outside(frame, candidate, taken)
        if clause is None:
            continue
        chance = probability(frame, clause)
        if chance >= threshold:
            likely.append((-chance, clause))
    if not likely:
        return []
    kept: list[Candidate] = []
    for _, candidate in sorted(likely, key=lambda pair: (pair[0], pair[1].first, pair[1].last)):
        if all(candidate.last < other.first or candidate.first > other.last for other in kept):
            kept.append(candidate)
    kept.sort(key=lambda c: c.first)
    return [Reported(c.first, c.last, frame.tokens.span(c.first, c.last), c.governor) for c in kept]


def outside(frame: Frame, candidate: Candidate, quoted: set[int]) -> Candidate | None:
    """Return a clause cut before what goes on to a direct quote (", and called it “…”"), None where that is all of it."""
    first = candidate.first
    at = next((i for i in range(first, candidate.last + 1) if i in quoted), None) if quoted else None
    if at is not None:
        low, turning = frame.tokens.low, frame.lexicon.coordinating | frame.lexicon.contrasting
        cue = next((c.first for c in reversed(frame.cues) if first + 2 < c.first < at), first)
        turn = next(
            (i for i in range(cue - 1, max(first, cue - 12), -1) if low[i] in TURNING or low[i] in turning), first
        )
        if turn == first and low[at - 1] == ":":
            turn = at  # "said that the port was shut: “…”"
        while turn > first and low[turn - 1] in CLOSING:
            turn -= 1
        candidate = candidate._replace(last=turn - 1)
    return candidate if candidate.last >= first else None  # "Smith: But that was all." ends where it begins


def candidates(frame: Frame) -> Iterator[Candidate]:
    """Yield the clauses that the cues of a sentence could govern."""
    ahead = [before_cue(frame, cue) for cue in frame.cues]
    tails = [c.last + 1 for c in ahead if c is not None and c.pattern == "postposed"]
    governed: set[int] = set()
    for cue, before in zip(frame.cues, ahead, strict=True):
        found: tuple[Candidate | None, ...]
        if "accord" in cue.kinds:
            found = (according(frame, cue),)
        elif "after" in cue.kinds:
            found = (postposition(frame, cue),)
        else:
            inverted = (
                before is not None and before.governor.subject is not None and before.governor.subject.first > cue.last
            )
            found = (before,) if inverted else (before, _up_to(behind_cue(frame, cue), tails))
        for candidate in found:
            if candidate is not None and candidate.last - candidate.first + 1 >= _shortest(frame, candidate):
                governed.update(range(cue.first, cue.last + 1))
                if not _silent(frame, candidate) and not _nobodys(frame, candidate):
                    yield candidate
    for candidate in attitudes(frame, governed):
        if candidate.last >= candidate.first:
            yield candidate
    yield from _conjoined(frame)
    opening = _after_name(frame)
    if opening is not None:
        yield opening


def _conjoined(frame: Frame) -> Iterator[Candidate]:
    """Yield the second of two clauses of one cue: "said …, and that …"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if not frame.cues or lexicon.that.isdisjoint(tokens.low[frame.low + 4 : frame.high - 3]):
        return
    for index in range(frame.low + 4, frame.high - 3):
        if tokens.low[index] in lexicon.that and tokens.low[index - 1] in lexicon.coordinating:
            cues = [cue for cue in frame.cues if cue.last < index - 1 and cue.kinds & CONJOINING]
            if cues and tokens.low[index + 1] != QUOTED:
                subject = cue_subject(frame, cues[-1], cues[-1].first)
                last = clause_end(frame, index + 1, "that")
                yield Candidate(index + 1, last, Governor(cues[-1], subject, "before"), "and that")


def _shortest(frame: Frame, candidate: Candidate) -> int:
    """Return how many tokens a clause needs at least: an object ("wrote a book") more than a clause."""
    if frame.lexicon.words is not None:
        return 1  # only known words are tokens of their own
    opening = frame.tokens.low[candidate.first : candidate.first + SHORTEST_OBJECT]
    plain = candidate.pattern in ("bare", "object") and not any(is_verbal(frame.lexicon, w) for w in opening)
    return SHORTEST_OBJECT if plain else SHORTEST


def _silent(frame: Frame, candidate: Candidate) -> bool:
    """Say whether nothing is said: "declined to comment"."""
    low = frame.tokens.low
    return low[candidate.first] == "to" and low[candidate.first + 1] in frame.lexicon.silences


def _nobodys(frame: Frame, candidate: Candidate) -> bool:
    """Say whether a sentence tells what nobody asks: "Nobody knew why …" ("…, he said, nobody knows why" is his)."""
    subject, low = candidate.governor.subject, frame.tokens.low
    if candidate.pattern != "question" or subject is None or low[subject.first] not in frame.lexicon.nobodies:
        return False
    return all(word in frame.lexicon.coordinating for word in low[frame.low : subject.first])


def _up_to(candidate: Candidate | None, tails: Iterable[int]) -> Candidate | None:
    """Return a clause cut before the cue that closes its sentence (", he said")."""
    if candidate is None:
        return None
    last = min((t - 1 for t in tails if t > candidate.first), default=candidate.last)
    return candidate._replace(last=min(last, candidate.last))


def _after_name(frame: Frame) -> Candidate | None:
    """Return the clause of a line that begins with a speaker and a colon ("Smith: The tax stays")."""
    if not frame.names or frame.names[0].first != frame.low:
        return None
    colon = frame.names[0].last + 1
    if colon + 2 >= frame.high or frame.tokens.low[colon] != ":":
        return None
    return Candidate(
        colon + 1, clause_end(frame, colon + 1, "that"), Governor(None, frame.names[0], "before"), "name colon"
    )
