"""Bytes of files, decompressed within limits and cut into lines of bounded length."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

from dedup.errors import InputError
from dedup.settings import ReadingSettings

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"  # a skippable frame that carries the dictionary of a .warc.zst
CHUNK = 64 << 10
# Steps of input that can grow to 16 and to 32 MiB at most before that is checked: gzip grows up to 1,032 fold, and a
# zstd block of 4 bytes can hold 128 KiB.
GZIP_CHUNK = 16 << 10
ZSTD_CHUNK = 1 << 10


class UnreadableError(Exception):
    """A file, or the rest of it, cannot be read; the message is the reason and its cure."""


class _Inflator(Protocol):
    """A frame being decompressed, as ``zlib`` and ``zstandard`` offer it."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class _Inflated(io.RawIOBase):
    """The decompressed content of a file of one or more frames; raises ``UnreadableError`` on damage and on bombs."""

    def __init__(
        self,
        source: BinaryIO | io.RawIOBase,
        head: bytes,
        new_frame: Callable[[], _Inflator],
        chunk: int,
        limits: ReadingSettings,
    ) -> None:
        self._source, self._head, self._new_frame, self._chunk, self._limits = source, head, new_frame, chunk, limits
        self._frame: _Inflator | None = None
        self._ready = memoryview(b"")
        self._taken = self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed's name is a private protocol
        while not self._ready:
            data = self._head or self._source.read(self._chunk) or b""
            if not data:
                if self._frame is not None and not self._frame.eof:
                    raise UnreadableError("the compressed file breaks off: fetch or compress it again")
                return 0
            self._head = b""
            self._ready = memoryview(self._inflate(data))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _inflate(self, data: bytes) -> bytes:
        if self._frame is None or self._frame.eof:
            data = data.lstrip(b"\0") if self._frame is not None else data  # gzip allows zeros after the last member
            if not data:
                return b""
            self._frame = self._new_frame()
        step, self._head = data[: self._chunk], data[self._chunk :]
        try:
            out = self._frame.decompress(step)
        except (
            Exception
        ) as problem:  # zlib.error, or zstandard's own, which is not importable where it is not installed
            raise UnreadableError(
                f"the compressed data is damaged ({problem}): fetch or compress it again"
            ) from problem
        if self._frame.eof:
            self._head = self._frame.unused_data + self._head
        self._taken += len(step)
        self._given += len(out)
        if self._given > self._limits.inflated_bytes and self._given > self._taken * self._limits.inflated_ratio:
            raise UnreadableError(
                f"decompresses to more than {self._limits.inflated_ratio} times its size: "
                "decompress it yourself if that is meant"
            )
        return out


def _gzip_member() -> _Inflator:
    return zlib.decompressobj(wbits=31)


def _zstd_frame() -> _Inflator:
    try:
        import zstandard
    except ImportError as problem:
        raise InputError("reading .zst files needs zstandard: pip install 'dedup[zstd]'") from problem
    frame: _Inflator = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    return frame


def inflated(source: BinaryIO, limits: ReadingSettings) -> io.BufferedReader:
    """Return the content of a file, decompressed (once or twice) where it begins as gzip or Zstandard do.

    The first bytes decide, not the name: a ``.gz`` that a server has already unpacked is read as it is.
    """
    # Twice: what a server sends compressed for the way may have been a compressed file before.
    return io.BufferedReader(_unpacked(_unpacked(source, limits), limits), CHUNK)


def _unpacked(source: BinaryIO | io.RawIOBase, limits: ReadingSettings) -> io.RawIOBase:
    head = source.read(4) or b""
    if head.startswith(GZIP):
        return _Inflated(source, head, _gzip_member, GZIP_CHUNK, limits)
    if head == ZSTD_DICTIONARY:
        raise UnreadableError("compressed with a dictionary of its own: decompress it with zstd first")
    if head == ZSTD:
        return _Inflated(source, head, _zstd_frame, ZSTD_CHUNK, limits)
    return _Rejoined(source, head)


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes have been looked at."""

    def __init__(self, source: BinaryIO | io.RawIOBase, head: bytes) -> None:
        self._source, self._head = source, head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed's name is a private protocol
        data = self._head[: len(buffer)] or self._source.read(len(buffer)) or b""
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def whole(stream: BinaryIO, limit: int) -> bytes:
    """Return all that the stream holds, or raise ``UnreadableError`` beyond ``limit`` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"larger than {limit >> 20} MB: split it, or give its articles as JSON lines")
    return data


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield ``(number, line)`` from 1, line ends kept; None for a line over ``limit`` bytes, skipped in chunks."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(CHUNK)
        yield number, None
