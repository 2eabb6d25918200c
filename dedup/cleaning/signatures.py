"""An agency's closing line: who reported and edited, or the editors' initials ("PTI SDA RT")."""

from __future__ import annotations

import re

from dedup.cleaning.words import letter_words
from dedup.settings import CleaningSettings

_CODE = re.compile(r"[A-Z]{2,4}(?: [A-Z]{2,4}){1,6}|[a-z]{2,4}(?:-[a-z]{2,4})*(?:/[a-z]{2,4}(?:-[a-z]{2,4})*){1,3}")
_REPORTING_BY = re.compile(
    r"\W{0,3}(?:(?:additional )?reporting by |(?:editing|written|compiled) by |with assistance from "
    r"|by .{3,60}; editing by |contributing: |contributors?: )",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r".{3,200}? contributed(?: reporting| reports?)?(?: to (?:this \w+|the (?:report|story|article)))?\.?"
)
_IN_SIGNATURES = frozenset(
    [
        *("and", "in", "by", "for", "with", "from", "at", "the", "of", "de", "la", "von", "van", "al", "bin"),
        *("editing", "edited", "reporting", "additional", "writing", "written", "compiled"),
    ]
)


def is_signature(line: str, settings: CleaningSettings) -> bool:
    """Tell whether a line is an agency's closing and not a sentence that begins like one."""
    found = _REPORTING_BY.match(line)
    if not found:
        return len(line) <= settings.bare_credit_chars and _CODE.fullmatch(line) is not None
    small = {word for word in letter_words(line[found.end() :]) if word[0].islower()}
    return len(line) <= settings.notice_chars and small <= _IN_SIGNATURES


def thanks_staff(line: str, settings: CleaningSettings) -> bool:
    """Tell whether a line says nothing but who else worked on the text: Ines Falk and Tom Bray contributed."""
    if " contributed" not in line or len(line) > settings.notice_chars or not _CONTRIBUTED.fullmatch(line):
        return False
    names = letter_words(line[: line.rindex(" contributed")])
    return all(word[0].isupper() or word in _IN_SIGNATURES for word in names)
