"""Measure cleaning: ``python -m benchmarks.cleaning [WIRE_DIR]``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from benchmarks.corpora import SHARED, gold_article, gold_spans, wire_events
from dedup.cleaning.learnt import LearntLines
from dedup.cleaning.pages import clean_page
from dedup.records import Page
from dedup.settings import Settings


def clutter_counts(page: Page, article: dict[str, Any]) -> tuple[int, int, int, int]:
    """Return characters of body kept and in all, of clutter removed and in all, as the gold's scorer counts them."""
    kept = body = gone = clutter = 0
    for kind, start, end in gold_spans(article)[1]:
        if kind in ("subhead", "headline", "caption", "credit"):
            continue
        inside = sum(max(0, min(end, r.end) - max(start, r.start)) for r in page.removed)
        if kind == "body":
            body, kept = body + end - start, kept + end - start - inside
        else:
            clutter, gone = clutter + end - start, gone + inside
    return kept, body, gone, clutter


def main(folder: Path, *, verbose: bool) -> None:
    """Print the figures by event and over all."""
    settings = Settings().cleaning
    total = [0, 0, 0, 0]
    tp = said = gold = 0
    for event in wire_events(folder):
        here = [0, 0, 0, 0]
        for article in event["articles"]:
            page = clean_page(gold_article(article, metadata=False), LearntLines(), settings)
            counts = clutter_counts(page, article)
            here = [a + b for a, b in zip(here, counts, strict=True)]
            ours = {(s.start, s.end) for s in page.sentences}
            true = {(b, c) for _, b, c in gold_spans(article)[0]}
            body = [(b, c) for k, b, c in gold_spans(article)[1] if k == "body"]
            ours = {s for s in ours if any(b <= s[0] < c for b, c in body)}
            tp += len(ours & true)
            said += len(ours)
            gold += len(true)
            if verbose:
                show(page, article)
        total = [a + b for a, b in zip(total, here, strict=True)]
        print(f"{event['event']:32} kept {here[0] / here[1]:.4f} removed {here[2] / here[3]:.4f}")
    print(f"all kept {total[0] / total[1]:.4f} removed {total[2] / total[3]:.4f}")
    print(f"sentences whole: precision {tp / said:.4f} recall {tp / gold:.4f}")


def show(page: Page, article: dict[str, Any]) -> None:
    """Print what was judged wrongly."""
    lines = [("-", r.start, r.end, r.reason) for r in page.removed] + [
        ("+", p.start, p.end, p.kind) for p in page.parts
    ]
    for kind, start, end in gold_spans(article)[1]:
        for sign, b, c, why in sorted(lines, key=lambda x: x[1]):
            if start <= b < end and (
                (kind == "body" and why != "body")
                or (kind in ("boilerplate", "disclaimer") and sign == "+")
                or (kind in ("headline", "subhead", "caption", "credit") and why != kind)
            ):
                print(f"   {kind:10} {sign}{why:16} {page.text[b:c][:110]!r}")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else SHARED / "wire",
        verbose="-v" in sys.argv,
    )
