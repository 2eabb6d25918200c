"""The report: complete, linked, escaped, governed by its policy, the same every time."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from dedup.records import ArticleRow, Part, SentenceRow, Span, StoryRow
from dedup.reporting.descent import DEEPEST, descent
from dedup.reporting.index import Index
from dedup.reporting.report import report_html, write_report
from dedup.reporting.safe_text import web_address
from dedup.reporting.shading import Mark, blocks
from dedup.reporting.tables import write_tables
from dedup.reporting.views import Caps
from dedup.results import Analysis
from tests.growth import assert_linear
from tests.reporting_sample import article_row, sample, with_text

GOLDEN = Path(__file__).parent / "golden" / "reporting"
REGENERATE = "DEDUP_REGENERATE_GOLDEN=1 python -m pytest tests/test_reporting_report.py -k golden"

HOSTILE = [
    "<script>document.title='taken'</script>",
    "</style></script></title><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>' onmouseover='x",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&amp;&#0;",
    "<!-- --!> ]]> <![CDATA[",
    "\x00\x08\x1b[31m\x7f\x85\ufffe",
    "\u202eevil\u202d \u2066iso",
    "\ud800 lone",
    "a#b?c/d\\e%41\u2028\u2029",
    "x" * 5000,
]

TAGS = frozenset(
    {
        "html", "head", "meta", "title", "style", "body", "a", "header", "strong", "nav", "fieldset", "legend", "label",
        "input", "main", "section", "h1", "h2", "h3", "p", "dl", "div", "dt", "dd", "table", "thead", "tr", "th",
        "tbody", "td", "svg", "rect", "span", "b", "bdi", "article", "blockquote", "ins", "del", "details", "summary",
        "ul", "li", "time", "q", "pre", "code", "script", "em",
    }
)  # fmt: skip
ATTRIBUTES = frozenset(
    {
        "lang", "charset", "http-equiv", "content", "name", "class", "href", "aria-label", "type", "id", "checked",
        "hidden", "placeholder", "autocomplete", "scope", "title", "data-label", "data-story", "dir", "colspan",
        "viewbox", "preserveaspectratio", "role", "x", "y", "width", "height", "rel", "aria-hidden", "for",
    }
)  # fmt: skip


def tree_of(analysis: Analysis) -> html.HtmlElement:
    return html.document_fromstring(report_html(analysis))


def links_of(tree: html.HtmlElement) -> list[str]:
    return [str(link) for link in tree.xpath("//@href")]


@pytest.mark.parametrize("name", ["report.html", "articles.jsonl", "stories.jsonl", "quotes.jsonl", "sentences.jsonl"])
def test_golden(name: str, tmp_path: Path) -> None:
    write_tables(sample(), tmp_path)
    write_report(sample(), tmp_path / "report.html")
    made = (tmp_path / name).read_bytes()
    if os.environ.get("DEDUP_REGENERATE_GOLDEN") == "1":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_bytes(made)
    assert made == (GOLDEN / name).read_bytes(), f"{name} has changed; look at it, then accept it with: {REGENERATE}"


def test_same_analysis_gives_same_bytes() -> None:
    assert report_html(sample()) == report_html(sample())


@pytest.mark.parametrize("text", HOSTILE)
def test_links_lead_to_anchors_that_exist_once(text: str) -> None:
    for analysis in (sample(), with_text(text)):
        tree = tree_of(analysis)
        anchors = [str(anchor) for anchor in tree.xpath("//@id")]
        assert len(anchors) == len(set(anchors))
        inside = [link[1:] for link in links_of(tree) if link.startswith("#")]
        assert inside
        assert set(inside) <= set(anchors)


def test_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    tree = tree_of(with_text(HOSTILE[1]))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    allowed = dict(part.split(" ", 1) for part in policy[0].split("; "))
    for tag in ("style", "script"):
        texts = tree.xpath(f"//{tag}/text()")
        assert len(texts) == 1
        digest = base64.b64encode(hashlib.sha256(texts[0].encode()).digest()).decode()
        assert allowed[f"{tag}-src"] == f"'sha256-{digest}'"
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    head = tree.xpath("//head/*")
    assert head.index(tree.xpath("//meta[@http-equiv]")[0]) < head.index(tree.xpath("//style")[0])


def test_nothing_is_loaded_from_anywhere() -> None:
    page = report_html(sample())
    tree = html.document_fromstring(page)
    assert not tree.xpath("//@src | //@srcset | //@style | //link | //iframe | //object | //@action")
    assert "url(" not in page
    assert "@import" not in page
    assert [link for link in links_of(tree) if not link.startswith("#")] == ["https://ap.example/ferry"]


def check_nothing_comes_from_the_text(tree: html.HtmlElement, marker: str | None = None) -> None:
    for element in tree.iter():
        assert isinstance(element.tag, str), "not even a comment"
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES
        for name, value in element.attrib.items():
            assert not value.lower().startswith("javascript:")
            if name in ("id", "class", "href", "data-label", "dir"):
                assert re.fullmatch(r"[#\w .&/:-]*", value), value
            assert marker is None or name == "content" or marker not in value
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == len(tree.xpath("//title")) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_no_element_and_no_attribute(text: str) -> None:
    tree = tree_of(with_text(text))
    check_nothing_comes_from_the_text(tree, text)
    plain = tree_of(with_text("x" * len(text)))
    assert [element.tag for element in tree.iter()] == [element.tag for element in plain.iter()]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None) | st.sampled_from("<>\"'&/=`{}%#!-[]"), max_size=40))
def test_no_text_makes_an_element_or_an_attribute(text: str) -> None:
    check_nothing_comes_from_the_text(tree_of(with_text(text)))


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\u202e", "\ufffe"])
def test_marks_that_a_screen_acts_on_are_replaced(mark: str) -> None:
    page = report_html(with_text(f"before{mark}after"))
    assert mark not in page
    assert "before\ufffdafter" in page


def test_hostile_text_is_shown_as_it_is() -> None:
    assert HOSTILE[0] in tree_of(with_text(HOSTILE[0])).text_content()


@pytest.mark.parametrize(
    ("url", "is_linked"),
    [
        ("https://ap.example/a?b=1#c", True),
        ("http://ap.example/", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT://x.example/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//ap.example/", False),
        ("https://", False),
        ("https://[broken", False),
        ("https://ap.example/a\nb", False),
        ("https://аp.example/", False),  # a Cyrillic letter
        ("", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str | None, is_linked: bool) -> None:
    assert web_address(url) == (url if is_linked else None)


def test_report_shows_what_was_found() -> None:
    tree = tree_of(sample())
    text = re.sub(r"\s+", " ", tree.text_content())
    for shown in (
        "Opinion of somebody unnamed that no other article carries",
        "Changed inside the quotation marks: negation lost: not",
        "wholly derived", "credits AP; published 150 minutes later", "credit agrees",
        "0.14 0.10–0.22", "57%", "43%", "1 sentence of AP left out", "Fog had covered the strait since dawn.",
        "removed: breadcrumbs", "Home > News > World", "Least alike: The Strait Gazette", "few articles",
        "carried by Morning Tide", "broken.html", "no text could be extracted", "Nearly joined:", '"bands": 42',
    ):  # fmt: skip
        assert shown in text, shown
    assert [node.text for node in tree.xpath("//span[@class='sent']/ins")] == ["has", "oil is leaking"]
    assert len(tree.xpath("//b[@class='thin']")) == 1


def test_statuses_and_scores_have_words_beside_their_colours() -> None:
    tree = tree_of(sample())
    for row in tree.xpath("//span[contains(@class, 'row ')][not(contains(@class, 'source'))]"):
        status = row.get("class").split()[1]
        assert row.xpath(".//span[@class='hidden']")[0].text.startswith(f"[{status}")
        assert row.xpath(".//span[@class='tag']")[0].text_content().startswith(status)
    assert all(bar.get("aria-label").startswith("added ") for bar in tree.xpath("//svg"))


def test_what_is_left_out_is_said_with_the_table_that_has_it() -> None:
    page = report_html(sample(), caps=Caps(stories=1, texts=1, text_characters=10, utterances=1, rejects=0))
    for said in ("stories.jsonl", "articles.jsonl", "quotes.jsonl", "rejects.jsonl", "sentences.jsonl"):
        assert f"<code>{said}</code>" in page
    tree = html.document_fromstring(page)
    assert {link[1:] for link in links_of(tree) if link[0] == "#"} <= set(tree.xpath("//@id"))
    assert len(tree.xpath("//details[@class='article']")) == 1


def test_a_quote_in_many_wordings_shows_the_urgent_ones() -> None:
    analysis = sample()
    own, quote = analysis.pages["own"], analysis.quotes[1]
    words = " ".join(f"word{n}" for n in range(40))
    page = dataclasses.replace(own, article=dataclasses.replace(own.article, text=words))
    variants = tuple(
        dataclasses.replace(
            quote, start=0, end=len(words) - 7 * n, relation="mutated" if n else "new", flags=flags, changes=()
        )
        for n, flags in enumerate([()] * 30 + [("altered",)])
    )
    crowded = dataclasses.replace(analysis, quotes=variants, pages={**analysis.pages, "own": page})
    tree = tree_of(crowded)
    assert len(tree.xpath("//article//blockquote")) == Caps().wordings
    assert tree.xpath("//article//div[@class='wording'][2]/p[contains(@class, 'flag')]"), "after the reference"
    assert "Further wordings are in quotes.jsonl" in tree.text_content()


def test_report_of_nothing() -> None:
    empty = dataclasses.replace(
        sample(), articles=(), stories=(), pairs=(), sentences=(), dropped=(), quotes=(), rejects=(), pages={}
    )
    assert "No two articles tell the same story." in report_html(empty)


def member(article_id: str, parent: str | None) -> ArticleRow:
    return dataclasses.replace(article_row(sample().pages["own"]), id=article_id, parent=parent)


@given(st.lists(st.integers(-1, 12), min_size=1, max_size=12))
def test_descent_has_each_article_once_under_its_parent(parents: list[int]) -> None:
    members = [member(f"a{at:02}", None if up < 0 else f"a{up:02}") for at, up in enumerate(parents)]
    tree = descent(members)
    assert sorted(branch.article.id for branch in tree) == [row.id for row in members]
    open_lists: list[str] = []
    above: dict[str, str | None] = {}
    for branch in tree:
        if len(open_lists) < DEEPEST:  # below, it may stand under an earlier ancestor
            above[branch.article.id] = open_lists[-1] if open_lists else None
        if branch.opens:
            open_lists.append(branch.article.id)
        del open_lists[len(open_lists) - branch.closes :]
    assert not open_lists, "every list is closed"
    parent_of = {row.id: row.parent for row in members}
    assert all(upper in (parent_of[article_id], None) for article_id, upper in above.items())


def test_a_long_chain_is_no_deep_tree() -> None:
    members = [member("a00000", None), *(member(f"a{at:05}", f"a{at - 1:05}") for at in range(1, 3000))]
    depth = deepest = 0
    for branch in descent(members):
        depth += branch.opens - branch.closes
        deepest = max(deepest, depth)
    assert deepest == DEEPEST


@given(st.data())
def test_blocks_show_the_whole_page(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("ab .\n<"), min_size=1, max_size=60))
    places = st.integers(0, len(text))
    pairs = st.tuples(places, places).map(sorted)
    analysis = sample()
    page = dataclasses.replace(
        analysis.pages["own"],
        article=dataclasses.replace(analysis.pages["own"].article, text=text),
        parts=tuple(Part("body", *pair) for pair in data.draw(st.lists(pairs, max_size=4))),
        removed=(),
    )
    sentences = tuple(
        SentenceRow(
            "own", *pair, "reworded", False, tuple(Span(*new) for new in data.draw(st.lists(pairs, max_size=2))), (), ()
        )
        for pair in data.draw(st.lists(pairs, max_size=4))
    )
    marks = [Mark(*pair, "anchor") for pair in data.draw(st.lists(pairs, max_size=3))]
    index = Index(dataclasses.replace(analysis, sentences=sentences, pages={"own": page}))
    shown = "".join(
        stretch.text for block in blocks(index, page, marks) for one in block.sentences for stretch in one.stretches
    )
    assert "".join(shown.split()) == "".join(text.split())


def test_time_and_size_are_linear_in_the_articles() -> None:
    caps = Caps(stories=10_000)
    made = {count: many_stories(count) for count in (25, 100, 400)}
    assert len(report_html(made[400], caps=caps)) < 5 * len(report_html(made[100], caps=caps))
    assert_linear(lambda count: report_html(made[count], caps=caps), 100)


def test_a_text_without_end_makes_no_page_without_end() -> None:
    analysis = dataclasses.replace(with_text("words and words " * 100_000), manifest={})
    assert len(report_html(analysis)) < 200_000


def many_stories(count: int) -> Analysis:
    one = sample()
    wire = one.pages["wire"]
    ids = [f"wire{n:05}" for n in range(count)]
    return dataclasses.replace(
        one,
        articles=tuple(dataclasses.replace(article_row(wire), id=name, story=name) for name in ids),
        stories=tuple(StoryRow(name, (name,), (), None, (), ()) for name in ids),
        sentences=(), dropped=(), quotes=(), rejects=(),
        pages={name: dataclasses.replace(wire, article=dataclasses.replace(wire.article, id=name)) for name in ids},
    )  # fmt: skip


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rgb`` or ``#rrggbb`` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *(("ink", ground) for ground in ("paper", "card", "copied", "reworded", "added", "quiet-bg")),
        *(("soft", ground) for ground in ("paper", "card", "quiet-bg")),
        *((ink, "card") for ink in ("link", "copied-ink", "reworded-ink", "added-ink", "alarm")),
        ("alarm", "alarm-bg"), ("warn", "warn-bg"), ("good", "good-bg"), ("link", "paper"),
    ],
)  # fmt: skip
def test_colours_have_the_contrast_that_reading_needs(theme: int, ink: str, ground: str) -> None:
    style = html.document_fromstring(report_html(sample())).xpath("//style/text()")[0]
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", blocks[theme]))
    light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
