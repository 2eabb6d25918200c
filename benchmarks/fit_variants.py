"""Fit which two quotes print one utterance: ``python -m benchmarks.fit_variants [WIRE_FOLDER]`` writes the weights.

Labels are the wire corpus' own links between quotes. Figures are for events left out of the fit, and only for links
between quotes that differ in words: copies link themselves.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from benchmarks.corpora import SHARED, gold_page, gold_spans, page_text, wire_events, words
from dedup.fitted import LinearModel
from dedup.quoting.candidates import candidate_pairs
from dedup.quoting.likeness import FEATURES, Likeness
from dedup.quoting.linkage import group_prints
from dedup.quoting.markers import language_of
from dedup.quoting.prints import Print, collapse, pages_of, prints_of
from dedup.quoting.wording import keys, told
from dedup.records import Quote
from dedup.settings import QuoteSettings

OUT = Path(__file__).resolve().parents[1] / "dedup" / "fitted" / "variants.json"
STRENGTH = 1.0
"""Inverse of the regularisation (sklearn's ``C``); .3 to 10 give the same figures."""
DIRECT = 4.0
"""Weight of a pair of direct quotes: they decide the findings, indirect pairs are many more. 2 to 8 are alike."""
Kind = Literal["labelled", "spoilt", "found"]
KINDS: tuple[Kind, ...] = ("labelled", "spoilt", "found")
"""Quotes as labelled, with some speakers lost or wrong, and as extraction finds them: speakers are never perfect."""
SHARED_LEAST = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
THRESHOLDS = (0.1, 0.15, 0.2, 0.22, 0.25, 0.3, 0.4, 0.5)

Gold = dict[str, Any]


@dataclass(frozen=True)
class Pool:
    """One event's candidate pairs: evidence, labels, and what is needed to group and to score.

    ``told`` are the pairs for which a name vouches, or that one is a piece of the other; ``longer`` is what the words of
    the others have in common (``Likeness.vouched``).
    """

    prints: list[Print]
    pages: list[frozenset[str]]
    roots: list[tuple[str, str]]
    scored: list[bool]
    pairs: list[tuple[int, int]]
    rows: npt.NDArray[np.float64]
    same: npt.NDArray[np.bool_]
    told: npt.NDArray[np.bool_]
    longer: npt.NDArray[np.float64]


def gold_quotes(article: Gold) -> dict[str, tuple[Gold, Quote]]:
    """Return the quotes of a gold article by id, as labelled and as the record that perfect extraction would give."""
    text, found = page_text(article), {}
    for sentence, start, _ in gold_spans(article)[0]:
        for gold in sentence["quotes"]:
            at = text.find(gold["text"], start)
            said = gold["speaker_text"]
            place = text.find(said) if said else -1
            found[gold["id"]] = (
                gold,
                Quote(
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
                ),
            )
    return found


def story_articles(event: Gold) -> list[Gold]:
    """Return the articles of the event itself, without its neighbours."""
    return [article for article in event["articles"] if article["treatment"] != "other"]


def utterances(event: Gold) -> dict[str, tuple[str, str]]:
    """Return for each quote the one that it goes back to, and that one's words; either being equal makes a link."""
    every = {
        q["id"]: q for a in event["articles"] for b in a["blocks"] for s in b.get("sentences", []) for q in s["quotes"]
    }

    def root(key: str) -> str:
        while every[key]["variant_of"]:
            key = every[key]["variant_of"]
        return key

    return {key: (root(key), " ".join(words(every[root(key)]["text"]))) for key in every}


def found_quotes(article: Gold, settings: QuoteSettings) -> list[tuple[str | None, Quote]]:
    """Return the quotes that extraction finds on the perfectly cleaned page, with the labelled one that each is."""
    from dedup.quoting.extract import extract_quotes

    golds = gold_quotes(article)
    found: list[tuple[str | None, Quote]] = []
    for quote in extract_quotes(gold_page(article), settings):
        for key, (_, gold) in golds.items():
            common = min(gold.end, quote.end) - max(gold.start, quote.start)
            if 2 * common >= max(gold.end - gold.start, quote.end - quote.start):
                found.append((key, quote))
                break
        else:
            found.append((None, quote))
    return found


def spoilt(quotes: Sequence[tuple[str | None, Quote]], seed: int) -> list[tuple[str | None, Quote]]:
    """Return quotes of which one in seven has lost its speaker and one in twenty has another's."""
    chance, names = random.Random(seed), [quote.speaker for _, quote in quotes]
    return [
        (key, replace(quote, speaker=chance.choices((quote.speaker, None, chance.choice(names)), (16, 3, 1))[0]))
        for key, quote in quotes
    ]


def pool(event: Gold, kind: Kind, settings: QuoteSettings) -> Pool:
    """Return an event's distinct prints and their candidate pairs, as tracing sees them."""
    goes_back, prints, roots, scored = utterances(event), [], [], []
    articles = story_articles(event)
    for number, article in enumerate(articles):
        text = page_text(article)
        quotes: list[tuple[str | None, Quote]] = [(key, quote) for key, (_, quote) in gold_quotes(article).items()]
        if kind == "found":
            quotes = found_quotes(article, settings)
        elif kind == "spoilt":
            quotes = spoilt(quotes, seed=number)
        prints += prints_of([quote for _, quote in quotes], told(text), language_of(text))
        own = [(f"{article['id']}:{quote.start}",) * 2 for _, quote in quotes]
        roots += [goes_back[key] if key else alone for (key, _), alone in zip(quotes, own, strict=True)]
        scored += [bool(key and article["treatment"] != "independent" and q.type == "direct") for key, q in quotes]
    node = collapse(prints)
    kept, by_node = sorted(set(node)), pages_of(prints, node)
    prints, roots, scored = [prints[k] for k in kept], [roots[k] for k in kept], [scored[k] for k in kept]
    pages = [by_node[k] for k in kept]
    likeness = Likeness(prints, pages, [keys(page_text(article)) for article in articles])
    # All pairs teach, also those of direct quotes too unlike to be linked: F1 of links .98 against .975.
    pairs = candidate_pairs(likeness, settings.variant_candidates, least=0.0)
    listed = [(a, b) for a, b in pairs.tolist()]
    same = np.array([roots[a][0] == roots[b][0] or roots[a][1] == roots[b][1] for a, b in listed])
    told_by_name = likeness.named_alike(pairs) | likeness.pieces(pairs)
    longer = likeness.shared_of_longer(pairs)
    return Pool(prints, pages, roots, scored, listed, likeness.features(pairs), same, told_by_name, longer)


def pools_of(folder: Path, settings: QuoteSettings) -> list[list[Pool]]:
    """Return the pools of each event, one of each kind."""
    return [[pool(event, kind, settings) for kind in KINDS] for event in wire_events(folder)]


def fit(events: Sequence[Sequence[Pool]]) -> LinearModel:
    """Return the logistic regression of pairs; each pool weighs the same, pairs of direct quotes ``DIRECT`` times."""
    from sklearn.linear_model import LogisticRegression

    pools = [each for event in events for each in event]
    rows, same = np.vstack([p.rows for p in pools]), np.concatenate([p.same for p in pools])
    weight = np.concatenate([np.full(len(p.same), 1 / len(p.same)) for p in pools])
    weight *= np.where(rows[:, FEATURES.index("both_direct")] > 0, DIRECT, 1.0)
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
    unlike = each.rows[:, FEATURES.index("shared_of_shorter")] < QuoteSettings().variant_shared
    possible = ~(unlike & (each.rows[:, FEATURES.index("both_direct")] > 0))
    scores = model.probabilities(each.rows)[:, 1]
    likely = {pair: p for pair, p, kept in zip(each.pairs, scores.tolist(), possible, strict=True) if kept}
    group = group_prints(each.prints, each.pages, likely, threshold, 2 * threshold)
    right = wrong = missed = 0
    for a in range(len(group)):
        for b in range(a + 1, len(group)):
            if each.scored[a] and each.scored[b]:
                same = each.roots[a][0] == each.roots[b][0] or each.roots[a][1] == each.roots[b][1]
                said = group[a] == group[b]
                right, wrong, missed = (
                    right + (same and said),
                    wrong + (said and not same),
                    missed + (same and not said),
                )
    return right, wrong, missed


def without_a_name(
    events: Sequence[Sequence[Pool]], models: Sequence[LinearModel], link: float
) -> tuple[dict[str, tuple[int, int]], float]:
    """Return what ``variant_shared_elsewhere`` decides, the links of found quotes that no name vouches for.

    Counted are right and wrong links by the least share of words in common, and the share of pairs that are judged
    rightly with the best one of the other events.
    """
    judged = []
    for event, model in zip(events, models, strict=True):
        found = event[KINDS.index("found")]
        likely = (model.probabilities(found.rows)[:, 1] >= link) & ~found.told
        judged.append((found.longer[likely], found.same[likely]))

    def right(least: float, some: Sequence[tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]]) -> int:
        return sum(int(((longer >= least) == same).sum()) for longer, same in some)

    longer, same = (np.concatenate(column) for column in zip(*judged, strict=True))
    counts = {
        str(least): (int((same & (longer >= least)).sum()), int((~same & (longer >= least)).sum()))
        for least in SHARED_LEAST
    }
    held_out = 0
    for number in range(len(judged)):
        others = judged[:number] + judged[number + 1 :]
        held_out += right(
            max(SHARED_LEAST, key=lambda least: (right(least, others), -least)), judged[number : number + 1]
        )
    return counts, round(held_out / max(1, len(same)), 4)


def f1(right: int, wrong: int, missed: int) -> float:
    """Return F1 from counts."""
    return 2 * right / max(1, 2 * right + wrong + missed)


def main(folder: Path) -> None:
    """Cross-validate by event, print the figures, and write the weights fitted on all events."""
    events = pools_of(folder, QuoteSettings())
    models = [fit(events[:k] + events[k + 1 :]) for k in range(len(events))]
    figures: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
    for threshold, (number, kind) in itertools.product(THRESHOLDS, enumerate(KINDS)):
        counts = [linked(event[number], model, threshold) for event, model in zip(events, models, strict=True)]
        figures[kind][str(threshold)] = round(f1(*np.array(counts).sum(axis=0).tolist()), 4)
        folds = " ".join(f"{f1(*c):.2f}" for c in counts)
        print(f"{threshold:.2f} {kind:8s} F1 of links {figures[kind][str(threshold)]:.4f}, by event {folds}")
    unnamed, held_out = without_a_name(events, models, QuoteSettings().variant_link)
    print("links that no name vouches for, right and wrong, by the least share of words:", unnamed)
    print(f"judged rightly with the best share of the other events: {held_out}")
    model = fit(events)
    for name, weight in sorted(zip(FEATURES, model.weights[0], strict=True), key=lambda pair: -abs(pair[1])):
        print(f"{weight:8.3f}  {name}")
    data = {
        "fit": {
            "command": "python -m benchmarks.fit_variants",
            "data": f"wire corpus, {len(events)} events, quotes {', '.join(KINDS)}",
            "left_out_event_f1_of_links_between_distinct_direct_quotes_by_threshold": figures,
            "left_out_event_links_without_a_name_right_and_wrong_by_least_share_of_words": unnamed,
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
