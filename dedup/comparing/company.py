"""Which articles of a story one article is compared with, where there are more than can be."""

from __future__ import annotations

from collections.abc import Mapping

from dedup.comparing.relations import Whole
from dedup.comparing.weights import Floats, StoryIndex


def company(index: StoryIndex, whole: Whole, copies: Mapping[str, str], most: int) -> list[tuple[int, ...]]:
    """Return for each article the numbers of those it is compared with, at most ``most``, sorted.

    In a small story all others. In a large one the nearest of each group of copies first (so that four hundred reprints
    of the wire do not hide the one rewrite), then further copies by nearness; the earliest copy stands first.
    """
    count = len(index.bodies)
    if count <= most + 1:
        return [tuple(other for other in range(count) if other != article) for article in range(count)]
    rank = {article: at for at, article in enumerate(sorted(range(count), key=lambda a: _age(index, a)))}
    return [_nearest(index, whole.words[article], article, copies, rank, most) for article in range(count)]


def _age(index: StoryIndex, article: int) -> tuple[bool, float, str]:
    page = index.bodies[article].page
    published = page.article.published
    return published is None, published.timestamp() if published else 0.0, page.id


def _nearest(
    index: StoryIndex, share: Floats, article: int, copies: Mapping[str, str], rank: Mapping[int, int], most: int
) -> tuple[int, ...]:
    order = sorted((o for o in rank if o != article), key=lambda o: (-round(float(share[o]), 6), rank[o]))
    groups: set[str] = set()
    first: list[int] = []
    further: list[int] = []
    for other in order:
        group = copies.get(index.bodies[other].id, index.bodies[other].id)
        (further if group in groups else first).append(other)
        groups.add(group)
    return tuple(sorted((first + further)[:most]))
