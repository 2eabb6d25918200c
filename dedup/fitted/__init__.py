"""Small fitted models, stored as readable numbers, never pickled.

Each ``<name>.json`` here holds ``features`` (names), ``classes``, ``mean``, ``scale``, ``weights`` (one row per class, one
row in all for two classes), ``intercept``, and ``fit``: the command that made it, its data and the cross-validated figures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A logistic (two classes) or softmax (more) regression over named, standardised features."""

    features: tuple[str, ...]
    classes: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    intercept: tuple[float, ...]

    def probabilities(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return probabilities, shape ``(n, len(classes))``, of feature rows of shape ``(n, len(features))``.

        Sums run over one row at a time (no matrix product), so that a row's result does not depend on the batch it is in.
        """
        import numpy as np

        rows = np.asarray(rows, dtype=np.float64).reshape(-1, len(self.features))
        standard = (rows - np.asarray(self.mean)) / np.asarray(self.scale)
        scores = np.stack(
            [(standard * np.asarray(w)).sum(axis=1) + b for w, b in zip(self.weights, self.intercept, strict=True)],
            axis=1,
        )
        if len(self.classes) == 2:
            positive = 1.0 / (1.0 + np.exp(-np.clip(scores[:, 0], -60.0, 60.0)))
            return np.stack([1.0 - positive, positive], axis=1)
        scores -= scores.max(axis=1, keepdims=True)
        exponent = np.exp(scores)
        return np.asarray(exponent / exponent.sum(axis=1, keepdims=True), dtype=np.float64)

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
