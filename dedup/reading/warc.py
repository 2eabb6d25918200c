"""Web archives: the HTML responses of a WARC file, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from dedup.errors import InputError
from dedup.reading.pages import read_page
from dedup.reading.streams import UnreadableError
from dedup.records import Article, Reject
from dedup.settings import ReadingSettings


def read_warc(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read the HTML responses; records are numbered from 1. Requests, images and redirects are no articles."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # no stubs exist
        from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]  # no stubs exist
    except ImportError as problem:
        raise InputError("reading .warc files needs warcio: pip install 'dedup[warc]'") from problem
    number = 0
    try:
        for record in ArchiveIterator(stream):
            number += 1
            if _is_page(record):
                yield _page(record, f"{name}:{number}", limits)
    except (ArchiveLoadFailed, EOFError, ValueError) as problem:
        raise UnreadableError(f"not a sound WARC file after record {number} ({problem}): fetch it again") from problem


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    if record.http_headers is None:
        return "html" in (record.content_type or "")
    status = record.http_headers.get_statuscode()
    return status == "200" and "html" in (record.http_headers.get_header("Content-Type") or "").lower()


def _page(record: Any, source: str, limits: ReadingSettings) -> Article | Reject:
    data = record.content_stream().read(limits.html_bytes + 1)
    url = record.rec_headers.get_header("WARC-Target-URI")
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
    charset = (kind or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    return read_page(data, identity=source, source=source, limits=limits, charset=charset, url=url)
