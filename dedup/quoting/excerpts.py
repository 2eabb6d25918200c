"""What one print of an utterance took from another: their words side by side, and whether it is an honest excerpt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from dedup.quoting.markers import Markers, hedges, language_of_words, markers_of, negations, occurrences
from dedup.quoting.wording import Word, words

MOST_WORDS = 400
"""Words of a quote, between its common beginning and end, that are aligned; the alignment is quadratic in them."""

Block = tuple[str, int, int, int, int]
"""What happened to a stretch of words, as difflib names it: (equal|replace|delete|insert, old span, new span)."""

_MOST_PRINTED = 12
_MOST_KEPT = 4_000
_LONGEST_BRACKET = 200
_SENTENCE_END = re.compile(r"[.!?…。！？।۔\n]")
_CLAUSE_END = re.compile(r"[.!?…。！？।۔\n,;:()\[\]—–]| - ")


@dataclass(frozen=True, slots=True)
class Said:
    """One print of an utterance: its words, and the number of the clause and of the sentence that each stands in."""

    text: str
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]

    def printed(self, first: int, end: int) -> str:
        """Return words as printed, a long stretch shortened in its middle."""
        if end - first > _MOST_PRINTED:
            half = _MOST_PRINTED // 2
            return f"{self.printed(first, first + half)} … {self.printed(end - half, end)}"
        stretch = self.text[self.words[first].start : self.words[end - 1].end] if end > first else ""
        return " ".join(stretch.split())

    def bracketed(self, first: int, end: int) -> bool:
        """Tell whether words stand in [square brackets]: an editor's, not the speaker's."""
        before, behind = self.words[first].start, self.words[end - 1].end
        opened = self.text.rfind("[", max(0, before - _LONGEST_BRACKET), before)
        return opened >= 0 and "]" not in self.text[opened:behind]

    def elided(self, at: int) -> bool:
        """Tell whether an ellipsis stands before a word, or behind the last."""
        start = self.words[at - 1].end if at else 0
        gap = self.text[start : self.words[at].start] if at < len(self.words) else self.text[start:]
        return "…" in gap or "..." in gap.replace(" ", "")

    def cut(self, first: int, end: int) -> Said:
        """Return a stretch of the words, still numbered as in the whole."""
        span = slice(first, end)
        return Said(self.text, self.words[span], self.keys[span], self.clauses[span], self.sentences[span])


def said(text: str) -> Said:
    """Return a print's words with their clauses and sentences; short ones are kept, as they are compared often."""
    return _kept(text) if len(text) <= _MOST_KEPT else _said(text)


def _said(text: str) -> Said:
    found = tuple(words(text))
    clauses, sentences = [0] * min(1, len(found)), [0] * min(1, len(found))
    for one, other in pairwise(found):
        gap = text[one.end : other.start]
        clauses.append(clauses[-1] + (gap != " " and bool(_CLAUSE_END.search(gap))))
        sentences.append(sentences[-1] + (gap != " " and bool(_SENTENCE_END.search(gap))))
    return Said(text, found, tuple(word.key for word in found), tuple(clauses), tuple(sentences))


_kept = lru_cache(maxsize=1 << 9)(_said)


def table_for(before: Said, after: Said, language: str | None) -> Markers:
    """Return the markers of the language given, or else of the one that two prints' words tell."""
    return markers_of(language or language_of_words(before.keys + after.keys))


def excerpt_of(before: str, after: str, language: str | None = None) -> bool:
    """Tell whether ``after`` is one piece of ``before``, with no hedge, negation or condition cut off at an end."""
    old, new = said(before), said(after)
    start = find(old.keys, new.keys)
    if start is None:
        return False
    end = start + len(new.keys)
    if end - start == len(old.keys):
        return True
    table = table_for(old, new, language)
    first, last = _widened(old, start, end, table)
    edges = (*old.keys[first:start], *old.keys[end:last])
    return not (negations(edges, table) or hedges(edges, table) or occurrences(edges, table.conditions))


def find(whole: Sequence[str], piece: Sequence[str]) -> int | None:
    """Return where a run of words stands in another, by the words' text (linear: the search of ``str``)."""
    if not piece or len(piece) > len(whole):
        return None
    line = f" {' '.join(whole)} "
    at = line.find(f" {' '.join(piece)} ")
    return line.count(" ", 0, at) if at >= 0 else None


def align(old: Said, new: Said) -> list[Block]:
    """Align the words of two prints; what exceeds ``MOST_WORDS`` counts as replaced."""
    a, b = old.keys, new.keys
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    blocks: list[Block] = [("equal", 0, head, 0, head)] if head else []
    if max(len(middle_a), len(middle_b)) > MOST_WORDS:
        blocks.append(("replace", head, len(a) - tail, head, len(b) - tail))
    else:
        matcher = SequenceMatcher(None, middle_a, middle_b, autojunk=False)
        blocks += [(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in matcher.get_opcodes()]
    if tail:
        blocks.append(("equal", len(a) - tail, len(a), len(b) - tail, len(b)))
    return blocks


def taken(old: Said, new: Said, blocks: Sequence[Block], table: Markers) -> tuple[int, int]:
    """Return the words of the old print that the new one goes back to: what was cut with whole clauses is not lost."""
    anchors = [
        (i, j) for tag, i, j, _, _ in blocks if tag == "equal" and any(is_content(w, table) for w in old.keys[i:j])
    ]
    if not anchors:
        return 0, len(old.keys)
    first, end = anchors[0][0], anchors[-1][1]
    if find(old.keys, new.keys) is not None:
        return _widened(old, first, end, table)
    return _back(old.sentences, first), _on(old.sentences, end)


def is_content(key: str, table: Markers) -> bool:
    """Tell whether a word says something of its own."""
    return key not in table.common and (len(key) > 1 or key[0].isdigit() or not key.isascii())


def _widened(old: Said, first: int, end: int, table: Markers) -> tuple[int, int]:
    """Widen an excerpt to its clause, and over a clause of the same sentence beside it that conditions or hedges it."""
    start, stop = _back(old.clauses, first), _on(old.clauses, end)
    # A clause qualifies its neighbour by how it opens; deeper inside, the same words concern the clause itself.
    if start > 0 and old.sentences[start - 1] == old.sentences[start]:
        before = _back(old.clauses, start - 1)
        if _opens(old.keys[before:start], table):
            start = before
    if stop < len(old.keys) and old.sentences[stop - 1] == old.sentences[stop]:
        after = _on(old.clauses, stop + 1)
        if _opens(old.keys[stop:after], table):
            stop = after
    return start, stop


def _back(numbered: Sequence[int], at: int) -> int:
    """Return the first word of the clause or sentence that a word stands in."""
    while at > 0 and numbered[at - 1] == numbered[at]:
        at -= 1
    return at


def _on(numbered: Sequence[int], end: int) -> int:
    """Return the end of the clause or sentence that the word before ``end`` stands in."""
    while end < len(numbered) and numbered[end - 1] == numbered[end]:
        end += 1
    return end


def _opens(clause: Sequence[str], table: Markers) -> bool:
    return any(at <= 1 for at, _ in occurrences(clause, table.qualifying))
