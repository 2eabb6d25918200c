"""What a marked stretch hangs on: a cue behind it or before it, a colon, or the subject of its sentence."""

from __future__ import annotations

from dedup.quoting.clauses import (
    SPEAKING,
    Frame,
    Governor,
    cue_subject,
    leading_phrase,
    named_behind,
    possessor,
)
from dedup.quoting.inversion import subject_after
from dedup.quoting.lexicon import CueKind
from dedup.quoting.speakers import is_stop, subject_before
from dedup.quoting.tokens import Cue, Phrase, Tokens

REPORTING: frozenset[CueKind] = frozenset(["say", "tell", "ask", "call", "urge", "accord", "after", "noun"])
BEHIND_NOUN = frozenset([":", ",", "-", "–", "—"])
FARTHEST = 40
"""Tokens between a stretch and the cue behind it at most."""
AFTER_COMMA = frozenset([",", "—", "–", "-"])


def after_stretch(frame: Frame, index: int) -> Governor | None:
    """Return the governor behind a stretch: "…, said X", "…, X said"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    at = index + 1
    while at < frame.high and tokens.low[at] in AFTER_COMMA:
        at += 1
    if (
        at >= frame.high
        or is_stop(tokens, at)
        or tokens.low[at] in lexicon.coordinating
        or tokens.low[at] in lexicon.who
    ):
        return None
    for cue in frame.cues:
        if cue.first < at:
            continue
        if cue.first - at > FARTHEST or _interrupted(tokens, at, cue.first):
            return None
        if "noun" in cue.kinds:
            if (owner := _presented(frame, cue, at)) is not None:
                return Governor(cue, owner, "after")
        elif "accord" in cue.kinds or not _bare_participle(frame, cue):
            return _of_verb(frame, cue, at)
    return _bare_attribution(frame, index, at)


def _bare_participle(frame: Frame, cue: Cue) -> bool:
    return cue.participle and frame.tokens.low[cue.first - 1] not in frame.lexicon.auxiliaries


def _presented(frame: Frame, cue: Cue, at: int) -> Phrase | None:
    """Return whose noun presents a stretch that ends before token ``at``: "…" was her verdict."""
    tokens, lexicon = frame.tokens, frame.lexicon
    owner = possessor(tokens, lexicon, cue, at)
    if owner is None:
        return None
    between = tokens.low[at : min(owner.first, cue.first)]
    return owner if all(word in lexicon.presenting for word in between) else None


def _of_verb(frame: Frame, cue: Cue, at: int) -> Governor | None:
    """Return the governor that a verb or "according to" is for a stretch that ends before token ``at``."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if "accord" in cue.kinds:
        return Governor(cue, subject_after(tokens, lexicon, cue.last, frame.high), "after") if cue.first == at else None
    if all(word in lexicon.adverbs or word in lexicon.auxiliaries for word in tokens.low[at : cue.first]):
        subject = subject_after(tokens, lexicon, cue.last, frame.high) if cue.kinds & SPEAKING else None
        bare = lexicon.subjectless and cue.kinds & SPEAKING and not cue.participle
        return Governor(cue, subject, "after") if subject or bare else None
    closing = named_behind(frame, cue)
    if closing is not None:
        return Governor(cue, closing, "closing")
    subject = subject_before(tokens, lexicon, at, cue.first)
    if subject is None:
        return None
    near = all(word in lexicon.bridging or word in lexicon.adverbs for word in tokens.low[at : subject.first])
    return Governor(cue, subject, "after" if near else "later")


def _bare_attribution(frame: Frame, index: int, at: int) -> Governor | None:
    """Return the governor of "…," Smith pressed. or "…," pressed Smith. whose verb is no known cue."""
    tokens, lexicon = frame.tokens, frame.lexicon
    marked = tokens.marked[index]
    if any(tokens.word(i) for i in range(frame.low, index)):
        return None
    if tokens.text[marked.end - 1] not in ",?!" and tokens.low[min(index + 1, frame.high - 1)] != ",":
        return None
    shown = _shown(frame, at)
    if shown is not None:
        return Governor(None, shown, "after")
    first = at if tokens.upper[at] else at + 1
    last = first
    while last < frame.high and tokens.upper[last] and last - first < 4:
        last += 1
    named = Phrase(first, last - 1) if last > first and tokens.low[first] not in lexicon.not_names else None
    pronoun = tokens.low[at] in lexicon.he or tokens.low[at] in lexicon.she
    subject = named if named is not None else Phrase(at, at) if pronoun else None
    if subject is None:
        return None
    verb = subject.last + 1 if subject.first == at else at
    if verb >= frame.high or not tokens.low[verb].endswith(lexicon.past_endings or ("\0",)):
        return None
    return Governor(None, subject, "after")


def _shown(frame: Frame, at: int) -> Phrase | None:
    """Return the document of "…," the email reads. or "…," read the email."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if tokens.low[at] in lexicon.showing:
        return subject_after(tokens, lexicon, at, frame.high)
    verb = next((i for i in range(at + 1, min(frame.high, at + 6)) if tokens.low[i] in lexicon.showing), None)
    if verb is None or not all(tokens.word(i) for i in range(at, verb)):
        return None
    return subject_before(tokens, lexicon, at, verb)


def _interrupted(tokens: Tokens, first: int, high: int) -> bool:
    """Say whether a stop stands between two tokens, other than inside a short parenthesis."""
    depth = 0
    for index in range(first, high):
        word = tokens.low[index]
        depth += (word == "(") - (word == ")")
        if word not in "()" and depth <= 0 and is_stop(tokens, index):
            return True
    return False


def _before_colon(frame: Frame, index: int) -> Phrase | None:
    """Return the name right before a stretch's colon, where nothing but a dash or "from" stands before it."""
    tokens = frame.tokens
    if index - 2 < frame.low or tokens.low[index - 1] != ":" or not tokens.upper[index - 2]:
        return None
    first = index - 2
    while first > frame.low and (tokens.upper[first - 1] or tokens.low[first - 1] == "and"):
        first -= 1
    alone = first == frame.low or tokens.low[first - 1] in ("-", "–", "—", "from", "by")
    return Phrase(first, index - 2) if alone else None


def before_stretch(frame: Frame, index: int) -> Governor | None:
    """Return the governor before a stretch: "X said: …", "X called it …", "according to X, …"; else a colon's."""
    tokens = frame.tokens
    named = _before_colon(frame, index)
    if named is not None:
        return Governor(None, named, "colon")
    earlier = [c for c in frame.cues if c.last < index and ("noun" not in c.kinds or _leads_to(frame, c, index))]
    cut = next((i for i in range(index - 1, frame.low - 1, -1) if tokens.low[i] in (";", "。")), -1) if earlier else -1
    for kinds in (REPORTING, None):
        for cue in reversed(earlier):
            if cue.last < cut:
                break
            if kinds is not None and not cue.kinds & kinds:
                continue
            subject = cue_subject(frame, cue, index)
            if subject is not None:
                return _reporter(frame, cue, subject) or Governor(cue, subject, "before")
    subject = leading_phrase(frame, index, _last_chunk(frame, index)) or leading_phrase(frame, index, frame.low)
    if subject is None:
        return None
    return Governor(None, subject, "colon" if tokens.low[index - 1] == ":" else "sentence")


def _reporter(frame: Frame, cue: Cue, subject: Phrase) -> Governor | None:
    """Return who says that "he favours “…”" or "her words “…”": "Smith said he favours", "said of her words"."""
    lexicon = frame.lexicon
    pronoun = frame.tokens.low[subject.last] in lexicon.pronouns
    if cue.kinds & {"say", "tell"} or not (pronoun or "noun" in cue.kinds):
        return None
    for other in frame.cues:
        between = frame.tokens.low[other.last + 1 : subject.first]
        near = other.last < subject.first and all(word in lexicon.that or word in lexicon.owning for word in between)
        if near and other.kinds & {"say", "tell"}:
            outer = cue_subject(frame, other, subject.first)
            return Governor(other, outer, "before") if outer is not None else None
    return None


def _leads_to(frame: Frame, noun: Cue, index: int) -> bool:
    """Say whether a noun's words come right behind it: "his call for “…”", not "his words and deeds fan “…”"."""
    lexicon = frame.lexicon
    between = frame.tokens.low[noun.last + 1 : index]
    return all(word in BEHIND_NOUN or word in lexicon.owning or word in lexicon.behind_nouns for word in between)


def _last_chunk(frame: Frame, index: int) -> int:
    """Return the token behind the last comma before a colon ("Asked where, he demurred: …"), else the first."""
    if frame.tokens.low[index - 1] == ":":
        for at in range(index - 2, frame.low, -1):
            if frame.tokens.low[at] == ",":
                return at + 1
    return frame.low
