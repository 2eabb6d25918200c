"""Whether a quote states a fact, gives an opinion or makes a forecast.

A softmax regression over what the verbs are (past, present, "will", "must"), words of judgement, time and condition,
figures, common function words and the cue ("expects", "confirmed"; ``dedup/fitted/quote_content.json``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from math import log1p
from typing import NamedTuple

from dedup.fitted import load_model
from dedup.quoting.lexicon import Lexicon
from dedup.quoting.memo import Memo
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
        weight = weights.get(name)
        if weight is not None and value:
            fact += weight[0] * value
            opinion += weight[1] * value
            forecast += weight[2] * value
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
    words = list(map(_words(lexicon).__getitem__, WORD.findall(text)))
    found = _counts(words)
    _add_verbs(words, found)
    found["length"] = log1p(len(words))
    found["short"] = float(len(words) < 6)
    found["asks"] = float("?" in text)
    found["semicolon"] = float(";" in text)
    found["infinitive"] = float(bool(words) and words[0].low == "to")
    found["small letter"] = float(text[:1].islower())
    for word in cue.lower().split():
        for content in _cue_contents(word, lexicon):
            found[f"cue {content}"] = 1.0
    for known in words:
        if known.feature:
            found[known.feature] = 1.0
    return found


class _Word(NamedTuple):
    """What is known of a word: its classes, what sort of verb it is ("" for none), its feature if it is a function word."""

    low: str
    classes: tuple[str, ...]
    verb: str
    feature: str
    special: bool
    name: bool
    figure: bool
    being: bool
    having: bool
    past: bool
    opens_predicate: bool
    going: bool


@cache
def _words(lexicon: Lexicon) -> Memo[str, _Word]:
    return Memo(lambda printed: _word(printed, lexicon), 1 << 14)


def _word(printed: str, lexicon: Lexicon) -> _Word:
    low = printed.lower().replace("’", "'")
    return _Word(
        low=low,
        classes=tuple(name for name in lexicon.content_classes.get(low, ()) if name in MOST),
        verb=_verb(low, lexicon),
        feature=f"word {low}" if low in lexicon.function_words else "",
        special=printed[0].isupper() or low[0].isdigit(),
        name=printed[0].isupper() and low not in lexicon.content["self"],
        figure=low[0].isdigit() or low in SIGNS or low in lexicon.numerals,
        being=low in lexicon.content["being"],
        having=low in lexicon.content["having"],
        past=low in lexicon.past,
        opens_predicate=low in lexicon.articles or low in lexicon.clause,
        going=low in lexicon.going,
    )


@lru_cache(maxsize=1 << 12)
def _cue_contents(word: str, lexicon: Lexicon) -> tuple[Content, ...]:
    """Return the contents that a cue's word speaks for ("expects" for a forecast)."""
    return tuple(content for content in CONTENTS if word in lexicon.content[f"cue {content}"])


def _counts(words: Sequence[_Word]) -> dict[str, float]:
    """Return how many words of each class there are, to a small number."""
    found: dict[str, float] = {}
    for word in words:
        for name in word.classes:
            found[name] = min(MOST[name], found.get(name, 0.0) + 1.0)
    figures = sum([word.figure for word in words])
    found["figures"] = float(min(3, figures))
    found["any figure"] = float(figures > 0)
    found["capitals"] = float(min(3, sum([word.name for word in words[1:]])))
    return found


def _add_verbs(words: Sequence[_Word], found: dict[str, float]) -> None:
    """Enter of what sorts the verbs are, and whether there is a predicate ("is a …"), a perfect, a passive."""
    known = [word.verb for word in words if word.verb]
    past, modal = known.count("past"), "modal" in known
    found[f"first {known[0] if known else 'none'}"] = 1.0
    found["past"] = float(min(2, past))
    found["modal"] = float(modal)
    if known:
        found["share past"] = past / len(known)
        found["share present"] = known.count("present") / len(known)
    for word, following in itertools.pairwise(words):
        if word.being:
            found["being"] = 1.0
            if following.opens_predicate:
                found["predicate"] = 1.0
            if following.verb == "past":
                found["passive"] = 1.0
            if following.going:
                found["going"] = 1.0
        if word.having and (following.past or following.verb == "past"):
            found["perfect"] = 1.0
    if words and words[-1].being:
        found["being"] = 1.0
    found["generic"] = float(not past and not modal and not any(word.special for word in words[1:]))


def _verb(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.modal or word.endswith("'ll"):
        return "modal"
    if word in lexicon.present:
        return "present"
    if word in lexicon.ought:
        return "ought"
    return "past" if word in lexicon.past or (len(word) > 4 and word.endswith(lexicon.past_endings)) else ""
