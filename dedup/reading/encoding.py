"""From bytes to text: byte order marks, UTF-8, the declared charset, and at last a guess that is told."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

from dedup.reading.language import detect_language
from dedup.reading.streams import CHUNK, UnreadableError
from dedup.settings import ReadingSettings

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings in 7 bits: valid as ASCII and yet not ASCII, so that a declaration of one of them goes before UTF-8.
_SEVEN_BITS = re.compile(r"iso-?2022|hz", re.IGNORECASE)
# What may be declared: charsets of texts, none of Python's other codecs. Some names stand for a larger set on the web
# (WHATWG Encoding Standard): a page that says Latin-1 has the quotation marks of windows-1252.
_CHARSET = re.compile(r"utf-?(?:8|16)|iso-?(?:8859|2022)|windows-|cp\d|koi8|gb|big5|euc-|shift|hz|mac|tis-|latin")
_MEANT = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "tis-620": "cp874", "x-mac-roman": "mac_roman",
}  # fmt: skip
# What offices save the languages in that are not written in windows-1252; Macs saved mac_roman.
_CODE_PAGES = {
    "pl": "cp1250", "cs": "cp1250", "sk": "cp1250", "hu": "cp1250", "ro": "cp1250", "hr": "cp1250", "tr": "cp1254",
}  # fmt: skip
# Where a wrong encoding shows: a capital after a small letter or alone (but for words like È), a sign other than an
# apostrophe or a dash inside a word, a control character.
_MISPLACED = re.compile(
    r"(?<=[^\W\d_A-Z])[À-ÖØ-ÞŠŒŽŸ]|(?<!\S)[ÁÂÃÄÅÆÇËÌ-ÖØ-ÞŠŒŽŸ](?!\S)"
    r"|(?<=[^\W\d_])[^\w\s\x00-\x7f’‘–—…·\xad](?=[^\W\d_])|[\x80-\x9f\ufffd]"
)
_MOST_MISPLACED = 0.05
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_JUNK = "not text (binary data): give the article as text, HTML or a row"


def decode(data: bytes, limits: ReadingSettings, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text, and a note where the encoding was neither marked, UTF-8 nor declared.

    Order: byte order mark; UTF-8 where all bytes agree (a declaration is wrong more often than UTF-8 happens by
    chance); the declared charset; UTF-8 with a few broken bytes; a guess. Line ends stay as they are. Raises
    ``UnreadableError`` for binary data.
    """
    declared = _meant(declared)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace")), None
    if declared and _SEVEN_BITS.match(declared) and (text := _strict(data, declared)) is not None:
        return _checked(text), None
    if data.find(b"\0") >= 0:
        return _checked(_without_mark(data, limits)), "no byte order mark, read as UTF-16"
    if (text := _strict(data, "utf-8")) is not None:
        return _checked(text), None
    if declared and (text := _strict(data, declared)) is not None:
        return _checked(text), None
    return _guessed(data, limits)


def _meant(declared: str | None) -> str | None:
    """Return the encoding that a declared charset stands for, None where it is none."""
    name = (declared or "").strip().lower()
    name = _MEANT.get(name, name)
    return name if _CHARSET.match(name) else None


def mended(text: str) -> str:
    """Return the text with lone surrogates, which no file can hold, replaced one for one by U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return mended(data.decode(encoding))
    except (UnicodeError, LookupError, ValueError):
        return None


def _without_mark(data: bytes, limits: ReadingSettings) -> str:
    """Decode UTF-16 without a mark, told by zeros in every other place; all else with zeros is binary."""
    sample = data[: limits.sample_bytes]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most = 0.4 * len(sample) / 2
    text = None
    if odd > most and even * 20 < odd:
        text = _strict(data, "utf-16-le")
    elif even > most and odd * 20 < even:
        text = _strict(data, "utf-16-be")
    if text is None:
        raise UnreadableError(_JUNK)
    return text


def _guessed(data: bytes, limits: ReadingSettings) -> tuple[str, str]:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    # More good multi-byte characters than broken ones: UTF-8 with damage, for instance a text cut inside a character.
    if broken * 2 < sum(character > "\x7f" for character in text[: limits.sample_bytes]):
        return _checked(text), f"UTF-8 with {broken} broken characters"
    name = likely_encoding(data[: limits.sample_bytes])
    text = data.decode(name, "replace")
    return _checked(text), f"encoding guessed: {name}"


def likely_encoding(sample: bytes) -> str:
    """Return the likely encoding of bytes that are not UTF-8.

    First the one that is usual for the language that the words in ASCII tell: of 370 English articles saved in
    windows-1252, charset_normalizer alone misread 78 (a few quotation marks tell it nothing), this none.
    """
    language = detect_language(sample.decode("cp1252", "replace"))
    if language is not None:
        usual = (_CODE_PAGES.get(language, "cp1252"), "mac_roman")
        for name in usual:
            if _misplaced(sample.decode(name, "replace")) <= _MOST_MISPLACED:
                return name
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _misplaced(text: str) -> float:
    """Return the share of the characters beyond ASCII that stand where none of their kind does."""
    beyond = sum(not character.isascii() for character in text)
    return len(_MISPLACED.findall(text)) / beyond if beyond else 0.0


class _AsUtf8(io.RawIOBase):
    """A stream of UTF-16 or UTF-32, as UTF-8."""

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        self._source, self._decoder = source, codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed's name is a private protocol
        at_end = False
        while not self._ready and not at_end:
            data = self._source.read(CHUNK)
            at_end = not data
            self._ready = self._decoder.decode(data, final=at_end).encode("utf-8", "replace")
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size


def as_utf8(stream: BinaryIO) -> BinaryIO:
    """Return the stream, recoded where it begins with the mark of UTF-16 or UTF-32, as spreadsheets and shells save it."""
    head = stream.peek(4) if isinstance(stream, io.BufferedReader) else b""
    for mark, encoding in _MARKS[1:]:
        if head.startswith(mark):
            stream.read(len(mark))
            return io.BufferedReader(_AsUtf8(stream, encoding), CHUNK)
    return stream


def _checked(text: str) -> str:
    """Return the text, or raise where control characters say that it is none."""
    if "\0" in text:
        raise UnreadableError(_JUNK)
    sample = text[:65536]
    odd = len(_CONTROL.findall(sample))
    if odd > 4 and odd * 50 > len(sample):
        raise UnreadableError(_JUNK)
    return text
