"""The Microsoft Research Paraphrase Corpus (Dolan and others 2004), by the features of a pair of sentences.

A check that what tells a retold sentence also tells a paraphrase elsewhere. Its pairs are all alike, so what differs
counts more than in a story: the edits, and the words, names and figures of one sentence only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.fitting import fit_linear
from benchmarks.gold_stories import plain_page
from dedup.comparing.alignment import PLAIN, Pairs, plain_features
from dedup.comparing.body import Sentence, read_body
from dedup.comparing.novelty import changed_facts, edits, known
from dedup.comparing.weights import StoryIndex, index_story
from dedup.records import Page, Span
from dedup.settings import AlignmentSettings

DIFFERENCES = (
    "likeness", "edits", "words_changed", "number", "name", "negation", "hedge", "jaccard", "of_shorter", "of_longer",
    "same_figures", "nested_figures", "figures_at_all", "length_difference", "only_first", "only_second", "length",
)  # fmt: skip
FOLDS, STRENGTH = 5, 0.3


def paraphrases(rows: Sequence[dict[str, Any]], settings: AlignmentSettings) -> dict[str, float]:
    """Return accuracy and F1 over the pairs (fields ``a``, ``b``, ``label``), in five folds, each by a model of the others."""
    from sklearn.metrics import f1_score

    bodies = [
        read_body(_one_sentence(f"{number}{side}", row[side]), (), settings.sentence_words)
        for number, row in enumerate(rows)
        for side in ("a", "b")
    ]
    index = index_story(bodies, settings)
    first, second = index.first[:-1:2], index.first[1::2]
    pairs = Pairs(first, second, np.arange(len(rows)) * 2 + 1, np.arange(len(rows)))
    differing = [differences(index, index.sentences[a], index.sentences[b]) for a, b in zip(first, second, strict=True)]
    features = np.concatenate([plain_features(index, pairs, 0), np.asarray(differing, dtype=np.float64)], axis=1)
    labels, fold = np.asarray([bool(row["label"]) for row in rows]), np.arange(len(rows)) % FOLDS
    said = np.zeros(len(rows), dtype=bool)
    for held_out in range(FOLDS):
        there = fold == held_out
        model = fit_linear(features[~there], labels[~there], (*PLAIN, *DIFFERENCES), STRENGTH)
        said[there] = model.probabilities(features[there])[:, 1] >= 0.5
    return {"accuracy": round(float((said == labels).mean()), 4), "f1": round(float(f1_score(labels, said)), 4)}


def _one_sentence(name: str, text: str) -> Page:
    return dataclasses.replace(plain_page(name, text), sentences=(Span(0, len(text)),))


def differences(index: StoryIndex, a: Sentence, b: Sentence) -> list[float]:
    """Return how two sentences differ, columns as in ``DIFFERENCES``."""
    found = edits(a, b, index.settings)
    changes = {
        *changed_facts(a, [b], known([b]), index.names, index.settings),
        *changed_facts(b, [a], known([a]), index.names, index.settings),
    }
    mine, theirs = {word.norm for word in a.words}, {word.norm for word in b.words}
    figures, others = {q.exact for q in a.quantities}, {q.exact for q in b.quantities}
    shared = len(mine & theirs)
    return [
        found.ratio,
        found.count,
        float(np.log1p(found.changed)),
        *(float(kind in changes) for kind in ("number", "name", "negation", "hedge")),
        shared / max(1, len(mine | theirs)),
        shared / max(1, min(len(mine), len(theirs))),
        shared / max(1, len(mine), len(theirs)),
        float(figures == others),
        float(figures <= others or others <= figures),
        float(bool(figures or others)),
        abs(len(a.words) - len(b.words)),
        len(mine - theirs),
        len(theirs - mine),
        len(a.words) + len(b.words),
    ]
