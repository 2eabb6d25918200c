"""Clustering in scikit-learn's manner."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClusterMixin

from dedup.analysis import cluster
from dedup.engines.local import LocalEngine
from dedup.errors import UsageError
from dedup.records import Article
from dedup.settings import Settings


class StoryClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Groups articles into stories, or into near-duplicate copies.

    ``level`` is ``"stories"`` or ``"copies"``; ``seed`` chooses the MinHash permutations; ``workers`` as in
    ``LocalEngine``. After ``fit``, ``labels_`` has one integer per article, shape ``(n,)``; an article alone has a label
    of its own, never -1. Groups and their numbers do not depend on the order of the articles.
    """

    def __init__(
        self, level: Literal["stories", "copies"] = "stories", *, seed: int = 1, workers: int | None = None
    ) -> None:
        self.level = level
        self.seed = seed
        self.workers = workers

    def fit(self, articles: Sequence[Article | str], y: Any = None) -> StoryClusterer:  # noqa: ARG002  (scikit-learn passes y)
        """Cluster articles, or bare texts; ``y`` is ignored.

        Raises ``UsageError`` for an unknown level, for one text alone and for what is neither text nor article.
        """
        if isinstance(articles, str):
            raise UsageError("one text is no list of texts: give a list of texts or articles")
        if self.level not in ("stories", "copies"):
            raise UsageError(f"level is 'stories' or 'copies', not {self.level!r}")
        named = _named(articles)
        with LocalEngine(self.workers) as engine:
            found = cluster(named, Settings(seed=self.seed), engine)
        representatives = found.stories.labels if self.level == "stories" else found.copies.labels
        numbers = {position: number for number, position in enumerate(sorted(set(representatives)))}
        label_of = {name: numbers[position] for name, position in zip(found.ids, representatives, strict=True)}
        self.labels_: npt.NDArray[np.int64] = np.array([label_of[a.id] for a in named], dtype=np.int64)
        return self


def _named(articles: Sequence[Article | str]) -> list[Article]:
    """Give bare texts ids that depend on their content and not on their place."""
    seen: Counter[str] = Counter()
    named = []
    for place, article in enumerate(articles):
        if not isinstance(article, str | Article):
            raise UsageError(
                f"number {place} is neither a text nor an Article but a {type(article).__name__}: leave it out"
            )
        if isinstance(article, str):
            digest = hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            article = Article(id=f"{digest}-{seen[digest]}", text=article)
            seen[digest] += 1
        named.append(article)
    return named
