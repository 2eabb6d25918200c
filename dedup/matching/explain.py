"""Why two articles are, or are not, one story: the facts for and against, as an editor would argue, and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dedup.matching.facts import contradictions, evidence
from dedup.matching.linkage import average_linkage
from dedup.matching.neighbours import Ints
from dedup.matching.similarity import BASE
from dedup.matching.stories import Measured, measure_tellings
from dedup.matching.tellings import Telling
from dedup.matching.trees import load_judge
from dedup.settings import StorySettings

_STEPS = 20  # thresholds tried for the one at which the verdict flips
_SHOWN = 8
# What an editor would call the features; of those that go both ways, ``max`` is the page of which more is found.
_SPOKEN = {
    "lead_in_body": "of the opening found",
    "lead_in_lead": "of the opening found in the opening",
    "headline_in_lead": "of the headline found in the opening",
    "names_in_body": "of the opening's names found",
    "body_in_body": "of the whole text found",
    "sentences": "of the sentences' facts found together",
    "sentences_best": "of the five best sentences found",
    "sentences_found": "of the sentences found",
    "figures_agree": "of the opening's figures found",
    "figures_differ": "of the opening's figures contradicted",
    "figures_all": "of all figures found",
    "speech": "of a quote found in a quote",
    "speech_told": "of the quoted words found",
    "headline_in_body": "of the headline found",
    "lead_locally": "of what sets the opening apart found",
    "lead_excess": "more of the opening found than others have",
    "sentences_excess": "more of the sentences found than others have",
    "specifics": "of the opening's names and figures found",
    "specifics_excess": "more of the opening's names and figures found than others have",
    "specifics_over_rest": "more of the opening's names and figures found than of its other words",
    "figures_excess": "more of the figures found than others have",
    "cosine": "likeness of all words",
    "local_cosine": "likeness of the words that set them apart",
    "closeness": "likeness, against the closest candidate",
    "lead_closeness": "likeness of the openings, against the closest candidate",
    "rank": "closer candidates (log)",
    "shared_neighbours": "likeness of who is near them",
    "density": "likeness of the three nearest (log)",
    "words": "words of the shorter page (log)",
    "length_ratio": "difference in length (log)",
    "hours": "hours apart (log; 2.2 where unknown)",
    "hours_known": "both times known",
    "hours_late": "hours apart beyond a day",
    "same_outlet": "same outlet",
    "weekdays": "same weekdays (1) or others (-1)",
    "dates": "same dates (1) or others (-1)",
    "years": "same years (1) or others (-1)",
    "first_weekdays": "same weekday first (1) or another (-1)",
}


def spoken(feature: str) -> str:
    """Return a feature's name in words."""
    name, _, end = feature.rpartition("_")
    ends = {"max": ", in the page with more", "min": ", in the page with less"}
    return _SPOKEN[name] + ends[end] if end in ends else _SPOKEN[feature]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two articles in their corpus. ``score``: probability that both tell one story, None if they are no candidates.

    ``flips_at``: the greatest threshold, in steps of .05, at which both are in one story, 0 if there is none;
    ``threshold``: the one in force. ``shared`` and ``contradicted``: facts. ``lead``: shares of the opening of each, by
    worth, that the other tells. ``features``: what moved the log odds, the strongest first.
    """

    a: str
    b: str
    same_story: bool
    score: float | None
    flips_at: float
    threshold: float
    shared: tuple[str, ...]
    contradicted: tuple[str, ...]
    lead: tuple[float, float]
    features: tuple[tuple[str, float, float], ...]

    def lines(self) -> tuple[str, ...]:
        """Return the argument as readable lines."""
        verdict = "tell the same story" if self.same_story else "tell different stories"
        found = "no candidates: too few heavy terms in common, or too far apart in time"
        lines = [f"{self.a} and {self.b} {verdict}", f"score {self.score:.2f}" if self.score is not None else found]
        flips = f"at any threshold up to {self.flips_at:.2f}" if self.flips_at else "at no threshold"
        lines.append(f"one story {flips}, in force is {self.threshold:.2f}")
        lines += [f"for: {line}" for line in self.shared] + [f"against: {line}" for line in self.contradicted]
        if self.score is not None:
            lines.append(
                f"of what one opening says the other page tells {self.lead[0]:.0%}, the other way {self.lead[1]:.0%}"
            )
        lines += [f"{added:+.2f}  {value:.2f} {spoken(name)}" for name, value, added in self.features]
        return tuple(lines)


def explain_pair(
    tellings: Sequence[Telling], copies: Sequence[int], a: int, b: int, settings: StorySettings
) -> Explanation:
    """Explain the verdict on articles ``a`` and ``b``, positions in ``tellings``, given all others beside them."""
    measured = measure_tellings(tellings, copies, settings)
    place = {article: at for at, article in enumerate(measured.chosen)}
    first, second = sorted((place[copies[a]], place[copies[b]]))
    if first == second:
        line = ("near-duplicate copies of one text",)
        return Explanation(tellings[a].id, tellings[b].id, True, 1.0, 1.0, settings.linkage, line, (), (1.0, 1.0), ())
    rows = np.flatnonzero((measured.pairs.first == first) & (measured.pairs.second == second))
    flips_at = _flips_at(measured, first, second)
    return Explanation(
        a=tellings[a].id,
        b=tellings[b].id,
        same_story=flips_at >= settings.linkage,
        score=float(measured.scores[rows[0]]) if len(rows) else None,
        flips_at=flips_at,
        threshold=settings.linkage,
        shared=evidence(tellings[a], tellings[b]),
        contradicted=contradictions(tellings[a], tellings[b]),
        lead=_lead(measured, rows),
        features=_features(measured, rows),
    )


def _flips_at(measured: Measured, first: int, second: int) -> float:
    """Return the greatest threshold, in steps, at which average linkage puts both together."""
    pairs = measured.triples()
    for step in range(_STEPS, 0, -1):
        labels = average_linkage(len(measured.chosen), pairs, measured.full, step / _STEPS)
        if labels[first] == labels[second]:
            return step / _STEPS
    return 0.0


def _lead(measured: Measured, rows: Ints) -> tuple[float, float]:
    if not len(rows):
        return 0.0, 0.0
    row = measured.pairs.features[rows[0]]
    return float(row[BASE.index("lead_in_body_max")]), float(row[BASE.index("lead_in_body_min")])


def _features(measured: Measured, rows: Ints) -> tuple[tuple[str, float, float], ...]:
    if not len(rows):
        return ()
    row = measured.pairs.features[rows[0]]
    added = load_judge().contributions(row)
    ranked = sorted(added, key=lambda name: (-abs(added[name]), name))[:_SHOWN]
    return tuple((name, round(float(row[BASE.index(name)]), 4), round(added[name], 4)) for name in ranked)
