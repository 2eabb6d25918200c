"""Clauses and objects that somebody is said to hold, want or attack: "opposes the tax", "is wary of it", "seems to win".

Words of attitude (``attitudes`` in ``cues.json``) are followed by grammar: an object, "that", "to", a preposition, or
what stands before a passive. Most are no reported speech; the fitted model tells them by their pattern and word.
"""

from __future__ import annotations

from collections.abc import Iterator

from dedup.quoting.clauses import Frame, Governor, cue_subject, headline
from dedup.quoting.edges import CLOSING, clause_end, content_start
from dedup.quoting.inversion import subject_after
from dedup.quoting.lexicon import CueKind
from dedup.quoting.likelihood import Candidate
from dedup.quoting.speakers import is_stop, subject_before
from dedup.quoting.tokens import QUOTED, Cue, Phrase, clitic

MOST = 8
"""Words of attitude of one sentence that are looked at."""
ATTITUDE: frozenset[CueKind] = frozenset(["attitude"])


def attitudes(frame: Frame, governed: set[int]) -> Iterator[Candidate]:
    """Yield what the sentence's words of attitude could govern, but for cues (by token) that govern a clause already."""
    tokens, known, low = frame.tokens, frame.lexicon.attitudes, frame.low
    seen = 0
    for index in [i for i, w in enumerate(tokens.low[low : frame.high - 1], low) if w in known]:
        if index == low or not tokens.upper[index] or headline(tokens, low, index):
            found = _of_word(frame, index) if index not in governed else None
            if found is not None:
                yield found
            seen += 1
            if seen == MOST:
                break


def _of_word(frame: Frame, index: int) -> Candidate | None:
    tokens, lexicon = frame.tokens, frame.lexicon
    word = tokens.low[index]
    kinds = lexicon.attitudes[word]
    cue = Cue(index, index, ATTITUDE, word.endswith(lexicon.participle))
    before = _before(frame, index)
    start = index + 1
    while start < frame.high - 1 and (tokens.low[start] in lexicon.adverbs or tokens.low[start].endswith("ly")):
        start += 1
    passive = before in lexicon.being and not cue.participle
    account = _by_account(frame, index) if "account" in kinds else None
    if account is not None:
        return account
    if "raising" in kinds or (passive and word in lexicon.foretold and tokens.low[start] in ("to", "as")):
        return _raising(frame, cue)
    if passive and "verb" in kinds and tokens.low[start] == "by":
        return _passive(frame, cue, start)
    if "noun" in kinds and ("verb" not in kinds or _nominal(frame, index)):
        return _complement(frame, cue, start, "noun")
    if passive:
        return _complement(frame, cue, start, "state")
    if "state" in kinds or not ("tell" in lexicon.verbs.get(word, ()) or _nominal(frame, index)):
        return _complement(frame, cue, start, "verb")
    return None


def _holder(frame: Frame, cue: Cue, sort: str) -> Phrase | None:
    """Return whose attitude it is."""
    if sort == "noun":
        return _owner(frame, cue.first)
    if sort == "state":
        return subject_before(frame.tokens, frame.lexicon, frame.low, cue.first)
    return cue_subject(frame, cue, cue.first)


def _before(frame: Frame, index: int) -> str:
    """Return the word before a token, adverbs left out."""
    at = index - 1
    while at > frame.low and (frame.tokens.low[at] in frame.lexicon.adverbs or frame.tokens.low[at].endswith("ly")):
        at -= 1
    return frame.tokens.low[at] if at >= frame.low else ""


def _nominal(frame: Frame, index: int) -> bool:
    """Say whether a word that may be verb or noun is a noun here: behind an article, a possessive or a preposition."""
    before = frame.tokens.low[index - 1] if index > frame.low else ""
    lexicon = frame.lexicon
    owned = before in lexicon.possessives or before.endswith(("'s", "s'"))
    return owned or before in lexicon.determiners or (before in lexicon.prepositions and before != "to")


def _owner(frame: Frame, index: int) -> Phrase | None:
    """Return whose attitude a noun is: "his plan", "X's attack", "expressed support" (the sentence's subject)."""
    tokens, lexicon = frame.tokens, frame.lexicon
    for at in range(index - 1, max(frame.low, index - 4) - 1, -1):
        word = tokens.low[at]
        if word in lexicon.possessives:
            return Phrase(at, at)
        if word.endswith(("'s", "s'")):
            first = at
            while first > frame.low and tokens.upper[first - 1]:
                first -= 1
            return Phrase(first, at)
        if word in lexicon.prepositions or is_stop(tokens, at):
            return None
    verb = next((at for at in range(index - 1, max(frame.low, index - 5), -1) if _verbal(frame, at)), None)
    return subject_before(tokens, lexicon, frame.low, verb) if verb is not None else None


def _verbal(frame: Frame, index: int) -> bool:
    word, lexicon = frame.tokens.low[index], frame.lexicon
    return "verb" in lexicon.attitudes.get(word, ()) or word in lexicon.past or word in lexicon.auxiliaries


def _complement(frame: Frame, cue: Cue, start: int, sort: str) -> Candidate | None:
    """Return what stands behind a word of attitude: "that …", "to …", "about …", or (a verb's) object."""
    tokens, lexicon = frame.tokens, frame.lexicon
    word = tokens.low[start]
    if start + 2 >= frame.high or word in CLOSING or is_stop(tokens, start):
        return None
    if sort == "noun" and word in lexicon.being and tokens.low[start + 1] in lexicon.that:
        first, pattern = start + 2, "that"
    elif word in lexicon.that:
        first, pattern = start + 1, "that"
    elif word in lexicon.clause:
        first, pattern = start, "question"
    elif word == "to" and not (tokens.low[start + 1] in lexicon.determiners or tokens.upper[start + 1]):
        first, pattern = start, "to"
    elif word == "by" and "ask" in lexicon.verbs.get(tokens.low[cue.last], ()):
        return None  # "Asked by the paper whether …"
    elif word in lexicon.prepositions:
        first, pattern = start + 1, "preposition"
    elif sort == "verb" and word not in lexicon.conjunctions and word not in lexicon.auxiliaries:
        first, pattern = start, "object"
    else:
        return None
    if first >= frame.high or tokens.low[first] == QUOTED:
        return None
    end = clause_end(frame, first, "that" if pattern in ("that", "question") and cue.first > frame.low else "object")
    if sort == "noun" and pattern in ("to", "preposition"):  # "her plan to close the harbour was leaked"
        verbs = (i - 1 for i in range(first + 1, end + 1) if tokens.low[i] in lexicon.auxiliaries)
        end = next(verbs, end)
    return Candidate(first, end, Governor(cue, _holder(frame, cue, sort), "before"), f"{sort} {pattern}")


def _by_account(frame: Frame, index: int) -> Candidate | None:
    """Return the clause of "by X's account, …" or "…, on his reckoning"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    owner = _owner(frame, index)
    if owner is None or owner.last >= index or owner.first <= frame.low - 1 or owner.first == 0:
        return None
    before = tokens.low[owner.first - 1]
    start = owner.first - 1 if before not in lexicon.determiners else owner.first - 2
    if start < frame.low or tokens.low[start] not in lexicon.prepositions:
        return None
    cue = Cue(index, index, ATTITUDE, False)
    if start - frame.low < 3 and index + 2 < frame.high:
        first = index + 1 + (tokens.low[index + 1] == ",")
        return Candidate(first, clause_end(frame, first, "that"), Governor(cue, owner, "before"), "account before")
    if index + 1 < frame.high and tokens.low[index + 1] not in CLOSING:
        return None
    first, last = content_start(frame), start - 1 - (tokens.low[start - 1] == ",")
    return Candidate(first, last, Governor(cue, owner, "after"), "account after") if last > first else None


def _raising(frame: Frame, cue: Cue) -> Candidate | None:
    """Return the whole clause of "X seems to …" and "X is expected to …", which nobody says."""
    subject = subject_before(frame.tokens, frame.lexicon, frame.low, cue.first)
    first = subject.first if subject is not None else content_start(frame)
    last = clause_end(frame, cue.last + 1, "that")
    return Candidate(first, last, Governor(cue, None, "nobody"), "raising") if last > cue.last else None


def _passive(frame: Frame, cue: Cue, by: int) -> Candidate | None:
    """Return the subject of "the plan was criticised by X"."""
    holder = subject_after(frame.tokens, frame.lexicon, by, frame.high)
    subject = subject_before(frame.tokens, frame.lexicon, frame.low, cue.first)
    if holder is not None and subject is not None and clitic(frame.tokens.low[subject.first]) not in CLOSING:
        return Candidate(subject.first, subject.last, Governor(cue, holder, "after"), "passive")
    return None
