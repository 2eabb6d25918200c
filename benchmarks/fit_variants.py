"""Fit which two quotes print one utterance: ``python -m benchmarks.fit_variants [WIRE_FOLDER]`` writes the weights.

Labels are the wire corpus' own links between quotes. Figures are for events left out of the fit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.corpora import SHARED, gold_spans, page_text, wire_events, words
from dedup.fitted import LinearModel
from dedup.quoting.likeness import FEATURES, Likeness, Print, prints_of
from dedup.quoting.linkage import candidate_pairs, group_prints
from dedup.quoting.markers import language_of
from dedup.quoting.variants import collapse, pages_of
from dedup.records import Quote
from dedup.settings import QuoteSettings

OUT = Path(__file__).resolve().parents[1] / "dedup" / "fitted" / "variants.json"
STRENGTH = 1.0
"""Inverse of the regularisation (sklearn's ``C``); .1 to 10 change no figure by more than .003."""
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)

Gold = dict[str, Any]


@dataclass(frozen=True)
class Pool:
    """One event's candidate pairs: evidence, labels, and what is needed to group and to score."""

    prints: list[Print]
    roots: list[tuple[str, str]]
    scored: list[bool]
    pairs: list[tuple[int, int]]
    rows: npt.NDArray[np.float64]
    same: npt.NDArray[np.bool_]


def gold_quotes(article: Gold) -> dict[str, tuple[Gold, Quote]]:
    """Return the quotes of a gold article by id, as labelled and as the record that perfect extraction would give."""
    text, found = page_text(article), {}
    for sentence, start, _ in gold_spans(article)[0]:
        for gold in sentence["quotes"]:
            at = text.find(gold["text"], start)
            said = gold["speaker_text"]
            place = text.find(said) if said else -1
            found[gold["id"]] = gold, Quote(
                article=article["id"],
                start=at,
                end=at + len(gold["text"]),
                type=gold["type"],
                speaker=gold["speaker"],
                speaker_text=said,
                speaker_start=place if place >= 0 else None,
                speaker_end=place + len(said) if place >= 0 else None,
                attribution=gold["attribution"],
                cue=None,
                venue=gold["venue"],
                content=gold["content"],
            )
    return found


def story_articles(event: Gold) -> list[Gold]:
    """Return the articles of the event itself, without its neighbours."""
    return [article for article in event["articles"] if article["treatment"] != "other"]


def utterances(event: Gold) -> dict[str, tuple[str, str]]:
    """Return for each quote the one that it goes back to, and the words of that one; either being equal makes a link."""
    every = {
        q["id"]: q for a in event["articles"] for b in a["blocks"] for s in b.get("sentences", []) for q in s["quotes"]
    }

    def root(key: str) -> str:
        while every[key]["variant_of"]:
            key = every[key]["variant_of"]
        return key

    return {key: (root(key), " ".join(words(every[root(key)]["text"]))) for key in every}


def pool(event: Gold, settings: QuoteSettings) -> Pool:
    """Return an event's distinct prints and their candidate pairs, as tracing sees them."""
    goes_back, prints, roots, scored = utterances(event), [], [], []
    articles = story_articles(event)
    for article in articles:
        golds, text = gold_quotes(article), page_text(article)
        prints += prints_of([quote for _, quote in golds.values()], text, language_of(text))
        roots += [goes_back[key] for key in golds]
        scored += [article["treatment"] != "independent" and gold["type"] == "direct" for gold, _ in golds.values()]
    node = collapse(prints)
    kept, by_node = sorted(set(node)), pages_of(prints, node)
    pages = [by_node[k] for k in kept]
    prints, roots, scored = [prints[k] for k in kept], [roots[k] for k in kept], [scored[k] for k in kept]
    likeness = Likeness(prints, pages, [page_text(article) for article in articles])
    pairs = candidate_pairs(prints, pages, likeness.sharing(settings.variant_candidates), settings.variant_candidates)
    same = np.array([roots[a][0] == roots[b][0] or roots[a][1] == roots[b][1] for a, b in pairs])
    return Pool(prints, roots, scored, pairs, likeness.features(np.array(pairs)), same)


def fit(pools: Sequence[Pool]) -> LinearModel:
    """Return the logistic regression of pairs, each event weighing the same."""
    from sklearn.linear_model import LogisticRegression

    rows, same = np.vstack([p.rows for p in pools]), np.concatenate([p.same for p in pools])
    weight = np.concatenate([np.full(len(p.same), 1 / len(p.same)) for p in pools])
    weight *= len(weight) / weight.sum()
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit((rows - mean) / scale, same, sample_weight=weight)
    return LinearModel(
        features=FEATURES,
        classes=("apart", "same"),
        mean=tuple(np.round(mean, 6).tolist()),
        scale=tuple(np.round(scale, 6).tolist()),
        weights=(tuple(np.round(model.coef_[0], 4).tolist()),),
        intercept=(round(float(model.intercept_[0]), 4),),
    )


def linked(each: Pool, model: LinearModel, threshold: float) -> tuple[int, int, int]:
    """Return right, wrong and missed links between distinct direct quotes."""
    scores = model.probabilities(each.rows)[:, 1].tolist()
    group = group_prints(each.prints, dict(zip(each.pairs, scores, strict=True)), threshold)
    right = wrong = missed = 0
    for a in range(len(group)):
        for b in range(a + 1, len(group)):
            if each.scored[a] and each.scored[b]:
                same = each.roots[a][0] == each.roots[b][0] or each.roots[a][1] == each.roots[b][1]
                said = group[a] == group[b]
                right, wrong, missed = right + (same and said), wrong + (said and not same), missed + (same and not said)
    return right, wrong, missed


def f1(right: int, wrong: int, missed: int) -> float:
    """Return F1 from counts."""
    return 2 * right / max(1, 2 * right + wrong + missed)


def main(folder: Path) -> None:
    """Cross-validate by event, print the figures, and write the weights fitted on all events."""
    pools = [pool(event, QuoteSettings()) for event in wire_events(folder)]
    models = [fit(pools[:k] + pools[k + 1 :]) for k in range(len(pools))]
    figures = {}
    for threshold in THRESHOLDS:
        counts = [linked(each, model, threshold) for each, model in zip(pools, models, strict=True)]
        figures[threshold] = round(f1(*np.array(counts).sum(axis=0).tolist()), 4)
        folds = " ".join(f"{f1(*c):.2f}" for c in counts)
        print(f"threshold {threshold}: F1 of links between distinct direct quotes {figures[threshold]}, by event {folds}")
    model = fit(pools)
    for name, weight in sorted(zip(FEATURES, model.weights[0], strict=True), key=lambda pair: -abs(pair[1])):
        print(f"{weight:8.3f}  {name}")
    data = {
        "fit": {
            "command": "python -m benchmarks.fit_variants",
            "data": f"wire corpus, {len(pools)} events, {sum(len(p.same) for p in pools)} pairs",
            "left_out_event_f1_by_threshold": figures,
        },
        "features": model.features,
        "classes": model.classes,
        "mean": model.mean,
        "scale": model.scale,
        "weights": model.weights,
        "intercept": model.intercept,
    }
    OUT.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "wire")
