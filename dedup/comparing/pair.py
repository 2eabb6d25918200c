"""The comparing of two articles by themselves: what of the one is in the other, without asking who was first."""

from __future__ import annotations

from dedup.comparing.alignment import align
from dedup.comparing.baseline import Yardstick
from dedup.comparing.derivation import Provenance, manner, manner_features, relate
from dedup.comparing.findings import findings_of, index_pages
from dedup.comparing.lineage import Lineage
from dedup.comparing.relations import wholes
from dedup.comparing.status import supports
from dedup.quoting.extract import extract_quotes
from dedup.quoting.variants import trace_quotes
from dedup.records import Findings, Page
from dedup.settings import Settings


def compare_pair(a: Page, b: Page, settings: Settings) -> Findings:
    """Return the findings on ``b`` against ``a``, taken as given: ``a`` stands as the parent, whoever was first."""
    pages = (a, b)
    quotes = {page.id: extract_quotes(page, settings.quotes) for page in pages}
    index = index_pages(pages, quotes, settings)
    alignments = [align(index, article, (1 - article,), settings.alignment) for article in (0, 1)]
    related = relate(index, wholes(index), alignments[1], (None, None), supports(index, alignments[1]))
    way = manner(manner_features(index, alignments[1], related, None), settings.derivation)
    lineage = Lineage(
        agencies={0: None, 1: None},
        provenance=(Provenance("none", None, ()), Provenance(way, 0, ("given",))),
        parents={1: 0},
        closest=(frozenset(), frozenset({0})),
        later=(frozenset({1}), frozenset()),
    )
    traced = trace_quotes(quotes, {p.id: p.text for p in pages}, {a.id: (), b.id: (a.id,)}, settings.quotes)
    return findings_of(index, alignments, lineage, 1, Yardstick("parent", (0,)), traced.get(b.id, ()), settings)
