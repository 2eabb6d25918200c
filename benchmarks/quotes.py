"""Print the figures of quote extraction: ``python -m benchmarks.quotes``.

On the wire corpus with perfect cleaning (section 7 of its scorer), and on PolNeAR's development split by its scorer
(texts of the split are never printed).
"""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.corpora import SHARED, gold_page, jsonl, wire_events
from dedup.quoting.extract import extract_quotes, quotes_of_text
from dedup.records import Quote
from dedup.settings import QuoteSettings


def scorer(name: str) -> ModuleType:
    """Return a scorer of the labelled corpora as a module."""
    sys.path.insert(0, str(SHARED / "gold"))
    spec = importlib.util.spec_from_file_location(name, SHARED / "gold" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(quotes: tuple[Quote, ...], article: str) -> str:
    """Return quotes as JSON lines under an article's id."""
    return "".join(json.dumps({**dataclasses.asdict(q), "article": article}, ensure_ascii=False) + "\n" for q in quotes)


def wire() -> dict[str, Any]:
    """Return the scorer's figures of quotes on the wire corpus, pages cleaned by the gold."""
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "quotes.jsonl").open("w", encoding="utf-8") as out:
            for event in wire_events(SHARED / "wire"):
                for article in event["articles"]:
                    out.write(rows(extract_quotes(gold_page(article), QuoteSettings()), article["id"]))
        report = scorer("score").main(folder, sorted(map(str, (SHARED / "wire").glob("*.json"))))
    quotes: dict[str, Any] = report["quotes"]
    return quotes


def polnear(split: str) -> tuple[dict[str, Any], float]:
    """Return the scorer's figures on a split of PolNeAR, and milliseconds of processor time per 500 words."""
    path = SHARED / "data" / f"polnear_{split}.jsonl.gz"
    words, spent = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "quotes.jsonl"
        with table.open("w", encoding="utf-8") as out:
            for row in jsonl(path):
                start = time.process_time()
                quotes = quotes_of_text(row["text"])
                spent += time.process_time() - start
                words += len(row["text"].split())
                out.write(rows(quotes, row["id"]))
        report: dict[str, Any] = scorer("score_polnear").main(str(table), str(path))
    return report, 1000.0 * spent / words * 500.0


def main() -> None:
    """Print all figures."""
    for kind, figures in wire().items():
        if kind not in ("direct", "indirect"):
            continue
        print(
            "wire", kind, figures["found"], "speaker", figures["speaker_accuracy"], "unnamed", figures["unnamed"]["f1"]
        )
        print(
            "    attribution",
            {name: value["f1"] if isinstance(value, dict) else value for name, value in figures["attribution"].items()},
        )
        print("    venue", figures["venue"]["f1"], "content (in the fit)", figures["content"]["macro_f1"])
    report, speed = polnear("dev")
    print("polnear dev", report, f"{speed:.2f} ms per 500 words")


if __name__ == "__main__":
    main()
