"""What an article's sentences are compared with: its parent, the earlier articles, the others, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.comparing.crediting import credited, credits_absent
from dedup.comparing.relations import is_earlier
from dedup.comparing.weights import StoryIndex
from dedup.records import Baseline


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The articles (numbers) that an article is compared with, and what they are to it."""

    kind: Baseline
    articles: tuple[int, ...]


def yardstick(
    index: StoryIndex,
    article: int,
    others: tuple[int, ...],
    parents: Mapping[int, int],
    agencies: Mapping[int, str | None],
    *,
    derived: bool,
) -> Yardstick:
    """Return the baseline of an article; ``others`` are the articles that it is compared with."""
    if article in parents:
        return Yardstick("parent", (parents[article],))
    body = index.bodies[article]
    present = frozenset(agency for agency in agencies.values() if agency)
    if credits_absent(body, agencies[article], present):
        shared = any(credited(index.bodies[other]) & (credited(body) - present) for other in others)
        return Yardstick("inferred_wire" if shared else "others", others)
    if not others:
        return Yardstick("none", ())
    # The wire itself: an agency's page that others were made from, and it from none of them.
    if not derived and agencies[article] and article in parents.values():
        return Yardstick("none", ())
    earlier = tuple(other for other in others if is_earlier(index.bodies[other], body))
    if earlier:
        return Yardstick("earlier", earlier)
    first = all(is_earlier(body, index.bodies[other]) for other in others)
    return Yardstick("none", ()) if first else Yardstick("others", others)


def quote_baseline(
    index: StoryIndex,
    article: int,
    baselines: Sequence[Yardstick],
    parents: Mapping[int, int],
    copies: Mapping[str, str],
) -> tuple[int, ...]:
    """Return the articles that an article's quotes are compared with: its baseline.

    A parent that is a near-duplicate of it has the same words; where that one's own parent is not known, what it is
    compared with counts too.
    """
    articles, parent = baselines[article].articles, parents.get(article)
    if parent is None or parent in parents:
        return articles
    name, source = index.bodies[article].id, index.bodies[parent].id
    alike = copies.get(name, name) == copies.get(source, source)
    further = baselines[parent].articles if alike else ()
    return (*articles, *(other for other in further if other not in (article, *articles)))
