"""The pages the project started from, beside the project: five rewrites of one wire story."""

import pytest

from benchmarks.corpora import SHARED
from dedup.analysis import analyze
from dedup.reading.read import read_articles
from dedup.results import Analysis

SEEDS = SHARED / "seeds"
pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not beside the project"),
]


@pytest.fixture(scope="module")
def result() -> Analysis:
    return analyze(read_articles(SEEDS).articles)


def test_they_are_one_story(result: Analysis) -> None:
    assert len(result.articles) == 5
    assert len({row.story for row in result.articles}) == 1


def test_credits(result: Analysis) -> None:
    named = [[(credit.agency, credit.kind) for credit in row.credits] for row in result.articles]
    assert named == [[("PTI", "agency")], [], [], [], [("India Today", "outlet")]]


def test_quotes_that_only_the_last_page_has(result: Analysis) -> None:
    page = result.articles[-1].id
    alone = [q for q in result.quotes if q.article == page and q.type == "direct" and q.exclusive]
    assert {"Meera Vasudevan", "Rakesh Sood"} <= {q.speaker for q in alone}
    unnamed = [q.speaker_text or "" for q in alone if q.speaker is None]
    assert any("defense source" in words for words in unnamed)
    assert any("intelligence officer" in words for words in unnamed)
    assert all(
        "untraceable" in q.flags for q in alone if q.speaker is None or q.speaker.endswith(("Vasudevan", "Sood"))
    )
    around = [s for s in result.sentences if s.article == page for q in alone if s.start < q.end and q.start < s.end]
    assert {s.status for s in around} == {"added"}


def test_clutter_is_no_content(result: Analysis) -> None:
    for sentence in result.sentences:
        words = result.pages[sentence.article].text[sentence.start : sentence.end].casefold()
        assert not any(clutter in words for clutter in ("leave a reply", "advertisement", "netflix", "share this"))


def test_originality_rises_from_the_rewrites_to_the_padded_pages(result: Analysis) -> None:
    scores = [row.originality for row in result.articles]
    assert max(scores[:2]) < 0.35
    assert max(scores[:2]) < scores[2] < min(scores[3:])


def test_an_interview_of_another_day_is_no_variant(result: Analysis) -> None:
    other = [q for q in result.quotes if q.type == "direct" and "Geo" in (q.venue or "")]
    assert other
    for quote in other:
        group = [q for q in result.quotes if q.group == quote.group]
        assert {q.article for q in group} == {quote.article}
        assert quote.relation == "new"


def test_the_words_to_one_broadcaster_are_one_utterance(result: Analysis) -> None:
    first = next(q for q in result.quotes if q.type == "direct" and "Bloomberg" in (q.venue or ""))
    group = [q for q in result.quotes if q.group == first.group and q.type == "direct"]
    assert {q.article for q in group} == {row.id for row in result.articles}, "the last page only paraphrases it"


def test_only_sources_and_bare_names_are_flagged(result: Analysis) -> None:
    flagged = {q.article for q in result.quotes if q.type == "direct" and "untraceable" in q.flags}
    assert flagged == {result.articles[-1].id}
