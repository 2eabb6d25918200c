"""Fit the judge of story pairs on all pools at once: ``python -m benchmarks.fit_stories [--check]``.

Each pool counts the same, and inside it each of four surroundings, so that the judge is the same at every size and kind
of corpus: the pool as a whole; every event on its own; the pool hidden in a real crawl; and thinned, where most stories
have one article or two. Without the last the judge learns that an article's nearest is its story's, since each has
one: of five pages left out, among neighbours that are all alone, B-cubed F1 .32 without, .71 with thinned pools.
Of the crawl's own pairs only those published a month apart count, as different stories, their dates hidden.

The five pages among their neighbours (``seeds``) are one of the pools that are fitted on; "pools left out" has the
figure of a judge that has not seen them. Cross-validated by event or topic, over two draws of the folds.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.fitting import FITTED
from benchmarks.stories import POOLS, Pool, b_cubed, crawl, labelled, neighbours, prepare, seeds, whole
from dedup.matching.linkage import average_linkage
from dedup.matching.neighbours import Floats
from dedup.matching.similarity import BASE, Pairs
from dedup.matching.stories import measure_pairs, tells_enough
from dedup.matching.tellings import Telling
from dedup.settings import Settings, StorySettings

FOLDS, DRAWS, CRAWL = 4, 2, 750
# A thinned pool keeps so many articles of each story, drawn so many times.
KEPT, THINNED = (1, 1, 2, 3, 5), 4
MONTH_HOURS = 720.0
# Easy negatives are most of the pairs and teach little: a share of them stands for all, with their weight.
EASY_COSINE, EASY_SHARE = 0.12, 0.15
# Small trees lose: on events left out, 4 leaves and 200 trees had .965/.918/.865 (wire rows, wire pages, ECB+), 7 and 250
# .980/.918/.899, 14 and 300 at a lower rate .974/.911/.926, all at .5.
TREES, LEAVES, RATE = 300, 14, 0.07
# What the shortened pages count beside the other pools: fully, they cost ECB+ .02.
SHORT_WEIGHT = 0.5
THRESHOLDS = (0.45, 0.5, 0.52, 0.55)
# More of these speaks against one story, of these either way; of all others it speaks for one.
AGAINST = ("figures_differ", "hours", "hours_late")
EITHER = ("rank", "density", "words", "length_ratio", "hours_known", "same_outlet", "shared_neighbours")


@dataclass(frozen=True)
class Member:
    """A telling with its truth; ``hours`` when it was published, though the telling may not say."""

    telling: Telling
    story: str
    event: str | None
    hours: float


@dataclass(frozen=True)
class Surroundings:
    """Members in one corpus, their candidate pairs and what is known of each pair."""

    pool: str
    kind: str
    members: Sequence[Member]
    pairs: Pairs
    full: Sequence[bool]
    same: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    folds: npt.NDArray[np.int64]  # by draw and pair


def members(pool: Pool, *, crawled: bool = False, bare: bool = False) -> list[Member]:
    """Return the representatives of a pool's copies; ``bare``: without time and outlet."""
    found = []
    for at, telling in enumerate(pool.tellings):
        if pool.copies[at] == at:
            shown = dataclasses.replace(telling, hours=None, outlet=None) if bare else telling
            hours = np.nan if telling.hours is None else telling.hours
            found.append(Member(shown, pool.story[at], None if crawled else pool.event[at], hours))
    return found


def surround(pool: str, kind: str, given: Sequence[Member], settings: StorySettings) -> Surroundings:
    """Measure all candidate pairs of a corpus."""
    given = sorted(given, key=lambda member: member.telling.id)
    pairs, graph = measure_pairs([member.telling for member in given], settings)
    full = (np.diff(graph.start) >= settings.candidates).tolist()
    a, b = pairs.first, pairs.second
    story = np.asarray([member.story for member in given])
    hours = np.asarray([member.hours for member in given])
    crawled = np.asarray([member.event is None for member in given])
    same = story[a] == story[b]
    known = ~(crawled[a] & crawled[b]) | (np.abs(hours[a] - hours[b]) > MONTH_HOURS)
    names = [member.event or member.telling.id for member in given]
    drawn = np.asarray([[zlib.crc32(f"{draw}{name}".encode()) % FOLDS for name in names] for draw in range(DRAWS)])
    return Surroundings(pool, kind, given, pairs, full, same, known, drawn[:, np.where(crawled[a], b, a)])


def thinned(given: Sequence[Member], draw: str) -> list[Member]:
    """Return a few articles of each story: of most one or two."""
    stories: dict[str, list[Member]] = defaultdict(list)
    for member in sorted(given, key=lambda member: member.telling.id):
        stories[member.story].append(member)
    chance, kept = random.Random(draw), []
    for _, story in sorted(stories.items()):
        chance.shuffle(story)
        kept += story[: chance.choice(KEPT)]
    return kept


def all_surroundings(settings: StorySettings) -> list[Surroundings]:
    """Return every pool in its surroundings; shortened wire pages stand for texts without headline and end."""
    around = prepare(crawl(CRAWL))
    found = []
    for name in (*POOLS, "wire cut"):
        short = name == "wire cut"
        own = members(prepare(labelled("wire pages" if short else name), short=short), bare=short)
        found.append(surround(name, "whole", own, settings))
        events = sorted({member.event or "" for member in own})
        found += [surround(name, "event", [m for m in own if m.event == event], settings) for event in events]
        found += [surround(name, "thin", thinned(own, f"{name} {draw}"), settings) for draw in range(THINNED)]
        if not short:
            others = members(around, crawled=True, bare=name != "wire rows")
            found.append(surround(name, "crawl", [*own, *others], settings))
    # One story among a dozen others on the same conflict in the same week: what a crowded neighbourhood looks like.
    story, crowd = members(prepare(seeds())), members(prepare(neighbours()))
    found.append(surround("seeds", "event", story, settings))
    found.append(surround("seeds", "whole", [*story, *crowd], settings))
    hidden = [*story, *crowd, *members(around, crawled=True, bare=True)]
    return [*found, surround("seeds", "crawl", hidden, settings)]


def direction(feature: str) -> int:
    """Return 1 where more of a feature speaks for one story, -1 where it speaks against it, 0 where it may do either."""
    name = feature.removesuffix("_max").removesuffix("_min")
    return -1 if name in AGAINST else 0 if name in EITHER else 1


def fit(surroundings: Sequence[Surroundings], keep: Callable[[Surroundings], npt.NDArray[np.bool_]]) -> Any:
    """Return a classifier fitted on the kept pairs; each pool and surroundings weigh the same."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    chance = np.random.default_rng(0)
    total: dict[tuple[str, str], float] = defaultdict(float)
    for one in surroundings:
        total[one.pool, one.kind] += one.known.sum()
    rows, labels, weights = [], [], []
    for one in surroundings:
        easy = ~one.same & (one.pairs.features[:, BASE.index("cosine")] < EASY_COSINE)
        chosen = one.known & keep(one) & (~easy | (chance.random(len(easy)) < EASY_SHARE))
        rows.append(one.pairs.features[chosen])
        labels.append(one.same[chosen])
        share = (SHORT_WEIGHT if one.pool == "wire cut" else 1.0) / total[one.pool, one.kind]
        weights.append(np.where(easy, 1 / EASY_SHARE, 1.0)[chosen] * share)
    every = np.concatenate(weights)
    model = HistGradientBoostingClassifier(
        max_leaf_nodes=LEAVES,
        max_iter=TREES,
        learning_rate=RATE,
        min_samples_leaf=30,
        l2_regularization=5.0,
        max_features=0.25,
        monotonic_cst=[direction(name) for name in BASE],
        early_stopping=False,
        random_state=0,
    )
    return model.fit(np.vstack(rows), np.concatenate(labels), sample_weight=every / every.mean())


def judged(model: Any, one: Surroundings) -> Floats:
    """Return the scores of all pairs as the story lane gives them."""
    scores: Floats = model.predict_proba(one.pairs.features)[:, 1] * tells_enough(one.pairs, Settings().stories)
    return scores


def cross_validated(surroundings: Sequence[Surroundings], draw: int) -> list[Floats]:
    """Return the probability of each pair by a model that has not seen its event, for one draw of the folds."""
    found = [np.zeros(len(one.same)) for one in surroundings]
    for fold in range(FOLDS):
        model = fit(surroundings, lambda one, fold=fold: one.folds[draw] != fold)  # type: ignore[misc]  # bound at once
        for one, scores in zip(surroundings, found, strict=True):
            own = one.folds[draw] == fold
            if own.any():
                scores[own] = judged(model, one)[own]
    return found


def without_pools(surroundings: Sequence[Surroundings], pools: Sequence[str]) -> list[tuple[Surroundings, Floats]]:
    """Return the probabilities of some pools' pairs by a model that has not seen any of these pools."""
    model = fit([one for one in surroundings if one.pool not in pools], lambda one: np.ones(len(one.same), dtype=bool))
    own = [one for one in surroundings if one.pool in pools]
    return [(one, judged(model, one)) for one in own]


def figures(scored: Sequence[tuple[Surroundings, Floats]], threshold: float) -> dict[str, tuple[float, int, int]]:
    """Return B-cubed F1 and the number of whole stories for each pool in each surroundings."""
    gold, found = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for number, (one, scores) in enumerate(scored):
        triples = zip(one.pairs.first.tolist(), one.pairs.second.tolist(), np.round(scores, 4).tolist(), strict=True)
        labels = average_linkage(len(one.members), list(triples), one.full, threshold)
        for member, label in zip(one.members, labels, strict=True):
            if member.event is not None:
                gold[f"{one.pool}, {one.kind}"].append(f"{number} {member.story}")
                found[f"{one.pool}, {one.kind}"].append(f"{number} {label}")
    return {key: (round(b_cubed(gold[key], found[key])[2], 4), *whole(gold[key], found[key])) for key in gold}


def spread(drawn: Sequence[Sequence[tuple[Surroundings, Floats]]], threshold: float) -> dict[str, list[float]]:
    """Return the mean of B-cubed F1 over the draws of folds, its standard deviation, mean whole stories and stories."""
    every, found = [figures(scored, threshold) for scored in drawn], {}
    for key, (_, _, stories) in every[0].items():
        f1, right = np.asarray([one[key][:2] for one in every]).T
        found[key] = [round(float(f1.mean()), 4), round(float(f1.std()), 4), round(float(right.mean()), 1), stories]
    return found


def calibration(scored: Sequence[tuple[Surroundings, Floats]]) -> list[tuple[float, float, int]]:
    """Return, for each tenth of the scores in whole pools, the mean score, the share of true pairs, the number."""
    scores = np.concatenate([s for one, s in scored if one.kind == "whole"])
    same = np.concatenate([one.same for one, _ in scored if one.kind == "whole"])
    tenth = np.minimum((scores * 10).astype(int), 9)
    return [
        (round(float(scores[tenth == t].mean()), 3), round(float(same[tenth == t].mean()), 3), int((tenth == t).sum()))
        for t in range(10)
        if (tenth == t).any()
    ]


def nodes(model: Any) -> Iterator[list[list[Any]]]:
    """Yield each tree as rows ``[feature, threshold, left, right, value]``; inner nodes have their leaves' mean."""
    for (predictor,) in model._predictors:  # the fitted trees have no public name
        table = predictor.nodes
        value = table["value"].astype(float)
        for at in reversed(range(len(table))):
            if not table["is_leaf"][at]:
                low, high = int(table["left"][at]), int(table["right"][at])
                counts = float(table["count"][low]), float(table["count"][high])
                value[at] = (counts[0] * value[low] + counts[1] * value[high]) / sum(counts)
        yield [
            ["", 0.0, 0, 0, round(float(value[at]), 5)]
            if node["is_leaf"]
            else [
                BASE[node["feature_idx"]],
                float(f"{node['num_threshold']:.6g}"),
                int(node["left"]),
                int(node["right"]),
                round(float(value[at]), 5),
            ]
            for at, node in enumerate(table)
        ]


def write(model: Any, notes: Mapping[str, object]) -> None:
    """Write ``dedup/fitted/story.json``, one tree a line."""
    head = {"features": list(BASE), "baseline": round(float(model._baseline_prediction.ravel()[0]), 5), "fit": notes}
    lines = ",\n  ".join(json.dumps(tree) for tree in nodes(model))
    text = json.dumps(head, indent=1)[:-2] + f',\n "trees": [\n  {lines}\n ]\n}}\n'
    (FITTED / "story.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Fit, print the cross-validated figures, and write the model unless ``--check``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args()
    settings = Settings().stories
    surroundings = all_surroundings(settings)
    if not options.check:  # written first with no figures, so that a long validation can be cut short
        model = fit(surroundings, lambda one: np.ones(len(one.same), dtype=bool))
        write(model, {"command": "python -m benchmarks.fit_stories"})
    drawn = [list(zip(surroundings, cross_validated(surroundings, draw), strict=True)) for draw in range(DRAWS)]
    for threshold in THRESHOLDS:
        print("cross-validated at", threshold, spread(drawn, threshold), flush=True)
    print("calibration (score, right, pairs):", calibration(drawn[0]), flush=True)
    left_out = {
        pools[0]: figures(without_pools(surroundings, pools), settings.linkage)
        for pools in (("wire rows", "wire pages", "wire cut"), ("ecb",), ("seeds",))
    }
    print("pools left out:", left_out, flush=True)
    notes = {
        "command": "python -m benchmarks.fit_stories",
        "data": "wire corpus as rows, as pages and cut short, ECB+ topics 1-35, five pages (seeds) among their neighbours, "
        "crawl pairs",
        "cross-validated B-cubed F1, its spread, whole stories, stories": spread(drawn, settings.linkage),
        "calibration": calibration(drawn[0]),
        "B-cubed F1, whole stories, stories of pools left out": left_out,
    }
    if not options.check:
        write(model, notes)


if __name__ == "__main__":
    main()
