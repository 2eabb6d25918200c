"""Ids of millions of articles without an object for each: one array of bytes, and where each id ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.compiled import are_ascending, find_shared, gather, hash_spans
from dedup.matching.bulk.room import PADDING

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ids(Sequence[str]):
    """A sequence of strings: the UTF-8 of number i is ``data[ends[i - 1]:ends[i]]``; ``data`` ends with padding."""

    data: Bytes
    ends: Places

    @classmethod
    def of(cls, texts: Sequence[str]) -> Ids:
        """Hold some strings."""
        parts = [text.encode("utf-8") for text in texts]
        data = np.frombuffer(b"".join(parts) + bytes(PADDING), dtype=np.uint8)
        return cls(data, np.cumsum(np.array([len(part) for part in parts], dtype=np.int64)))

    @classmethod
    def joined(cls, several: Sequence[Ids]) -> Ids:
        """Put sequences one after the other."""
        lengths = [len(one.data) - PADDING for one in several]
        data = np.concatenate([*(one.data[:length] for one, length in zip(several, lengths, strict=True)), _padding()])
        before = np.concatenate([[0], np.cumsum(lengths)])
        return cls(data, np.concatenate([one.ends + start for one, start in zip(several, before, strict=False)]))

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        start = self.ends[place - 1] if place else 0
        return self.data[start : self.ends[place]].tobytes().decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        for index in range(len(self)):
            yield self[index]

    @property
    def starts(self) -> Places:
        """Return where each id begins."""
        return np.concatenate([np.zeros(1, dtype=np.int64), self.ends[:-1]])[: len(self.ends)]

    def with_texts(self, texts: Mapping[int, str]) -> Ids:
        """Return the sequence with other ids in some places."""
        return Ids.of([texts.get(place, one) for place, one in enumerate(self)])

    def only(self, wanted: npt.NDArray[np.bool_]) -> Ids:
        """Return the sequence without the others."""
        return copy_ids(self.data, self.starts[wanted], self.ends[wanted])

    def order(self) -> Places:
        """Return the places in the order of code points, which is that of UTF-8."""
        if are_ascending(self.data, self.ends):
            return np.arange(len(self))
        return np.array(sorted(range(len(self)), key=list(map(str.encode, self)).__getitem__), dtype=np.int64)

    def ranks(self) -> Places:
        """Return the place of each id in the order of code points."""
        places = np.empty(len(self), dtype=np.int64)
        places[self.order()] = np.arange(len(self))
        return places

    def later_doubles(self) -> dict[int, int]:
        """Return the place of each id that was met before, and that of its first appearance."""
        hashes = np.zeros(len(self), dtype=np.uint64)
        hash_spans(self.data, self.ends, hashes)
        marks = np.empty(4 << max(6, len(self).bit_length()), dtype=np.uint8)  # 16 bits and more for each id
        suspects = np.empty(len(self), dtype=np.bool_)
        find_shared(hashes.astype(np.uint32), marks, suspects.view(np.uint8))
        ordered = np.sort(hashes[suspects])
        suspects[suspects] = np.isin(hashes[suspects], ordered[1:][ordered[1:] == ordered[:-1]])
        first: dict[str, int] = {}
        return {
            place: before
            for place in np.flatnonzero(suspects).tolist()
            if (before := first.setdefault(self[place], place)) != place
        }


def copy_ids(data: Bytes, starts: Places, ends: Places) -> Ids:
    """Copy ids out of a buffer."""
    new_ends = np.cumsum(ends - starts)
    copied = np.zeros((int(new_ends[-1]) if len(new_ends) else 0) + PADDING, dtype=np.uint8)
    gather(data, starts, ends, copied)
    return Ids(copied, new_ends)


def _padding() -> Bytes:
    return np.zeros(PADDING, dtype=np.uint8)
