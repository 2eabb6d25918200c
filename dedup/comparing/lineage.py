"""Who made what from whom, of all articles of one story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dedup.comparing.alignment import Alignment, align
from dedup.comparing.company import company
from dedup.comparing.crediting import agency_of
from dedup.comparing.derivation import (
    Provenance,
    Relations,
    choose_parents,
    describe,
    manner,
    manner_features,
    relate,
)
from dedup.comparing.relations import wholes
from dedup.comparing.status import supports
from dedup.comparing.weights import StoryIndex
from dedup.settings import DerivationSettings, Settings


@dataclass(frozen=True, slots=True)
class Lineage:
    """Who made what from whom in one story; lists and keys are by article number.

    ``closest`` are the articles whose sentences are shown in full for each article: its parent, or the likeliest source
    where no parent is sure enough, and the near-duplicates of that one, which could stand in its place. ``later`` are the
    articles that are likelier made from each article, or from a near-duplicate of it, than the other way round.
    """

    agencies: Mapping[int, str | None]
    provenance: tuple[Provenance, ...]
    parents: Mapping[int, int]
    closest: tuple[frozenset[int], ...]
    later: tuple[frozenset[int], ...]


def trace_lineage(index: StoryIndex, copies: Mapping[str, str], settings: Settings) -> tuple[list[Alignment], Lineage]:
    """Align each article with its company and find out who made what from whom."""
    if len(index.bodies) == 1:
        agency = agency_of(index.bodies[0].page, settings.cleaning.agencies)
        lineage = Lineage({0: agency}, (Provenance("none", None, ()),), {}, (frozenset(),), (frozenset(),))
        return [align(index, 0, (), settings.alignment)], lineage
    whole = wholes(index)
    agencies = [agency_of(body.page, settings.cleaning.agencies) for body in index.bodies]
    alignments, relations, ways = [], [], []
    for article, others in enumerate(company(index, whole, copies, settings.alignment.compared_articles)):
        alignment = align(index, article, others, settings.alignment)
        related = relate(index, whole, alignment, agencies, supports(index, alignment))
        alignments.append(alignment)
        relations.append(related)
        features = manner_features(index, alignment, related, agencies[article])
        ways.append(manner(features, settings.derivation) if others else "none")
    parents = choose_parents(relations, [way != "none" for way in ways], settings.derivation)
    provenance = tuple(
        Provenance(
            "none" if _is_source(index, agencies, parents, article) else way,
            parents.get(article),
            _evidence(index, relations[article], parents.get(article), settings.derivation),
        )
        for article, way in enumerate(ways)
    )
    closest = tuple(_closest(index, relations[at], parents.get(at), copies) for at in range(len(ways)))
    later = _later(relations, [copies.get(body.id, body.id) for body in index.bodies])
    return alignments, Lineage(dict(enumerate(agencies)), provenance, parents, closest, later)


def _closest(index: StoryIndex, relations: Relations, parent: int | None, copies: Mapping[str, str]) -> frozenset[int]:
    """Return the parent, or else the likeliest source, with those of its copies that the article is compared with."""
    if not relations.sources:
        return frozenset()
    source = relations.sources[int(np.argmax(relations.probability))] if parent is None else parent

    def group(article: int) -> str:
        name = index.bodies[article].id
        return copies.get(name, name)

    return frozenset({source, *(other for other in relations.sources if group(other) == group(source))})


def _later(relations: Sequence[Relations], groups: Sequence[str]) -> tuple[frozenset[int], ...]:
    """Return for each article those that are likelier made from its group of near-duplicates than it from theirs."""
    likely: dict[tuple[str, str], float] = {}
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        numbers[group].append(number)
    for each in relations:
        for source, p in zip(each.sources, each.probability.tolist(), strict=True):
            way = groups[each.article], groups[source]
            likely[way] = max(p, likely.get(way, 0.0))
    after: dict[str, list[int]] = {group: [] for group in numbers}
    for (group, own), p in likely.items():
        if p > likely.get((own, group), 0.0):
            after[own] += numbers[group]
    sets = {group: frozenset(found) for group, found in after.items()}
    return tuple(sets[group] for group in groups)


def _is_source(index: StoryIndex, agencies: Sequence[str | None], parents: Mapping[int, int], article: int) -> bool:
    """Return whether this is an agency's own page without a parent: it resembles its reprints, but is from none."""
    known = index.bodies[article].page.article.outlet is not None
    return known and article not in parents and agencies[article] is not None


def _evidence(
    index: StoryIndex, relations: Relations, parent: int | None, settings: DerivationSettings
) -> tuple[str, ...]:
    return () if parent is None else describe(index, relations, parent, settings)
