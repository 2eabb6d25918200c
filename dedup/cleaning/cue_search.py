"""Whether the words around an agency's name are cues of a credit (lists in ``agencies.json``); words in plain form."""

from __future__ import annotations

import re

from dedup.cleaning.agencies import Cues
from dedup.cleaning.nameless import GAP
from dedup.cleaning.words import letter_words
from dedup.settings import CleaningSettings

_WORK_FOR = re.compile(r"\b(?:reporting|reported|editing|edited|written|compiled|produced) by [^.]{2,60} for(?: the)?$")
_OTHERS_GAVE = re.compile(
    r"(?:,|and |und |et |y |& ).{2,80}? contributed (?:to (?:this|the (?:report|story|article))|reporting)\b"
)
_STAFF_GAVE = re.compile(
    r"(?:\w+ ){0,3}(?:writers?|reporters?|correspondents?|journalists?|producers?) .{2,200}\bcontributed\b"
)


def cue_before(before: str, listed: tuple[str, ...], articles: tuple[str, ...]) -> bool:
    """Tell whether ``before`` ends in a cue, marks, an article and the word agency between it and the name aside."""
    before = before.rstrip(GAP)
    for article in articles if before.endswith(articles) else ():
        if before.endswith(" " + article):
            shorter = before.removesuffix(article).rstrip(GAP)
            if shorter.endswith(listed) and _whole_word(shorter, listed):
                return True
    return before.endswith(listed) and _whole_word(before, listed)


def _whole_word(before: str, listed: tuple[str, ...]) -> bool:
    return any(before.endswith(cue) and not before[: -len(cue)][-1:].isalnum() for cue in listed)


def cue_after(after: str, listed: tuple[str, ...]) -> bool:
    """Tell whether ``after`` begins with a cue."""
    after = after.lstrip(" ,'’s")
    return after.startswith(listed) and any(
        after.startswith(cue) and not after[len(cue) : len(cue) + 1].isalnum() for cue in listed
    )


def staff_cue(before: str, after: str) -> bool:
    """Tell whether an agency's people are thanked: edited by X for AP; AP writers X and Y contributed."""
    if " by " in before and _WORK_FOR.search(before.rstrip(GAP)):
        return True
    if "contributed" not in after:
        return False
    return _STAFF_GAVE.match(after) is not None or _OTHERS_GAVE.match(after.lstrip()) is not None


def labelled(before: str, after: str, known: Cues, settings: CleaningSettings, *, sentence: bool) -> bool:
    """Tell whether a label (``by``, ``source:``) stands before the name, with few words before the label.

    In a whole sentence the label must open it, and nothing but staff and dates may follow (``sentence``).
    """
    words = before.split()
    if len(words) > settings.label_words:
        return False
    if sentence and (len(words) > 1 or any(word not in known.around for word in letter_words(after))):
        return False
    if cue_before(before, known.label, known.articles):
        return True
    return before.rstrip()[-1:] in (",", "/") and re.split(r"\s*[:：]", before)[0] in known.sources and ":" in before


def credits_photo(before: str, after: str, known: Cues) -> bool:
    """Tell whether the credit is a picture's."""
    if not (before or after):
        return False
    near = letter_words(before[-40:])[-4:] + letter_words(after[:20])[:1]
    return not known.photo.isdisjoint(near) and "report" not in before
