"""The default engine: records in memory, kernels in this process or in worker processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import TypeVar, cast

from dedup.engines.base import Group, Held, Progress, Silence

N = TypeVar("N")
T = TypeVar("T")
R = TypeVar("R")

# Records per batch: enough to hide the cost of a hand-over, few enough that two workers end at about the same time.
_BATCH = 64
# Starting a worker costs about as much as the whole work on a hundred pages (imports of numpy and scikit-learn).
_WORTH_A_WORKER = 200


class LocalEngine:
    """Runs on this machine. ``workers=None`` takes the machine's cores, and stays in this process for small inputs.

    Use it as a context manager, or call ``close``: worker processes live from the first large stage to the end.
    """

    def __init__(self, workers: int | None = None, progress: Progress | None = None) -> None:
        if workers is not None and workers < 1:
            raise ValueError(f"workers must be at least 1, not {workers}")
        self._workers = workers
        self._progress = progress or Silence()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def hold(self, records: Iterable[T]) -> Held[T]:
        """Keep the records in a list."""
        return list(records)

    def map(self, held: Held[T], kernel: Callable[[Sequence[T]], list[R]], stage: str) -> Held[R]:
        """Apply the kernel batch by batch; results come in the order of the records for any number of workers."""
        records = cast(list[T], held)
        workers = self._workers_for(len(records))
        size = max(1, min(_BATCH, len(records) // (4 * workers)))
        batches = [records[start : start + size] for start in range(0, len(records), size)]
        results: list[R] = []
        self._progress.begin(stage, len(records))
        try:
            for batch, done in zip(batches, self._run(batches, kernel, workers), strict=True):
                results.extend(done)
                self._progress.advance(len(batch))
        finally:
            self._progress.end()
        return results

    def group(self, held: Held[T], groups: Sequence[Group[N]]) -> Held[tuple[N, tuple[T, ...]]]:
        """Pick the records of each group."""
        records = cast(list[T], held)
        return [(group.note, tuple(records[position] for position in group.positions)) for group in groups]

    def gather(self, held: Held[T]) -> list[T]:
        """Return the records."""
        return list(cast(list[T], held))

    def _run(
        self, batches: Sequence[Sequence[T]], kernel: Callable[[Sequence[T]], list[R]], workers: int
    ) -> Iterator[list[R]]:
        """Run the batches in worker processes where that pays, else here."""
        if workers == 1 or len(batches) < 2:
            return map(kernel, batches)
        if self._pool is None:
            # "spawn": the one way to start that is the same on every system and safe beside threads.
            self._pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
        return self._pool.map(kernel, batches)

    def _workers_for(self, records: int) -> int:
        """Return how many workers a stage of so many records gets."""
        if self._workers is not None:
            return self._workers
        return (os.cpu_count() or 1) if records >= _WORTH_A_WORKER else 1
