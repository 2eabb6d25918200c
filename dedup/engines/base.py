"""The protocol between the pipeline and the machine it runs on.

The pipeline hands over pure functions over batches of records and gets handles back; it never asks where the records
are. What it gathers is small: ids, sets of hashes, edges, labels, findings. Kernels must be picklable (functions of a
module, or ``functools.partial`` of one) and depend on nothing but their batch, so that every engine, with any number
of workers and any size of batch, gives the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

N = TypeVar("N")
T = TypeVar("T")
R = TypeVar("R")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Group(Generic[N]):
    """Which records belong together, by position, and a small note that travels with them."""

    positions: tuple[int, ...]
    note: N


class Held(Protocol[T_co]):
    """Records that an engine keeps, in a fixed order; only the engine looks inside."""

    def __len__(self) -> int: ...


class Engine(Protocol):
    """Four verbs: hold records, map a kernel over them, regroup them, gather small results."""

    def hold(self, records: Iterable[T]) -> Held[T]:
        """Take records over, in this order."""

    def map(self, held: Held[T], kernel: Callable[[Sequence[T]], list[R]], stage: str) -> Held[R]:
        """Apply a kernel to batches of records; ``stage`` names the progress shown.

        A kernel returns one result per record where the results are grouped later, else any number per batch.
        """

    def group(self, held: Held[T], groups: Sequence[Group[N]]) -> Held[tuple[N, tuple[T, ...]]]:
        """Bring the records of each group together, with what the caller notes of it, in the order given."""

    def gather(self, held: Held[T]) -> list[T]:
        """Return the records to the caller, in order."""


class Progress(Protocol):
    """Told how far a stage is; counts are records."""

    def begin(self, stage: str, total: int) -> None:
        """Start a stage."""

    def advance(self, count: int) -> None:
        """Report records done."""

    def end(self) -> None:
        """Finish the stage."""


class Silence:
    """Progress that nobody watches."""

    def begin(self, stage: str, total: int) -> None:
        """Start a stage."""

    def advance(self, count: int) -> None:
        """Report records done."""

    def end(self) -> None:
        """Finish the stage."""
