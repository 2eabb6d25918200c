"""Pools of labelled stories as the story lane meets them, and its score: ``python -m benchmarks.stories``.

A pool goes through the program's own cleaning and its own copies. ``wire rows`` has metadata, ``wire pages`` has not;
``ecb`` are short tokenised texts without headline, of two like events per topic. ``affair rows`` and ``affair pages`` are
invented weeks of one affair each (``affairs/``): a story in five versions, two others in two, and eight articles alone,
which share the names, the places and often a paragraph with it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import SHARED, gold_article, jsonl, wire_events
from dedup.cleaning.learnt import count_lines, learn_lines
from dedup.cleaning.pages import clean_page
from dedup.matching.copies import find_copies
from dedup.matching.fingerprints import fingerprint
from dedup.matching.stories import find_stories
from dedup.matching.tellings import Telling, telling
from dedup.reading.dates import parse_date
from dedup.records import Article, Page
from dedup.settings import Settings

POOLS = ("wire rows", "wire pages", "ecb", "affair rows", "affair pages")
AFFAIRS = Path(__file__).with_name("affairs")


@dataclass(frozen=True)
class Pool:
    """Tellings sorted by id, with their copies' representatives, their story and the event they were made for."""

    tellings: tuple[Telling, ...]
    copies: tuple[int, ...]
    story: tuple[str, ...]
    event: tuple[str, ...]


def labelled(name: str) -> list[tuple[Article, str, str]]:
    """Return the articles of a pool with their story and event."""
    if name == "ecb":
        rows = jsonl(SHARED / "data" / "ecbplus_topics_1-35.jsonl.gz")
        return [(Article(id=r["id"], text=r["text"]), str(r["event"]), f"topic {r['topic']}") for r in rows]
    if name.startswith("affair"):
        return affairs(metadata=name == "affair rows")
    return [
        (
            gold_article(article, metadata=name == "wire rows"),
            str(event["event"] if article["treatment"] != "other" else article.get("about", article["id"])),
            str(event["event"]),
        )
        for event in wire_events(SHARED / "wire")
        for article in event["articles"]
    ]


def affairs(*, metadata: bool) -> list[tuple[Article, str, str]]:
    """Return the articles of all affairs with their story and affair; without ``metadata`` as bare pages."""
    found = []
    for path in sorted(AFFAIRS.glob("*.json")):
        affair = json.loads(path.read_text(encoding="utf-8"))
        for row in affair["articles"]:
            published = parse_date(row["published"])[0]
            shown = {"title": row["title"], "outlet": row["outlet"], "published": published} if metadata else {}
            text = (
                row["text"] if metadata or row["text"].startswith(row["title"]) else f"{row['title']}\n\n{row['text']}"
            )
            story, name = f"{affair['affair']} {row['story']}", str(affair["affair"])
            found.append((Article(id=row["id"], text=text, **shown), story, name))
    return found


def seeds() -> list[tuple[Article, str, str]]:
    """Return five pages of one story."""
    paths = sorted((SHARED / "seeds").glob("*.txt"))
    return [(Article(id=p.name, text=p.read_text(encoding="utf-8")), "seeds", "seeds") for p in paths]


def neighbours() -> list[tuple[Article, str, str]]:
    """Return invented texts on the conflict and the week of ``seeds``, each another story."""
    paths = sorted((Path(__file__).resolve().parents[1] / "tests" / "data" / "neighbours").glob("*.txt"))
    return [(Article(id=p.name, text=p.read_text(encoding="utf-8")), p.stem, "seeds") for p in paths]


def crawl(count: int | None = None, first: str = "", last: str = "~") -> list[tuple[Article, str, str]]:
    """Return rows of a real crawl, each its own story as far as anybody knows: evenly spread, or of some months.

    ``first`` and ``last`` bound the day as printed, as in ``2019-10-01``.
    """
    rows = list(jsonl(SHARED / "data" / "allsides_18k.jsonl.gz"))
    step = max(1, len(rows) // count) if count else 1
    found = []
    for row in rows[::step]:
        if not first <= (row.get("published") or "") < last:
            continue
        published = parse_date(row["published"])[0] if row.get("published") else None
        article = Article(id=row["id"], text=row["text"], title=row["title"], outlet=row["outlet"], published=published)
        found.append((article, row["id"], row["id"]))
    return found


def shortened(page: Page) -> Page:
    """Return the page with its first one to eight sentences alone, without a headline."""
    kept = page.sentences[: 1 + zlib.crc32(page.article.id.encode()) % 8]
    article = dataclasses.replace(page.article, title=None)
    parts = tuple(part for part in page.parts if part.kind != "headline")
    return dataclasses.replace(page, article=article, parts=parts, sentences=kept)


def prepare(
    articles: Iterable[tuple[Article, str, str]], settings: Settings | None = None, *, short: bool = False
) -> Pool:
    """Clean articles, find their copies, and take what they tell; ``short``: what is left of them ``shortened``."""
    settings = settings or Settings()
    given = sorted(articles, key=lambda entry: entry[0].id)
    learnt = learn_lines(count_lines([article for article, _, _ in given], settings.cleaning), settings.cleaning)
    pages = [clean_page(article, learnt, settings.cleaning) for article, _, _ in given]
    prints = [fingerprint(page, settings.copies, settings.seed) for page in pages]
    return Pool(
        tuple(telling(shortened(page) if short else page, settings.stories) for page in pages),
        find_copies(prints, settings.copies).labels,
        tuple(story for _, story, _ in given),
        tuple(event for _, _, event in given),
    )


def b_cubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 (Bagga and Baldwin 1998)."""
    both, of_gold, of_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(n * n / of_found[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[g] for (g, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def whole(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[int, int]:
    """Return how many stories of two articles and more came out whole with nothing else in them, and of how many."""
    groups = {frozenset(group) for group in _groups(found)}
    stories = [group for group in _groups(gold) if len(group) > 1]
    return sum(frozenset(group) in groups for group in stories), len(stories)


def _groups(labels: Sequence[Hashable]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, label in enumerate(labels):
        groups[label].append(at)
    return list(groups.values())


def report(name: str, gold: Sequence[Hashable], found: Sequence[Hashable]) -> str:
    """Return a line with the figures of one clustering."""
    precision, recall, f1 = b_cubed(gold, found)
    right, every = whole(gold, found)
    return f"{name:24} B-cubed P {precision:.4f} R {recall:.4f} F1 {f1:.4f}  whole {right}/{every}"


def main() -> None:
    """Print the figures of the stored model; on corpora it was fitted on these are no cross-validated figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crawl", type=int, default=2000, help="articles of the crawl that the seeds are hidden in")
    options = parser.parse_args()
    settings = Settings().stories
    for name in POOLS:
        pool = prepare(labelled(name))
        print(report(name, pool.story, find_stories(pool.tellings, pool.copies, settings).labels))
    around = {
        "alone": [],
        "among neighbours": neighbours(),
        "in the wire corpus": labelled("wire pages"),
        "in the crawl": crawl(options.crawl),
    }
    for name, others in around.items():
        pool = prepare([*seeds(), *others])
        begun = time.perf_counter()
        labels = find_stories(pool.tellings, pool.copies, settings).labels
        inside = [label for label, story in zip(labels, pool.story, strict=True) if story == "seeds"]
        joined = sum(label in inside for label in labels) - len(inside)
        seconds = time.perf_counter() - begun
        print(f"seeds {name}: {len(set(inside))} stories, {joined} others in them, {seconds:.1f} s")


if __name__ == "__main__":
    main()
