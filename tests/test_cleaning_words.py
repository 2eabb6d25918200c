"""Fast look-ups against the plain patterns that say what they find."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.cleaning.furniture import phrases
from dedup.cleaning.lines import page_lines
from dedup.cleaning.traits import TRAITS, traits
from dedup.cleaning.words import beyond_cyrillic, letter_words, plain_line, sign_words, word_cases
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


@given(TEXTS)
def test_cases_are_those_of_the_words(text: str) -> None:
    words = re.findall(r"[^\W\d_]+", text)
    small, capital = sum(word[0].islower() for word in words), sum(word[0].isupper() for word in words)
    assert word_cases(text) == (small, capital, sum(len(word) > 1 and word.isupper() for word in words))


@given(TEXTS)
def test_plain_lines_are_those_of_the_rules(text: str) -> None:
    marks = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
    assert plain_line(text) == " ".join("".join(marks.get(sign, sign) for sign in text).casefold().split())


@given(TEXTS)
def test_scripts_beyond_cyrillic_are_never_missed(text: str) -> None:
    assert beyond_cyrillic(text) or not re.search("[\u0590-\u1fff\u3040-\u9fff\uac00-\ud7af]", text)


ORACLES = {
    "separators": re.compile(r"(?<!\w)[|·•›»▸❯>/~▪●∙→✦▶⏱–—-](?!\w)|[|·•›»▸❯▪●∙]|\w\s?[/>→]\s*$"),
    "quotes": re.compile(r"[\"“”«»„「」]"),
}
MOST = {"separators": 5, "quotes": 1}


@given(TEXTS)
def test_signs_are_those_of_the_patterns(text: str) -> None:
    for line in page_lines(text, SETTINGS):
        seen = dict(zip(TRAITS, traits(line, phrases().find(line, SETTINGS), SETTINGS), strict=True))
        for name, pattern in ORACLES.items():
            count = min(len(pattern.findall(line.text[: SETTINGS.feature_chars])), MOST[name])
            assert seen[name] == count, (name, line.text)


def test_every_phrase_is_found_where_it_counts() -> None:
    data = json.loads(resources.files("dedup.cleaning").joinpath("furniture.json").read_text(encoding="utf-8"))
    lines = {"whole": "{}", "start": "{} quo vadis", "anywhere": "Quo vadis {} vadis", "short": "Quo {} vadis"}
    missed = [
        phrase
        for places in data["phrases"].values()
        for place, listed in places.items()
        for phrase in listed
        if not _found(lines[place].format(phrase.strip()), place)
    ]
    assert missed == []


def _found(text: str, place: str) -> bool:
    found = phrases().find(page_lines(text, SETTINGS)[0], SETTINGS)
    return bool({"whole": found.whole, "start": found.start}.get(place, found.anywhere))


@pytest.mark.parametrize(
    ("line", "found", "guards"),
    [
        ("Share the news", True, "a short line without an end"),
        ("Share your thoughts with friends.", True, "a sentence to the reader"),
        ("Share subscribe comments with friends.", True, "a sentence with two words that are common in furniture"),
        ("Share prices in Orvella fell.", False, "a sentence without another word of furniture"),
    ],
)
def test_ordinary_speech_begins_like_furniture(line: str, found: bool, guards: str) -> None:
    assert bool(phrases().find(page_lines(line, SETTINGS)[0], SETTINGS).start) is found, guards
