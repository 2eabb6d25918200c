"""The article's text out of a parsed page: trafilatura, and rules for where it finds too little."""

from __future__ import annotations

import logging

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from dedup.reading.fields import without_markup
from dedup.settings import ReadingSettings

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is a reject with its reason

_MARK = 40  # characters by which a paragraph is known again
_Container = tuple[str, str]


def main_text(tree: HtmlElement, body: str | None, limits: ReadingSettings) -> str:
    """Return the article's text, its paragraphs apart by a blank line; empty where there is none.

    trafilatura in its precise mode. Where that leaves less than half of what the page's paragraphs hold, it may have
    missed the article: its generous mode is asked too, and believed where it finds twice as much. Then an article cut
    into several containers is put together, and the text that JSON-LD gives (``body``) is taken where it is twice as
    long. F1 by ``benchmarks/extraction.py``: .972; without the containers .969; precise alone .964, generous alone
    .963, trafilatura's default .958.
    """
    paragraphs = _paragraphs(tree)
    text = _extracted(tree, precise=True)
    if len(text) < limits.extraction_share * sum(len(words) for words, _ in paragraphs):
        generous = _extracted(tree, precise=False)
        text = generous if len(text) < limits.extraction_share * len(generous) else text
    text = _all_containers(paragraphs, text, limits) or text
    if body and len(text) < limits.extraction_share * len(body):
        text = without_markup(body) if "<" in body else "\n".join(body.splitlines())
    return "\n\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def _extracted(tree: HtmlElement, *, precise: bool) -> str:
    try:
        document = bare_extraction(
            tree, favor_precision=precise, favor_recall=not precise, fast=not precise,
            include_comments=False, with_metadata=False,
        )  # fmt: skip
    except Exception:  # whatever a hostile page provokes in three libraries' heuristics, the page is one reject
        return ""
    return getattr(document, "text", None) or ""


def _paragraphs(tree: HtmlElement) -> list[tuple[str, _Container | None]]:
    """Return each paragraph's words and the kind of container it stands in: tag and class, None without a class."""
    found: list[tuple[str, _Container | None]] = []
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        kind = None if parent is None or not parent.get("class") else (str(parent.tag), str(parent.get("class")))
        found.append((" ".join("".join(paragraph.itertext()).split()), kind))
    return found


def _all_containers(paragraphs: list[tuple[str, _Container | None]], text: str, limits: ReadingSettings) -> str | None:
    """Return the paragraphs of all containers of one kind, where the text found is one of several such pieces.

    Some publishers cut an article into containers with adverts between them, of which extraction finds one. The kind is
    that of most of the text found; its paragraphs must be a good deal more than that.
    """
    known = {" ".join(line.split())[:_MARK] for line in text.split("\n")}
    inside: dict[_Container, int] = {}
    for words, kind in paragraphs:
        if kind is not None and len(words) >= _MARK and words[:_MARK] in known:
            inside[kind] = inside.get(kind, 0) + len(words)
    if not inside:
        return None
    best = max(inside, key=lambda kind: (inside[kind], kind))
    pieces = [words for words, kind in paragraphs if kind == best and len(words) >= _MARK]
    enough = inside[best] >= limits.extraction_share * len(text)
    return "\n".join(pieces) if enough and sum(map(len, pieces)) >= limits.extraction_gain * len(text) else None
