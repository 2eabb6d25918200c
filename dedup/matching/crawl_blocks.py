"""What a worker does for ``crawl``: find the lines of articles, and measure the pairs of a block."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedup.matching.columns import Columns, columns_of_pages, joined
from dedup.matching.stories import measure_all
from dedup.reading.day_order import note_sure_order, other_readings
from dedup.reading.rows import read_json_lines
from dedup.records import Article, Page, Part, Span
from dedup.settings import ReadingSettings, StorySettings

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_NO_ID = "  "  # no article can have an id that begins with a space: tells the reader's default from an id of the row
_BATCH = 256  # pages that become columns at once
# The end of a sentence in a text as given: not behind a letter or two, which may be an initial or "Mr".
_SENTENCE_END = re.compile('[.!?…](?:(?<=\\w\\w\\w.)|(?<=["”’»)\\]].))[.!?…"”’»)\\]]*\\s+|[。！？]')


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Where the lines of articles stand in a file, and the hours of their publication, NaN where unknown."""

    starts: Ints
    ends: Ints
    hours: Floats

    @classmethod
    def joined(cls, several: Sequence[Lines]) -> Lines:
        """Put them one after the other."""
        return cls(
            np.concatenate([np.zeros(0, dtype=np.int64), *(one.starts for one in several)]),
            np.concatenate([np.zeros(0, dtype=np.int64), *(one.ends for one in several)]),
            np.concatenate([np.zeros(0), *(one.hours for one in several)]),
        )

    def only(self, places: Ints) -> Lines:
        """Return some of them."""
        return Lines(self.starts[places], self.ends[places], self.hours[places])


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The articles of a stretch of lines, ``count`` in all: their line numbers from 1, and their ids where they have one.

    ``sure`` and ``readings``: the orders of day and month (see ``reading.day_order``) that are sure, and which article
    has other hours if one is.
    """

    lines: Lines
    numbers: Ints
    ids: list[str | None]
    count: int
    sure: dict[str, set[str]]
    readings: list[tuple[int, str, str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Articles in the order of their ids: their places in the file's order and their turns in that of time.

    The block measures pairs whose first article in time has a turn from ``first`` to before ``last``.
    """

    places: Ints
    turns: Ints
    first: int
    last: int
    lines: Lines


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Pairs by place with their scores, and the articles of the core that had more candidates than are kept."""

    a: Ints
    b: Ints
    score: Floats
    full: Ints


def _read(line: bytes, limits: ReadingSettings, first: bool) -> Article | None:
    """Read one line as ``dedup.reading`` does; only the first of a file may begin with a byte order mark."""
    entry = next(read_json_lines(io.BytesIO(line if first else b"\n" + line), _NO_ID, limits), None)
    return entry if isinstance(entry, Article) else None


def index_lines(path: str, bounds: tuple[int, int], limits: ReadingSettings) -> Found:
    """Look through the lines of a stretch of the file."""
    starts, ends, numbers = [], [], []
    hours: list[float] = []
    ids: list[str | None] = []
    sure: dict[str, set[str]] = {}
    readings: list[tuple[int, str, str, float]] = []
    with open(path, "rb") as file:  # noqa: PTH123  # one name, many blocks
        file.seek(bounds[0])
        data = file.read(bounds[1] - bounds[0])
    start = number = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        number += 1
        article = _read(data[start:end], limits, bounds[0] + start == 0)
        if article is not None:
            starts.append(bounds[0] + start)
            ends.append(bounds[0] + end)
            note_sure_order(article, sure)
            readings += [(len(hours), file_of, order, _hours(one)) for file_of, order, one in other_readings(article)]
            hours.append(_hours(article))
            ids.append(None if article.id.startswith(_NO_ID) else article.id)
            numbers.append(number)
        start = end
    lines = Lines(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), np.array(hours, dtype=np.float64))
    return Found(lines, np.array(numbers, dtype=np.int64), ids, number, sure, readings)


def _hours(article: Article) -> float:
    return article.published.timestamp() / 3600 if article.published else math.nan


def measure_block(path: str, block: Block, settings: StorySettings, limits: ReadingSettings) -> Scored:
    """Measure the pairs of one block."""
    parts = []
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # one name, many blocks
        for at in range(0, len(block.places), _BATCH):
            rows = block.lines.only(np.arange(at, min(at + _BATCH, len(block.places))))
            pages = [as_given(_at(file, start, end, limits)) for start, end in zip(rows.starts, rows.ends, strict=True)]
            parts.append(columns_of_pages(pages, settings, compiled=True))
    columns = _dated(joined(parts), block.lines.hours)
    del parts
    pairs, scores, full = measure_all(columns, settings)
    turns = np.minimum(block.turns[pairs.first], block.turns[pairs.second])
    own = (turns >= block.first) & (turns < block.last) & ((scores > 0) | (full[pairs.first] & full[pairs.second]))
    core = (block.turns >= block.first) & (block.turns < block.last)
    a, b = block.places[pairs.first[own]], block.places[pairs.second[own]]
    return Scored(a, b, scores[own], block.places[core & full])


def _dated(columns: Columns, hours: Floats) -> Columns:
    """Return the columns with the hours that the whole file tells, where one line alone said others."""
    heads = zip(columns.heads, hours.tolist(), strict=True)
    return replace(
        columns,
        heads=tuple(head if head.hours in (None, told) else replace(head, hours=told) for head, told in heads),
    )


def _at(file: io.FileIO, start: int, end: int, limits: ReadingSettings) -> Article:
    """Read the article of one line again."""
    file.seek(int(start))
    article = _read(file.read(int(end - start)), limits, start == 0)
    assert article is not None, "the file was changed while it was read"
    return article


def as_given(article: Article) -> Page:
    """Return a text as a page without looking for clutter: every line is a paragraph."""
    text = article.text
    parts: list[Part] = []
    sentences: list[Span] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            parts.append(Part("body", start, end))
            first = start
            for match in _SENTENCE_END.finditer(line):
                if start + match.end() > first:
                    sentences.append(Span(first, start + match.end()))
                    first = start + match.end()
            if first < end:
                sentences.append(Span(first, end))
        start = end + 1
    return Page(article, tuple(parts), (), (), tuple(sentences))
