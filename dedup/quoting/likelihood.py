"""How likely a clause is reported speech: a logistic regression over its cue, its subject and its opening.

The weights stand in ``dedup/fitted/speech.json``, written by ``python -m benchmarks.fit_quotes``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from math import exp, log1p
from typing import NamedTuple

from dedup.fitted import load_model
from dedup.quoting.clauses import Frame, Governor
from dedup.quoting.lexicon import CueKind, Lexicon
from dedup.quoting.memo import Memo
from dedup.quoting.tokens import QUOTED, Cue, Phrase, Tokens, clitic

SAY: frozenset[CueKind] = frozenset(["say"])
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


Group = tuple[Callable[..., dict[str, float]], tuple[Hashable, ...]]
"""Features that are known from few facts: the function that names them, and the facts."""


@cache
def _weights() -> tuple[float, dict[str, float]]:
    """Return the fitted model as plain numbers: its bias and the weights of named features."""
    model = load_model("speech")
    weights = {f: w / s for f, w, s in zip(model.features, model.weights[0], model.scale, strict=True)}
    bias = model.intercept[0] - sum(weights[f] * m for f, m in zip(model.features, model.mean, strict=True))
    return bias, weights


def _weight(group: Group) -> float:
    """Return what the features of a group weigh."""
    make, facts = group
    weights = _weights()[1]
    return sum(weights.get(name, 0.0) * value for name, value in make(*facts).items() if value)


# The same few facts come up again and again.
_known_weight = Memo(_weight, 1 << 15).__getitem__


def probability(frame: Frame, candidate: Candidate) -> float:
    """Return how likely (0 to 1) a candidate is reported speech."""
    total = sum(map(_known_weight, _groups(frame, candidate)), _weights()[0])
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def features(frame: Frame, candidate: Candidate) -> dict[str, float]:
    """Return the features of a candidate by name, absent ones are zero."""
    found: dict[str, float] = {}
    for make, facts in _groups(frame, candidate):
        found.update(make(*facts))
    return found


def _groups(frame: Frame, candidate: Candidate) -> list[Group]:
    tokens, lexicon = frame.tokens, frame.lexicon
    low, high = tokens.low, frame.high
    first, last, governor, pattern = candidate
    words = low[first : last + 1]
    opening = words[:12]
    subject, opens = _subject_class(tokens, lexicon, governor.subject), _opening_class(tokens, lexicon, first)
    unnamed = not lexicon.anonymity.isdisjoint(words[:7])
    clauses = not lexicon.subordinating.isdisjoint(words)
    finite = not lexicon.finite.isdisjoint(opening)
    verbless = not finite and not any(map(is_verbal, itertools.repeat(lexicon), opening))
    found: list[Group] = [
        (_clause, (pattern, subject, opens)),
        (_size, (pattern, last - first + 1, words.count(","))),
        (_inside, (pattern, verbless, finite, unnamed, "and" in words, clauses)),
        (_sentence, (low[high - 1] == "?", first == frame.low, len(frame.cues), QUOTED in low[frame.low : high])),
        (_first, (words[0],)),
        (_after, (low[last + 1] if last + 1 < high else ".",)),
    ]
    return found if governor.cue is None else found + _cue_groups(frame, candidate, governor.cue)


def _cue_groups(frame: Frame, candidate: Candidate, cue: Cue) -> list[Group]:
    low, lexicon = frame.tokens.low, frame.lexicon
    subject, pattern = candidate.governor.subject, candidate.pattern
    first, last, kinds, participle = cue
    word = low[first]
    before = low[first - 1] if first > frame.low else ""
    inverted = subject is not None and subject.first > last
    end = max(last, subject.last if subject is not None else 0) + 1  # of the attribution
    following = end if inverted else last + 1
    behind = low[following] if following < frame.high else "."
    gap = max(candidate.first - last, first - candidate.last, 0)
    earlier = any(c.last < first and "noun" not in c.kinds for c in frame.cues)
    found: list[Group] = [
        (_cue_word, (word, kinds, pattern, word in lexicon.core_verbs)),
        (_cue_behind, (word, behind)),
        (_cue_before, (before, before in lexicon.before_infinitives, before in lexicon.auxiliaries)),
        (_cue_side, (pattern, gap, end >= frame.high - 1, inverted)),
        (_cue_place, (first - frame.low, earlier, last > first, participle)),
    ]
    if subject is not None and not inverted:
        found.append((_subject_size, (first - subject.last > 4, subject.last - subject.first > 9)))
    return found


def _clause(pattern: str, subject: str, opens: str) -> dict[str, float]:
    return {
        f"pattern {pattern}": 1.0,
        f"subject {subject}": 1.0,
        f"{pattern} subject {subject}": 1.0,
        f"opens {opens}": 1.0,
        f"{pattern} opens {opens}": 1.0,
    }


def _size(pattern: str, count: int, commas: int) -> dict[str, float]:
    length, pauses = log1p(count), log1p(commas)
    found = {"length": length, f"length {pattern}": length, "commas": pauses, f"commas {pattern}": pauses}
    return found | {"short": float(count < 5)}


def _inside(pattern: str, verbless: bool, finite: bool, unnamed: bool, joined: bool, clauses: bool) -> dict[str, float]:
    return {
        "verbless": float(verbless),
        f"verbless {pattern}": float(verbless),
        "finite": float(finite),
        "unnamed": float(unnamed),
        "joined": float(joined),
        "clauses": float(clauses),
    }


def _sentence(question: bool, whole: bool, cues: int, stretches: bool) -> dict[str, float]:
    return {"question": float(question), "whole": float(whole), "cues": log1p(cues), "stretches": float(stretches)}


def _first(word: str) -> dict[str, float]:
    return {f"first {word}": 1.0}


def _after(word: str) -> dict[str, float]:
    return {f"after {word}": 1.0}


def _cue_word(word: str, kinds: frozenset[CueKind], pattern: str, core: bool) -> dict[str, float]:
    """Return the features that a cue has wherever it stands."""
    stem = _stem(word)
    return {f"kind {kind}": 1.0 for kind in sorted(kinds)} | {
        f"word {word}": 1.0,
        f"stem {stem}": 1.0,
        f"stem {stem} {pattern}": 1.0,
        "core": float(core),
        "past": float(word.endswith("ed") or core),
        "present": float(word.endswith("s") and not core),
        "sure say": float(kinds == SAY),
        f"{pattern} {next(kind for kind in ORDER if kind in kinds)}": 1.0,
    }


def _cue_behind(word: str, behind: str) -> dict[str, float]:
    return {f"stem {_stem(word)} next {behind}": 1.0, f"next {behind}": 1.0}


def _cue_before(before: str, modal: bool, auxiliary: bool) -> dict[str, float]:
    return {f"before {before}": 1.0, "modal": float(modal), "auxiliary": float(auxiliary)}


def _cue_side(pattern: str, gap: int, closes: bool, inverted: bool) -> dict[str, float]:
    return {"gap": log1p(gap), f"{pattern} closes": float(closes), f"{pattern} inverted": float(inverted)}


def _cue_place(position: int, earlier: bool, phrase: bool, participle: bool) -> dict[str, float]:
    found = {"position": log1p(position), "earlier cue": float(earlier)}
    return found | {"phrase": float(phrase), "participle": float(participle)}


def _subject_size(far: bool, long: bool) -> dict[str, float]:
    return {"far subject": float(far), "long subject": float(long)}


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
    return known or word in lexicon.finite or word in lexicon.verbs or word.endswith(("ed", "n't", "'s", "'re", "'ll"))


def _subject_class(tokens: Tokens, lexicon: Lexicon, subject: Phrase | None) -> str:
    if subject is None:
        return "none"
    first, last = subject
    known = _class_of(lexicon, tuple(tokens.low[first : min(last, first + 12) + 1]))
    return known or ("capital" if any(tokens.upper[first : last + 1]) else "common")


@lru_cache(maxsize=1 << 12)
def _class_of(lexicon: Lexicon, subject: tuple[str, ...]) -> str:
    """Return of what class of words a subject is, "" where of none that is known."""
    words = list(map(clitic, subject))
    if len(words) == 1:
        for name in ("he", "she", "they", "it", "who", "first_person"):
            if words[0] in getattr(lexicon, name):
                return "he" if name == "she" else name
    for name in ("documents", "organisations", "anonymous", "roles"):
        if not getattr(lexicon, name).isdisjoint(words):
            return name
    return ""


def _opening_class(tokens: Tokens, lexicon: Lexicon, index: int) -> str:
    word = tokens.low[index]
    known = _opener(lexicon, word)
    return known or ("capital" if tokens.upper[index] else "participle" if word.endswith("ing") else "word")


@lru_cache(maxsize=1 << 13)
def _opener(lexicon: Lexicon, word: str) -> str:
    if word in lexicon.objects:
        return "object"
    for name in ("pronouns", "first_person", "determiners", "prepositions"):
        if word in getattr(lexicon, name):
            return name
    return "number" if word[0].isdigit() else ""
