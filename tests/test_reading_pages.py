"""HTML pages: text in paragraphs, metadata, and hostile pages that end quickly."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.reading.pages import read_page
from dedup.records import Article, Reject
from dedup.settings import ReadingSettings

LIMITS = ReadingSettings()
FIRST = "The council closed the old river bridge on Monday after engineers found cracks in two piers, officials said."
SECOND = "“We will not take any risk,” said Mayor Ilse Tornow, who wants the repairs to begin before the first frost."
THIRD = "Drivers must use the motorway crossing until spring, and buses will run every ten minutes at rush hour."
CREDIT = "(With inputs from PTI)"
PARTS = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p><em>{CREDIT}</em></p>"
BODY = f"<article><h1>Bridge closed</h1>{PARTS}</article>"
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'


def html(body: str = BODY, head: str = "") -> str:
    title = "<title>Bridge closed | The Daily</title>"
    return f"<!DOCTYPE html><html><head>{title}{head}</head><body>{MENU}{body}</body></html>"


def read(page: str | bytes, *, charset: str | None = None, url: str | None = None) -> Article | Reject:
    data = page.encode() if isinstance(page, str) else page
    return read_page(data, identity="a", source="a.html", limits=LIMITS, charset=charset, url=url)


def article(page: str | bytes, *, charset: str | None = None, url: str | None = None) -> Article:
    found = read(page, charset=charset, url=url)
    assert isinstance(found, Article), found
    return found


def test_paragraphs_stand_apart_and_credits_stay() -> None:
    found = article(html())
    paragraphs = found.text.split("\n\n")
    assert paragraphs[-4:] == [FIRST, SECOND, THIRD, CREDIT]
    assert found.extracted
    assert "Home" not in found.text


HEAD = """
<link rel="canonical" href="https://www.daily.example/bridge">
<meta property="og:site_name" content="The Daily"><meta property="og:title" content="Bridge closed &amp; guarded">
<meta property="article:published_time" content="2026-09-18T10:10:00+05:30"><meta name="author" content="A. Writer">
"""
LINKED = {
    "@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "Daily Ltd"}, {
        "@type": "NewsArticle", "headline": "Bridge &#8216;closed&#8217;", "datePublished": "2026-09-18T04:40:00Z",
        "author": [{"name": "A. Writer"}, {"name": "B. Writer"}], "publisher": {"name": "Daily Ltd"},
    }],
}  # fmt: skip


def test_meta_tags() -> None:
    found = article(html(head=HEAD).replace("<html>", '<html lang="en-IN">'))
    assert (found.title, found.outlet, found.byline) == ("Bridge closed & guarded", "The Daily", "A. Writer")
    assert (found.url, found.language) == ("https://www.daily.example/bridge", "en")
    assert found.published == dt.datetime(2026, 9, 18, 4, 40, tzinfo=dt.UTC)


def test_json_ld_goes_first_for_headline_date_and_authors() -> None:
    found = article(html(head=f'{HEAD}<script type="application/ld+json">{json.dumps(LINKED)}</script>'))
    assert (found.title, found.byline, found.outlet) == ("Bridge ‘closed’", "A. Writer, B. Writer", "The Daily")


def test_a_bare_page_has_its_heading_and_the_address_it_came_from() -> None:
    found = article(html(), url="https://www.daily.example/2026/09/18/bridge")
    assert (found.title, found.outlet) == ("Bridge closed", "daily.example")
    assert found.published == dt.datetime(2026, 9, 18, tzinfo=dt.UTC)
    assert found.published_note is not None
    assert "address" in found.published_note


@pytest.mark.parametrize(
    ("comment", "outlet"),
    [
        ("<!-- saved from url=(0044)https://www.thedaily.example/2026/09/18/bridge -->", "thedaily.example"),
        ("<!--\n Page saved with SingleFile \n url: https://thedaily.example/b \n saved date: Fri Sep 18 2026 -->",
         "thedaily.example"),
        ("<!-- saved from url=(0014)about:internet -->", None),
        ("<!-- see https://other.example/ -->", None),
    ],
)  # fmt: skip
def test_a_saved_page_tells_where_it_was_saved_from(comment: str, outlet: str | None) -> None:
    found = article(html().replace("<html>", f"{comment}<html>"))
    assert found.outlet == outlet
    assert article(html(head=HEAD).replace("<html>", f"{comment}<html>")).outlet == "The Daily"


def test_the_window_title_loses_the_outlet() -> None:
    page = html(BODY.replace("h1", "h4"), '<meta property="og:site_name" content="The Daily">')
    assert article(page).title == "Bridge closed"


def test_a_placeholder_date_gives_way_to_the_next() -> None:
    head = '<meta name="date" content="0001-01-01T00:00:00Z">'
    page = html(BODY.replace("<p>", '<time datetime="2026-09-18T10:10:00Z">today</time><p>', 1), head)
    assert article(page).published == dt.datetime(2026, 9, 18, 10, 10, tzinfo=dt.UTC)


def test_a_byline_that_is_an_address_is_none() -> None:
    assert article(html(head='<meta property="article:author" content="https://social.example/daily">')).byline is None


def test_text_only_in_json_ld() -> None:
    linked = json.dumps({"@type": "NewsArticle", "articleBody": f"{FIRST}\n\n{SECOND}\n\n{THIRD}"})
    page = html("<div id=root></div>", f'<script type="application/ld+json">{linked}</script>')
    assert article(page).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_an_article_in_several_containers_is_put_together() -> None:
    parts = [f"In part {n} of it, {FIRST} {SECOND}" for n in range(20)]
    pieces = ["".join(f"<p>{part}</p>" for part in parts[at : at + 5]) for at in range(0, 20, 5)]
    advert = "<div><aside><p>Advertisement</p></aside></div>"
    chunks = advert.join(f'<div class="grid"><div class="body article__body">{piece}</div></div>' for piece in pieces)
    text = article(html(f'<main><article class="article"><div class="chunks">{chunks}</div></article></main>')).text
    assert text.split("\n\n") == parts


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (html(head='<meta charset="windows-1252">').encode("cp1252"), None),
        (html(head='<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">').encode("cp1252"), None),
        (html().encode("cp1252"), "windows-1252"),
        (html().encode("utf-16"), None),
        (html().encode(), "iso-8859-1"),  # the server is wrong
    ],
)
def test_charsets(data: bytes, charset: str | None) -> None:
    assert SECOND in article(data, charset=charset).text


@pytest.mark.parametrize(
    "page", ["", " ", "<html></html>", "<!DOCTYPE html>", "\x00\x01\x02", f"<html>\x00{BODY}", html(MENU)]
)
def test_pages_without_an_article_are_rejects(page: str) -> None:
    found = read(page)
    assert isinstance(found, Reject)
    assert ": " in found.reason


PARAGRAPH = f"<p>{FIRST}</p>"
HOSTILE = {
    "deep": "<div>" * 100_000 + PARAGRAPH,
    "deep inline": PARAGRAPH * 5 + "<b><i>" * 50_000,
    "deep tables": "<table><tr><td>" * 150 + PARAGRAPH,
    "spans in one paragraph": "<p>" + "<span>word</span> " * 30_000 + "</p>" + PARAGRAPH * 5,
    "links in one paragraph": "<p>" + "<a href=x>word</a> and " * 15_000 + "</p>" + PARAGRAPH * 5,
    "attributes": "<div " + " ".join(f"a{n}=x" for n in range(100_000)) + ">" + PARAGRAPH,
    "one word of 10 MB": "<p>" + "a" * 10_000_000 + "</p>" + PARAGRAPH,
    "quotation marks": "<p>" + '"' * 100_000 + "</p>" + PARAGRAPH,
    "lists in JSON-LD": f'<script type="application/ld+json">{"[" * 100_000}</script>' + PARAGRAPH,
    "unclosed brackets": "<" * 1_000_000 + PARAGRAPH,
    "short paragraphs": "<p>a short one.</p>" * 15_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end(name: str) -> None:
    found = read(f"<html><body>{HOSTILE[name]}</body></html>")
    assert isinstance(found, (Article, Reject))


def test_limits_are_named() -> None:
    small = ReadingSettings(html_elements=10)
    found = read_page(html().encode(), identity="a", source="a.html", limits=small)
    assert isinstance(found, Reject)
    assert "more than 10 elements" in found.reason


tags = st.sampled_from(
    ["<p>", "</p>", "<div", ">", "<a href=", '"', "'", "<!--", "-->", "<![CDATA[", "<script>", "</script>", "&#x0;",
     "&#xd800;",
     "<table>", "<svg>", "<title>", "<meta charset=", "<time datetime=9999>", "\x00", "\ud7ff", FIRST, " "]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(tags | st.text(max_size=5), max_size=40))
def test_any_soup(parts: list[str]) -> None:
    found = read("".join(parts).encode("utf-8", "replace"))
    if isinstance(found, Article):
        assert found.text.strip()
        assert "\0" not in found.text
