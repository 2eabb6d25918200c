"""Hostile text made harmless to look at: no control characters, no escape sequences, no reversed reading order.

``harmless`` keeps the length, so that spans into the text still point at the same words.
"""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST_LINE = 300
"""Characters of a name, a title or a reason that are shown."""

# C0 controls but tab and newline, DEL, C1 controls: terminals act on them, HTML forbids them. A carriage return would
# overwrite a line. The two bidirectional overrides print text in another order than it is stored in, the classic way to
# make a name read as another; embeddings and isolates, which honest right-to-left text uses, stay.
_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_OVERRIDES = (0x202D, 0x202E)
_NOT_CHARACTERS = (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_HARMFUL = {0x0D: " ", **dict.fromkeys((*_CONTROLS, *_OVERRIDES, *_NOT_CHARACTERS), "\ufffd")}


def harmless(text: str) -> str:
    """Return ``text`` with each character that a screen would act on, or cannot show, as U+FFFD."""
    return text.translate(_HARMFUL)


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """Return harmless text on one line, with single spaces, cut to ``longest`` characters."""
    # More is not looked at than could be shown: a name may have megabytes.
    return shortened(" ".join(harmless(text[: 2 * longest]).split()), longest)


def shortened(text: str, longest: int) -> str:
    """Return ``text`` cut to ``longest`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def web_address(url: str | None) -> str | None:
    """Return ``url`` if it is an address of the web in printable ASCII, else None: no script, no file, no surprise."""
    if not url or not url.isascii() or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
