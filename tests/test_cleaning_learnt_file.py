from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedup.cleaning.learnt import LearntLines, count_lines, learn_lines, line_hash
from dedup.cleaning.learnt_file import find_examples, line_rows, merge_examples, read_lines
from dedup.cleaning.pages import clean_page
from dedup.errors import InputError
from dedup.records import Article
from dedup.settings import Settings

SETTINGS = Settings().cleaning


def pages(outlet: str | None) -> list[Article]:
    return [
        Article(id=topic, outlet=outlet, text="\n\n".join([
            "Valley voices since 1902", f"The {topic} in Orvella",
            f"The council spoke about the {topic} for {n + 3} hours on Monday, and then everybody went home again.",
            f"Comments ({n})",
        ]))
        for n, topic in enumerate(["bridge", "harvest", "election", "flood", "strike", "school"])
    ]  # fmt: skip


def written(articles: list[Article]) -> tuple[LearntLines, str]:
    learnt = learn_lines(count_lines(articles, SETTINGS), SETTINGS)
    return learnt, "".join(line_rows(learnt, find_examples(articles, learnt, SETTINGS)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lines.jsonl"


def test_lines_go_out_and_come_back(file: Path) -> None:
    learnt, text = written(pages("Herald") + pages(None))
    rows = [json.loads(row) for row in text.splitlines()]
    assert rows == [
        {"outlet": outlet, "line": line, "pages": 6}
        for outlet in (None, "Herald")
        for line in ("Comments (0)", "Valley voices since 1902")
    ]
    file.write_text(text, encoding="utf-8")
    assert read_lines(file) == learnt


def test_a_row_deleted_is_not_learnt_and_a_row_added_is(file: Path) -> None:
    _, text = written(pages("Herald"))
    rows = [row for row in text.splitlines() if "Comments" not in row]
    sentence = "The council spoke about the bridge for 8 hours on Monday, and then everybody went home again."
    rows += ["", json.dumps({"outlet": "Herald", "line": sentence})]
    file.write_text("\ufeff" + "\n".join(rows), encoding="utf-8")
    page = clean_page(pages("Herald")[0], read_lines(file), SETTINGS)
    reasons = {page.text[r.start : r.end]: r.reason for r in page.removed}
    assert reasons["Valley voices since 1902"] == "repeated on the outlet's pages"
    assert reasons[sentence.replace("8", "3")] == "repeated on the outlet's pages", (
        "figures do not count, prose neither"
    )
    assert reasons.get("Comments (0)") != "repeated on the outlet's pages"


def test_examples_do_not_depend_on_batches() -> None:
    articles = pages("Herald") + pages("Post")
    learnt = learn_lines(count_lines(articles, SETTINGS), SETTINGS)
    whole = find_examples(articles, learnt, SETTINGS)
    for cut in (1, 7):
        parts = [find_examples(part, learnt, SETTINGS) for part in (articles[cut:], articles[:cut])]
        assert merge_examples(parts) == whole
    assert len(whole) == 4


BAD = [
    ("{", "no JSON"),
    ('["a"]', "no object"),
    ('{"line": "x", "outlet": 3}', '"outlet"'),
    ('{"outlet": "Herald"}', '"line"'),
    ('{"outlet": "Herald", "line": " "}', '"line"'),
    ('{"line": "x", "pages": "many"}', '"pages"'),
    ('{"line": "x", "pages": true}', '"pages"'),
    ("[" * 100_000, "no JSON"),
    ('{"line": "\xff"}', "no JSON"),
]


@pytest.mark.parametrize(("row", "words"), BAD, ids=range(len(BAD)))
def test_errors_name_file_and_line(file: Path, row: str, words: str) -> None:
    file.write_bytes(b'{"outlet": null, "line": "Share this"}\n' + row.encode("latin-1"))
    with pytest.raises(InputError, match=r"lines\.jsonl, line 2: ") as caught:
        read_lines(file)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_lines(tmp_path / "none.jsonl")


def test_broken_characters_can_be_written(file: Path) -> None:
    learnt = LearntLines({"Herald": {line_hash("a \ud800 b"): 3}})
    rows = line_rows(learnt, {("Herald", line_hash("a \ud800 b")): "a \ud800 b"})
    file.write_text("".join(rows), encoding="utf-8")
    assert read_lines(file) == learnt
