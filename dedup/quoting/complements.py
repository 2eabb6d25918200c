"""What follows a cue: "said (that) …", "vowed to …", "told reporters …", "criticised …"."""

from __future__ import annotations

from dedup.quoting.clauses import Frame, Governor, cue_subject
from dedup.quoting.edges import CLOSING, clause_end
from dedup.quoting.likelihood import Candidate
from dedup.quoting.speakers import is_stop
from dedup.quoting.tokens import Cue

ADDRESSEE = 14
"""Tokens between a cue and its "that" at most ("told a news conference in Vēlista on Friday that")."""


def behind_cue(frame: Frame, cue: Cue) -> Candidate | None:
    """Return what follows its cue: "said (that) …", "vowed to …", "told reporters …", "criticised …"."""
    subject = cue_subject(frame, cue, cue.first)
    start = cue.last + 1
    if subject is None or start >= frame.high:
        return None
    if subject.first > cue.last:
        first, pattern = _behind_subject(frame, subject.last + 1)
    else:
        first, pattern = clause_start(frame, cue, start)
    if first is None:
        return None
    last = clause_end(frame, first, pattern)
    return Candidate(first, last, Governor(cue, subject, "before"), pattern)


def _behind_subject(frame: Frame, start: int) -> tuple[int | None, str]:
    """Return where the clause of a verb that stands before its subject begins: "قال الوزير إن …", "dijo el juez que …"."""
    ahead = frame.tokens.low[start : min(start + ADDRESSEE, frame.high - 1)]
    that = next((at for at, word in enumerate(ahead, start) if word in frame.lexicon.that or word in CLOSING), None)
    return (that + 1, "that") if that is not None and frame.tokens.low[that] not in CLOSING else (None, "")


def clause_start(frame: Frame, cue: Cue, start: int) -> tuple[int | None, str]:
    """Return where a cue's clause begins, looking from token ``start`` on, and of what pattern it is."""
    tokens, lexicon = frame.tokens, frame.lexicon
    start = _past_parenthesis(frame, start)
    word = tokens.low[start]
    if word in lexicon.comma and start + 1 < frame.high:
        return _behind_comma(frame, cue, start + 1)
    if word in lexicon.that:
        return start + 1, "that"
    if word in lexicon.clause:
        return start, "question"
    if word in lexicon.adverbs and tokens.low[min(start + 1, frame.high - 1)] in CLOSING:
        return None, ""  # "said Tuesday, as …"
    passive = tokens.low[cue.first - 1] in lexicon.being and not cue.participle if cue.first > frame.low else False
    if passive and cue.last == cue.first and "tell" not in cue.kinds:
        return None, ""  # "is expected to", "was asked"
    if word == "to" and cue.kinds & {"vow", "think", "urge", "call", "ask"}:
        return start, "infinitive"
    if word == ":":
        return start + 1, "colon"
    if (
        word in lexicon.adverbs
        and start + 1 < frame.high
        and tokens.low[start + 1] not in CLOSING
        and cue.kinds & {"say", "think"}
    ):
        return clause_start(frame, cue, start + 1)  # "said Tuesday the …", "said also that"
    that = _that_ahead(frame, start)
    if "tell" in cue.kinds:
        if that is not None:
            return that, "told that"
        return _past_addressee(frame, start)
    if that is not None and "say" in cue.kinds and word in lexicon.prepositions:
        return that, "far that"
    if is_stop(tokens, start) or word in CLOSING or "noun" in cue.kinds:
        return None, ""
    if word in lexicon.prepositions:
        governed = word in lexicon.topical and cue.kinds & {"call", "urge", "ask"}
        return (start, "object") if governed else (None, "")
    return start, "bare" if cue.kinds & {"say", "think", "find"} else "object"


def _behind_comma(frame: Frame, cue: Cue, start: int) -> tuple[int | None, str]:
    """Return where a clause begins that its language sets off: "sagte, dass …", "sagte, die …", "заявил, что …"."""
    word, lexicon = frame.tokens.low[start], frame.lexicon
    if word in lexicon.that:
        return start + 1, "that"
    if word in lexicon.clause:
        return start, "question"
    reported = cue.kinds & {"say", "think"} and word not in lexicon.who - lexicon.articles
    return (start, "bare") if reported and word not in CLOSING else (None, "")


def _past_parenthesis(frame: Frame, start: int) -> int:
    """Return where a verb's complement begins: behind the commas of "offered, in an interview, to …"."""
    low = frame.tokens.low
    if low[start] == ",":
        for index in range(start + 2, min(frame.high - 2, start + ADDRESSEE)):
            if low[index] == ",":
                return index + 1 if low[index + 1] == "to" or low[index + 1] in frame.lexicon.that else start
    return start


def _that_ahead(frame: Frame, start: int) -> int | None:
    tokens, lexicon = frame.tokens, frame.lexicon
    for index in range(start, min(frame.high - 1, start + ADDRESSEE)):
        if tokens.low[index] in lexicon.that:
            return index + 1
        if is_stop(tokens, index) or "tell" in lexicon.verbs.get(tokens.low[index], ()):
            return None
    return None


def _past_addressee(frame: Frame, start: int) -> tuple[int | None, str]:
    """Return where the clause behind "told reporters" begins: at "to", the next pronoun, article or name."""
    tokens, lexicon = frame.tokens, frame.lexicon
    for index in range(start + 1, min(frame.high - 3, start + 9)):
        word = tokens.low[index]
        if is_stop(tokens, index) or word == ",":
            return None, ""
        if word == "to" or word in lexicon.clause:
            return index, "told to"
        if word in lexicon.conjunctions:
            return None, ""  # "told reporters as he left the hall"
        named = tokens.upper[index] and word not in lexicon.not_names and not tokens.upper[index - 1]
        starts = word in lexicon.pronouns or word in lexicon.determiners or word in lexicon.first_person or named
        before = tokens.low[index - 1]
        heard = (
            before in lexicon.audiences
            or before in lexicon.heads
            or before in lexicon.pronouns
            or tokens.upper[index - 1]
        )
        if starts and heard:
            return index, "told"
    return None, ""
