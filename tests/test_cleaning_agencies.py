from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from dedup.cleaning.agencies import mentions, read_agencies
from dedup.cleaning.credits import find_credits
from dedup.cleaning.lines import page_lines
from dedup.errors import InputError
from dedup.records import Article
from dedup.settings import Settings

BODY = "The council of Orvella voted on Monday to close the old bridge to lorries until the spring of next year."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.json"


def credited(text: str, own: str) -> set[str | None]:
    settings = dataclasses.replace(Settings().cleaning, agencies=own)
    return {credit.agency for credit in find_credits(Article("a", text), page_lines(text, settings), settings)}


def content(file: Path, data: object) -> str:
    file.write_text(json.dumps(data), encoding="utf-8")
    return read_agencies(file)


def test_an_agency_is_added(file: Path) -> None:
    own = content(file, {"agencies": [{"agency": "OVN", "names": ["OVN", "Orvella News Service"]}]})
    assert credited("ORVELLA (OVN) - " + BODY, own) == {"OVN"}
    assert credited(BODY + "\n\nWith inputs from Orvella News Service and PTI", own) == {"OVN", "PTI"}
    assert credited("ORVELLA (OVN) - " + BODY, "") == set()


def test_a_row_replaces_the_packages_and_an_empty_one_takes_it_out(file: Path) -> None:
    own = content(file, {"agencies": [{"agency": "UNI", "names": []}, {"agency": "Ours", "names": ["PTI"]}]})
    assert [m.agency for m in mentions("PTI and United News of India and AFP", own)] == ["Ours", "AFP"]
    assert [m.agency for m in mentions("PTI and United News of India and AFP")] == ["PTI", "UNI", "AFP"]


def test_cues_are_added(file: Path) -> None:
    own = content(file, {"cues": {"before": ["Gleaned from"]}})
    line = BODY + "\n\nGleaned from what correspondents of all sorts saw and of course gleaned from Reuters too."
    assert (credited(line, own), credited(line, "")) == ({"Reuters"}, set())


def test_content_does_not_depend_on_path_or_spacing(tmp_path: Path) -> None:
    data = {"agencies": [{"names": ["OVN"], "agency": "OVN"}], "note": "ours"}
    (tmp_path / "a.json").write_text(json.dumps(data, indent=3), encoding="utf-8")
    (tmp_path / "b.json").write_text("\ufeff" + json.dumps(data, sort_keys=True), encoding="utf-8")
    assert read_agencies(tmp_path / "a.json") == read_agencies(tmp_path / "b.json")


BAD = [
    ([], '"agencies"'),
    ({"agency": "OVN"}, '"agencies"'),
    ({"agencies": [{"agency": "A", "names": []}, {"names": ["B"]}]}, "agency 2: "),
    ({"agencies": [{"agency": "A"}]}, 'agency 1 (A), "names"'),
    ({"agencies": [{"agency": "A", "names": ["A", "--"]}]}, '"--" is no word'),
    ({"agencies": [{"agency": "A", "names": ["A"], "ambiguous": ["B"]}]}, "B is not among the names"),
    ({"cues": {"befor": ["x"]}}, 'there is no "befor"'),
    ({"cues": {"before": "x"}}, 'cues, "before"'),
]


@pytest.mark.parametrize(("data", "words"), BAD, ids=range(len(BAD)))
def test_errors_name_the_place(file: Path, data: object, words: str) -> None:
    with pytest.raises(InputError) as caught:
        content(file, data)
    assert str(file) in str(caught.value)
    assert words in str(caught.value)


def test_no_json_names_the_line(file: Path) -> None:
    file.write_text('{\n"agencies": [\n}', encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.json, line 3: "):
        read_agencies(file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no JSON in UTF-8"):
        read_agencies(file)
    with pytest.raises(InputError, match="cannot be read"):
        read_agencies(file.with_name("none.json"))


@pytest.mark.parametrize(
    ("text", "found", "guards"),
    [
        ("(भाषा) मंत्री", ["Bhasha"], "a word of its own"),
        ("भाषाई विवाद", [], "a letter goes on"),
        ("भाषां विवाद", [], "a sign goes on, which is no letter to Python"),
    ],
)
def test_a_name_in_devanagari_is_a_word(text: str, found: list[str], guards: str) -> None:
    assert [mention.agency for mention in mentions(text)] == found, guards
