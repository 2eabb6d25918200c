"""What the runners of other tools share: one setting, reading, shingles in plain Python, union-find, output.

Each runner is ``python run_TOOL.py CORPUS OUT`` in that tool's own environment (``benchmarks.speed`` makes it). All do the
same job at the same setting: read JSON lines, shingles of five words, 128 permutations, 16 bands of 8 rows, pairs checked
at .7, groups by union-find, rows of id and group, two worker processes where the tool cannot use two cores by itself.
"""

import json
import multiprocessing
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

try:
    from orjson import loads
except ImportError:
    loads = json.loads

WORD = re.compile(r"\w+")
THRESHOLD, PERMUTATIONS, BANDS, ROWS = 0.7, 128, 16, 8
WORKERS = 2


def paths() -> tuple[Path, Path]:
    """Return the corpus and the file to write."""
    return Path(sys.argv[1]), Path(sys.argv[2])


def read(path: Path) -> tuple[list[str], list[str]]:
    """Return ids and texts."""
    ids, texts = [], []
    with path.open("rb") as file:
        for line in file:
            row = loads(line)
            ids.append(row["id"])
            texts.append(row["text"])
    return ids, texts


def shingles(text: str, size: int = 5) -> list[str]:
    """Return the shingles as strings; the quickest form in plain Python."""
    words = WORD.findall(text.lower())
    if len(words) < size:
        return [" ".join(words)]
    return list(map(" ".join, zip(*(words[start:] for start in range(size)), strict=False)))


def line_chunks(path: Path, size: int = 1000) -> Iterator[list[bytes]]:
    """Yield lines, a thousand at a time."""
    with path.open("rb") as file:
        held: list[bytes] = []
        for line in file:
            held.append(line)
            if len(held) == size:
                yield held
                held = []
        if held:
            yield held


def sketched(path: Path, sketch: Callable[[list[bytes]], tuple[list[str], Any]]) -> tuple[list[str], list[Any]]:
    """Return the ids of all rows and the sketches of each chunk, made in worker processes."""
    ids, parts = [], []
    with multiprocessing.Pool(WORKERS) as pool:
        for names, made in pool.imap(sketch, line_chunks(path)):
            ids += names
            parts.append(made)
    return ids, parts


class UnionFind:
    """Groups that grow together."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def find(self, one: int) -> int:
        """Return the group's first member."""
        parents = self._parents
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def union(self, one: int, other: int) -> None:
        """Join two groups."""
        one, other = sorted((self.find(one), self.find(other)))
        self._parents[other] = one

    def labels(self) -> list[int]:
        """Return the group of each."""
        return [self.find(one) for one in range(len(self._parents))]


def write(path: Path, ids: Sequence[str], labels: Sequence[Any]) -> None:
    """Write the groups."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{one}\t{label}\n" for one, label in zip(ids, labels, strict=True))


class Stages:
    """Takes the time of each stage, and prints it for ``benchmarks.measure``."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._seconds: dict[str, float] = {}

    def done(self, name: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self._seconds[name] = round(now - self._last, 3)
        self._last = now

    def tell(self) -> None:
        """Print all stages."""
        print("STAGES " + json.dumps(self._seconds), file=sys.stderr)
