"""Story pairs read one by one: the file is whole, and the tables count what it holds."""

from __future__ import annotations

import json
from collections import Counter

from benchmarks.story_pairs_read import DRAWN, READ, VERDICTS, Lane, by_score, by_story, draw, judged, tenth

LANE = Lane(
    scores={("a", "b"): 0.95, ("a", "c"): 0.35},
    copies={"a": "a", "b": "b", "c": "c", "copy of b": "b", "d": "d"},
    stories={"a": "a", "b": "a", "c": "c", "copy of b": "a", "d": "d"},
    dated=frozenset({"a", "b", "copy of b"}),
)
TOLD = {
    "candidates by tenth": [40, 0, 0, 6, 0, 0, 0, 0, 0, 10],
    "pairs": [
        ["copy of b", "a", "same", 0.92],
        ["a", "c", "not", 0.31],
        ["c", "a", "doubtful", 0.34],
        ["a", "d", "not", 0.01],
    ],
}


def test_every_tenth_was_read_and_every_wrong_high_score_has_a_cause() -> None:
    read = json.loads(READ.read_text(encoding="utf-8"))
    assert Counter(tenth(pair[3]) for pair in read["pairs"]) == dict.fromkeys(range(10), DRAWN)
    assert {pair[2] for pair in read["pairs"]} == set(VERDICTS)
    assert len({frozenset(pair[:2]) for pair in read["pairs"]}) == len(read["pairs"])
    assert all((len(pair) == 5) == (pair[2] == "not" and pair[3] > 0.7) for pair in read["pairs"])


def test_a_copy_has_the_score_of_the_article_that_stands_for_it_in_either_order() -> None:
    assert [LANE.score(a, b) for a, b in (("a", "copy of b"), ("b", "a"), ("c", "a"), ("a", "d"))] == [
        0.95,
        0.95,
        0.35,
        None,
    ]


def test_pairs_stand_for_their_share_of_the_tenth_they_were_drawn_from() -> None:
    assert [pair.weight for pair in judged(TOLD, LANE)] == [10, 3, 3, 40]


def test_tables_count_by_present_score_and_by_story() -> None:
    pairs = judged(TOLD, LANE)
    assert [[cell.strip() for cell in line.split("|")[1:-1]] for line in by_score(pairs).splitlines()[2:]] == [
        ["0.3 to 0.4", "0.350", "2", "0", "1", "1", "0.00", "0.50", "", "0"],
        ["0.9 to 1.0", "0.950", "1", "1", "0", "0", "1.00", "1.00", "1.00", "1"],
        ["no candidate", "", "1", "0", "0", "1", "0.00", "0.00", "", "0"],
    ]
    assert by_story(pairs).splitlines()[-1] == "| apart | 3 | 0 | 1 | 2 | 0.00 | 0.00 | 0.07 |"


def test_a_draw_is_that_of_its_seed_and_no_larger_than_a_tenth() -> None:
    assert draw(LANE, 1)["pairs"] == draw(LANE, 2)["pairs"] == [["a", "c", None, 0.35], ["a", "b", None, 0.95]]
    many = Lane({(f"{n:03}", "x"): n / 1000 for n in range(100)}, {}, {}, frozenset())
    first, again, other = (draw(many, seed)["pairs"] for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == DRAWN
