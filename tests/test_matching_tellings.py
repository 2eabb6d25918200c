from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.facts import contradictions, evidence
from dedup.matching.tellings import Figure, telling
from dedup.records import Article, Page
from tests.telling_pages import SETTINGS, page, told

BODY = (
    "A ferry with 212 people on board ran aground off Port Lume on Tuesday. "
    "“We heard one long scrape and then nothing at all,” said Ola Brandt. Nobody was hurt."
)


def test_what_a_telling_keeps() -> None:
    kept = told("a", "Ferry runs aground off Port Lume", BODY)
    assert Figure("212", "people") in kept.lead_figures
    assert {"lume", "brandt"} <= set(kept.names)
    assert "nobody" not in kept.names  # a capital that opens a sentence makes no name
    assert kept.days == ("f1", "w1")
    assert len(kept.speech) == 1
    assert "scrape" in kept.speech[0]
    assert len(kept.sentences) == 3
    assert kept.terms[0] in {"ferry", "lume", "port", "agroun"}


def test_the_opening_weighs_more_than_the_end() -> None:
    kept = told("a", "Headline", "Alpha happened. " + "Filler words stand here. " * 60 + "Omega happened.")
    weight = dict(zip(kept.terms, kept.weights, strict=True))
    assert weight["alpha"] > weight["omega"]


def test_a_page_without_body_tells_nothing() -> None:
    empty = telling(Page(Article("a", "Subscribe now"), (), (), (), ()), SETTINGS)
    assert (empty.terms, empty.lead, empty.sentences, empty.words) == ((), (), (), 0)


@given(st.text(max_size=300))
def test_any_text_has_a_telling(text: str) -> None:
    kept = told("a", "Headline", text)
    assert list(kept.weights) == sorted(kept.weights, reverse=True)
    assert len(kept.terms) == len(set(kept.terms))


def test_hostile_pages_take_linear_time_and_little_room() -> None:
    begun = time.perf_counter()
    for text in ("“" * 100_000, '" ' * 100_000, "word " * 100_000, "1 May 2020 " * 20_000):
        kept = telling(page("a", "Headline", text), SETTINGS)
        assert len(kept.terms) <= SETTINGS.telling_terms
        assert len(kept.speech) <= SETTINGS.telling_quotes
        assert all(len(sentence) <= SETTINGS.sentence_terms for sentence in kept.sentences)
    assert time.perf_counter() - begun < 8


def test_facts_for_and_against() -> None:
    a = told("a", "Ferry runs aground", BODY)
    b = told("b", "Ferry hits rocks", "On Friday a ferry with 340 people on board ran onto rocks near Port Lume.")
    c = told("c", "Ferry aground", "Some 212 people were on a ferry that ran aground on Tuesday near Port Lume.")
    assert contradictions(a, b) == (
        "212 against 340 (people)",
        "Tuesday against Friday",
        "only a opens with: Ola, Brandt",
    )
    assert contradictions(a, c) == ("only a opens with: Ola, Brandt",)
    assert any("212 people" in line for line in evidence(a, c))
    assert not any("212" in line for line in evidence(a, b))
