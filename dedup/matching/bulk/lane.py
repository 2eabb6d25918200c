"""Copies in a JSONL file of any size: read once into arrays, propose, verify, group, without an object for an article.

The groups are those of ``dedup.matching.copies.find_copies`` over the texts as given.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

import numpy as np
import numpy.typing as npt

from dedup import __version__
from dedup.errors import InputError
from dedup.matching.bulk.banding import Candidates, propose
from dedup.matching.bulk.grouping import Grouping, grouped
from dedup.matching.bulk.ids import Ids
from dedup.matching.bulk.native import compile_notice
from dedup.matching.bulk.output import rows_of
from dedup.matching.bulk.rereading import Rereader
from dedup.matching.bulk.sketching import Sketcher, Sketches
from dedup.matching.bulk.work import Work
from dedup.reading.streams import GZIP, ZSTD, ZSTD_DICTIONARY, UnreadableError, inflated
from dedup.settings import CopySettings, ReadingSettings

if TYPE_CHECKING:
    from dedup.records import Reject


@dataclass(frozen=True, slots=True, eq=False)
class BulkCopies:
    """The copies of a file. Articles are named by their place, in file order.

    ``ids``: their ids. ``representatives``: whose copy each is (itself where it is alone). ``a``, ``b``, ``common``: the
    verified pairs and how many shingles they share. ``sizes``: distinct shingles of each article. ``work`` holds what is
    not needed any more once the result is written.
    """

    ids: Ids
    representatives: npt.NDArray[np.int64]
    a: npt.NDArray[np.int64]
    b: npt.NDArray[np.int64]
    common: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int32]
    rejects: tuple[Reject, ...]
    work: Work

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
    work: Path | None = None,
    memory: int | None = None,
) -> BulkCopies:
    """Find the copies among the rows of a JSON lines file, also compressed with gzip or Zstandard.

    ``name`` stands for the file in ids of rows without one and in rejects (the file's own name). ``workers`` are
    threads (all cores); the result does not depend on them. ``say`` is told where kernels must be compiled first.
    ``work`` is a folder for finished stages, from which a run that was killed goes on; ``memory`` bounds the bytes of
    large arrays, which stand in files beyond it (``work.Work``). ``BulkCopies.work`` clears them. Raises ``InputError``
    for a file that cannot be read, or the work of another run.
    """
    workers = workers or os.cpu_count() or 1
    limits = limits or ReadingSettings()
    name = name or path.name
    with ExitStack() as stack:
        stack.enter_context(compile_notice(say))
        file, broken = _plain_file(path, name, limits)
        stack.enter_context(file)
        held = Work(work, _about(path, name, settings, seed, limits) if work else None, memory)
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        sketches, rejects = _read(held, file, broken, Sketcher(name, settings, seed, limits), name, pool, workers)
        order = _by_size(sketches)
        candidates = _proposed(held, sketches, order, settings, pool, workers)
        sketches = sketches.without_signatures()  # half of all memory, which grouping needs
        found = _grouped(held, file, sketches, order, candidates, settings, pool)
    return BulkCopies(
        sketches.ids, found.representatives, found.a, found.b, found.common, sketches.sizes, rejects, held
    )


def _about(path: Path, name: str, settings: CopySettings, seed: int, limits: ReadingSettings) -> dict[str, object]:
    """Tell this run from others."""
    known = path.stat()
    return {
        "version": __version__, "input": [str(path.resolve()), name, known.st_size, known.st_mtime_ns], "seed": seed,
        "settings": [asdict(settings), asdict(limits)],
    }  # fmt: skip


def _read(
    work: Work, file: BinaryIO, broken: list[Reject], sketcher: Sketcher, name: str, pool: Executor, workers: int
) -> tuple[Sketches, tuple[Reject, ...]]:
    """Do, or bring back, the first stage."""
    columns = ("numbers", "starts", "ends", "sizes", "sketches", "keys", "kept")
    if (done := work.load("read")) is not None:
        from dedup.records import Reject  # a run that rejects nothing starts without it

        arrays, rejects = done
        ids = Ids(arrays.pop("id_data"), arrays.pop("id_ends"))
        return Sketches(ids=ids, rejects=(), **arrays), tuple(Reject(*one) for one in rejects)
    sketches, doubles = _without_doubles(sketcher.sketch(file, pool, workers, work), name)
    ordered = sorted([*sketches.rejects, *doubles], key=lambda entry: entry[0])
    rejected = (*(reject for _, reject in ordered), *broken)
    arrays = {column: getattr(sketches, column) for column in columns}
    arrays |= {"id_data": sketches.ids.data, "id_ends": sketches.ids.ends}
    work.save("read", arrays, [[one.source, one.reason] for one in rejected])
    return sketches, rejected


def _proposed(
    work: Work, sketches: Sketches, order: npt.NDArray[np.int64], settings: CopySettings, pool: Executor, workers: int
) -> Candidates:
    """Do, or bring back, the second stage."""
    if (done := work.load("proposed")) is not None:
        return Candidates(**done[0])
    candidates = propose(sketches.keys, order, sketches.sketches, sketches.sizes, settings, pool, workers)
    work.save("proposed", {"ranks": candidates.ranks, "counts": candidates.counts})
    return candidates


def _grouped(
    work: Work,
    file: BinaryIO,
    sketches: Sketches,
    order: npt.NDArray[np.int64],
    candidates: Candidates,
    settings: CopySettings,
    pool: Executor,
) -> Grouping:
    """Do, or bring back, the third stage, which verifies and groups."""
    if (done := work.load("grouped")) is not None:
        return Grouping(**done[0])
    found = grouped(Rereader(file, sketches, settings).shingles, sketches.sizes, order, candidates, settings, pool)
    parts = {"representatives": found.representatives, "a": found.a, "b": found.b, "common": found.common}
    work.save("grouped", parts)
    return found


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
    order = sketches.ids.order()
    smaller = sketches.sizes.max(initial=0) - sketches.sizes[order]
    if smaller.max(initial=0) <= np.iinfo(np.uint16).max:
        smaller = smaller.astype(np.uint16)  # numpy sorts these by their digits, ten times sooner
    order = order[np.argsort(smaller, kind="stable")]
    return order[sketches.sizes[order] > 0]
