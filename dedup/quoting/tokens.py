"""A paragraph as words, punctuation and quotation stretches, each of these one token; and its cues.

Marked stretches stand as single tokens (:data:`QUOTED`), so that `“…,” she said, “…”` reads as
``QUOTED she said , QUOTED`` and the words inside marks never look like the reporter's own.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dedup.quoting.lexicon import CueKind, Lexicon
from dedup.quoting.marks import Marked
from dedup.quoting.memo import Memo
from dedup.quoting.wording import SIGNS
from dedup.records import Span

QUOTED = "\ufffc"
"""Stands for a stretch between marks."""
# The danda (U+0964, U+0965) is punctuation.
LETTERS = rf"\w{SIGNS}\u0e00-\u0e7f"
_SOFT_HYPHEN = "\u00ad"
TOKEN = re.compile(rf"[{LETTERS}]+(?:['’.&\-‐][{LETTERS}]+)*|\.\.+|[^\s]")
CLITIC = re.compile(r"['’](?:s|ve|d|ll|re|m)$")
NOUN: frozenset[CueKind] = frozenset(["noun"])
# Longer sentences are no prose; the bound keeps what is done per sentence linear in the text (the longest of the wire
# corpus has 68 tokens).
LONGEST_FRAME = 160
PLAIN = str.maketrans("，、،؛；：？！؟。।۔", ",,,;;:?!?...")
"""The punctuation of other scripts as Latin's, for comparison."""
STOPS = frozenset([".", ";", "!", "?", "…", "。", "।", "..", "..."])


class Phrase(NamedTuple):
    """A noun phrase: its first and last token (inclusive)."""

    first: int
    last: int


@dataclass(slots=True)
class Tokens:
    """The tokens of one paragraph: offsets into the text, lower-cased words, which have a capital, and marked stretches.

    ``subjects`` keeps the subjects that have been looked for, by where the search ends and begins; ``final`` are the last
    tokens of sentences.
    """

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    upper: list[bool]
    marked: dict[int, Marked]
    subjects: dict[tuple[int, int], Phrase | None] = field(default_factory=dict)
    final: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.start)

    def capital(self, index: int) -> bool:
        """Say whether the token begins with a capital letter."""
        return self.upper[index]

    def word(self, index: int) -> bool:
        """Say whether the token is a word or number."""
        return self.low[index][0].isalnum()

    def span(self, first: int, last: int) -> Span:
        """Return the characters from the first to the last token (inclusive)."""
        return Span(self.start[first], self.end[last])


class Cue(NamedTuple):
    """A reporting word or phrase: its tokens (inclusive), what it may govern, and whether it is a participle."""

    first: int
    last: int
    kinds: frozenset[CueKind]
    participle: bool


def tokenize(text: str, paragraph: Span, marked: Sequence[Marked], lexicon: Lexicon) -> Tokens:
    """Return the tokens of a paragraph, its marked stretches as one token each."""
    tokens = Tokens(text, [], [], [], [], {})
    at = paragraph.start
    for stretch in marked:
        _words(tokens, at, stretch.outer_start, lexicon)
        tokens.marked[len(tokens)] = stretch
        tokens.start.append(stretch.outer_start)
        tokens.end.append(stretch.outer_end)
        tokens.low.append(QUOTED)
        at = stretch.outer_end
    _words(tokens, at, paragraph.end, lexicon)
    tokens.upper = list(map(str.isupper, map(text.__getitem__, tokens.start)))
    return tokens


def _words(tokens: Tokens, start: int, end: int, lexicon: Lexicon) -> None:
    spans = [match.span() for match in TOKEN.finditer(tokens.text, start, end)]
    if lexicon.words is not None:
        spans = [piece for span in spans for piece in _cut(tokens.text, *span, lexicon.words)]
    if not spans:
        return
    starts, ends = zip(*spans, strict=True)
    tokens.start += starts
    tokens.end += ends
    low = tokens.text[start:end].lower()
    if len(low) == end - start:
        low = low.replace("’", "'")
        if not low.isascii():
            low = low.translate(PLAIN)
        words = [low[first - start : last - start] for first, last in spans]
    else:  # a letter whose small form is longer
        words = [tokens.text[first:last].lower().replace("’", "'") for first, last in spans]
    if _SOFT_HYPHEN in low:
        words = [word.replace(_SOFT_HYPHEN, "") or word for word in words]
    tokens.low += words


def _cut(text: str, start: int, end: int, known: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the known words of a run without spaces and what stands between them, as spans."""
    at = start
    for match in known.finditer(text, start, end):
        if at < match.start():
            yield at, match.start()
        yield match.span()
        at = match.end()
    if at < end:
        yield at, end


def find_cues(tokens: Tokens, lexicon: Lexicon) -> list[Cue]:
    """Return the cues in order; a phrase ("according to", "went on") goes before its first word alone."""
    found: list[Cue] = []
    low = tokens.low
    for index in [i for i, word in enumerate(low) if word in lexicon.openers]:
        if found and found[-1].last >= index:
            continue
        word = low[index]
        cue = None
        for rest, kind in lexicon.phrases.get(word, ()):
            if tuple(low[index + 1 : index + 1 + len(rest)]) == rest:
                cue = Cue(index, index + len(rest), frozenset([kind]), word.endswith(lexicon.participle))
                break
        if cue is None and word in lexicon.verbs:
            cue = Cue(index, index, lexicon.verbs[word], word.endswith(lexicon.participle))
        if cue is None and word in lexicon.speech_nouns:
            cue = Cue(index, index, NOUN, False)
        if cue is not None:
            found.append(cue)
    return found


def frames(tokens: Tokens, sentences: Sequence[Span], cues: Sequence[Cue], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the runs of tokens (first, one past the last) that make a sentence; stretches are never cut.

    A sentence that begins in lower case or with a dash, or that only says who spoke, belongs to the stretch before it
    ("Stop!" he said. "Stop." Smith said.).
    """
    verbs = {cue.first: cue for cue in cues}
    cuts: list[int] = []
    at = 0
    for sentence in sentences:
        at = bisect_left(tokens.start, sentence.start, at)
        if not at or at >= len(tokens) or tokens.end[at - 1] > sentence.start or (cuts and cuts[-1] == at):
            continue
        if not _continues(tokens, at) and not (
            tokens.low[at - 1] == QUOTED and _only_attributes(tokens, at, verbs, lexicon)
        ):
            cuts.append(at)
    if lexicon.words is not None:
        cuts = sorted({*cuts, *_behind_quotes(tokens, verbs, lexicon)})
    tokens.final.update(cut - 1 for cut in cuts)
    edges = [0, *cuts, len(tokens)]
    return [
        (first, min(last, first + LONGEST_FRAME))
        for start, last in itertools.pairwise(edges)
        for first in range(start, last, LONGEST_FRAME)
    ]


def _behind_quotes(tokens: Tokens, verbs: dict[int, Cue], lexicon: Lexicon) -> Iterator[int]:
    """Yield where sentences begin behind a quote that ends one, in a language without spaces: splitters miss these."""
    for index, marked in tokens.marked.items():
        ends = tokens.text[marked.end - 1] in "。！？" and index + 1 < len(tokens)
        if ends and not _only_attributes(tokens, index + 1, verbs, lexicon):
            yield index + 1


def _continues(tokens: Tokens, at: int) -> bool:
    first = tokens.text[tokens.start[at]]
    return first.islower() or first in "–—,;:)"


def _closes(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word behind "Smith said" shows that nothing more is reported: a stop, "on", "quietly"."""
    manner = len(word) > 5 and word.endswith("ly")
    pause = word in (",", QUOTED) and word not in lexicon.comma
    return word in STOPS or pause or word in lexicon.afterthoughts or manner


def _only_attributes(tokens: Tokens, at: int, verbs: dict[int, Cue], lexicon: Lexicon) -> bool:
    """Say whether the words from a token on are a bare "Smith said." or "Smith told reporters on Monday."."""
    apposed = "," in tokens.low[at + 1 : at + 5]  # "Smith, a retired worker from the plant, said."
    for index in range(at, min(len(tokens), at + (16 if apposed else 7))):
        cue = verbs.get(index)
        if tokens.low[index] in STOPS or tokens.low[index] == QUOTED:
            return False
        if cue is not None and cue.kinds & {"say", "tell", "ask"} and not cue.participle and index > at:
            ahead = tokens.low[cue.last + 1 : cue.last + 9]
            if ahead[:2] == [",", QUOTED] or ahead[:1] == [QUOTED]:
                return False  # "He added, “…”" has a quote of its own
            if not cue.kinds & {"tell", "ask"}:
                addressed = ahead[:1] == ["to"] and tokens.upper[cue.last + 2]  # "Smith said to Reuters."
                return not ahead or addressed or _closes(ahead[0], lexicon)
            return lexicon.clause_words.isdisjoint(ahead)
    return False


def _clitic(word: str) -> str:
    match = CLITIC.search(word)
    return word[: match.start()] if match else word.rstrip("'’")


clitic = Memo(_clitic, 1 << 15).__getitem__
"""Return a lower-cased word without its possessive or verbal ending ("karaš's" is "karaš")."""
