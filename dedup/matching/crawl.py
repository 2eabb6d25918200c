"""Stories in a JSON lines file of any size: copies first, then the file again in blocks of time.

Texts are taken as given. Only one article of each group of copies goes on. A block holds some thousand articles in the
order of time and all that lie in the window of one of them, so that each pair is measured once, among the same
neighbours as if the whole crawl were one corpus; memory depends on the news of a week, not on the length of the crawl.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
import numpy.typing as npt

from dedup.errors import InputError
from dedup.matching.bulk.ids import Ids
from dedup.matching.bulk.lane import copies_of_jsonl
from dedup.matching.crawl_blocks import Block, Lines, Scored, index_lines, measure_block
from dedup.matching.linkage import average_linkage
from dedup.reading.streams import GZIP, ZSTD, ZSTD_DICTIONARY, UnreadableError, inflated
from dedup.records import Reject
from dedup.settings import ReadingSettings, Settings, StorySettings

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_SEGMENT = 32 << 20  # bytes of lines that a worker looks through at once
_ROWS = 1 << 14  # rows written at once


@dataclass(frozen=True, slots=True, eq=False)
class BulkStories:
    """The stories of a file. Articles are named by their place, in file order.

    ``ids``: their ids. ``copies``, ``stories``: the article that stands for each one's copies and its story.
    """

    ids: Ids
    copies: Ints
    stories: Ints
    rejects: tuple[Reject, ...]

    def rows(self) -> Iterator[bytes]:
        """Yield a JSON line for each article, in file order."""
        for first in range(0, len(self.ids), _ROWS):
            places = range(first, min(first + _ROWS, len(self.ids)))
            rows = (
                {"id": self.ids[i], "copies": self.ids[int(self.copies[i])], "story": self.ids[int(self.stories[i])]}
                for i in places
            )
            yield "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def stories_of_jsonl(
    path: Path,
    settings: Settings,
    workers: int | None = None,
    *,
    limits: ReadingSettings | None = None,
    say: Callable[[str], None] | None = None,
) -> BulkStories:
    """Find copies and stories among the rows of a JSON lines file, also compressed with gzip or Zstandard.

    ``workers`` are threads for the copies and processes for the stories (all cores); the result does not depend on them.
    ``say`` is told where kernels must be compiled first. Raises ``InputError`` for a file that cannot be read.
    """
    limits, workers = limits or ReadingSettings(), workers or os.cpu_count() or 1
    with _plain(path, limits) as (plain, broken), _pool(plain, workers) as pool:
        found = copies_of_jsonl(plain, settings.copies, settings.seed, workers, name=path.name, limits=limits, say=say)
        copies = found.representatives.astype(np.int64)
        lines = _lines(plain, path.name, found.ids, limits, pool)
        chosen = _by_time(np.flatnonzero(copies == np.arange(len(copies))), lines.hours, found.ids)
        blocks = list(_blocks(chosen, lines, found.ids, settings.stories))
        task = partial(measure_block, str(plain), settings=settings.stories, limits=limits)
        scored = list(pool.map(task, blocks))
    labels = _labels(len(found.ids), scored, found.ids, settings.stories)
    return BulkStories(found.ids, copies, labels[copies], (*found.rejects, *broken))


def _pool(path: Path, workers: int) -> Executor:
    """Return worker processes, or a thread for what is done before they have started."""
    if workers == 1 or path.stat().st_size <= _SEGMENT:
        return ThreadPoolExecutor(1)
    # "spawn": the one way to start that is the same on every system and safe beside threads.
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))


@contextmanager
def _plain(path: Path, limits: ReadingSettings) -> Iterator[tuple[Path, list[Reject]]]:
    """Give a file that can be read at any place: itself, or its content in a temporary one where it is compressed."""
    broken: list[Reject] = []
    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
            packed = file.read(4).startswith((GZIP, ZSTD, ZSTD_DICTIONARY))
            file.seek(0)
        except OSError as problem:
            raise InputError(f"cannot read {path} ({problem.strerror}): check its name and permissions") from problem
        if not packed:
            yield path, broken
            return
        unpacked = stack.enter_context(NamedTemporaryFile(suffix=".jsonl"))
        try:
            shutil.copyfileobj(inflated(file, limits), unpacked)
        except UnreadableError as problem:
            broken.append(Reject(path.name, str(problem)))
        unpacked.flush()
        yield Path(unpacked.name), broken


def _lines(path: Path, name: str, ids: Ids, limits: ReadingSettings, pool: Executor) -> Lines:
    """Return where the lines of the articles stand, and when they were published."""
    parts, number, place = [], 0, 0
    sure: dict[str, set[str]] = {}
    readings: list[tuple[int, str, str, float]] = []
    for found in pool.map(partial(index_lines, str(path), limits=limits), list(_segments(path))):
        kept: list[int] = []
        first = place
        for at, (line, own) in enumerate(zip(found.numbers.tolist(), found.ids, strict=True)):
            # The later of two articles of one id is none; the lanes meet them in one order.
            if place < len(ids) and ids[place] == (own if own is not None else f"{name}:{number + line}"):
                kept.append(at)
                place += 1
        parts.append(found.lines.only(np.array(kept, dtype=np.int64)))
        number += found.count
        for file, orders in found.sure.items():
            sure.setdefault(file, set()).update(orders)
        places = {at: first + turn for turn, at in enumerate(kept)} if found.readings else {}
        readings += [(places[at], file, order, hours) for at, file, order, hours in found.readings if at in places]
    lines = Lines.joined(parts)
    for at, file, order, hours in readings:
        if sure.get(file) == {order}:
            lines.hours[at] = hours
    return lines


def _segments(path: Path) -> Iterator[tuple[int, int]]:
    """Yield the bounds of stretches of whole lines."""
    size = path.stat().st_size
    start = 0
    with path.open("rb") as file:
        while start < size:
            file.seek(min(start + _SEGMENT, size))
            file.readline()
            yield start, file.tell()
            start = file.tell()


def _by_time(places: Ints, hours: Floats, ids: Ids) -> Ints:
    """Return articles in the order of time, then of their ids; those without a time last."""
    return places[np.lexsort((ids.ranks()[places], hours[places]))]


def _blocks(chosen: Ints, lines: Lines, ids: Ids, settings: StorySettings) -> Iterator[Block]:
    """Yield the blocks: each article is in the core of one, and a pair is measured where its first one is."""
    hours = lines.hours[chosen]
    dated = int(np.isfinite(hours).sum())
    ranks = ids.ranks()
    turn = np.empty(len(lines.hours), dtype=np.int64)
    turn[chosen] = np.arange(len(chosen))
    undated = np.arange(dated, len(chosen))
    everywhere = undated if len(undated) <= settings.crawl_undated else undated[:0]
    cores = [*_cores(0, dated, settings.crawl_block), *_cores(dated, len(chosen), settings.crawl_block)]
    if len(chosen) <= settings.crawl_block:
        cores = _cores(0, len(chosen), settings.crawl_block)
    for core in cores:
        if len(cores) == 1:  # the whole crawl: the same as without blocks, also among undated articles
            around = np.arange(len(chosen))
        elif core.start < dated:
            low = np.searchsorted(hours[:dated], hours[core.start] - settings.window_hours, "left")
            high = np.searchsorted(hours[:dated], hours[core.stop - 1] + 2 * settings.window_hours, "right")
            around = np.concatenate([np.arange(low, high), everywhere])
        else:
            around = undated if len(everywhere) else np.arange(core.start, core.stop)
        places = chosen[around]
        places = places[np.argsort(ranks[places])]
        yield Block(places, turn[places], core.start, core.stop, lines.only(places))


def _cores(first: int, last: int, size: int) -> list[range]:
    """Return ranges of about ``size``, all of about the same length."""
    count = math.ceil((last - first) / size)
    bounds = [first + (last - first) * at // max(count, 1) for at in range(count + 1)]
    return [range(low, high) for low, high in pairwise(bounds)]


def _labels(size: int, scored: list[Scored], ids: Ids, settings: StorySettings) -> Ints:
    """Return the article that stands for each one's story, the first by id; copies aside."""
    first, second, score = (
        np.concatenate([getattr(one, name) for one in scored] or [np.zeros(0)]) for name in ("a", "b", "score")
    )
    full = np.zeros(size, dtype=bool)
    for one in scored:
        full[one.full] = True
    # A group begins with a pair that is close enough: what has no such pair is alone, and need not be looked at.
    close = score >= settings.linkage
    involved = np.unique(np.concatenate([first[close], second[close]])).astype(np.int64)
    involved = involved[np.argsort(ids.ranks()[involved])]
    number = np.full(size, -1, dtype=np.int64)
    number[involved] = np.arange(len(involved))
    inside = (number[first.astype(np.int64)] >= 0) & (number[second.astype(np.int64)] >= 0)
    a, b = np.sort(number[np.stack([first[inside], second[inside]]).astype(np.int64)], axis=0)
    order = np.lexsort((b, a))
    pairs = list(zip(a[order].tolist(), b[order].tolist(), score[inside][order].tolist(), strict=True))
    groups = average_linkage(len(involved), pairs, full[involved].tolist(), settings.linkage)
    labels = np.arange(size)
    labels[involved] = involved[np.array(groups, dtype=np.int64)] if groups else involved
    return labels
