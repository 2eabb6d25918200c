"""How common a term is in news at large: what makes sharing it mean something when a folder holds five pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Background:
    """Shares of articles that hold a term; ``rare`` is the share of a term that is not in the table."""

    shares: Mapping[str, float]
    rare: float

    def share(self, term: str) -> float:
        """Return the share of articles at large that hold ``term``, above 0, at most 1."""
        return self.shares.get(term, self.rare)


@cache
def load_background() -> Background:
    """Read ``dedup/fitted/background.json``: ``levels``: terms by the rounded logarithm of their share."""
    path = resources.files("dedup.fitted").joinpath("background.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    shares = {term: 2.0 ** (-int(level) / 4) for level, terms in data["levels"].items() for term in terms.split()}
    return Background(shares, float(data["rare"]))
