"""Whether an unnamed speaker is a source: somebody who is described, and who says something in so many words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedup.quoting.lexicon import LANGUAGES, CueKind, Lexicon, lexicon
from dedup.quoting.wording import keys
from dedup.records import Quote

_THINKING: frozenset[CueKind] = frozenset(["ask", "find", "think"])
_ACCORDING: frozenset[CueKind] = frozenset(["accord", "after"])
_INTENDING: frozenset[CueKind] = frozenset(["vow", "urge"])
_LONGEST = 10
"""Words of a description up to its head ("a senior Indian defence ministry official")."""


def is_source(quote: Quote, words: int, least: int, language: str | None) -> bool:
    """Tell whether an unnamed speaker's quote of so many ``words`` is what a source says.

    It is not where the speaker is a pronoun, an organisation, or an office that one person holds ("the committee's
    chairman"), where nothing is said ("Democrats want to …"), and where only a phrase of fewer than ``least`` words is
    quoted.
    """
    if quote.speaker is not None or quote.attribution not in ("anonymous", "role") or words < least:
        return False
    code = language or "en"
    if code not in LANGUAGES:
        return bool(keys(quote.speaker_text or ""))
    known = lexicon(code)
    phrase = _up_to_head(quote.speaker_text or "", known)
    if not phrase or not _describes_somebody(phrase, quote, known):
        return False
    return reports_words(quote, known) or _expects(phrase[-1], quote.cue or "", known)


def reports_words(quote: Quote, known: Lexicon) -> bool:
    """Tell whether a quote's cue reports words: "said", "believe", "according to", but not "want", "hope", "accept"."""
    if quote.cue is None:
        return quote.type == "direct"
    telling = {"tell", "call"} if quote.type == "direct" else {"tell"}
    for word in keys(quote.cue):
        kinds = known.verbs.get(word, frozenset())
        said = "say" in kinds and "urge" not in kinds
        if said or not telling.isdisjoint(kinds) or (kinds & _THINKING and not kinds & _INTENDING):
            return True
    first = quote.cue.casefold().split()
    return bool(first) and any(kind in _ACCORDING for _, kind in known.phrases.get(first[0], ()))


def _describes_somebody(phrase: Sequence[str], quote: Quote, known: Lexicon) -> bool:
    """Tell whether words are a noun phrase about people, other than the holder of one office."""
    head, groups = phrase[-1], known.organisations | known.documents | known.company_words | known.public_bodies
    idle = known.pronouns | known.first_person | known.auxiliaries | known.that
    if len(phrase) > _LONGEST or "percent" in phrase or phrase[0] in known.both or not idle.isdisjoint(phrase):
        return False
    if head in groups - known.officials:
        return not known.former.isdisjoint(phrase)  # "a former regulator"
    indefinite = phrase[0] in known.numerals or (phrase[0] in known.determiners and not _definite(phrase[0], known))
    if phrase == [head] and head in known.determiners - known.numerals and quote.type == "direct":
        return False  # "some": words in marks come from one mouth
    if head in known.voices or (head in known.institutional and not indefinite):
        return False  # "a spokesman", "prosecutors said": an authority
    if head in known.anonymous:
        # "The lawyer", "party strategist" is somebody the page names; "the source", "lawyers" are not.
        return indefinite or head not in known.titles | known.professions
    # "The chairman", "chairman": one office, and its holder is known. "A chairman", "chairmen" is somebody.
    if indefinite:
        person = head in known.roles | known.titles | known.officials | known.institutional
        told = quote.type == "direct" or not known.who.isdisjoint(keys(quote.speaker_text or ""))
        return len(phrase) > 1 and head not in known.collective and (person or told)  # "one banker who has advised"
    return head in known.roles | known.officials and head.endswith(("s", "x"))


def _expects(head: str, cue: str, known: Lexicon) -> bool:
    """Tell whether an expert's expectation is reported: it is an opinion as good as one that is said."""
    expert = not known.professions.isdisjoint((head, head.removesuffix("s")))
    return expert and any("think" in known.verbs.get(word, frozenset()) for word in keys(cue))


def _definite(word: str, known: Lexicon) -> bool:
    return word in known.possessives or word in known.definite


def _up_to_head(printed: str, known: Lexicon) -> list[str]:
    """Return the words of a noun phrase up to its head: "an analyst" of "an analyst at Tamarind Securities"."""
    first = re.split(r"[,;:(\n—–]", printed.replace("%", " percent").strip(), maxsplit=1)[0]
    phrase: list[str] = []
    for key in keys(first):
        if phrase and (key in known.prepositions or key in known.who or key in known.describing):
            break
        phrase.append(key)
    return phrase
