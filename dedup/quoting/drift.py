"""What became of somebody's words from one print to the next: named changes, most severe first.

A lost "not" or "may" says more than any score. Markers are compared by what they act on: a negation is lost only where
the words that it denied are still there, so that "nothing to hide" for "not hiding anything" raises no alarm.
"""

from __future__ import annotations

from collections.abc import Sequence

from dedup.quoting.excerpts import Block, Said, align, is_content, said, table_for, taken
from dedup.quoting.markers import Markers, hedges, negations, numbers, occurrences

_REACH = 4
_STEM = 4
_MOST_OF_A_CONDITION = 24
_MOST_SENTENCES = 2
"""Sentences of a quote that is compared as a whole: of a longer one the denied words may only have been left out."""

SEVERITY = (
    "negation lost",
    "negation gained",
    "number changed",
    "number cut",
    "speaker differs",
    "negation gone",
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
"""The names of changes, most severe first; a change is its name, or its name, a colon and the words.

A negation is lost where the words that it denied are still there, and gone where other words altogether say what is left,
none of which denies anything: that may be another way to put it ("shut soon" for "not open for long"), or the contrary.
"""


ATTRIBUTED = ("speaker differs", "venue differs")
"""Changes of who is said to have said something, and where; the others are of the words."""


def by_severity(changes: Sequence[str]) -> tuple[str, ...]:
    """Return changes without repetition, most severe first, in the order found where equally severe."""
    return tuple(sorted(dict.fromkeys(changes), key=lambda change: SEVERITY.index(change.split(":")[0])))


def quote_changes(before: str, after: str, language: str | None = None) -> tuple[str, ...]:
    """Return what was done to the words ``before`` on the way to ``after``: ``negation lost: not``, ``cut: ...``.

    Only a difference in typography or accepted spelling gives nothing. ``language`` decides which words deny, hedge
    and condition; it is told from the text where it is not given. Time is linear, but for ``MOST_WORDS`` squared.
    """
    old, new = said(before), said(after)
    if old.keys == new.keys:
        return ()
    table = table_for(old, new, language)
    blocks = align(old, new)
    kept = old.cut(*taken(old, new, blocks, table))
    changes = [
        *_negation_changes(kept, new, table),
        *(f"negation lost: {old.printed(*span)}" for span in _struck(old, new, blocks, table)),
        *_negation_gone(kept, new, blocks, table),
        *_number_changes(kept, new, table),
        *_marker_changes(kept, new, table),
    ]
    changes += [*_merged(old, new, blocks, table), *_wording_changes(old, new, blocks, table)]
    return by_severity(changes)


def _negation_changes(old: Said, new: Said, table: Markers) -> list[str]:
    denied, denying = negations(old.keys, table), negations(new.keys, table)
    lost = [*_undone(old, denied, new, denying, table), *_affixed(old, new, table)]
    gained = [*_undone(new, denying, old, denied, table), *_affixed(new, old, table)]
    return [
        *(f"negation lost: {old.printed(*span)}" for span in lost),
        *(f"negation gained: {new.printed(*span)}" for span in gained),
    ]


def _struck(old: Said, new: Said, blocks: Sequence[Block], table: Markers) -> list[tuple[int, int]]:
    """Return the negations that alone were left out where fewer are left, none of them before: another clause denies.

    "No, we will not" loses nothing with its first word, nor does "no danger, no risk" with its second "no".
    """
    denied, denials = {*negations(old.keys, table)}, negations(new.keys, table)
    if len(denied) <= len(denials) or _reworded(old, new, blocks):
        return []
    return [
        (first, end)
        for tag, first, end, place, _ in blocks
        if tag == "delete" and (first, end) in denied and end < len(old.keys) and old.clauses[first] == old.clauses[end]
        if not any(at < place and new.sentences[at] == new.sentences[place] for at, _ in denials)
    ]


def _affixed(one: Said, other: Said, table: Markers) -> list[tuple[int, int]]:
    """Return the words that deny by how they begin, where the other print has the rest of them ("unsafe", "safe")."""
    here, there = set(one.keys), set(other.keys)
    denied = {end for _, end in occurrences(one.keys, table.negations)}  # "not unlikely" denies nothing
    return [
        (at, at + 1)
        for at, key in enumerate(one.keys)
        if key not in there
        and at not in denied
        and any(
            len(key) - len(prefix) >= _STEM and key.startswith(prefix) and key[len(prefix) :] in there - here
            for prefix in table.negating_prefixes
        )
    ]


def _negation_gone(old: Said, new: Said, blocks: Sequence[Block], table: Markers) -> list[str]:
    """Name the negations of words that were replaced as a whole by others without any."""
    denied = negations(old.keys, table)
    if not denied or negations(new.keys, table) or not _reworded(old, new, blocks):
        return []
    sentences = old.sentences[-1] - old.sentences[0] + 1
    whole = sentences <= _MOST_SENTENCES and 2 * len(new.keys) >= len(old.keys)
    lost = {*_undone(old, denied, new, [], table)}
    until = occurrences(old.keys, table.until) and occurrences(new.keys, table.once)
    return (
        [f"negation gone: {old.printed(*span)}" for span in denied if span not in lost] if whole and not until else []
    )


def _reworded(old: Said, new: Said, blocks: Sequence[Block]) -> bool:
    """Tell whether less than half of the words of two prints are the same."""
    same = sum(j - i for tag, i, j, _, _ in blocks if tag == "equal")
    return bool(old.keys and new.keys) and 2 * same < min(len(old.keys), len(new.keys))


def _undone(
    one: Said, denied: Sequence[tuple[int, int]], other: Said, denials: Sequence[tuple[int, int]], table: Markers
) -> list[tuple[int, int]]:
    """Return the negations whose denied words stand in the other print, where nothing denies them."""
    if not denied:
        return []
    denying = {other.clauses[at] for at, _ in denials}
    near = {at for first, _ in denials for at in range(first - _REACH, first)}
    there = {_stem(key) for key in other.keys}
    denied_still = {_stem(key) for at, key in enumerate(other.keys) if other.clauses[at] in denying or at in near}
    reworded = bool(occurrences(other.keys, table.once))
    undone = []
    for first, end in denied:
        reach = one.keys[end : _clause_end(one, end - 1, _REACH + 1)]
        acted_on = next((_stem(key) for key in reach if is_content(key, table) and _stem(key) in there), None)
        until = reworded and occurrences(one.keys[end : end + 3 * _REACH], table.until)
        if acted_on is not None and acted_on not in denied_still and not until:
            undone.append((first, end))
    return undone


def _stem(key: str) -> str:
    """Return the first letters of a word: forms of one word mostly share them."""
    return key[:_STEM]


def _number_changes(old: Said, new: Said, table: Markers) -> list[str]:
    was, now = numbers(old.keys, table), numbers(new.keys, table)
    old_values, new_values = {n.value for n in was}, {n.value for n in now}
    gone = [n for n in was if n.value not in new_values]
    come = [n for n in now if n.value not in old_values]
    pairs = min(len(gone), len(come))
    return [
        *(
            f"number changed: {old.printed(a.first, a.end)} -> {new.printed(b.first, b.end)}"
            for a, b in zip(gone[:pairs], come[:pairs], strict=True)
        ),
        *(f"number cut: {old.printed(n.first, n.end)}" for n in gone[pairs:]),
        *(f"number added: {new.printed(n.first, n.end)}" for n in come[pairs:]),
    ]


def _marker_changes(old: Said, new: Said, table: Markers) -> list[str]:
    changes = []
    was, now = hedges(old.keys, table), hedges(new.keys, table)
    if len(was) > len(now):
        changes += [f"hedge lost: {old.printed(*span)}" for span in _missing(old, was, new, now)]
    elif len(now) > len(was):
        changes += [f"hedge gained: {new.printed(*span)}" for span in _missing(new, now, old, was)]
    was, now = occurrences(old.keys, table.conditions), occurrences(new.keys, table.conditions)
    if len(was) > len(now):
        cut = _missing(old, was, new, now)
        ends = [_clause_end(old, first, _MOST_OF_A_CONDITION) for first, _ in cut]
        changes += [f"condition cut: {old.printed(first, end)}" for (first, _), end in zip(cut, ends, strict=True)]
    return changes


def _missing(
    one: Said, spans: Sequence[tuple[int, int]], other: Said, found: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the phrases of one print that the other does not have."""
    there = {other.keys[slice(*span)] for span in found}
    return [span for span in spans if one.keys[slice(*span)] not in there]


def _clause_end(old: Said, first: int, most: int) -> int:
    """Return the end of the clause that a word stands in, at most so many words on."""
    last = min(len(old.keys), first + most)
    end = first + 1
    while end < last and old.clauses[end - 1] == old.clauses[end]:
        end += 1
    return end


def _merged(old: Said, new: Said, blocks: Sequence[Block], table: Markers) -> list[str]:
    """Tell whether words of several sentences now stand in fewer."""
    touched: set[int] = set()
    for tag, i, j, _, _ in blocks:
        if tag == "equal":
            touched |= {old.sentences[at] for at in range(i, j) if is_content(old.keys[at], table)}
    now = new.sentences[-1] + 1 if new.keys else 0
    return ["merged"] if now and len(touched) > now else []


def _wording_changes(old: Said, new: Said, blocks: Sequence[Block], table: Markers) -> list[str]:
    if _reworded(old, new, blocks):
        return [f"words changed: {old.printed(0, len(old.keys))} -> {new.printed(0, len(new.keys))}"]
    changes = []
    for tag, i, j, k, m in blocks:
        if tag == "replace" and not new.bracketed(k, m) and not _same_number(old.keys[i:j], new.keys[k:m], table):
            changes.append(f"words changed: {old.printed(i, j)} -> {new.printed(k, m)}")
        elif tag == "insert" and not new.bracketed(k, m):
            changes.append(f"added: {new.printed(k, m)}")
        elif tag == "delete" and not old.bracketed(i, j) and not new.elided(k):
            inside = i > 0 and j < len(old.keys)
            changes.append(f"{'left out' if inside else 'cut'}: {old.printed(i, j)}")
    return changes


def _same_number(was: Sequence[str], now: Sequence[str], table: Markers) -> bool:
    """Tell whether words print one number in figures or in words ("three", "3"), with scales of the same size."""
    one, other = numbers(was, table), numbers(now, table)
    whole = len(one) == len(other) == 1 and one[0].end - one[0].first == len(was) and other[0].end == len(now)
    if not whole or other[0].first or one[0].value != other[0].value:
        return False
    a, b = ({table.scales[key] for key in keys if key in table.scales} for keys in (was, now))
    return a <= b or b <= a
