"""One sentence with its cues: which of its words are cues here, and who the subject of a cue is."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from dedup.quoting.inversion import subject_after
from dedup.quoting.lexicon import CueKind, Lexicon
from dedup.quoting.speakers import subject_before
from dedup.quoting.tokens import QUOTED, Cue, Phrase, Tokens, clitic

SPEAKING: frozenset[CueKind] = frozenset(["say", "tell", "ask", "think"])
NAME_ENDS = frozenset([",", "who", ".", "(", "of", "at"])
DASHES = frozenset(["-", "–", "—"])
HEADING = frozenset([",", ":", ";", QUOTED])
MOST_CUES = 10
"""Cues of one sentence that are looked at; a sentence with more reports nothing that can be told apart."""


class Frame(NamedTuple):
    """A sentence as a run of tokens ``low`` to ``high`` (exclusive), with the cues in it."""

    tokens: Tokens
    lexicon: Lexicon
    low: int
    high: int
    cues: tuple[Cue, ...]
    names: tuple[Phrase, ...]

    def stretches(self) -> list[int]:
        """Return the tokens that are marked stretches."""
        marked = self.tokens.marked
        return [i for i in range(self.low, self.high) if i in marked] if marked else []


class Governor(NamedTuple):
    """What a stretch or clause hangs on: a cue (None: a colon or the sentence's subject), and the speaker's phrase."""

    cue: Cue | None
    subject: Phrase | None
    place: str


def make_frame(
    tokens: Tokens, lexicon: Lexicon, low: int, high: int, cues: Sequence[Cue], names: tuple[Phrase, ...]
) -> Frame:
    """Return the frame with those cues that are verbs here ("the report" and "a claim" report nothing)."""
    kept: list[Cue] = []
    at = bisect_left(cues, low, key=lambda cue: cue.first)
    for cue in itertools.islice(cues, at, None):
        if cue.first >= high or len(kept) == MOST_CUES:
            break
        if not _noun(tokens, lexicon, cue, low):
            kept.append(cue)
        elif tokens.low[cue.last] in lexicon.speech_nouns and possessor(tokens, lexicon, cue, low) is not None:
            kept.append(Cue(cue.first, cue.last, frozenset(["noun"]), False))
    return Frame(tokens, lexicon, low, high, tuple(kept), names)


def possessor(tokens: Tokens, lexicon: Lexicon, cue: Cue, low: int) -> Phrase | None:
    """Return whose remark it is: "her claim that", "Ilona Karaš's sneer about"."""
    if cue.last + 2 < len(tokens) and tokens.low[cue.last + 1] == "of" and tokens.upper[cue.last + 2]:
        return subject_after(tokens, lexicon, cue.last + 1, len(tokens))  # "the verdict of X"
    at = cue.first - 1
    while (
        at > low
        and tokens.low[at] not in lexicon.possessives
        and not tokens.low[at].endswith(("'s", "s'"))
        and cue.first - at < 4
    ):
        at -= 1
    if at < low:
        return None
    if tokens.low[at] in lexicon.possessives:
        return Phrase(at, at)
    if not tokens.low[at].endswith(("'s", "s'")):
        return None
    first = at
    while first > low and (tokens.upper[first - 1] or tokens.low[first - 1] in lexicon.determiners):
        first -= 1
    return Phrase(first, at)


def _noun(tokens: Tokens, lexicon: Lexicon, cue: Cue, low: int) -> bool:
    if "accord" in cue.kinds:
        return False
    if "noun" in cue.kinds:
        return True
    if tokens.upper[cue.first] and cue.first > low and not headline(tokens, low, cue.first):
        return True
    if (
        cue.last + 2 < len(tokens)
        and tokens.low[cue.last + 1] == "by"
        and tokens.low[cue.last + 2] not in lexicon.venue_nouns
    ):
        return True
    if cue.first == low:
        return False
    before = tokens.low[cue.first - 1]
    if tokens.low[cue.first] in lexicon.core_verbs and tokens.low[cue.first] in lexicon.past:
        return False  # "another said"
    if before in lexicon.articles or (before.endswith("'s") and before not in ("it's", "that's", "he's", "she's")):
        return True
    preposed = before in lexicon.prepositions and before not in ("to", "as", "than", "before", "after", "since", "in")
    return preposed and not cue.participle


def headline(tokens: Tokens, low: int, index: int) -> bool:
    """Say whether the words about a capitalised one are set like a headline: all the longer ones with a capital."""
    near = [i for i in range(low, min(len(tokens), index + 6)) if len(tokens.low[i]) > 3 and tokens.word(i)]
    return len(near) > 2 and all(tokens.upper[i] for i in near)


def named_behind(frame: Frame, cue: Cue) -> Phrase | None:
    """Return the name behind a verb that closes its sentence: "“…” for the port, said X, a pilot"."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if tokens.low[cue.first - 1] != "," or not cue.kinds & SPEAKING or "tell" in cue.kinds:
        return None
    found = subject_after(tokens, lexicon, cue.last, frame.high)
    closed = found is not None and (found.last + 1 >= frame.high or tokens.low[found.last + 1] in NAME_ENDS)
    return found if found is not None and closed and _all_named(tokens, lexicon, found) else None


def _all_named(tokens: Tokens, lexicon: Lexicon, phrase: Phrase) -> bool:
    """Say whether a phrase is a name with titles and roles, nothing else."""
    words = range(phrase.first, phrase.last + 1)
    return tokens.upper[phrase.last] and all(
        tokens.upper[i] or tokens.low[i] in lexicon.roles or tokens.low[i] in lexicon.determiners or not tokens.word(i)
        for i in words
    )


def cue_subject(frame: Frame, cue: Cue, high: int) -> Phrase | None:
    """Return the subject of a cue: after "according to", before a finite verb, the sentence's own for a participle."""
    tokens, lexicon = frame.tokens, frame.lexicon
    if "accord" in cue.kinds:
        return subject_after(tokens, lexicon, cue.last, high)
    if "noun" in cue.kinds:
        return possessor(tokens, lexicon, cue, frame.low)
    if "after" in cue.kinds:
        return subject_before(tokens, lexicon, frame.low, cue.first)
    before = tokens.low[cue.first - 1] if cue.first > frame.low else ""
    beside = cue.first > frame.low and (tokens.upper[cue.first - 1] or before in lexicon.heads)  # "a spokesman saying"
    finite = not cue.participle or before in lexicon.auxiliaries or beside
    behind = named_behind(frame, cue) if finite else None
    if behind is not None and behind.last < high:  # "…, thinks X, who sees …"
        return behind
    if finite and before not in ("and", "but", "or", "") and not _infinitive(frame, cue):
        found = subject_before(tokens, lexicon, frame.low, cue.first)
        if found is not None:
            return found
    earlier = [c for c in frame.cues if c.last < cue.first and "noun" not in c.kinds and "accord" not in c.kinds]
    for other in earlier[:3]:
        own = not other.participle or tokens.low[other.first - 1] in lexicon.auxiliaries
        if own and not _infinitive(frame, other):
            found = subject_before(tokens, lexicon, frame.low, other.first)
            if found is not None:
                return found
    return leading_phrase(frame, cue.first, frame.low) or _verb_first(frame, cue, high)


def _infinitive(frame: Frame, cue: Cue) -> bool:
    """Say whether a cue is an infinitive, without a subject of its own: "the only pollster to have correctly said"."""
    low, lexicon, at = frame.tokens.low, frame.lexicon, cue.first - 1
    while at > frame.low and (low[at] in lexicon.auxiliaries or low[at] in lexicon.adverbs or low[at].endswith("ly")):
        at -= 1
    return at >= frame.low and low[at] in lexicon.infinitive


def _verb_first(frame: Frame, cue: Cue, high: int) -> Phrase | None:
    """Return the subject behind a verb that opens its sentence: "قال الوزير", "Said one official: “…”"."""
    before = frame.tokens.low[cue.first - 1] if cue.first > frame.low else "-"
    opens = before in frame.lexicon.coordinating or before in DASHES
    if cue.participle or not opens or not cue.kinds & SPEAKING:
        return None
    return subject_after(frame.tokens, frame.lexicon, cue.last, high if high > cue.last else frame.high)


def _no_name(frame: Frame) -> bool:
    """Say whether a sentence's first word has its capital from that alone ("Continuing to …", "Moreover, …")."""
    tokens, first = frame.tokens, frame.low
    word, lexicon = tokens.low[first], frame.lexicon
    if first + 1 >= frame.high or tokens.upper[first + 1] or word in lexicon.pronouns:
        return False
    if any(name.first == first for name in frame.names):
        return False
    ahead = tokens.low[first + 1]
    common = word in lexicon.content_classes or word in lexicon.function_words or word.endswith(("ing", "ly"))
    return common or ahead in (",", QUOTED) or ahead in lexicon.pronouns


def leading_phrase(frame: Frame, high: int, low: int) -> Phrase | None:
    """Return the first noun phrase from token ``low`` on that can speak: a pronoun, a capitalised name, a role."""
    tokens, lexicon = frame.tokens, frame.lexicon
    for index in range(low, min(high, low + 40)):
        word = tokens.low[index]
        if word == QUOTED:
            return None
        if index == frame.low and _no_name(frame):
            continue
        pronoun = word in lexicon.pronouns and word not in lexicon.it
        capital = tokens.upper[index] and word not in lexicon.not_names and word not in lexicon.determiners
        role = clitic(word) in lexicon.roles
        back = index - 1
        while not capital and not pronoun and back > max(frame.low, index - 4) and tokens.low[back] not in HEADING:
            back -= tokens.low[back] not in lexicon.prepositions
            if tokens.low[back] in lexicon.prepositions:
                break
        governed = index > frame.low and tokens.low[back] in lexicon.prepositions
        if not (pronoun or capital or role) or (governed and not pronoun):
            continue
        last = index
        while last + 1 < high and (tokens.upper[last + 1] or tokens.low[last + 1] in lexicon.roles):
            last += 1
        first = index
        while first > frame.low and not pronoun and tokens.low[first - 1] in lexicon.determiners:
            first -= 1
        named = next((n for n in frame.names if first <= n.first <= first + 14 and n.last < high), None)
        if named is not None and (
            tokens.low[named.first - 1] not in lexicon.owning if capital else tokens.low[named.first - 1] == ","
        ):
            return Phrase(first, named.last)
        return Phrase(first, last)
    return None
