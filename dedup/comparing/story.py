"""The comparing of one story, from its pages to what each of them took, from whom, and added.

story weights -> alignment -> parents and derivation -> baselines -> sentence status -> quotes -> originality
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.comparing.alignment import Alignment, align
from dedup.comparing.baseline import Yardstick, yardstick
from dedup.comparing.body import read_body
from dedup.comparing.company import company
from dedup.comparing.crediting import agency_of, check_credit
from dedup.comparing.derivation import (
    Provenance,
    Relations,
    ancestry,
    choose_parents,
    describe,
    manner,
    manner_features,
    relate,
)
from dedup.comparing.dropped import dropped_sentences
from dedup.comparing.originality import shares
from dedup.comparing.relations import wholes
from dedup.comparing.status import judge, sentence_rows, supports
from dedup.comparing.support import support
from dedup.comparing.weights import StoryIndex, index_story
from dedup.quoting.extract import extract_quotes
from dedup.quoting.variants import trace_quotes
from dedup.records import DroppedRow, Findings, Page, Quote, QuoteRow
from dedup.settings import Settings


@dataclass(frozen=True, slots=True)
class Lineage:
    """Who made what from whom in one story; lists and keys are by article number."""

    agencies: Mapping[int, str | None]
    provenance: tuple[Provenance, ...]
    parents: Mapping[int, int]


def compare_story(pages: Sequence[Page], copies: Mapping[str, str], settings: Settings) -> tuple[Findings, ...]:
    """Return the findings on each page of one story, in the order of ``pages`` (sorted by id; one page is a story too).

    ``copies[id]`` is the representative of the page's group of near-duplicates.
    """
    quotes = {page.id: extract_quotes(page, settings.quotes) for page in pages}
    index = index_pages(pages, quotes, settings)
    alignments, lineage = trace_lineage(index, copies, settings)
    baselines = [
        yardstick(
            index,
            article,
            alignments[article].sources,
            lineage.parents,
            lineage.agencies,
            derived=lineage.provenance[article].derivation != "none",
        )
        for article in range(len(pages))
    ]
    traced = trace_quotes(
        quotes,
        {page.id: page.text for page in pages},
        {page.id: tuple(pages[n].id for n in base.articles) for page, base in zip(pages, baselines, strict=True)},
        settings.quotes,
        copies=copies,
    )
    return tuple(
        _findings(index, alignments, lineage, article, baselines[article], traced.get(page.id, ()), settings)
        for article, page in enumerate(pages)
    )


def compare_pair(a: Page, b: Page, settings: Settings) -> Findings:
    """Return the findings on ``b`` against ``a``, taken as given: ``a`` stands as the parent, whoever was first."""
    pages = (a, b)
    quotes = {page.id: extract_quotes(page, settings.quotes) for page in pages}
    index = index_pages(pages, quotes, settings)
    alignments = [align(index, article, (1 - article,), settings.alignment) for article in (0, 1)]
    related = relate(index, wholes(index), alignments[1], (None, None), supports(index, alignments[1]))
    way = manner(manner_features(index, alignments[1], related, None))
    lineage = Lineage({0: None, 1: None}, (Provenance("none", None, ()), Provenance(way, 0, ("given",))), {1: 0})
    traced = trace_quotes(quotes, {p.id: p.text for p in pages}, {a.id: (), b.id: (a.id,)}, settings.quotes)
    return _findings(index, alignments, lineage, 1, Yardstick("parent", (0,)), traced.get(b.id, ()), settings)


def index_pages(pages: Sequence[Page], quotes: Mapping[str, Sequence[Quote]], settings: Settings) -> StoryIndex:
    """Read the pages' bodies and weigh the story's words."""
    bodies = [read_body(page, quotes[page.id], settings.alignment.sentence_words) for page in pages]
    return index_story(bodies, settings.alignment)


def trace_lineage(index: StoryIndex, copies: Mapping[str, str], settings: Settings) -> tuple[list[Alignment], Lineage]:
    """Align each article with its company and find out who made what from whom."""
    whole = wholes(index)
    agencies = [agency_of(body.page) for body in index.bodies]
    alignments, relations, ways = [], [], []
    for article, others in enumerate(company(index, whole, copies, settings.alignment.compared_articles)):
        alignment = align(index, article, others, settings.alignment)
        related = relate(index, whole, alignment, agencies, supports(index, alignment))
        alignments.append(alignment)
        relations.append(related)
        ways.append(manner(manner_features(index, alignment, related, agencies[article])) if others else "none")
    parents = choose_parents(relations, [way != "none" for way in ways], settings.derivation)
    provenance = tuple(
        Provenance(way, parents.get(article), _evidence(index, relations[article], parents.get(article)))
        for article, way in enumerate(ways)
    )
    return alignments, Lineage(dict(enumerate(agencies)), provenance, parents)


def _evidence(index: StoryIndex, relations: Relations, parent: int | None) -> tuple[str, ...]:
    return () if parent is None else describe(index, relations, parent)


def _findings(
    index: StoryIndex,
    alignments: Sequence[Alignment],
    lineage: Lineage,
    article: int,
    baseline: Yardstick,
    quotes: tuple[QuoteRow, ...],
    settings: Settings,
) -> Findings:
    """Put together what was found of one article."""
    alignment, provenance = alignments[article], lineage.provenance[article]
    verdicts = judge(index, alignment, baseline.articles, settings.alignment)
    measured = shares(index.bodies[article], verdicts, compared=baseline.kind != "none", settings=settings.alignment)
    parent = provenance.parent
    origin = ancestry(lineage.parents, article)[-1]
    return Findings(
        article=index.bodies[article].id,
        derivation=provenance.derivation,
        parent=None if parent is None else index.bodies[parent].id,
        parent_evidence=provenance.evidence,
        baseline=baseline.kind,
        credit_check=check_credit(
            index.bodies[article],
            lineage.agencies[article],
            None if origin == article else index.bodies[origin],
            None if origin == article else lineage.agencies[origin],
            provenance.derivation != "none",
        ),
        originality=measured.originality,
        originality_band=measured.band,
        originality_without_quotes=measured.without_quotes,
        copied=measured.copied,
        reworded=measured.reworded,
        added=measured.added,
        exclusive=measured.exclusive,
        sentences=sentence_rows(index, alignment, verdicts, parent, settings.alignment),
        dropped=() if parent is None else _dropped(index, alignments, article, parent, settings),
        quotes=quotes,
    )


def _dropped(
    index: StoryIndex, alignments: Sequence[Alignment], article: int, parent: int, settings: Settings
) -> tuple[DroppedRow, ...]:
    there = alignments[parent]
    if article not in there.sources:
        there = align(index, parent, (article,), settings.alignment)
    held = support(index, there, (article,))[0]
    return dropped_sentences(index, alignments[article], parent, held, settings.alignment)
