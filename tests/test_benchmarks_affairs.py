"""Invented weeks of news and pairs of a crawl, on which the judge of stories is fitted: the files are whole."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from typing import Any

import pytest

from benchmarks.stories import AFFAIRS, affairs
from benchmarks.story_pairs_read import READ as DRAWN_PAIRS
from benchmarks.story_pairs_read import VERDICTS
from benchmarks.surroundings import READ

FILES = sorted(AFFAIRS.glob("*.json"))


def read(path: Any) -> list[dict[str, str]]:
    """Return the articles of one affair."""
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["affair"] == path.stem
    rows: list[dict[str, str]] = data["articles"]
    return rows


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return runs of five words."""
    words = text.casefold().split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_affair_has_one_story_in_five_versions_two_in_two_and_eight_alone(path: Any) -> None:
    counts = Counter(row["story"] for row in read(path))
    assert counts.pop("main") == 5
    assert counts.pop("next") == counts.pop("other") == 2
    assert sorted(counts) == [f"single-{number}" for number in range(1, 9)]
    assert set(counts.values()) == {1}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rewrites_share_next_to_no_five_words_and_some_neighbour_shares_more(path: Any) -> None:
    rows = read(path)
    main = [shingles(row["text"]) for row in rows if row["story"] == "main"]
    others = [shingles(row["text"]) for row in rows if row["story"] != "main"]
    pairs = sorted(len(a & b) / len(a | b) for a, b in itertools.combinations(main, 2))
    assert pairs[len(pairs) // 2] < 0.02  # the wire and its light rewrite share more, and what they share with the rest
    assert max(len(a & b) / len(a | b) for a in main for b in others) > pairs[len(pairs) // 2]


def test_every_article_of_all_affairs_has_an_id_of_its_own_and_bare_pages_tell_neither_outlet_nor_time() -> None:
    rows, pages = affairs(metadata=True), affairs(metadata=False)
    assert len({article.id for article, _, _ in rows}) == len(rows) == len(pages) == 17 * len(FILES)
    assert all(article.outlet and article.published for article, _, _ in rows)
    assert not any(article.outlet or article.published for article, _, _ in pages)


def test_pairs_of_the_crawl_are_read_once_and_keep_off_those_that_the_judge_is_checked_with() -> None:
    pairs = json.loads(READ.read_text(encoding="utf-8"))["pairs"]
    checked = {name for pair in json.loads(DRAWN_PAIRS.read_text(encoding="utf-8"))["pairs"] for name in pair[:2]}
    assert len({(a, b) for a, b, _, _ in pairs}) == len(pairs)
    assert all(a < b and verdict in VERDICTS and 0 < weight <= 40 for a, b, verdict, weight in pairs)
    assert not checked & {name for pair in pairs for name in pair[:2]}
