"""Fast look-ups against the plain patterns that say what they find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.cleaning.furniture import phrases
from dedup.cleaning.lines import page_lines
from dedup.cleaning.traits import TRAITS, traits
from dedup.cleaning.words import letter_word_set, letter_words, sign_word_set, sign_words
from dedup.settings import Settings

SETTINGS = Settings().cleaning
PIECES = st.sampled_from(
    [
        *("10:30", "4.5.2026", "2026年", "12345年", "3 mins", "10h30", "IST", "EDT5", "_GMT", "a@b", "@x", "x#y", "#y"),
        *("www.", "https:", "x.com", "x.commerce", ".in", " - ", "-", "a/", "a / ", " > ", "|", "·", "→", "\t", "  "),
        *("é", "²", "٣", "न", "मंत्री", "市长", "’", "“", "\u00a0", "\ud800", "_", " ", ". ", "İ", "ß", "A", "b"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30).map("".join)


@given(TEXTS)
def test_words_are_those_of_the_patterns(text: str) -> None:
    assert letter_words(text) == re.findall(r"[^\W\d_]+", text)
    assert sign_words(text) == re.findall(r"\w+", text)
    assert letter_word_set(text) == set(letter_words(text))
    assert sign_word_set(text) == set(sign_words(text))


ORACLES = {
    "separators": re.compile(r"(?<!\w)[|·•›»▸❯>/~▪●∙→✦▶⏱–—-](?!\w)|[|·•›»▸❯▪●∙]|\w\s?[/>→]\s*$"),
    "time": re.compile(
        r"\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
        r"|\b\d+ (?:min|mins|minutes?|hours?|days?)\b|\d{4}年|\b(?:IST|GMT|UTC|E[SD]T|BST)\b"
    ),
    "contact": re.compile(r"https?:|www\.|\w@\w|(?<!\w)[@#]\w|\w\.(?:com|org|net|in|co|example|tv|io)\b"),
    "quotes": re.compile(r"[\"“”«»„「」]"),
}
MOST = {"separators": 5, "time": 3, "contact": 1, "quotes": 1}


@given(TEXTS)
def test_signs_are_those_of_the_patterns(text: str) -> None:
    for line in page_lines(text, SETTINGS):
        seen = dict(zip(TRAITS, traits(line, phrases().find(line.text, SETTINGS), SETTINGS).values, strict=True))
        for name, pattern in ORACLES.items():
            count = min(len(pattern.findall(line.text[: SETTINGS.feature_chars])), MOST[name])
            assert seen[name] == count, (name, line.text)


@pytest.mark.parametrize(
    "line", ["Share this", "The post was shared. " * 20, "Kommentare (3)", "分享到", "© 2026 Herald"]
)
def test_a_line_is_looked_up_alike_alone_and_among_others(line: str) -> None:
    others = [
        "The council of Orvella voted on Monday. " * 6,
        "Subscribe to our newsletter and never miss a story. " * 5,
    ]
    assert phrases().find_all([*others, line], SETTINGS)[-1] == phrases().find(line, SETTINGS)
