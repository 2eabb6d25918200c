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
from dedup.comparing.relations import RELATION, Whole, is_earlier, relation_features, weighted_mean
from dedup.comparing.support import support
from dedup.comparing.weights import Floats, StoryIndex
from dedup.fitted import load_model
from dedup.records import Derivation
from dedup.settings import DerivationSettings

# What one source may have more of than all others: what newsrooms report of one event, each from its own sources, all
# of them have alike. (The length was a feature once: long articles of a crawl were called part derived on 4 % of support.)
LEADS = tuple(name for name in RELATION if name.endswith("_lead"))
MANNER = (
    "likeliest", "supported", "supported_anywhere", "copied", "words", "words_back", "own_quotes", "quoted", "agency",
    "credits", "order", "supported_outside_quotes", "supported_firmly", *LEADS,
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
    values = dict.fromkeys(MANNER, 0.0)
    values.update(agency=float(agency is not None), credits=float(bool(body.page.credits)))
    if not relations.sources or not sizes.sum():
        return np.asarray([values[name] for name in MANNER])
    likeliest = int(np.argmax(relations.probability))
    values |= {
        name: value
        for name, value in zip(RELATION, relations.features[likeliest].tolist(), strict=True)
        if name in ("supported", "copied", "words", "words_back", "own_quotes", "quoted", "order")
    }
    most = dict(zip(RELATION, relations.features.max(axis=0).tolist(), strict=True))
    values |= {name: most[name] for name in LEADS}
    held = relations.support[relations.sources[likeliest]]
    outside = sizes * (index.quoted.mass[index.rows(alignment.article)] == 0)
    values.update(
        likeliest=float(relations.probability[likeliest]),
        supported_anywhere=weighted_mean(support(index, alignment, relations.sources)[0], sizes),
        supported_outside_quotes=weighted_mean(held, outside),
        supported_firmly=weighted_mean((held > 0.5).astype(np.float64), sizes),
    )
    return np.asarray([values[name] for name in MANNER])


def manner(features: Floats, settings: DerivationSettings) -> Derivation:
    """Return the likeliest of the three ways in which an article was made."""
    if features[MANNER.index("supported_anywhere")] < settings.least_supported:
        return "none"
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


def describe(index: StoryIndex, relations: Relations, source: int, settings: DerivationSettings) -> tuple[str, ...]:
    """Return the evidence for ``source`` as the parent, in words."""
    at = relations.sources.index(source)
    values = dict(zip(RELATION, relations.features[at].tolist(), strict=True))
    mine, theirs = index.bodies[relations.article].page.article, index.bodies[source].page.article
    found = [f"probability {relations.probability[at]:.2f}", f"{values['supported']:.0%} of the text rests on it"]
    if values["copied"] >= settings.told_copied:
        found.append(f"{values['copied']:.0%} of the runs of words outside quotes are copied")
    if values["earlier"] and mine.published and theirs.published:
        found.append(f"published {_ago((mine.published - theirs.published).total_seconds())} earlier")
    if values["same_outlet"]:
        found.append("same outlet: an earlier version")
    if values["credits_source"]:
        found.append("credited by name")
    elif values["shared_credit"]:
        found.append("names the same agency")
    if values["fidelity_lead"] > settings.told_fidelity:
        found.append("closest wording of all")
    return tuple(found)


def _ago(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
