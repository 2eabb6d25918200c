"""The fitted judge of a pair: small decision trees added up (gradient boosting, Friedman 2001), as a readable table.

Trees of a dozen leaves whose steps all go the way that a feature must (more of the lead in common never speaks against
one story). On left-out events of the wire corpus trees beat a logistic regression over the same features, with hinges
and products too, and their mean with one: what a lead in common is worth depends on length, time and how dense the
neighbourhood is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from dedup.matching.neighbours import Floats

COMPILED_ROWS = 5_000  # pairs from which the compiled loop pays for loading it


@dataclass(frozen=True, slots=True)
class Tree:
    """Node 0 is the root. ``feature`` is -1 at a leaf; rows at or below ``threshold`` go ``left``. ``value``: log odds.

    At an inner node ``value`` is the mean over the training rows that reach it, which lets a verdict be explained.
    """

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """A sum of trees over named features, and the log odds they start from."""

    features: tuple[str, ...]
    baseline: float
    trees: tuple[Tree, ...]

    def probabilities(self, rows: Floats) -> Floats:
        """Return the probability that each pair (a row of features) tells one story; rows do not affect each other."""
        odds = (_compiled if len(rows) >= COMPILED_ROWS else _plain)(self.trees, rows)
        return np.asarray(1.0 / (1.0 + np.exp(-(self.baseline + odds))), dtype=np.float64)

    def contributions(self, row: Floats) -> dict[str, float]:
        """Return what each feature adds to the log odds of one pair, from the average pair's (Saabas 2014)."""
        added = dict.fromkeys(self.features, 0.0)
        for tree in self.trees:
            node = 0
            while tree.feature[node] >= 0:
                low = row[tree.feature[node]] <= tree.threshold[node]
                child = tree.left[node] if low else tree.right[node]
                added[self.features[tree.feature[node]]] += tree.value[child] - tree.value[node]
                node = child
        return added


def _plain(trees: Sequence[Tree], rows: Floats) -> Floats:
    """Return the sum of the trees' leaves for each row."""
    odds = np.zeros(len(rows))
    for tree in trees:
        feature, threshold = np.asarray(tree.feature), np.asarray(tree.threshold)
        left, right, value = np.asarray(tree.left), np.asarray(tree.right), np.asarray(tree.value)
        node = np.zeros(len(rows), dtype=np.int64)
        open_rows = np.flatnonzero(feature[node] >= 0)
        while len(open_rows):
            at = node[open_rows]
            low = rows[open_rows, feature[at]] <= threshold[at]
            node[open_rows] = np.where(low, left[at], right[at])
            open_rows = open_rows[feature[node[open_rows]] >= 0]
        odds += value[node]
    return odds


def _compiled(trees: Sequence[Tree], rows: Floats) -> Floats:
    """Return the same by the compiled loop."""
    from dedup.matching.trees_kernel import odds

    roots = np.cumsum([0, *(len(tree.feature) for tree in trees)])[:-1]
    columns = [np.concatenate([getattr(tree, name) for tree in trees]) for name in Tree.__slots__]
    summed: Floats = odds(np.ascontiguousarray(rows), roots, *columns)
    return summed


@cache
def load_judge() -> Judge:
    """Read ``dedup/fitted/story.json``: each tree a list of nodes ``[feature, threshold, left, right, value]``."""
    data = json.loads(resources.files("dedup.fitted").joinpath("story.json").read_text(encoding="utf-8"))
    place = {name: at for at, name in enumerate(data["features"])}
    trees = []
    for nodes in data["trees"]:
        feature, threshold, left, right, value = zip(*nodes, strict=True)
        numbers = tuple(place[name] if name else -1 for name in feature)
        trees.append(Tree(numbers, tuple(threshold), tuple(left), tuple(right), tuple(value)))
    return Judge(tuple(data["features"]), float(data["baseline"]), tuple(trees))
