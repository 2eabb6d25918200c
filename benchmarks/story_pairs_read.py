"""Story pairs of a crawl read one by one, beside the scores they get now: ``python -m benchmarks.story_pairs_read CRAWL``.

``story_pairs_read.json`` holds pairs drawn at random, the same number from each tenth of the score: their ids, the score
at drawing, what a reader who did not see the score judged (``same`` story, ``not``, ``doubtful``), and for some the cause
of a wrong score. The texts are not ours to print. ``--draw SEED`` prints a new draw in that form, to be read.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.results_file import markdown_table

READ = Path(__file__).with_suffix(".json")
VERDICTS = ("same", "doubtful", "not")
DRAWN = 20  # pairs of each tenth


@dataclass(frozen=True, slots=True)
class Lane:
    """What the story lane found in a crawl, by id; pairs are of articles that stand for their copies, lesser id first."""

    scores: dict[tuple[str, str], float]
    copies: dict[str, str]
    stories: dict[str, str]
    dated: frozenset[str]

    def score(self, a: str, b: str) -> float | None:
        """Return the score of two articles, None where they are not compared."""
        a, b = sorted((self.copies[a], self.copies[b]))
        return self.scores.get((a, b))


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair read, as it is scored now; ``weight``: candidate pairs that it stands for."""

    verdict: str
    score: float | None
    weight: float
    joined: bool
    dated: bool


def run_lane(path: Path) -> Lane:
    """Find the stories of a crawl as the program does, and score all its candidate pairs."""
    from dedup import Settings, read_articles
    from dedup.analysis import cluster
    from dedup.engines.local import LocalEngine
    from dedup.kernels import columns
    from dedup.matching.columns import joined
    from dedup.matching.stories import measure

    settings, engine = Settings(), LocalEngine(workers=1)
    articles = list(read_articles(path))
    found = cluster(articles, settings, engine)
    told = engine.map(found.pages, partial(columns, settings=settings, compiled=True), "reading stories")
    measured = measure(joined(engine.gather(told)), found.copies.labels, settings.stories)
    ids = found.ids
    chosen = [ids[at] for at in measured.chosen]
    return Lane(
        scores={(chosen[i], chosen[j]): score for i, j, score in measured.triples()},
        copies={one: ids[at] for one, at in zip(ids, found.copies.labels, strict=True)},
        stories={one: ids[at] for one, at in zip(ids, found.stories.labels, strict=True)},
        dated=frozenset(article.id for article in articles if article.published),
    )


def tenth(score: float) -> int:
    """Return which tenth of the range a score is in, 0 to 9."""
    return min(int(score * 10), 9)


def draw(lane: Lane, seed: int) -> dict[str, Any]:
    """Return pairs drawn from each tenth of the score, with how many there are in each."""
    by_tenth: list[list[list[Any]]] = [[] for _ in range(10)]
    for (a, b), score in sorted(lane.scores.items()):
        by_tenth[tenth(score)].append([a, b, None, score])
    choice = random.Random(seed)
    drawn = [pair for pairs in by_tenth for pair in choice.sample(pairs, min(DRAWN, len(pairs)))]
    return {"seed": seed, "candidates by tenth": [len(pairs) for pairs in by_tenth], "pairs": drawn}


def judged(read: dict[str, Any], lane: Lane) -> list[Judged]:
    """Return the pairs read with their present scores."""
    candidates: list[int] = read["candidates by tenth"]
    drawn = Counter(tenth(pair[3]) for pair in read["pairs"])
    return [
        Judged(
            verdict=verdict,
            score=lane.score(a, b),
            weight=candidates[tenth(then)] / drawn[tenth(then)],
            joined=lane.stories[a] == lane.stories[b],
            dated=a in lane.dated and b in lane.dated,
        )
        for a, b, verdict, then, *_ in read["pairs"]
    ]


def by_score(pairs: Sequence[Judged]) -> str:
    """Return the table of verdicts by tenth of the present score."""
    rows: list[list[object]] = []
    for place in [*range(10), None]:
        own = [p for p in pairs if (tenth(p.score) if p.score is not None else None) == place]
        if not own:
            continue
        dated = [p for p in own if p.dated]
        mean = "" if place is None else f"{sum(p.score or 0.0 for p in own) / len(own):.3f}"
        name = "no candidate" if place is None else f"{place / 10:.1f} to {(place + 1) / 10:.1f}"
        shares = [share(own, "same"), share(own, "same", "doubtful"), share(dated, "same")]
        rows.append([name, mean, *tally(own), *shares, len(dated)])
    head = ["score now", "mean score", "pairs", *VERDICTS, "share same", "same or doubtful"]
    return markdown_table([*head, "share same, both dated", "pairs, both dated"], rows)


def tally(pairs: Sequence[Judged]) -> list[int]:
    """Return how many pairs there are, and how many of each verdict."""
    counts = Counter(pair.verdict for pair in pairs)
    return [len(pairs), *(counts[verdict] for verdict in VERDICTS)]


def share(pairs: Sequence[Judged], *verdicts: str) -> str:
    """Return the share of pairs with one of these verdicts."""
    return f"{sum(pair.verdict in verdicts for pair in pairs) / len(pairs):.2f}" if pairs else ""


def weighted(pairs: Sequence[Judged], *verdicts: str) -> str:
    """Return the share of the crawl's candidate pairs of this kind that have one of these verdicts, as estimated."""
    every = sum(pair.weight for pair in pairs)
    return f"{sum(pair.weight for pair in pairs if pair.verdict in verdicts) / every:.2f}" if every else ""


def by_story(pairs: Sequence[Judged]) -> str:
    """Return the table of verdicts of pairs that ended in one story and of those that did not."""
    kinds = {
        "in one story": [pair for pair in pairs if pair.joined],
        "in one story, both dated": [pair for pair in pairs if pair.joined and pair.dated],
        "in one story, a date missing": [pair for pair in pairs if pair.joined and not pair.dated],
        "apart": [pair for pair in pairs if not pair.joined],
    }
    rows: list[list[object]] = [
        [name, *tally(own), share(own, "same"), weighted(own, "same"), weighted(own, "same", "doubtful")]
        for name, own in kinds.items()
    ]
    head = ["pairs that ended", "pairs", *VERDICTS, "share same", "share same, weighted", "same or doubtful, weighted"]
    return markdown_table(head, rows)


def causes(pairs: Iterable[Sequence[Any]]) -> str:
    """Return the table of causes of wrong scores at drawing."""
    found = Counter(str(pair[4]) for pair in pairs if len(pair) > 4)
    return markdown_table(["judged another story, scored above .7 when drawn", "pairs"], found.most_common())


def report(read: dict[str, Any], lane: Lane) -> str:
    """Return the section."""
    pairs = judged(read, lane)
    return "\n\n".join(
        [
            "## Story pairs read one by one",
            f"`python -m benchmarks.story_pairs_read`: {len(pairs)} candidate pairs of a crawl of {len(lane.copies)} "
            f"articles, {DRAWN} drawn from each tenth of the score, judged without seeing it; weighted: by how many "
            "candidate pairs a tenth had. " + " ".join(read["notes"]),
            by_score(pairs),
            by_story(pairs),
            causes(read["pairs"]),
        ]
    )


def main() -> None:
    """Print the section, or a new draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("crawl", type=Path, help="the crawl that the pairs come from, as JSON lines")
    parser.add_argument("--draw", type=int, metavar="SEED", help="print pairs to be read")
    options = parser.parse_args()
    lane = run_lane(options.crawl)
    if options.draw is not None:
        print(json.dumps(draw(lane, options.draw)))
    else:
        read = json.loads(READ.read_text(encoding="utf-8"))
        if not {one for pair in read["pairs"] for one in pair[:2]} <= set(lane.copies):
            parser.error(f"{options.crawl} is not the crawl that the pairs in {READ.name} come from")
        print(report(read, lane))


if __name__ == "__main__":
    main()
