"""Articles as rows and objects: JSON, JSON lines, CSV, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from dedup.errors import InputError
from dedup.reading.encoding import decode
from dedup.reading.fields import article_from, news_object
from dedup.reading.streams import Unreadable, lines, whole
from dedup.records import Article, Reject
from dedup.settings import ReadingSettings

_HEADER_BYTES = 1 << 20


def read_json(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read one object, or an array of objects; an element's place in the array counts as its line."""
    text, _ = decode(whole(stream, limits.json_bytes), limits)
    try:
        data = json.loads(text)
    except ValueError as problem:
        if rows := _as_lines(text):
            yield from rows_as_articles(rows, name)
            return
        raise Unreadable(f"not valid JSON ({_brief(problem)}): write it anew") from problem
    except RecursionError as problem:
        raise Unreadable("nested too deeply: give the article as a flat object") from problem
    if isinstance(data, list):
        yield from rows_as_articles(enumerate(data, start=1), name)
    elif isinstance(data, Mapping) and isinstance(data.get("articles"), list):
        yield from rows_as_articles(enumerate(data["articles"], start=1), name)
    else:
        yield _article(data, name, name)


def read_json_lines(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read one object per line; empty lines are nothing."""
    for number, line in lines(stream, limits.text_bytes):
        source = f"{name}:{number}"
        if line is None:
            yield Reject(source, f"the line is longer than {limits.text_bytes >> 20} MB: split it into articles")
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            yield _article(json.loads(line.decode("utf-8")), source, source)
        except UnicodeDecodeError as problem:
            yield Reject(source, f"not UTF-8 (byte {problem.start + 1} of the line): write the file as UTF-8")
        except ValueError as problem:
            yield Reject(source, f"not valid JSON ({_brief(problem)}): one object per line")
        except RecursionError:
            yield Reject(source, "nested too deeply: give the article as a flat object")


def read_csv(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read rows under a header line; comma, semicolon, tab or bar, whichever the header has most of."""
    from dedup.reading.fields import article_from

    csv.field_size_limit(limits.text_bytes)
    texts = _decoded_lines(stream, limits)
    header_line = next(texts, "")
    if not header_line.strip():
        raise Unreadable("empty: the first line must name the columns")
    mark = max(",;\t|", key=lambda character: (header_line.count(character), character == ","))
    reader = csv.reader(chain([header_line], texts), delimiter=mark)
    header = [column.strip() for column in next(reader)]
    before = reader.line_num
    while True:
        source = f"{name}:{before + 1}"
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            before = reader.line_num
            yield Reject(source, f"not a row ({problem}): check the quotation marks around the fields")
            continue
        before = reader.line_num
        if not row:
            continue
        if len(row) > len(header):
            yield Reject(source, f"{len(row)} fields under {len(header)} columns: put fields with commas in quotation marks")
            continue
        yield article_from(dict(zip(header, row, strict=False)), default_id=source, source=source)


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
            for batch in table.iter_batches(batch_size=limits.parquet_batch_rows, use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    source = f"{name}:{number}"
                    yield article_from(row, default_id=source, source=source)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as problem:
        raise Unreadable(f"not a sound Parquet file after row {number} ({_brief(problem)}): write it anew") from problem


def rows_as_articles(rows: Any, name: str) -> Iterator[Article | Reject]:
    """Turn ``(number, object)`` pairs into articles."""
    for number, row in rows:
        yield _article(row, f"{name}:{number}", f"{name}:{number}")


def _article(data: Any, default_id: str, source: str) -> Article | Reject:
    if isinstance(data, Mapping) and "@graph" in data:
        data = news_object(data) or data
    if not isinstance(data, Mapping):
        return Reject(source, f"not an object but a {type(data).__name__}: give objects with a field \"text\"")
    return article_from(data, default_id=default_id, source=source)


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


def _decoded_lines(stream: BinaryIO, limits: ReadingSettings) -> Iterator[str]:
    for number, line in lines(stream, limits.text_bytes):
        if line is None:
            raise Unreadable(f"line {number} is longer than {limits.text_bytes >> 20} MB: split it")
        text, _ = decode(line, limits)
        yield text


def _brief(problem: Exception) -> str:
    return str(problem).split("\n", 1)[0][:120]
