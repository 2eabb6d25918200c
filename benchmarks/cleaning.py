"""Measure cleaning on a wire corpus, as pages without metadata: ``python -m benchmarks.cleaning [--speed] [WIRE_DIR]``."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from html import escape
from math import inf
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.corpora import SHARED, gold_article, gold_spans, wire_events
from dedup.cleaning.clutter import Models, judge
from dedup.cleaning.credits import find_credits
from dedup.cleaning.learnt import LearntLines
from dedup.cleaning.lines import page_lines
from dedup.cleaning.pages import clean_page, credit_lines
from dedup.records import Article, Page
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


def speed(folder: Path, rounds: int = 5) -> dict[str, float]:
    """Return milliseconds per page: clutter and credits, the same with sentences, and extraction from HTML.

    Medians over the corpus' pages of each page's best of ``rounds``; nothing is remembered from page to page. The HTML is
    the page's blocks in ``<p>``, without a menu or a script, which favours extraction.
    """
    import trafilatura

    settings, learnt, models = Settings().cleaning, LearntLines(), Models.load()
    pages = [gold_article(article, metadata=False) for event in wire_events(folder) for article in event["articles"]]
    html = {page.id: minimal_html(page.text) for page in pages}

    def lines_only(page: Article) -> None:
        lines = page_lines(page.text, settings)
        credits = find_credits(page, lines, settings)
        judge(lines, page.title, credit_lines(lines, credits), models, settings)

    def extraction(page: Article) -> None:
        trafilatura.extract(html[page.id])

    jobs: dict[str, Callable[[Article], object]] = {
        "clutter and credits": lines_only,
        "with sentences": lambda page: clean_page(page, learnt, settings),
        "trafilatura.extract": extraction,
    }
    best = {name: [inf] * len(pages) for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            for number, page in enumerate(pages):
                start = perf_counter()
                job(page)
                best[name][number] = min(best[name][number], perf_counter() - start)
    return {name: median(times) * 1000 for name, times in best.items()}


def minimal_html(text: str) -> str:
    """Return a page's text as the least HTML that extraction takes."""
    blocks = "".join(f"<p>{escape(block)}</p>" for block in text.split("\n\n"))
    return f"<html><head><title>page</title></head><body><article>{blocks}</article></body></html>"


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=SHARED / "wire")
    arguments.add_argument("--speed", action="store_true", help="measure time, beside extraction from HTML")
    given = arguments.parse_args()
    if given.speed:
        times = speed(given.folder)
        for name, value in times.items():
            print(f"{name}: {value:.3f} ms per page, {value / times['trafilatura.extract']:.2f} of trafilatura.extract")
    else:
        for name, value in measure(given.folder).items():
            print(f"{name}: {value:.4f}")
