"""From the stages' results to the rows of the output tables."""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dedup import __version__
from dedup.engines.base import Held
from dedup.errors import InputError, UsageError
from dedup.matching.copies import Copies, CopyEdge, Overlap, overlap
from dedup.matching.fingerprints import Fingerprint
from dedup.matching.shingles import shingle_words
from dedup.matching.stories import Stories, StoryEdge
from dedup.records import (
    Article,
    ArticleRow,
    Findings,
    Lane,
    Margin,
    MembershipRow,
    Page,
    PairRow,
    Possible,
    Reject,
    ScoreRow,
    StoryRow,
    WeakestPair,
)
from dedup.results import Analysis
from dedup.settings import Settings


@dataclass(frozen=True, slots=True)
class Clusters:
    """Articles in the order of their ids, cleaned, with their groups; everything else refers to them by position."""

    ids: tuple[str, ...]
    pages: Held[Page]
    prints: tuple[Fingerprint, ...]
    copies: Copies
    stories: Stories


def check_articles(articles: Iterable[Article]) -> list[Article]:
    """Return the articles sorted by id.

    Raises ``UsageError`` for what is no article, or has no text or a time without an offset, ``InputError`` where two
    have the same id.
    """
    ordered = sorted(map(_checked, articles), key=lambda article: article.id)
    for first, second in itertools.pairwise(ordered):
        if first.id == second.id:
            raise InputError(
                f"two articles have the id {first.id!r} ({first.source or 'no source'} and "
                f"{second.source or 'no source'}): give each article an id of its own"
            )
    return ordered


def _checked(article: object) -> Article:
    """Return an article; what notebooks hand over instead (paths, texts, rows) is told what to do."""
    if not isinstance(article, Article):
        raise UsageError(
            f"not an article but a {type(article).__name__}: read files with dedup.read_articles(path), or make each text "
            "an Article(id=..., text=...)"
        )
    if not isinstance(article.text, str):
        raise UsageError(f"the text of article {article.id!r} is a {type(article.text).__name__}: give a string")
    if article.published is not None and article.published.utcoffset() is None:
        raise UsageError(f"the time of article {article.id!r} has no offset: give published a time zone, such as UTC")
    return article


def positions(ids: Sequence[str], *wanted: str) -> list[int]:
    """Return where the wanted ids stand; raise ``UsageError`` for one that is not there, or given twice."""
    if len(set(wanted)) < len(wanted):
        raise UsageError(f"{wanted[0]!r} is given twice: name two different articles")
    known = {name: position for position, name in enumerate(ids)}
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, ids, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"ids here are such as {', '.join(map(repr, ids[:3]))}"
            raise UsageError(f"no article has the id {name!r}: {hint}")
    return [known[name] for name in wanted]


def members(labels: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the positions that share a label, groups in the order of their first member."""
    groups: dict[int, list[int]] = {}
    for position, label in enumerate(labels):
        groups.setdefault(label, []).append(position)
    return [tuple(group) for group in groups.values()]


def assemble(
    found: Clusters,
    pages: Sequence[Page],
    compared: Sequence[tuple[Findings, ...]],
    rejects: tuple[Reject, ...],
    settings: Settings,
) -> Analysis:
    """Put the tables together, each sorted by its key."""
    by_id = {findings.article: findings for story in compared for findings in story}
    copies, stories = found.copies, found.stories
    articles = tuple(
        _article_row(page, found.ids[stories.labels[i]], found.ids[copies.labels[i]], by_id[page.id])
        for i, page in enumerate(pages)
    )
    ordered = [by_id[i] for i in found.ids]
    tables = Analysis(
        articles=articles,
        stories=tuple(
            sorted((_story_row(found, group) for group in members(stories.labels)), key=lambda row: row.story)
        ),
        pairs=tuple(sorted(_pair_rows(found), key=lambda row: (row.a, row.b, row.lane))),
        sentences=tuple(row for findings in ordered for row in findings.sentences),
        dropped=tuple(row for findings in ordered for row in findings.dropped),
        quotes=tuple(row for findings in ordered for row in findings.quotes),
        rejects=tuple(sorted(rejects, key=lambda reject: (reject.source, reject.reason))),
        manifest={},
        pages={page.id: page for page in pages},
    )
    return dataclasses.replace(tables, manifest=_manifest(tables, settings))


def membership(
    found: Clusters, pages: Sequence[Page], level: Literal["stories", "copies"]
) -> tuple[MembershipRow, ...]:
    """Return who is grouped with whom, the largest groups first, then by id; ``pages`` are in the order of their ids."""
    labels = found.stories.labels if level == "stories" else found.copies.labels
    sizes = Counter(labels)
    ordered = sorted(range(len(labels)), key=lambda i: (-sizes[labels[i]], found.ids[labels[i]], found.ids[i]))
    return tuple(
        MembershipRow(
            group=found.ids[labels[i]],
            article=found.ids[i],
            size=sizes[labels[i]],
            outlet=pages[i].article.outlet,
            published=utc(pages[i].article),
            title=headline(pages[i]),
        )
        for i in ordered
    )


def score_rows(analysis: Analysis) -> tuple[ScoreRow, ...]:
    """Return the articles' originality, in the order of their ids."""
    shared = {field.name for field in dataclasses.fields(ScoreRow)} - {"article"}
    return tuple(ScoreRow(article=row.id, **{name: getattr(row, name) for name in shared}) for row in analysis.articles)


def utc(article: Article) -> str | None:
    """Return when an article was published, as the tables write it."""
    return article.published.strftime("%Y-%m-%dT%H:%M:%SZ") if article.published else None


def headline(page: Page) -> str | None:
    """Return an article's title: as given with it, else the headline that stands on the page."""
    heads = page.of_kind("headline")
    return page.article.title or (page.text[heads[0].start : heads[0].end] if heads else None)


def _article_row(page: Page, story: str, copies: str, findings: Findings) -> ArticleRow:
    """Join what all stages say of one article."""
    article = page.article
    return ArticleRow(
        id=article.id,
        source=article.source,
        outlet=article.outlet,
        published=utc(article),
        title=headline(page),
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
        kept=findings.kept,
    )


def _story_row(found: Clusters, group: tuple[int, ...]) -> StoryRow:
    """Describe one story; its members are positions in the order of their ids."""
    ids, stories = found.ids, found.stories
    copies: dict[int, list[str]] = {}
    for i in group:
        copies.setdefault(found.copies.labels[i], []).append(ids[i])
    label = stories.labels[group[0]]
    return StoryRow(
        story=ids[label],
        articles=tuple(ids[i] for i in group),
        copies=tuple(sorted(tuple(same) for same in copies.values() if len(same) > 1)),
        weakest=_weakest_pair(ids, stories.weakest.get(label)),
        margins=tuple(Margin(ids[i], stories.margins[i]) for i in group) if len(group) > 1 else (),
        possible=tuple(Possible(ids[near.article], near.score) for near in stories.possible.get(label, ())),
    )


def _weakest_pair(ids: Sequence[str], edge: StoryEdge | None) -> WeakestPair | None:
    """Write down a story's weakest pair, the smaller id first."""
    if edge is None:
        return None
    a, b = sorted((ids[edge.a], ids[edge.b]))
    return WeakestPair(a, b, edge.score)


def _pair_rows(found: Clusters) -> Iterable[PairRow]:
    """Yield the verified edges of both lanes."""
    for edge in found.copies.edges:
        yield _pair_row(found.ids, edge.a, edge.b, "copy", edge.overlap, None, (_copy_evidence(edge),))
    for verdict in found.stories.edges:
        shared = overlap(found.prints[verdict.a].shingles, found.prints[verdict.b].shingles)
        yield _pair_row(found.ids, verdict.a, verdict.b, "story", shared, verdict.score, verdict.evidence)


def _pair_row(
    ids: Sequence[str],
    a: int,
    b: int,
    lane: Lane,
    shared: Overlap,
    similarity: float | None,
    evidence: tuple[str, ...],
) -> PairRow:
    """Write one edge down, the smaller id first."""
    in_a, in_b = shared.containment_a, shared.containment_b
    if ids[a] > ids[b]:
        a, b, in_a, in_b = b, a, in_b, in_a
    return PairRow(ids[a], ids[b], lane, shared.jaccard, in_a, in_b, similarity, evidence)


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
    told = sum(len(row.articles) > 1 for row in tables.stories)
    return {
        "version": __version__,
        "seed": settings.seed,
        "settings": dataclasses.asdict(settings),
        "input_sha256": digest.hexdigest(),
        "counts": {
            "articles": len(tables.articles),
            "rejects": len(tables.rejects),
            "stories": told,
            "single_articles": len(tables.stories) - told,
            "copies_groups": sum(len(row.copies) for row in tables.stories),
            "quotes": len(tables.quotes),
            "sentences": len(tables.sentences),
        },
    }
