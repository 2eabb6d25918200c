"""The story of the program: from articles to what each of them took from whom, and added.

    read -> clean -> fingerprint -> copies -> stories -> compare -> assemble

Every stage is a pure function over batches of records that an engine runs where it likes; between the stages only small
results come back: hashes, terms, edges, labels, findings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import chain

from dedup.assembly import Clusters, assemble, check_articles, members, positions
from dedup.cleaning.learnt import LearntLines, learn_lines, merge_counts
from dedup.cleaning.learnt_file import line_rows, merge_examples
from dedup.engines.base import Engine, Group, Held
from dedup.engines.local import LocalEngine
from dedup.kernels import clean, columns, compare, count, examples, fingerprints, reasons, tellings
from dedup.matching.columns import COMPILED_PAGES, joined
from dedup.matching.copies import find_copies, group_copies, prepare_kernels
from dedup.matching.explain import Explanation, explain_pair
from dedup.matching.stories import group_stories, with_evidence
from dedup.records import Article, Page, Reject
from dedup.results import Analysis
from dedup.settings import Settings


def analyze(
    articles: Iterable[Article],
    settings: Settings | None = None,
    *,
    engine: Engine | None = None,
    rejects: Iterable[Reject] = (),
    learnt: LearntLines | None = None,
) -> Analysis:
    """Find the stories, sources, additions, quotes and originality of articles.

    ``articles`` may come in any order; their ids must differ. ``rejects`` are what reading could not use: they are
    carried into the results, so that every input ends in one table or the other. ``learnt`` are lines that outlets
    repeat; they are learnt from the articles where none are given. Raises ``InputError`` for two articles of one id,
    ``UsageError`` for what is no article.
    """
    settings = settings or Settings()
    engine = engine or LocalEngine()
    found = with_reasons(cluster(articles, settings, engine, learnt), settings, engine)

    # Inside each story: who made what from whom, what is new, who said what.
    ids, label = found.ids, found.copies.labels
    groups = [Group(story, {ids[i]: ids[label[i]] for i in story}) for story in members(found.stories.labels)]
    compared = engine.map(engine.group(found.pages, groups), partial(compare, settings=settings), "comparing")
    return assemble(found, engine.gather(found.pages), engine.gather(compared), tuple(rejects), settings)


def cluster(
    articles: Iterable[Article], settings: Settings, engine: Engine, learnt: LearntLines | None = None
) -> Clusters:
    """Clean the articles and find their copies and stories; the first half of ``analyze``."""
    read = check_articles(articles)
    pages = clean_articles(read, settings, engine, learnt)

    # The same text but for trims and small edits: shingles propose and decide.
    if compiled := len(read) >= COMPILED_PAGES:
        prepare_kernels()
    prints = engine.gather(
        engine.map(pages, partial(fingerprints, settings=settings, compiled=compiled), "fingerprinting")
    )
    copies = group_copies(prints, settings.copies, compiled=compiled)

    # The same event, however it is told: the lead, the facts and the weighted words decide.
    told = engine.map(pages, partial(columns, settings=settings, compiled=compiled), "reading stories")
    stories = group_stories(joined(engine.gather(told)), copies.labels, settings.stories)
    return Clusters(tuple(article.id for article in read), pages, tuple(prints), copies, stories)


def with_reasons(found: Clusters, settings: Settings, engine: Engine) -> Clusters:
    """Say of each pair inside a story what speaks for it."""
    edges = found.stories.edges
    by_story: dict[int, list[int]] = {}
    for number, edge in enumerate(edges):
        by_story.setdefault(found.stories.labels[edge.a], []).append(number)
    groups = []
    for numbers in by_story.values():
        told = tuple(sorted({article for number in numbers for article in (edges[number].a, edges[number].b)}))
        place = {article: at for at, article in enumerate(told)}
        groups.append(Group(told, [(place[edges[number].a], place[edges[number].b]) for number in numbers]))
    kernel = partial(reasons, settings=settings)
    lines = engine.gather(engine.map(engine.group(found.pages, groups), kernel, "finding evidence"))
    ordered = dict(zip((n for numbers in by_story.values() for n in numbers), chain.from_iterable(lines), strict=True))
    return replace(found, stories=with_evidence(found.stories, [ordered[number] for number in range(len(edges))]))


def clean_articles(
    read: Iterable[Article], settings: Settings, engine: Engine, learnt: LearntLines | None = None
) -> Held[Page]:
    """Take the clutter off; lines that an outlet prints on page after page are no part of any article."""
    held = engine.hold(read)
    learnt = learnt or _learn(held, settings, engine)
    return engine.map(held, partial(clean, learnt=learnt, settings=settings), "cleaning")


def _learn(held: Held[Article], settings: Settings, engine: Engine) -> LearntLines:
    counted = engine.gather(engine.map(held, partial(count, settings=settings), "learning lines"))
    return learn_lines(merge_counts(counted), settings.cleaning)


def repeated_lines(articles: Iterable[Article], settings: Settings, engine: Engine) -> list[str]:
    """Return the lines that outlets repeat, as rows of JSON that a person can review (``cleaning.learnt_file``)."""
    held = engine.hold(check_articles(articles))
    learnt = _learn(held, settings, engine)
    found = engine.gather(engine.map(held, partial(examples, learnt=learnt, settings=settings), "finding examples"))
    return line_rows(learnt, merge_examples(found))


def explain(
    articles: Iterable[Article],
    a: str,
    b: str,
    settings: Settings,
    engine: Engine,
    learnt: LearntLines | None = None,
) -> Explanation:
    """Argue why the articles of ids ``a`` and ``b`` are, or are not, one story among all the articles given.

    Raises ``UsageError`` where an id is not among them, or both are the same.
    """
    read = check_articles(articles)
    first, second = positions([article.id for article in read], a, b)
    pages = clean_articles(read, settings, engine, learnt)
    prints = engine.gather(engine.map(pages, partial(fingerprints, settings=settings), "fingerprinting"))
    told = engine.gather(engine.map(pages, partial(tellings, settings=settings), "reading stories"))
    return explain_pair(told, find_copies(prints, settings.copies).labels, first, second, settings.stories)
