"""Indirect speech: the clauses that a cue reports without quotation marks.

Every cue proposes the clauses it could govern (:func:`candidates`): behind it ("said that …", "vowed to …", "told
reporters …"), before it ("…, he said", "… according to X") or around it ("this, he said, is …"). A small fitted model
(``dedup/fitted/speech.json``) then says which of them report speech; of two that overlap the likelier one stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dedup.quoting.attitudes import attitudes
from dedup.quoting.clauses import SPEAKING, Frame, Governor, cue_subject
from dedup.quoting.edges import CLOSING, clause_end, content_start
from dedup.quoting.lexicon import CueKind
from dedup.quoting.likelihood import Candidate, features, is_verbal, probability
from dedup.quoting.speakers import Phrase, is_stop, subject_after, subject_before
from dedup.quoting.tokens import QUOTED, Cue, clitic
from dedup.records import Span

SHORTEST = 2
"""Tokens of a reported clause at least."""
SHORTEST_OBJECT = 5
"""Tokens of a reported noun phrase at least."""
ADDRESSEE = 14
"""Tokens between a cue and its "that" at most ("told a news conference in Vēlista on Friday that")."""
CONJOINING: frozenset[CueKind] = frozenset(["say", "tell", "think", "find"])
BEING = frozenset(["is", "are", "was", "were", "be", "been", "being"])


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
        if any(i in taken for i in range(candidate.first, candidate.last + 1)):
            continue
        chance = probability(features(frame, candidate))
        if chance >= threshold:
            likely.append((-chance, candidate))
    kept: list[Candidate] = []
    for _, candidate in sorted(likely, key=lambda pair: (pair[0], pair[1].first, pair[1].last)):
        if all(candidate.last < other.first or candidate.first > other.last for other in kept):
            kept.append(candidate)
    kept.sort(key=lambda c: c.first)
    return [Reported(c.first, c.last, frame.tokens.span(c.first, c.last), c.governor) for c in kept]


def candidates(frame: Frame) -> Iterator[Candidate]:
    """Yield the clauses that the cues of a sentence could govern."""
    ahead = [_before_cue(frame, cue) for cue in frame.cues]
    tails = [c.last + 1 for c in ahead if c is not None and c.pattern == "postposed"]
    governed: set[int] = set()
    for cue, before in zip(frame.cues, ahead, strict=True):
        found: tuple[Candidate | None, ...]
        if "accord" in cue.kinds:
            found = (_according(frame, cue),)
        elif "after" in cue.kinds:
            found = (_postposition(frame, cue),)
        else:
            inverted = (
                before is not None and before.governor.subject is not None and before.governor.subject.first > cue.last
            )
            found = (before,) if inverted else (before, _up_to(_behind_cue(frame, cue), tails))
        for candidate in found:
            if candidate is not None and candidate.last - candidate.first + 1 >= _shortest(frame, candidate):
                governed.update(range(cue.first, cue.last + 1))
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
    for index in range(frame.low + 4, frame.high - 3) if frame.cues else ():
        if tokens.low[index] in lexicon.that and tokens.low[index - 1] in ("and", "but"):
            cues = [cue for cue in frame.cues if cue.last < index - 1 and cue.kinds & CONJOINING]
            if cues and tokens.low[index + 1] != QUOTED:
                subject = cue_subject(frame, cues[-1], cues[-1].first)
                last = clause_end(frame, index + 1, "that")
                yield Candidate(index + 1, last, Governor(cues[-1], subject, "before"), "and that")


def _shortest(frame: Frame, candidate: Candidate) -> int:
    """Return how many tokens a clause needs at least: an object ("wrote a book") more than a clause."""
    opening = frame.tokens.low[candidate.first : candidate.first + SHORTEST_OBJECT]
    plain = candidate.pattern in ("bare", "object") and not any(is_verbal(frame.lexicon, w) for w in opening)
    return SHORTEST_OBJECT if plain else SHORTEST


def _up_to(candidate: Candidate | None, tails: Iterable[int]) -> Candidate | None:
    """Return a clause cut before the cue that closes its sentence (", he said")."""
    if candidate is None:
        return None
    last = min((t - 1 for t in tails if t > candidate.first), default=candidate.last)
    return replace(candidate, last=min(last, candidate.last))


def _behind_cue(frame: Frame, cue: Cue) -> Candidate | None:
    """Return what follows its cue: "said (that) …", "vowed to …", "told reporters …", "criticised …"."""
    subject = cue_subject(frame, cue, cue.first)
    start = cue.last + 1
    if subject is None or start >= frame.high:
        return None
    first, pattern = _clause_start(frame, cue, start)
    if first is None:
        return None
    last = clause_end(frame, first, pattern)
    return Candidate(first, last, Governor(cue, subject, "before"), pattern)


def _clause_start(frame: Frame, cue: Cue, start: int) -> tuple[int | None, str]:
    tokens, lexicon = frame.tokens, frame.lexicon
    start = _past_parenthesis(frame, start)
    word = tokens.low[start]
    if word in lexicon.that:
        return start + 1, "that"
    if word in lexicon.clause:
        return start, "question"
    if word in lexicon.adverbs and tokens.low[min(start + 1, frame.high - 1)] in CLOSING:
        return None, ""  # "said Tuesday, as …"
    passive = tokens.low[cue.first - 1] in BEING and not cue.participle if cue.first > frame.low else False
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
        return _clause_start(frame, cue, start + 1)  # "said Tuesday the …", "said also that"
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
        return (
            (start, "object")
            if word in ("for", "on", "about", "of", "against") and cue.kinds & {"call", "urge", "ask"}
            else (None, "")
        )
    return start, "bare" if cue.kinds & {"say", "think", "find"} else "object"


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
        named = tokens.capital(index) and word not in lexicon.not_names and not tokens.capital(index - 1)
        starts = word in lexicon.pronouns or word in lexicon.determiners or word in lexicon.first_person or named
        before = tokens.low[index - 1]
        heard = (
            before in lexicon.audiences
            or before in lexicon.heads
            or before in lexicon.pronouns
            or tokens.capital(index - 1)
        )
        if starts and heard:
            return index, "told"
    return None, ""


def _before_cue(frame: Frame, cue: Cue) -> Candidate | None:
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
        if "tell" in cue.kinds and following not in CLOSING and _clause_start(frame, cue, cue.last + 1)[0] is not None:
            return None  # "In an interview, X told Y that …"
        if subject is not None and not (
            following in CLOSING or following in lexicon.prepositions or "tell" in cue.kinds or _adverbial(frame, cue)
        ):
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
        (tokens.capital(i) and tokens.low[i] not in lexicon.not_names)
        or clitic(tokens.low[i]) in lexicon.heads
        or tokens.low[i] in lexicon.pronouns
        for i in words
    )
    clause = any(is_verbal(lexicon, tokens.low[i]) or tokens.low[i] == QUOTED for i in range(frame.low, cue.first))
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


def _adverbial(frame: Frame, cue: Cue) -> bool:
    """Say whether only a day or an adverb is left behind the cue: "…, he said Thursday."."""
    left = range(cue.last + 1, frame.high)
    return all(frame.tokens.low[i] in frame.lexicon.adverbs or frame.tokens.low[i] in CLOSING for i in left)


def _ends_soon(frame: Frame, index: int) -> bool:
    """Say whether what follows a parenthetical cue is an afterthought (", adding …") rather than the clause's rest."""
    word = frame.tokens.low[index]
    joined = word in frame.lexicon.conjunctions or word in frame.lexicon.prepositions or word in frame.lexicon.who
    return joined or word == QUOTED or word.endswith(frame.lexicon.participle or ("\0",))


def _according(frame: Frame, cue: Cue) -> Candidate | None:
    """Return the clause of "according to X, …" or "…, according to X"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    subject = subject_after(tokens, lexicon, cue.last, frame.high)
    if subject is None:
        return None
    opening = range(frame.low, cue.first)
    if all(
        tokens.low[i] in lexicon.conjunctions or tokens.low[i] in lexicon.adverbs or not tokens.word(i) for i in opening
    ):
        at = subject.last + 1
        while at < frame.high and tokens.low[at] != ",":
            at += 1
        return Candidate(
            at + 1, clause_end(frame, at + 1, "that"), Governor(cue, subject, "before"), "according before"
        )
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


def _postposition(frame: Frame, cue: Cue) -> Candidate | None:
    """Return the clause of "X के अनुसार …": the speaker stands before the cue, the clause behind it."""
    subject = subject_before(frame.tokens, frame.lexicon, frame.low, cue.first)
    if subject is None:
        return None
    first = cue.last + 1
    while first < frame.high and frame.tokens.low[first] in CLOSING:
        first += 1
    return Candidate(first, clause_end(frame, first, "that"), Governor(cue, subject, "before"), "according before")


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
