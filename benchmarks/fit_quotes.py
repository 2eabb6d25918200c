"""Fit which clauses report speech, and what kind of thing a quote says: ``python -m benchmarks.fit_quotes``.

Writes ``dedup/fitted/speech.json`` and ``dedup/fitted/quote_content.json`` and prints the figures of grouped
cross-validation (by event and by document). Both label pools of reported speech weigh the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import SHARED, gold_page, gold_spans, jsonl, wire_events
from dedup.quoting.direct import direct_quotes
from dedup.quoting.extract import page_of_text, read_frames
from dedup.quoting.lexicon import language_of, lexicon
from dedup.quoting.people import People
from dedup.quoting.resolving import Discourse
from dedup.quoting.speech import candidates, features
from dedup.records import Page

FITTED = Path(__file__).resolve().parents[1] / "dedup" / "fitted"
FOLDS = 5
DOCUMENTS = 400  # of PolNeAR's training split: more change nothing


@dataclass(frozen=True)
class Row:
    """One candidate: its features, whether it is gold (None: neither right nor wrong), where it is from, its span."""

    values: dict[str, float]
    gold: bool | None
    pool: str
    group: str
    page: str
    start: int
    end: int


@dataclass(frozen=True)
class Labelled:
    """A page with the gold spans of indirect speech, and all spans that are no false alarm."""

    page: Page
    pool: str
    group: str
    spans: tuple[tuple[int, int], ...]
    harmless: tuple[tuple[int, int], ...]


def overlap(a: int, b: int, c: int, d: int) -> int:
    """Return how many characters two spans share."""
    return max(0, min(b, d) - max(a, c))


def wire_pages() -> Iterable[Labelled]:
    """Yield the pages of the wire corpus with their gold quotes."""
    for event in wire_events(SHARED / "wire"):
        for article in event["articles"]:
            page = gold_page(article)
            spans: dict[str, list[tuple[int, int]]] = {"direct": [], "indirect": []}
            for sentence, start, _ in gold_spans(article)[0]:
                for quote in sentence["quotes"]:
                    at = page.text.find(quote["text"], start)
                    spans[quote["type"]].append((at, at + len(quote["text"])))
            both = (*spans["direct"], *spans["indirect"])
            yield Labelled(page, "wire", event["event"], tuple(spans["indirect"]), both)


def polnear_pages() -> Iterable[Labelled]:
    """Yield PolNeAR's training documents: contents without marks are indirect, every content is harmless."""
    import re

    stretch = re.compile(r'["“]([^"“”]+)["”]')
    for number, row in enumerate(jsonl(SHARED / "data" / "polnear_train.jsonl.gz")):
        if number == DOCUMENTS:
            return
        spans, harmless = [], []
        for attribution in row["attributions"]:
            content = [tuple(c) for c in attribution["content"]]
            if not content:
                continue
            low, high = min(c[0] for c in content), max(c[1] for c in content)
            harmless += content
            inside = stretch.finditer(row["text"], max(0, low - 1), min(len(row["text"]), high + 1))
            if not any(len(m[1].split()) > 1 for m in inside):
                spans.append((low, high))
        yield Labelled(page_of_text(row["text"], row["id"]), "polnear", row["id"], tuple(spans), tuple(set(harmless)))


def rows_of(item: Labelled) -> list[Row]:
    """Return the candidates of a page with their labels."""
    words = lexicon(language_of(item.page.text, item.page.article.language))
    people, known = People(), Discourse()
    rows = []
    for _, frame in read_frames(item.page, words, people, known):
        taken = {spoken.token for spoken in direct_quotes(frame, after_quote=False)}
        for candidate in candidates(frame):
            if taken & set(range(candidate.first, candidate.last + 1)):
                continue
            span = frame.tokens.span(candidate.first, candidate.last)
            start, end = span.start, span.end
            right = any(overlap(start, end, b, e) >= 0.5 * max(e - b, end - start) for b, e in item.spans)
            harmless = sum(overlap(start, end, b, e) for b, e in item.harmless) > 0.5 * (end - start)
            gold = True if right else None if harmless else False
            rows.append(Row(features(frame, candidate), gold, item.pool, item.group, item.page.id, start, end))
    return rows
