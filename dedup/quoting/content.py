"""Whether a quote states a fact, gives an opinion or makes a forecast.

A softmax regression over what the verbs are (past, present, "will", "must"), words of judgement, time and condition,
figures, common function words and the cue ("expects", "confirmed"; ``dedup/fitted/quote_content.json``).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log1p

from dedup.fitted import load_model
from dedup.quoting.lexicon import Lexicon
from dedup.records import Content, QuoteType

WORD = re.compile(r"[^\W_]+(?:['’.,:-][^\W_]+)*|[%$€£₹₦]")
SIGNS = frozenset("%$€£₹₦")
LONGEST = 2000
"""Characters of a quote that are looked at."""
CONTENTS: tuple[Content, ...] = ("fact", "opinion", "forecast")
DIRECT = "direct"
ONCE = ("cue ", "word ")  # features that mean the same in direct and indirect quotes
MOST = {"will": 2, "would": 2, "may": 2, "expect": 2, "later": 2, "times": 2, "condition": 2, "must": 2, "negation": 2}
MOST |= {"all": 2, "degree": 2, "self": 2, "you": 2, "stance": 2, "comparing": 2, "evaluative": 3, "opinion": 3}
"""Classes of words (``content`` and others in ``cues.json``) of which a quote's are counted, to so many."""
GOING = frozenset(["to", "going", "coming"])


@cache
def _weights(kind: QuoteType) -> tuple[list[float], dict[str, list[float]]]:
    """Return the model for direct or indirect quotes as plain numbers: a bias per content, and weights by feature."""
    model = load_model("quote_content")
    order = [model.classes.index(content) for content in CONTENTS]
    bias = [model.intercept[at] for at in order]
    weights: dict[str, list[float]] = {}
    for column, (name, mean, scale) in enumerate(zip(model.features, model.mean, model.scale, strict=True)):
        own = [model.weights[at][column] / scale for at in order]
        bias = [b - w * mean for b, w in zip(bias, own, strict=True)]
        if name == DIRECT:
            bias = [b + w * (kind == "direct") for b, w in zip(bias, own, strict=True)]
        elif kind == "direct" or not name.startswith(DIRECT):
            known = weights.setdefault(name.removeprefix(DIRECT + " "), [0.0] * len(order))
            weights[name.removeprefix(DIRECT + " ")] = [a + b for a, b in zip(known, own, strict=True)]
    return bias, weights


def content_of(text: str, kind: QuoteType, cue: str, lexicon: Lexicon) -> Content:
    """Return what a quote's words are, by them and its cue ("" for none); the first of equals."""
    bias, weights = _weights(kind)
    fact, opinion, forecast = bias
    for name, value in word_features(text, cue, lexicon).items():
        if value and name in weights:
            first, second, third = weights[name]
            fact += first * value
            opinion += second * value
            forecast += third * value
    scores = (fact, opinion, forecast)
    return CONTENTS[max(range(len(CONTENTS)), key=lambda at: (round(scores[at], 9), -at))]


def content_features(text: str, kind: QuoteType, cue: str, lexicon: Lexicon) -> dict[str, float]:
    """Return the features of a quote by name, a direct quote's a second time under names of their own."""
    found = word_features(text, cue, lexicon)
    if kind == "indirect":
        return found
    return found | {f"{DIRECT} {n}": v for n, v in found.items() if not n.startswith(ONCE)} | {DIRECT: 1.0}


def word_features(text: str, cue: str, lexicon: Lexicon) -> dict[str, float]:
    """Return the features of a quote's words by name; absent ones are zero."""
    text = text[:LONGEST]
    words = [_word(printed, lexicon) for printed in WORD.findall(text)]
    found = _counts(words) | _verbs(words)
    found["length"] = log1p(len(words))
    found["short"] = float(len(words) < 6)
    found["asks"] = float("?" in text)
    found["semicolon"] = float(";" in text)
    found["infinitive"] = float(bool(words) and words[0].low == "to")
    found["small letter"] = float(text[:1].islower())
    found |= {f"cue {content}": 1.0 for word in cue.lower().split() for content in _cue_contents(word, lexicon)}
    return found | {word.feature: 1.0 for word in words if word.feature}


@dataclass(frozen=True, slots=True)
class _Word:
    """What is known of a word: its classes, what sort of verb it is ("" for none), its feature if it is a function word."""

    low: str
    classes: tuple[str, ...]
    verb: str
    feature: str
    capital: bool
    name: bool
    figure: bool
    being: bool
    having: bool
    past: bool
    opens_predicate: bool


@lru_cache(maxsize=1 << 14)
def _word(printed: str, lexicon: Lexicon) -> _Word:
    low = printed.lower().replace("’", "'")
    return _Word(
        low=low,
        classes=tuple(name for name in lexicon.content_classes.get(low, ()) if name in MOST),
        verb=_verb(low, lexicon),
        feature=f"word {low}" if low in lexicon.function_words else "",
        capital=printed[0].isupper(),
        name=printed[0].isupper() and low not in lexicon.content["self"],
        figure=low[0].isdigit() or low in SIGNS or low in lexicon.numerals,
        being=low in lexicon.content["being"],
        having=low in lexicon.content["having"],
        past=low in lexicon.past,
        opens_predicate=low in lexicon.articles or low in lexicon.clause,
    )


@lru_cache(maxsize=1 << 12)
def _cue_contents(word: str, lexicon: Lexicon) -> tuple[Content, ...]:
    """Return the contents that a cue's word speaks for ("expects" for a forecast)."""
    return tuple(content for content in CONTENTS if word in lexicon.content[f"cue {content}"])


def _counts(words: Sequence[_Word]) -> dict[str, float]:
    """Return how many words of each class there are, to a small number."""
    counted = Counter(name for word in words for name in word.classes)
    found = {name: float(min(MOST[name], count)) for name, count in counted.items()}
    figures = sum(word.figure for word in words)
    found["figures"] = float(min(3, figures))
    found["any figure"] = float(figures > 0)
    found["capitals"] = float(min(3, sum(word.name for word in words[1:])))
    return found


def _verbs(words: Sequence[_Word]) -> dict[str, float]:
    """Return of what sorts the verbs are, and whether there is a predicate ("is a …"), a perfect, a passive."""
    known = [word.verb for word in words if word.verb]
    being = [b for a, b in itertools.pairwise(words) if a.being]
    having = [b for a, b in itertools.pairwise(words) if a.having]
    past = known.count("past")
    found = {
        f"first {known[0] if known else 'none'}": 1.0,
        "past": float(min(2, past)),
        "share past": past / max(1, len(known)),
        "share present": known.count("present") / max(1, len(known)),
        "modal": float("modal" in known),
        "being": float(bool(being) or (bool(words) and words[-1].being)),
        "predicate": float(any(word.opens_predicate for word in being)),
        "perfect": float(any(word.verb == "past" or word.past for word in having)),
        "passive": float(any(word.verb == "past" for word in being)),
        "going": float(any(word.low in GOING for word in being)),
    }
    plain = not past and "modal" not in known and not any(w.capital or w.low[0].isdigit() for w in words[1:])
    return found | {"generic": float(plain)}


def _verb(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.modal or word.endswith("'ll"):
        return "modal"
    if word in lexicon.present:
        return "present"
    if word in lexicon.ought:
        return "ought"
    return "past" if word in lexicon.past or (len(word) > 4 and word.endswith(lexicon.past_endings)) else ""
