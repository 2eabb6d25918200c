from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpora import SHARED
from dedup.cleaning.learnt import LearntLines, count_lines, learn_lines, merge_counts
from dedup.cleaning.lines import page_lines
from dedup.cleaning.pages import clean_page
from dedup.records import Article, Page
from dedup.settings import Settings
from tests.growth import assert_linear

SETTINGS = Settings().cleaning
LEDE = "The council of Orvella voted on Monday to close the old bridge to lorries until the spring of next year."
SECOND = (
    "Engineers had warned the council in March that two of the bridge's four pillars had moved by a hand's breadth."
)
QUOTE = '"We would rather have angry drivers than a bridge in the river," mayor Ines Falk told the council on Monday.'
SHORT = "Falk voted yes."
LAST = "The bridge carries some 4,000 lorries a day, and the council expects most of them to go by Tornby instead."
ENGLISH = [LEDE, SECOND, SHORT, QUOTE, LAST]


def clean(text: str, **fields: str) -> Page:
    return clean_page(Article(id="a", text=text, **fields), LearntLines(), SETTINGS)  # type: ignore[arg-type]


def kept(page: Page) -> str:
    return " ".join(page.text[part.start : part.end] for part in page.of_kind("body"))


def page_of(*, above: tuple[str, ...] = (), within: tuple[str, ...] = (), below: tuple[str, ...] = ()) -> str:
    return "\n\n".join(
        [*above, "Orvella closes its old bridge to lorries", LEDE, SECOND, *within, SHORT, QUOTE, LAST, *below]
    )


CLUTTER = [
    ("above", "Home › News › Orvella", "trail of sections"),
    ("above", "Monday 4 May 2026 11:20 · 💬 14 · Bookmark", "time and counts"),
    ("within", "Advertisement · Scroll to continue", "advertisement"),
    ("within", "Also read: Tornby bakery wins prize for rye", "another headline"),
    ("within", "WhatsApp Channel", "call to a channel"),
    ("below", "Share this", "share"),
    ("below", "Tags: bridge, lorries, Orvella", "tags"),
    ("below", "Sign up for our free newsletter and never miss a story from the valley.", "newsletter, a full sentence"),
    ("below", "© 2026 Orvella Herald. All rights reserved.", "copyright"),
    ("below", "We rely on readers like you to fund our work.", "plea, a full sentence"),
    ("below", "Share your thoughts with friends.", "call to share, a full sentence"),
    ("within", "Vídeo relacionado", "Spanish"),
    ("within", "La suite de cet article est réservée aux abonnés", "French"),
    ("within", "Empfohlener redaktioneller Inhalt", "German"),
    ("below", "हमारे व्हाट्सएप चैनल से जुड़ें", "Hindi"),
    ("above", "メニュー", "Japanese"),
    ("below", "Leave a Reply\nYour email address will not be published. Required fields are marked *", "comment form"),
    ("below", "Disclaimer: The views expressed are those of the author and do not reflect the paper's.", "disclaimer"),
    (
        "below",
        "Recommended for you\nTen ways to cook an eel\nWhy is everyone buying kettles?",
        "list of other headlines",
    ),
]


@pytest.mark.parametrize(("place", "line", "guards"), CLUTTER, ids=[row[2] for row in CLUTTER])
def test_clutter_is_removed_and_nothing_else(place: str, line: str, guards: str) -> None:
    page = clean(page_of(**{place: (line,)}))
    gone = "\n".join(page.text[r.start : r.end] for r in page.removed)
    assert gone == line, guards
    assert all(removed.reason for removed in page.removed)
    assert kept(page) == " ".join(ENGLISH)


BODIES = [
    ("Two were hurt.", "a paragraph of three words"),
    ("• Lorries above 7.5 tonnes must go by Tornby.", "a bullet"),
    ("“Nobody asked us,” she said.", "a short quote"),
    ("The company's shares closed 3% lower at $11.36.", "figures"),
    (
        "Share prices of hauliers fell in Tornby and Orvella after the vote, and two of them said they would sue.",
        "share",
    ),
    ("Share prices fell 2%.", "share, short"),
    ("Follow the money, the prosecutor said.", "follow, short"),
    ("Más información llegará el martes, dijo.", "Spanish speech that begins like furniture"),
    ("Auf Facebook und Instagram schrieb er, die Brücke sei sicher.", "German, platforms"),
    ("व्हाट्सएप पर एक संदेश वायरल हुआ।", "Hindi, a platform"),
    ("市长说，市民可以在网站上搜索新的路线，不必登录。", "Chinese words of menus in a sentence"),
    ("The post was seen on Telegram and in a WhatsApp group before the council had even met on Monday.", "platforms"),
]


@pytest.mark.parametrize(("line", "guards"), BODIES, ids=[row[1] for row in BODIES])
def test_body_is_kept(line: str, guards: str) -> None:
    page = clean(page_of(within=(line,)))
    assert line in kept(page), guards
    assert not page.removed


@pytest.mark.parametrize(
    "text", ["Bridge shut on Monday.\n\nThe mayor is sorry.", "市长道歉。\n\n桥关闭了。", "One line of text"]
)
def test_a_page_of_short_lines_is_body(text: str) -> None:
    page = clean(text + "\n\nShare this")
    assert kept(page).split() == text.split()
    assert [removed.reason for removed in page.removed] == ["share"]


@pytest.mark.parametrize(
    ("text", "body", "guards"),
    [
        ("Sign up for our newsletter.", ["Sign up for our newsletter."], "an answer of one line"),
        ("Follow us on Facebook", ["Follow us on Facebook"], "one line without an end"),
        ("Share this\n\nSubscribe to continue reading.", ["Subscribe to continue reading."], "a sentence"),
        ("Share this\n\nFollow us", [], "furniture alone"),
        ("Share this\n\nHe left.\n\nSubscribe to continue reading.", ["He left."], "something is left"),
        ("By Ines Falk, Reuters\n\nSign up here for more.", ["Sign up here for more."], "but for a credit nothing is"),
    ],
)
def test_not_all_of_a_page_is_clutter(text: str, body: list[str], guards: str) -> None:
    page = clean(text)
    assert [page.text[part.start : part.end] for part in page.of_kind("body")] == body, guards


def test_a_line_of_all_the_outlets_pages_is_clutter_even_alone() -> None:
    line = "Sign up for our newsletter."
    pages = [Article(id=str(n), text=f"{'x' * n} {LEDE}\n\n{line}", outlet="o") for n in range(1, 6)]
    learnt = learn_lines(count_lines(pages, SETTINGS), SETTINGS)
    page = clean_page(Article(id="a", text=line, outlet="o"), learnt, SETTINGS)
    assert not page.parts, "it is learnt, so it is not kept for want of another"


@pytest.mark.parametrize(
    ("line", "body", "guards"),
    [
        ("Falk continued:", True, "who speaks below"),
        ("Partial transcript as follows:", True, "what is quoted below"),
        ("Also read:", False, "furniture that ends in a colon"),
        ("Falk's bridge", False, "a heading has no colon"),
    ],
)
def test_a_line_that_introduces_a_quote_is_body(line: str, body: bool, guards: str) -> None:
    page = clean("\n\n".join(["Orvella closes its old bridge to lorries", LEDE, SECOND, line, QUOTE, LAST]))
    assert (line in kept(page)) is body, guards


def test_headline_printed_again_goes() -> None:
    headline = "Orvella closes its old bridge to lorries"
    page = clean("\n\n".join([headline, "Share this", headline, *ENGLISH]))
    assert [part.start for part in page.of_kind("headline")] == [0]
    assert ("repeated headline", headline) in {(r.reason, page.text[r.start : r.end]) for r in page.removed}


def test_teaser_of_another_article_above_the_headline_goes() -> None:
    teaser = (
        "Chef Bruno Petrack's new cookery programme fails to stir the pot, with bland guests and blander seasoning."
    )
    headline = "Orvella closes its old bridge to lorries"
    page = clean("\n\n".join([teaser, headline, headline, *ENGLISH]))
    first = page.removed[0]
    assert (first.reason, page.text[first.start : first.end]) == ("teaser of another article", teaser)
    assert kept(page) == " ".join(ENGLISH)


def test_subheads_are_kept_apart_from_sentences() -> None:
    page = clean(page_of(within=("A Bridge Older Than Its Town: What the Engineers Found",)))
    assert [page.text[p.start : p.end] for p in page.of_kind("subhead")] == [
        "A Bridge Older Than Its Town: What the Engineers Found"
    ]
    assert [span.of(page.text) for span in page.sentences] == ENGLISH


def test_the_title_is_the_headline_wherever_it_stands() -> None:
    page = clean("\n\n".join(["ORVELLA HERALD", "A town and its river", "Bridge shut", *ENGLISH]), title="Bridge shut")
    assert [page.text[p.start : p.end] for p in page.of_kind("headline")] == ["Bridge shut"]


FOREIGN = [
    ("hi", [
        "ओरवेला की नगर परिषद ने सोमवार को पुराने पुल को अगले वसंत तक ट्रकों के लिए बंद करने का फैसला किया है।",
        "महापौर ने कहा कि पुल के चार में से दो खंभे अपनी जगह से खिसक गए हैं और खतरा बढ़ गया है।",
        "उन्होंने माफी मांगी।",
        "परिषद को उम्मीद है कि ज्यादातर ट्रक अब टोर्नबी के रास्ते जाएंगे और यातायात सुचारु रहेगा।",
    ]),
    ("ar", [
        "صوت مجلس مدينة أورفيلا يوم الاثنين على إغلاق الجسر القديم أمام الشاحنات حتى ربيع العام المقبل.",
        "وقال المهندسون إن اثنين من أعمدة الجسر الأربعة تحركا من مكانهما خلال الشتاء الماضي.",
        "واعتذرت العمدة.",
        "ويتوقع المجلس أن تسلك معظم الشاحنات طريق تورنبي بدلا من ذلك خلال الأشهر المقبلة.",
    ]),
    ("zh", [
        "奥尔维拉市议会星期一投票决定,在明年春天之前禁止卡车通过旧桥,市长说这是为了保证所有人的安全。",
        "工程师三月份曾警告说,这座桥的四根桥墩中有两根在冬天已经移动,不能再承受重型车辆的重量。",
        "市长道歉。",
        "市议会预计大多数卡车将改道托恩比,而公交车和小汽车仍然可以像以前一样使用这座旧桥。",
    ]),
    ("fr", [
        "Le conseil d'Orvella a voté lundi la fermeture du vieux pont aux camions jusqu'au printemps de l'an prochain.",
        "Les ingénieurs avaient averti en mars que deux des quatre piliers du pont avaient bougé pendant l'hiver.",
        "La maire s'est excusée.",
        "Le conseil s'attend à ce que la plupart des camions passent désormais par Tornby.",
    ]),
    ("es", [
        "El concejo de Orvella votó el lunes cerrar el viejo puente a los camiones hasta la primavera del próximo año.",
        "Los ingenieros habían advertido en marzo de que dos de los cuatro pilares se habían movido en el invierno.",
        "La alcaldesa pidió perdón.",
        "El concejo espera que la mayoría de los camiones pasen ahora por Tornby.",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "body"), FOREIGN, ids=[row[0] for row in FOREIGN])
def test_other_languages_lose_no_body(language: str, body: list[str]) -> None:
    page = clean("\n\n".join(body), language=language)
    assert kept(page) == " ".join(body)
    assert not page.removed


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    import textwrap

    text = "\n\n".join("\n".join(textwrap.wrap(part, 60)) for part in ENGLISH)
    page = clean(text)
    assert [" ".join(span.of(text).split()) for span in page.sentences] == ENGLISH


def test_everything_is_either_part_or_removed() -> None:
    page = clean(page_of(above=("Home › News",), within=("ADVERTISEMENT",), below=("Share this",)))
    pieces = sorted([(p.start, p.end) for p in page.parts] + [(r.start, r.end) for r in page.removed])
    assert "\n\n".join(page.text[start:end] for start, end in pieces) == page.text


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "\n",
            "\n\n",
            LEDE,
            QUOTE,
            "Share this",
            "(PTI)",
            "Also read: x",
            "\r\n",
            "\u2028",
            "。",
            "Home/",
            "\x00",
            "\ud800",
        ]
    ),
)


@given(st.lists(PIECES, max_size=25).map("".join), st.none() | st.text(max_size=30))
def test_any_text(text: str, title: str | None) -> None:
    page = clean_page(Article(id="a", text=text, title=title, outlet=title, byline=title), LearntLines(), SETTINGS)
    pieces = sorted([(p.start, p.end) for p in page.parts] + [(r.start, r.end) for r in page.removed])
    assert all(0 <= b < c <= len(text) for b, c in pieces)
    assert all(first[1] <= second[0] for first, second in pairwise(pieces))
    bodies = page.of_kind("body")
    assert all(any(part.start <= s.start and s.end <= part.end for part in bodies) for s in page.sentences)


@pytest.mark.parametrize("piece", ["Share this\n\n", "word " * 10, "“" * 5, "(PTI) ", "A short line\n"])
def test_hostile_pages_take_linear_time(piece: str) -> None:
    assert_linear(lambda times: clean(piece * times), 5_000)


def outlet_pages(outlet: str | None) -> list[Article]:
    topics = ["bridge", "harvest", "election", "flood", "strike", "school"]
    background = (
        "Orvella lies on the river Torn and has been the seat of the valley's council since the year 1641 or so."
    )
    return [
        Article(id=topic, outlet=outlet, text="\n\n".join([
            "Valley voices since 1902", f"The {topic} in Orvella",
            f"The council spoke about the {topic} for {n + 3} hours on Monday, and then everybody went home again.",
            background, f"Ring the {topic} desk", f"Comments ({n})", "Puzzles 31 Chess 34",
        ]))
        for n, topic in enumerate(topics)
    ]  # fmt: skip


@pytest.mark.parametrize("outlet", ["Orvella Herald", None])
def test_lines_of_one_outlet_are_learnt_but_not_its_background(outlet: str | None) -> None:
    pages = outlet_pages(outlet)
    learnt = learn_lines(count_lines(pages, SETTINGS), SETTINGS)
    page = clean_page(pages[0], learnt, SETTINGS)
    gone = [page.text[r.start : r.end] for r in page.removed]
    assert {"Valley voices since 1902", "Comments (0)", "Puzzles 31 Chess 34"} <= set(gone)
    assert "has been the seat" in kept(page)


def test_a_reprint_seen_often_teaches_nothing() -> None:
    copies = [Article(id=str(n), outlet="Herald", text="\n\n".join(["Bridge shut", *ENGLISH])) for n in range(9)]
    assert learn_lines(count_lines(copies, SETTINGS), SETTINGS).lines == {"Herald": {}}


def test_counting_does_not_depend_on_batches() -> None:
    pages = outlet_pages("Herald") + outlet_pages(None) + outlet_pages("Post")
    few = dataclasses.replace(SETTINGS, sampled_pages=4)
    whole = count_lines(pages, few)
    for cut in (1, 5, 11):
        parts = [count_lines(pages[:cut], few), count_lines(pages[cut:], few)]
        assert merge_counts(parts) == merge_counts(reversed(parts)) == whole


def test_lines_keep_their_offsets() -> None:
    text = "  One line \r\n\r\n\tTwo\u2028Three\n"
    assert [text[line.start : line.end] for line in page_lines(text, SETTINGS)] == ["One line", "Two", "Three"]


@pytest.mark.corpora
@pytest.mark.skipif(not (SHARED / "wire").exists(), reason="the wire corpus is not beside the project")
def test_quality_on_the_wire_corpus() -> None:
    from benchmarks.cleaning import measure

    figures = measure(SHARED / "wire")
    assert figures["body kept"] >= 0.995
    assert figures["clutter removed"] >= 0.95
    assert figures["credits F1"] >= 0.97
    assert figures["sentences whole, precision"] >= 0.99
    assert figures["sentences whole, recall"] >= 0.99
