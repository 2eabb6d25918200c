"""The findings on one article, once it is known where it comes from and what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dedup.comparing.alignment import Alignment, align
from dedup.comparing.baseline import Yardstick
from dedup.comparing.body import read_body
from dedup.comparing.crediting import check_credit
from dedup.comparing.derivation import ancestry
from dedup.comparing.dropped import dropped_sentences
from dedup.comparing.lineage import Lineage
from dedup.comparing.originality import kept, shares
from dedup.comparing.status import judge, sentence_rows
from dedup.comparing.support import support
from dedup.comparing.weights import StoryIndex, index_story
from dedup.records import CreditCheck, DroppedRow, Findings, Page, Quote, QuoteRow, Span
from dedup.settings import Settings


def index_pages(pages: Sequence[Page], quotes: Mapping[str, Sequence[Quote]], settings: Settings) -> StoryIndex:
    """Read the pages' bodies and weigh the story's words."""
    bodies = [read_body(page, quotes[page.id], settings.alignment.sentence_words) for page in pages]
    return index_story(bodies, settings.alignment)


def findings_of(
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
    own = sorted({(q.start, q.end) for q in quotes if q.type == "direct" and q.exclusive and q.relation == "new"})
    verdicts = judge(index, alignment, baseline.articles, settings.alignment, [Span(a, b) for a, b in own])
    measured = shares(index.bodies[article], verdicts, baseline, settings.alignment)
    parent = provenance.parent
    return Findings(
        article=index.bodies[article].id,
        derivation=provenance.derivation,
        parent=None if parent is None else index.bodies[parent].id,
        parent_evidence=provenance.evidence,
        baseline=baseline.kind,
        credit_check=_credit_check(index, lineage, article),
        originality=measured.originality,
        originality_band=measured.band,
        originality_without_quotes=measured.without_quotes,
        copied=measured.copied,
        reworded=measured.reworded,
        added=measured.added,
        exclusive=measured.exclusive,
        sentences=sentence_rows(index, alignment, verdicts, lineage.closest[article], settings.alignment),
        dropped=() if parent is None else _dropped(index, alignments, article, parent, settings),
        quotes=quotes,
        kept=kept(index.bodies[article], [index.bodies[n] for n in baseline.articles], settings.alignment.kept_run),
    )


def _credit_check(index: StoryIndex, lineage: Lineage, article: int) -> CreditCheck | None:
    origin = ancestry(lineage.parents, article)[-1]
    derived = lineage.provenance[article].derivation != "none"
    return check_credit(index, lineage.agencies, article, None if origin == article else origin, derived=derived)


def _dropped(
    index: StoryIndex, alignments: Sequence[Alignment], article: int, parent: int, settings: Settings
) -> tuple[DroppedRow, ...]:
    there = alignments[parent]
    if article not in there.sources:
        there = align(index, parent, (article,), settings.alignment)
    held = support(index, there, (article,))[0]
    return dropped_sentences(index, alignments[article], parent, held, settings.alignment)
