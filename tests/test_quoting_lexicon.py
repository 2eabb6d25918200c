"""The data file of cues: every language has the same keys, and the language of a text is found."""

from __future__ import annotations

import dataclasses
import json
from importlib import resources

import pytest

import dedup.quoting.lexicon as module
from dedup.quoting.lexicon import Lexicon, language_of, lexicon

DATA = json.loads(resources.files("dedup.quoting").joinpath("cues.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", sorted(DATA))
def test_a_language_has_no_key_of_its_own(language: str) -> None:
    unknown = set(DATA[language]) - set(DATA["en"])
    assert not unknown, f"keys of cues.json that {language} has and en does not, so that nothing reads them: {unknown}"
    for key in ("attitudes", "content", "owners", "verbs"):
        assert set(DATA[language].get(key, {})) <= set(DATA["en"][key]), key
    assert lexicon(language).verbs, "a language without a reporting verb finds no speaker"
    assert lexicon(language).markers, "a language without markers is never recognised"


def test_every_list_is_read() -> None:
    read_by_hand = {"participles", "past_ending_letters", "honorifics", "same_roles", "elisions"}
    read_by_hand |= {"name_suffixes", "unspaced"}
    fields = {field.name for field in dataclasses.fields(Lexicon)}
    assert set(DATA["en"]) - fields == read_by_hand, "a list of cues.json that no code reads, or an unlisted reader"


def test_a_class_that_a_language_does_not_name_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = {"markers": "o", "verbs": {"say": "dixe"}, "phrases": {"after": ["post hoc"]}}
    monkeypatch.setattr(module, "LANGUAGES", ("en", "xx"))
    monkeypatch.setattr(module, "_entries", lambda: {"en": DATA["en"], "xx": bare})
    found = lexicon.__wrapped__("xx")
    assert found.verbs == {"dixe": {"say"}}
    assert found.phrases == {"post": ((("hoc",), "after"),)}
    assert not found.determiners
    assert not found.attitudes.keys() - found.verbs.keys()


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
        ("Die Straße wurde gesperrt und der Verkehr ist eingestellt.", None, "de"),
        ("La calle está cerrada desde el lunes y el puente es de los vecinos.", None, "es"),
        ("A rua está fechada desde segunda e o trânsito não passa na ponte.", None, "pt"),
        ("La strada è chiusa da lunedì e il ponte non è sicuro per gli abitanti.", None, "it"),
        ("أغلق الطريق منذ الأحد في المدينة التي تقع على النهر.", None, "ar"),
        ("道路已经关闭，这是市政府的决定。", None, "zh"),
        ("“It fell,” said Anna van den Berg.", None, "en"),
        ("Gatan är avstängd och bron är trasig.", None, "en"),
        ("The quay was closed by the storm.", "fr-FR", "fr"),
        ("Die Straße", "de-AT", "de"),
        ("Gatan", "sv", "en"),
        ("", None, "en"),
    ],
)
def test_language(text: str, given: str | None, expected: str) -> None:
    assert language_of(text, given) == expected
