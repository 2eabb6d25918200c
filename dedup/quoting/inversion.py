"""Who speaks where the verb goes first: the noun phrase behind a cue, "said the minister of X"."""

from __future__ import annotations

from dedup.quoting.lexicon import Lexicon
from dedup.quoting.speakers import REACH, is_adverb, is_stop, names_somebody
from dedup.quoting.tokens import Phrase, Tokens

_GENITIVE = frozenset(["of", "de", "del", "du", "des", "do", "da", "dos", "das", "di", "della", "dello"])


def subject_after(tokens: Tokens, lexicon: Lexicon, cue: int, high: int) -> Phrase | None:
    """Return the noun phrase that follows token ``cue`` ("said X of Y"), looking right as far as token ``high``."""
    first = cue + 1
    while first < high and (
        tokens.low[first] in lexicon.adverbs or tokens.low[first] == "by" or is_adverb(tokens, first)
    ):
        first += 1
    if first < high and (tokens.low[first] in lexicon.conjunctions or tokens.low[first] in lexicon.clause):
        return None
    if first < high and lexicon.subjectless and tokens.low[first] in lexicon.prepositions:
        return None  # "comentó tras el partido"
    last = first - 1
    for index in range(first, min(high, first + REACH)):
        if tokens.low[index] == "(" and last >= first and _parenthesis(tokens, index, high):
            continue
        if is_stop(tokens, index) and not _inside_parenthesis(tokens, index, first):
            break
        word = tokens.low[index]
        if word == ",":
            if _name_follows(tokens, lexicon, first, last, index + 1, high):
                last = index
                continue
            break
        if index > first and word in lexicon.prepositions:
            seen = word == "by" and not lexicon.documents.isdisjoint(tokens.low[first:index])  # "a report seen by X"
            if not seen and not _links(tokens, lexicon, word, index):
                break
        if word in lexicon.conjunctions and word not in ("and", "that", "who"):
            break
        if word == "and" and not (index + 1 < high and tokens.upper[index + 1] and tokens.upper[index - 1]):
            break
        if word in lexicon.auxiliaries and index > first:
            break
        if word in lexicon.who and index > first and not tokens.text[tokens.start[first] : tokens.end[last]].islower():
            break
        last = index
    phrase = Phrase(first, last)
    return phrase if last >= first and names_somebody(tokens, lexicon, phrase) else None


def _parenthesis(tokens: Tokens, index: int, high: int) -> bool:
    return any(tokens.low[i] == ")" for i in range(index + 1, min(high, index + 3)))


def _inside_parenthesis(tokens: Tokens, index: int, first: int) -> bool:
    return tokens.low[index] == ")" and index - 2 >= first and "(" in tokens.low[index - 3 : index]


def _links(tokens: Tokens, lexicon: Lexicon, word: str, index: int) -> bool:
    """Say whether a preposition goes on with the phrase: always "of" and "for", others only behind a common noun."""
    if word in _GENITIVE or word == "for":
        return True
    return (
        word in lexicon.linking
        and not tokens.upper[index - 1]
        and tokens.low[index - 1] not in lexicon.he | lexicon.she
    )


def _name_follows(tokens: Tokens, lexicon: Lexicon, first: int, last: int, index: int, high: int) -> bool:
    """Say whether a role is followed by its holder: "said its founder, Aurélie Châtelain"."""
    if index + 1 >= high or last < first or not any(tokens.low[i] in lexicon.roles for i in range(first, last + 1)):
        return False
    return tokens.upper[index] and (tokens.upper[index + 1] or tokens.low[index + 1] == ".")
