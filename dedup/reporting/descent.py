"""Who made what from whom, as a tree flattened for a template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.records import ArticleRow

DEEPEST = 8
"""Levels that are indented; what is made from still later versions stays at the last."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One article of the tree; after it a list of its children ``opens``, or that many lists of siblings close."""

    article: ArticleRow
    opens: bool
    closes: int


def descent(members: Sequence[ArticleRow]) -> list[Branch]:
    """Return the articles so that each follows its parent; those without a parent among them are roots.

    ``members`` come in reading order, which is kept among siblings; roots with descendants come first. Parents that go
    round in a circle are cut at the first member.
    """
    ids = {row.id for row in members}
    children: dict[str | None, list[ArticleRow]] = defaultdict(list)
    for row in members:
        children[row.parent if row.parent in ids and row.parent != row.id else None].append(row)
    roots = sorted(children[None], key=lambda row: row.id not in children)
    order: list[tuple[int, ArticleRow]] = []
    seen: set[str] = set()
    for root in (*roots, *members):
        stack = [(0, root)]
        while stack:
            depth, row = stack.pop()
            if row.id in seen:
                continue
            seen.add(row.id)
            order.append((depth, row))
            stack += [(min(depth + 1, DEEPEST), child) for child in reversed(children.get(row.id, ()))]
    depths = [depth for depth, _ in order] + [0]
    return [
        Branch(row, opens=depths[at + 1] > depth, closes=max(0, depth - depths[at + 1]))
        for at, (depth, row) in enumerate(order)
    ]
