"""Articles whose derivation is known, in stories of many shapes: what the models of parents and derivation learn from.

The stories of the wire corpus as rows (times and outlets known) and as bare pages: whole, without the wire, or the wire
and its reprint (there most articles have no parent that could be named), and cut down to an article with its parent,
alone and beside a report of another newsroom's own, as most stories of a crawl have two or three articles. The corpus
has one independent report in ten; of a crawl nearly every article is one, so a year of it stands for those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.corpora import PART, SHARED, WHOLE
from benchmarks.fit_alignment import fold_models, using
from benchmarks.gold_stories import credited_page, gold_quotes, story_articles
from dedup.analysis import cluster
from dedup.assembly import members
from dedup.comparing.alignment import Alignment, align
from dedup.comparing.company import company
from dedup.comparing.crediting import agency_of
from dedup.comparing.findings import index_pages
from dedup.comparing.relations import RELATION, is_earlier, relation_features, wholes
from dedup.comparing.status import supports
from dedup.comparing.weights import StoryIndex
from dedup.engines.local import LocalEngine
from dedup.quoting.extract import extract_quotes
from dedup.reading.read import read_articles
from dedup.records import Page, Quote
from dedup.settings import Settings

# The shapes of a story and the weight of an article in it: some 500 articles of the crawl weigh as much as 25 others.
WEIGHTS = {"whole": 1.0, "without wire": 0.3, "without wire and reprint": 0.3, "pair": 0.3, "three": 0.3, "crawl": 0.05}
# Of the crawl this year's stories; an article whose unquoted runs of words another one has to this share is left out, as
# it may be made from that one.
CRAWL_YEAR = 2020
CRAWL_COPIED = 0.05

Shape = tuple[bool, str]


@dataclass(frozen=True)
class Case:
    """One article in one shape of its story; ``made_from`` says of each possible source whether it is the parent.

    ``shape`` says whether metadata are known, and is a key of ``WEIGHTS``. The crawl's stories are dealt out to the events.
    """

    event: int
    shape: Shape
    weight: float
    gold: dict[str, Any]
    index: StoryIndex
    alignment: Alignment
    sources: tuple[int, ...]
    features: npt.NDArray[np.float64]
    held: dict[int, npt.NDArray[np.float64]]
    made_from: npt.NDArray[np.bool_]
    reprint: npt.NDArray[np.bool_]
    agency: str | None

    @property
    def way(self) -> str:
        """Return the true derivation."""
        treatment = self.gold["treatment"]
        return "whole" if treatment in WHOLE else "part" if treatment in PART else "none"


def cases(events: Sequence[dict[str, Any]], settings: Settings) -> list[Case]:
    """Return the articles of all events in all shapes of their stories, then those of the crawl."""
    found = []
    for number, (event, models) in enumerate(zip(events, fold_models(events), strict=True)):
        with using(models):
            for metadata in (True, False):
                for shape, articles, told in _shapes(story_articles(event)):
                    found += _story_cases(number, (metadata, shape), articles, told, settings)
    return found + crawl_cases(len(events), settings)


def _shapes(articles: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]], set[str]]]:
    """Yield each shape of a story, its articles, and the ids of those whose derivation it shows."""
    by_id = {article["id"]: article for article in articles}
    for shape, taken in (
        ("whole", ()),
        ("without wire", ("wire",)),
        ("without wire and reprint", ("wire", "verbatim")),
    ):
        left = [article for article in articles if article["treatment"] not in taken]
        yield shape, left, {article["id"] for article in left}
    own = next(article for article in articles if article["treatment"] == "independent")
    for article in articles:
        if article["parent"]:
            pair = [article, by_id[article["parent"]]]
            yield "pair", _sorted(pair), {article["id"]}
            yield "three", _sorted([*pair, own]), {article["id"], own["id"]}
    for article in articles:
        if article["treatment"] in ("wire", "light"):
            yield "pair", _sorted([own, article]), {own["id"]}


def _sorted(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(articles, key=lambda article: str(article["id"]))


def _story_cases(
    number: int, shape: Shape, articles: Sequence[dict[str, Any]], told: set[str], settings: Settings
) -> Iterator[Case]:
    pages = [credited_page(article, metadata=shape[0]) for article in articles]
    quotes = {article["id"]: gold_quotes(article) for article in articles}
    yield from _cases(number, shape, articles, pages, quotes, told, settings)


def _cases(
    number: int,
    shape: Shape,
    articles: Sequence[dict[str, Any]],
    pages: Sequence[Page],
    quotes: dict[str, tuple[Quote, ...]],
    told: set[str],
    settings: Settings,
) -> Iterator[Case]:
    index = index_pages(pages, quotes, settings)
    whole, agencies = wholes(index), [agency_of(page) for page in pages]
    for at, others in enumerate(company(index, whole, {}, settings.alignment.compared_articles)):
        gold = articles[at]
        if gold["id"] not in told:
            continue
        alignment = align(index, at, others, settings.alignment)
        held = supports(index, alignment)
        sources = tuple(s for s in others if not is_earlier(index.bodies[at], index.bodies[s]))
        yield Case(
            event=number,
            shape=shape,
            weight=WEIGHTS[shape[1]],
            gold=gold,
            index=index,
            alignment=alignment,
            sources=sources,
            features=relation_features(index, whole, alignment, {s: held[s] for s in sources}, agencies),
            held=held,
            made_from=np.asarray([articles[s]["id"] == gold["parent"] for s in sources], dtype=bool),
            reprint=np.asarray([_is_reprint(articles[s], gold) for s in sources], dtype=bool),
            agency=agencies[at],
        )


def _is_reprint(source: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Return whether the source is a verbatim reprint of the parent: in the parent's place it says the same."""
    return gold["parent"] is not None and source["treatment"] == "verbatim" and source["parent"] == gold["parent"]


def crawl_cases(events: int, settings: Settings) -> list[Case]:
    """Return a year of a crawl's articles in stories of several, as reports of their own; none that has copied runs."""
    read = read_articles(SHARED / "data" / "allsides_18k.jsonl.gz").articles
    engine = LocalEngine(workers=1)
    year = [article for article in read if article.published and article.published.year == CRAWL_YEAR]
    clusters = cluster(year, settings, engine)
    pages = {page.id: page for page in engine.gather(clusters.pages)}
    copied, found = RELATION.index("copied"), []
    stories = [story for story in members(clusters.stories.labels) if len(story) > 1]
    for number, story in enumerate(stories):
        mine = [pages[clusters.ids[at]] for at in story]
        gold = [{"id": page.id, "treatment": "independent", "parent": None} for page in mine]
        quotes = {page.id: extract_quotes(page, settings.quotes) for page in mine}
        told = {page.id for page in mine}
        every = _cases(number % events, (True, "crawl"), gold, mine, quotes, told, settings)
        found += [case for case in every if case.sources and case.features[:, copied].max() < CRAWL_COPIED]
    return found
