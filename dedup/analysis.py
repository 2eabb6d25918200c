"""The story of the program: from articles to what each of them took from whom, and added.

    read -> clean -> fingerprint -> copies -> stories -> compare -> assemble

Every stage is a pure function over batches of records that an engine runs where it likes; between the stages only small
results come back: hashes, terms, edges, labels, findings.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from dedup.assembly import assemble, check_ids
from dedup.cleaning.learnt import learn_lines, merge_counts
from dedup.engines.base import Engine, Group
from dedup.engines.local import LocalEngine
from dedup.kernels import clean, compare, count, fingerprints, tellings
from dedup.matching.copies import find_copies
from dedup.matching.stories import find_stories
from dedup.records import Article, Reject
from dedup.results import Analysis
from dedup.settings import Settings


def analyze(
    articles: Iterable[Article],
    settings: Settings | None = None,
    *,
    engine: Engine | None = None,
    rejects: Iterable[Reject] = (),
) -> Analysis:
    """Find the stories, sources, additions, quotes and originality of articles.

    ``articles`` may come in any order; their ids must differ. ``rejects`` are what reading could not use: they are
    carried into the results, so that every input ends in one table or the other. Raises ``InputError`` for two articles
    of the same id.
    """
    settings = settings or Settings()
    engine = engine or LocalEngine()
    read = check_ids(articles)
    held = engine.hold(read)

    # Lines that an outlet prints on page after page are no part of any article.
    counts = merge_counts(engine.gather(engine.map(held, partial(count, settings=settings), "learning lines")))
    learnt = learn_lines(counts, settings.cleaning)
    pages = engine.map(held, partial(clean, learnt=learnt, settings=settings), "cleaning")

    # The same text but for trims and small edits: shingles propose and decide.
    prints = engine.gather(engine.map(pages, partial(fingerprints, settings=settings), "fingerprinting"))
    copies = find_copies(prints, settings.copies)

    # The same event, however it is told: the lead, the facts and the weighted words decide.
    told = engine.gather(engine.map(pages, partial(tellings, settings=settings), "reading stories"))
    stories = find_stories(told, copies.labels, settings.stories)

    # Inside each story: who made what from whom, what is new, who said what.
    groups = [
        Group(members, {read[i].id: read[copies.labels[i]].id for i in members}) for members in stories.members()
    ]
    compared = engine.map(engine.group(pages, groups), partial(compare, settings=settings), "comparing")
    return assemble(engine.gather(pages), prints, copies, stories, engine.gather(compared), tuple(rejects), settings)
