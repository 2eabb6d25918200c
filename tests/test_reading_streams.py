"""Compressed files, bombs, broken ends and endless lines, in bounded memory."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reading.streams import UnreadableError, inflated, lines, whole
from dedup.settings import ReadingSettings

zstandard = pytest.importorskip("zstandard")
LIMITS = ReadingSettings()
SMALL = ReadingSettings(inflated_bytes=1 << 20, inflated_ratio=50)


def compress(kind: str, data: bytes) -> bytes:
    if kind == "gzip":
        return gzip.compress(data, 6)
    return zstandard.compress(data)


kinds = pytest.mark.parametrize("kind", ["gzip", "zstd"])


@kinds
def test_several_frames_are_one_file(kind: str) -> None:
    data = compress(kind, b"one\n" * 1000) + compress(kind, b"") + compress(kind, b"two\n" * 1000)
    assert inflated(io.BytesIO(data), LIMITS).read() == b"one\n" * 1000 + b"two\n" * 1000


def test_zeros_after_the_last_gzip_member_are_padding() -> None:
    assert inflated(io.BytesIO(gzip.compress(b"abc") + b"\0" * 512), LIMITS).read() == b"abc"


def test_what_is_not_compressed_is_itself_whatever_its_name() -> None:
    for data in (b"", b"a", b"abc", b"plain text\n" * 10_000):
        assert inflated(io.BytesIO(data), LIMITS).read() == data


@kinds
def test_a_file_that_breaks_off_gives_what_it_has_and_says_so(kind: str) -> None:
    data = compress(kind, bytes(range(256)) * 4000)
    with pytest.raises(UnreadableError, match="breaks off"):
        inflated(io.BytesIO(data[: len(data) // 2]), LIMITS).read()


@kinds
def test_a_file_compressed_twice_is_unpacked_twice(kind: str) -> None:
    assert inflated(io.BytesIO(compress(kind, gzip.compress(b"abc" * 1000))), LIMITS).read() == b"abc" * 1000


@kinds
def test_damage(kind: str) -> None:
    data = bytearray(compress(kind, b"The bridge is closed. " * 5000))
    data[12:40] = b"\xff" * 28
    with pytest.raises(UnreadableError, match=r"damaged|breaks off"):
        inflated(io.BytesIO(bytes(data)), LIMITS).read()


@kinds
def test_rubbish_after_the_end(kind: str) -> None:
    with pytest.raises(UnreadableError, match=r"damaged|breaks off"):
        inflated(io.BytesIO(compress(kind, b"abc") + b"rubbish"), LIMITS).read()


@kinds
def test_a_bomb_ends_in_bounded_memory(kind: str) -> None:
    bomb = compress(kind, b"\0" * (200 << 20))

    def read_all() -> None:
        stream = inflated(io.BytesIO(bomb), SMALL)
        while stream.read(1 << 16):
            pass

    tracemalloc.start()
    with pytest.raises(UnreadableError, match="more than 50 times"):
        read_all()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 << 20


def test_large_text_of_usual_ratio_is_no_bomb() -> None:
    text = b"".join(zlib.crc32(str(i).encode()).to_bytes(4, "big").hex().encode() + b"\n" for i in range(200_000))
    assert len(inflated(io.BytesIO(gzip.compress(text)), SMALL).read()) == len(text)


def test_whole_has_a_limit() -> None:
    assert whole(io.BytesIO(b"a" * 10), 10) == b"a" * 10
    with pytest.raises(UnreadableError, match="larger than"):
        whole(io.BytesIO(b"a" * 11), 10)


class Endless(io.RawIOBase):
    """A line of two gigabytes between two short ones, made while it is read."""

    def __init__(self) -> None:
        self.parts: Iterator[bytes] = iter([b"first\n", *[b"x" * (1 << 16)] * ((2 << 30) >> 16), b"\nlast\n"])
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self.rest = self.rest or next(self.parts, b"")
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def test_a_line_of_two_gigabytes_is_skipped_in_bounded_memory() -> None:
    tracemalloc.start()
    found = list(lines(io.BufferedReader(Endless(), 1 << 16), 1 << 20))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [(1, b"first\n"), (2, None), (3, b"last\n")]
    assert peak < 8 << 20


@given(st.binary(max_size=300), st.integers(min_value=1, max_value=20))
def test_lines_against_split(data: bytes, limit: int) -> None:
    expected = [
        (number, line if len(line) <= limit else None) for number, line in enumerate(data.split(b"\n"), start=1)
    ]
    found = [
        (number, None if line is None else line.removesuffix(b"\n")) for number, line in lines(io.BytesIO(data), limit)
    ]
    if data.endswith(b"\n") or not data:
        expected.pop()
    # A line end counts towards the limit.
    for (number, want), (got_number, got) in zip(expected, found, strict=True):
        assert number == got_number
        assert got == want or (got is None and want is not None and len(want) == limit)


@given(st.binary(max_size=300))
def test_any_bytes_after_a_magic_number(data: bytes) -> None:
    for magic in (b"\x1f\x8b", b"\x28\xb5\x2f\xfd"):
        try:
            inflated(io.BytesIO(magic + data), LIMITS).read()
        except UnreadableError:
            continue
