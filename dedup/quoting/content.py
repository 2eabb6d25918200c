"""Whether a quote states a fact, gives an opinion or makes a forecast.

A softmax regression over what the first verb is (past, present, "will", "must"), how many verbs of each sort, judging
words and figures there are, and which common function words occur (``dedup/fitted/quote_content.json``).
"""

from __future__ import annotations

import re
from functools import cache
from math import log1p

from dedup.fitted import load_model
from dedup.quoting.lexicon import Lexicon
from dedup.records import Content, QuoteType

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST = 2000
"""Characters of a quote that are looked at."""
CONTENTS: tuple[Content, ...] = ("fact", "opinion", "forecast")
VERBS = ("past", "present", "modal", "ought")
SUBJECTS = frozenset(["i", "we", "he", "she", "they", "it"])


@cache
def _weights() -> tuple[tuple[float, ...], dict[str, tuple[float, ...]]]:
    """Return the fitted model as plain numbers: a bias per content, and weights per content of each feature."""
    model = load_model("quote_content")
    rows = [model.weights[model.classes.index(content)] for content in CONTENTS]
    weights = {
        name: tuple(row[at] / scale for row in rows)
        for at, (name, scale) in enumerate(zip(model.features, model.scale, strict=True))
    }
    bias = tuple(
        model.intercept[model.classes.index(content)]
        - sum(weights[name][at] * mean for name, mean in zip(model.features, model.mean, strict=True))
        for at, content in enumerate(CONTENTS)
    )
    return bias, weights


def content_of(text: str, kind: QuoteType, lexicon: Lexicon) -> Content:
    """Return what a quote's words are; of equals the first in the order fact, opinion, forecast."""
    bias, weights = _weights()
    scores = list(bias)
    for name, value in content_features(text, kind, lexicon).items():
        if value and name in weights:
            for at, weight in enumerate(weights[name]):
                scores[at] += weight * value
    return CONTENTS[max(range(len(CONTENTS)), key=lambda at: (round(scores[at], 9), -at))]


def content_features(text: str, kind: QuoteType, lexicon: Lexicon) -> dict[str, float]:
    """Return the features of a quote's words by name; absent ones are zero."""
    text = text[:LONGEST]
    printed = WORD.findall(text)
    words = [w.lower().replace("’", "'") for w in printed]
    verbs = [_verb(word, lexicon) for word in words]
    said = [verb for verb in verbs if verb]
    direct = float(kind == "direct")
    first = said[0] if said else "none"
    found = {f"word {w}": 1.0 for w in words if w in lexicon.function_words}
    found |= {f"first {first}": 1.0, f"direct first {first}": direct, "direct": direct, "length": log1p(len(words))}
    found |= {"short": float(len(words) < 5), "asks": float("?" in text), "semicolon": float(";" in text)}
    for verb in VERBS:
        count = said.count(verb)
        found[f"count {verb}"] = min(3.0, count)
        found[f"share {verb}"] = count / max(1, len(words))
        found[f"only {verb}"] = float(0 < count == len(said))
    for name in ("evaluative", "opinion", "forecast", "fact", "numerals"):
        known: frozenset[str] = getattr(lexicon, name)
        found[name] = float(min(3, sum(w in known or (name == "numerals" and w[0].isdigit()) for w in words)))
    found |= {f"direct {name}": direct * found[name] for name in ("evaluative", "numerals")}
    found["capitals"] = float(min(3, sum(w[0].isupper() for w in printed[1:])))
    found["endings"] = float(min(3, sum(w.endswith(("ly", "est")) for w in words)))
    found["negated"] = float(any(w.endswith("n't") for w in words))
    found["to"] = float(words[:1] == ["to"])
    found["told"] = float(any(a in SUBJECTS and verb == "past" for a, verb in zip(words, verbs[1:], strict=False)))
    found["if modal"] = float("if" in words and "modal" in said)
    return found


def _verb(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.modal or word.endswith("'ll"):
        return "modal"
    if word in lexicon.present:
        return "present"
    if word in lexicon.ought:
        return "ought"
    return "past" if word in lexicon.past or (len(word) > 4 and word.endswith(lexicon.past_endings)) else ""
