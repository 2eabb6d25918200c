"""Originality by outlet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.records import ArticleRow
from dedup.reporting.concerns import is_to_check
from dedup.reporting.intervals import mean_interval
from dedup.results import Analysis

FEW_ARTICLES = 5
"""Below this many compared articles a mean says more about the day than about the outlet."""


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet: means over its ``articles`` that were compared with something (``alone`` were not).

    ``originality_band`` is the mean of the bands' ends; ``originality_interval`` is where the mean may lie with other
    articles of the outlet (95 % of resamples), null for a single one. Outlets whose intervals overlap are not apart.
    ``uncredited`` counts derived articles with a missing or a wrong credit, ``flagged`` its quotes to check.
    """

    outlet: str
    articles: int
    alone: int
    originality: float
    originality_band: tuple[float, float]
    originality_interval: tuple[float, float] | None
    copied: float
    reworded: float
    added: float
    exclusive: float
    uncredited: int
    flagged: int

    @property
    def few(self) -> bool:
        """Return whether the articles are too few to say anything of the outlet."""
        return self.articles < FEW_ARTICLES


def outlet_rows(analysis: Analysis) -> list[OutletRow]:
    """Return the outlets by name; articles without an outlet are left out, so are outlets with nothing compared."""
    by_outlet: dict[str, list[ArticleRow]] = defaultdict(list)
    for row in analysis.articles:
        if row.outlet:
            by_outlet[row.outlet].append(row)
    flagged: dict[str, int] = defaultdict(int)
    for quote in analysis.quotes:
        flagged[quote.article] += is_to_check(quote)
    rows = (_outlet_row(outlet, articles, flagged) for outlet, articles in sorted(by_outlet.items()))
    return [row for row in rows if row.articles]


def _outlet_row(outlet: str, articles: Sequence[ArticleRow], flagged: dict[str, int]) -> OutletRow:
    compared = [row for row in articles if row.baseline != "none"]
    return OutletRow(
        outlet=outlet,
        articles=len(compared),
        alone=len(articles) - len(compared),
        originality=_mean([row.originality for row in compared]),
        originality_band=(
            _mean([row.originality_band[0] for row in compared]),
            _mean([row.originality_band[1] for row in compared]),
        ),
        originality_interval=mean_interval([row.originality for row in compared]),
        copied=_mean([row.copied for row in compared]),
        reworded=_mean([row.reworded for row in compared]),
        added=_mean([row.added for row in compared]),
        exclusive=_mean([row.exclusive for row in compared]),
        uncredited=sum(row.credit_check in ("missing", "differs") for row in compared if row.derivation != "none"),
        flagged=sum(flagged[row.id] for row in articles),
    )


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0
