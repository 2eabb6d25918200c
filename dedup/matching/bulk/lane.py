"""Copies in a JSONL file of any size: read once into arrays, propose, verify, group, without an object for an article.

The groups are those of ``dedup.matching.copies.find_copies`` over the texts as given.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

import numpy as np
import numpy.typing as npt

from dedup.errors import InputError
from dedup.matching.bulk.banding import propose
from dedup.matching.bulk.grouping import grouped
from dedup.matching.bulk.ids import Ids
from dedup.matching.bulk.native import compile_notice
from dedup.matching.bulk.output import rows_of
from dedup.matching.bulk.rereading import Rereader
from dedup.matching.bulk.sketching import Sketcher, Sketches
from dedup.reading.streams import GZIP, ZSTD, ZSTD_DICTIONARY, UnreadableError, inflated
from dedup.settings import CopySettings, ReadingSettings

if TYPE_CHECKING:
    from dedup.records import Reject


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

    def rows(self, form: Literal["tsv", "jsonl"] = "tsv") -> Iterator[bytes]:
        """Yield the articles and their representatives as lines, in file order (``output.rows_of``)."""
        return rows_of(self.ids, self.representatives, form)

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
    say: Callable[[str], None] | None = None,
) -> BulkCopies:
    """Find the copies among the rows of a JSON lines file, also compressed with gzip or Zstandard.

    ``name`` stands for the file in ids of rows without one and in rejects (the file's own name). ``workers`` are
    threads (all cores); the result does not depend on them. ``say`` is told where kernels must be compiled first.
    Raises ``InputError`` for a file that cannot be read.
    """
    workers = workers or os.cpu_count() or 1
    limits = limits or ReadingSettings()
    with ExitStack() as stack:
        stack.enter_context(compile_notice(say))
        file, broken = _plain_file(path, name or path.name, limits)
        stack.enter_context(file)
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        sketches = Sketcher(name or path.name, settings, seed, limits).sketch(file, pool, workers)
        sketches, doubles = _without_doubles(sketches, name or path.name)
        order = _by_size(sketches)
        candidates = propose(sketches.keys, order, sketches.sketches, sketches.sizes, settings, pool, workers)
        reread = Rereader(file, sketches, settings).shingles
        found = grouped(reread, sketches.sizes, order, candidates, settings, pool)
    rejects = tuple(reject for _, reject in sorted([*sketches.rejects, *doubles], key=lambda entry: entry[0]))
    rejects += tuple(broken)
    return BulkCopies(sketches.ids, found.representatives, found.a, found.b, found.common, sketches.sizes, rejects)


def _plain_file(path: Path, name: str, limits: ReadingSettings) -> tuple[BinaryIO, list[Reject]]:
    """Open a file that can be mapped: itself, or its content in a temporary one where it is compressed.

    What breaks its decompression off comes back as a reject; what stands before it is used.
    """
    try:
        file: BinaryIO = path.open("rb")  # the caller closes it
        head = file.read(4)
        file.seek(0)
        if head.startswith((GZIP, ZSTD, ZSTD_DICTIONARY)):  # the first bytes decide, not the name
            with file:
                return _unpacked(file, name, limits)
    except OSError as problem:
        raise InputError(f"cannot read {path} ({problem.strerror}): check its name and permissions") from problem
    return file, []


def _unpacked(file: BinaryIO, name: str, limits: ReadingSettings) -> tuple[BinaryIO, list[Reject]]:
    from dedup.records import Reject

    plain = cast(BinaryIO, TemporaryFile())  # noqa: SIM115  # the caller closes it, which removes it
    broken = []
    try:
        shutil.copyfileobj(inflated(file, limits), plain)
    except UnreadableError as problem:
        broken.append(Reject(name, str(problem)))
    plain.flush()
    return plain, broken


def _without_doubles(sketches: Sketches, name: str) -> tuple[Sketches, list[tuple[int, Reject]]]:
    """Reject the later of two articles of one id."""
    doubles = sketches.ids.later_doubles()
    if not doubles:
        return sketches, []
    from dedup.records import Reject

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
        keys=np.ascontiguousarray(sketches.keys[:, good]),
    )  # fmt: skip
    return kept, rejects


def _by_size(sketches: Sketches) -> npt.NDArray[np.int64]:
    """Return the places of the articles with words, the fullest first, then by id: the order in which groups are led."""
    order = np.lexsort((sketches.ids.ranks(), -sketches.sizes))
    return order[sketches.sizes[order] > 0]
