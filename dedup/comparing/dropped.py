"""What an article left out: the sentences of its parent that none of its own rests on.

Three kinds weigh more than the rest, because a reader who does not get them is told another story: a denial, the answer
of somebody who was asked (or that there was none), and a caveat.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dedup.comparing.alignment import Alignment
from dedup.comparing.body import Sentence
from dedup.comparing.quantities import lexicon
from dedup.comparing.weights import Floats, StoryIndex
from dedup.records import DroppedKind, DroppedRow
from dedup.settings import AlignmentSettings


def dropped_sentences(
    index: StoryIndex, alignment: Alignment, parent: int, held: Floats, settings: AlignmentSettings
) -> tuple[DroppedRow, ...]:
    """Return the parent's sentences that the article dropped; ``held`` is the article's support of each."""
    pairs = alignment.pairs
    used = np.unique(pairs.source[(pairs.article == parent) & (alignment.score >= settings.supported)])
    mine, theirs = index.bodies[alignment.article].id, index.bodies[parent].id
    return tuple(
        DroppedRow(mine, theirs, sentence.start, sentence.end, tuple(kinds(sentence)))
        for number, (row, sentence) in enumerate(zip(index.rows(parent), index.bodies[parent].sentences, strict=True))
        if held[number] < settings.supported and row not in used
    )


def kinds(sentence: Sentence) -> Iterator[DroppedKind]:
    """Yield what makes a sentence weigh when it is left out.

    "declined to comment" and "did not respond to a request" are answers, "comment" without a refusal is none.
    """
    terms, words = lexicon(), {word.norm for word in sentence.words}
    if words & terms.denials:
        yield "denial"
    if words & terms.answers and words & (terms.refusals | terms.negations):
        yield "answer"
    if words & terms.caveats:
        yield "caveat"
