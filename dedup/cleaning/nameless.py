"""Credits without an agency's name: "With agency inputs", and another outlet as the source."""

from __future__ import annotations

import re

from dedup.cleaning.agencies import Cues
from dedup.cleaning.lines import Line
from dedup.records import Credit
from dedup.settings import CleaningSettings

GAP = " \t\u00a0:：|-–—_\"'“”‘’«»*("
"""What may stand between a cue and a name."""


_PLACE = re.compile(r"(?: in | ?[,|–—-] )[^\W\d_][\w' ]{2,30}$")
"""Where the staff and agencies are: "Staff and agencies in Orvella"."""


def nameless_credit(line: Line, known: Cues, settings: CleaningSettings) -> list[Credit]:
    """Return the credit of a line that names agencies without their names, or another outlet as the source."""
    text = line.text
    plain = line.plain.strip("()[] .*_—–-")
    if not known.unnamed_words.isdisjoint(line.words):
        for words in (plain, _PLACE.sub("", plain)):
            if any(word in words and _names_unnamed(words, word, known, settings) for word in known.unnamed):
                return [Credit(None, "unnamed", "credit_line", text, line.start, line.end)]
    for cue in known.outlet if plain.startswith(known.outlet) else ():
        if plain.startswith(cue):
            name = text[_behind(text, cue) :].strip(GAP + ".)]")
            divided = plain[len(cue) :].lstrip()[:1] in ":：-–—|" or " " in cue
            short = 1 < len(name) <= settings.outlet_chars and len(name.split()) <= settings.outlet_words
            if divided and short and name[:1].isupper():
                return [Credit(name, "outlet", "credit_line", text, line.start, line.end)]
    return []


def _behind(text: str, cue: str) -> int:
    """Return where the words behind ``cue`` begin in ``text``."""
    last = cue.split()[-1]
    at = text.casefold().find(last)
    return at + len(last) if at >= 0 else 0


def _names_unnamed(plain: str, word: str, known: Cues, settings: CleaningSettings) -> bool:
    if plain == word:
        return True
    if len(plain) > settings.unnamed_chars:
        return False
    at = plain.find(word)
    before, after = plain[:at].rstrip(), plain[at + len(word) :].strip()
    if plain[at - 1 : at].isalnum() or (after[:1].isalnum() and not after.startswith(known.unnamed_after)):
        return False
    return (not after and before.endswith(known.unnamed_before)) or (
        after in known.unnamed_after and before.endswith(("with", "from", "by", ""))
    )
