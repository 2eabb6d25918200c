"""What an article left out: the sentences of its parent that none of its own rests on."""

from __future__ import annotations

import numpy as np

from dedup.comparing.alignment import Alignment
from dedup.comparing.weights import Floats, StoryIndex
from dedup.records import DroppedRow
from dedup.settings import AlignmentSettings


def dropped_sentences(
    index: StoryIndex, alignment: Alignment, parent: int, held: Floats, settings: AlignmentSettings
) -> tuple[DroppedRow, ...]:
    """Return the parent's sentences that the article dropped; ``held`` is the article's support of each."""
    pairs = alignment.pairs
    used = np.unique(pairs.source[(pairs.article == parent) & (alignment.score >= settings.supported)])
    return tuple(
        DroppedRow(index.bodies[alignment.article].id, index.bodies[parent].id, sentence.start, sentence.end)
        for number, (row, sentence) in enumerate(zip(index.rows(parent), index.bodies[parent].sentences, strict=True))
        if held[number] < settings.supported and row not in used
    )
