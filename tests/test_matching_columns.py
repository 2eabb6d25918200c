from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.matching.columns import Columns, columns_of, columns_of_pages, joined, picked, ranges
from dedup.matching.sets import Sets
from dedup.matching.sets_kernel import number
from dedup.matching.tellings import telling
from dedup.matching.term_codes import BASE, term_code
from dedup.records import Article, Page, Part, Span
from dedup.settings import StorySettings

SETTINGS = StorySettings()


def page(text: str, title: str | None = None) -> Page:
    """A page whose lines are paragraphs, and whose sentences end with a full stop and a space."""
    parts, sentences, at = [], [], 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            parts.append(Part("body", at, end))
            begin = at
            for piece in line.split(". "):
                sentences.append(Span(begin, min(end, begin + len(piece) + 1)))
                begin += len(piece) + 2
        at = end + 1
    return Page(
        Article(id="a", text=text, title=title), tuple(parts), (), (), tuple(s for s in sentences if s.start < s.end)
    )


def same(one: Columns, other: Columns) -> bool:
    return one.heads == other.heads and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("ids", "ends", "sets", "rows", "weights")
    )


@pytest.mark.parametrize(
    "text",
    [
        "The minister's 1,200 men didn't go. It's O'Neill’s l'école, rock'n'roll.",  # clitics and elisions
        "At 3.5 per cent, 1,20,000 and 007 and 1.000.000 or 12.50, 5g, 3,4 3..4 1,.2 0.0.",  # figures in all forms
        "ÉCOLE Straße Ωmega Москва İstanbul soft\u00adhyphen zero\u200bwidth non\u00a0breaking…done. Łódź",
        "She said “we will not give up the fight today” and “no way”. 'So' he \"went straight back to the house\".",
        'An unclosed “quote that goes on and on without an end. Then "another one closes it all at once".',
        "日本 の ニュース is mixed with English. Two sentences.",  # left to the plain way
        "cafe\u0301 with a mark of its own. ﬁne ligatures ① ½.",
        "_under_score_ and a_b, x'y'z, ''twice'' 'tis, dogs' bones, M" + "m" * 90 + "'s end.",
        "9" * 95 + " and 1" + ",000" * 30 + ".",
        "\n\n.",
        "",
        "No capital here. But One Name stands. 37 dead, 12 of them children, 37 dead.",
        "Пожар в Москве унёс 12 жизней. Президент сказал «мы не забудем этого никогда» вчера.",
    ],
)
def test_compiled_columns_are_those_of_the_tellings(text: str) -> None:
    for title in (None, "A Headline with 3 Words", text[:40]):
        pages = [page(text, title), page("Some other plain text. It has two sentences."), page(text[::-1], title)]
        assert same(
            columns_of_pages(pages, SETTINGS, compiled=True), columns_of([telling(one, SETTINGS) for one in pages])
        )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("aAbéЖß’' .,\n“”\"12\u00ad_ἰ中—İ") | st.characters(), max_size=120), max_size=3)
)
def test_any_text_gives_the_same_columns_both_ways(texts: list[str]) -> None:
    pages = [page(text, "Title") for text in texts]
    assert same(columns_of_pages(pages, SETTINGS, compiled=True), columns_of_pages(pages, SETTINGS, compiled=False))


def test_long_articles_are_cut_alike() -> None:
    words = [f"word{at % 700}x{at}" if at % 3 else f"Name{at % 90}" for at in range(4000)]
    text = ". ".join(" ".join(words[at : at + 70]) for at in range(0, 4000, 70))
    quoted = "\n".join(f'he said "{at} is one of the many things we know"' for at in range(40))
    pages = [page(text), page(quoted)]
    assert same(columns_of_pages(pages, SETTINGS, compiled=True), columns_of_pages(pages, SETTINGS, compiled=False))


def test_codes_sort_as_terms_do_and_differ() -> None:
    terms = ["", "a", "ab", "abc", "abd", "b", "zzzzzz", "é", "ж"]
    codes = [term_code(term) for term in terms]
    assert codes == sorted(codes)
    assert len(set(codes)) == len(codes)
    assert term_code("1234567") >> 63 == term_code(chr(BASE)) >> 63 == 1


def test_columns_are_joined_and_picked() -> None:
    pages = [
        page(text)
        for text in ("One story here. It has a body.", "", "Another. “We will be there at nine” said Ann Lee.")
    ]
    parts = [columns_of_pages([one], SETTINGS, compiled=False) for one in pages]
    every = columns_of_pages(pages, SETTINGS, compiled=False)
    assert same(joined(parts), every)
    assert same(picked(every, np.array([2, 0])), joined([parts[2], parts[0]]))


def test_compiled_numbers_are_those_of_sorting() -> None:
    ids = np.random.default_rng(0).integers(0, 1 << 20, 300_000).astype(np.uint64)
    numbers = np.empty(len(ids), np.int32)
    codes = number(ids, numbers)
    assert np.array_equal(codes[numbers], ids)
    assert len(np.unique(codes)) == len(codes)


def test_no_articles_have_no_terms() -> None:
    sets = Sets(columns_of([]))
    assert sets.weighted().shape == (0, 0)
    assert len(sets.facts().figures.owner) == 0


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 5))))
def test_ranges_are_those_of_python(pairs: list[tuple[int, int]]) -> None:
    starts, lengths = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    assert ranges(starts, lengths).tolist() == [n for start, count in pairs for n in range(start, start + count)]
