"""Fit the line model of cleaning: ``python -m benchmarks.fit_clutter WIRE_DIR``.

Lines of the wire corpus' pages without metadata, labelled by the block they stand in; cross-validated by event. Writes
``dedup/fitted/clutter.json`` and prints the figures.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

import dedup.fitted
from benchmarks.corpora import SHARED, gold_article, gold_spans, wire_events
from dedup.cleaning.clutter import surroundings
from dedup.cleaning.credits import find_credits
from dedup.cleaning.features import FEATURES, line_features
from dedup.cleaning.lines import page_lines
from dedup.settings import Settings

CLASSES = ("body", "subhead", "caption", "clutter")
LABELS = {"boilerplate": "clutter", "disclaimer": "clutter", "body": "body", "subhead": "subhead", "caption": "caption"}


def examples(article: dict[str, Any], *, metadata: bool) -> tuple[list[list[float]], list[str], list[int]]:
    """Return feature rows, labels and lengths in characters of the lines that the model is asked about."""
    settings = Settings().cleaning
    record = gold_article(article, metadata=metadata)
    lines = page_lines(record.text, settings)
    around, again = surroundings(lines, record.title, settings)
    blocks = gold_spans(article)[1]
    rows, labels, lengths = [], [], []
    inner = set(around.prose[1:-1])
    for index, line in enumerate(lines):
        kind = next((kind for kind, start, end in blocks if start <= line.start < end), "credit")
        if kind not in LABELS or index in again or index == around.headline or index in inner:
            continue
        rows.append(line_features(around, index, settings))
        labels.append(LABELS[kind])
        lengths.append(len(line.text))
    return rows, labels, lengths


def fit(rows: np.ndarray, labels: list[str]) -> dict[str, Any]:
    """Return a model in the form of ``dedup/fitted``."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=0.3, max_iter=2000)
    model.fit((rows - mean) / scale, np.array([CLASSES.index(label) for label in labels]))
    return {
        "features": list(FEATURES), "classes": list(CLASSES),
        "mean": mean.round(6).tolist(), "scale": scale.round(6).tolist(),
        "weights": model.coef_.round(4).tolist(), "intercept": model.intercept_.round(4).tolist(),
    }


def main(folder: Path) -> None:
    events = wire_events(folder)
    every: list[list[float]] = []
    labels: list[str] = []
    for event in events:
        for article in event["articles"]:
            rows, kinds, _ = examples(article, metadata=False)
            every += rows
            labels += kinds
    model = fit(np.array(every), labels)
    model["fit"] = {"command": "python -m benchmarks.fit_clutter", "data": "wire corpus, pages without metadata", "rows": len(labels)}
    path = Path(dedup.fitted.__file__).with_name("clutter.json")
    path.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    for klass, weights in zip(CLASSES, model["weights"]):
        print(klass, sorted(((round(w, 2), f) for w, f in zip(weights, FEATURES)), key=lambda x: -abs(x[0]))[:14])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "wire")
