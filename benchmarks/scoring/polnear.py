"""Score quotes against PolNeAR (Newell et al. 2018).

Gold direct quote: each stretch between double quotation marks inside an annotated content span, two words or more. Gold
indirect quote: a content span without such marks. Found: the overlap is at least .8 (direct) or .5 (indirect) of the
longer of the two. Speaker right: the span of the speaker's words overlaps an annotated source span, or both give none.
A direct quote is false only where it overlaps no annotated content at all by half.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.scoring.measures import Figures, shared

Row = dict[str, Any]
_STRETCH = re.compile(r'["“]([^"“”]+)["”]')
_NEED = {"direct": 0.8, "indirect": 0.5}


def score(quotes: Mapping[str, Sequence[Row]], documents: Iterable[Row]) -> Figures:
    """Return figures for direct and indirect quotes; ``quotes`` are rows of the quotes table by document id."""
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        gold, content = _gold(document)
        for kind in ("direct", "indirect"):
            mine = [r for r in quotes.get(document["id"], ()) if r["type"] == kind]
            _count(kind, mine, gold[kind], content, counts)
    return {kind: _figures(kind, counts) for kind in ("direct", "indirect")}


def _gold(document: Row) -> tuple[dict[str, list[tuple[int, int, list[Any]]]], set[tuple[int, int]]]:
    """Return the gold quotes of each type with their sources, and all content spans."""
    text = document["text"]
    gold: dict[str, list[tuple[int, int, list[Any]]]] = {"direct": [], "indirect": []}
    content: set[tuple[int, int]] = set()
    for a in document["attributions"]:
        if not a["content"]:
            continue
        low, high = min(x[0] for x in a["content"]), max(x[1] for x in a["content"])
        content.update((x[0], x[1]) for x in a["content"])
        inside = [
            (m.start(1), m.end(1))
            for m in _STRETCH.finditer(text, max(0, low - 1), min(len(text), high + 1))
            if len(m[1].split()) > 1
        ]
        gold["direct"] += [(start, end, a["source"]) for start, end in inside]
        if not inside:
            gold["indirect"].append((low, high, a["source"]))
    return {kind: sorted({repr(x): x for x in found}.values(), key=repr) for kind, found in gold.items()}, content


def _count(
    kind: str,
    mine: list[Row],
    gold: list[tuple[int, int, list[Any]]],
    content: set[tuple[int, int]],
    counts: Counter[tuple[str, str]],
) -> None:
    used: set[int] = set()
    for start, end, source in sorted(gold, key=lambda g: (g[0], g[1], str(g[2]))):
        best = max(
            (r for r in mine if id(r) not in used), key=lambda r: shared(start, end, r["start"], r["end"]), default=None
        )
        if best and shared(start, end, best["start"], best["end"]) >= _NEED[kind] * max(
            end - start, best["end"] - best["start"]
        ):
            used.add(id(best))
            counts[kind, "tp"] += 1
            at = best.get("speaker_start")
            if at is not None and source:
                counts[kind, "speaker"] += any(shared(at, best["speaker_end"], *x) > 0 for x in source)
            else:
                counts[kind, "speaker"] += (at is None) == (not source)
        else:
            counts[kind, "fn"] += 1
    counts[kind, "fp"] += sum(
        id(r) not in used and sum(shared(r["start"], r["end"], *c) for c in content) < 0.5 * (r["end"] - r["start"])
        for r in mine
    )


def _figures(kind: str, counts: Counter[tuple[str, str]]) -> Figures:
    tp, fp, fn = counts[kind, "tp"], counts[kind, "fp"], counts[kind, "fn"]
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return {
        "n": tp + fn,
        "p": round(p, 4),
        "r": round(r, 4),
        "f1": round(2 * p * r / max(1e-9, p + r), 4),
        "speaker_accuracy": round(counts[kind, "speaker"] / max(1, tp), 4),
    }
