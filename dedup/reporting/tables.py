"""The tables of an analysis as files: JSON lines, CSV or Parquet."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from dedup.reporting.files import file_stems, possible_stems, write_atomically
from dedup.reporting.layout import table
from dedup.results import TABLES, Analysis
from dedup.rows import as_json, as_plain, column_names, without_surrogates

Format = Literal["table", "jsonl", "csv", "parquet"]

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_tables(analysis: Analysis, folder: Path) -> None:
    """Write every table as ``<table>.jsonl``, ``manifest.json`` and the extracted texts into ``folder``.

    UTF-8, lines ended by a line feed, one row a line, keys in the order of the row's fields. ``texts/<id>.txt`` holds
    each text that was extracted from a page, as the spans count in it; ``files.file_stems`` makes the name. The
    manifest is written last, and what a run before left (its manifest, its texts) taken away first: a folder with a
    manifest is complete. Raises UsageError where a file cannot be written.
    """
    with contextlib.suppress(OSError):  # no folder yet; what else is wrong the first table will say
        (folder / "manifest.json").unlink()
    _remove_texts(folder)
    for name in TABLES:
        write_atomically(folder / f"{name}.jsonl", _json_lines(getattr(analysis, name)))
    extracted = sorted(article_id for article_id, page in analysis.pages.items() if page.article.extracted)
    for article_id, stem in file_stems(extracted).items():
        text = without_surrogates(analysis.pages[article_id].text)
        write_atomically(folder / "texts" / f"{stem}.txt", [text.encode("utf-8")])
    write_atomically(folder / "manifest.json", [f"{as_json(analysis.manifest, indent=2)}\n".encode()])


def _remove_texts(folder: Path) -> None:
    """Remove the texts that an earlier run wrote for the articles of its table, and no other file."""
    if not (folder / "texts").is_dir():
        return
    with (
        contextlib.suppress(OSError, ValueError),
        (folder / "articles.jsonl").open(encoding="utf-8") as table_of_before,
    ):
        for line in table_of_before:
            row = json.loads(line)
            if not isinstance(row, dict) or not {"id", "derivation"} <= row.keys():
                return  # no table of ours
            for stem in possible_stems(str(row["id"])):
                with contextlib.suppress(OSError):  # not there, or a name too long to be
                    (folder / "texts" / f"{stem}.txt").unlink()


def write_rows(rows: Sequence[Any], form: Format, out: Path | None = None, *, row_type: type | None = None) -> None:
    """Write rows of one type to a file, or to standard output where ``out`` is None or ``-``.

    ``row_type`` names the columns where there may be no rows. In CSV a nested value is JSON, null is an empty cell, and
    a text that a spreadsheet would take for a formula (it begins with ``= + - @``, a tab or a carriage return) is
    prefixed with an apostrophe, as OWASP advises ("CSV Injection"). Raises UsageError where the file cannot be written
    or ``parquet`` is asked for without pyarrow.
    """
    row_type = row_type or (type(rows[0]) if rows else None)
    chunks = _CHUNKS[form](rows, row_type)
    if out is None or str(out) == "-":
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    else:
        write_atomically(out, chunks)


def _json_lines(rows: Iterable[object], _row_type: type | None = None) -> Iterator[bytes]:
    for row in rows:
        yield f"{as_json(row)}\n".encode()


def _csv_lines(rows: Iterable[object], row_type: type | None) -> Iterator[bytes]:
    if row_type is not None:
        yield _csv_line(column_names(row_type))
    for row in rows:
        yield _csv_line([_csv_cell(value) for value in as_plain(row).values()])


def _csv_line(values: Sequence[object]) -> bytes:
    # The writer puts a lone carriage return in quotation marks only where its own line end has one.
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(values)
    return without_surrogates(buffer.getvalue().removesuffix("\r\n") + "\n").encode("utf-8")


def _csv_cell(value: object) -> object:
    if isinstance(value, dict | list):
        return as_json(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = value.replace("\0", "\ufffd")  # readers of CSV stop at a NUL
        return f"'{text}" if text.startswith(FORMULA_STARTS) else text
    return value


def _table_lines(rows: Sequence[Any], row_type: type | None) -> Iterator[bytes]:
    if row_type is not None:
        cells = [[_shown(value) for value in as_plain(row).values()] for row in rows]
        yield f"{table(column_names(row_type), cells)}\n".encode()


def _shown(value: object) -> str:
    if value is None:
        return ""
    return as_json(value) if isinstance(value, dict | list | bool) else str(value)


def _parquet_bytes(rows: Sequence[Any], row_type: type | None) -> Iterator[bytes]:
    from dedup.reporting.parquet import parquet_bytes

    yield parquet_bytes(rows, row_type)


_CHUNKS: dict[str, Callable[[Sequence[Any], type | None], Iterator[bytes]]] = {
    "table": _table_lines,
    "jsonl": _json_lines,
    "csv": _csv_lines,
    "parquet": _parquet_bytes,
}
