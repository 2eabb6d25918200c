"""A small invented analysis with everything a report can show, and the same with any text in all its places."""

from __future__ import annotations

import datetime as dt

from dedup.records import (
    Article,
    ArticleRow,
    Credit,
    DroppedRow,
    Margin,
    Match,
    Page,
    PairRow,
    Part,
    Possible,
    QuoteRow,
    Reject,
    Removed,
    SentenceRow,
    Span,
    StoryRow,
    WeakestPair,
)
from dedup.results import Analysis

WIRE = """Ferry runs aground off Brissa

BRISSA, March 3 (AP) - A ferry with 212 people aboard ran aground off Brissa on Monday. "We did not lose anyone, and \
everybody is on shore," captain Ada Lund told reporters at the harbour.

The hull may have been breached, the port authority said. Fog had covered the strait since dawn."""

LIGHT = """Home > News > World

Ferry hits rocks near Brissa

A ferry with 212 people aboard ran aground off Brissa on Monday. The vessel's hull has been breached, the port \
authority said, and oil is leaking. "We did lose anyone," captain Ada Lund said.

With inputs from AP"""

OWN = """Night on the rocks

The lamps went out at ten past six, passengers recall. "It was the wrong captain on the \
wrong night," an officer said."""

ALONE = """Brissa opens its new library

The library has four floors and no café."""


def span(text: str, words: str) -> Span:
    """Return where some words stand in a text; they must."""
    start = text.index(words)
    return Span(start, start + len(words))


def page(article: Article, kinds: dict[str, str], sentences: tuple[str, ...], credits: tuple[Credit, ...] = ()) -> Page:
    """Return a page whose parts are given as words to kinds; ``removed`` is clutter."""
    spans = sorted(
        (span(article.text, words).start, span(article.text, words).end, kind) for words, kind in kinds.items()
    )
    return Page(
        article=article,
        parts=tuple(Part(kind, start, end) for start, end, kind in spans if kind != "removed"),  # type: ignore[arg-type]
        removed=tuple(Removed(start, end, "breadcrumbs") for start, end, kind in spans if kind == "removed"),
        credits=credits,
        sentences=tuple(span(article.text, words) for words in sentences),
    )


def credit(text: str, words: str, form: str) -> Credit:
    """Return a credit to AP."""
    place = span(text, words)
    return Credit("AP", "agency", form, words, place.start, place.end)  # type: ignore[arg-type]


WIRE_SENTENCES = (
    "BRISSA, March 3 (AP) - A ferry with 212 people aboard ran aground off Brissa on Monday.",
    '"We did not lose anyone, and everybody is on shore," captain Ada Lund told reporters at the harbour.',
    "The hull may have been breached, the port authority said.",
    "Fog had covered the strait since dawn.",
)
LIGHT_SENTENCES = (
    "A ferry with 212 people aboard ran aground off Brissa on Monday.",
    "The vessel's hull has been breached, the port authority said, and oil is leaking.",
    '"We did lose anyone," captain Ada Lund said.',
)
OWN_SENTENCES = (
    "The lamps went out at ten past six, passengers recall.",
    '"It was the wrong captain on the wrong night," an officer said.',
)
ALONE_SENTENCES = ("The library has four floors and no café.",)


def pages() -> dict[str, Page]:
    """Return the four pages by id."""
    paragraph = " ".join
    articles = [
        (
            Article(
                "wire", WIRE, "Ferry runs aground off Brissa", "AP", dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC),
                url="https://ap.example/ferry", source="wire.txt",
            ),
            {
                "Ferry runs aground off Brissa": "headline",
                paragraph(WIRE_SENTENCES[:2]): "body",
                paragraph(WIRE_SENTENCES[2:]): "body",
            },
            WIRE_SENTENCES,
            (credit(WIRE, "(AP)", "dateline"),),
        ),
        (
            Article(
                "light/page.html", LIGHT, None, "Morning Tide", dt.datetime(2026, 3, 3, 11, 30, tzinfo=dt.UTC),
                source="light/page.html", extracted=True,
            ),
            {
                "Home > News > World": "removed",
                "Ferry hits rocks near Brissa": "headline",
                paragraph(LIGHT_SENTENCES): "body",
                "With inputs from AP": "credit",
            },
            LIGHT_SENTENCES,
            (credit(LIGHT, "With inputs from AP", "credit_line"),),
        ),
        (
            Article("own", OWN, "Night on the rocks", "The Strait Gazette", source="own.txt"),
            {"Night on the rocks": "headline", paragraph(OWN_SENTENCES): "body"},
            OWN_SENTENCES,
            (),
        ),
        (
            Article("alone", ALONE, "Brissa opens its new library", "The Strait Gazette", source="alone.txt"),
            {"Brissa opens its new library": "headline", ALONE_SENTENCES[0]: "body"},
            ALONE_SENTENCES,
            (),
        ),
    ]  # fmt: skip
    return {found[0].id: page(*found) for found in sorted(articles, key=lambda found: found[0].id)}


def article_row(page: Page, **values: object) -> ArticleRow:
    """Return an article's row; what is not given is as for an article that nothing precedes."""
    article = page.article
    row: dict[str, object] = {
        "id": article.id, "source": article.source, "outlet": article.outlet,
        "published": article.published.strftime("%Y-%m-%dT%H:%M:%SZ") if article.published else None,
        "title": article.title, "language": "en", "words": len(article.text.split()), "story": article.id,
        "copies": article.id, "derivation": "none", "parent": None, "parent_evidence": (), "baseline": "none",
        "credits": page.credits, "credit_check": None, "originality": 1.0, "originality_band": (1.0, 1.0),
        "originality_without_quotes": 1.0, "copied": 0.0, "reworded": 0.0, "added": 1.0, "exclusive": 1.0,
        "removed": page.removed,
    }  # fmt: skip
    return ArticleRow(**(row | values))  # type: ignore[arg-type]


def sentence_rows(found: dict[str, Page]) -> list[SentenceRow]:
    """Return the sentences' rows."""
    light, wire = found["light/page.html"], found["wire"]
    sources = [wire.sentences[0], wire.sentences[2], wire.sentences[1]]
    statuses = ("copied", "reworded", "copied")
    new = ((), (span(LIGHT, "has"), span(LIGHT, "oil is leaking")), ())
    changes = ((), (), ("negation lost: not",))
    rows = [
        SentenceRow(
            light.id, own.start, own.end, status, False, fresh, change,  # type: ignore[arg-type]
            (Match("wire", source.start, source.end, 0.91),),
        )
        for own, source, status, fresh, change in zip(light.sentences, sources, statuses, new, changes, strict=True)
    ]  # fmt: skip
    rows += [
        SentenceRow(one.id, place.start, place.end, "added", one.id != "wire", (place,), (), ())
        for one in (found["own"], wire, found["alone"]) for place in one.sentences
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.article, row.start))


def quote_rows() -> tuple[QuoteRow, ...]:
    """Return three quotes: one told truly, the same without its "not", and an opinion of somebody unnamed."""
    true, altered = span(WIRE, "We did not lose anyone, and everybody is on shore,"), span(LIGHT, "We did lose anyone,")
    opinion = span(OWN, "It was the wrong captain on the wrong night,")
    lund = (span(LIGHT, "captain Ada Lund"), span(WIRE, "captain Ada Lund"))
    return (
        QuoteRow(
            "light/page.html", altered.start, altered.end, "direct", "Ada Lund", "captain Ada Lund", lund[0].start,
            lund[0].end, "named", "said", None, "fact", "wire:1", "mutated", ("negation lost: not", "words cut"), False,
            ("altered",),
        ),
        QuoteRow(
            "own", opinion.start, opinion.end, "direct", None, "an officer", None, None, "anonymous", "said", None,
            "opinion", "own:1", "new", (), True, ("anonymous_opinion", "untraceable", "single_source"),
        ),
        QuoteRow(
            "wire", true.start, true.end, "direct", "Ada Lund", "captain Ada Lund", lund[1].start, lund[1].end, "named",
            "told", "told reporters at the harbour", "fact", "wire:1", "new", (), False, (),
        ),
    )  # fmt: skip


def sample() -> Analysis:
    """Return the analysis: a wire, a copy of it with changes, an own report, one article alone, one reject."""
    found = pages()
    fog = found["wire"].sentences[3]
    rows = (
        article_row(found["alone"]),
        article_row(
            found["light/page.html"], story="wire", copies="wire", derivation="whole", parent="wire",
            parent_evidence=("credits AP", "published 150 minutes later"), baseline="parent", credit_check="agrees",
            originality=0.1428, originality_band=(0.1, 0.22), originality_without_quotes=0.18, copied=0.5714,
            reworded=0.4286, added=0.0, exclusive=0.0,
        ),
        article_row(
            found["own"], story="wire", baseline="others", originality=0.9, originality_band=(0.85, 0.95),
            originality_without_quotes=0.88,
        ),
        article_row(found["wire"], story="wire"),
    )  # fmt: skip
    members = ("light/page.html", "own", "wire")
    return Analysis(
        articles=rows,
        stories=(
            StoryRow("alone", ("alone",), (), None, (), ()),
            StoryRow(
                "wire", members, (("light/page.html", "wire"),), WeakestPair("own", "wire", 0.31),
                (Margin("light/page.html", 0.4), Margin("own", 0.03), Margin("wire", 0.4)), (Possible("alone", 0.22),),
            ),
        ),
        pairs=(PairRow("light/page.html", "wire", "copy", 0.61, 0.8, 0.72, None, ("nearly the same text",)),),
        sentences=tuple(sentence_rows(found)),
        dropped=(DroppedRow("light/page.html", "wire", fog.start, fog.end),),
        quotes=quote_rows(),
        rejects=(Reject("broken.html", "no text could be extracted: give the text as a .txt file"),),
        manifest={"version": "0.1.0", "seed": 1, "settings": {"copies": {"bands": 42}}, "counts": {"articles": 4}},
        pages=found,
    )  # fmt: skip


def with_text(text: str) -> Analysis:
    """Return a story of two articles and one article alone, with ``text`` in every place that an input can fill."""
    ids = (f"0{text}", f"1{text}", f"2{text}")
    body = text or " "
    found = {
        one: Page(
            Article(one, body * 2, text, text, None, url=text, source=text),
            (Part("headline", 0, len(body)), Part("body", len(body), 2 * len(body))),
            (), (Credit(text or None, "agency", "byline", text, 0, len(text)),), (Span(len(body), 2 * len(body)),),
        )
        for one in ids
    }  # fmt: skip
    derived = {"derivation": "whole", "parent": ids[0], "parent_evidence": (text,), "baseline": "parent"}
    first, second, third = (found[one] for one in ids)
    sentence = SentenceRow(
        ids[1], len(body), 2 * len(body), "reworded", False, (Span(len(body), len(body) + 1),), (text,),
        (Match(ids[0], len(body), 2 * len(body), 0.5),),
    )  # fmt: skip
    quotes = tuple(
        QuoteRow(
            one, len(body), 2 * len(body), "direct", text, text, 0, len(text), "named", text, text, "opinion", text,
            "mutated", (text,), True, ("altered", "anonymous_opinion", text),
        )
        for one in ids
    )  # fmt: skip
    return Analysis(
        articles=(
            article_row(first, story=ids[0], language=text),
            article_row(second, story=ids[0], **derived),
            article_row(third),
        ),
        stories=(
            StoryRow(
                ids[0],
                ids[:2],
                (ids[:2],),
                WeakestPair(*ids[:2], 0.1),
                (Margin(ids[0], 0.1),),
                (Possible(ids[2], 0.1),),
            ),
            StoryRow(ids[2], ids[2:], (), None, (), ()),
        ),
        pairs=(),
        sentences=(sentence,),
        dropped=(DroppedRow(ids[1], ids[0], 0, len(body)),),
        quotes=quotes,
        rejects=(Reject(text, text),),
        manifest={"settings": {text: text}},
        pages=found,
    )
