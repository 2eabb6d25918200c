"""Agencies in brackets and in datelines: ``LONDON (Reuters) -``, ``NEW DELHI, May 4, PTI:``, ``... he said. (ANI)``."""

from __future__ import annotations

import re

from dedup.cleaning.agencies import Cues, Mention
from dedup.cleaning.cue_search import credits_photo, cue_after, cue_before
from dedup.cleaning.lines import Line
from dedup.cleaning.words import letter_words, plain_line
from dedup.records import Credit, CreditForm
from dedup.settings import CleaningSettings

_PAIRS = (("(", ")"), ("[", "]"), ("（", "）"), ("【", "】"), ("/", "/"))
_DASH = re.compile(r"\s*(?:[-–—:_]+|\.\s?[-–—]+)(?:\s|$)")
_TELEGRAM = re.compile(r"[^\s。，,]{1,14}[电電]|[^\s。，,]{0,8}(?:记者|記者)")
_PHOTOGRAPHER = re.compile(r"\w\s*/(?:.* via)?\s*$")  # (Ines Falk/Reuters), (Ines Falk/Orvella Post via AP)
_BRACKETED = re.compile(r"[(（\[]\s*([^()（）\[\]]{2,30}?)\s*[)）\]]")


def bracket_around(text: str, mention: Mention, settings: CleaningSettings) -> tuple[int, int] | None:
    """Return the span of the nearest brackets around a mention, marks included; ``/PRNewswire/`` is in brackets too."""
    first, last = max(0, mention.start - settings.bracket_chars), mention.end + settings.bracket_chars
    found = None
    for opening, closing in _PAIRS:
        left = text.rfind(opening, first, mention.start)
        right = text.find(closing, mention.end, last)
        if left < 0 or right < 0 or (found and left < found[0]) or closing in text[left + 1 : mention.start]:
            continue
        if opening == "/" and not (text[:left].endswith((" ", "\u00a0")) or left == 0):
            continue
        found = left, right + 1
    return found


def bracket_form(
    text: str, mention: Mention, bracket: tuple[int, int], known: Cues, settings: CleaningSettings
) -> CreditForm | None:
    """Return the form of the credit that the bracket around a mention is, if it is one."""
    left, right = bracket
    inner_before, inner_after = plain_line(text[left + 1 : mention.start]), plain_line(text[mention.end : right - 1])
    if credits_photo(inner_before, inner_after, known) or _PHOTOGRAPHER.search(inner_before):
        return None
    cue = inner_before and (_is_cue(inner_before, known))
    if cue or cue_after(inner_after, known.after):
        return "credit_line" if left < 2 else "in_text"
    others = [word for word in letter_words(inner_before + " " + inner_after) if word not in known.around]
    if len(others) > settings.bracket_words or _expands(text[:left], mention, text):
        return None
    lead = text[:left]
    if len(lead) <= settings.dateline_chars and not is_prose(lead) and not (lead and _runs_on(text[right:])):
        return "dateline"
    closes = not text[right:].strip(" .\"'”’") or lead.rstrip()[-1:] in '.!?”"।'
    return "in_text" if closes and not others and text[left] in "(（" else None


def _is_cue(before: str, known: Cues) -> bool:
    return cue_before(before, known.before, known.articles) or cue_before(before, known.label, known.articles)


def _runs_on(rest: str) -> bool:
    """Tell whether a sentence goes on behind a bracket, as it does not behind a dateline: party (PTI) won."""
    return rest.lstrip()[:1].islower()


def _expands(lead: str, mention: Mention, text: str) -> bool:
    """Tell whether a bracketed abbreviation stands behind the words that it abbreviates: Palestinian Authority (PA)."""
    name = text[mention.start : mention.end]
    words = [word for word in letter_words(lead[-100:]) if word[0].isupper()]
    initials = "".join(word[0] for word in words[-len(name) :])
    return (
        len(name) > 1
        and initials == name
        and not lead.rstrip().endswith(",")
        and any(word[1:].islower() for word in words[-2:])
    )


def is_prose(lead: str) -> bool:
    """Tell whether what stands before an agency is running text and not a place and a date."""
    small = [word for word in letter_words(lead) if word[0].islower() and len(word) > 2]
    return len(small) > 2 or (". " in lead and len(small) > 1)


def bare_dateline(line: Line, mention: Mention, settings: CleaningSettings) -> bool:
    """Tell whether a mention is the agency of a dateline without brackets."""
    lead, after = line.text[: mention.start], line.text[mention.end : mention.end + 24]
    if line.breadth < settings.bare_dateline_line or len(lead) > settings.bare_dateline_chars or is_prose(lead):
        return False
    if _TELEGRAM.match(after):
        return True
    opens = not lead.strip() or lead.rstrip()[-1:] in ",，.-–—/"
    return opens and (
        _DASH.match(after) is not None or (lead.rstrip().endswith(("-", "–", "—")) and after[:1] in "./ ")
    )


def nameless_dateline(line: Line, known: Cues, settings: CleaningSettings) -> list[Credit]:
    """Return the credit of a long line whose dateline names agencies without their names: ``QUITO (Agencies) -``."""
    found = _BRACKETED.search(line.text[: settings.dateline_chars])
    if not found or plain_line(found.group(1)) not in known.unnamed:
        return []
    if is_prose(line.text[: found.start()]) or _runs_on(line.text[found.end() :]):
        return []
    start, end = line.start + found.start(), line.start + found.end()
    return [Credit(None, "unnamed", "dateline", found.group(), start, end)]
