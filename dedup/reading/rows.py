"""Articles as rows and objects: JSON, JSON lines, CSV, Parquet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BufferedReader
from itertools import chain
from typing import Any, BinaryIO

from dedup.errors import InputError
from dedup.reading.encoding import as_utf8, decode, likely_encoding
from dedup.reading.fields import article_from, news_object, page_field
from dedup.reading.pages import read_page
from dedup.reading.streams import UnreadableError, lines, whole
from dedup.records import Article, Reject
from dedup.settings import ReadingSettings

_SEPARATOR = re.compile(r"\"?sep=([,;\t|])\"?", re.IGNORECASE)
# What a row with a whole page in ``html`` takes from the page where it does not say it itself.
_PAGE_FIELDS = ("title", "outlet", "published", "url", "byline", "language")


def read_json(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read one object, or an array of objects; an element's place in the array counts as its line."""
    text, _ = decode(whole(stream, limits.json_bytes), limits)
    try:
        data = json.loads(text)
    except ValueError as problem:
        if rows := _as_lines(text):
            yield from rows_as_articles(rows, name, limits)
            return
        raise UnreadableError(f"not valid JSON ({_brief(problem)}): write it anew") from problem
    except RecursionError as problem:
        raise UnreadableError("nested too deeply: give the article as a flat object") from problem
    if isinstance(data, list):
        yield from rows_as_articles(enumerate(data, start=1), name, limits)
    elif isinstance(data, Mapping) and isinstance(data.get("articles"), list):
        yield from rows_as_articles(enumerate(data["articles"], start=1), name, limits)
    else:
        yield _article(data, name, name, limits)


def read_json_lines(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read one object per line; empty lines are nothing."""
    for number, line in lines(as_utf8(stream), limits.text_bytes):
        source = f"{name}:{number}"
        if line is None:
            yield Reject(source, f"the line is longer than {limits.text_bytes >> 20} MB: split it into articles")
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            yield _article(json.loads(line.decode("utf-8")), source, source, limits)
        except UnicodeDecodeError as problem:
            yield Reject(source, f"not UTF-8 (byte {problem.start + 1} of the line): write the file as UTF-8")
        except ValueError as problem:
            yield Reject(source, f"not valid JSON ({_brief(problem)}): one object per line")
        except RecursionError:
            yield Reject(source, "nested too deeply: give the article as a flat object")


def read_csv(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read rows under a header line; comma, semicolon, tab or bar, whichever the header has most of.

    A line ``sep=;`` above the header, as spreadsheet programs write and read it, names the separator.
    """
    csv.field_size_limit(limits.text_bytes)
    texts = _RowLines(as_utf8(stream), limits)
    first = next(texts, "")
    told = _SEPARATOR.fullmatch(first.rstrip("\r\n"))
    above, first = (1, next(texts, "")) if told else (0, first)
    mark = told[1] if told else max(",;\t|", key=lambda character: (first.count(character), character == ","))
    reader = csv.reader(chain([first], texts), delimiter=mark, strict=True)
    header = _header(reader, first)
    while True:
        begin = above + reader.line_num + 1
        source = f"{name}:{begin}"
        texts.row_bytes = 0
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            end = above + reader.line_num
            lost = f", which takes the lines to {end} with it" if end > begin else ""
            yield Reject(source, f"not a row ({problem}){lost}: check the quotation marks around the fields")
            continue
        except UnreadableError as problem:
            yield Reject(source, str(problem))
            return
        while len(row) > len(header) and not row[-1]:  # a separator at the end of each line
            row.pop()
        if len(row) > len(header):
            what = f"{len(row)} fields under {len(header)} columns"
            yield Reject(source, f"{what}: put fields that hold the separator in quotation marks")
        elif row:
            extra = {"encoding_note": f"not UTF-8, read as {texts.encoding}"} if texts.encoding else {}
            yield _article(dict(zip(header, row, strict=False)) | extra, source, source, limits)


def _header(rows: Iterator[list[str]], line: str) -> list[str]:
    """Return the names of the columns, from the first row; ``line`` is what it was read from."""
    try:
        header = [column.strip() for column in next(rows, [])]
    except csv.Error as problem:
        cause = "its lines end in carriage returns alone" if "\r" in line.rstrip("\r\n") else problem
        raise UnreadableError(f"the header line is broken ({cause}): save it as CSV UTF-8") from problem
    if not any(header):
        raise UnreadableError("empty: the first line must name the columns")
    return header


class _RowLines(Iterator[str]):
    """The decoded lines of a CSV file; a row of many lines is bounded too (``row_bytes`` is reset per row).

    ``encoding`` is what lines that are not UTF-8 are read as, guessed once from the first of them and what follows it.
    """

    def __init__(self, stream: BinaryIO, limits: ReadingSettings) -> None:
        self._stream, self._lines = stream, lines(stream, limits.text_bytes)
        self._limit, self._sample_bytes = limits.text_bytes, limits.sample_bytes
        self.row_bytes = 0
        self.encoding: str | None = None

    def __next__(self) -> str:
        number, line = next(self._lines)
        self.row_bytes += self._limit + 1 if line is None else len(line)
        if line is None or self.row_bytes > self._limit:
            raise UnreadableError(
                f"the row is longer than {self._limit >> 20} MB (at line {number}), the rest is not read: "
                "split it, or close its quotation marks"
            )
        if b"\0" in line:
            raise UnreadableError(f"line {number} holds NUL bytes: save the file as UTF-8 text")
        try:
            return line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            if self.encoding is None:
                ahead = self._stream.peek() if isinstance(self._stream, BufferedReader) else b""
                self.encoding = likely_encoding((line + ahead)[: self._sample_bytes])
            return line.decode(self.encoding, "replace")


def read_parquet(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read the rows of a Parquet file in small batches; a row's number counts from 1."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as problem:
        raise InputError("reading .parquet files needs pyarrow: pip install 'dedup[parquet]'") from problem
    number = 0
    try:
        with pq.ParquetFile(stream) as table:
            _check_growth(table.metadata, limits)
            for batch in table.iter_batches(batch_size=limits.parquet_batch_rows, use_threads=False):
                for row in _in_microseconds(batch).to_pylist():
                    number += 1
                    yield _article(row, f"{name}:{number}", f"{name}:{number}", limits)
    except (pa.ArrowException, OSError, ValueError) as problem:
        raise UnreadableError(
            f"not a sound Parquet file after row {number} ({_brief(problem)}): write it anew"
        ) from problem


def _check_growth(metadata: Any, limits: ReadingSettings) -> None:
    """Raise ``UnreadableError`` where a row group is a bomb: 40 kB of Parquet took 4 GB of memory."""
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        columns = [group.column(place) for place in range(group.num_columns)]
        taken, given = (
            sum(getattr(column, f"total_{kind}_size") for column in columns) for kind in ("compressed", "uncompressed")
        )
        if given > limits.inflated_bytes and given > taken * limits.inflated_ratio:
            raise UnreadableError(
                f"decompresses to more than {limits.inflated_ratio} times its size: write it anew uncompressed if that is meant"
            )


def _in_microseconds(batch: Any) -> Any:
    """Return an Arrow batch whose times fit Python's: nanoseconds are cut."""
    import pyarrow as pa

    for place, column in enumerate(batch.schema):
        if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
            cut = batch.column(place).cast(pa.timestamp("us", column.type.tz), safe=False)
            batch = batch.set_column(place, column.name, cut)
    return batch


def rows_as_articles(rows: Any, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Turn ``(number, object)`` pairs into articles."""
    for number, row in rows:
        yield _article(row, f"{name}:{number}", f"{name}:{number}", limits)


def _article(data: Any, default_id: str, source: str, limits: ReadingSettings) -> Article | Reject:
    if isinstance(data, Mapping) and "@graph" in data:
        data = news_object(data) or data
    if not isinstance(data, Mapping):
        return Reject(source, f'not an object but a {type(data).__name__}: give objects with a field "text"')
    if any(isinstance(value, str | bytes) and len(value) > limits.text_bytes for value in data.values()):
        return Reject(source, f"the row is longer than {limits.text_bytes >> 20} MB: split it into articles")
    if html := page_field(data):
        return _from_page(data, html, default_id, source, limits)
    return article_from(data, default_id=default_id, source=source)


def _from_page(
    row: Mapping[str, Any], html: str, default_id: str, source: str, limits: ReadingSettings
) -> Article | Reject:
    """Return the article of a row that holds a whole page: what the row says itself goes before what the page says."""
    url = row["url"] if isinstance(row.get("url"), str) else None
    data = row[html].encode("utf-8", "replace")
    page = read_page(data, identity=default_id, source=source, limits=limits, url=url)
    if isinstance(page, Reject):
        return page
    rest = {key: value for key, value in row.items() if key != html and value is not None}
    article = article_from(rest | {"text": page.text}, default_id=default_id, source=source)
    if isinstance(article, Reject):
        return article
    own = {field: getattr(page, field) for field in _PAGE_FIELDS if getattr(article, field) is None}
    if "published" in own:
        own["published_note"] = page.published_note
    return replace(article, extracted=True, **own)


def _as_lines(text: str) -> list[tuple[int, Any]]:
    """Return the rows of JSON lines under the name .json, or nothing where the first line is no object either."""
    rows: list[tuple[int, Any]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append((number, json.loads(line)))
        except (ValueError, RecursionError):
            return []
    return rows


def _brief(problem: Exception) -> str:
    return str(problem).split("\n", 1)[0][:120]
