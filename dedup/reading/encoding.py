"""From bytes to text: byte order marks, UTF-8, the declared charset, and at last a guess that is told."""

from __future__ import annotations

import codecs
import re

from dedup.reading.streams import Unreadable
from dedup.settings import ReadingSettings

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings in 7 bits: valid as ASCII and yet not ASCII, so that a declaration of one of them goes before UTF-8.
_SEVEN_BITS = re.compile(r"iso-?2022|hz|utf-?7", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_JUNK = "not text (binary data): give the article as text, HTML or a row"


def decode(data: bytes, limits: ReadingSettings, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text, and a note where the encoding was neither marked, UTF-8 nor declared.

    Order: byte order mark; UTF-8 where all bytes agree (a declaration is wrong more often than UTF-8 happens by chance);
    the declared charset; UTF-8 with a few broken bytes; a guess. Line ends stay as they are. Raises ``Unreadable`` for
    binary data.
    """
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


def mended(text: str) -> str:
    """Return the text with lone surrogates, which no file can hold, replaced one for one by U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return mended(data.decode(encoding))
    except (UnicodeError, LookupError, ValueError):
        return None


def _without_mark(data: bytes, limits: ReadingSettings) -> str:
    """Decode UTF-16 without a mark, told by zeros that stand in every other place; anything else with zeros is binary."""
    sample = data[: limits.sample_bytes]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most = 0.4 * len(sample) / 2
    text = None
    if odd > most and even * 20 < odd:
        text = _strict(data, "utf-16-le")
    elif even > most and odd * 20 < even:
        text = _strict(data, "utf-16-be")
    if text is None:
        raise Unreadable(_JUNK)
    return text


def _guessed(data: bytes, limits: ReadingSettings) -> tuple[str, str]:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    # More good multi-byte characters than broken ones: UTF-8 with damage, for instance a text cut inside a character.
    if broken * 2 < sum(character > "\x7f" for character in text[: limits.sample_bytes]):
        return _checked(text), f"UTF-8 with {broken} broken characters"
    from charset_normalizer import from_bytes

    best = from_bytes(data[: limits.sample_bytes]).best()
    name = best.encoding if best else "cp1252"
    text = data.decode(name, "replace")
    return _checked(text), f"encoding guessed: {name}"


def _checked(text: str) -> str:
    """Return the text, or raise where control characters say that it is none."""
    if "\0" in text:
        raise Unreadable(_JUNK)
    sample = text[:65536]
    odd = len(_CONTROL.findall(sample))
    if odd > 4 and odd * 50 > len(sample):
        raise Unreadable(_JUNK)
    return text
