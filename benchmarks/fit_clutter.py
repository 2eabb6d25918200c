"""Fit the line models of cleaning: ``python -m benchmarks.fit_clutter [WIRE_DIR]``.

Lines of the wire corpus' pages without metadata, labelled by the block they stand in. Writes
``dedup/fitted/headline.json`` and ``dedup/fitted/clutter.json`` and prints figures cross-validated by event.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

import dedup.fitted
from benchmarks.corpora import SHARED, gold_article, gold_spans, page_text, wire_events
from dedup.cleaning.clutter import Models, View, headline_rows, judge, likely_headline, place_headline, view
from dedup.cleaning.credits import find_credits, is_signature
from dedup.cleaning.features import FEATURES
from dedup.cleaning.headlines import repetitions
from dedup.cleaning.lines import Line, page_lines
from dedup.cleaning.pages import credit_lines
from dedup.fitted import LinearModel
from dedup.records import Article
from dedup.settings import Settings

CLASSES = ("body", "subhead", "caption", "clutter")
LABELS = {"boilerplate": "clutter", "disclaimer": "clutter", "body": "body", "subhead": "subhead", "caption": "caption"}
SETTINGS = Settings().cleaning
FOLDS = 4


@dataclass(frozen=True)
class Example:
    """A page, its lines, and what each line is."""

    event: int
    lines: list[Line]
    kinds: list[str]
    credits: set[int]
    seen: View


def example(event: int, text: str, blocks: list[tuple[str, int, int]]) -> Example:
    """Return the example of one page, without metadata."""
    lines = page_lines(text, SETTINGS)
    kinds = [next((kind for kind, start, end in blocks if start <= line.start < end), "credit") for line in lines]
    credits = credit_lines(lines, find_credits(Article("", text), lines, SETTINGS))
    return Example(event, lines, kinds, credits, view(lines, None, SETTINGS))


def examples(events: list[dict[str, Any]]) -> list[Example]:
    """Return every page twice: as it is, and with subheads in title case, as other houses print them."""
    found = []
    for number, event in enumerate(events):
        for article in event["articles"]:
            text, blocks = page_text(article), gold_spans(article)[1]
            found.append(example(number, text, blocks))
            titled = list(text)
            for kind, start, end in blocks:
                if kind in ("subhead", "headline"):
                    titled[start:end] = title_case(text[start:end])
            if titled != list(text):
                found.append(example(number, "".join(titled), blocks))
    return found


def title_case(text: str) -> str:
    """Return a headline with capitals at all words but the small ones, of the same length."""
    out = " ".join(word[:1].upper() + word[1:] if len(word) > 3 and len(word[:1].upper()) == 1 else word for word in text.split(" "))
    return out.rstrip("?") + "?" * (len(out) - len(out.rstrip("?")))


def fitted(rows: npt.NDArray[np.float64], labels: list[int], classes: tuple[str, ...], strength: float) -> dict[str, Any]:
    """Return a model in the form of ``dedup/fitted``."""
    mean, scale = rows.mean(axis=0).round(6), rows.std(axis=0).round(6)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit((rows - mean) / scale, np.array(labels))
    return {
        "features": list(FEATURES), "classes": list(classes), "mean": mean.tolist(), "scale": scale.tolist(),
        "weights": model.coef_.round(4).tolist(), "intercept": model.intercept_.round(4).tolist(),
    }  # fmt: skip


def as_model(data: dict[str, Any]) -> LinearModel:
    """Return the model of what is written to the file."""
    return LinearModel(
        tuple(data["features"]), tuple(data["classes"]), tuple(data["mean"]), tuple(data["scale"]),
        tuple(map(tuple, data["weights"])), tuple(data["intercept"]),
    )  # fmt: skip


def fit(pages: list[Example]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the headline's and the other lines' model."""
    rows, labels = [], []
    for page in pages:
        for row in headline_rows(page.seen, page.credits):
            rows.append(page.seen.rows[row])
            labels.append(int(page.kinds[page.seen.asked[row]] == "headline"))
    headline = fitted(np.array(rows), labels, ("other", "headline"), 0.3)
    rows, labels = [], []
    for page in pages:
        found = page.seen.headline
        if found is None:
            found = likely_headline(page.seen, page.credits, as_model(headline), SETTINGS)
        again = repetitions(page.lines, found, SETTINGS) if found is not None else ()
        place_headline(page.seen, found)
        for row, index in enumerate(page.seen.asked):
            kind = LABELS.get(page.kinds[index])
            if kind and index != found and index not in again and index not in page.credits:
                rows.append(page.seen.rows[row].copy())
                labels.append(CLASSES.index(kind))
        page.seen.rows[:, FEATURES.index("above_headline") :] = 0.0
    return headline, fitted(np.array(rows), labels, CLASSES, 0.3)


def measure(pages: list[Example], models: Models) -> np.ndarray:
    """Return characters of body kept, body, clutter removed, clutter, and headlines right, headlines."""
    total = np.zeros(6)
    for page in pages:
        verdicts = judge(page.lines, None, page.credits, models, SETTINGS)
        for line, kind, verdict in zip(page.lines, page.kinds, verdicts, strict=True):
            size = len(line.text)
            if kind == "body":
                total[:2] += size * (verdict.kind != "clutter"), size
            elif LABELS.get(kind) == "clutter" and not is_signature(line.text):
                total[2:4] += size * (verdict.kind == "clutter"), size
            elif kind == "headline":
                total[4:] += verdict.kind == "headline", 1
            if SHOW and (kind == "body") != (verdict.kind == "body") and kind != "credit" and (kind != "subhead" or verdict.kind!='subhead') and not (LABELS.get(kind)=='clutter' and verdict.kind=='clutter') and verdict.kind!=kind:
                print(f"   {kind:10} {verdict.kind:9} {verdict.reason} {line.text[:120]!r}")
    return total


def cross_validate(pages: list[Example]) -> dict[str, str]:
    """Print and return the figures over folds of events."""
    folds = []
    for fold in range(FOLDS):
        headline, clutter = fit([page for page in pages if page.event % FOLDS != fold])
        test = [page for page in pages if page.event % FOLDS == fold]
        folds.append(measure(test, Models(as_model(headline), as_model(clutter))))
    figures = {}
    for name, a, b in (("body kept", 0, 1), ("clutter removed", 2, 3), ("headline", 4, 5)):
        shares = [fold[a] / fold[b] for fold in folds]
        whole = sum(fold[a] for fold in folds) / sum(fold[b] for fold in folds)
        figures[name] = f"{whole:.4f} (folds {min(shares):.4f} to {max(shares):.4f})"
        print(f"{name}: {figures[name]}")
    return figures


def main(folder: Path) -> None:
    """Cross-validate, fit on everything, write."""
    pages = examples(wire_events(folder))
    figures = cross_validate(pages)
    for name, data in zip(("headline", "clutter"), fit(pages), strict=True):
        data["fit"] = {
            "command": "python -m benchmarks.fit_clutter", "data": f"wire corpus, {len(pages)} pages without metadata",
            "cross-validated by event": figures,
        }  # fmt: skip
        path = Path(dedup.fitted.__file__).with_name(f"{name}.json")
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


SHOW = "-v" in sys.argv
if __name__ == "__main__":
    args = [arg for arg in sys.argv[1:] if not arg.startswith("-")]
    main(Path(args[0]) if args else SHARED / "wire")
