from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.tokens import canonical_figure, tokenize


@pytest.mark.parametrize(
    ("printed", "form", "guards"),
    [
        ("120,000", "120000", "Western thousands"),
        ("1,20,000", "120000", "Indian thousands"),
        ("1.138.000", "1138000", "thousands with points"),
        ("2.70", "2.7", "zeros that say nothing"),
        ("2,7", "2.7", "decimal comma"),
        ("007", "7", "leading zeros"),
        ("1,234.5", "1234.5", "both signs"),
    ],
)
def test_a_number_has_one_form(printed: str, form: str, guards: str) -> None:
    assert canonical_figure(printed) == form, guards


@pytest.mark.parametrize(
    ("text", "terms", "guards"),
    [
        ("Commuters derailed", ["commut", "derail"], "words are cut to their first letters"),
        ("Asif’s l'accord O'Brien don't", ["asif", "accord", "brien", "don"], "no elisions and clitics"),
        ("北京时间", ["北京", "京时", "时间"], "bigrams where no spaces are written"),
        ("मुख्यमंत्री ने", ["मुख्यम", "ने"], "vowel signs belong to their word"),
        ("ﬁnal Straße", ["final", "strass"], "compatibility forms and case folding"),
        ("37 dead", ["37", "dead"], "figures stay whole"),
        ("—… !?", [], "signs are no terms"),
    ],
)
def test_terms(text: str, terms: list[str], guards: str) -> None:
    assert [token.term for token in tokenize(text, 6)] == terms, guards


@given(st.text())
def test_any_text_gives_terms_without_spaces(text: str) -> None:
    for token in tokenize(text, 6):
        assert token.term
        assert not any(char.isspace() for char in token.term)


def test_long_runs_take_linear_time() -> None:
    begun = time.perf_counter()
    for text in ("a" * 500_000, "1," * 250_000, "京" * 200_000, "a'" * 200_000):
        tokenize(text, 6)
    assert time.perf_counter() - begun < 8
