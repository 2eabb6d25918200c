"""Who is an agency, what a credit says against what was found, and what an article is compared with."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dedup.comparing.baseline import yardstick
from dedup.comparing.body import read_body
from dedup.comparing.company import company
from dedup.comparing.crediting import agency_of, check_credit
from dedup.comparing.derivation import Relations, ancestry, choose_parents
from dedup.comparing.relations import wholes
from dedup.comparing.weights import index_story
from dedup.records import Article, Credit, Page, Part, Span
from dedup.settings import DerivationSettings, Settings

SETTINGS = Settings()


def page(name, *, outlet=None, minute=None, credits=(), form="credit_line", text="A tanker struck the breakwater."):
    published = None if minute is None else dt.datetime(2026, 5, 4, 9, minute, tzinfo=dt.UTC)
    found = tuple(Credit(agency, "agency" if agency else "unnamed", form, "", 0, 0) for agency in credits)
    article = Article(id=name, text=text, outlet=outlet, published=published)
    return Page(article, (Part("body", 0, len(text)),), (), found, (Span(0, len(text)),))


def index(*pages):
    return index_story([read_body(each, (), 400) for each in pages], SETTINGS.alignment)


@pytest.mark.parametrize(
    ("outlet", "credits", "form", "agency", "note"),
    [
        ("Reuters", (), "dateline", "Reuters", "the outlet is an agency"),
        ("The Associated Press", (), "dateline", "AP", "by its long name"),
        ("Coast Daily", ("Reuters",), "dateline", None, "a reprint keeps the dateline, its outlet is known"),
        (None, ("Reuters",), "dateline", "Reuters", "a bare page with an agency's dateline"),
        (None, ("Reuters",), "credit_line", None, "a bare page that only credits one"),
        ("Reuters Lane Gazette", (), "dateline", None, "a name inside another name"),
        (None, (), "dateline", None, "nothing known"),
    ],
)
def test_agency_of(outlet, credits, form, agency, note):
    assert agency_of(page("a", outlet=outlet, credits=credits, form=form)) == agency, note


@pytest.mark.parametrize(
    ("credits", "origin", "derived", "check", "note"),
    [
        (("Reuters",), 0, True, "agrees", "names the agency that the text goes back to"),
        (("AP",), 0, True, "differs", "names another"),
        ((), 0, True, "missing", "names nobody"),
        ((None,), 0, True, "agrees", "'agencies' is not wrong"),
        (("AP",), None, True, None, "nobody knows the origin"),
        (("AP",), None, False, "not_derived", "credits somebody, but its text is its own"),
        ((), None, False, None, "own reporting without a credit"),
    ],
)
def test_check_credit(credits, origin, derived, check, note):
    story = index(page("a", outlet="Reuters", minute=0), page("b", outlet="Coast Daily", minute=1, credits=credits))
    assert check_credit(story, {0: "Reuters", 1: None}, 1, origin, derived=derived) == check, note


@pytest.mark.parametrize(
    ("minutes", "parents", "credits", "kind", "articles", "note"),
    [
        ((0, 5), {1: 0}, (), "parent", (0,), "the parent is named"),
        ((0, 5), {}, (), "earlier", (0,), "the order is known"),
        ((9, 5), {}, (), "none", (), "known to be the first"),
        ((None, 5), {}, (), "others", (0,), "the order is not known"),
        ((9, 5), {}, ("PTI",), "others", (0,), "the first, but it credits a wire that is not there"),
    ],
)
def test_yardstick(minutes, parents, credits, kind, articles, note):
    story = index(page("a", minute=minutes[0]), page("b", minute=minutes[1], credits=credits))
    found = yardstick(story, 1, (0,), parents, {0: None, 1: None}, derived=bool(parents))
    assert (found.kind, found.articles) == (kind, articles), note


def relation(article, offers, dated=True):
    sources = tuple(sorted(offers))
    chances = np.asarray([offers[source] for source in sources])
    return Relations(article, sources, (dated,) * len(sources), np.zeros((len(sources), 0)), chances, {})


def test_parents_never_form_a_circle():
    parents = choose_parents([relation(0, {1: 0.9}), relation(1, {0: 0.95})], [True, True], DerivationSettings())
    assert parents == {1: 0}
    assert ancestry(parents, 1) == [1, 0]


def test_a_page_that_is_derived_from_nothing_gets_no_parent():
    assert choose_parents([relation(0, {1: 0.9})], [False, True], DerivationSettings()) == {}


def test_without_any_time_more_is_needed():
    settings = DerivationSettings()
    doubtful = (settings.named + settings.named_undated) / 2
    assert choose_parents([relation(0, {1: doubtful})], [True], settings) == {0: 1}
    assert choose_parents([relation(0, {1: doubtful}, dated=False)], [True], settings) == {}


def test_copies_do_not_crowd_out_the_one_rewrite():
    wire = "A tanker struck the breakwater of Halvorsen on Monday and leaked oil into the bay."
    rewrite = "Oil ran into a bay after a ship rammed a harbour wall."
    pages = [*(page(f"p{n:02}", text=wire, minute=n) for n in range(20)), page("z", text=rewrite, minute=30)]
    story = index(*pages)
    copies = {each.id: "p00" if each.id != "z" else "z" for each in pages}
    for article, others in enumerate(company(story, wholes(story), copies, 12)):
        assert len(others) == 12
        assert article not in others
        assert article == 20 or 20 in others
