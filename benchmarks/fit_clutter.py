"""Fit the line models of cleaning: ``python -m benchmarks.fit_clutter [CORPORA_DIR]``.

Lines of the wire corpus' pages without metadata, labelled by the block they stand in, and of crawled pages (all text of
their HTML), labelled by whether the article's body has them. Writes
``dedup/fitted/headline.json`` and ``dedup/fitted/clutter.json`` and prints figures cross-validated by event and page.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lxml.html
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

import dedup.fitted
from benchmarks.corpora import SHARED, gold_spans, page_text, wire_events
from dedup.cleaning.clutter import (
    KINDS,
    Models,
    View,
    above_prose,
    judge,
    likely_headline,
    place_headline,
    view,
)
from dedup.cleaning.credits import find_credits
from dedup.cleaning.features import FEATURES, line_features
from dedup.cleaning.headlines import repetitions, squeezed
from dedup.cleaning.lines import Line, page_lines
from dedup.cleaning.pages import credit_lines
from dedup.cleaning.signatures import is_signature
from dedup.cleaning.traits import names_photo
from dedup.fitted import LinearModel
from dedup.records import Article
from dedup.settings import Settings

LABELS = {"boilerplate": "clutter", "disclaimer": "clutter", "body": "body", "subhead": "subhead", "caption": "caption"}
UNSEEN = frozenset(["script", "style", "noscript", "template", "svg", "head", "iframe", "select", "textarea"])
BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "article",
        "section",
        "header",
        "footer",
        "nav",
        "aside",
        "main",
        "table",
        "tr",
        "td",
        "th",
        "br",
        "blockquote",
        "figure",
        "figcaption",
        "form",
        "button",
        "label",
        "dl",
        "dt",
        "dd",
        "hr",
        "option",
        "address",
        "pre",
    ]
)
SETTINGS = Settings().cleaning
FOLDS = 4
STRENGTH = 0.3
CRAWL_WEIGHT = (
    20.0  # 60 changes no share of characters by more than .005; next to none cost .007 of the wire corpus' body
)


@dataclass(frozen=True)
class Example:
    """A page, its lines, and what each line is."""

    event: int
    pool: str
    lines: list[Line]
    kinds: list[str]
    credits: set[int]
    seen: View

    @property
    def weight(self) -> float:
        """Return what a line counts: a crawled page has hundreds of lines of menus, all alike."""
        return 1.0 if self.pool == "wire" else min(1.0, CRAWL_WEIGHT / len(self.lines))


def example(event: int, text: str, blocks: list[tuple[str, int, int]]) -> Example:
    """Return the example of one page, without metadata."""
    lines = page_lines(text, SETTINGS)
    kinds = [next((kind for kind, start, end in blocks if start <= line.start < end), "credit") for line in lines]
    credits = credit_lines(lines, find_credits(Article("", text), lines, SETTINGS))
    return Example(event, "wire", lines, kinds, credits, whole_view(lines, credits))


def whole_view(lines: list[Line], credits: set[int]) -> View:
    """Return a page where all lines but inner prose and credits are asked about: what rules settle teaches too."""
    seen = view(lines, None, credits, SETTINGS)
    known = credits.union(seen.around.prose[1:-1])
    asked = [index for index in range(len(lines)) if index not in known]
    return replace(seen, asked=asked, rows=[line_features(seen.around, index, SETTINGS) for index in asked])


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


def crawled(folder: Path) -> list[Example]:
    """Return examples of real pages: all text of the HTML, one line per block, labelled by the article's body."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    found = []
    for number, name in enumerate(sorted(truth)):
        page = lxml.html.fromstring(
            gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace").encode(),
            parser=lxml.html.HTMLParser(encoding="utf-8"),
        )
        title = squeezed(page.findtext(".//h1") or page.findtext(".//title") or "")
        lines = page_lines("\n".join(block_lines(page)), SETTINGS)
        body = squeezed(truth[name]["articleBody"])
        keys = [squeezed(line.text) for line in lines]
        inside = [len(key) > 40 and key in body for key in keys]
        if not any(inside):
            continue
        kinds = [label(index, line, keys, inside, body, title) for index, line in enumerate(lines)]
        text = "\n".join(line.text for line in lines)
        credits = credit_lines(lines, find_credits(Article("", text), lines, SETTINGS))
        found.append(Example(number, "crawl", lines, kinds, credits, whole_view(lines, credits)))
    return found


def label(index: int, line: Line, keys: list[str], inside: list[bool], body: str, title: str) -> str:
    """Return what a crawled line is: long ones by whether the body has them, short ones by their neighbours too."""
    near = any(inside[max(0, index - 1) : index + 2])
    if inside[index] or (near and len(keys[index]) > 3 and keys[index] in body):
        return "body" if line.ends_sentence or len(line.text) > 80 else "subhead"
    if len(keys[index]) > 20 and keys[index] in title:
        return "headline"
    return "caption" if names_photo(line) else "boilerplate"


def block_lines(root: lxml.html.HtmlElement) -> list[str]:
    """Return the text of a page, a line for each block element."""
    out: list[str] = []
    words: list[str] = []

    def flush() -> None:
        if text := " ".join("".join(words).split()):
            out.append(text)
        words.clear()

    def walk(element: lxml.html.HtmlElement) -> None:
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            return
        if element.tag in BLOCKS:
            flush()
        words.append(element.text or "")
        for child in element:
            walk(child)
            words.append(child.tail or "")
        if element.tag in BLOCKS:
            flush()

    walk(root)
    flush()
    return out


def title_case(text: str) -> str:
    """Return a headline with capitals at all words but the small ones, of the same length."""
    out = " ".join(
        word[:1].upper() + word[1:] if len(word) > 3 and len(word[:1].upper()) == 1 else word
        for word in text.split(" ")
    )
    return out.rstrip("?") + "?" * (len(out) - len(out.rstrip("?")))


def fitted(
    rows: npt.NDArray[np.float64], labels: list[int], classes: tuple[str, ...], weights: list[float]
) -> dict[str, Any]:
    """Return a model in the form of ``dedup/fitted``."""
    mean, scale = rows.mean(axis=0).round(6), rows.std(axis=0).round(6)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit((rows - mean) / scale, np.array(labels), sample_weight=weights)
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
    rows, labels, weights = [], [], []
    for page in pages:
        for row, index in enumerate(page.seen.asked[: above_prose(page.seen)]):
            rows.append(page.seen.rows[row])
            labels.append(int(page.kinds[index] == "headline"))
            weights.append(page.weight)
    headline = fitted(np.array(rows), labels, ("other", "headline"), weights)
    rows, labels, weights = [], [], []
    for page in pages:
        found = page.seen.headline
        if found is None:
            found = likely_headline(page.seen, as_model(headline), SETTINGS)
        again = repetitions(page.lines, found, SETTINGS) if found is not None else ()
        place_headline(page.seen, found)
        for row, index in enumerate(page.seen.asked):
            kind = LABELS.get(page.kinds[index])
            if kind and index != found and index not in again:
                rows.append(page.seen.rows[row].copy())
                labels.append(KINDS.index(kind))
                weights.append(page.weight)
        for values in page.seen.rows:
            values[FEATURES.index("above_headline") :] = [0.0, 0.0]
    return headline, fitted(np.array(rows), labels, KINDS, weights)


def measure(pages: list[Example], models: Models) -> np.ndarray:
    """Return characters of body kept, body, clutter removed, clutter, and headlines right, headlines."""
    total = np.zeros(6)
    for page in pages:
        verdicts = judge(page.lines, None, page.credits, models, SETTINGS)
        for line, kind, verdict in zip(page.lines, page.kinds, verdicts, strict=True):
            size = len(line.text)
            if kind == "body":
                total[:2] += size * (verdict.kind != "clutter"), size
            elif LABELS.get(kind) == "clutter" and not is_signature(line.text, SETTINGS):
                total[2:4] += size * (verdict.kind == "clutter"), size
            elif kind == "headline":
                total[4:] += verdict.kind == "headline", 1
    return total


def cross_validate(pages: list[Example]) -> dict[str, str]:
    """Print and return the figures over folds of events."""
    folds: dict[str, list[Any]] = {"wire": [], "crawl": []}
    for fold in range(FOLDS):
        headline, clutter = fit([page for page in pages if page.event % FOLDS != fold])
        test = [page for page in pages if page.event % FOLDS == fold]
        models = Models(as_model(headline), as_model(clutter))
        for pool in folds:
            folds[pool].append(measure([page for page in test if page.pool == pool], models))
    figures = {}
    for pool, counts in folds.items():
        for name, a, b in (("body kept", 0, 1), ("clutter removed", 2, 3), ("headline", 4, 5)):
            shares = [fold[a] / fold[b] for fold in counts]
            whole = sum(fold[a] for fold in counts) / sum(fold[b] for fold in counts)
            figures[f"{pool}: {name}"] = f"{whole:.4f} (folds {min(shares):.4f} to {max(shares):.4f})"
            print(f"{pool}: {name}: {figures[f'{pool}: {name}']}")
    return figures


def main(folder: Path) -> None:
    """Cross-validate, fit on everything, write."""
    pages = examples(wire_events(folder / "wire")) + crawled(folder / "data" / "extraction")
    figures = cross_validate(pages)
    for name, data in zip(("headline", "clutter"), fit(pages), strict=True):
        data["fit"] = {
            "command": "python -m benchmarks.fit_clutter",
            "data": f"wire corpus and crawled pages, {len(pages)} without metadata",
            "cross-validated by event and page": figures,
        }  # fmt: skip
        path = Path(dedup.fitted.__file__).with_name(f"{name}.json")
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
