"""Whole stories of invented pages: what each took from whom, and added."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.comparing.body import read_body
from dedup.comparing.originality import kept
from dedup.comparing.pair import compare_pair
from dedup.comparing.story import compare_story
from dedup.records import Article, Credit, Page, Part, Span
from dedup.settings import Settings
from tests.growth import assert_linear

SHIP = "the ship ran aground at noon"
SETTINGS = Settings()
WIRE = (
    "The port of Halvorsen was closed on Monday after a tanker struck the breakwater, the harbour authority said.",
    "About 1,200 tonnes of fuel oil leaked into the bay before the hull was sealed by divers.",
    '"We had four minutes to turn her and we needed nine," harbour master Ingrid Solvang told reporters.',
    "Fishing has been banned along 30 km of coast and two beaches were fenced off.",
    "The tanker, the Marisol Bay, was built in 2004 and was last inspected in March.",
    "Insurers put the damage at 45 million euros, a figure that the shipowner disputed.",
)
ADDED = (
    "Hotel owners in the old town have already lost half their bookings for July.",
    '"My grandmother swam here and so did I," said Petra Lindqvist, who runs a guesthouse by the lighthouse.',
)
REWRITE = (
    "A tanker rammed Halvorsen's breakwater on Monday and the harbour had to shut, according to the port authority.",
    "Divers closed the hull only after some 1,200 tonnes of oil had run into the bay.",
    "Two beaches are behind fences, and nobody may fish on 30 kilometres of the coast.",
    "The ship, Marisol Bay, dates from 2004; its last inspection was in March.",
    "The damage is 45 million euros by the insurers' count, which the owner of the ship disputes.",
)


def page(name, sentences, *, outlet=None, minute=None, credits=()):
    text, spans, at = " ".join(sentences), [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    published = None if minute is None else dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
    found = tuple(Credit(agency, "agency", "credit_line", agency, 0, 0) for agency in credits)
    article = Article(id=name, text=text, outlet=outlet, published=published)
    return Page(article, (Part("body", 0, len(text)),) if text else (), (), found, tuple(spans))


def compare(*pages):
    return {f.article: f for f in compare_story(pages, {p.id: p.id for p in pages}, SETTINGS)}


@pytest.fixture(scope="module")
def story():
    return compare(
        page("a-wire", WIRE, outlet="Reuters", minute=0, credits=("Reuters",)),
        page("b-reprint", WIRE[:5], outlet="The Halvorsen Post", minute=20, credits=("Reuters",)),
        page("c-light", (*WIRE[:3], *ADDED, WIRE[4]), outlet="Coast Daily", minute=60, credits=("AP",)),
        page("d-rewrite", REWRITE, outlet="NewsHeap", minute=120),
    )


def test_the_wire_has_no_parent_and_nothing_before_it(story):
    wire = story["a-wire"]
    assert (wire.derivation, wire.parent, wire.baseline, wire.originality) == ("none", None, "none", 1.0)


@pytest.mark.parametrize("name", ["b-reprint", "c-light", "d-rewrite"])
def test_what_was_made_from_the_wire_names_it(story, name):
    assert story[name].parent in ("a-wire", "b-reprint")
    assert story[name].derivation == "whole"
    assert story[name].parent_evidence


def test_a_reprint_is_not_original(story):
    reprint = story["b-reprint"]
    assert reprint.originality < 0.03
    assert {row.status for row in reprint.sentences} == {"copied"}


def test_a_reprint_that_is_cut_drops_the_end(story):
    text = " ".join(WIRE)
    assert [text[row.start : row.end] for row in story["b-reprint"].dropped] == [WIRE[5]]


def test_added_sentences_are_added_and_exclusive(story):
    rows = story["c-light"].sentences
    assert [row.status for row in rows] == ["copied", "copied", "copied", "added", "added", "copied"]
    assert [row.exclusive for row in rows] == [False, False, False, True, True, False]


def test_a_sentence_in_other_words_is_reworded(story):
    assert {row.status for row in story["d-rewrite"].sentences} == {"reworded"}


def test_credits_are_checked_against_where_the_text_comes_from(story):
    found = {name: findings.credit_check for name, findings in story.items()}
    assert found == {"a-wire": None, "b-reprint": "agrees", "c-light": "differs", "d-rewrite": "missing"}


def test_shares_sum_to_one_and_the_band_holds_the_score(story):
    for findings in story.values():
        assert findings.copied + findings.reworded + findings.added == pytest.approx(1.0, abs=1e-4)
        low, high = findings.originality_band
        assert low <= findings.originality <= high


def test_matches_are_best_first_three_in_the_parent_and_one_elsewhere(story):
    for findings in story.values():
        for row in findings.sentences:
            scores = [match.score for match in row.matches]
            assert scores == sorted(scores, reverse=True)
            for article in {match.article for match in row.matches}:
                limit = 3 if article == findings.parent else 1
                assert sum(match.article == article for match in row.matches) <= limit


def test_without_a_parent_the_likeliest_source_shows_more_than_one_match():
    shared = "Insurers doubt the 45 million euros, and so does the owner of the tanker, they said."
    found = compare(page("a", WIRE), page("b", (*ADDED, shared)), page("c", REWRITE))["b"]
    assert found.parent is None, "it is mostly its own"
    counts = {name: max(sum(m.article == name for m in row.matches) for row in found.sentences) for name in "ac"}
    assert sorted(counts.values())[1] > 1 >= sorted(counts.values())[0]


def test_a_name_and_its_acronym_match():
    def score(acronym):
        source = page("a", (*WIRE[:3], "The Halvorsen Harbour Authority named a new chief.", "Rain fell all night."))
        told = page("b", (*REWRITE[:2], f"It is the {acronym} that appoints."))
        matches = compare_pair(source, told, SETTINGS).sentences[-1].matches
        return max(m.score for m in matches if source.text[m.start :].startswith("The Halvorsen"))

    assert score("HHA") > score("ZZQ")


def test_a_later_page_is_nobodys_parent(story):
    order = ["a-wire", "b-reprint", "c-light", "d-rewrite"]
    for findings in story.values():
        if findings.parent:
            assert order.index(findings.parent) < order.index(findings.article)


def test_a_page_alone_is_original():
    alone = compare(page("a", WIRE))["a"]
    assert (alone.baseline, alone.derivation, alone.originality, alone.added) == ("none", "none", 1.0, 1.0)


def test_a_page_alone_that_credits_an_absent_wire_is_not_known_to_be_original():
    alone = compare(page("a", WIRE, outlet="Coast Daily", credits=("PTI",)))["a"]
    assert (alone.baseline, alone.originality_band, alone.credit_check) == ("others", (0.0, 1.0), None)


def test_pages_that_credit_a_wire_which_is_not_there_are_compared_with_each_other():
    found = compare(
        page("a", WIRE, outlet="Coast Daily", minute=0, credits=("PTI",)),
        page("b", REWRITE, outlet="NewsHeap", minute=1, credits=("PTI",)),
    )
    assert found["a"].baseline == "inferred_wire"
    assert found["a"].originality < 0.5, "the first in time, but not the source"


def test_without_times_everyone_is_compared_with_the_others():
    found = compare(page("a", WIRE), page("b", (*WIRE[:3], *ADDED)))
    assert all(findings.baseline in ("others", "parent") for findings in found.values())


def test_results_do_not_depend_on_hashes():
    script = (
        "from tests.test_comparing_story import *\n"
        "pages = (page('a', WIRE, minute=0), page('b', REWRITE, minute=9), page('c', (*WIRE[:2], *ADDED), minute=12))\n"
        "print(compare(*pages))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    assert found.pop().strip()


def test_in_a_large_story_at_most_twelve_articles_are_compared_with():
    pages = [page(f"p{n:02}", (*WIRE[: 3 + n % 4], ADDED[n % 2]), outlet=f"o{n}", minute=n) for n in range(30)]
    for findings in compare(*pages).values():
        for row in findings.sentences:
            assert len({match.article for match in row.matches}) <= 12


def test_a_changed_figure_is_the_new_word_and_named():
    changed = WIRE[1].replace("1,200", "1,900")
    found = compare_pair(page("a", WIRE), page("b", (WIRE[0], changed)), SETTINGS)
    row = found.sentences[1]
    text = f"{WIRE[0]} {changed}"
    assert (row.status, row.changes, [span.of(text) for span in row.new]) == ("copied", ("number",), ["1,900"])


def test_a_pair_takes_the_first_as_given():
    found = compare_pair(page("a", WIRE), page("b", (*WIRE[:2], *ADDED)), SETTINGS)
    assert (found.parent, found.baseline) == ("a", "parent")
    assert [row.status for row in found.sentences] == ["copied", "copied", "added", "added"]
    assert len(found.dropped) == 4


@pytest.mark.parametrize(
    ("last", "status", "note"),
    [
        (
            "Insiders believe the mayor will resign before the summer.",
            "added",
            "said nowhere, though all else is found",
        ),
        ("Analysts expect the minister to go before the election.", "added", "the same in other words"),
        ("The hull was sealed by divers.", "reworded", "half a sentence that is there"),
    ],
)
def test_a_sentence_that_resembles_nothing_is_added_whatever_stands_around_it(last, status, note):
    found = compare(page("a", WIRE, minute=0), page("b", (*REWRITE, WIRE[4], last), minute=30))["b"]
    assert [row.status for row in found.sentences][-1] == status, note
    assert "added" not in [row.status for row in found.sentences][:-1]


SAID = '"There is no danger to the boats, but we cannot rule out a ban on fishing," Ingrid Solvang said.'
TURNED = SAID.replace("is no", "is").replace("but", "and")


def test_a_copy_does_not_vouch_for_altered_words():
    """Nobody but two copies of one rewrite prints a quote without its "no"; one of them is the other's parent."""
    wire, reprint = page("a-wire", (*WIRE, SAID)), page("b-reprint", (*WIRE, SAID))
    rewrite, copy = page("c-rewrite", (*REWRITE, TURNED)), page("d-copy", (*REWRITE, TURNED), minute=90)
    copies = {"a-wire": "a-wire", "b-reprint": "a-wire", "c-rewrite": "c-rewrite", "d-copy": "c-rewrite"}
    found = compare_story((wire, reprint, rewrite, copy), copies, SETTINGS)
    flagged = {f.article for f in found for quote in f.quotes if "altered" in quote.flags}
    assert flagged == {"c-rewrite", "d-copy"}


def test_an_article_is_not_blamed_for_words_changed_in_one_made_from_it():
    """Without times, the one of two that is taken for the source keeps its quotes unflagged."""
    found = compare(page("a", (*WIRE[:3], SAID)), page("b", (*WIRE[:3], TURNED, *ADDED)))
    flagged = {name: any("altered" in quote.flags for quote in f.quotes) for name, f in found.items()}
    assert flagged == {name: f.parent is not None for name, f in found.items()}
    assert sorted(flagged.values()) == [False, True]


def test_an_empty_body_has_no_shares():
    found = compare(page("a", ()), page("b", WIRE))["a"]
    assert (found.copied, found.reworded, found.added, found.sentences) == (0.0, 0.0, 0.0, ())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.text(min_size=1, max_size=60), max_size=4), min_size=1, max_size=3))
def test_any_text_gives_spans_inside_the_text(bodies):
    pages = [page(f"p{n}", sentences) for n, sentences in enumerate(bodies)]
    texts = {p.id: p.text for p in pages}
    for findings in compare(*pages).values():
        text = texts[findings.article]
        for row in findings.sentences:
            assert all(row.start <= span.start <= span.end <= row.end for span in row.new)
            assert all(0 <= m.start <= m.end <= len(texts[m.article]) and 0 <= m.score <= 1 for m in row.matches)
            assert row.end <= len(text)


def test_five_thousand_equal_sentences_are_compared_in_linear_time():
    flood = page("a", ("la la la la la.",) * 5000)
    assert len(compare(flood, page("b", WIRE))["a"].sentences) == 5000


@pytest.mark.parametrize(
    ("text", "share", "note"),
    [
        ("the ship ran aground at noon", 1.0, "all of it"),
        ("at noon the ship ran aground", 4 / 6, "a run of four; two words are no run"),
        ("a ship had run on a rock", 0.0, "nothing in a row"),
        ("", 0.0, "no words"),
    ],
)
def test_kept_words_stand_in_runs_that_the_source_has(text, share, note):
    bodies = [read_body(page(name, [line] if line else []), (), 400) for name, line in (("a", SHIP), ("b", text))]
    assert kept(bodies[1], [bodies[0]], 3) == pytest.approx(share, abs=1e-4), note


def test_four_times_the_articles_cost_four_times_as_much():
    few = dataclasses.replace(SETTINGS, alignment=dataclasses.replace(SETTINGS.alignment, compared_articles=3))

    def of_size(count):
        pages = [page(f"{n:04d}", [*WIRE[n % 3 : n % 3 + 3], f"It was report {n} of the day."]) for n in range(count)]
        return compare_story(pages, {p.id: p.id for p in pages}, few)

    assert_linear(of_size, 10)
