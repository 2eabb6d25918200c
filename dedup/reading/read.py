"""Paths in, articles and rejects out: every input ends in the one or the other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, overload

from dedup.reading.day_order import in_one_order
from dedup.reading.encoding import decode
from dedup.reading.fields import why_unfit
from dedup.reading.files import SourceFile, find_files
from dedup.reading.mhtml import read_mhtml
from dedup.reading.pages import read_page
from dedup.reading.rows import read_csv, read_json, read_json_lines, read_parquet
from dedup.reading.streams import UnreadableError, inflated, whole
from dedup.reading.warc import read_warc
from dedup.records import Article, Reject
from dedup.settings import ReadingSettings

Reader = Callable[[BinaryIO, str, ReadingSettings], Iterator[Article | Reject]]


@dataclass(frozen=True)
class Reading(Sequence[Article]):
    """The articles that were read, as a sequence, and the ``rejects`` with their reasons."""

    articles: tuple[Article, ...]
    rejects: tuple[Reject, ...]

    def __repr__(self) -> str:
        return f"<Reading: {len(self.articles)} articles, {len(self.rejects)} rejects>"

    def __len__(self) -> int:
        return len(self.articles)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        return self.articles[index]


def read_articles(*paths: str | Path | Sequence[str | Path], limits: ReadingSettings | None = None) -> Reading:
    """Read folders and files whole, given one by one or as a list; formats and errors as in ``iter_articles``."""
    articles: list[Article] = []
    rejects: list[Reject] = []
    given = [path for one in paths for path in ([one] if isinstance(one, str | Path) else one)]
    for entry in iter_articles(given, limits=limits):
        if isinstance(entry, Article):
            articles.append(entry)
        else:
            rejects.append(entry)
    return Reading(tuple(in_one_order(articles)), tuple(rejects))


def iter_articles(
    paths: Sequence[str | Path], *, stdin: BinaryIO | None = None, limits: ReadingSettings | None = None
) -> Iterator[Article | Reject]:
    """Yield the articles of folders and files (``-``: JSON lines from ``stdin``), in sorted order.

    Formats: ``.txt .html .mhtml .json .jsonl .csv .tsv .parquet .warc``, also with ``.gz`` and ``.zst``. A file's
    article has its path in the folder as id, a row its ``id`` field, else ``<file>:<line>``. What cannot be used is
    yielded as ``Reject``, the later of two articles of one id too. Raises ``UsageError`` for a missing path,
    ``InputError`` for a given file that cannot be read and for a format whose library is not installed.
    """
    limits = limits or ReadingSettings()
    names = [str(path) for path in ([paths] if isinstance(paths, str) else paths)]
    files = list(find_files([Path(name) for name in names if name != "-"]))
    return _without_doubles(_all(files, stdin if "-" in names else None, "-" in names, limits))


def _all(
    files: Sequence[SourceFile | Reject], stdin: BinaryIO | None, with_stdin: bool, limits: ReadingSettings
) -> Iterator[Article | Reject]:
    if with_stdin:
        yield from _read(stdin or sys.stdin.buffer, "-", read_json_lines, limits)
    for file in files:
        if isinstance(file, Reject):
            yield file
            continue
        try:
            with closing(file.path.open("rb", buffering=0)) as opened:
                yield from _read(opened, file.name, _READERS[file.format], limits)
        except OSError as problem:
            yield Reject(file.name, f"cannot be read ({problem.strerror or problem}): check its permissions")


def _read(stream: BinaryIO, name: str, reader: Reader, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Yield what a reader finds; what breaks it off is the last reject."""
    try:
        yield from reader(stream if reader is read_parquet else inflated(stream, limits), name, limits)
    except UnreadableError as problem:
        yield Reject(name, str(problem))


def _without_doubles(entries: Iterator[Article | Reject]) -> Iterator[Article | Reject]:
    first: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, Article):
            if entry.id in first:
                yield Reject(
                    entry.source, f'the id "{entry.id}" stands first in {first[entry.id]}: give each article its own id'
                )
                continue
            first[entry.id] = entry.source
        yield entry


def _read_text(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    text, note = decode(whole(stream, limits.text_bytes), limits)
    if reason := why_unfit(text):
        yield Reject(name, reason)
    else:
        yield Article(id=name, text=text, source=name, extra={"encoding_note": note} if note else {})


def _read_html(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    yield read_page(whole(stream, limits.html_bytes), identity=name, source=name, limits=limits)


_READERS: dict[str, Reader] = {
    "text": _read_text,
    "html": _read_html,
    "json": read_json,
    "jsonl": read_json_lines,
    "csv": read_csv,
    "parquet": read_parquet,
    "warc": read_warc,
    "mhtml": read_mhtml,
}
