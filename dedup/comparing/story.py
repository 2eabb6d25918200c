"""The comparing of one story, from its pages to what each of them took, from whom, and added.

story weights -> alignment -> parents and derivation -> baselines -> sentence status -> quotes -> originality
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dedup.comparing.baseline import quote_baseline, yardstick
from dedup.comparing.findings import findings_of, index_pages
from dedup.comparing.lineage import trace_lineage
from dedup.quoting.extract import extract_quotes
from dedup.quoting.variants import trace_quotes
from dedup.records import Findings, Page
from dedup.settings import Settings


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
        {
            page.id: tuple(pages[n].id for n in quote_baseline(index, article, baselines, lineage.parents, copies))
            for article, page in enumerate(pages)
        },
        settings.quotes,
        copies=copies,
        later={
            page.id: frozenset(pages[n].id for n in lineage.later[article] - {lineage.parents.get(article)})
            for article, page in enumerate(pages)
            if baselines[article].kind != "inferred_wire"
        },
    )
    return tuple(
        findings_of(index, alignments, lineage, article, baselines[article], traced.get(page.id, ()), settings)
        for article, page in enumerate(pages)
    )
