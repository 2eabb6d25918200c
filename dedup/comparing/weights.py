"""What a word says in its story: its weight against what every sentence of the story says, and the story as matrices.

The inverse document frequency is taken over the story's own sentences, so that it works with two pages: what all of
them say (the place, the minister, "said") tells no sentence from another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dedup.comparing.body import Body, Sentence, name_words
from dedup.comparing.wording import stem
from dedup.settings import AlignmentSettings

Matrix = Any  # scipy's sparse arrays carry no usable element types
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Facet:
    """One view of the story's sentences: ``has`` (sentences x terms, 0 or 1), ``idf`` by term, ``mass`` by sentence.

    ``unit`` holds the weighted rows at length 1, for cosines. ``counted`` facets are compared by number of terms.
    """

    has: Matrix
    weighted: Matrix
    unit: Matrix
    mass: Floats
    counted: bool = False


@dataclass(frozen=True, slots=True)
class StoryIndex:
    """The story's sentences in one list (``first[a]:first[a + 1]`` are article ``a``'s) and its facets."""

    settings: AlignmentSettings
    bodies: tuple[Body, ...]
    sentences: tuple[Sentence, ...]
    first: Ints
    sizes: Floats
    names: frozenset[str]
    words: Facet
    stems: Facet
    pairs: Facet
    grams: Facet
    figures: Facet
    rough: Facet
    called: Facet
    quoted: Facet

    def rows(self, article: int) -> Ints:
        """Return the numbers of an article's sentences."""
        return np.arange(self.first[article], self.first[article + 1])


def index_story(bodies: Sequence[Body], settings: AlignmentSettings) -> StoryIndex:
    """Count the story's words and weigh them; an article alone is compared with nothing, and its facets stay empty."""
    sentences = tuple(sentence for body in bodies for sentence in body.sentences)
    sizes = [len(body.sentences) for body in bodies]
    weighed = sentences if len(bodies) > 1 else ()
    names = name_words(bodies)
    capitals = frozenset(word.norm for sentence in sentences for word in sentence.words if word.capital)

    def facet(terms: Callable[[Sentence], Iterable[Hashable]], of: dict[Hashable, int] | None = None) -> Facet:
        return _facet([terms(sentence) for sentence in weighed], {} if of is None else of, settings)

    vocabulary: dict[Hashable, int] = {}
    return StoryIndex(
        settings=settings,
        bodies=tuple(bodies),
        sentences=sentences,
        first=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        sizes=np.asarray([len(sentence.words) for sentence in sentences], dtype=np.float64),
        names=names,
        words=(words := facet(lambda s: [w.norm for w in s.words], vocabulary)),
        stems=facet(lambda s: _facts(s, capitals)),
        pairs=facet(lambda s: list(zip([w.norm for w in s.words], [w.norm for w in s.words[1:]], strict=False))),
        grams=facet(lambda s: _grams(" ".join(w.norm for w in s.words))),
        figures=replace(facet(lambda s: [q.exact for q in s.quantities]), counted=True),
        rough=replace(facet(lambda s: [q.rough for q in s.quantities]), counted=True),
        called=_only(words, [[vocabulary[w.norm] for w in s.words if w.norm in names] for s in weighed]),
        quoted=_only(
            words, [[vocabulary[w.norm] for w, m in zip(s.words, s.quoted, strict=True) if m] for s in weighed]
        ),
    )


def _facts(sentence: Sentence, capitals: frozenset[str]) -> list[str]:
    """Return what a sentence speaks of: stems, figures by their value ("four" is 4), acronyms that the story prints."""
    figured = {at for q in sentence.quantities for at in range(q.first, q.last + 1)}
    stems = [stem(word.norm) for at, word in enumerate(sentence.words) if at not in figured]
    return stems + [q.exact for q in sentence.quantities] + [a for a in _acronyms(sentence) if a in capitals]


def _acronyms(sentence: Sentence) -> Iterator[str]:
    """Yield the initials of runs of capitalised words: "Monetary Policy Committee" speaks of the MPC."""
    initials = ""
    for word in (*sentence.words, None):
        if word is not None and word.capital:
            initials += word.norm[0]
            continue
        # A run's first word may be no part of the name: "The", "When" at the head of the sentence.
        yield from (name for name in (initials, initials[1:]) if len(name) > 2)
        initials = ""


def _grams(line: str) -> list[str]:
    line = f" {line} "
    return [line[at : at + 4] for at in range(len(line) - 3)]


def _facet(rows: Sequence[Iterable[Hashable]], number: dict[Hashable, int], settings: AlignmentSettings) -> Facet:
    """Count terms by row; terms are numbered as they appear, so the result does not depend on hashes."""
    columns = [[number.setdefault(term, len(number)) for term in row] for row in rows]
    has = _matrix(columns, len(number))
    frequency = np.bincount(has.indices, minlength=has.shape[1]).astype(np.float64)
    return _weigh(has, np.log((len(rows) + settings.background_sentences) / (frequency + 0.5)))


def _only(whole: Facet, columns: Sequence[Sequence[int]]) -> Facet:
    """Return the facet of some of the terms of ``whole``, with its numbers and weights."""
    idf = np.zeros(whole.has.shape[1])
    idf[whole.weighted.indices] = whole.weighted.data
    return _weigh(_matrix(columns, whole.has.shape[1]), idf)


def _matrix(columns: Sequence[Sequence[int]], terms: int) -> Matrix:
    distinct = [sorted(set(row)) for row in columns]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in distinct])]).astype(np.int64)
    flat = np.asarray([column for row in distinct for column in row], dtype=np.int64)
    return sparse.csr_array((np.ones(len(flat)), flat, starts), shape=(len(columns), max(1, terms)))


def _weigh(has: Matrix, idf: Floats) -> Facet:
    weighted = has.copy()
    weighted.data = idf[has.indices]
    mass = np.asarray(weighted.sum(axis=1)).ravel()
    length = np.sqrt(np.asarray((weighted * weighted).sum(axis=1)).ravel())
    unit = weighted.copy()
    unit.data = weighted.data / np.repeat(np.where(length > 0, length, 1.0), np.diff(has.indptr))
    return Facet(has, weighted, unit, mass)
