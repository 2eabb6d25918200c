"""How far a mean over an outlet's articles could be off: the percentile bootstrap (Efron and Tibshirani 1993, ch. 13)."""

from __future__ import annotations

from collections.abc import Sequence

RESAMPLES = 1000
LEVEL = 0.95
SEED = 1


def mean_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return between which values the mean lies in ``LEVEL`` of the resamples; null for fewer than two values.

    The same values give the same interval: the order does not count, and the resamples are seeded.
    """
    import numpy as np

    if len(values) < 2:
        return None
    drawn = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    means = np.sort(np.asarray(sorted(values))[drawn].mean(axis=1))
    tail = round(RESAMPLES * (1 - LEVEL) / 2)
    return round(float(means[tail]), 4), round(float(means[-1 - tail]), 4)
