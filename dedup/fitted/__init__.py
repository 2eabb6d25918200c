"""Small fitted models, stored as readable numbers, never pickled.

Each ``<name>.json`` here holds ``features`` (names), ``classes``, ``mean``, ``scale``, ``weights`` (one row per class, one
row in all for two classes), ``intercept``, and ``fit``: the command that made it, its data and the cross-validated figures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import exp
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_ROWS = 4096
"""Rows whose products are held in memory at once."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A logistic (two classes) or softmax (more) regression over named, standardised features."""

    features: tuple[str, ...]
    classes: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    intercept: tuple[float, ...]

    _arrays: tuple[npt.NDArray[np.float64], ...] = field(init=False, repr=False, compare=False)
    _folded: list[tuple[list[float], float]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        import numpy as np

        parts = (self.mean, self.scale, self.weights, self.intercept)
        object.__setattr__(self, "_arrays", tuple(np.asarray(part, dtype=np.float64) for part in parts))
        folded = []
        for row, intercept in zip(self.weights, self.intercept, strict=True):
            weights = [weight / scale for weight, scale in zip(row, self.scale, strict=True)]
            folded.append((weights, intercept - sum(map(mul, weights, self.mean))))
        object.__setattr__(self, "_folded", folded)

    def probabilities(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return probabilities, shape ``(n, len(classes))``, of feature rows of shape ``(n, len(features))``.

        Sums run over one row at a time (no matrix product), so that a row's result does not depend on the batch it is in.
        """
        import numpy as np

        mean, scale, weights, intercept = self._arrays
        standard = (np.asarray(rows, dtype=np.float64).reshape(-1, len(self.features)) - mean) / scale
        scores = np.empty((len(standard), len(weights)))
        for place in range(0, len(standard), _ROWS):
            products = standard[place : place + _ROWS, None, :] * weights
            np.add.reduce(products, axis=2, out=scores[place : place + _ROWS])
        scores += intercept
        if len(self.classes) == 2:
            positive = 1.0 / (1.0 + np.exp(-np.minimum(np.maximum(scores, -60.0), 60.0)))
            return np.concatenate([1.0 - positive, positive], axis=1)
        scores -= np.maximum.reduce(scores, axis=1, keepdims=True)
        exponent = np.exp(scores)
        return np.asarray(exponent / np.add.reduce(exponent, axis=1, keepdims=True), dtype=np.float64)

    def chances(self, row: Sequence[float]) -> list[float]:
        """Return the probabilities of one row, for some dozens of rows in less time than ``probabilities``."""
        scores = [sum(map(mul, row, weights), intercept) for weights, intercept in self._folded]
        if len(self.classes) == 2:
            positive = 1.0 / (1.0 + exp(-min(max(scores[0], -60.0), 60.0)))
            return [1.0 - positive, positive]
        most = max(scores)
        exponents = [exp(score - most) for score in scores]
        whole = sum(exponents)
        return [exponent / whole for exponent in exponents]

    def contributions(self, row: npt.NDArray[np.float64]) -> dict[str, float]:
        """Return what each feature adds to the log odds of the last class (two classes), for explaining one verdict."""
        return {
            name: weight * (float(value) - mean) / scale
            for name, value, mean, scale, weight in zip(
                self.features, row, self.mean, self.scale, self.weights[0], strict=True
            )
        }


@cache
def load_model(name: str) -> LinearModel:
    """Read ``dedup/fitted/<name>.json``."""
    data = json.loads(resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return LinearModel(
        features=tuple(data["features"]),
        classes=tuple(data["classes"]),
        mean=tuple(data["mean"]),
        scale=tuple(data["scale"]),
        weights=tuple(tuple(row) for row in data["weights"]),
        intercept=tuple(data["intercept"]),
    )
