"""The pools of stories in corpora of every size and kind, with the truth about their candidate pairs.

Each pool as a whole; every event on its own; the pool hidden in a real crawl; and thinned, where most stories have one
article or two. Of the crawl's own pairs only those published a month apart are known, as different stories.

And the whole crawl, with some thousands of its pairs read one by one (``crawl_pairs.json``): other news of the same affairs,
which is what looks most like one story, and reports of one event by outlets that have nothing to do with each other.
"""

from __future__ import annotations

import dataclasses
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from benchmarks.stories import POOLS, Pool, crawl, labelled, neighbours, prepare, seeds
from dedup.matching.neighbours import Floats
from dedup.matching.similarity import Pairs
from dedup.matching.stories import measure_pairs
from dedup.matching.tellings import Telling
from dedup.settings import StorySettings

FOLDS, DRAWS, CRAWL = 4, 2, 750
# A thinned pool keeps so many articles of each story, drawn so many times.
KEPT, THINNED = (1, 1, 2, 3, 5), 4
MONTH_HOURS = 720.0
READ_POOL = "crawl read"
READ = Path(__file__).with_name("crawl_pairs.json")


@dataclass(frozen=True)
class Member:
    """A telling with its truth; ``hours`` when it was published, though the telling may not say."""

    telling: Telling
    story: str
    event: str | None
    hours: float


@dataclass(frozen=True)
class Surroundings:
    """Members in one corpus, their candidate pairs and what is known of each pair."""

    pool: str
    kind: str
    members: Sequence[Member]
    pairs: Pairs
    full: Sequence[bool]
    same: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    folds: npt.NDArray[np.int64]  # by draw and pair
    weights: Floats  # how many pairs each stands for


def members(pool: Pool, *, crawled: bool = False, bare: bool = False) -> list[Member]:
    """Return the representatives of a pool's copies; ``bare``: without time and outlet."""
    found = []
    for at, telling in enumerate(pool.tellings):
        if pool.copies[at] == at:
            shown = dataclasses.replace(telling, hours=None, outlet=None) if bare else telling
            hours = np.nan if telling.hours is None else telling.hours
            found.append(Member(shown, pool.story[at], None if crawled else pool.event[at], hours))
    return found


def surround(pool: str, kind: str, given: Sequence[Member], settings: StorySettings) -> Surroundings:
    """Measure all candidate pairs of a corpus; crawled articles a month apart are known as different stories."""
    given = sorted(given, key=lambda member: member.telling.id)
    pairs, graph = measure_pairs([member.telling for member in given], settings)
    full = (np.diff(graph.start) >= settings.candidates).tolist()
    a, b = pairs.first, pairs.second
    story = np.asarray([member.story for member in given])
    hours = np.asarray([member.hours for member in given])
    crawled = np.asarray([member.event is None for member in given])
    same = story[a] == story[b]
    known = ~(crawled[a] & crawled[b]) | (np.abs(hours[a] - hours[b]) > MONTH_HOURS)
    names = [member.event or member.telling.id for member in given]
    drawn = folds_of(names)[:, np.where(crawled[a], b, a)]
    return Surroundings(pool, kind, given, pairs, full, same, known, drawn, np.ones(len(same)))


def folds_of(names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the fold of each event, by draw."""
    return np.asarray([[zlib.crc32(f"{draw}{name}".encode()) % FOLDS for name in names] for draw in range(DRAWS)])


def thinned(given: Sequence[Member], draw: str) -> list[Member]:
    """Return a few articles of each story: of most one or two."""
    stories: dict[str, list[Member]] = defaultdict(list)
    for member in sorted(given, key=lambda member: member.telling.id):
        stories[member.story].append(member)
    chance, kept = random.Random(draw), []
    for _, story in sorted(stories.items()):
        chance.shuffle(story)
        kept += story[: chance.choice(KEPT)]
    return kept


def read_pairs(settings: StorySettings) -> Surroundings:
    """Return the pairs of the whole crawl that were judged the same or not the same story; those in doubt are left out.

    Pairs that hang together by their articles are in one fold.
    """
    own = sorted(members(prepare(crawl()), crawled=True), key=lambda member: member.telling.id)
    place = {member.telling.id: at for at, member in enumerate(own)}
    pairs, _ = measure_pairs([member.telling for member in own], settings)
    row = {pair: at for at, pair in enumerate(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))}
    chosen, same, weights = [], [], []
    for a, b, verdict, weight in json.loads(READ.read_text(encoding="utf-8"))["pairs"]:
        # The pair may be gone, where a copy now stands for one of them.
        at = row.get((place.get(a, -1), place.get(b, -1)))
        if at is not None and verdict != "doubtful":
            chosen.append(at)
            same.append(verdict == "same")
            weights.append(weight)
    first, second = pairs.first[chosen], pairs.second[chosen]
    together = connected_components(sparse.coo_matrix((np.ones(len(first)), (first, second)), shape=(len(own),) * 2))[1]
    return Surroundings(
        READ_POOL,
        "whole",
        own,
        Pairs(first, second, pairs.features[chosen]),
        [False] * len(own),
        np.asarray(same),
        np.ones(len(same), dtype=bool),
        folds_of([own[at].telling.id for at in _smallest(together)[first]]),
        np.asarray(weights),
    )


def _smallest(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the first position that has the label of each."""
    return np.asarray(np.unique(labels, return_index=True)[1][labels])


def all_surroundings(settings: StorySettings) -> list[Surroundings]:
    """Return every pool in its surroundings; shortened wire pages stand for texts without headline and end."""
    around = prepare(crawl(CRAWL))
    found = []
    for name in (*POOLS, "wire cut"):
        short = name == "wire cut"
        own = members(prepare(labelled("wire pages" if short else name), short=short), bare=short)
        found.append(surround(name, "whole", own, settings))
        events = sorted({member.event or "" for member in own})
        found += [surround(name, "event", [m for m in own if m.event == event], settings) for event in events]
        found += [surround(name, "thin", thinned(own, f"{name} {draw}"), settings) for draw in range(THINNED)]
        if not short:
            others = members(around, crawled=True, bare=not name.endswith("rows"))
            found.append(surround(name, "crawl", [*own, *others], settings))
    # One story among a dozen others on the same conflict in the same week: what a crowded neighbourhood looks like.
    story, crowd = members(prepare(seeds())), members(prepare(neighbours()))
    found.append(surround("seeds", "event", story, settings))
    found.append(surround("seeds", "whole", [*story, *crowd], settings))
    hidden = [*story, *crowd, *members(around, crawled=True, bare=True)]
    return [*found, surround("seeds", "crawl", hidden, settings), read_pairs(settings)]
