"""Copies in a JSONL file of any size: read once into arrays, propose, verify, group, without an object for an article.

The groups are those of ``dedup.matching.copies.find_copies`` over the texts as given.
"""

from __future__ import annotations

import mmap
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import numpy as np
import numpy.typing as npt

from dedup.errors import InputError
from dedup.matching.bulk.banding import Candidates, components, propose, rules_of
from dedup.matching.bulk.characters import character_table
from dedup.matching.bulk.ids import Ids
from dedup.matching.bulk.room import ComparingRoom
from dedup.matching.bulk.sketching import Sketcher, Sketches
from dedup.matching.bulk.verify import UNLED, lead
from dedup.reading.streams import UnreadableError, inflated
from dedup.records import Reject
from dedup.settings import CopySettings, ReadingSettings

_BATCH_BYTES = 4 << 20  # of text verified between two clearings of the mapped file


@dataclass(frozen=True, slots=True, eq=False)
class BulkCopies:
    """The copies of a file. Articles are named by their place, in file order.

    ``ids``: their ids. ``representatives``: whose copy each is (itself where it is alone). ``a``, ``b``, ``common``: the
    verified pairs and how many shingles they share. ``sizes``: distinct shingles of each article.
    """

    ids: Ids
    representatives: npt.NDArray[np.int64]
    a: npt.NDArray[np.int64]
    b: npt.NDArray[np.int64]
    common: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int32]
    rejects: tuple[Reject, ...]

    @property
    def jaccard(self) -> npt.NDArray[np.float64]:
        """Return the exact Jaccard of each verified pair."""
        return self.common / (self.sizes[self.a] + self.sizes[self.b] - self.common)

    @property
    def containments(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the exact share of each pair's a found in b, and of b found in a."""
        return self.common / self.sizes[self.a], self.common / self.sizes[self.b]


def copies_of_jsonl(
    path: Path,
    settings: CopySettings,
    seed: int,
    workers: int | None = None,
    *,
    name: str | None = None,
    limits: ReadingSettings | None = None,
) -> BulkCopies:
    """Find the copies among the rows of a JSON lines file, also compressed with gzip or Zstandard.

    ``name`` stands for the file in ids of rows without one and in rejects (the file's own name). ``workers`` are
    threads (all cores); the result does not depend on them. Raises ``InputError`` for a file that cannot be read.
    """
    workers = workers or os.cpu_count() or 1
    limits = limits or ReadingSettings()
    with ExitStack() as stack:
        file = stack.enter_context(_plain_file(path, limits))
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        sketches = Sketcher(name or path.name, settings, seed, limits).sketch(file, pool, workers)
        sketches, doubles = _without_doubles(sketches, name or path.name)
        order = _by_size(sketches)
        candidates = propose(sketches.keys, order, sketches.sketches, sketches.sizes, settings, pool, workers)
        labels, edges = _grouped(file, sketches, order, candidates, settings, pool)
    rejects = tuple(reject for _, reject in sorted([*sketches.rejects, *doubles], key=lambda entry: entry[0]))
    representatives = np.arange(len(sketches.ids))
    representatives[order] = order[labels]
    a, b = order[edges[:, 0]], order[edges[:, 1]]
    places = np.lexsort((b, a))
    common = edges[:, 2].astype(np.int64)
    return BulkCopies(
        sketches.ids, representatives, a[places], b[places], common[places], sketches.sizes, rejects
    )


def _plain_file(path: Path, limits: ReadingSettings) -> BinaryIO:
    """Open a file that can be mapped: itself, or its content in a temporary one where it is compressed."""
    try:
        file = path.open("rb")
        with file if path.suffix.lower() in (".gz", ".zst") else ExitStack():
            if path.suffix.lower() not in (".gz", ".zst"):
                return file
            plain = cast(BinaryIO, TemporaryFile())
            shutil.copyfileobj(inflated(file, limits), plain)
            plain.flush()
            return plain
    except OSError as problem:
        raise InputError(f"cannot read {path} ({problem.strerror}): check its name and permissions") from problem
    except UnreadableError as problem:
        raise InputError(f"{path}: {problem}") from problem


def _without_doubles(sketches: Sketches, name: str) -> tuple[Sketches, list[tuple[int, Reject]]]:
    """Reject the later of two articles of one id."""
    doubles = sketches.ids.later_doubles()
    if not doubles:
        return sketches, []
    numbers = sketches.numbers
    rejects = [
        (
            int(numbers[place]),
            Reject(
                f"{name}:{numbers[place]}",
                f'the id "{sketches.ids[place]}" stands first in {name}:{numbers[first]}: give each article its own id',
            ),
        )
        for place, first in doubles.items()
    ]
    good = np.ones(len(numbers), dtype=np.bool_)
    good[list(doubles)] = False
    kept = replace(
        sketches, ids=sketches.ids.only(good), numbers=numbers[good], starts=sketches.starts[good],
        ends=sketches.ends[good], sizes=sketches.sizes[good], sketches=sketches.sketches[good],
        keys=sketches.keys[:, good],
    )  # fmt: skip
    return kept, rejects


def _by_size(sketches: Sketches) -> npt.NDArray[np.int64]:
    """Return the places of the articles with words, the fullest first, then by id: the order in which groups are led."""
    order = np.lexsort((sketches.ids.ranks(), -sketches.sizes))
    return cast(npt.NDArray[np.int64], order[sketches.sizes[order] > 0])


def _grouped(
    file: BinaryIO,
    sketches: Sketches,
    order: npt.NDArray[np.int64],
    candidates: Candidates,
    settings: CopySettings,
    pool: Executor,
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Verify the candidates; return the labels by rank and the edges."""
    labels = np.arange(len(order), dtype=np.uint32)
    members, heads = _members(candidates)
    labels[members] = UNLED
    if not len(members):
        return labels, np.empty((0, 3), dtype=np.uint32)
    rows = order[members]
    lengths = np.where(sketches.ends[rows] < 0, 2 * sketches.sizes[rows], sketches.ends[rows] - sketches.starts[rows])
    longest = int(lengths.max())
    pool_start = np.zeros(len(order), dtype=np.int64)
    rules = rules_of(settings)
    table = character_table()
    size = os.fstat(file.fileno()).st_size
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        data = np.frombuffer(mapped, dtype=np.uint8, count=size)

        def verify(batch: slice) -> npt.NDArray[np.uint32]:
            room = ComparingRoom(longest)
            edges = lead(
                members[batch], heads[batch], order, candidates.ranks, candidates.counts, rules, data, sketches.starts,
                sketches.ends, True, sketches.kept, settings.shingle_words, table, room.raw, room.text, room.words,
                room.shingles, room.others, room.slots, room.spare, labels, pool_start, sketches.sizes,
            )  # fmt: skip
            mapped.madvise(mmap.MADV_DONTNEED)
            return edges

        found = list(pool.map(verify, _batches(heads, lengths)))
        del data  # a mapping cannot be closed while an array looks at it
    return labels, np.concatenate(found)


def _members(candidates: Candidates) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return the ranks of all articles with a possible copy, component by component, and where a component begins."""
    roots = components(candidates.ranks, candidates.counts)
    involved = np.bincount(roots, minlength=len(roots))[roots] > 1
    members = np.flatnonzero(involved)
    hub = np.bincount(candidates.ranks[candidates.ranks != UNLED], minlength=len(roots))
    members = members[np.lexsort((-hub[members], roots[members]))]
    return members, np.diff(roots[members], prepend=-1) != 0


def _batches(heads: npt.NDArray[np.bool_], lengths: npt.NDArray[np.int64]) -> Iterator[slice]:
    """Yield runs of whole components of about ``_BATCH_BYTES``."""
    starts = np.flatnonzero(heads)
    filled = np.cumsum(lengths)
    start = 0
    while start < len(heads):
        goal = (filled[start - 1] if start else 0) + _BATCH_BYTES
        place = np.searchsorted(starts, np.searchsorted(filled, goal) + 1)
        end = int(starts[place]) if place < len(starts) else len(heads)
        yield slice(start, end)
        start = end
