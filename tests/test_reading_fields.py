"""Rows and objects of the usual news formats become articles."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reading.fields import article_from, language_code, news_object, without_markup
from dedup.records import Article, Reject

TEXT = "The council closed the bridge on Monday."
MOMENT = dt.datetime(2026, 9, 18, 10, 10, tzinfo=dt.UTC)


def article(row: dict[str, Any]) -> Article:
    found = article_from(row, default_id="rows:1", source="rows:1")
    assert isinstance(found, Article), found
    return found


OWN = {
    "id": "a-1", "text": TEXT, "title": "Bridge closed", "outlet": "The Daily", "published": "2026-09-18T10:10:00Z",
    "url": "https://daily.example/a", "byline": "A. Writer", "language": "en", "series": "daily",
}  # fmt: skip
SCHEMA_ORG = {
    "@type": "NewsArticle", "headline": "Bridge closed", "articleBody": TEXT,
    "datePublished": "2026-09-18T15:40:00+05:30", "author": [{"@type": "Person", "name": "A. Writer"}],
    "publisher": {"@type": "Organization", "name": "The Daily"},
    "mainEntityOfPage": {"@id": "https://daily.example/a"}, "inLanguage": "en-GB",
}  # fmt: skip
NINJS_1 = {
    "uri": "https://daily.example/a", "versioncreated": "2026-09-18T10:10:00Z", "byline": "A. Writer", "language": "en",
    "headline": "Bridge closed", "body_text": TEXT, "body_xhtml": "<p>other</p>", "copyrightholder": "The Daily",
}  # fmt: skip
TRAFILATURA = {
    "title": "Bridge closed", "author": "A. Writer", "hostname": "daily.example", "date": "2026-09-18T10:10:00Z",
    "raw_text": "other", "text": TEXT, "language": "en", "source": "https://daily.example/a", "id": None,
    "source-hostname": "The Daily",
}  # fmt: skip
NEWSPAPER4K = {
    "url": "https://daily.example/a", "title": "Bridge closed", "authors": ["A. Writer"], "text": TEXT,
    "meta_lang": "en", "publish_date": "2026-09-18T10:10:00+00:00", "meta_site_name": "The Daily", "source_url": "https://daily.example",
}  # fmt: skip
NEWS_PLEASE = {
    "authors": ["A. Writer"], "date_publish": "2026-09-18 10:10:00", "date_download": "2026-09-20 00:00:00",
    "text": None, "maintext": TEXT, "title": "Bridge closed", "url": "https://daily.example/a", "language": "en",
    "source_domain": "The Daily",
}  # fmt: skip
FUNDUS = {
    "title": "Bridge closed", "authors": ["A. Writer"], "publishing_date": "2026-09-18 12:10:00+02:00", "lang": "en",
    "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [TEXT]}]}, "publisher": "The Daily",
    "url": "https://daily.example/a",
}  # fmt: skip
FORMATS = {
    "own": OWN, "schema.org": SCHEMA_ORG, "ninjs 1": NINJS_1, "trafilatura": TRAFILATURA, "newspaper4k": NEWSPAPER4K,
    "news-please": NEWS_PLEASE, "fundus": FUNDUS,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_gives_the_same_article(name: str) -> None:
    found = article(FORMATS[name])
    assert (found.text, found.title, found.outlet, found.published) == (TEXT, "Bridge closed", "The Daily", MOMENT)
    assert (found.url, found.byline, found.language) == ("https://daily.example/a", "A. Writer", "en")
    assert not found.extracted


def test_own_fields_are_taken_as_they_are() -> None:
    found = article(OWN)
    assert (found.id, found.series, dict(found.extra)) == ("a-1", "daily", {})


def test_ninjs_3_takes_the_main_body_and_headline() -> None:
    found = article(
        {
            "headlines": [{"role": "slug", "value": "bridge"}, {"role": "main", "value": "Bridge closed"}],
            "bodies": [
                {"role": "intro", "value": "no"},
                {"role": "main", "value": "<p>One &amp; two.</p><p>Three.</p>"},
            ],
        }
    )
    assert (found.title, found.text, found.extracted) == ("Bridge closed", "One & two.\n\nThree.", True)


def test_text_is_never_changed_even_if_it_holds_markup() -> None:
    text = "  <p>Offsets count in this</p>\r\n\ttext \u00a0"
    assert article({"Text": text}).text == text
    assert article({"text": text}).text == text
    assert not article({"text": text}).extracted


def test_other_fields_pass_through_as_strings() -> None:
    found = article({"text": TEXT, "section": "world", "words": 7, "tags": ["a", "b"], "empty": "", "none": None})
    assert found.extra == {"section": "world", "words": "7", "tags": '["a", "b"]'}


def test_column_names_in_other_spellings() -> None:
    found = article({"Text": TEXT, "Published At": "2026-09-18T10:10:00Z", "Site Name": "The Daily", "ID": 17})
    assert (found.published, found.outlet, found.id) == (MOMENT, "The Daily", "17")


@pytest.mark.parametrize(
    "row",
    [
        {"Headline": "Bridge closed", "Date": "18-Sep-2026", "Time": "10:10 AM", "Source Name": "The Daily", "Text": TEXT},
        {"Publication Title": "The Daily", "Title": "Bridge closed", "Publication Date": "2026-09-18", "Time": "10:10",
         "Full Text": TEXT},
        {"uri": "81", "title": "Bridge closed", "body": TEXT, "date": "2026-09-18", "time": "10:10:00",
         "dateTime": "2026-09-18T10:10:00Z", "source": {"uri": "daily.example", "title": "The Daily"}},
        {"Titel": "Bridge closed", "Volltext": TEXT, "Quelle": "The Daily", "Datum": "18.09.2026", "Uhrzeit": "10:10"},
        {"Título": "Bridge closed", "Texto": TEXT, "Medio": "The Daily", "Fecha": "18/09/2026", "Hora": "10:10"},
    ],
)  # fmt: skip
def test_exports_of_archives_and_monitoring_services(row: dict[str, Any]) -> None:
    found = article(row)
    assert (found.text, found.title, found.outlet, found.published) == (TEXT, "Bridge closed", "The Daily", MOMENT)


@pytest.mark.parametrize(
    ("row", "hour"),
    [
        ({"date": "2026-09-18", "time": "4 minutes"}, 0),  # the time to read it
        ({"date": "2026-09-18T09:00:00Z", "time": "10:10"}, 9),  # the date has its own
        ({"date": "2026-09-18", "time": None}, 0),
    ],
)
def test_no_time_of_day_beside_a_date(row: dict[str, Any], hour: int) -> None:
    found = article({"text": TEXT, **row})
    assert found.published == dt.datetime(2026, 9, 18, hour, tzinfo=dt.UTC)


def test_source_is_an_outlet_or_an_address() -> None:
    assert article({"text": TEXT, "source": "The Daily"}).outlet == "The Daily"
    assert article({"text": TEXT, "source": {"id": None, "name": "The Daily"}}).outlet == "The Daily"
    with_address = article({"text": TEXT, "source": "https://www.daily.example/a"})
    assert (with_address.url, with_address.outlet) == ("https://www.daily.example/a", "daily.example")


def test_an_unreadable_date_is_a_note_and_no_reject() -> None:
    found = article({"text": TEXT, "published": "last week"})
    assert found.published is None
    assert found.published_note == "not a date that can be used: last week"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({}, "no text among the fields (none)"),
        ({"title": "x", "category": "y"}, "no text among the fields title, category"),
        ({"text": ""}, "no text among"),
        ({"text": " \n\t"}, "the text is empty"),
        ({"text": 17}, "not a string"),
        ({"text": "a\0b"}, "NUL"),
    ],
)
def test_rejects_name_the_cure(row: dict[str, Any], reason: str) -> None:
    found = article_from(row, default_id="x", source="rows.jsonl:3")
    assert isinstance(found, Reject)
    assert found.source == "rows.jsonl:3"
    assert found.reason.startswith(reason) or reason in found.reason
    assert ": " in found.reason


@pytest.mark.parametrize(
    ("value", "code"),
    [("en-US", "en"), ("EN", "en"), ("English", "en"), ("deu", "de"), ("pt_BR", "pt"), ("", None), ("klingon", None)],
)
def test_language_codes(value: str, code: str | None) -> None:
    assert language_code(value) == code


def test_json_ld_graph() -> None:
    graph = {"@graph": [{"@type": "Organization"}, {"@type": ["Thing", "ReportageNewsArticle"], "headline": "x"}]}
    assert news_object(graph) == graph["@graph"][1]
    assert news_object([{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "name": "y"}}]) is not None
    assert news_object({"@type": "Organization"}) is None


def test_markup_of_feeds() -> None:
    assert without_markup("<p>A <b>b</b>, c &lt; d</p><ul><li>e</li></ul>") == "A b, c < d\n\ne"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(
    ["text", "body", "bodies", "title", "headlines", "author", "publisher", "date", "url", "source", "id"]
)


@given(st.dictionaries(names | st.text(max_size=6), json_values, max_size=6))
def test_any_object(row: dict[str, Any]) -> None:
    found = article_from(row, default_id="x", source="s")
    if isinstance(found, Article):
        assert found.text.strip()
        assert found.id
        json.dumps(dict(found.extra), ensure_ascii=False).encode()
        assert all(isinstance(value, str) for value in found.extra.values())
