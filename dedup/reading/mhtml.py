"""Pages that a browser saved as one file (MHTML, RFC 2557): a mail whose first HTML part is the page."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from typing import BinaryIO

from dedup.reading.pages import read_page
from dedup.reading.streams import UnreadableError, whole
from dedup.records import Article, Reject
from dedup.settings import ReadingSettings


def read_mhtml(stream: BinaryIO, name: str, limits: ReadingSettings) -> Iterator[Article | Reject]:
    """Read the page of an MHTML file; the pictures and styles beside it are left."""
    try:
        message = message_from_bytes(whole(stream, limits.text_bytes))
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        data = page.get_payload(decode=True) if page is not None else None
    except (RecursionError, ValueError, LookupError) as problem:
        raise UnreadableError("not a sound MHTML file: save the page as HTML") from problem
    if page is None or not isinstance(data, bytes):
        raise UnreadableError("no HTML page in the MHTML file: save the page as HTML")
    url = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
    charset = page.get_content_charset()
    yield read_page(data, identity=name, source=name, limits=limits, charset=charset, url=url or None)
