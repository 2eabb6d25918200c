"""How likely a clause is reported speech: a logistic regression over its cue, its subject and its opening.

The weights stand in ``dedup/fitted/speech.json``, written by ``python -m benchmarks.fit_quotes``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, log1p

from dedup.fitted import load_model
from dedup.quoting.clauses import Frame, Governor
from dedup.quoting.lexicon import CueKind, Lexicon
from dedup.quoting.speakers import Phrase
from dedup.quoting.tokens import Cue, Tokens, clitic

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
ORDER: tuple[CueKind, ...] = ("accord", "after", "noun", "say", "tell", "think", "find", "vow", "ask", "urge", "call", "attitude")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may be reported: its tokens (inclusive), what it hangs on, and how it stands to its cue."""

    first: int
    last: int
    governor: Governor
    pattern: str


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
    found["verbless"] = float(not any(is_verbal(lexicon, w) for w in opening))
    found[f"verbless {candidate.pattern}"] = found["verbless"]
    found["finite"] = float(any(w in FINITE for w in opening))
    found[f"opens {_opening_class(tokens, lexicon, candidate.first)}"] = 1.0
    found["unnamed"] = float(any(w in UNNAMED for w in opening[:7]))
    found["question"] = float(tokens.low[frame.high - 1] == "?")
    opens = _opening_class(tokens, lexicon, candidate.first)
    found[f"{candidate.pattern} opens {opens}"] = 1.0
    found[f"{candidate.pattern} subject {_subject_class(tokens, lexicon, candidate.governor.subject)}"] = 1.0
    found[f"first {tokens.low[candidate.first]}"] = 1.0
    found[f"last open"] = float(candidate.last+1 < frame.high and tokens.low[candidate.last + 1] == ",")
    after = tokens.low[candidate.last + 1] if candidate.last + 1 < frame.high else "."
    found[f"after {after}"] = 1.0
    inner = tokens.low[candidate.first+1 : candidate.last + 1]
    found["commas"] = log1p(inner.count(","))
    found["joined"] = float("and" in inner)
    found["clauses"] = float(any(w in inner for w in ("but","as","because","when","while","after","if")))
    found[f"commas {candidate.pattern}"] = found["commas"]
    found["whole"] = float(candidate.first == frame.low)
    found[f"length {candidate.pattern}"] = log1p(length)
    found["n cues"] = log1p(len(frame.cues))
    found["stretches"] = float(bool(frame.stretches()))
    if cue is not None:
        found.update(_cue_features(frame, candidate, cue))
    return found


def _cue_features(frame: Frame, candidate: Candidate, cue: Cue) -> dict[str, float]:
    tokens, word = frame.tokens, frame.tokens.low[cue.first]
    before = tokens.low[cue.first - 1] if cue.first > frame.low else ""
    subject = candidate.governor.subject
    found = {f"kind {kind}": 1.0 for kind in cue.kinds}
    found[f"word {word}"] = 1.0
    found[f"pw {candidate.pattern} {word}"] = 1.0
    found[f"before {before}"] = 1.0
    found[f"next {tokens.low[cue.last + 1] if cue.last + 1 < frame.high else '.'}"] = 1.0
    found["gap"] = log1p(max(candidate.first - cue.last, cue.first - candidate.last, 0))
    end = max(cue.last, subject.last if subject is not None else 0) + 1
    found[f"{candidate.pattern} closes"] = float(end >= frame.high - 1)
    found[f"{candidate.pattern} inverted"] = float(subject is not None and subject.first > cue.last)
    found["position"] = log1p(cue.first - frame.low)
    found["earlier cue"] = float(any(c.last < cue.first and not c.kinds & {"noun"} for c in frame.cues))
    found["core"] = float(word in CORE)
    found["phrase"] = float(cue.last > cue.first)
    found["modal"] = float(before in MODALS)
    found["auxiliary"] = float(before in frame.lexicon.auxiliaries)
    found["participle"] = float(cue.participle)
    found["past"] = float(word.endswith("ed") or word in CORE)
    found["present"] = float(word.endswith("s") and word not in CORE)
    found["sure say"] = float(cue.kinds == {"say"})
    found[f"{candidate.pattern} {next(kind for kind in ORDER if kind in cue.kinds)}"] = 1.0
    if subject is not None and subject.last < cue.first:
        found["far subject"] = float(cue.first - subject.last > 4)
        found["long subject"] = float(subject.last - subject.first > 9)
    return found


def is_verbal(lexicon: Lexicon, word: str) -> bool:
    """Say whether a word looks like a finite verb or ends like one."""
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
