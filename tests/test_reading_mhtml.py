"""Pages saved as one file: the page is found, everything else ends quickly."""

from __future__ import annotations

import base64
import io
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reading.mhtml import read_mhtml
from dedup.reading.streams import UnreadableError
from dedup.records import Article
from dedup.settings import ReadingSettings

LIMITS = ReadingSettings()
TEXT = "The council closed the old river bridge on Monday after engineers found cracks in two piers, Mayor Núñez said."
PAGE = f"<html><head><title>Bridge closed</title></head><body><article><p>{TEXT}</p></article></body></html>"
HEAD = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n'
WHERE = "Snapshot-Content-Location: https://www.daily.example/bridge\r\n"


def mhtml(encoding: str, body: bytes, charset: str = "utf-8", head: str = WHERE + HEAD) -> bytes:
    kind = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    picture = "--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n"
    return f"{head}\r\n--x\r\n{kind}".encode() + body + b"\r\n" + picture.encode()


def read(data: bytes) -> list[object]:
    return list(read_mhtml(io.BytesIO(data), "page.mhtml", LIMITS))


@pytest.mark.parametrize(
    ("encoding", "body", "charset"),
    [
        ("quoted-printable", quopri.encodestring(PAGE.encode()), "utf-8"),
        ("base64", base64.encodebytes(PAGE.encode()), "utf-8"),
        ("8bit", PAGE.encode("cp1252"), "windows-1252"),
    ],
)
def test_the_page_is_read_with_its_address(encoding: str, body: bytes, charset: str) -> None:
    (found,) = read(mhtml(encoding, body, charset))
    assert isinstance(found, Article)
    assert (found.id, found.text, found.outlet) == ("page.mhtml", TEXT, "daily.example")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no mail at all",
        (HEAD + "\r\n--x\r\nContent-Type: text/plain\r\n\r\nwords\r\n--x--").encode(),
        ("".join(f'Content-Type: multipart/related; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(5000))).encode(),
    ],
)
def test_what_holds_no_page_is_a_reject(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="save the page as HTML"):
        read(data)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    for whole in (data, HEAD.encode() + b"\r\n--x\r\n" + data):
        try:
            read(whole)
        except UnreadableError:
            continue
