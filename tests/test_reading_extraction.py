"""How well articles come out of pages, by the measure of the article-extraction-benchmark."""

from __future__ import annotations

import gzip
import json

import pytest

from benchmarks.corpora import SHARED
from benchmarks.extraction import ours, precision_recall, score, shingles

PAGES = SHARED / "data" / "extraction"
FLOOR = 0.966
"""F1 was .972 when this was written, .965 to .978 over five folds."""


@pytest.mark.parametrize(
    ("true", "found", "expected"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0)),
        ("a b c d e", "a b c d", (1.0, 0.5)),
        ("a b c d", "a b c d e", (0.5, 1.0)),
        ("a b c d", "w x y z", (0.0, 0.0)),
        ("a b", "a, b!", (1.0, 1.0)),  # shorter than a shingle: the whole text is one
        ("a b c d a b c d", "a b c d", (1.0, 0.2)),  # bags, not sets
        ("a b c d", "", (None, 0.0)),  # nothing found: recall suffers, precision leaves the page out
    ],
)
def test_measure(true: str, found: str, expected: tuple[float | None, float | None]) -> None:
    assert precision_recall(shingles(true), shingles(found)) == expected


def test_f1_is_of_the_mean_precision_and_recall() -> None:
    truth = {"1": shingles("a b c d e"), "2": shingles("a b c d")}
    assert score(truth, {"1": "a b c d", "2": "a b c d e"}) == (0.75, 0.75, 0.75)


@pytest.mark.corpora
@pytest.mark.skipif(not PAGES.is_dir(), reason="the benchmark pages are not beside the project")
def test_quality_floor() -> None:
    gold = json.loads((PAGES / "ground-truth.json").read_text(encoding="utf-8"))
    truth = {page: shingles(entry["articleBody"]) for page, entry in sorted(gold.items())}
    texts = {page: ours(gzip.decompress((PAGES / "html" / f"{page}.html.gz").read_bytes()).decode()) for page in truth}
    f1, precision, recall = score(truth, texts)
    assert f1 >= FLOOR, f"F1 {f1:.4f} (precision {precision:.4f}, recall {recall:.4f}): see benchmarks/extraction.py"
