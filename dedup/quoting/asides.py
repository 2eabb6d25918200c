"""What a cue follows or interrupts: "…, he said", "this, he said, is …", "… according to X"."""

from __future__ import annotations

from dedup.quoting.clauses import SPEAKING, Frame, Governor
from dedup.quoting.complements import clause_start
from dedup.quoting.edges import CLOSING, clause_end, content_start
from dedup.quoting.inversion import subject_after
from dedup.quoting.likelihood import Candidate, is_verbal
from dedup.quoting.speakers import subject_before
from dedup.quoting.tokens import QUOTED, Cue, Phrase, clitic


def before_cue(frame: Frame, cue: Cue) -> Candidate | None:
    """Return what stands before or around its cue: "…, X said", "…, said X", "this, he said, is …"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if cue.participle or "noun" in cue.kinds or cue.first <= frame.low + 1:
        return None
    following = tokens.low[cue.last + 1] if cue.last + 1 < frame.high else "."
    if QUOTED in tokens.low[cue.last + 1 : min(cue.last + 3, frame.high)]:
        return None  # "Asked about it, X said: …"
    if tokens.low[cue.first - 1] == ",":
        if not cue.kinds & {"say", "find", "ask"} and cue.kinds & {"tell", "vow"}:
            return None  # "The secretary, X, told Y that …"
        subject, comma = subject_after(tokens, lexicon, cue.last, frame.high), cue.first - 1
        if subject is None or not _speaks_behind(frame, cue, subject):
            return None  # "Their counsel, X, said his clients were …"
    else:
        subject = subject_before(tokens, lexicon, frame.low, cue.first)
        comma = subject.first - 1 if subject is not None else frame.low
        if "tell" in cue.kinds and following not in CLOSING and clause_start(frame, cue, cue.last + 1)[0] is not None:
            return None  # "In an interview, X told Y that …"
        if subject is not None and "tell" not in cue.kinds and not _closes(frame, cue.last + 1):
            return None
    if subject is None or comma <= frame.low or tokens.low[comma] not in (",", "—", "–", QUOTED):
        return None
    first = content_start(frame)
    last = comma
    while last > first and tokens.low[last] in CLOSING:
        last -= 1
    pattern = "postposed"
    closed = max(cue.last, subject.last) + 1
    if closed + 2 < frame.high and tokens.low[closed] == "," and not _ends_soon(frame, closed + 1):
        last, pattern = clause_end(frame, closed + 1, "around"), "around"
    return Candidate(first, last, Governor(cue, subject, "after"), pattern)


def _speaks_behind(frame: Frame, cue: Cue, subject: Phrase) -> bool:
    """Say whether what follows a cue is its subject ("…, said the minister.") and not its object or clause."""
    tokens, lexicon = frame.tokens, frame.lexicon
    words = range(subject.first, subject.last + 1)
    person = any(
        (tokens.upper[i] and tokens.low[i] not in lexicon.not_names)
        or clitic(tokens.low[i]) in lexicon.heads
        or tokens.low[i] in lexicon.pronouns
        or tokens.low[i] in lexicon.articles
        for i in words
    )
    clause = any(is_verbal(lexicon, tokens.low[i]) or tokens.low[i] == QUOTED for i in range(frame.low, cue.first))
    behind = tokens.low[subject.last + 1] if subject.last + 1 < frame.high else ""
    clause = clause or (tokens.low[frame.low] in lexicon.prepositions and behind == ",")  # "At this rate, says X, …"
    return person and clause and bool(cue.kinds & SPEAKING) and _phrase_ends(frame, subject.last + 1)


def _phrase_ends(frame: Frame, index: int) -> bool:
    if index >= frame.high:
        return True
    word = frame.tokens.low[index]
    lexicon = frame.lexicon
    closed = word in CLOSING or word == QUOTED or word in lexicon.who
    return (
        closed
        or (word in lexicon.prepositions and word != "to")
        or word in lexicon.adverbs
        or word in lexicon.conjunctions
    )


def _closes(frame: Frame, index: int) -> bool:
    """Say whether an attribution is over behind its cue, days and adverbs aside: "…, he said Thursday, as the …"."""
    low, lexicon = frame.tokens.low, frame.lexicon
    while index < frame.high and (low[index] in lexicon.adverbs or low[index] in lexicon.dating):
        if low[index] in lexicon.prepositions:
            break
        index += 1
    return index >= frame.high or low[index] in CLOSING or low[index] in lexicon.prepositions


def _ends_soon(frame: Frame, index: int) -> bool:
    """Say whether what follows a parenthetical cue is an afterthought (", adding …") rather than the clause's rest."""
    word = frame.tokens.low[index]
    joined = word in frame.lexicon.conjunctions or word in frame.lexicon.prepositions or word in frame.lexicon.who
    return joined or word == QUOTED or word.endswith(frame.lexicon.participle or ("\0",))


def according(frame: Frame, cue: Cue) -> Candidate | None:
    """Return the clause of "according to X, …" or "…, according to X"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    subject = subject_after(tokens, lexicon, cue.last, frame.high)
    if subject is None:
        return None
    opening = range(frame.low, cue.first)
    if all(
        tokens.low[i] in lexicon.conjunctions or tokens.low[i] in lexicon.adverbs or not tokens.word(i) for i in opening
    ):
        first = _behind_opening(frame, subject.last + 1)
        return Candidate(first, clause_end(frame, first, "that"), Governor(cue, subject, "before"), "according before")
    rest = next((i for i in range(subject.last + 1, frame.high) if tokens.low[i] == ","), frame.high)
    adverbial = tokens.low[frame.low] in lexicon.prepositions and cue.first - frame.low < 8
    if adverbial and rest + 4 < frame.high and tokens.low[cue.first - 1] == "," and not _ends_soon(frame, rest + 1):
        return Candidate(
            rest + 1, clause_end(frame, rest + 1, "that"), Governor(cue, subject, "before"), "according before"
        )
    last = cue.first - 1
    while last > frame.low and (tokens.low[last] in CLOSING or tokens.low[last] in lexicon.auxiliaries):
        last -= 1
    return Candidate(content_start(frame), last, Governor(cue, subject, "after"), "according after")


def _behind_opening(frame: Frame, at: int) -> int:
    """Return where the clause behind "according to X" begins: at a verb ("laut Polizei wurde …"), or behind the comma."""
    low = frame.tokens.low
    if at < frame.high and low[at] in frame.lexicon.auxiliaries:
        return at
    return next((index + 1 for index in range(at, frame.high) if low[index] == ","), frame.high)


def postposition(frame: Frame, cue: Cue) -> Candidate | None:
    """Return the clause of "X के अनुसार …": the speaker stands before the cue, the clause behind it."""
    subject = subject_before(frame.tokens, frame.lexicon, frame.low, cue.first)
    if subject is None:
        return None
    first = cue.last + 1
    while first < frame.high and frame.tokens.low[first] in CLOSING:
        first += 1
    return Candidate(first, clause_end(frame, first, "that"), Governor(cue, subject, "before"), "according before")
