"""All quality figures in one JSON: the analysis of labelled corpora, scored.

python -m benchmarks.quality [--wire DIR] [--ecb FILE] [--clough FILE] [--polnear FILE] [--seeds DIR] [--baselines]

Any data of these forms will do. Each corpus runs through the whole program at default settings; on the data that the
shipped weights were fitted on, the figures are those of the fit, and the cross-validated ones come from the
``benchmarks.fit_*`` commands.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from benchmarks import corpora
from benchmarks.quality_tables import markdown
from benchmarks.results_file import put_section
from benchmarks.scoring import polnear, wire
from benchmarks.scoring.measures import Figures, clustering
from dedup.analysis import analyze
from dedup.engines.local import LocalEngine
from dedup.reading.read import read_articles
from dedup.records import Article
from dedup.reporting.tables import write_tables
from dedup.results import Analysis

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(help=__doc__)
@click.option("--wire", "wire_folder", type=FOLDER, help="Events of a wire corpus.")
@click.option("--ecb", type=FILE, help="ECB+ as JSON lines.")
@click.option("--clough", type=FILE, help="Clough-Stevenson as JSON lines.")
@click.option("--polnear", "polnear_file", type=FILE, help="PolNeAR as JSON lines.")
@click.option("--seeds", type=FOLDER, help="Pages that are one story.")
@click.option(
    "--results", type=click.Path(dir_okay=False, path_type=Path), help="Write the tables into this RESULTS.md."
)
@click.option("--baselines", is_flag=True, help="Add the plainest methods on the wire corpus and ECB+.")
def main(
    wire_folder: Path | None,
    ecb: Path | None,
    clough: Path | None,
    polnear_file: Path | None,
    seeds: Path | None,
    results: Path | None,
    baselines: bool,
) -> None:
    """Print the figures."""
    figures: Figures = {}
    if wire_folder:
        events = corpora.wire_events(wire_folder)
        figures["wire_rows"] = wire_corpus(events, as_pages=False)
        figures["wire_pages"] = wire_corpus(events, as_pages=True)
    if ecb:
        figures["ecb"] = ecb_stories(ecb)
    if clough:
        from benchmarks.clough import classify

        figures["clough"] = classify(list(corpora.jsonl(clough)))
    if polnear_file:
        figures["polnear"] = polnear_quotes(polnear_file)
    if seeds:
        figures["seeds"] = seeds_story(seeds)
    if baselines:
        from benchmarks.baselines import plain_methods

        figures["baselines"] = plain_methods(wire_folder, ecb)
    if not figures:
        raise click.UsageError("name at least one corpus, for example --wire DIR")
    if results:
        put_section("quality", markdown(figures), results)
    json.dump(figures, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


def wire_corpus(events: list[dict[str, Any]], as_pages: bool) -> Figures:
    """Analyse and score events, as bare pages without metadata or as rows with it."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        pages = work / "pages"
        pages.mkdir()
        if as_pages:
            for event in events:
                for article in event["articles"]:
                    (pages / f"{article['id']}.txt").write_text(corpora.page_text(article), encoding="utf-8")
        else:
            rows = [corpora.gold_row(article) for event in events for article in event["articles"]]
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (pages / "rows.jsonl").write_text(lines, encoding="utf-8")
        reading = read_articles(pages)
        write_tables(_analyze(reading.articles), work / "out")
        return wire.score(work / "out", events)


def ecb_stories(path: Path) -> Figures:
    """Cluster ECB+ texts; ``event`` is the story."""
    rows = list(corpora.jsonl(path))
    result = _analyze([Article(id=row["id"], text=row["text"]) for row in rows])
    return clustering({row["id"]: row["event"] for row in rows}, {row.id: row.story for row in result.articles})


def polnear_quotes(path: Path) -> Figures:
    """Find the quotes of PolNeAR texts."""
    documents = list(corpora.jsonl(path))
    result = _analyze([Article(id=row["id"], text=row["text"], title=row.get("title")) for row in documents])
    quotes: dict[str, list[dict[str, Any]]] = {}
    for quote in result.quotes:
        row = {"type": quote.type, "start": quote.start, "end": quote.end}
        row |= {"speaker_start": quote.speaker_start, "speaker_end": quote.speaker_end}
        quotes.setdefault(quote.article, []).append(row)
    return polnear.score(quotes, documents)


def seeds_story(folder: Path) -> Figures:
    """Say whether the pages of a folder are one story, and how original each is."""
    result = _analyze(read_articles(folder).articles)
    return {
        "articles": len(result.articles),
        "stories": len({row.story for row in result.articles}),
        "originality": {row.id: row.originality for row in result.articles},
        "credits": {row.id: [credit.agency for credit in row.credits] for row in result.articles if row.credits},
    }


def _analyze(articles: Any) -> Analysis:
    with LocalEngine() as engine:
        return analyze(articles, engine=engine)


if __name__ == "__main__":
    main()
