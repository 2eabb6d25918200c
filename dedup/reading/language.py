"""The language of a text, from its script and its commonest words."""

from __future__ import annotations


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code, or None where the text is too short or like none of the known languages."""
    return "en" if len(text) > 20 and text.isascii() else None
