"""Whether a quote states a fact, gives an opinion or makes a forecast.

A softmax regression over what the verbs are (past, present, "will", "must"), words of judgement, time and condition,
figures, common function words and the cue ("expects", "confirmed"; ``dedup/fitted/quote_content.json``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
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
COUNTED = (
    "will",
    "would",
    "may",
    "expect",
    "later",
    "times",
    "condition",
    "must",
    "negation",
    "all",
    "degree",
    "self",
    "you",
    "stance",
    "comparing",
)
"""Classes of words (``content`` in ``cues.json``) of which a quote's are counted, to two."""


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
    scores = list(bias)
    for name, value in word_features(text, cue, lexicon).items():
        if value and name in weights:
            for at, weight in enumerate(weights[name]):
                scores[at] += weight * value
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
    printed = WORD.findall(text)
    words = [w.lower().replace("’", "'") for w in printed]
    found = _counts(words, printed, lexicon) | _verbs(words, printed, lexicon)
    found["length"] = log1p(len(words))
    found["short"] = float(len(words) < 6)
    found["asks"] = float("?" in text)
    found["semicolon"] = float(";" in text)
    found["infinitive"] = float(words[:1] == ["to"])
    found["small letter"] = float(text[:1].islower())
    cues = cue.lower().split()
    found |= {f"cue {name}": float(any(w in lexicon.content[f"cue {name}"] for w in cues)) for name in CONTENTS}
    return found | {f"word {w}": 1.0 for w in words if w in lexicon.function_words}


def _counts(words: Sequence[str], printed: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """Return how many words of each class there are, to a small number."""
    counted = Counter(name for word in words for name in lexicon.content_classes.get(word, ()))
    found = {name: float(min(2, counted[name])) for name in COUNTED}
    found |= {name: float(min(3, counted[name])) for name in ("evaluative", "opinion")}
    figures = sum(w[0].isdigit() or w in SIGNS or w in lexicon.numerals for w in words)
    found["figures"] = float(min(3, figures))
    found["any figure"] = float(figures > 0)
    names = sum(
        p[0].isupper() and w not in lexicon.content["self"] for p, w in zip(printed[1:], words[1:], strict=True)
    )
    found["capitals"] = float(min(3, names))
    return found


def _verbs(words: Sequence[str], printed: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """Return of what sorts the verbs are, and whether there is a predicate ("is a …"), a perfect, a passive."""
    verbs = [_verb(word, lexicon) for word in words]
    known = [verb for verb in verbs if verb]
    being, having = lexicon.content["being"], lexicon.content["having"]
    pairs = list(zip(words, words[1:], verbs[1:], strict=False))
    past = known.count("past")
    found = {
        f"first {known[0] if known else 'none'}": 1.0,
        "past": float(min(2, past)),
        "share past": past / max(1, len(known)),
        "share present": known.count("present") / max(1, len(known)),
        "modal": float("modal" in known),
        "being": float(any(w in being for w in words)),
        "predicate": float(any(a in being and (b in lexicon.articles or b in lexicon.clause) for a, b, _ in pairs)),
        "perfect": float(any(a in having and (verb == "past" or b in lexicon.past) for a, b, verb in pairs)),
        "passive": float(any(a in being and verb == "past" for a, _, verb in pairs)),
        "going": float(any(a in being and b in ("to", "going", "coming") for a, b, _ in pairs)),
    }
    plain = not past and "modal" not in known and not any(p[0].isupper() or p[0].isdigit() for p in printed[1:])
    return found | {"generic": float(plain)}


def _verb(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.modal or word.endswith("'ll"):
        return "modal"
    if word in lexicon.present:
        return "present"
    if word in lexicon.ought:
        return "ought"
    return "past" if word in lexicon.past or (len(word) > 4 and word.endswith(lexicon.past_endings)) else ""
