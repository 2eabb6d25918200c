"""From the stages' results to the rows of the output tables."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from dedup import __version__
from dedup.errors import InputError
from dedup.matching.copies import Copies, CopyEdge, Overlap, overlap
from dedup.matching.fingerprints import Fingerprint
from dedup.matching.shingles import shingle_words
from dedup.matching.stories import Stories
from dedup.records import (
    Article,
    ArticleRow,
    Findings,
    Lane,
    Margin,
    Page,
    PairRow,
    Possible,
    Reject,
    StoryRow,
    WeakestPair,
)
from dedup.results import Analysis
from dedup.settings import Settings


def check_ids(articles: Iterable[Article]) -> list[Article]:
    """Return the articles sorted by id; raise ``InputError`` where two have the same."""
    ordered = sorted(articles, key=lambda article: article.id)
    for first, second in zip(ordered, ordered[1:], strict=False):
        if first.id == second.id:
            raise InputError(
                f"two articles have the id {first.id!r} ({first.source or 'no source'} and "
                f"{second.source or 'no source'}): give each article an id of its own"
            )
    return ordered


def assemble(
    pages: Sequence[Page],
    prints: Sequence[Fingerprint],
    copies: Copies,
    stories: Stories,
    compared: Sequence[tuple[Findings, ...]],
    rejects: tuple[Reject, ...],
    settings: Settings,
) -> Analysis:
    """Put the tables together, each sorted by its key."""
    by_id = {findings.article: findings for story in compared for findings in story}
    articles = tuple(
        _article_row(page, pages[stories.labels[i]].id, pages[copies.labels[i]].id, by_id[page.id])
        for i, page in enumerate(pages)
    )
    story_rows = tuple(_story_row(pages, members, copies, stories) for members in stories.members())
    pairs = tuple(sorted(_pair_rows(pages, prints, copies, stories), key=lambda row: (row.a, row.b, row.lane)))
    ordered = [by_id[page.id] for page in pages]
    tables = Analysis(
        articles=articles,
        stories=tuple(sorted(story_rows, key=lambda row: row.story)),
        pairs=pairs,
        sentences=tuple(row for findings in ordered for row in findings.sentences),
        dropped=tuple(row for findings in ordered for row in findings.dropped),
        quotes=tuple(row for findings in ordered for row in findings.quotes),
        rejects=tuple(sorted(rejects, key=lambda reject: (reject.source, reject.reason))),
        manifest={},
        pages={page.id: page for page in pages},
    )
    return dataclasses.replace(tables, manifest=_manifest(tables, settings))


def _article_row(page: Page, story: str, copies: str, findings: Findings) -> ArticleRow:
    """Join what all stages say of one article."""
    article = page.article
    return ArticleRow(
        id=article.id,
        source=article.source,
        outlet=article.outlet,
        published=article.published.strftime("%Y-%m-%dT%H:%M:%SZ") if article.published else None,
        title=article.title,
        language=article.language,
        words=sum(len(shingle_words(sentence.of(page.text))) for sentence in page.sentences),
        story=story,
        copies=copies,
        derivation=findings.derivation,
        parent=findings.parent,
        parent_evidence=findings.parent_evidence,
        baseline=findings.baseline,
        credits=page.credits,
        credit_check=findings.credit_check,
        originality=findings.originality,
        originality_band=findings.originality_band,
        originality_without_quotes=findings.originality_without_quotes,
        copied=findings.copied,
        reworded=findings.reworded,
        added=findings.added,
        exclusive=findings.exclusive,
        removed=page.removed,
    )


def _story_row(pages: Sequence[Page], members: tuple[int, ...], copies: Copies, stories: Stories) -> StoryRow:
    """Describe one story; members are positions in the order of their ids."""
    groups: dict[int, list[str]] = {}
    for i in members:
        groups.setdefault(copies.labels[i], []).append(pages[i].id)
    label = stories.labels[members[0]]
    weakest = stories.weakest.get(label)
    return StoryRow(
        story=pages[label].id,
        articles=tuple(pages[i].id for i in members),
        copies=tuple(sorted(tuple(group) for group in groups.values() if len(group) > 1)),
        weakest=WeakestPair(*sorted((pages[weakest.a].id, pages[weakest.b].id)), score=weakest.score) if weakest else None,
        margins=tuple(Margin(pages[i].id, stories.margins[i]) for i in members) if len(members) > 1 else (),
        possible=tuple(Possible(pages[near.article].id, near.score) for near in stories.possible.get(label, ())),
    )


def _pair_rows(
    pages: Sequence[Page], prints: Sequence[Fingerprint], copies: Copies, stories: Stories
) -> Iterable[PairRow]:
    """Yield the verified edges of both lanes, each pair with the smaller id first."""
    for edge in copies.edges:
        yield _pair_row(pages, edge.a, edge.b, "copy", edge.overlap, None, (_copy_evidence(edge),))
    for verdict in stories.edges:
        shared = overlap(prints[verdict.a].shingles, prints[verdict.b].shingles)
        yield _pair_row(pages, verdict.a, verdict.b, "story", shared, verdict.score, verdict.evidence)


def _pair_row(
    pages: Sequence[Page],
    a: int,
    b: int,
    lane: Lane,
    shared: Overlap,
    similarity: float | None,
    evidence: tuple[str, ...],
) -> PairRow:
    """Write one edge down, the smaller id first."""
    if pages[a].id <= pages[b].id:
        return PairRow(
            pages[a].id, pages[b].id, lane, shared.jaccard, shared.containment_a, shared.containment_b, similarity, evidence
        )
    return PairRow(
        pages[b].id, pages[a].id, lane, shared.jaccard, shared.containment_b, shared.containment_a, similarity, evidence
    )


def _copy_evidence(edge: CopyEdge) -> str:
    """Say why two articles are copies."""
    if edge.overlap.jaccard == 1.0:
        return "the same text"
    if max(edge.overlap.containment_a, edge.overlap.containment_b) == 1.0:
        return "one text is a part of the other"
    return "nearly the same text"


def _manifest(tables: Analysis, settings: Settings) -> dict[str, object]:
    """Say what made these results: version, settings, counts, and a hash of the input."""
    digest = hashlib.sha256()
    for page in tables.pages.values():
        article = page.article
        for value in (article.id, article.text, article.title, article.outlet, article.published, article.series):
            data = b"" if value is None else str(value).encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
    sizes = Counter(row.story for row in tables.articles)
    return {
        "version": __version__,
        "seed": settings.seed,
        "settings": dataclasses.asdict(settings),
        "input_sha256": digest.hexdigest(),
        "counts": {
            "articles": len(tables.articles),
            "rejects": len(tables.rejects),
            "stories": sum(size > 1 for size in sizes.values()),
            "single_articles": sum(size == 1 for size in sizes.values()),
            "copies_groups": sum(len(row.copies) for row in tables.stories),
            "quotes": len(tables.quotes),
            "sentences": len(tables.sentences),
        },
    }
