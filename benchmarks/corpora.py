"""Readers of the labelled corpora. They are never part of the project: pass their folders and files in."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dedup.records import Article, Page, Part, Removed, Span

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Where the development corpora lie when they are beside the project."""

WHOLE = frozenset({"verbatim", "light", "rewrite", "brief", "update"})
PART = frozenset({"analysis", "explainer"})


def jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSONL file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def wire_events(folder: Path) -> list[dict[str, Any]]:
    """Return the events of a wire corpus, sorted by file name."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def page_text(article: dict[str, Any]) -> str:
    """Return the page's text: blocks joined by a blank line, a paragraph's sentences by one space."""
    return "\n\n".join(
        " ".join(s["text"] for s in b["sentences"]) if b["kind"] == "body" else b["text"] for b in article["blocks"]
    )


def gold_spans(article: dict[str, Any]) -> tuple[list[tuple[dict[str, Any], int, int]], list[tuple[str, int, int]]]:
    """Return the sentences with their spans in the page's text, and the blocks as (kind, start, end)."""
    at, sentences, blocks = 0, [], []
    for number, block in enumerate(article["blocks"]):
        at += 2 if number else 0
        start = at
        if block["kind"] == "body":
            for place, sentence in enumerate(block["sentences"]):
                at += 1 if place else 0
                sentences.append((sentence, at, at + len(sentence["text"])))
                at += len(sentence["text"])
        else:
            at += len(block["text"])
        blocks.append((block["kind"], start, at))
    return sentences, blocks


def gold_row(article: dict[str, Any]) -> dict[str, Any]:
    """Return a gold article as a row with metadata."""
    title = next((b["text"] for b in article["blocks"] if b["kind"] == "headline"), None)
    row = {key: article[key] for key in ("id", "outlet", "published", "url", "byline")}
    return row | {"title": title, "text": page_text(article)}


def gold_article(article: dict[str, Any], *, metadata: bool = True) -> Article:
    """Return the record of a gold article, as a row with metadata or as a bare page."""
    import datetime as dt

    published = dt.datetime.fromisoformat(article["published"]).astimezone(dt.UTC) if article["published"] else None
    title = next((b["text"] for b in article["blocks"] if b["kind"] == "headline"), None)
    if not metadata:
        return Article(id=article["id"], text=page_text(article))
    return Article(
        id=article["id"],
        text=page_text(article),
        title=title,
        outlet=article["outlet"],
        published=published,
        url=article["url"],
        byline=article["byline"],
    )


def gold_page(article: dict[str, Any], *, metadata: bool = True) -> Page:
    """Return the page as perfect cleaning would make it (no credits), for fitting later stages on their own."""
    sentences, blocks = gold_spans(article)
    kept = {"headline", "subhead", "caption", "credit", "body"}
    return Page(
        article=gold_article(article, metadata=metadata),
        parts=tuple(Part(kind, start, end) for kind, start, end in blocks if kind in kept),  # type: ignore[arg-type]
        removed=tuple(Removed(start, end, kind) for kind, start, end in blocks if kind not in kept),
        credits=(),
        sentences=tuple(Span(start, end) for _, start, end in sentences),
    )


def words(text: str) -> list[str]:
    """Return the lower-cased words of a text as the gold counts them."""
    return re.findall(r"\w+(?:['’]\w+)*", text.lower())
