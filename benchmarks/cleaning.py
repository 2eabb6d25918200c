"""Measure cleaning on a wire corpus, as pages without metadata: ``python -m benchmarks.cleaning [WIRE_DIR]``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.corpora import SHARED, gold_article, gold_spans, wire_events
from dedup.cleaning.learnt import LearntLines
from dedup.cleaning.pages import clean_page
from dedup.records import Page
from dedup.settings import Settings


def counts(page: Page, article: dict[str, Any]) -> Counter[str]:
    """Return characters of body and clutter, credits and sentences: how many there are, and how many are right."""
    found: Counter[str] = Counter()
    sentences, blocks = gold_spans(article)
    for kind, start, end in blocks:
        gone = sum(max(0, min(end, r.end) - max(start, r.start)) for r in page.removed)
        if kind == "body":
            found.update({"body": end - start, "kept": end - start - gone})
        elif kind in ("boilerplate", "disclaimer"):
            found.update({"clutter": end - start, "gone": gone})
    credit = article["credit"]
    true = {row["agency"].lower() for row in (credit if isinstance(credit, list) else [credit] if credit else [])}
    said = {row.agency.lower() for row in page.credits if row.kind == "agency" and row.agency}
    found.update({"credits right": len(said & true), "credits said": len(said), "credits": len(true)})
    body = [(start, end) for kind, start, end in blocks if kind == "body"]
    spans = {(start, end) for _, start, end in sentences}
    ours = {(s.start, s.end) for s in page.sentences if any(start <= s.start < end for start, end in body)}
    found.update({"sentences right": len(ours & spans), "sentences said": len(ours), "sentences": len(spans)})
    return found


def figures(found: Counter[str]) -> dict[str, float]:
    """Return the shares that the counts come to."""
    return {
        "body kept": found["kept"] / found["body"],
        "clutter removed": found["gone"] / found["clutter"],
        "credits F1": 2 * found["credits right"] / (found["credits said"] + found["credits"]),
        "sentences whole, precision": found["sentences right"] / found["sentences said"],
        "sentences whole, recall": found["sentences right"] / found["sentences"],
    }


def measure(folder: Path) -> dict[str, float]:
    """Print the figures by event and return those over all."""
    settings = Settings().cleaning
    total: Counter[str] = Counter()
    for event in wire_events(folder):
        here: Counter[str] = Counter()
        for article in event["articles"]:
            here.update(counts(clean_page(gold_article(article, metadata=False), LearntLines(), settings), article))
        print(f"{event['event']:32}", *(f"{name} {value:.4f}" for name, value in figures(here).items()), sep="  ")
        total.update(here)
    return figures(total)


if __name__ == "__main__":
    for name, value in measure(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "wire").items():
        print(f"{name}: {value:.4f}")
