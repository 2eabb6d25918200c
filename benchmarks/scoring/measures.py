"""Measures that several scorers share."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

Figures = dict[str, Any]


def precision_recall(true_positives: int, false_positives: int, false_negatives: int) -> Figures:
    """Return precision, recall and F1, 0 where nothing was found or there was nothing to find."""
    p = true_positives / (true_positives + false_positives) if true_positives + false_positives else 0.0
    r = true_positives / (true_positives + false_negatives) if true_positives + false_negatives else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0}


def by_class(pairs: Sequence[tuple[Hashable, Hashable]], classes: Sequence[Hashable]) -> Figures:
    """Return each class's figures over (gold, predicted), the macro F1 over classes that occur, and the accuracy."""
    out: Figures = {}
    for one in classes:
        tp = sum(gold == one == said for gold, said in pairs)
        fp = sum(said == one != gold for gold, said in pairs)
        fn = sum(gold == one != said for gold, said in pairs)
        out[str(one)] = precision_recall(tp, fp, fn)
    seen = [one for one in classes if any(gold == one for gold, _ in pairs)]
    out["macro_f1"] = round(sum(out[str(one)]["f1"] for one in seen) / max(1, len(seen)), 4)
    out["accuracy"] = round(sum(gold == said for gold, said in pairs) / max(1, len(pairs)), 4)
    return out


def clustering(gold: Mapping[str, Hashable], said: Mapping[str, Hashable]) -> Figures:
    """Return B-cubed (Bagga and Baldwin 1998), the adjusted Rand index, and what is wrong in pairs and stories."""
    ids = list(gold)
    true: defaultdict[Hashable, set[str]] = defaultdict(set)
    found: defaultdict[Hashable, set[str]] = defaultdict(set)
    for i in ids:
        true[gold[i]].add(i)
        found[said[i]].add(i)
    p = sum(len(true[gold[i]] & found[said[i]]) / len(found[said[i]]) for i in ids) / len(ids)
    r = sum(len(true[gold[i]] & found[said[i]]) / len(true[gold[i]]) for i in ids) / len(ids)
    both = sum(map(_pairs, Counter((gold[i], said[i]) for i in ids).values()))
    in_true, in_found = sum(_pairs(len(x)) for x in true.values()), sum(_pairs(len(x)) for x in found.values())
    chance = in_true * in_found / _pairs(len(ids)) if len(ids) > 1 else 0.0
    half = (in_true + in_found) / 2
    stories = [members for members in true.values() if len(members) > 1]
    return {
        "b3_p": round(p, 4),
        "b3_r": round(r, 4),
        "b3_f1": round(2 * p * r / (p + r), 4),
        "ari": round((both - chance) / (half - chance), 4) if half != chance else 1.0,
        "false_pairs": int(in_found - both),
        "missed_pairs": int(in_true - both),
        "whole_stories": sum(members in found.values() for members in stories),
        "stories": len(stories),
    }


def _pairs(n: int) -> float:
    return n * (n - 1) / 2


def spearman(x: Sequence[float], y: Sequence[float]) -> float:
    """Return the rank correlation, ties by mean rank; 0 where one side does not vary."""
    a, b = _ranks(x), _ranks(y)
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    spread = math.sqrt(sum((u - mean_a) ** 2 for u in a) * sum((v - mean_b) ** 2 for v in b))
    return sum((u - mean_a) * (v - mean_b) for u, v in zip(a, b, strict=True)) / spread if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in range(i, j + 1):
            ranks[order[k]] = (i + j) / 2
        i = j + 1
    return ranks


def shared(a: int, b: int, c: int, d: int) -> int:
    """Return how many characters two spans have in common."""
    return max(0, min(b, d) - max(a, c))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the union of spans, sorted."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def normal(text: str | None) -> str:
    """Return the words of a text, lower-cased, joined by single spaces."""
    return " ".join(re.findall(r"\w+(?:['’]\w+)*", (text or "").lower()))
