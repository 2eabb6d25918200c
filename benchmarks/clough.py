"""Clough and Stevenson's graded rewriting (Lang. Resources & Evaluation 45, 2011), classified from what ``compare`` says.

Four classes (``cut``, ``light``, ``heavy``, ``non``) and two (derived or not), cross-validated by task.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.scoring.measures import Figures
from dedup.api import compare
from dedup.records import Findings

CLASSES = ("non", "heavy", "light", "cut")


def classify(rows: Sequence[dict[str, Any]]) -> Figures:
    """Return the accuracies over all tasks, each task classified by a model of the others, and their range."""
    features = np.array([shares(compare(row["source"], row["text"]).findings) for row in rows])
    tasks = np.array([row["task"] for row in rows])
    labels = np.array([CLASSES.index(row["label"]) for row in rows])
    return {
        "documents": len(rows),
        "four_classes": _cross_validated(features, labels, tasks),
        "two_classes": _cross_validated(features, (labels > 0).astype(int), tasks),
    }


def shares(findings: Findings) -> list[float]:
    """Return what a comparison says of a text as a whole: its shares by words, and how its sentences match."""
    matched = [row.matches[0].score if row.matches else 0.0 for row in findings.sentences]
    lengths = [row.end - row.start for row in findings.sentences]
    mean = float(np.average(matched, weights=lengths)) if matched else 0.0
    return [findings.copied, findings.reworded, findings.added, mean]


def _cross_validated(
    features: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], tasks: npt.NDArray[np.str_]
) -> Figures:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    right: dict[str, float] = {}
    correct = np.zeros(len(labels), dtype=bool)
    for task in sorted(set(tasks.tolist())):
        there = tasks == task
        model = make_pipeline(StandardScaler(), LogisticRegression(C=10.0, max_iter=2000))
        model.fit(features[~there], labels[~there])
        correct[there] = model.predict(features[there]) == labels[there]
        right[task] = round(float(correct[there].mean()), 4)
    return {"accuracy": round(float(correct.mean()), 4), "by_task": right}
