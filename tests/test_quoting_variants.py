from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.quoting.likeness import Likeness
from dedup.quoting.naming import same_speaker, speakers_differ
from dedup.quoting.occasions import occasion, two_occasions
from dedup.quoting.prints import jaccard, leaders, prints_of
from dedup.quoting.variants import trace_quotes
from dedup.quoting.wording import keys, told
from dedup.records import Quote, QuoteRow
from dedup.settings import QuoteSettings
from tests.growth import assert_linear

WIRE = [
    ("Ada Brink", "We will not close the harbour unless the inspectors have seen every crane,"),
    ("Ada Brink", "The fishermen were told on Monday and again on Tuesday."),
    ("Tom Hale", "Nobody asked the crews who work there at night,"),
]


def page(article: str, said: Sequence[tuple[str | None, str]], kind: str = "direct") -> tuple[str, list[Quote]]:
    text, quotes = "The harbour of Port Ilmen closes for repairs.\n\n", []
    for speaker, words in said:
        start = len(text) + (kind == "direct")
        text += f"“{words}” {speaker or 'an official'} said. " if kind == "direct" else f"{words}, {speaker} said. "
        named = "named" if speaker else "anonymous"
        quotes.append(
            Quote(article, start, start + len(words), kind, speaker, speaker, None, None, named, "said", None, "fact")  # type: ignore[arg-type]
        )
    return text, quotes


def trace(
    pages: Mapping[str, tuple[str, list[Quote]]],
    baselines: Mapping[str, Sequence[str]],
    copies: Mapping[str, str] | None = None,
    later: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, tuple[QuoteRow, ...]]:
    texts = {article: text for article, (text, _) in pages.items()}
    quotes = {article: found for article, (_, found) in pages.items()}
    return trace_quotes(quotes, texts, baselines, QuoteSettings(), copies=copies, later=later)


RELATIONS = [  # speaker, words, relation, part of the changes, what the row guards
    ("Ada Brink", WIRE[0][1], "verbatim", "", "the same words"),
    ("Brink", "We will not close the harbour", "mutated", "condition", "a condition cut off"),
    ("Tom Hale", "Nobody asked the crews", "verbatim", "", "an excerpt in one piece"),
    ("Ada Brink", WIRE[0][1].replace(" not", ""), "mutated", "negation lost: not", "a lost not still links"),
    ("Ada Brink", WIRE[1][1].replace("Monday", "Friday"), "mutated", "words changed: Monday -> Friday", "a word"),
    ("Ada Brink", "The fishermen were told on Monday … on Tuesday.", "verbatim", "", "an honest cut"),
    ("Ulla Stern", WIRE[1][1], "verbatim", "speaker differs: Ada Brink -> Ulla Stern", "another's mouth"),
    (
        "Ulla Stern",
        "Insurers in three countries are watching this dispute with growing alarm",
        "new",
        "",
        "a new voice",
    ),
]


@pytest.mark.parametrize(("speaker", "words", "relation", "change", "guards"), RELATIONS)
def test_relation(speaker: str, words: str, relation: str, change: str, guards: str) -> None:
    rows = trace({"w": page("w", WIRE), "x": page("x", [(speaker, words)])}, {"x": ["w"]})
    row = rows["x"][0]
    assert row.relation == relation, guards
    assert change in " | ".join(row.changes)
    assert all(source.relation == "new" for source in rows["w"])
    assert (row.group in {source.group for source in rows["w"]}) is (relation != "new")


def test_direct_made_indirect() -> None:
    told = page("x", [("Tom Hale", "nobody had asked the crews who work there at night")], kind="indirect")
    row = trace({"w": page("w", WIRE), "x": told}, {"x": ["w"]})["x"][0]
    assert row.relation == "indirected"
    assert "made indirect" in row.changes


def test_narration_put_into_a_mouth() -> None:
    told = ("The engineers found rust on all twelve cranes of the outer harbour wall.", [])
    made = page("x", [("Ada Brink", "rust on all twelve cranes of the outer harbour wall")])
    row = trace({"w": told, "x": made}, {"x": ["w"]})["x"][0]
    assert row.relation == "indirected"
    assert row.changes == ("made direct",)


def test_exclusive_and_copies() -> None:
    pages = {"a": page("a", WIRE), "b": page("b", WIRE), "c": page("c", WIRE[:1])}
    alone = trace({"a": pages["a"]}, {})["a"]
    assert all(row.exclusive for row in alone)
    rows = trace(pages, {"b": ["a"], "c": ["a"]}, copies={"a": "a", "b": "a", "c": "c"})
    assert [row.exclusive for row in rows["b"]] == [False, True, True]


ALTERED = [(WIRE[0][0], WIRE[0][1].replace(" not", ""))]


@pytest.mark.parametrize(
    ("copies", "later", "relation", "guards"),
    [
        ({}, {}, "verbatim", "another page with the same words"),
        ({"x": "y", "y": "y"}, {"x": frozenset()}, "mutated", "the same words only in its copy"),
        ({"x": "y", "y": "y"}, {}, "verbatim", "nobody knows who was first: the copy may be the source"),
        ({"x": "y", "y": "y"}, {"x": frozenset("w")}, "verbatim", "only its copy and a later page have it"),
        ({}, {"x": frozenset("wy")}, "verbatim", "later pages vouch where there are no others"),
    ],
)
def test_who_vouches(copies: dict[str, str], later: dict[str, frozenset[str]], relation: str, guards: str) -> None:
    pages = {"w": page("w", WIRE), "x": page("x", ALTERED), "y": page("y", ALTERED)}
    rows = trace(pages, {"x": ["w", "y"]}, copies=copies, later=later)
    assert rows["x"][0].relation == relation, guards


def test_what_a_later_page_changed_is_new_here() -> None:
    rows = trace({"w": page("w", WIRE), "x": page("x", ALTERED)}, {"x": ["w"]}, later={"x": frozenset("w")})
    assert (rows["x"][0].relation, rows["x"][0].changes, rows["x"][0].exclusive) == ("new", (), False)


def test_two_utterances_of_one_page_stay_two() -> None:
    rows = trace({"w": page("w", WIRE), "x": page("x", WIRE)}, {"x": ["w"]})
    assert len({row.group for row in rows["w"]}) == 3
    assert [row.group for row in rows["x"]] == [row.group for row in rows["w"]]
    assert all(row.group.startswith("w:") for row in rows["x"])


def test_order_of_input_does_not_matter() -> None:
    pages = {name: page(name, WIRE[: 1 + number % 3]) for number, name in enumerate("wxyz")}
    baselines = {"x": ["w"], "y": ["w"], "z": ["w", "x"]}
    turned = dict(reversed(list(pages.items())))
    assert trace(pages, baselines) == trace(turned, baselines)


NAMES = [
    ("rohan mirajkar", "mirajkar", True, "a last name"),
    ("r mirajkar", "rohan mirajkar", True, "an initial"),
    ("rohan mirajkar", "anita mirajkar", False, "relatives are two"),
    ("ada brink", "tom hale", False, "two people"),
    ("ministry of external affairs", "external affairs ministry", True, "one order or the other"),
    ("", "tom hale", None, "unnamed says nothing"),
]


@pytest.mark.parametrize(("one", "other", "same", "guards"), NAMES)
def test_same_speaker(one: str, other: str, same: bool | None, guards: str) -> None:
    assert same_speaker(one.split(), other.split()) is same, guards
    assert same_speaker(other.split(), one.split()) is same


DIFFERING = [  # speaker and attribution of one, of the other, differ?, what the row guards
    ("Ada Brink", "named", "Ulla Stern", "named", True, "two full names"),
    ("Minister", "role", "Khawaja Asif", "named", False, "a role may be the named person"),
    ("Minister", "named", "Khawaja Asif", "named", False, "a role taken for a name"),
    ("Defence Minister", "named", "Khawaja Asif", "named", False, "a role of two words"),
    ("Ishita Bhattacharjee", "named", "December 18", "named", False, "a date is no speaker"),
    ("Ishita Bhattacharjee", "named", "Monday", "named", False, "a day is no speaker"),
    ("Ishita Bhattacharjee", "named", "New Delhi", "named", False, "a place is no person"),
    ("Brink", "named", "Tom Hale", "named", False, "a surname alone is no full name"),
    ("Ada Brink", "named", "Brink", "named", False, "one person"),
    ("Ada Brink", "named", "Dr Ada Brink", "named", False, "a title"),
    ("Ada Brink", "named", "Harbour Authority", "role", False, "somebody may speak for an organisation"),
    ("Harbour Authority", "role", "Fisheries Ministry", "role", True, "two named organisations"),
    ("the ministry", "role", "Harbour Authority", "role", False, "a kind of organisation may be any"),
    ("NTSB", "role", "National Transportation Safety Board", "role", False, "an acronym"),
    ("Indian Army", "role", "Army", "role", False, "a shorter name"),
    (None, "anonymous", "Tom Hale", "named", False, "unnamed says nothing"),
]


@pytest.mark.parametrize(("one", "first", "other", "second", "differ", "guards"), DIFFERING)
def test_speakers_differ(
    one: str | None, first: str, other: str | None, second: str, differ: bool, guards: str
) -> None:
    a, b = (
        Quote("a", 0, 5, "direct", name, name, None, None, kind, "said", None, "fact")  # type: ignore[arg-type]
        for name, kind in ((one, first), (other, second))
    )
    assert speakers_differ(a, b, "en") is differ, guards
    assert speakers_differ(b, a, "en") is differ, guards


def test_unlike_quotes_of_one_speaker_stay_apart() -> None:
    other = "Every ferry must leave its berth by nine on Sunday evening"
    rows = trace({"w": page("w", WIRE[:1]), "x": page("x", [("Ada Brink", other)])}, {"x": ["w"]})
    assert rows["x"][0].relation == "new"


def test_a_stock_phrase_does_not_link_two_speakers() -> None:
    direct = "This was no raid on the harbour. We searched only the sheds that serve cross-border smuggling,"
    text = f"“{direct}” an official said. Ilmen complained of Torvia’s complicity in cross-border smuggling."
    start = text.index("complicity")
    quotes = [
        Quote("a", 1, 1 + len(direct), "direct", None, "an official", None, None, "anonymous", "said", None, "fact"),
        Quote("b", start, len(text) - 1, "indirect", "Ilmen", "Ilmen", None, None, "role", None, None, "opinion"),
    ]
    rows = trace({"a": (text, quotes[:1]), "b": (text, quotes[1:])}, {"a": ["b"], "b": ["a"]})
    assert rows["a"][0].group != rows["b"][0].group


VENUES = [  # venue of one, venue of the other, surely two occasions?, what the row guards
    ("told Bloomberg TV", "in an interview with Bloomberg Television", False, "one broadcaster"),
    ("told Bloomberg TV", "in an interview with Geo News", True, "two broadcasters"),
    ("told Bloomberg TV", "speaking to the media", False, "media at large"),
    ("in an earlier interview with Geo News", "speaking to the media", True, "an earlier occasion"),
    ("in an earlier interview with Geo News", "told Geo News", False, "the same broadcaster, seen later"),
    ("in a paper of 2019", None, True, "a year"),
    ("told reporters in Port Ilmen", "at a press conference in Torvia", False, "places say little"),
    (None, None, False, "nothing is known"),
]


@pytest.mark.parametrize(("one", "other", "two", "guards"), VENUES)
def test_occasions(one: str | None, other: str | None, two: bool, guards: str) -> None:
    assert two_occasions(occasion(one, "en"), occasion(other, "en")) is two, guards
    assert two_occasions(occasion(other, "en"), occasion(one, "en")) is two


def test_paraphrases_of_two_occasions_stay_apart() -> None:
    said = "If anybody touches a crane we will make them regret that day,"
    pages = {"w": page("w", WIRE[:1]), "x": page("x", [("Ada Brink", said)])}
    rows = trace(pages, {"x": ["w"]})
    assert rows["x"][0].relation == "mutated", "words of one speaker, a few in common"
    text, [quote] = pages["x"]
    pages["x"] = text, [replace(quote, venue="in an earlier interview with Radio Torvia")]
    assert trace(pages, {"x": ["w"]})["x"][0].relation == "new"


def test_a_big_story_stays_whole() -> None:
    chance = random.Random(2)
    vocabulary = ["".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(2000)]
    first = [(f"{name} Brink", " ".join(chance.choices(vocabulary, k=15))) for name in ("Ada", "Tom", "Ulla", "Max")]
    pages = {}
    for number in range(400):
        said = [(name, words.replace(words.split()[number % 15], "changed")) for name, words in first]
        pages[f"a{number:03}"] = page(f"a{number:03}", said if number else first)
    rows = trace(pages, {article: ["a000"] for article in pages if article != "a000"})
    assert {tuple(row.group for row in found) for found in rows.values()} == {tuple(row.group for row in rows["a000"])}
    assert {row.relation for article, found in rows.items() if article != "a000" for row in found} == {"mutated"}


def test_two_utterances_of_one_page_stay_two_where_another_fuses_them() -> None:
    two = [("Ada Brink", "One dose will buy us six quiet months,"), ("Ada Brink", "It will not buy us clean water.")]
    fused = [("Ada Brink", "One dose will buy us six quiet months, but it will not buy us clean water,")]
    rows = trace({"w": page("w", two), "x": page("x", fused), "y": page("y", two)}, {"x": ["w"], "y": ["w"]})
    assert len({row.group for row in rows["w"]}) == 2
    assert [row.relation for row in rows["y"]] == ["verbatim", "verbatim"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=12), min_size=1, max_size=12))
def test_leaders_are_the_nearest_of_all(said: list[list[str]]) -> None:
    quotes = [page(f"a{n}", [("Ada Brink", " ".join(words))]) for n, words in enumerate(said)]
    prints = [each for text, found in quotes for each in prints_of(found, told(text), "en")]
    found = leaders(prints, [frozenset([each.quote.article]) for each in prints], 0.8)
    for at, each in enumerate(prints):  # every earlier leader is looked at, rare words or not
        shares = {other: jaccard(each.content, prints[other].content) for other in sorted(set(found[:at]))}
        near = [other for other, share in shares.items() if share >= 0.8]
        assert found[at] == (max(near, key=lambda other: (shares[other], -other)) if near else at)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_words_of_a_stretch_are_those_of_the_stretch_alone(text: str, one: int, other: int) -> None:
    start, end = min(one, other, len(text)), min(max(one, other), len(text))
    assert told(text).said(start, end) == keys(text[start:end])


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_evidence_does_not_depend_on_the_batch(order: list[int]) -> None:
    quotes = [page(f"a{n}", WIRE) for n in range(3)]
    prints = [each for text, found in quotes for each in prints_of(found, told(text), "en")]
    likeness = Likeness(
        prints, [frozenset([each.quote.article]) for each in prints], [keys(text) for text, _ in quotes]
    )
    pairs = np.array([(0, 3), (0, 4), (1, 4), (2, 8), (3, 6), (5, 8)])
    whole = likeness.features(pairs)
    assert (likeness.features(pairs[order]) == whole[order]).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), max_size=4), max_size=4))
def test_any_text(said: list[list[str]]) -> None:
    pages = {f"a{n}": page(f"a{n}", [("Ada Brink", words) for words in each]) for n, each in enumerate(said)}
    rows = trace(pages, {article: ["a0"] for article in pages if article != "a0"})
    assert {article: len(found) for article, found in rows.items()} == {a: len(q) for a, (_, q) in pages.items()}


def test_one_line_repeated() -> None:
    line = "The harbour of Port Ilmen closes for repairs on Monday morning, "
    text = line * 5000
    starts = range(0, len(text), len(line))
    quotes = [
        Quote("a", n, n + len(line) - 2, "indirect", None, "the port", None, None, "role", "said", None, "fact")
        for n in starts
    ]
    rows = trace({"a": (text, quotes)}, {})
    assert len({row.group for row in rows["a"]}) == 1


def test_many_quotes_take_linear_time() -> None:
    chance = random.Random(1)
    vocabulary = [f"word{n}" for n in range(2000)]
    said = [("Ada Brink", " ".join(chance.choices(vocabulary, k=15))) for _ in range(1200)]
    assert_linear(lambda n: trace({"a": page("a", said[:n]), "b": page("b", said[n // 2 : n])}, {"b": ["a"]}), 300)
