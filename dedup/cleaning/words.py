r"""The words of a text, as ``\w+`` or ``[^\W\d_]+`` find them, four to eight times as fast.

Cleaning looks at every word of a page several times; regular expressions took a third of its time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def _blanking(keep: str) -> bytes:
    """Return a table for ``bytes.translate`` that blanks all of ASCII but letters and ``keep``."""
    return bytes(code if code > 127 or chr(code).isalpha() or chr(code) in keep else 32 for code in range(256))


_LETTERS, _SIGNS = _blanking(""), _blanking("0123456789_")
_SHAPE = bytes(ord("a") if chr(code).islower() else ord("A") if chr(code).isupper() else 32 for code in range(128))
_SHAPE += bytes(128)
_LETTER_RUN, _SIGN_RUN = re.compile(r"[^\W\d_]+"), re.compile(r"\w+")
_COMMON = frozenset(
    "a about also an and are at be by can day for from has have how if in is it news not of on or our read so that the "  # noqa: SIM905
    "they this to us was we what when who will with would you your".split()
)
_COMMON_MARKS = "·’‘“”–—\u00a0"
# Punctuation, currencies, arrows, shapes and emoji: no letters, digits or numbers among them.
_SYMBOLS = re.compile(
    "[\xa1-\xa9\xab-\xb1\xb6-\xb8\xbb\xbf\u2010-\u203a\u20a0-\u20bf\u2190-\u23ff\u2500-\u2775\U0001f300-\U0001faff]"
)
_MARKS = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " "), ("–", "-"), ("—", "-"))
# First bytes in UTF-8 of the scripts from Hebrew to the Greek with accents, and from kana on.
_BEYOND_CYRILLIC = bytes([*range(0xD6, 0xE2), *range(0xE3, 0xF5)])


def plain_line(line: str) -> str:
    """Return a line in lower case, with plain quotes and dashes and single spaces, for look-ups."""
    if not line.isascii():
        for mark, plain in _MARKS:  # str.translate took a tenth of all cleaning's time
            line = line.replace(mark, plain)
    line = line.casefold()
    if "  " not in line and line.isprintable():  # of white space only the space can be printed
        return line.strip()
    return " ".join(line.split())


def beyond_cyrillic(text: str) -> bool:
    """Tell whether a text may have letters of scripts beyond Latin, Greek and Cyrillic, without looking at each."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _BEYOND_CYRILLIC)) < len(data)


def letter_words(text: str) -> list[str]:
    """Return the runs of letters, in order."""
    if not text.isascii() and not (text := _plain(text)).isascii():
        return _words(text, _LETTERS, _LETTER_RUN)
    return text.encode().translate(_LETTERS).decode().split()


def telling_word(words: Sequence[str]) -> str:
    """Return the word of a phrase by which to look for it: a longer one that is not in every other sentence."""
    return max(words, key=lambda word: (word not in _COMMON, len(word), word), default="")


def sign_words(text: str) -> list[str]:
    """Return the runs of letters, digits and underscores, in order."""
    return _words(_plain(text), _SIGNS, _SIGN_RUN)


def word_cases(text: str) -> tuple[int, int, int]:
    """Count the words that begin with a small letter, those that begin with a capital, and longer ones of capitals only."""
    plain = _plain(text)
    if not plain.isascii():
        words = letter_words(plain)
        upper = len([word for word in words if len(word) > 1 and word.isupper()])
        small = len([word for word in words if word[0].islower()])
        return small, len([word for word in words if word[0].isupper()]), upper
    shape = b" " + plain.encode().translate(_SHAPE)
    upper = len([word for word in shape.split() if len(word) > 1 and b"a" not in word]) if b"AA" in shape else 0
    return shape.count(b" a"), shape.count(b" A"), upper


def _plain(text: str) -> str:
    """Return a text without its commonest signs beyond ASCII: most English pages are then ASCII."""
    if not text.isascii():
        for mark in _COMMON_MARKS:
            text = text.replace(mark, " ")
            if text.isascii():
                return text
        return _SYMBOLS.sub(" ", text)
    return text


def _pieces(text: str, table: bytes) -> list[str]:
    """Return a text between white space and the signs of ASCII that are no parts of words."""
    return text.encode("utf-8", "surrogatepass").translate(table).decode("utf-8", "surrogatepass").split()


def _words(text: str, table: bytes, run: re.Pattern[str]) -> list[str]:
    pieces = _pieces(text, table)
    if text.isascii():
        return pieces
    if run is _LETTER_RUN and all(map(str.isalpha, pieces)):
        return pieces
    return [word for piece in pieces for word in ((piece,) if piece.isascii() else run.findall(piece))]
