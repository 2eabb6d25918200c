"""Whether a quote states a fact, gives an opinion or makes a forecast."""

from __future__ import annotations

import re

from dedup.quoting.lexicon import Lexicon
from dedup.records import Content

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def content_of(text: str, lexicon: Lexicon) -> Content:
    """Return the kind of a quote's words."""
    words = [w.lower().replace("’", "'") for w in WORD.findall(text[:2000])]
    opinion = sum(w in lexicon.opinion for w in words)
    forecast = sum(w in lexicon.forecast or w.endswith("'ll") for w in words)
    fact = sum(w in lexicon.fact or w[0].isdigit() for w in words)
    if forecast and forecast >= opinion:
        return "forecast"
    return "opinion" if opinion > fact else "fact" if fact else "opinion"
