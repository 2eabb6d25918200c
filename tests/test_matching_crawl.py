from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.matching import crawl, crawl_blocks
from dedup.matching.bulk.ids import Ids
from dedup.matching.columns import Columns, columns_of_pages
from dedup.matching.crawl import BulkStories, stories_of_jsonl
from dedup.matching.crawl_blocks import Lines, as_given
from dedup.matching.linkage import average_linkage
from dedup.matching.stories import measure, measure_all
from dedup.reading.read import read_articles
from dedup.records import Article
from dedup.settings import Settings, StorySettings

ROWS = Path(__file__).resolve().parents[1] / "fixtures" / "rows.jsonl"


def groups(found: BulkStories) -> set[frozenset[str]]:
    stories: dict[int, set[str]] = {}
    for name, story in zip(found.ids, found.stories.tolist(), strict=True):
        stories.setdefault(story, set()).add(name)
    return {frozenset(names) for names in stories.values()}


def test_stories_are_those_of_the_texts_as_given() -> None:
    found = stories_of_jsonl(ROWS, Settings(), 1)
    articles = {article.id: article for article in read_articles(ROWS).articles}
    pages = [as_given(articles[name]) for name in found.ids]
    measured = measure(columns_of_pages(pages, StorySettings(), compiled=False), found.copies.tolist(), StorySettings())
    labels = average_linkage(len(measured.chosen), measured.triples(), measured.full, StorySettings().linkage)
    plain = {measured.chosen[at]: measured.chosen[label] for at, label in enumerate(labels)}
    assert found.stories.tolist() == [plain[copy] for copy in found.copies.tolist()]
    assert any(len(group) > 1 for group in groups(found))


@pytest.mark.parametrize("block", [3, 8_000])
def test_order_compression_and_workers_change_nothing(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ROWS.read_bytes().splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(b"".join(lines)))
    blocks = Settings(stories=StorySettings(crawl_block=block))
    expected = groups(stories_of_jsonl(ROWS, blocks, 1))
    monkeypatch.setattr(crawl, "_SEGMENT", 2_000)  # worker processes even for a few rows
    assert groups(stories_of_jsonl(tmp_path / "rows.jsonl.gz", blocks, 2)) == expected


def test_rejects_doubles_and_rows_without_id_keep_their_places(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": "A ferry ran aground. Nobody was hurt."},
        {"text": "A row without an id. It has a text."},
        {"id": "b", "text": ""},
        {"id": "a", "text": "The id stood before."},
        {"id": "ü", "text": "日本 の ニュース。"},
    ]
    path = tmp_path / "few.jsonl"
    path.write_text("not json\n\n" + "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = stories_of_jsonl(path, Settings(), 1)
    assert list(found.ids) == ["a", "few.jsonl:4", "ü"]
    assert len(found.rejects) == 3
    written = [json.loads(line) for line in b"".join(found.rows()).splitlines()]
    assert written == [{"id": name, "copies": name, "story": name} for name in found.ids]


@pytest.mark.parametrize("days", [["05/06/2026", "13/05/2026"], ["05/06/2026", "05/13/2026"], ["05/06/2026", "soon"]])
def test_dates_are_read_in_the_order_that_is_sure_in_the_file(
    days: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["A ferry ran aground. Nobody was hurt.", "<p>The bank cut its rate.</p><p>Shares rose.</p>", "It rained."]
    rows = [
        {"id": f"{turn}{at}", "text": f"{text} {turn}", "published": day, "outlet": f"Outlet {at}"}
        for turn, day in enumerate(days)
        for at, text in enumerate(texts)
    ]
    path = tmp_path / "few.jsonl"
    path.write_text("no row\n" + "".join(json.dumps(row) + "\n" for row in [rows[0], *rows]), encoding="utf-8")
    told: dict[str, float | None] = {}

    def measured(columns: Columns, settings: StorySettings) -> Any:
        told.update((head.id, head.hours) for head in columns.heads)
        return measure_all(columns, settings)

    monkeypatch.setattr(crawl_blocks, "measure_all", measured)
    monkeypatch.setattr(crawl, "_SEGMENT", 200)
    found = stories_of_jsonl(path, Settings(), 1)
    articles = {article.id: article.published for article in read_articles(path).articles}
    stand = {found.ids[at] for at in found.copies.tolist()}
    assert told == {name: day.timestamp() / 3600 if (day := articles[name]) else None for name in stand}


def test_an_empty_file_has_no_stories(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_bytes(b"")
    assert b"".join(stories_of_jsonl(tmp_path / "none.jsonl", Settings(), 1).rows()) == b""


hours = st.lists(st.one_of(st.just(float("nan")), st.floats(0, 500).map(round).map(float)), max_size=40)


@settings(max_examples=200, deadline=None)
@given(hours, st.integers(1, 12), st.integers(0, 9))
def test_each_pair_inside_the_window_is_measured_once(times: list[float], block: int, undated: int) -> None:
    chosen_settings = StorySettings(crawl_block=block, crawl_undated=undated)
    lines = Lines(np.arange(len(times)), np.arange(len(times)), np.array(times, dtype=np.float64))
    ids = Ids.of([f"{(at * 7) % 41:02}" for at in range(len(times))])
    chosen = crawl._by_time(np.arange(len(times)), lines.hours, ids)
    met: dict[tuple[int, int], int] = {}
    for one in crawl._blocks(chosen, lines, ids, chosen_settings):
        assert [ids[at] for at in one.places] == sorted(ids[at] for at in one.places)
        turns = dict(zip(one.places.tolist(), one.turns.tolist(), strict=True))
        for a in turns:
            for b in turns:
                if a < b and one.first <= min(turns[a], turns[b]) < one.last:
                    met[a, b] = met.get((a, b), 0) + 1
    dated = [at for at, hour in enumerate(times) if hour == hour]
    few = len(times) - len(dated) <= undated
    for a in range(len(times)):
        for b in range(a + 1, len(times)):
            both = a in dated and b in dated
            if (both and abs(times[a] - times[b]) <= chosen_settings.window_hours) or (not both and few):
                assert met[a, b] == 1
            assert met.get((a, b), 0) <= 1


@given(st.text(max_size=300))
def test_every_sentence_of_a_text_as_given_lies_in_a_paragraph(text: str) -> None:
    page = as_given(Article("a", text))
    assert [s.end for s in page.sentences] == sorted(s.end for s in page.sentences)
    for sentence in page.sentences:
        assert any(part.start <= sentence.start < sentence.end <= part.end for part in page.parts)
    assert "".join(s.of(text) for s in page.sentences) == "".join(text[p.start : p.end] for p in page.parts)


def test_sentences_end_at_full_stops_but_not_behind_initials() -> None:
    page = as_given(Article("a", "Mr. Smith of the U.S. Senate spoke. “It is over.” He left at 9.30 on time!\nThe end"))
    assert [s.of(page.text).strip() for s in page.sentences] == [
        "Mr. Smith of the U.S. Senate spoke.", "“It is over.”", "He left at 9.30 on time!", "The end",
    ]  # fmt: skip
