"""The verdict on each sentence of an article against its baseline: copied, reworded or added, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dedup.comparing.alignment import Alignment
from dedup.comparing.novelty import Edits, changed_facts, edits, is_copy, known, new_words, spans
from dedup.comparing.support import support
from dedup.comparing.weights import Floats, Ints, StoryIndex
from dedup.records import Match, SentenceRow, SentenceStatus, Span
from dedup.settings import AlignmentSettings


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence against the baseline. ``support`` is the probability that it rests on it; ``new`` are word numbers.

    ``own`` is the support by any other article of the story.
    """

    status: SentenceStatus
    support: float
    elsewhere: float
    new: tuple[int, ...]
    changes: tuple[str, ...]


def judge(index: StoryIndex, alignment: Alignment, baseline: tuple[int, ...], settings: AlignmentSettings) -> list[Verdict]:
    """Return the verdict on each sentence of the alignment's article against the articles ``baseline``."""
    rows = index.rows(alignment.article)
    held, chosen = support(index, alignment, baseline) if baseline else (np.zeros(len(rows)), np.zeros((0, 0), np.int64))
    elsewhere = support(index, alignment, alignment.sources)[0] if alignment.sources else np.zeros(len(rows))
    whole = known(index.sentences[row] for article in baseline for row in index.rows(article))
    text = index.bodies[alignment.article].page.text
    verdicts = []
    for at, row in enumerate(rows):
        sentence = index.sentences[row]
        copy, source = _copy_of(index, alignment, chosen[at], settings) if baseline else (None, -1)
        status: SentenceStatus = (
            "copied" if copy else "reworded" if held[at] >= settings.supported else "added"
        )
        new: tuple[int, ...] = ()
        changes: tuple[str, ...] = ()
        if status != "added":
            new = new_words(sentence, text, copy, whole, index.names, settings)
            changes = changed_facts(sentence, index.sentences[source], whole, index.names) if source >= 0 else ()
        certain = 1.0 if copy else float(held[at])
        verdicts.append(Verdict(status, certain, max(certain, float(elsewhere[at])), new, changes))
    return verdicts


def _copy_of(
    index: StoryIndex, alignment: Alignment, chosen: Ints, settings: AlignmentSettings
) -> tuple[Edits | None, int]:
    """Return the edits against the nearest of the chosen sources if the sentence copies it, and the best source's number."""
    best: tuple[Edits | None, int] = (None, -1)
    for pair in chosen[chosen >= 0]:
        source = int(alignment.pairs.source[pair])
        best = (best[0], source) if best[1] < 0 else best
        # Sentences that share less than half their character 4-grams cannot be copies: saves the exact comparison.
        if min(alignment.plain[pair, 4], alignment.plain[pair, 5]) < 0.5:
            continue
        found = edits(index.sentences[int(alignment.pairs.sentence[pair])], index.sentences[source])
        if is_copy(found, settings) and (best[0] is None or found.ratio > best[0].ratio):
            best = (found, source)
    return best


def sentence_rows(
    index: StoryIndex,
    alignment: Alignment,
    verdicts: Sequence[Verdict],
    parent: int | None,
    settings: AlignmentSettings,
) -> tuple[SentenceRow, ...]:
    """Return the output rows of an article's sentences."""
    body = index.bodies[alignment.article]
    matches = _matches(index, alignment, parent, settings)
    return tuple(
        SentenceRow(
            article=body.id,
            start=sentence.start,
            end=sentence.end,
            status=verdict.status,
            exclusive=verdict.elsewhere < settings.supported,
            new=spans(sentence, verdict.new) if verdict.status != "added" else (Span(sentence.start, sentence.end),),
            changes=verdict.changes,
            matches=found,
        )
        for sentence, verdict, found in zip(body.sentences, verdicts, matches, strict=True)
    )


def _matches(
    index: StoryIndex, alignment: Alignment, parent: int | None, settings: AlignmentSettings
) -> list[tuple[Match, ...]]:
    """Return each sentence's matches, best first: the top three in the parent, the best one in each other article."""
    found: list[list[tuple[float, int, int]]] = [[] for _ in index.rows(alignment.article)]
    pairs, score = alignment.pairs, np.round(alignment.score, 4)
    taken: dict[tuple[int, int], int] = {}
    first = int(index.first[alignment.article])
    for at in np.lexsort((pairs.source, -score)):
        sentence, article = int(pairs.sentence[at]) - first, int(pairs.article[at])
        used = taken.get((sentence, article), 0)
        least = settings.match_in_parent if article == parent else settings.match_elsewhere
        if score[at] >= least and used < (3 if article == parent else 1):
            taken[sentence, article] = used + 1
            found[sentence].append((float(score[at]), article, int(pairs.source[at])))
    return [tuple(_match(index, *entry) for entry in entries) for entries in found]


def _match(index: StoryIndex, score: float, article: int, source: int) -> Match:
    sentence = index.sentences[source]
    return Match(index.bodies[article].id, sentence.start, sentence.end, score)


def supports(index: StoryIndex, alignment: Alignment) -> dict[int, Floats]:
    """Return each sentence's support by each source article alone."""
    return {source: support(index, alignment, (source,))[0] for source in alignment.sources}
