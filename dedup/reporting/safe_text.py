"""Hostile text made harmless to look at: no control characters, no escape sequences, no reversed reading order.

The length stays as it is, so that spans into the text still point at the same words.
"""

from __future__ import annotations

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


def one_line(text: str) -> str:
    """Return harmless text on one line, with single spaces."""
    return " ".join(harmless(text).split())
