"""The data file of cues: every language has the same keys, and the language of a text is found."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from dedup.quoting.lexicon import language_of, lexicon

DATA = json.loads(resources.files("dedup.quoting").joinpath("cues.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", sorted(DATA))
def test_a_language_has_all_keys(language: str) -> None:
    missing = set(DATA["en"]) ^ set(DATA[language])
    assert not missing, f"keys of cues.json that {language} and en do not share: {sorted(missing)}"
    for key in ("attitudes", "content", "owners"):
        assert set(DATA["en"][key]) == set(DATA[language][key]), key
    assert lexicon(language).verbs, "a language without a reporting verb finds no speaker"


@pytest.mark.parametrize("language", sorted(DATA))
def test_words_are_in_small_letters(language: str) -> None:
    words = [w for value in DATA[language].values() if isinstance(value, str) for w in value.split()]
    assert [w for w in words if w != w.lower() or "’" in w] == []


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("The quay was closed by the storm and it is to open in May.", None, "en"),
        ("La route est fermée depuis lundi et le pont est dans un état grave.", None, "fr"),
        ("सड़क बंद है और पुल के पास पानी है।", None, "hi"),
        ("Die Straße wurde gesperrt.", None, "en"),
        ("The quay was closed by the storm.", "fr-FR", "fr"),
        ("Die Straße", "de", "en"),
        ("", None, "en"),
    ],
)
def test_language(text: str, given: str | None, expected: str) -> None:
    assert language_of(text, given) == expected
