"""How likely a clause is reported speech: a logistic regression over its cue, its subject and its opening.

The weights stand in ``dedup/fitted/speech.json``, written by ``python -m benchmarks.fit_quotes``.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, log1p
from typing import NamedTuple

from dedup.fitted import load_model
from dedup.quoting.clauses import Frame, Governor
from dedup.quoting.lexicon import CueKind, Lexicon
from dedup.quoting.speakers import Phrase
from dedup.quoting.tokens import QUOTED, Cue, Tokens, clitic

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
SUBORDINATING = frozenset(["but", "as", "because", "when", "while", "after", "if"])
SAY: frozenset[CueKind] = frozenset(["say"])
UNNAMED = frozenset(["named", "identified", "anonymity", "quoted", "comment", "anonymously"])
ENDINGS = ("ing", "ed", "es", "s")
ORDER: tuple[CueKind, ...] = (
    "accord",
    "after",
    "noun",
    "say",
    "tell",
    "think",
    "find",
    "vow",
    "ask",
    "urge",
    "call",
    "attitude",
)


class Candidate(NamedTuple):
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
    total = known.bias
    weight = known.weights.get
    for name, value in values.items():
        if value:
            total += weight(name, 0.0) * value
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def features(frame: Frame, candidate: Candidate) -> dict[str, float]:
    """Return the features of a candidate by name, absent ones are zero."""
    tokens, lexicon, pattern = frame.tokens, frame.lexicon, candidate.pattern
    subject = _subject_class(tokens, lexicon, candidate.governor.subject)
    opens = _opening_class(tokens, lexicon, candidate.first)
    length = log1p(candidate.last - candidate.first + 1)
    words = tokens.low[candidate.first : candidate.last + 1]
    verbless = float(not any(map(is_verbal, itertools.repeat(lexicon), words[:12])))
    after = tokens.low[candidate.last + 1] if candidate.last + 1 < frame.high else "."
    commas = log1p(words.count(","))
    found = _shape_features(pattern, subject, opens) | {
        "length": length,
        f"length {pattern}": length,
        "short": float(len(words) < 5),
        "verbless": verbless,
        f"verbless {pattern}": verbless,
        "finite": float(not FINITE.isdisjoint(words[:12])),
        "unnamed": float(not UNNAMED.isdisjoint(words[:7])),
        "question": float(tokens.low[frame.high - 1] == "?"),
        f"first {words[0]}": 1.0,
        f"after {after}": 1.0,
        "commas": commas,
        f"commas {pattern}": commas,
        "joined": float("and" in words),
        "clauses": float(not SUBORDINATING.isdisjoint(words)),
        "whole": float(candidate.first == frame.low),
        "cues": log1p(len(frame.cues)),
        "stretches": float(QUOTED in tokens.low[frame.low : frame.high]),
    }
    cue = candidate.governor.cue
    return found if cue is None else found | _cue_features(frame, candidate, cue)


@lru_cache(maxsize=1 << 12)
def _shape_features(pattern: str, subject: str, opens: str) -> dict[str, float]:
    return {
        f"pattern {pattern}": 1.0,
        f"subject {subject}": 1.0,
        f"{pattern} subject {subject}": 1.0,
        f"opens {opens}": 1.0,
        f"{pattern} opens {opens}": 1.0,
    }


@lru_cache(maxsize=1 << 14)
def _word_features(word: str, kinds: frozenset[CueKind], pattern: str) -> dict[str, float]:
    """Return the features that a cue has wherever it stands."""
    stem = _stem(word)
    return {f"kind {kind}": 1.0 for kind in sorted(kinds)} | {
        f"word {word}": 1.0,
        f"stem {stem}": 1.0,
        f"stem {stem} {pattern}": 1.0,
        "core": float(word in CORE),
        "past": float(word.endswith("ed") or word in CORE),
        "present": float(word.endswith("s") and word not in CORE),
        "sure say": float(kinds == SAY),
        f"{pattern} {next(kind for kind in ORDER if kind in kinds)}": 1.0,
    }


def _cue_features(frame: Frame, candidate: Candidate, cue: Cue) -> dict[str, float]:
    tokens, word, pattern = frame.tokens, frame.tokens.low[cue.first], candidate.pattern
    before = tokens.low[cue.first - 1] if cue.first > frame.low else ""
    subject = candidate.governor.subject
    inverted = subject is not None and subject.first > cue.last
    end = max(cue.last, subject.last if subject is not None else 0) + 1  # of the attribution
    following = end if inverted else cue.last + 1
    behind = tokens.low[following] if following < frame.high else "."
    found = _word_features(word, cue.kinds, pattern) | {
        f"stem {_stem(word)} next {behind}": 1.0,
        f"before {before}": 1.0,
        f"next {behind}": 1.0,
        "gap": log1p(max(candidate.first - cue.last, cue.first - candidate.last, 0)),
        f"{pattern} closes": float(end >= frame.high - 1),
        f"{pattern} inverted": float(inverted),
        "position": log1p(cue.first - frame.low),
        "earlier cue": float(any(c.last < cue.first and "noun" not in c.kinds for c in frame.cues)),
        "phrase": float(cue.last > cue.first),
        "modal": float(before in MODALS),
        "auxiliary": float(before in frame.lexicon.auxiliaries),
        "participle": float(cue.participle),
    }
    if subject is not None and not inverted:
        found["far subject"] = float(cue.first - subject.last > 4)
        found["long subject"] = float(subject.last - subject.first > 9)
    return found


@lru_cache(maxsize=1 << 13)
def _stem(word: str) -> str:
    """Return what the forms of a verb have in common, more or less: "deni" is denies and denied, "oppos" opposing."""
    for ending in ENDINGS:
        if len(word) - len(ending) > 2 and word.endswith(ending):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return (word[:-1] + "i" if word.endswith("y") else word).rstrip("e")


@lru_cache(maxsize=1 << 15)
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
        if not getattr(lexicon, name).isdisjoint(words):
            return name
    return "capital" if any(tokens.upper[subject.first : subject.last + 1]) else "common"


def _opening_class(tokens: Tokens, lexicon: Lexicon, index: int) -> str:
    word = tokens.low[index]
    if word in OBJECTS:
        return "object"
    for name in ("pronouns", "first_person", "determiners", "prepositions"):
        if word in getattr(lexicon, name):
            return name
    if word[0].isdigit():
        return "number"
    return "capital" if tokens.upper[index] else "participle" if word.endswith("ing") else "word"
