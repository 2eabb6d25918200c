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
        archive = ArchiveIterator(_Direct(stream))
        archive.INC_RECORD = ""  # what it would print of a record with a wrong length; told below
        for record in archive:
            number += 1
            if _is_page(record):
                yield _page(record, f"{name}:{number}", limits)
        if archive.err_count:
            yield Reject(name, f"{archive.err_count} records are longer than they say: fetch the archive again")
    except (ArchiveLoadFailed, EOFError, ValueError) as problem:
        raise UnreadableError(f"not a sound WARC file after record {number} ({problem}): fetch it again") from problem


class _Direct:
    """A stream that gives what it has before it says that the rest is damaged, as a filled-up buffer would not."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Return at most ``size`` bytes, as soon as there are any."""
        return self._stream.read1(size)  # type: ignore[attr-defined,no-any-return]  # BinaryIO does not name read1


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    if record.http_headers is None:
        return "html" in (record.content_type or "")
    status = record.http_headers.get_statuscode()
    return status == "200" and "html" in (record.http_headers.get_header("Content-Type") or "").lower()


def _content(stream: Any, limit: int) -> bytes:
    """Return what a stream holds, at most about ``limit`` bytes of it; one read gives a block only."""
    parts: list[bytes] = []
    size = 0
    while size < limit and (part := stream.read(limit - size)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _page(record: Any, source: str, limits: ReadingSettings) -> Article | Reject:
    data = _content(record.content_stream(), limits.html_bytes + 1)
    # Asked for one byte more, a whole record has none left to give, a broken one has not given what it announced.
    if len(data) <= limits.html_bytes and not record.raw_stream.read(1) and getattr(record.raw_stream, "limit", 0) > 0:
        return Reject(source, "the record breaks off: fetch the archive again")
    url = record.rec_headers.get_header("WARC-Target-URI")
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
    charset = (kind or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    return read_page(data, identity=source, source=source, limits=limits, charset=charset, url=url)
