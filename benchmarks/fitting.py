"""Fitting of the small models, and writing them where the package reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import dedup.fitted
from dedup.fitted import LinearModel

FITTED = Path(dedup.fitted.__file__).parent


def fit_linear(
    rows: npt.NDArray[np.float64],
    labels: npt.NDArray[Any],
    features: Sequence[str],
    strength: float,
    weights: npt.NDArray[np.float64] | None = None,
) -> LinearModel:
    """Fit a logistic or softmax regression; ``strength`` is scikit-learn's ``C`` on standardised features."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale < 1e-9] = 1.0
    model = LogisticRegression(C=strength, max_iter=5000).fit((rows - mean) / scale, labels, weights)
    return LinearModel(
        features=tuple(features),
        classes=tuple(str(label) for label in model.classes_),
        mean=tuple(mean.tolist()),
        scale=tuple(scale.tolist()),
        weights=tuple(tuple(row) for row in model.coef_.tolist()),
        intercept=tuple(model.intercept_.tolist()),
    )


def write_model(name: str, model: LinearModel, fit: Mapping[str, object]) -> None:
    """Write ``dedup/fitted/<name>.json``, numbers to 5 significant digits."""

    def short(value: float) -> float:
        return float(f"{value:.5g}")

    data = {
        "features": list(model.features),
        "classes": list(model.classes),
        "mean": [short(value) for value in model.mean],
        "scale": [short(value) for value in model.scale],
        "weights": [[short(value) for value in row] for row in model.weights],
        "intercept": [short(value) for value in model.intercept],
        "fit": dict(fit),
    }
    path = FITTED / f"{name}.json"
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
