"""What is new inside a sentence that rests on others: the words, and the facts that changed.

A reworded sentence has new words all over without saying anything new, so only two things count there: a printed
figure that its sources have nowhere, and, in an article that adds a good deal, a clause without a word of its source
sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from dedup.comparing.body import Sentence
from dedup.comparing.quantities import Quantity, lexicon
from dedup.comparing.wording import Word, stem
from dedup.records import Span
from dedup.settings import AlignmentSettings


@dataclass(frozen=True, slots=True)
class Known:
    """What the sources have: the stems, words and figures of the articles compared with, as wholes."""

    words: frozenset[str]
    stems: frozenset[str]
    exact: frozenset[str]
    rough: frozenset[str]


def known(sentences: Iterable[Sentence]) -> Known:
    """Gather what ``sentences`` have."""
    every = list(sentences)
    return Known(
        words=frozenset(word.norm for sentence in every for word in sentence.words),
        stems=frozenset(stem(word.norm) for sentence in every for word in sentence.words),
        exact=frozenset(quantity.exact for sentence in every for quantity in sentence.quantities),
        rough=frozenset(quantity.rough for sentence in every for quantity in sentence.quantities),
    )


@dataclass(frozen=True, slots=True)
class Edits:
    """How a sentence differs from a source: likeness (0 to 1), edits, words changed, its own changed words."""

    ratio: float
    count: int
    changed: int
    own: tuple[int, ...]


def edits(sentence: Sentence, source: Sentence, settings: AlignmentSettings) -> Edits:
    """Return the word edits that make ``sentence`` out of ``source``."""
    mine, theirs = [w.norm for w in sentence.words], [w.norm for w in source.words]
    if mine == theirs:
        return Edits(1.0, 0, 0, ())
    counts, there = Counter(mine), Counter(theirs)
    if sum(number * there[word] for word, number in counts.items()) > settings.word_meetings:
        shared = sum((counts & there).values())
        return Edits(2 * shared / (len(mine) + len(theirs)), len(mine), len(mine), ())
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    changes = [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return Edits(
        ratio=matcher.ratio(),
        count=len(changes),
        changed=sum(max(b - a, d - c) for a, b, c, d in changes),
        own=tuple(at for a, b, _, _ in changes for at in range(a, b)),
    )


def is_copy(found: Edits, settings: AlignmentSettings) -> bool:
    """Return whether a sentence has its source's words but for at most two small edits."""
    return found.ratio >= settings.copied_ratio or (
        found.count <= settings.copied_edits
        and found.changed <= settings.copied_edits
        and found.ratio >= settings.copied_ratio_short
    )


def copied_new_words(sentence: Sentence, edited: Edits, whole: Known) -> tuple[int, ...]:
    """Return the numbers of the words of a copied sentence that the sources do not have.

    A changed figure is new even where the source has the same one in another sentence.
    """
    places = {at for quantity in sentence.quantities for at in range(quantity.first, quantity.last + 1)}
    unknown = {at for at in edited.own if stem(sentence.words[at].norm) not in whole.stems}
    return tuple(sorted(unknown | (places & set(edited.own))))


def reworded_new_words(
    sentence: Sentence, text: str, own: Known, whole: Known, settings: AlignmentSettings, *, adds: bool
) -> tuple[int, ...]:
    """Return the numbers of the words of a reworded sentence that the sources do not have.

    ``own`` is what its source sentences have, ``whole`` what their articles have; clauses are looked at where the
    article ``adds`` a good deal: a thorough rewrite has clauses without a known word that say nothing new.
    """
    found = set(_new_figures(sentence, whole))
    clauses = list(split_clauses(sentence.words, text)) if adds else []
    for start, end in clauses if len(clauses) > 1 else ():
        content = [stem(word.norm) for word in sentence.words[start:end] if len(word.norm) > 3]
        if end - start >= settings.clause_words and content and not any(term in own.stems for term in content):
            familiar = sum(term in whole.stems for term in content)
            if familiar <= settings.clause_familiar * len(content):
                found.update(range(start, end))
    return tuple(sorted(found))


def _new_figures(sentence: Sentence, whole: Known) -> Iterator[int]:
    for quantity in sentence.quantities:
        places = range(quantity.first, quantity.last + 1)
        printed = any(sentence.words[at].norm[0].isdigit() for at in places)
        if printed and quantity.exact not in whole.exact and quantity.rough not in whole.rough:
            yield from places


def split_clauses(words: Sequence[Word], text: str) -> Iterator[tuple[int, int]]:
    """Yield (first word, word after the last) of the stretches between marks of punctuation."""
    start = 0
    for at in range(1, len(words)):
        if any(mark in ",;:()—–!?…" for mark in text[words[at - 1].end : words[at].start]):
            yield start, at
            start = at
    if words:
        yield start, len(words)


def spans(sentence: Sentence, places: Sequence[int]) -> tuple[Span, ...]:
    """Return the stretches of text that the words at ``places`` (sorted) cover, neighbours joined."""
    found: list[tuple[int, int]] = []
    for at in places:
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return tuple(Span(sentence.words[a].start, sentence.words[b - 1].end) for a, b in found)


def changed_facts(
    sentence: Sentence,
    sources: Sequence[Sentence],
    whole: Known,
    names: frozenset[str],
    settings: AlignmentSettings,
    *,
    copied: bool = False,
) -> tuple[str, ...]:
    """Return the kinds of facts in which a sentence departs from its sources: number, name, negation, hedge.

    What it lost is lost from the first of ``sources``, the nearest; what it gained none of them has. In a reworded sentence
    a figure that the articles have elsewhere is merged, not changed; in a ``copied`` one it is changed all the same. So is
    a negation there that is one of several.
    """
    terms, nearest = lexicon(), sources[0]
    kinds = []
    if nearest.quantities and any(
        not (quantity.exact in whole.exact and not copied)
        and not any(_agrees(sentence, quantity, source, whole, settings) for source in sources)
        for quantity in sentence.quantities
    ):
        kinds.append("number")
    mine, theirs = _named(sentence, names), _named(nearest, names)
    if mine - theirs - whole.words and theirs - mine:
        kinds.append("name")
    for kind, words in (("negation", terms.negations), ("hedge", terms.hedges)):
        has, had = _count(sentence, words), _count(nearest, words)
        undone = copied and kind == "negation" and has != had
        gone_or_come = bool(has) != bool(had) and not (has and any(_count(source, words) for source in sources))
        if undone or gone_or_come:
            kinds.append(kind)
    return tuple(kinds)


def _agrees(
    sentence: Sentence, quantity: Quantity, source: Sentence, whole: Known, settings: AlignmentSettings
) -> bool:
    """Return whether a figure is one of the source's: the same, in another unit, rounded if the articles have it exactly.

    "fewer than a third" is "13 of 41", "3.5 miles" are "5.6 km" (what is converted is rounded), "car four" the fourth.
    """
    places = _ordinals(source.words)
    if quantity.value in places:
        return True
    mine = _ordinals(sentence.words[quantity.first : quantity.last + 1])
    if mine and sentence.words[quantity.last + 1 : quantity.last + 2] and not _is_share(sentence, quantity):
        return not places or mine <= places
    every = [*source.quantities, *_ratios(source)]
    if any(quantity.exact == other.exact for other in every):
        return True
    if quantity.exact in whole.exact and any(quantity.rough == other.rough for other in source.quantities):
        return True
    if 0 < quantity.value < 1 and any(quantity.rough == ratio.rough for ratio in _ratios(source)):
        return True
    unit = _printed_unit(sentence, quantity)
    return unit is not None and any(
        other.unit == quantity.unit
        and _printed_unit(source, other) not in (None, unit)
        and abs(quantity.value - other.value) <= settings.converted * abs(other.value)
        for other in source.quantities
    )


def _ordinals(words: Sequence[Word]) -> set[float]:
    """Return the places in an order that words name: 4 for "fourth"."""
    known = lexicon().ordinals
    return {known[word.norm] for word in words if word.norm in known}


def _is_share(sentence: Sentence, quantity: Quantity) -> bool:
    """Return whether a word that may be an ordinal is a share: "two fifths", "a third", "the third of them" is not."""
    before = sentence.words[quantity.first - 1].norm if quantity.first else ""
    return quantity.last > quantity.first or before in ("a", "one")


def _ratios(sentence: Sentence) -> Iterator[Quantity]:
    """Yield the shares that a sentence prints as two counts: "13 of 41", "13 out of 41"."""
    for part, whole in pairwise(sentence.quantities):
        between = [word.norm for word in sentence.words[part.last + 1 : whole.first]]
        if between[-1:] == ["of"] and between[:-1] in ([], ["out"], ["out", "of"]) and 0 < part.value <= whole.value:
            yield Quantity(part.value / whole.value, "share", part.first, whole.last)


def _printed_unit(sentence: Sentence, quantity: Quantity) -> float | None:
    """Return how many base units the unit printed behind a figure holds, null where there is none."""
    following = sentence.words[quantity.last + 1 : quantity.last + 2]
    found = lexicon().units.get(following[0].norm) if following else None
    return found[1] if found else None


def _named(sentence: Sentence, names: frozenset[str]) -> set[str]:
    return {word.norm for word in sentence.words if word.norm in names}


def _count(sentence: Sentence, words: frozenset[str]) -> int:
    return sum(word.norm in words for word in sentence.words)
