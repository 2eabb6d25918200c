"""What people read at a terminal: cells counted right, nothing acted on, findings said in words."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.records import Article, DroppedRow, MembershipRow, Page, Part, QuoteRow, SentenceRow, Span
from dedup.reporting.colour import coloured
from dedup.reporting.concerns import concerns, is_to_check
from dedup.reporting.groups import groups_table
from dedup.reporting.index import Index
from dedup.reporting.layout import cells, clip, clip_inside, pad, printable, table, wrap
from dedup.reporting.outlets import outlet_rows
from dedup.reporting.terminal import diff_text, quotes_listing, score_table, summary
from dedup.reporting.variants import Piece, compared
from tests.reporting_sample import sample, with_text

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
HOSTILE = "\x1b[31mred\x07\x00\u202etxt\r\n\x9b2J漢字\ud800"


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("हिन्दी", 5), ("ａ", 2), ("", 0), ("a\u200d", 1)],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(ANY_TEXT)
def test_printable_text_holds_nothing_that_a_terminal_acts_on(text: str) -> None:
    shown = printable(text)
    assert not any(unicodedata.category(mark) in ("Cc", "Cs") for mark in shown)
    assert not any(mark in shown for mark in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069")


@given(ANY_TEXT, st.integers(1, 20))
def test_clipped_text_fits(text: str, width: int) -> None:
    shown = clip(printable(text), width)
    assert cells(shown) <= width
    assert cells(pad(shown, width)) == width


@given(ANY_TEXT, st.integers(2, 20))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    shown = printable(text)
    lines = list(wrap(shown, width))
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


@given(st.lists(st.lists(ANY_TEXT, min_size=3, max_size=3), max_size=5), st.integers(40, 100))
def test_tables_fit_the_width(rows: list[list[str]], width: int) -> None:
    lines = table(("first", "second", "third"), rows, width=width).split("\n")
    assert all(cells(line) <= width for line in lines)


def test_numbers_are_aligned_right_and_wide_columns_give_way() -> None:
    shown = table(("name", "share"), [["a" * 50, "1.00"], ["b", "12.50"]], width=30)
    assert shown.split("\n") == [
        "name                     share",
        "───────────────────────  ─────",
        f"{'a' * 22}…   1.00",
        "b                        12.50",
    ]


def test_a_row_of_too_many_columns_becomes_a_list() -> None:
    shown = table([f"column{n}" for n in range(9)], [["word" * 9] * 9], width=40)
    assert shown.split("\n")[0] == f"column0  {('word' * 9)[:30]}…"


@pytest.mark.parametrize("call", [summary, quotes_listing, score_table])
def test_hostile_text_is_neutralised(call) -> None:  # type: ignore[no-untyped-def]  # any of three functions
    shown = call(with_text(HOSTILE)).replace("\n", "")
    assert not any(unicodedata.category(mark) in ("Cc", "Cs") for mark in shown)
    assert "\u202e" not in shown


def test_summary_says_what_was_found_in_five_lines() -> None:
    assert summary(sample()).split("\n") == [
        "Stories: 4 articles from 3 outlets: 1 story told by several, 1 article alone; 1 input rejected.",
        "Copies: 2 articles in 1 group of near-duplicates, the largest of 2.",
        "Sources: 1 derived (1 wholly, 0 in part); most often from AP “Ferry runs aground off Brissa”, 1 time; "
        "0 of them without the right credit; credits: AP 2.",
        "Originality: least 0.14 (0.10–0.22) Morning Tide “Ferry hits rocks near Brissa”; "
        "most 0.90 (0.85–0.95) The Strait Gazette “Night on the rocks”.",
        "Quotes to check first: 2 of 3, 2 urgent; first of all, from Ada Lund in Morning Tide: "
        "“We did lose anyone,” (Changed inside the quotation marks: negation lost: not)",
    ]


def test_summary_says_that_some_outlets_are_not_named() -> None:
    first, *others = sample().articles
    unnamed = dataclasses.replace(sample(), articles=(dataclasses.replace(first, outlet=None), *others))
    assert " named outlets: " in summary(unnamed).split("\n")[0]


def test_summary_of_nothing_has_five_lines() -> None:
    empty = dataclasses.replace(sample(), articles=(), stories=(), quotes=(), sentences=(), pages={}, rejects=())
    assert len(summary(empty, stories=3).split("\n")) == 5


def test_summary_adds_a_line_for_each_story_asked_for() -> None:
    assert summary(sample(), stories=5).split("\n")[5:] == [
        "  3 articles of 3 outlets, mostly from AP: Ferry runs aground off Brissa"
    ]


def test_two_articles_side_by_side() -> None:
    analysis = sample()
    wire, light = analysis.pages["wire"], analysis.pages["light/page.html"]
    rows = [row for row in analysis.sentences if row.article == light.id]
    lines = diff_text(wire, light, rows, width=160).split("\n")
    assert [line[79] for line in lines[3:] if len(line) > 79 and line[79] in "=~+-"] == ["=", "~", "=", "-"]
    assert lines[-1].startswith("Fog had covered the strait since dawn.")
    assert all(cells(line) <= 160 for line in lines)


def test_an_added_sentence_stands_alone() -> None:
    analysis = sample()
    wire, own = analysis.pages["wire"], analysis.pages["own"]
    shown = diff_text(wire, own, [row for row in analysis.sentences if row.article == "own"], width=120)
    added = [line for line in shown.split("\n") if " + " in line and "added" not in line]
    assert len(added) == 2
    assert all(line.startswith(" " * 58) for line in added)


def test_new_words_and_changed_facts_are_marked_inside_a_sentence() -> None:
    text = "The ferry ran aground with 41 people on board."
    span = Span(0, len(text))
    page = Page(Article("b", text), (Part("body", 0, len(text)),), (), (), (span,))
    row = SentenceRow("b", 0, len(text), "reworded", True, (Span(27, 29),), ("number",), ())
    shown = diff_text(sample().pages["wire"], page, [row], width=160)
    assert "aground with {+41+} people on board. [number]" in shown


def test_a_denial_that_was_left_out_is_marked() -> None:
    text = "The owner denied it. The ferry sailed on."
    pages = [
        Page(Article(name, text), (Part("body", 0, len(text)),), (), (), (Span(0, 20), Span(21, len(text))))
        for name in ("a", "b")
    ]
    dropped = [DroppedRow("b", "a", 0, 20, ("denial",)), DroppedRow("b", "a", 21, len(text))]
    lines = diff_text(*pages, [], dropped, width=120).split("\n")[3:]
    assert lines[0].endswith("- ! denial left out")
    assert lines[1].endswith("-")


def test_variants_stand_under_each_other_with_changes_marked() -> None:
    listing = quotes_listing(sample(), width=100)
    assert "“We did [-not-] lose anyone [-and everybody is on shore-],”" in listing
    assert "! Changed inside the quotation marks: negation lost: not" in listing
    assert listing.index("Ada Lund") < listing.index("an officer (anonymous), opinion"), "a lost not comes first"


@pytest.mark.parametrize(
    ("reference", "variant", "pieces", "_why"),
    [
        ("We did not go.", "We did go.", [("same", "We did"), ("lost", "not"), ("same", " go.")], "a lost word"),
        (
            "It may rain",
            "It will rain",
            [("same", "It "), ("lost", "may"), ("new", "will"), ("same", " rain")],
            "swapped",
        ),
        ("So “it” is", "so it is,", [("same", "so it is,")], "case and punctuation change nothing"),
        ("one two three", "four five six", [("new", "four five six")], "other words altogether are not compared"),
        ("", "words", [("new", "words")], "nothing to compare with"),
        ("words", "", [("lost", "words")], "all is lost"),
    ],
)
def test_compared_wordings(reference: str, variant: str, pieces: list[tuple[str, str]], _why: str) -> None:
    assert [(piece.kind, piece.text) for piece in compared(reference, variant)] == pieces


@given(ANY_TEXT, ANY_TEXT)
def test_compared_pieces_join_to_the_variant(reference: str, variant: str) -> None:
    assert "".join(piece.text for piece in compared(reference, variant) if piece.kind in ("same", "new")) == variant


def test_long_wordings_are_compared_at_their_ends() -> None:
    words = [f"w{n}" for n in range(5000)]
    pieces = compared(" ".join(words), " ".join([*words[:2500], "changed", *words[2501:]]))
    assert [piece for piece in pieces if piece.kind != "same"] == [Piece("lost", "w2500"), Piece("new", "changed")]


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("short.txt", 9, "short.txt"),
        ("a-long-event-wire.txt", 13, "a-long…re.txt"),
        ("漢字漢字漢字漢字", 9, "漢字…漢字"),
        ("abc", 1, "…"),
    ],
)
def test_names_are_cut_in_their_middle(text: str, width: int, cut: str) -> None:
    assert clip_inside(text, width) == cut
    assert cells(cut) <= width


def member(article: str, published: str | None = None) -> MembershipRow:
    return MembershipRow(group="g", article=article, size=2, outlet=None, published=published, title=None)


def test_a_column_that_nothing_fills_is_left_out_of_groups() -> None:
    assert groups_table([member("a"), member("b")], width=40).splitlines()[1].split() == ["id"]
    dated = groups_table([member("a"), member("b", published="2026-03-11T08:15:00Z")], width=60).splitlines()
    assert dated[1].split() == ["id", "published", "(UTC)"]
    assert dated[4].split() == ["b", "2026-03-11", "08:15"]


def quote(*flags: str, **values: object) -> QuoteRow:
    return dataclasses.replace(sample().quotes[1], flags=flags, **{"exclusive": False, **values})  # type: ignore[arg-type]


def in_two_wordings(first: str, second: str) -> str:
    """Return the listing of two articles that print one quote, each word for word after a source of its own."""
    analysis = sample()
    pages, quotes = dict(analysis.pages), []
    for article, text in (("wire", first), ("light/page.html", second)):
        pages[article] = dataclasses.replace(
            pages[article], article=dataclasses.replace(pages[article].article, text=text)
        )
        quotes.append(quote(article=article, start=0, end=len(text), type="direct", relation="verbatim", group="g"))
    found = quotes_listing(dataclasses.replace(analysis, quotes=tuple(quotes), pages=pages), width=200)
    return found[found.index("“") :]


@pytest.mark.parametrize(
    ("first", "second", "shown", "said"),
    [
        ("There is no danger to us, he told them", "no danger to us", "“[…] no danger to us […]”", "word for word"),
        ("There is no danger to us", "There is danger to us", "“There is [-no-] danger to us”", "as in its source"),
        ("There is no danger to us, but", "There is danger to us, and", "[-but-] {+and+}", "as in its source"),
    ],
)
def test_words_lost_between_others_are_no_excerpt(first: str, second: str, shown: str, said: str) -> None:
    listing = in_two_wordings(first, second)
    assert shown in listing
    assert listing.splitlines()[-1].split("; ")[1] == said


def test_a_story_whose_wire_has_no_headline_is_called_by_its_first_copys() -> None:
    analysis = sample()

    def called(**titles: str | None) -> str:
        rows = tuple(
            dataclasses.replace(row, title=titles.get(row.id.split("/")[0], row.title), published=None)
            for row in analysis.articles
        )
        pages = {
            name: dataclasses.replace(page, parts=tuple(part for part in page.parts if part.kind != "headline"))
            for name, page in analysis.pages.items()
        }
        index = Index(dataclasses.replace(analysis, articles=rows, pages=pages))
        return index.story_title(index.stories[0])

    assert called(wire="The wire's", light="The copy's", own="Another's") == "The wire's"
    assert called(wire=None, light="The copy's", own="Another's") == "The copy's"
    assert called(wire=None, light=None, own="Another's") == "Another's"
    assert called(wire=None, light=None, own=None).startswith("BRISSA, March 3 (AP)")


def test_words_in_another_mouth_stand_apart_and_name_both_speakers() -> None:
    analysis = sample()
    said = quote(article="wire", type="direct", relation="new", group="g", speaker="Ada Lund", changes=())
    taken = dataclasses.replace(
        said, article="light/page.html", relation="verbatim", speaker="Bo Ek", flags=("speaker_differs",),
        changes=("speaker differs: Ada Lund -> Bo Ek",),
    )  # fmt: skip
    page = analysis.pages["wire"]
    pages = {**analysis.pages, "light/page.html": page}
    listing = quotes_listing(dataclasses.replace(analysis, quotes=(said, taken), pages=pages), width=200)
    *_, place, concern = listing.splitlines()
    assert "word for word" in place
    assert concern.strip() == "! Put into another mouth than in other reports: Ada Lund -> Bo Ek"
    same = dataclasses.replace(taken, speaker="Ada Lund", flags=(), changes=())
    listing = quotes_listing(dataclasses.replace(analysis, quotes=(said, same), pages=pages), width=200)
    assert listing.count("“") == 1, "the same words of the same speaker are one wording"


def test_what_copies_of_one_text_alone_carry_is_not_said_to_be_in_one_article() -> None:
    alone = quote("anonymous_opinion", "single_source", exclusive=True)
    copy = dataclasses.replace(alone, article="light/page.html")
    assert concerns([alone])[0].words.endswith("that no other article carries")
    assert concerns([alone, copy])[0].words.endswith("that only copies of one text carry")
    assert [one.words for one in concerns([alone, copy])][1:] == ["Only in copies of one text"]


def test_concerns_come_in_the_order_of_urgency() -> None:
    ordered = [
        quote("altered", changes=("negation lost: not",)),
        quote("speaker_differs"),
        quote("altered", changes=("number changed: 2 -> 20",)),
        quote("anonymous_opinion", "single_source", exclusive=True),
        quote("anonymous_opinion", "single_source", exclusive=True, type="indirect"),
        quote("speaker_differs", type="indirect"),
        quote("altered", changes=("words changed: big -> large",)),
        quote("anonymous_opinion"),
        quote("anonymous_opinion", exclusive=True),  # in an article alone in its story
        quote("untraceable"),
        quote("a_flag_of_later"),
        quote("single_source"),
    ]
    found = [concerns([one])[0] for one in ordered]
    assert found == sorted(found)
    assert [one.level for one in found] == [3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 0]
    assert found[10].words == "A flag of later"
    assert [is_to_check(one) for one in ordered] == [True] * 8 + [False] * 4


def test_outlets_are_means_over_what_could_be_compared() -> None:
    rows = {row.outlet: row for row in outlet_rows(sample())}
    assert sorted(rows) == ["Morning Tide", "The Strait Gazette"], "the wire was compared with nothing"
    gazette = rows["The Strait Gazette"]
    assert (gazette.articles, gazette.alone, gazette.originality, gazette.flagged) == (1, 1, 0.9, 1)
    assert gazette.few


def test_scores_stand_with_their_parts_and_band() -> None:
    shown = score_table(sample(), width=160)
    line = next(line for line in shown.split("\n") if "Morning Tide" in line)
    for figure in ("0.14", "0.10–0.22", "57%", "43%", "0%", "whole", "AP"):
        assert figure in line


COLOURS = [
    ("  a {+new+} b", "  a \x1b[32m{+new+}\x1b[0m b", "new words"),
    ("  a [-lost-] b", "  a \x1b[31m[-lost-]\x1b[0m b", "lost words"),
    ("  a {+new\n  ones+} b", "  a \x1b[32m{+new\x1b[0m\n\x1b[32m  ones+}\x1b[0m b", "a mark over two lines"),
    ("    ! check", "\x1b[33m    ! check\x1b[0m", "a concern"),
    ("Ada Lund", "\x1b[1mAda Lund\x1b[0m", "a head"),
    ("  {+open\n\n  next", "  \x1b[32m{+open\x1b[0m\n\n  next", "an open mark ends with its block"),
    ("  -] +} a", "  -] +} a", "closing marks alone"),
]


@pytest.mark.parametrize(("plain", "shown", "_why"), COLOURS)
def test_colours(plain: str, shown: str, _why: str) -> None:
    assert coloured(plain) == shown


@given(ANY_TEXT)
def test_colour_loses_nothing(text: str) -> None:
    assert re.sub("\x1b\\[\\d+m", "", coloured(printable(text))) == printable(text)


def test_quotes_stand_by_speaker_behind_those_to_check() -> None:
    quotes = [dataclasses.replace(each, flags=()) for each in sample().quotes]
    listing = quotes_listing(dataclasses.replace(sample(), quotes=tuple(quotes)), width=60)
    assert "none to check" in listing
    assert listing.count("Ada Lund") == 1, "one head for all that she said"
    assert listing.index("Ada Lund") < listing.index("an officer (anonymous)"), "the unnamed come last"
    assert all(cells(line) <= 60 for line in listing.split("\n"))


def test_contractions_and_spellings_are_no_other_wording() -> None:
    assert [piece.kind for piece in compared("We will colour it", "We'll color it")] == ["same"]
