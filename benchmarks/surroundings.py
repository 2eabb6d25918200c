"""The pools of stories in corpora of every size and kind, with the truth about their candidate pairs.

Each pool as a whole; every event on its own; the pool hidden in a real crawl; and thinned, where most stories have one
article or two. Of the crawl's own pairs only those published a month apart are known, as different stories.

And months of the crawl alone, laid over each other as if all were of one week (``crowds``): what was published nearly a
week apart and more is other news, most of it of the same affairs, which is what looks most like one story.
"""

from __future__ import annotations

import dataclasses
import random
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.stories import POOLS, Pool, crawl, labelled, neighbours, prepare, seeds
from dedup.matching.similarity import Pairs
from dedup.matching.stories import measure_pairs
from dedup.matching.tellings import Telling
from dedup.settings import StorySettings

FOLDS, DRAWS, CRAWL = 4, 2, 750
# A thinned pool keeps so many articles of each story, drawn so many times.
KEPT, THINNED = (1, 1, 2, 3, 5), 4
MONTH_HOURS = 720.0
# Months of a crawl that become one week, and how far apart their articles must be to be other news for sure.
CROWDS = (("2019-10-01", "2020-05-01"), ("2012-06-01", "2013-02-01"))
WEEK_HOURS, APART_HOURS = 168.0, 144.0


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


def members(pool: Pool, *, crawled: bool = False, bare: bool = False) -> list[Member]:
    """Return the representatives of a pool's copies; ``bare``: without time and outlet."""
    found = []
    for at, telling in enumerate(pool.tellings):
        if pool.copies[at] == at:
            shown = dataclasses.replace(telling, hours=None, outlet=None) if bare else telling
            hours = np.nan if telling.hours is None else telling.hours
            found.append(Member(shown, pool.story[at], None if crawled else pool.event[at], hours))
    return found


def surround(
    pool: str, kind: str, given: Sequence[Member], settings: StorySettings, apart: float = MONTH_HOURS
) -> Surroundings:
    """Measure all candidate pairs of a corpus; crawled articles so many hours ``apart`` are known as different stories."""
    given = sorted(given, key=lambda member: member.telling.id)
    pairs, graph = measure_pairs([member.telling for member in given], settings)
    full = (np.diff(graph.start) >= settings.candidates).tolist()
    a, b = pairs.first, pairs.second
    story = np.asarray([member.story for member in given])
    hours = np.asarray([member.hours for member in given])
    crawled = np.asarray([member.event is None for member in given])
    same = story[a] == story[b]
    known = ~(crawled[a] & crawled[b]) | (np.abs(hours[a] - hours[b]) > apart)
    names = [member.event or member.telling.id for member in given]
    drawn = np.asarray([[zlib.crc32(f"{draw}{name}".encode()) % FOLDS for name in names] for draw in range(DRAWS)])
    return Surroundings(pool, kind, given, pairs, full, same, known, drawn[:, np.where(crawled[a], b, a)])


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


def crowds(settings: StorySettings) -> list[Surroundings]:
    """Return months of the crawl folded into one week: all dated, none dated, and two of three dated."""
    found = []
    for first, last in CROWDS:
        own = members(prepare(crawl(first=first, last=last)), crawled=True)
        for kind in ("folded", "bare", "mixed"):
            shown = [dataclasses.replace(member, telling=_in_one_week(member, kind)) for member in own]
            found.append(surround("crowd", kind, shown, settings, APART_HOURS))
    return found


def _in_one_week(member: Member, kind: str) -> Telling:
    telling = member.telling
    undated = kind == "bare" or (kind == "mixed" and zlib.crc32(telling.id.encode()) % 3 == 0)
    hours = None if undated else member.hours % WEEK_HOURS
    return dataclasses.replace(telling, hours=hours, outlet=None if kind == "bare" else telling.outlet)


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
            others = members(around, crawled=True, bare=name != "wire rows")
            found.append(surround(name, "crawl", [*own, *others], settings))
    # One story among a dozen others on the same conflict in the same week: what a crowded neighbourhood looks like.
    story, crowd = members(prepare(seeds())), members(prepare(neighbours()))
    found.append(surround("seeds", "event", story, settings))
    found.append(surround("seeds", "whole", [*story, *crowd], settings))
    hidden = [*story, *crowd, *members(around, crawled=True, bare=True)]
    return [*found, surround("seeds", "crawl", hidden, settings), *crowds(settings)]
