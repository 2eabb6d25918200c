"""Fit which clauses report speech, and what kind of thing a quote says: ``python -m benchmarks.fit_quotes``.

Writes ``dedup/fitted/speech.json`` and ``dedup/fitted/quote_content.json`` and prints the figures of grouped
cross-validation (by event and by document).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.corpora import SHARED, gold_page, gold_spans, jsonl, wire_events
from benchmarks.fitting import fit_linear, write_model
from dedup.fitted import LinearModel
from dedup.quoting.content import content_features
from dedup.quoting.direct import direct_quotes
from dedup.quoting.discourse import Discourse
from dedup.quoting.extract import extract_quotes, page_of_text, read_frames
from dedup.quoting.lexicon import language_of, lexicon
from dedup.quoting.likelihood import features
from dedup.quoting.people import People
from dedup.quoting.speech import candidates, outside
from dedup.records import Page, Quote
from dedup.settings import QuoteSettings

FOLDS = 5
SETTINGS = QuoteSettings()
LEXICAL = ("word ", "stem ", "first ", "before ", "next ", "after ")  # features that hold a word of the text
FEWEST_GROUPS = 12  # events and documents that have a word, for it to have a weight (25: .005 worse, half the size)
STRETCH = re.compile(r'["“]([^"“”]+)["”]')
# The wire corpus' share of the whole weight. PolNeAR counts attitudes too ("criticised him"), which are hardly ever quotes
# here: from .25 to .5 the wire corpus gains .01 of F1 and PolNeAR loses .02.
WIRE_SHARE = 0.2
STRENGTH = 0.15
CONTENT_STRENGTH = 0.003


@dataclass(frozen=True)
class Row:
    """One candidate: its features, whether it is gold (None: neither right nor wrong), where it is from, its span."""

    values: dict[str, float]
    gold: bool | None
    pool: str
    group: str
    page: str
    start: int
    end: int


@dataclass(frozen=True)
class Labelled:
    """A page with the gold spans of indirect speech, and all spans that are no false alarm."""

    page: Page
    pool: str
    group: str
    spans: tuple[tuple[int, int], ...]
    harmless: tuple[tuple[int, int], ...]


def overlap(a: int, b: int, c: int, d: int) -> int:
    """Return how many characters two spans share."""
    return max(0, min(b, d) - max(a, c))


def wire_pages() -> Iterable[Labelled]:
    """Yield the pages of the wire corpus with their gold quotes."""
    for event in wire_events(SHARED / "wire"):
        for article in event["articles"]:
            page = gold_page(article)
            spans: dict[str, list[tuple[int, int]]] = {"direct": [], "indirect": []}
            for sentence, start, _ in gold_spans(article)[0]:
                for quote in sentence["quotes"]:
                    at = page.text.find(quote["text"], start)
                    spans[quote["type"]].append((at, at + len(quote["text"])))
            both = (*spans["direct"], *spans["indirect"])
            yield Labelled(page, "wire", event["event"], tuple(spans["indirect"]), both)


def polnear_pages() -> Iterable[Labelled]:
    """Yield PolNeAR's training documents: contents without marks are indirect, every content is harmless."""
    for row in jsonl(SHARED / "data" / "polnear_train.jsonl.gz"):
        spans, harmless = [], []
        for attribution in row["attributions"]:
            content = [tuple(c) for c in attribution["content"]]
            if not content:
                continue
            low, high = min(c[0] for c in content), max(c[1] for c in content)
            harmless += content
            inside = STRETCH.finditer(row["text"], max(0, low - 1), min(len(row["text"]), high + 1))
            if not any(len(m[1].split()) > 1 for m in inside):
                spans.append((low, high))
        yield Labelled(page_of_text(row["text"], row["id"]), "polnear", row["id"], tuple(spans), tuple(set(harmless)))


def rows_of(item: Labelled) -> list[Row]:
    """Return the candidates of a page with their labels."""
    words = lexicon(language_of(item.page.text, item.page.article.language))
    people, known = People(), Discourse()
    rows = []
    for _, frame in read_frames(item.page, words, people, known):
        taken = {s.token for s in direct_quotes(frame, SETTINGS, after_quote=False) if s.fills(item.page.text)}
        for whole in candidates(frame):
            candidate = outside(frame, whole, taken)
            if candidate is None:
                continue
            span = frame.tokens.span(candidate.first, candidate.last)
            start, end = span.start, span.end
            right = any(overlap(start, end, b, e) >= 0.5 * max(e - b, end - start) for b, e in item.spans)
            harmless = sum(overlap(start, end, b, e) for b, e in item.harmless) > 0.5 * (end - start)
            gold = True if right else None if harmless else False
            rows.append(Row(features(frame, candidate), gold, item.pool, item.group, item.page.id, start, end))
    return rows


def fold_of(group: str) -> int:
    """Return the fold of an event or document: the same in every run."""
    return zlib.crc32(group.encode()) % FOLDS


def matrix(values: Sequence[dict[str, float]], names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the feature rows, shape ``(len(values), len(names))``."""
    return np.array([[v.get(name, 0.0) for name in names] for v in values])


def pool_weights(rows: Sequence[Row]) -> npt.NDArray[np.float64]:
    """Return row weights that give the wire pool its share of the whole, whatever the pools' sizes."""
    sizes = {pool: sum(r.pool == pool for r in rows) for pool in ("wire", "polnear")}
    share = {"wire": WIRE_SHARE, "polnear": 1.0 - WIRE_SHARE}
    return np.array([share[r.pool] * len(rows) / sizes[r.pool] for r in rows])


def feature_names(rows: Sequence[Row]) -> list[str]:
    """Return the features that are weighed: words of the text only where several events or documents have them."""
    groups: dict[str, set[str]] = {}
    for row in rows:
        for name in row.values:
            groups.setdefault(name, set()).add(row.group)
    return sorted(n for n, g in groups.items() if len(g) >= FEWEST_GROUPS or not n.startswith(LEXICAL))


def sparse(rows: Sequence[Row], names: Sequence[str]) -> Any:  # scipy.sparse.csr_matrix: scipy has no types here
    """Return the feature rows as a sparse matrix, shape ``(len(rows), len(names))``."""
    from scipy.sparse import csr_matrix

    columns = {name: at for at, name in enumerate(names)}
    values, at, ends = [], [], [0]
    for row in rows:
        known = [(columns[name], value) for name, value in row.values.items() if value and name in columns]
        at += [column for column, _ in known]
        values += [value for _, value in known]
        ends.append(len(values))
    return csr_matrix((values, at, ends), shape=(len(rows), len(names)))


def fit_speech(rows: Sequence[Row], names: Sequence[str]) -> LinearModel:
    """Fit the model of reported speech on the rows that are right or wrong; features are not standardised."""
    from sklearn.linear_model import LogisticRegression

    sure = [r for r in rows if r.gold is not None]
    labels = [str(int(bool(r.gold))) for r in sure]
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(sparse(sure, names), labels, pool_weights(sure))
    zeros, ones = (0.0,) * len(names), (1.0,) * len(names)
    weights = tuple(tuple(row) for row in model.coef_.tolist())
    return LinearModel(tuple(names), ("0", "1"), zeros, ones, weights, tuple(model.intercept_.tolist()))


def held_out(rows: Sequence[Row], names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return each row's probability from a model that has not seen its event or document."""
    scores = np.zeros(len(rows))
    folds = np.array([fold_of(r.group) for r in rows])
    for fold in range(FOLDS):
        model = fit_speech([r for r, f in zip(rows, folds, strict=True) if f != fold], names)
        inside = np.flatnonzero(folds == fold).tolist()
        total = sparse([rows[i] for i in inside], names) @ np.array(model.weights[0]) + model.intercept[0]
        scores[inside] = 1.0 / (1.0 + np.exp(-total))
    return scores


def found(rows: Sequence[Row], scores: npt.NDArray[np.float64], threshold: float) -> list[Row]:
    """Return the rows that are kept, as extraction keeps them: the likeliest first, none over another."""
    order = sorted(
        (i for i in range(len(rows)) if scores[i] >= threshold), key=lambda i: (rows[i].page, -scores[i], rows[i].start)
    )
    kept: dict[str, list[Row]] = {}
    for i in order:
        row = rows[i]
        others = kept.setdefault(row.page, [])
        if not any(k.start < row.end and row.start < k.end for k in others):
            others.append(row)
    return [row for others in kept.values() for row in others]


def figures(kept: Sequence[Row], gold: int) -> dict[str, float]:
    """Return precision, recall and F1; a row that is neither right nor wrong counts for nothing."""
    right, wrong = sum(r.gold is True for r in kept), sum(r.gold is False for r in kept)
    precision, recall = right / max(1, right + wrong), right / max(1, gold)
    return {
        "p": round(precision, 4),
        "r": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
    }


def speech() -> None:
    """Fit, cross-validate and write the model of reported speech."""
    pages = [*wire_pages(), *polnear_pages()]
    rows = [row for page in pages for row in rows_of(page)]
    names = feature_names(rows)
    scores = held_out(rows, names)
    report: dict[str, object] = {}
    for threshold in (0.4, 0.45, 0.5, 0.55, 0.6):
        line = {}
        for pool in ("wire", "polnear"):
            inside = [i for i, r in enumerate(rows) if r.pool == pool]
            gold = sum(len(set(p.spans)) for p in pages if p.pool == pool)
            line[pool] = figures(found([rows[i] for i in inside], scores[inside], threshold), gold)
        report[str(threshold)] = line
        print("speech", threshold, line)
    fit = {
        "command": "python -m benchmarks.fit_quotes",
        "rows": len(rows),
        "wire share": WIRE_SHARE,
        "cross-validated by threshold": report,
    }
    write_model("speech", fit_speech(rows, names), fit)


def contents() -> tuple[list[dict[str, float]], list[str], list[str], list[str]]:
    """Return features, labels, events and types of the wire corpus' quotes, their cues as extraction finds them."""
    values, labels, events, kinds = [], [], [], []
    words = lexicon("en")
    for event in wire_events(SHARED / "wire"):
        for article in event["articles"]:
            page = gold_page(article)
            mine = extract_quotes(page, QuoteSettings())
            for sentence, start, _ in gold_spans(article)[0]:
                for quote in sentence["quotes"]:
                    cue = cue_of(mine, quote, page.text.find(quote["text"], start))
                    values.append(content_features(quote["text"], quote["type"], cue, words))
                    labels.append(quote["content"])
                    events.append(event["event"])
                    kinds.append(quote["type"])
    return values, labels, events, kinds


def cue_of(mine: Sequence[Quote], gold: dict[str, Any], start: int) -> str:
    """Return the cue of the quote that was found for a gold quote, "" where it was not found or has none."""
    end = start + len(gold["text"])
    for quote in mine:
        shared = overlap(start, end, quote.start, quote.end)
        if quote.type == gold["type"] and 2 * shared >= max(end - start, quote.end - quote.start):
            return quote.cue or ""
    return ""


def fit_content(values: Sequence[dict[str, float]], labels: Sequence[str], names: Sequence[str]) -> LinearModel:
    """Fit the model of contents; every class weighs the same."""
    weights = np.array([len(labels) / labels.count(label) for label in labels])
    return fit_linear(matrix(values, names), np.array(labels), names, CONTENT_STRENGTH, weights)


def content() -> None:
    """Fit, cross-validate and write the model of contents."""
    values, labels, events, kinds = contents()
    names = sorted({name for v in values for name in v})
    said = [""] * len(labels)
    for event in sorted(set(events)):  # one event at a time: variants of a quote stay together
        outside = [i for i, e in enumerate(events) if e != event]
        inside = [i for i, e in enumerate(events) if e == event]
        model = fit_content([values[i] for i in outside], [labels[i] for i in outside], names)
        chances = model.probabilities(matrix([values[i] for i in inside], names))
        for i, row in zip(inside, chances, strict=True):
            said[i] = model.classes[int(row.argmax())]
    report = {
        kind: macro_f1([(g, s) for g, s, k in zip(labels, said, kinds, strict=True) if k == kind])
        for kind in ("direct", "indirect")
    }
    report["both"] = macro_f1(list(zip(labels, said, strict=True)))
    print("content", report)
    fit = {"command": "python -m benchmarks.fit_quotes", "rows": len(labels), "cross-validated macro F1": report}
    write_model("quote_content", fit_content(values, labels, names), fit)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 of the classes of (gold, said) pairs."""
    scores = []
    for name in sorted({gold for gold, _ in pairs}):
        right = sum(g == s == name for g, s in pairs)
        scores.append(2 * right / max(1, sum(g == name for g, _ in pairs) + sum(s == name for _, s in pairs)))
    return round(sum(scores) / len(scores), 4)


if __name__ == "__main__":
    speech()
    content()
