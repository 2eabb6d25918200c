"""What became of somebody's words from one print to the next: named changes, most severe first.

A lost "not" or "may" says more than any score. Markers are compared by what they act on: a negation is lost only where
the words that it denied are still there, so that "nothing to hide" for "not hiding anything" raises no alarm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from dedup.quoting.markers import Markers, hedges, language_of, markers_of, negations, numbers, occurrences
from dedup.quoting.wording import Word, words

MOST_WORDS = 400
"""Words of a quote, between its common beginning and end, that are aligned; the alignment is quadratic in them."""

Block = tuple[str, int, int, int, int]
"""What happened to a stretch of words, as difflib names it: (equal|replace|delete|insert, old span, new span)."""

_MOST_PRINTED = 12
_REACH = 4
_STEM = 4
_SENTENCE_END = re.compile(r"[.!?…。！？।\n]")
_CLAUSE_END = re.compile(r"[.!?…。！？।\n,;:()\[\]—–]| - ")

SEVERITY = (
    "negation lost",
    "negation gained",
    "number changed",
    "number cut",
    "speaker differs",
    "hedge lost",
    "condition cut",
    "merged",
    "venue differs",
    "number added",
    "hedge gained",
    "words changed",
    "left out",
    "cut",
    "added",
    "made direct",
    "made indirect",
)
"""The names of changes, most severe first; a change is its name, or its name, a colon and the words."""


@dataclass(frozen=True, slots=True)
class _Print:
    """One print of an utterance with its words."""

    text: str
    words: tuple[Word, ...]

    def said(self, first: int, end: int) -> str:
        """Return words as printed, a long stretch shortened in its middle."""
        if end - first > _MOST_PRINTED:
            half = _MOST_PRINTED // 2
            return f"{self.said(first, first + half)} … {self.said(end - half, end)}"
        stretch = self.text[self.words[first].start : self.words[end - 1].end] if end > first else ""
        return " ".join(stretch.split())

    def broken(self, first: int, end: int, mark: re.Pattern[str]) -> bool:
        """Tell whether a mark stands between the word at ``first`` and the word at ``end``."""
        return bool(mark.search(self.text, self.words[first].end, self.words[end].start)) if first < end else False


def by_severity(changes: Sequence[str]) -> tuple[str, ...]:
    """Return changes without repetition, most severe first, in the order found where equally severe."""
    return tuple(sorted(dict.fromkeys(changes), key=lambda change: SEVERITY.index(change.split(":")[0])))


@lru_cache(maxsize=1 << 12)
def quote_changes(before: str, after: str, language: str | None = None) -> tuple[str, ...]:
    """Return what was done to the words ``before`` on the way to ``after``: ``negation lost: not``, ``cut: ...``.

    Only a difference in typography or accepted spelling gives nothing. ``language`` decides which words deny, hedge
    and condition; it is told from the text where it is not given. Time is linear, but for ``MOST_WORDS`` squared.
    """
    table = markers_of(language or language_of(f"{before} {after}"))
    old, new = _Print(before, tuple(words(before))), _Print(after, tuple(words(after)))
    blocks = _opcodes(old, new)
    first, end = _scope(old, new, blocks, table)
    kept = _Print(before, old.words[first:end])
    changes = [
        *_negation_changes(kept, new, table),
        *_number_changes(kept, new, table),
        *_marker_changes(kept, new, table),
    ]
    changes += [*_merged(old, new, blocks, table), *_wording_changes(old, new, blocks)]
    return by_severity(changes)


def excerpt_of(before: str, after: str, language: str | None = None) -> bool:
    """Tell whether ``after`` is one piece of ``before``, with no hedge, negation or condition cut off at an end."""
    old, new = _Print(before, tuple(words(before))), _Print(after, tuple(words(after)))
    start = _find([word.key for word in old.words], [word.key for word in new.words])
    if start is None:
        return False
    table = markers_of(language or language_of(f"{before} {after}"))
    end = start + len(new.words)
    first, last = _widened(old, start, end, table)
    edges = (*old.words[first:start], *old.words[end:last])
    return not (negations(edges, table) or hedges(edges, table) or occurrences(edges, table.conditions))


def _find(whole: Sequence[str], piece: Sequence[str]) -> int | None:
    """Return where a run of words stands in another, by the words' text (linear: the search of ``str``)."""
    if not piece or len(piece) > len(whole):
        return None
    at = f" {' '.join(whole)} ".find(f" {' '.join(piece)} ")
    return f" {' '.join(whole)} "[:at].count(" ") if at >= 0 else None


# ---------------------------------------------------------------- alignment


def _opcodes(old: _Print, new: _Print) -> list[Block]:
    """Align the words of two prints; what exceeds ``MOST_WORDS`` counts as replaced."""
    a, b = [word.key for word in old.words], [word.key for word in new.words]
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


def _scope(old: _Print, new: _Print, blocks: Sequence[Block], table: Markers) -> tuple[int, int]:
    """Return the words of the old print that the new one goes back to: what was cut with whole clauses is not lost."""
    anchors = [
        (i, j) for tag, i, j, _, _ in blocks if tag == "equal" and any(_content(w, table) for w in old.words[i:j])
    ]
    if not anchors:
        return 0, len(old.words)
    if _find([word.key for word in old.words], [word.key for word in new.words]) is not None:
        return _widened(old, anchors[0][0], anchors[-1][1], table)
    first, end = anchors[0][0], anchors[-1][1]
    while first > 0 and not old.broken(first - 1, first, _SENTENCE_END):
        first -= 1
    while end < len(old.words) and not old.broken(end - 1, end, _SENTENCE_END):
        end += 1
    return first, end


def _widened(old: _Print, first: int, end: int, table: Markers) -> tuple[int, int]:
    """Widen an excerpt to its clause, and over a clause of the same sentence beside it that conditions or hedges it."""
    start, stop = first, end
    while start > 0 and not old.broken(start - 1, start, _CLAUSE_END):
        start -= 1
    while stop < len(old.words) and not old.broken(stop - 1, stop, _CLAUSE_END):
        stop += 1
    before, after = start, stop
    while (
        before > 0
        and not old.broken(before - 1, before, _SENTENCE_END)
        and not (before < start and old.broken(before - 1, before, _CLAUSE_END))
    ):
        before -= 1
    while (
        after < len(old.words)
        and not old.broken(after - 1, after, _SENTENCE_END)
        and not (after > stop and old.broken(after - 1, after, _CLAUSE_END))
    ):
        after += 1
    # A clause qualifies its neighbour by how it opens; deeper inside, the same words concern the clause itself.
    if _opens(old.words[before:start], table):
        start = before
    if _opens(old.words[stop:after], table):
        stop = after
    return start, stop


def _opens(clause: Sequence[Word], table: Markers) -> bool:
    return any(at <= 1 for at, _ in occurrences(clause, table.conditions | table.stances))


def _content(word: Word, table: Markers) -> bool:
    return word.key not in table.common and (len(word.key) > 2 or word.key[0].isdigit())


# ---------------------------------------------------------------- what changed


def _negation_changes(old: _Print, new: _Print, table: Markers) -> list[str]:
    denied, denying = negations(old.words, table), negations(new.words, table)
    lost = [f"negation lost: {old.said(*span)}" for span in _undone(old, denied, new, denying, table)]
    gained = [f"negation gained: {new.said(*span)}" for span in _undone(new, denying, old, denied, table)]
    return [*lost, *gained]


def _undone(
    one: _Print, denied: Sequence[tuple[int, int]], other: _Print, denials: Sequence[tuple[int, int]], table: Markers
) -> list[tuple[int, int]]:
    """Return the negations whose denied words stand in the other print, where nothing denies them."""
    clauses = _clauses(other)
    denying = {clauses[at] for at, _ in denials}
    near = {at for first, _ in denials for at in range(first - _REACH, first)}
    places: dict[str, list[int]] = {}
    for at, word in enumerate(other.words):
        places.setdefault(_stem(word.key), []).append(at)
    denied_still = {stem for stem, found in places.items() if any(clauses[at] in denying or at in near for at in found)}
    reworded = bool(occurrences(other.words, table.once))
    undone = []
    for first, end in denied:
        reach = one.words[end : _clause_end(one, end - 1, _REACH + 1)]
        acted_on = next((_stem(w.key) for w in reach if _content(w, table) and _stem(w.key) in places), None)
        until = reworded and occurrences(one.words[end : end + 3 * _REACH], table.until)
        if acted_on is not None and acted_on not in denied_still and not until:
            undone.append((first, end))
    return undone


def _clauses(told: _Print) -> list[int]:
    """Return the number of the clause that each word stands in."""
    numbered, clause = [], 0
    for at in range(len(told.words)):
        clause += at > 0 and told.broken(at - 1, at, _CLAUSE_END)
        numbered.append(clause)
    return numbered


def _stem(key: str) -> str:
    """Return the first letters of a word: forms of one word mostly share them."""
    return key[:_STEM]


def _number_changes(old: _Print, new: _Print, table: Markers) -> list[str]:
    was, now = numbers(old.words, table), numbers(new.words, table)
    old_values, new_values = {n.value for n in was}, {n.value for n in now}
    gone = [n for n in was if n.value not in new_values]
    come = [n for n in now if n.value not in old_values]
    pairs = min(len(gone), len(come))
    return [
        *(
            f"number changed: {old.said(a.first, a.end)} -> {new.said(b.first, b.end)}"
            for a, b in zip(gone[:pairs], come[:pairs], strict=True)
        ),
        *(f"number cut: {old.said(n.first, n.end)}" for n in gone[pairs:]),
        *(f"number added: {new.said(n.first, n.end)}" for n in come[pairs:]),
    ]


def _marker_changes(old: _Print, new: _Print, table: Markers) -> list[str]:
    changes = []
    was, now = hedges(old.words, table), hedges(new.words, table)
    if len(was) > len(now):
        changes += [f"hedge lost: {old.said(*span)}" for span in _missing(old, was, new, now)]
    elif len(now) > len(was):
        changes += [f"hedge gained: {new.said(*span)}" for span in _missing(new, now, old, was)]
    was, now = occurrences(old.words, table.conditions), occurrences(new.words, table.conditions)
    if len(was) > len(now):
        cut = _missing(old, was, new, now)
        changes += [f"condition cut: {old.said(first, _clause_end(old, first, 2 * _MOST_PRINTED))}" for first, _ in cut]
    return changes


def _missing(
    one: _Print, spans: Sequence[tuple[int, int]], other: _Print, found: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the phrases of one print that the other does not have."""
    there = {tuple(word.key for word in other.words[slice(*span)]) for span in found}
    return [span for span in spans if tuple(word.key for word in one.words[slice(*span)]) not in there]


def _clause_end(old: _Print, first: int, most: int) -> int:
    """Return the end of the clause that a word stands in, at most so many words on."""
    last = min(len(old.words), first + most)
    end = first + 1
    while end < last and not old.broken(end - 1, end, _CLAUSE_END):
        end += 1
    return end


def _merged(old: _Print, new: _Print, blocks: Sequence[Block], table: Markers) -> list[str]:
    """Tell whether words of several sentences now stand in fewer."""
    sentences, touched = _sentences(old), set()
    for tag, i, j, _, _ in blocks:
        if tag == "equal":
            touched |= {sentences[at] for at in range(i, j) if _content(old.words[at], table)}
    now = _sentences(new)[-1] + 1 if new.words else 0
    return ["merged"] if now and len(touched) > now else []


def _sentences(told: _Print) -> list[int]:
    """Return the number of the sentence that each word stands in."""
    numbered, sentence = [], 0
    for at in range(len(told.words)):
        sentence += at > 0 and told.broken(at - 1, at, _SENTENCE_END)
        numbered.append(sentence)
    return numbered


def _wording_changes(old: _Print, new: _Print, blocks: Sequence[Block]) -> list[str]:
    same = sum(j - i for tag, i, j, _, _ in blocks if tag == "equal")
    if old.words and new.words and 2 * same < min(len(old.words), len(new.words)):
        return [f"words changed: {old.said(0, len(old.words))} -> {new.said(0, len(new.words))}"]
    changes = []
    for tag, i, j, k, m in blocks:
        if tag == "replace":
            changes.append(f"words changed: {old.said(i, j)} -> {new.said(k, m)}")
        elif tag == "insert":
            changes.append(f"added: {new.said(k, m)}")
        elif tag == "delete":
            inside = i > 0 and j < len(old.words)
            changes.append(f"{'left out' if inside else 'cut'}: {old.said(i, j)}")
    return changes
