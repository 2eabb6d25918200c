"""Indirect speech: the clauses that a cue reports without quotation marks.

Every cue proposes the clauses it could govern (:func:`candidates`): behind it ("said that …", "vowed to …", "told
reporters …"), before it ("…, he said", "… according to X") or around it ("this, he said, is …"). A small fitted model
(``dedup/fitted/speech.json``) then says which of them report speech; of two that overlap the longer one stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import exp, log1p

from dedup.fitted import load_model
from dedup.quoting.clauses import Frame, Governor, cue_subject
from dedup.quoting.lexicon import CueKind, Lexicon
from dedup.quoting.speakers import Phrase, is_stop, subject_after, subject_before
from dedup.quoting.tokens import QUOTED, Cue, Tokens, clitic
from dedup.records import Span

SHORTEST = 2
"""Tokens of a reported clause at least."""
SHORTEST_OBJECT = 5
"""Tokens of a reported noun phrase at least."""
ADDRESSEE = 14
"""Tokens between a cue and its "that" at most ("told a news conference in Vēlista on Friday that")."""
CLOSING = frozenset([".", ",", ";", ":", "—", "–", "!", "?", "।", "-", "…"])
TURNING = frozenset(["but", "while", "although", "though", "whereas"])
CORE = frozenset(
    ["said", "says", "say", "told", "tells", "added", "adds", "saying", "announced", "stated", "noted", "wrote"]
)
FINITE = frozenset(
    [
        "is",
        "was",
        "are",
        "were",
        "has",
        "had",
        "have",
        "will",
        "would",
        "could",
        "should",
        "can",
        "may",
        "might",
        "must",
    ]
)
MODALS = frozenset(
    [
        "will",
        "would",
        "could",
        "should",
        "can",
        "may",
        "might",
        "must",
        "shall",
        "to",
        "do",
        "does",
        "did",
        "let",
        "not",
        "n't",
    ]
)
ORDER: tuple[CueKind, ...] = ("accord", "after", "noun", "say", "tell", "think", "find", "vow", "ask", "urge", "call")
BEING = frozenset(["is", "are", "was", "were", "be", "been", "being"])
OBJECTS = frozenset(
    [
        "him",
        "them",
        "me",
        "us",
        "itself",
        "himself",
        "herself",
        "themselves",
        "this",
        "these",
        "those",
        "so",
        "otherwise",
        "sorry",
    ]
)
UNNAMED = frozenset(["named", "identified", "anonymity", "quoted", "comment", "anonymously"])
DASHES = frozenset(["—", "–", "--", "•", "-", ")"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may be reported: its tokens (inclusive), what it hangs on, and how it stands to its cue."""

    first: int
    last: int
    governor: Governor
    pattern: str


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
    likely = []
    for candidate in candidates(frame):
        if any(i in taken for i in range(candidate.first, candidate.last + 1)):
            continue
        if probability(features(frame, candidate)) >= threshold:
            likely.append(candidate)
    kept: list[Candidate] = []
    for candidate in sorted(likely, key=lambda c: (c.first - c.last, c.first)):
        if all(candidate.last < other.first or candidate.first > other.last for other in kept):
            kept.append(candidate)
    kept.sort(key=lambda c: c.first)
    return [Reported(c.first, c.last, frame.tokens.span(c.first, c.last), c.governor) for c in kept]


def candidates(frame: Frame) -> Iterator[Candidate]:
    """Yield the clauses that the cues of a sentence could govern."""
    tails = [
        c.last + 1 for cue in frame.cues if (c := _before_cue(frame, cue)) is not None and c.pattern == "postposed"
    ]
    for cue in frame.cues:
        found: tuple[Candidate | None, ...]
        if "accord" in cue.kinds:
            found = (_according(frame, cue),)
        elif "after" in cue.kinds:
            found = (_postposition(frame, cue),)
        else:
            before = _before_cue(frame, cue)
            inverted = (
                before is not None and before.governor.subject is not None and before.governor.subject.first > cue.last
            )
            found = (before,) if inverted else (before, _up_to(_behind_cue(frame, cue), tails))
        for candidate in found:
            if candidate is not None and candidate.last - candidate.first + 1 >= _shortest(frame, candidate):
                yield candidate
    opening = _after_name(frame)
    if opening is not None:
        yield opening


def _shortest(frame: Frame, candidate: Candidate) -> int:
    """Return how many tokens a clause needs at least: an object ("wrote a book") more than a clause."""
    opening = frame.tokens.low[candidate.first : candidate.first + SHORTEST_OBJECT]
    plain = candidate.pattern in ("bare", "object") and not any(_verbal(frame.lexicon, w) for w in opening)
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
    last = _clause_end(frame, first, pattern)
    return Candidate(first, last, Governor(cue, subject, "before"), pattern)


def _clause_start(frame: Frame, cue: Cue, start: int) -> tuple[int | None, str]:
    tokens, lexicon = frame.tokens, frame.lexicon
    word = tokens.low[start]
    if word in lexicon.that:
        return start + 1, "that"
    if word in lexicon.clause:
        return start, "question"
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


def _clause_end(frame: Frame, start: int, pattern: str) -> int:
    """Return the clause's last token: the sentence's, or the last before a turn (", but …", ", adding …")."""
    tokens = frame.tokens
    accords = {cue.first for cue in frame.cues if "accord" in cue.kinds}
    cues = accords | {cue.first for cue in frame.cues if cue.participle}
    last = start - 1
    for index in range(start, frame.high):
        word = tokens.low[index]
        if word == ";" or (pattern == "object" and word in (",", "—", "–")):
            break
        if word == "," and index + 1 < frame.high:
            following = tokens.low[index + 1]
            if following in TURNING or index + 1 in cues or (following == "and" and _new_clause(frame, index + 2)):
                break
        if index in accords:
            break
        last = index
    while last > start and tokens.low[last] in CLOSING:
        last -= 1
    return last


def _new_clause(frame: Frame, index: int) -> bool:
    """Say whether a cue with a subject of its own follows: ", and she said"."""
    return any(index <= cue.first <= index + 4 and cue.kinds & {"say", "tell"} for cue in frame.cues)


def _before_cue(frame: Frame, cue: Cue) -> Candidate | None:
    """Return what stands before or around its cue: "…, X said", "…, said X", "this, he said, is …"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if cue.participle or "noun" in cue.kinds or cue.first <= frame.low + 1:
        return None
    following = tokens.low[cue.last + 1] if cue.last + 1 < frame.high else "."
    if QUOTED in tokens.low[cue.last + 1 : cue.last + 3]:
        return None  # "Asked about it, X said: …"
    if tokens.low[cue.first - 1] == ",":
        subject, comma = subject_after(tokens, lexicon, cue.last, frame.high), cue.first - 1
        if subject is not None and not _phrase_ends(frame, subject.last + 1):
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
    first = _content_start(frame)
    last = comma
    while last > first and tokens.low[last] in CLOSING:
        last -= 1
    pattern = "postposed"
    if following == "," and cue.last + 3 < frame.high and not _ends_soon(frame, cue.last + 2):
        last, pattern = _clause_end(frame, cue.last + 2, "around"), "around"
    return Candidate(first, last, Governor(cue, subject, "after"), pattern)


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
            at + 1, _clause_end(frame, at + 1, "that"), Governor(cue, subject, "before"), "according before"
        )
    last = cue.first - 1
    while last > frame.low and (tokens.low[last] in CLOSING or tokens.low[last] in lexicon.auxiliaries):
        last -= 1
    return Candidate(_content_start(frame), last, Governor(cue, subject, "after"), "according after")


def _postposition(frame: Frame, cue: Cue) -> Candidate | None:
    """Return the clause of "X के अनुसार …": the speaker stands before the cue, the clause behind it."""
    subject = subject_before(frame.tokens, frame.lexicon, frame.low, cue.first)
    if subject is None:
        return None
    first = cue.last + 1
    while first < frame.high and frame.tokens.low[first] in CLOSING:
        first += 1
    return Candidate(first, _clause_end(frame, first, "that"), Governor(cue, subject, "before"), "according before")


def _after_name(frame: Frame) -> Candidate | None:
    """Return the clause of a line that begins with a speaker and a colon ("Smith: The tax stays")."""
    if not frame.names or frame.names[0].first != frame.low:
        return None
    colon = frame.names[0].last + 1
    if colon + 2 >= frame.high or frame.tokens.low[colon] != ":":
        return None
    return Candidate(
        colon + 1, _clause_end(frame, colon + 1, "that"), Governor(None, frame.names[0], "before"), "name colon"
    )


def _content_start(frame: Frame) -> int:
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
    return all(tokens.capital(i) or not tokens.word(i) or tokens.low[i][0].isdigit() for i in range(frame.low, dash))


# ---------------------------------------------------------------- which of them report speech


@dataclass(frozen=True, slots=True)
class _Weights:
    """The fitted model as plain weights of named features, for scoring one candidate after the other."""

    bias: float
    weights: dict[str, float]


@cache
def _weights() -> _Weights:
    model = load_model("speech")
    weights = {f: w / s for f, w, s in zip(model.features, model.weights[0], model.scale, strict=True)}
    bias = model.intercept[0] - sum(weights[f] * m for f, m in zip(model.features, model.mean, strict=True))
    return _Weights(bias, weights)


def probability(values: dict[str, float]) -> float:
    """Return how likely (0 to 1) a candidate with these features is reported speech."""
    known = _weights()
    total = known.bias + sum(known.weights.get(name, 0.0) * value for name, value in values.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def features(frame: Frame, candidate: Candidate) -> dict[str, float]:
    """Return the features of a candidate by name, absent ones are zero."""
    tokens, lexicon, cue = frame.tokens, frame.lexicon, candidate.governor.cue
    found = {
        f"pattern {candidate.pattern}": 1.0,
        f"subject {_subject_class(tokens, lexicon, candidate.governor.subject)}": 1.0,
    }
    length = candidate.last - candidate.first + 1
    found["length"] = log1p(length)
    found["short"] = float(length < 5)
    opening = tokens.low[candidate.first : min(candidate.last + 1, candidate.first + 12)]
    found["verbless"] = float(not any(_verbal(lexicon, w) for w in opening))
    found[f"verbless {candidate.pattern}"] = found["verbless"]
    found["finite"] = float(any(w in FINITE for w in opening))
    found[f"opens {_opening_class(tokens, lexicon, candidate.first)}"] = 1.0
    found["unnamed"] = float(any(w in UNNAMED for w in opening[:7]))
    found["question"] = float(tokens.low[frame.high - 1] == "?")
    if cue is not None:
        found.update(_cue_features(frame, candidate, cue))
    return found


def _cue_features(frame: Frame, candidate: Candidate, cue: Cue) -> dict[str, float]:
    tokens, word = frame.tokens, frame.tokens.low[cue.first]
    before = tokens.low[cue.first - 1] if cue.first > frame.low else ""
    found = {f"kind {kind}": 1.0 for kind in cue.kinds}
    found["core"] = float(word in CORE)
    found["phrase"] = float(cue.last > cue.first)
    found["modal"] = float(before in MODALS)
    found["auxiliary"] = float(before in frame.lexicon.auxiliaries)
    found["participle"] = float(cue.participle)
    found["past"] = float(word.endswith("ed") or word in CORE)
    found["present"] = float(word.endswith("s") and word not in CORE)
    found["sure say"] = float(cue.kinds == {"say"})
    found[f"{candidate.pattern} {next(kind for kind in ORDER if kind in cue.kinds)}"] = 1.0
    subject = candidate.governor.subject
    if subject is not None and subject.last < cue.first:
        found["far subject"] = float(cue.first - subject.last > 4)
        found["long subject"] = float(subject.last - subject.first > 9)
    return found


def _verbal(lexicon: Lexicon, word: str) -> bool:
    known = word in lexicon.past or word in lexicon.present or word in lexicon.modal or word in lexicon.ought
    return known or word in FINITE or word in lexicon.verbs or word.endswith(("ed", "n't", "'s", "'re", "'ll"))


def _subject_class(tokens: Tokens, lexicon: Lexicon, subject: Phrase | None) -> str:
    if subject is None:
        return "none"
    words = [clitic(tokens.low[i]) for i in range(subject.first, min(subject.last, subject.first + 12) + 1)]
    if len(words) == 1:
        for name in ("he", "she", "they", "it", "who", "first_person"):
            if words[0] in getattr(lexicon, name):
                return "he" if name == "she" else name
    for name in ("documents", "organisations", "anonymous", "roles"):
        if any(w in getattr(lexicon, name) for w in words):
            return name
    return "capital" if any(tokens.capital(i) for i in range(subject.first, subject.last + 1)) else "common"


def _opening_class(tokens: Tokens, lexicon: Lexicon, index: int) -> str:
    word = tokens.low[index]
    if word in OBJECTS:
        return "object"
    for name in ("pronouns", "first_person", "determiners", "prepositions"):
        if word in getattr(lexicon, name):
            return name
    if word[0].isdigit():
        return "number"
    return "capital" if tokens.capital(index) else "participle" if word.endswith("ing") else "word"
