"""Who made what from whom: the parent of each article, with the evidence, and whether its news comes from there at all.

Two small fitted models: how likely one article was made from another, over times, credits, fidelity and copied runs
(``relations``), and which of three ways an article was made, after the METER project's wholly, partially and
non-derived (Gaizauskas and others 2001). A parent is named only where the first is sure enough, never in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dedup.comparing.alignment import Alignment
from dedup.comparing.relations import RELATION, Whole, is_earlier, relation_features
from dedup.comparing.support import support
from dedup.comparing.weights import Floats, StoryIndex
from dedup.fitted import load_model
from dedup.records import Derivation
from dedup.settings import DerivationSettings

MANNER = (
    "likeliest", "supported", "supported_anywhere", "copied", "words", "words_back", "own_quotes", "quoted", "agency",
    "credits", "length", "order", "supported_outside_quotes", "supported_firmly",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relations:
    """What speaks for each article that may be the source of ``article``: rows of ``RELATION`` and the probability.

    ``dated`` says whether the time of publication is known of it or of the article.
    """

    article: int
    sources: tuple[int, ...]
    dated: tuple[bool, ...]
    features: Floats
    probability: Floats
    support: Mapping[int, Floats]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article comes from."""

    derivation: Derivation
    parent: int | None
    evidence: tuple[str, ...]


def relate(
    index: StoryIndex, whole: Whole, alignment: Alignment, agencies: Sequence[str | None], held: Mapping[int, Floats]
) -> Relations:
    """Weigh each article that may be the source: all that are not known to be later."""
    article = index.bodies[alignment.article]
    sources = tuple(s for s in sorted(held) if not is_earlier(article, index.bodies[s]))
    features = relation_features(index, whole, alignment, {s: held[s] for s in sources}, agencies)
    probability = load_model("derivation_parent").probabilities(features)[:, 1]
    return Relations(
        alignment.article, sources, dated(index, alignment.article, sources), features, np.round(probability, 9), held
    )


def dated(index: StoryIndex, article: int, sources: Sequence[int]) -> tuple[bool, ...]:
    """Return for each source whether it or the article has a time of publication."""
    known = [body.page.article.published is not None for body in index.bodies]
    return tuple(known[article] or known[source] for source in sources)


def manner_features(index: StoryIndex, alignment: Alignment, relations: Relations, agency: str | None) -> Floats:
    """Return the row of ``MANNER`` for one article."""
    body = index.bodies[alignment.article]
    sizes = np.asarray([sentence.count for sentence in body.sentences], dtype=np.float64)
    length, has_credit = np.log1p(body.words), float(bool(body.page.credits))
    if not relations.sources or not sizes.sum():
        return np.asarray([0.0] * 8 + [float(agency is not None), has_credit, length, 0.0, 0.0, 0.0])
    likeliest = int(np.argmax(relations.probability))
    values = dict(zip(RELATION, relations.features[likeliest].tolist(), strict=True))
    held = relations.support[relations.sources[likeliest]]
    anywhere = support(index, alignment, relations.sources)[0]
    outside = sizes * (index.quoted.mass[index.rows(alignment.article)] == 0)
    return np.asarray(
        [
            float(relations.probability[likeliest]),
            values["supported"],
            float((anywhere * sizes).sum() / sizes.sum()),
            values["copied"],
            values["words"],
            values["words_back"],
            values["own_quotes"],
            values["quoted"],
            float(agency is not None),
            has_credit,
            length,
            values["order"],
            float((held * outside).sum() / max(1.0, outside.sum())),
            float(((held > 0.5) * sizes).sum() / sizes.sum()),
        ]
    )


def manner(features: Floats) -> Derivation:
    """Return the likeliest of the three ways in which an article was made."""
    model = load_model("derivation_manner")
    chances = model.probabilities(features)[0]
    ways: dict[str, Derivation] = {"whole": "whole", "part": "part", "none": "none"}
    return ways[model.classes[int(np.argmax(np.round(chances, 9)))]]


def choose_parents(
    relations: Sequence[Relations], derived: Sequence[bool], settings: DerivationSettings
) -> dict[int, int]:
    """Return the parents that are sure enough, the surest first; nobody descends from himself."""
    offers = sorted(
        (-float(p), each.article, source)
        for each in relations
        if derived[each.article]
        for source, p, dated in zip(each.sources, each.probability, each.dated, strict=True)
        if p >= (settings.named if dated else settings.named_undated)
    )
    parents: dict[int, int] = {}
    for _, article, source in offers:
        if article not in parents and article not in ancestry(parents, source):
            parents[article] = source
    return parents


def ancestry(parents: Mapping[int, int], article: int) -> list[int]:
    """Return the article, its parent, its parent's parent, to the origin."""
    line = [article]
    while line[-1] in parents:
        line.append(parents[line[-1]])
    return line


def describe(index: StoryIndex, relations: Relations, source: int) -> tuple[str, ...]:
    """Return the evidence for ``source`` as the parent, in words."""
    at = relations.sources.index(source)
    values = dict(zip(RELATION, relations.features[at].tolist(), strict=True))
    mine, theirs = index.bodies[relations.article].page.article, index.bodies[source].page.article
    found = [f"probability {relations.probability[at]:.2f}", f"{values['supported']:.0%} of the text rests on it"]
    if values["copied"] >= 0.02:
        found.append(f"{values['copied']:.0%} of the runs of words outside quotes are copied")
    if values["earlier"] and mine.published and theirs.published:
        found.append(f"published {_ago((mine.published - theirs.published).total_seconds())} earlier")
    if values["same_outlet"]:
        found.append("same outlet: an earlier version")
    if values["credits_source"]:
        found.append("credited by name")
    elif values["shared_credit"]:
        found.append("names the same agency")
    if values["fidelity_lead"] > 0.05:
        found.append("closest wording of all")
    return tuple(found)


def _ago(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
