"""Clough and Stevenson's graded rewriting (Lang. Resources & Evaluation 45, 2011), classified by what two texts share.

Four classes (``cut``, ``light``, ``heavy``, ``non``) and two (derived or not), cross-validated by task. Three questions,
each a logistic regression over one or two measures, since fifty texts carry no more: is the text derived at all, if so,
is it pasted, and if not, how close is it? They are put to the shares that ``compare`` prints, and to the words in common.

Tried on tasks a to c, four classes / two: one softmax over the shares .60 to .72 / .86 to .93, over n-gram containments
of several orders .68 to .74 / .93, with stems the same, over character n-grams .72 / .95, over words and pairs weighed by
their rarity in the other answers .65 / .86, over runs of words .58 to .68 / .91; the three questions with other measures
.61 to .77 / .88 to .95. Two of the texts labelled ``cut`` have no run of three words and no rare word of their source:
.965 is the most that two classes can reach there.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.fitting import fit_linear
from benchmarks.scoring.measures import Figures
from dedup.api import compare
from dedup.comparing.wording import words_of
from dedup.fitted import LinearModel
from dedup.records import Findings

CLASSES = ("non", "heavy", "light", "cut")
SHARES = ("kept", "copied", "added")
MEASURES = ("trigrams", "subsequence", "rewritten", "words")
# The three questions: measures that answer it, classes that it is put to, the least class for which the answer is yes.
Question = tuple[tuple[str, ...], int, int]
BY_SHARES: tuple[Question, ...] = ((("kept",), 0, 1), (("copied", "added"), 1, 3), (("kept", "added"), 1, 2))
BY_WORDS: tuple[Question, ...] = ((("trigrams",), 0, 1), (("rewritten",), 1, 3), (("subsequence", "words"), 1, 2))
STRENGTH = 10.0  # 3 gives the same accuracies
PASTED = 8  # words of a run that nobody writes again by chance

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def classify(rows: Sequence[dict[str, Any]]) -> Figures:
    """Return how well graded rewriting is told from the shares of ``compare``, and from the words in common."""
    said = np.array([shares(compare(row["source"], row["text"]).findings) for row in rows])
    counted = np.stack([measures(row["source"], row["text"]) for row in rows])
    return {
        "documents": len(rows),
        "shares": cross_validate(rows, said, SHARES, BY_SHARES),
        "words": cross_validate(rows, counted, MEASURES, BY_WORDS),
    }


def shares(findings: Findings) -> list[float]:
    """Return what ``compare`` says of a text as a whole, columns as in ``SHARES``."""
    return [findings.kept, findings.copied, findings.added]


def cross_validate(
    rows: Sequence[dict[str, Any]], measured: Floats, names: Sequence[str], questions: Sequence[Question]
) -> Figures:
    """Return the accuracies over all tasks, each task classified by models of the others, and by task."""
    labels = np.array([CLASSES.index(row["label"]) for row in rows])
    tasks = np.array([row["task"] for row in rows])
    said = np.zeros(len(rows), dtype=np.int64)
    for task in sorted(set(tasks.tolist())):
        there = tasks == task
        models = fit(measured[~there], labels[~there], names, questions)
        said[there] = graded(measured[there], models, names)
    return {
        "four_classes": _accuracy(said == labels, tasks),
        "two_classes": _accuracy((said > 0) == (labels > 0), tasks),
    }


def _accuracy(right: npt.NDArray[np.bool_], tasks: npt.NDArray[np.str_]) -> Figures:
    by_task = {task: round(float(right[tasks == task].mean()), 4) for task in sorted(set(tasks.tolist()))}
    return {"accuracy": round(float(right.mean()), 4), "by_task": by_task}


def fit(measured: Floats, labels: Ints, names: Sequence[str], questions: Sequence[Question]) -> list[LinearModel]:
    """Fit a model for each of the questions on the texts that it is put to."""
    models = []
    for answering, least, positive in questions:
        asked = (labels >= least) & ((positive != 2) | (labels < 3))
        columns = [names.index(name) for name in answering]
        models.append(fit_linear(measured[asked][:, columns], labels[asked] >= positive, answering, STRENGTH))
    return models


def graded(measured: Floats, models: Sequence[LinearModel], names: Sequence[str]) -> Ints:
    """Answer the questions, and return the classes as numbers in ``CLASSES``."""
    derived, pasted, close = (
        model.probabilities(measured[:, [names.index(name) for name in model.features]])[:, 1] >= 0.5
        for model in models
    )
    return np.where(~derived, 0, np.where(pasted, 3, np.where(close, 2, 1)))


def measures(source: str, text: str) -> Floats:
    """Return ``MEASURES`` of a text against its source, each from 0 to 1.

    The root of the share of its word trigrams that the source has (containment, Clough and Stevenson 2011), the longest
    common subsequence over its words, of that what stands in no run of pasted words, and the share of its different
    words that the source has.
    """
    mine, theirs = ([word.norm for word in words_of(t, 0, len(t), len(t))] for t in (text, source))
    shared = trigrams(mine) & trigrams(theirs)
    common = longest_subsequence(mine, theirs) / max(1, len(mine))
    return np.asarray(
        [
            (len(shared) / max(1, len(trigrams(mine)))) ** 0.5,
            common,
            common - pasted_words(mine, theirs) / max(1, len(mine)),
            len(set(mine) & set(theirs)) / max(1, len(set(mine))),
        ]
    )


def trigrams(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the runs of three words."""
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def longest_subsequence(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Return the length of the longest common subsequence, by the textbook's table."""
    row = [0] * (len(theirs) + 1)
    for word in mine:
        above, row = row, [0]
        for at, other in enumerate(theirs):
            row.append(above[at] + 1 if word == other else max(above[at + 1], row[at]))
    return row[-1]


def pasted_words(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Return how many words stand in runs of at least ``PASTED``, each word counted once, wherever the source has them."""
    matcher, pieces, total = SequenceMatcher(None, mine, theirs, autojunk=False), [(0, len(mine))], 0
    while pieces:
        low, high = pieces.pop()
        at, _, size = matcher.find_longest_match(low, high)
        if size >= PASTED:
            total += size
            pieces += [(low, at), (at + size, high)]
    return total
