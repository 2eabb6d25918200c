"""Fingerprints and copies in memory by the kernels against the plain way."""

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels import fingerprints
from dedup.matching.bulk.lane import copies_of_jsonl
from dedup.matching.bulk.prints import find_copies_compiled
from dedup.matching.copies import find_copies
from dedup.matching.fingerprints import Fingerprint
from dedup.reading.read import read_articles
from dedup.records import Article, Page, Part
from dedup.settings import Settings

SETTINGS = Settings()
ALPHABETS = {
    "Chinese": "北京时间周三国务院发布关于粮食价格的新规定记者从会议上了解到各地将陆续执行",
    "Japanese": "政府は水曜日に新しい食料価格の規則を発表しましたカタカナとひらがな漢字",
    "Thai": "รัฐบาลไทยประกาศกฎใหม่เกี่ยวกับราคาอาหาร",
    "Hindi": "सरकार ने बुधवार को नए नियम जारी किए ",
    "Arabic": "أعلنت الحكومة يوم الأربعاء قواعد جديدة ",
    "emoji and marks": "a e\u0301 👍🏽 ½ ﬁ \u00ad \u200b ",
}


def page_of(name: str, text: str) -> Page:
    return Page(Article(id=name, text=text), (Part("body", 0, len(text)),), (), (), ())


def crawl(alphabet: str, seed: int, stories: int = 12) -> list[tuple[str, str]]:
    """Articles in one writing, with copies that are cut and edited."""
    source = random.Random(seed)
    rows = []
    for story in range(stories):
        text = [source.choice(alphabet) for _ in range(source.randrange(200, 600))]
        for copy in range(source.randrange(1, 6)):
            mine = [source.choice(alphabet) if source.random() < 0.003 else one for one in text]
            rows.append((f"s{story} c{copy}", "".join(mine[: source.randrange(150, 601)])))
    return rows


def same(ours: list[Fingerprint], plain: list[Fingerprint]) -> None:
    for one, other in zip(ours, plain, strict=True):
        assert one.id == other.id
        assert np.array_equal(one.shingles, other.shingles)
        assert np.array_equal(one.signature, other.signature)


@pytest.mark.parametrize("writing", ALPHABETS)
def test_every_writing_gives_the_same_prints_and_groups(writing: str, tmp_path: Path) -> None:
    rows = crawl(ALPHABETS[writing], 3)
    pages = [page_of(*row) for row in rows]
    plain = fingerprints(pages, SETTINGS)
    same(fingerprints(pages, SETTINGS, compiled=True), plain)
    expected = find_copies(plain, SETTINGS.copies)
    assert find_copies_compiled(plain, SETTINGS.copies, 2) == expected
    assert len(set(expected.labels)) < len(rows)
    for escaped in (False, True):
        path = tmp_path / f"{escaped}.jsonl"
        lines = (json.dumps({"id": one, "text": text}, ensure_ascii=escaped) for one, text in rows)
        path.write_text("\n".join(lines), encoding="utf-8")
        assert [one.text for one in read_articles(path).articles] == [text for _, text in rows]
        found = copies_of_jsonl(path, SETTINGS.copies, SETTINGS.seed)
        assert found.representatives.tolist() == list(expected.labels), f"escaped: {escaped}"


@given(st.lists(st.text(), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_the_same_prints(texts: list[str]) -> None:
    pages = [page_of(str(number), text) for number, text in enumerate(texts)]
    same(fingerprints(pages, SETTINGS, compiled=True), fingerprints(pages, SETTINGS))


def test_half_a_pair_of_surrogates() -> None:
    pages = [page_of("a", "one \ud83d two three four five six"), page_of("b", "one two three four five six")]
    same(fingerprints(pages, SETTINGS, compiled=True), fingerprints(pages, SETTINGS))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("workers", [1, 3])
def test_groups_edges_and_their_figures_are_equal(seed: int, workers: int) -> None:
    words = [f"word{number} " for number in range(500)]
    source = random.Random(seed)
    pages = []
    for story in range(30):
        text = [source.choice(words) for _ in range(source.randrange(20, 300))]
        for copy in range(source.randrange(1, 20)):
            mine = "".join(source.choice(words) if source.random() < 0.04 else one for one in text)
            pages.append(page_of(f"s{story} c{copy}", mine))
    source.shuffle(pages)
    prints = fingerprints(pages, SETTINGS, compiled=True)
    assert find_copies_compiled(prints, SETTINGS.copies, workers) == find_copies(prints, SETTINGS.copies)


@pytest.mark.parametrize("texts", [[], [""], ["", "\n"], ["alone"]])
def test_next_to_nothing(texts: list[str]) -> None:
    prints = fingerprints([page_of(str(n), text) for n, text in enumerate(texts)], SETTINGS, compiled=True)
    assert find_copies_compiled(prints, SETTINGS.copies) == find_copies(prints, SETTINGS.copies)


def test_folders_and_other_files_feed_the_same_engine(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    rows = crawl(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", ""], 7)
    rows = [(f"{number:03}.txt", " ".join(text)) for number, (_, text) in enumerate(rows)]
    texts = [text for _, text in rows]
    (tmp_path / "pages").mkdir()
    for name, text in rows:
        (tmp_path / "pages" / name).write_text(text, encoding="utf-8")
    parquet.write_table(pa.table({"id": [name for name, _ in rows], "text": texts}), tmp_path / "rows.parquet")
    lines = (json.dumps({"id": name, "text": text}) + "\n" for name, text in rows)
    (tmp_path / "rows.jsonl").write_text("".join(lines), encoding="utf-8")
    given = ["-m", "dedup", "cluster", "--level", "copies", "--bulk"]
    found = [
        subprocess.run([sys.executable, *given, str(tmp_path / name)], capture_output=True, check=True).stdout
        for name in ("rows.jsonl", "pages", "rows.parquet")
    ]
    assert len(set(found[0].splitlines())) == len(rows)
    assert found[1] == found[0]
    assert found[2] == found[0]
