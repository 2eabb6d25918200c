"""Print the figures of the comparing stage on held-out events: ``python -m benchmarks.comparing [--results]``.

Every event of the wire corpus is compared with models that have not seen it, on gold pages and gold stories, as rows
with metadata and as bare pages; other newsrooms' own reports apart, with the shipped models too. Then Clough and
Stevenson's graded rewriting and the Microsoft paraphrase corpus.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import fit_alignment, fit_derivation
from benchmarks.clough import classify
from benchmarks.corpora import SHARED, gold_article, jsonl, wire_events
from benchmarks.fit_alignment import using
from benchmarks.gold_stories import credited_page, lone_articles, story_articles
from benchmarks.paraphrases import paraphrases
from benchmarks.results_file import markdown_table, put_section
from dedup.cleaning.learnt import count_lines, learn_lines
from dedup.cleaning.pages import clean_page
from dedup.comparing.story import compare_story
from dedup.fitted import LinearModel
from dedup.records import Findings, Page
from dedup.settings import Settings

QUARTILES = ("least", "lower quartile", "median", "upper quartile", "most")
EVERY = tuple(sorted((SHARED / "wire").glob("*.json")))


def held_out_models(events: Sequence[dict[str, Any]], settings: Settings) -> list[dict[str, LinearModel]]:
    """Return for each event all models of the stage, fitted on the other events."""
    every = fit_derivation.cases(events, settings)
    return [
        {**aligning, **fit_derivation.fit([case for case in every if case.event != number])}
        for number, aligning in enumerate(fit_alignment.fold_models(events))
    ]


def readers(events: Sequence[dict[str, Any]], settings: Settings) -> dict[str, Callable[[dict[str, Any]], Page]]:
    """Return the ways in which the articles become pages: as the gold cleans them and as the cleaning stage does."""
    every = [gold_article(article) for event in events for article in event["articles"]]
    learnt = learn_lines(count_lines(every, settings.cleaning), settings.cleaning)

    def cleaned(article: dict[str, Any]) -> Page:
        return clean_page(gold_article(article), learnt, settings.cleaning)

    def cleaned_bare(article: dict[str, Any]) -> Page:
        return clean_page(gold_article(article, metadata=False), learnt, settings.cleaning)

    return {
        "rows": credited_page,
        "bare_pages": partial(credited_page, metadata=False),
        "rows_as_cleaned": cleaned,
        "bare_pages_as_cleaned": cleaned_bare,
    }


def compare_event(
    event: dict[str, Any], settings: Settings, read: Callable[[dict[str, Any]], Page]
) -> list[tuple[Page, Findings]]:
    """Compare an event's story, and each article of another event as a story of its own; ``read`` makes the pages."""
    stories = [story_articles(event), *([article] for article in lone_articles(event))]
    found = []
    for story in stories:
        pages = [read(article) for article in story]
        reprint = {a["id"]: a["parent"] for a in story if a["treatment"] == "verbatim"}
        copies = {page.id: reprint.get(page.id, page.id) for page in pages}
        found += list(zip(pages, compare_story(pages, copies, settings), strict=True))
    return found


def score(found: Sequence[tuple[Page, Findings]]) -> dict[str, Any]:
    """Score findings with the gold's own scorer, which reads the tables of an analysis from a folder."""
    sys.path.insert(0, str(SHARED / "gold"))
    import score as gold_score  # type: ignore[import-not-found]  # lies beside the corpora, not in the project

    with tempfile.TemporaryDirectory() as folder:
        articles = [
            {
                "id": page.id,
                "derivation": f.derivation,
                "parent": f.parent,
                "added": f.added,
                "story": page.id,
                "copies": page.id,
            }
            for page, f in found
        ]
        _write(Path(folder) / "articles.jsonl", articles)
        for table in ("sentences", "quotes"):
            rows = [dataclasses.asdict(row) for _, findings in found for row in getattr(findings, table)]
            _write(Path(folder) / f"{table}.jsonl", rows)
        figures: dict[str, Any] = gold_score.main(folder, [str(path) for path in EVERY])
    return {key: figures[key] for key in ("derivation", "parent", "sentences", "alignment", "added_share")}


def own_reports(events: Sequence[dict[str, Any]], found: Sequence[tuple[Page, Findings]]) -> dict[str, Any]:
    """Return how other newsrooms' own reports of the events fare: nothing should be derived, and most of it new."""
    own = {a["id"] for event in events for a in event["articles"] if a["treatment"] == "independent"}
    mine = [findings for page, findings in found if page.id in own]
    quartiles = np.quantile([findings.originality for findings in mine], (0, 0.25, 0.5, 0.75, 1))
    return {
        "reports": len(mine),
        "none": sum(findings.derivation == "none" for findings in mine),
        "with_parent": sum(findings.parent is not None for findings in mine),
        **{name: round(float(value), 3) for name, value in zip(QUARTILES, quartiles, strict=True)},
    }


def own_reports_table(figures: dict[str, Any]) -> str:
    """Return the own reports of all ways of reading, with models that have seen the event and that have not."""
    rows = [
        [name, models, *figures[name][key].values()]
        for name in figures
        for models, key in (("held out", "own_reports"), ("shipped", "own_reports_shipped"))
        if key in figures[name]
    ]
    head = ("articles", "models", "reports", "derivation none", "with a parent", *QUARTILES)
    return f"""## Other newsrooms' own reports

`python -m benchmarks.comparing --results`: their originality on the wire corpus, with models fitted on the other events
and with the shipped ones.

{markdown_table(head, rows)}"""


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    """Print one JSON object; with ``--results`` write the own reports to RESULTS.md too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", action="store_true")
    options = parser.parse_args()
    settings, events = Settings(), wire_events(SHARED / "wire")
    models = held_out_models(events, settings)
    figures: dict[str, Any] = {}
    for name, read in readers(events, settings).items():
        found = []
        for event, fitted in zip(events, models, strict=True):
            with using(fitted):
                found += compare_event(event, settings, read)
        shipped = [pair for event in events for pair in compare_event(event, settings, read)]
        figures[name] = score(found) | {
            "own_reports": own_reports(events, found),
            "own_reports_shipped": own_reports(events, shipped),
        }
    if options.results:
        put_section("own reports", own_reports_table(figures))
    figures["clough_stevenson"] = classify(list(jsonl(SHARED / "data" / "clough_stevenson_tasks_a-c.jsonl.gz")))
    figures["msrp"] = paraphrases(list(jsonl(SHARED / "data" / "msrp_train.jsonl.gz")), settings.alignment)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
