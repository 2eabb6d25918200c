"""An agency's closing line: who reported and edited, or the editors' initials ("PTI SDA RT")."""

from __future__ import annotations

import re
from functools import lru_cache

from dedup.cleaning.agencies import lexicon
from dedup.cleaning.words import letter_words
from dedup.settings import CleaningSettings

_CODE = re.compile(r"[A-Z]{2,4}(?: [A-Z]{2,4}){1,6}|[a-z]{2,4}(?:-[a-z]{2,4})*(?:/[a-z]{2,4}(?:-[a-z]{2,4})*){1,3}")
_EDITING_BY = re.compile(r"\W{0,3}by .{3,60}; editing by ", re.IGNORECASE)
_CONTRIBUTED = re.compile(
    r".{3,200}? contributed(?: reporting| reports?)?(?: to (?:this \w+|the (?:report|story|article)))?\.?"
)


@lru_cache(maxsize=8)
def _closing(own: str) -> re.Pattern[str]:
    opening = "|".join(map(re.escape, lexicon(own).cues.closing))
    return re.compile(rf"\W{{0,3}}(?:{opening})(?!\w)", re.IGNORECASE)


def is_signature(line: str, settings: CleaningSettings) -> bool:
    """Tell whether a line is an agency's closing and not a sentence that begins like one."""
    found = _closing(settings.agencies).match(line) or _EDITING_BY.match(line)
    if not found:
        return len(line) <= settings.bare_credit_chars and _CODE.fullmatch(line) is not None
    small = {word for word in letter_words(line[found.end() :]) if word[0].islower()}
    return len(line) <= settings.notice_chars and small <= lexicon(settings.agencies).cues.closing_words


def thanks_staff(line: str, settings: CleaningSettings) -> bool:
    """Tell whether a line says nothing but who else worked on the text: Ines Falk and Tom Bray contributed."""
    if " contributed" not in line or len(line) > settings.notice_chars or not _CONTRIBUTED.fullmatch(line):
        return False
    names = letter_words(line[: line.rindex(" contributed")])
    joining = lexicon(settings.agencies).cues.closing_words
    return all(word[0].isupper() or word in joining for word in names)
