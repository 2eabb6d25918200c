import random

import numpy as np
import pytest
from sklearn.base import clone

from dedup.errors import UsageError
from dedup.estimator import StoryClusterer
from dedup.records import Article

FERRY = (
    "The night ferry to Marrowhead was suspended on Tuesday after a fire in its engine room, the port authority said. "
    "Harbour master Ottilie Brandvold said nobody was hurt and the fire was out in eleven minutes. "
    "The ferry carries about 900 passengers a night and is the only link to the island in winter."
)
FERRY_TRIMMED = FERRY.rsplit(". ", 1)[0] + "."
BUDGET = (
    "The Quellmark assembly passed its budget by 61 votes to 58 on Friday, raising the tax on sugar for the third time. "
    "Finance minister Dario Penhallow called it a hard day for a good cause. Bakers have announced a march on the capital."
)


def partition(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}


@pytest.mark.parametrize("level", ["stories", "copies"])
def test_fit_groups_copies(level: str) -> None:
    labels = StoryClusterer(level).fit([FERRY, BUDGET, FERRY_TRIMMED]).labels_  # type: ignore[arg-type]
    assert partition(labels) == {frozenset({0, 2}), frozenset({1})}


def test_labels_follow_their_texts_in_any_order() -> None:
    texts = [FERRY, BUDGET, FERRY_TRIMMED, "A short note on the weather: rain in the north, sun in the south.", FERRY]
    expected = dict(zip(texts, StoryClusterer().fit(texts).labels_.tolist(), strict=True))
    random.Random(1).shuffle(texts)
    assert dict(zip(texts, StoryClusterer().fit(texts).labels_.tolist(), strict=True)) == expected


def test_nobody_is_labelled_minus_one() -> None:
    labels = StoryClusterer().fit([FERRY, BUDGET]).labels_
    assert sorted(labels.tolist()) == [0, 1]


def test_scikit_learn_manners() -> None:
    clusterer = StoryClusterer("copies", seed=7)
    assert clusterer.get_params() == {"level": "copies", "seed": 7, "workers": None}
    assert clone(clusterer).get_params() == clusterer.get_params()
    assert sorted(clusterer.set_params(level="stories").fit_predict([FERRY, BUDGET]).tolist()) == [0, 1]
    articles = [Article(id="b", text=FERRY), Article(id="a", text=BUDGET)]
    assert StoryClusterer().fit(articles).labels_.tolist() == [1, 0]


def test_an_unknown_level_is_an_error() -> None:
    with pytest.raises(UsageError, match="paragraphs"):
        StoryClusterer("paragraphs").fit([FERRY])  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["one text", ["a text", None], [3.5]])
def test_what_is_no_text_is_an_error(given: object) -> None:
    with pytest.raises(UsageError, match="text"):
        StoryClusterer().fit(given)  # type: ignore[arg-type]
