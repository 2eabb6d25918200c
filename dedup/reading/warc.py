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
    for number, record in _records(_Direct(stream)):
        if _is_page(record):
            yield _page(record, f"{name}:{number}", limits)


def _records(stream: _Direct) -> Iterator[tuple[int, Any]]:
    """Yield the records with their numbers; raises ``UnreadableError`` at the end of an archive that is not sound."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as problem:
        raise InputError("reading .warc files needs warcio: pip install 'dedup[warc]'") from problem
    number = 0
    try:
        archive = ArchiveIterator(stream)
        archive.INC_RECORD = ""  # what it would print of a record with a wrong length
        for number, record in enumerate(archive, start=1):
            yield number, record
    except UnreadableError:
        raise
    except Exception as problem:  # besides its own errors, broken headers make it raise AttributeError and the like
        raise UnreadableError(f"not a sound WARC file after record {number} ({problem}): fetch it again") from problem
    if archive.err_count:
        raise UnreadableError(f"{archive.err_count} records are longer than they say: fetch the archive again")
    if not stream.end.endswith((b"\r\n\r\n", b"\n\n")):
        raise UnreadableError(f"the archive breaks off after record {number}: fetch it again")


class _Direct:
    """A stream that gives what it has before it says that the rest is damaged, as a filled-up buffer would not."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.end = b""
        """The last four bytes so far: two line ends close every record, the last one too."""

    def read(self, size: int) -> bytes:
        """Return at most ``size`` bytes, as soon as there are any."""
        data: bytes = self._stream.read1(size)  # type: ignore[attr-defined]  # BinaryIO does not name read1
        self.end = (self.end + data[-4:])[-4:]
        return data


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    if record.http_headers is None:
        return "html" in (record.content_type or "")
    status = record.http_headers.get_statuscode()
    return status == "200" and "html" in (record.http_headers.get_header("Content-Type") or "").lower()


def _page(record: Any, source: str, limits: ReadingSettings) -> Article | Reject:
    data = record.content_stream().read(limits.html_bytes + 1)
    # Asked for one byte more, a whole record has none left to give, a broken one has not given what it announced.
    if len(data) <= limits.html_bytes and not record.raw_stream.read(1) and getattr(record.raw_stream, "limit", 0) > 0:
        return Reject(source, "the record breaks off: fetch the archive again")
    url = record.rec_headers.get_header("WARC-Target-URI")
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
    charset = (kind or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    return read_page(data, identity=source, source=source, limits=limits, charset=charset, url=url)
