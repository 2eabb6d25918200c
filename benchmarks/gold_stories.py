"""The wire corpus as the comparing stage meets it: stories of clean pages with their credits and quotes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from benchmarks.corpora import gold_page, gold_spans
from dedup.cleaning.sentences import split_sentences
from dedup.comparing.body import Body, read_body
from dedup.records import Article, Credit, CreditForm, Page, Part, Quote
from dedup.settings import AlignmentSettings


def story_articles(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the articles of the event itself, without those of other events, sorted by id."""
    return sorted((a for a in event["articles"] if a["treatment"] != "other"), key=lambda article: str(article["id"]))


def lone_articles(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the articles of other events: each is a story of its own."""
    return sorted((a for a in event["articles"] if a["treatment"] == "other"), key=lambda article: str(article["id"]))


def credited_page(article: dict[str, Any], *, metadata: bool = True) -> Page:
    """Return the gold page with its gold credits."""
    page = gold_page(article, metadata=metadata)
    given = article["credit"] or []
    credits = []
    for credit in given if isinstance(given, list) else [given]:
        start = page.text.find(credit["text"])
        credits.append(
            Credit(
                credit["agency"], "agency", _form(article, start), credit["text"], start, start + len(credit["text"])
            )
        )
    return dataclasses.replace(page, credits=tuple(credits))


def _form(article: dict[str, Any], start: int) -> CreditForm:
    """Return the form: within the first body sentence a dateline, in a later one in the text, else a credit line."""
    sentences = gold_spans(article)[0]
    if sentences and sentences[0][1] <= start < sentences[0][2]:
        return "dateline"
    return "in_text" if any(b <= start < c for _, b, c in sentences) else "credit_line"


def gold_quotes(article: dict[str, Any]) -> tuple[Quote, ...]:
    """Return the article's gold quotes as records."""
    page = gold_page(article)
    quotes = []
    for sentence, start, _ in gold_spans(article)[0]:
        for quote in sentence["quotes"]:
            at = page.text.find(quote["text"], start)
            quotes.append(
                Quote(
                    article=article["id"],
                    start=at,
                    end=at + len(quote["text"]),
                    type=quote["type"],
                    speaker=quote["speaker"],
                    speaker_text=quote["speaker_text"],
                    speaker_start=None,
                    speaker_end=None,
                    attribution=quote["attribution"],
                    cue=None,
                    venue=quote["venue"],
                    content=quote["content"],
                )
            )
    return tuple(quotes)


def gold_bodies(articles: Sequence[dict[str, Any]]) -> list[Body]:
    """Return the gold articles as the comparing stage reads them."""
    limit = AlignmentSettings().sentence_words
    return [read_body(gold_page(article), gold_quotes(article), limit) for article in articles]


def plain_page(name: str, text: str) -> Page:
    """Return a bare text as a page: every line a paragraph, all of it body."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    return Page(
        article=Article(id=name, text=text),
        parts=tuple(Part("body", start, end) for start, end in lines),
        removed=(),
        credits=(),
        sentences=tuple(span for start, end in lines for span in split_sentences(text, start, end, None)),
    )
