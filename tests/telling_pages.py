"""Pages for the tests of the story lane: a headline, paragraphs, and sentences that end with a full stop."""

from __future__ import annotations

import datetime as dt
import re

from dedup.matching.tellings import Telling, telling
from dedup.records import Article, Page, Part, Span
from dedup.settings import StorySettings

SETTINGS = StorySettings()


def page(name: str, headline: str, body: str, published: dt.datetime | None = None, outlet: str | None = None) -> Page:
    text = f"{headline}\n\n{body}"
    start = len(headline) + 2
    sentences = tuple(
        Span(start + m.start(), start + m.end()) for m in re.finditer(r"[^.。।\n]+[.。।]?”?", body) if m.group().strip()
    )
    parts = (Part("headline", 0, len(headline)), Part("body", start, len(text)))
    return Page(Article(name, text, outlet=outlet, published=published), parts, (), (), sentences)


def told(
    name: str, headline: str, body: str, published: dt.datetime | None = None, outlet: str | None = None
) -> Telling:
    return telling(page(name, headline, body, published, outlet), SETTINGS)
