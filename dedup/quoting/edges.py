"""Where a reported clause begins and ends in its sentence."""

from __future__ import annotations

from dedup.quoting.clauses import Frame
from dedup.quoting.tokens import QUOTED

CLOSING = frozenset([".", ",", ";", ":", "—", "–", "!", "?", "।", "-", "…"])
BREAKING = frozenset([";", ",", "—", "–"])
DASHES = frozenset(["—", "–", "--", "•", "-", ")"])


def clause_end(frame: Frame, start: int, pattern: str) -> int:
    """Return the clause's last token: the sentence's, or the last before a turn (", but …", ", adding …")."""
    low, joining = frame.tokens.low, frame.lexicon.coordinating
    accords = [cue.first for cue in frame.cues if "accord" in cue.kinds]
    last = start - 1
    for index, word in enumerate(low[start : frame.high], start):
        if ((word in BREAKING or word in joining) and _breaks(frame, index, pattern)) or index in accords:
            break
        last = index
    while last > start and low[last] in CLOSING:
        last -= 1
    return last


def _breaks(frame: Frame, index: int, pattern: str) -> bool:
    """Say whether a clause ends before a token: ", but …", ", adding …", "and that …"."""
    word = frame.tokens.low[index]
    if word == ";" or (pattern == "object" and word in (",", "—", "–")):
        return True
    following = frame.tokens.low[index + 1] if index + 1 < frame.high else ""
    if word == ",":
        participle = any(cue.first == index + 1 and (cue.participle or "accord" in cue.kinds) for cue in frame.cues)
        return (
            following in frame.lexicon.contrasting
            or participle
            or (following == "and" and _new_clause(frame, index + 2))
        )
    if word in frame.lexicon.coordinating:
        joined = pattern in ("object", "infinitive") and any(
            cue.first == index + 1 and not cue.participle for cue in frame.cues
        )
        return joined or following in frame.lexicon.that
    return False


def _new_clause(frame: Frame, index: int) -> bool:
    """Say whether a cue with a subject of its own follows: ", and she said"."""
    return any(index <= cue.first <= index + 4 and cue.kinds & {"say", "tell"} for cue in frame.cues)


def content_start(frame: Frame) -> int:
    """Return where a sentence's own words begin, behind a bullet, a dateline or a leading conjunction."""
    tokens, low = frame.tokens, frame.low
    for index in range(low, min(frame.high - 1, low + 16)):
        if tokens.low[index] in DASHES and _dateline(frame, index):
            low = index + 1
    while low < frame.high - 1 and (not tokens.word(low) and tokens.low[low] != QUOTED):
        low += 1
    return low


def _dateline(frame: Frame, dash: int) -> bool:
    """Say whether the tokens before a dash or bracket are a dateline: capitals, dates and an agency."""
    tokens = frame.tokens
    return all(tokens.upper[i] or not tokens.word(i) or tokens.low[i][0].isdigit() for i in range(frame.low, dash))
