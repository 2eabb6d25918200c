import datetime as dt
import json
import random
import re
from pathlib import Path

import pytest

from dedup.analysis import analyze
from dedup.engines.local import LocalEngine
from dedup.errors import InputError, UsageError
from dedup.reading.read import Reading, read_articles
from dedup.records import Article, Reject
from dedup.reporting.report import write_report
from dedup.reporting.tables import write_tables
from dedup.results import Analysis

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_articles(FIXTURES / "pages")


@pytest.fixture(scope="module")
def result(reading: Reading) -> Analysis:
    return analyze(reading.articles, rejects=reading.rejects)


def written(analysis: Analysis, folder: Path) -> dict[str, bytes]:
    write_tables(analysis, folder)
    write_report(analysis, folder / "report.html")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_every_input_ends_in_the_results_or_the_rejects(result: Analysis) -> None:
    pages = {path.name for path in (FIXTURES / "pages").iterdir()}
    assert {row.id for row in result.articles} | {reject.source for reject in result.rejects} == pages
    assert len(result.articles) + len(result.rejects) == len(pages)


def test_the_same_bytes_for_any_order_and_number_of_workers(reading: Reading, result: Analysis, tmp_path: Path) -> None:
    first = written(result, tmp_path / "first")
    shuffled = list(reading.articles)
    random.Random(3).shuffle(shuffled)
    with LocalEngine(workers=2) as engine:
        second = written(analyze(shuffled, engine=engine, rejects=reading.rejects), tmp_path / "second")
    assert first == second


def test_every_span_lies_in_its_text(result: Analysis) -> None:
    def check(article: str, start: int, end: int) -> None:
        assert 0 <= start <= end <= len(result.pages[article].text)

    for row in result.articles:
        for span in row.removed:
            check(row.id, span.start, span.end)
        for credit in row.credits:
            check(row.id, credit.start, credit.end)
            if credit.end:
                assert result.pages[row.id].text[credit.start : credit.end] == credit.text
    for sentence in result.sentences:
        check(sentence.article, sentence.start, sentence.end)
        for new in sentence.new:
            assert sentence.start <= new.start < new.end <= sentence.end
        for match in sentence.matches:
            assert match.article != sentence.article
            check(match.article, match.start, match.end)
    for left_out in result.dropped:
        check(left_out.parent, left_out.start, left_out.end)
    for quote in result.quotes:
        check(quote.article, quote.start, quote.end)
        if quote.speaker_start is not None and quote.speaker_end is not None:
            check(quote.article, quote.speaker_start, quote.speaker_end)
            assert result.pages[quote.article].text[quote.speaker_start : quote.speaker_end] == quote.speaker_text


def test_shares_add_up(result: Analysis) -> None:
    for row in result.articles:
        assert row.copied + row.reworded + row.added == pytest.approx(1 if row.words else 0, abs=2e-4)
        low, high = row.originality_band
        assert 0 <= low <= row.originality <= high <= 1


def test_labels_are_ids_of_members(result: Analysis) -> None:
    ids = {row.id: row for row in result.articles}
    for row in result.articles:
        assert ids[row.story].story == row.story
        assert ids[row.copies].copies == row.copies
        assert ids[row.copies].story == row.story
        assert row.parent is None or (row.parent != row.id and ids[row.parent].story == row.story)


def test_nobody_is_his_own_ancestor(result: Analysis) -> None:
    parent = {row.id: row.parent for row in result.articles}
    for start in parent:
        seen, at = set(), parent[start]
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = parent[at]
        assert start not in seen


def test_rows_are_sorted_and_the_manifest_counts_them(result: Analysis) -> None:
    assert [row.id for row in result.articles] == sorted(row.id for row in result.articles)
    assert [row.story for row in result.stories] == sorted(row.story for row in result.stories)
    keys = [(row.article, row.start) for row in result.sentences]
    assert keys == sorted(keys)
    assert result.manifest["counts"]["articles"] == len(result.articles)  # type: ignore[index]
    json.dumps(result.manifest)


def test_rejects_are_carried_through() -> None:
    article = Article(id="a", text="The ferry was late on Monday, the port said. It sailed again an hour later.")
    result = analyze([article], rejects=[Reject("b.txt", "empty")])
    assert result.rejects == (Reject("b.txt", "empty"),)
    assert [row.derivation for row in result.articles] == ["none"]
    assert [row.originality for row in result.articles] == [1.0]


def test_two_articles_of_one_id_are_an_error() -> None:
    articles = [Article(id="a", text="one", source="x.txt"), Article(id="a", text="two", source="y.txt")]
    with pytest.raises(InputError, match=r"x\.txt.*y\.txt"):
        analyze(articles)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("fixtures/pages", "read_articles"),
        (["a text"], "Article(id=..., text=...)"),
        ([{"id": "a", "text": "x"}], "not an article but a dict"),
        ([Article(id="a", text=None)], "the text of article 'a'"),  # type: ignore[arg-type]
        ([Article(id="a", text="x", published=dt.datetime(2026, 3, 1))], "no offset"),
    ],
)
def test_what_is_no_article_is_told_what_to_do(given: object, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        analyze(given)  # type: ignore[arg-type]


def test_nothing_gives_empty_tables() -> None:
    result = analyze([])
    assert (result.articles, result.stories, result.quotes) == ((), (), ())


def test_hostile_inputs_go_through(tmp_path: Path) -> None:
    reading = read_articles(FIXTURES / "hostile")
    result = analyze(reading.articles, rejects=reading.rejects)
    assert len(result.articles) == len(reading.articles)
    assert len(result.rejects) == len(reading.rejects)
    assert all(reject.reason for reject in result.rejects)
    names = written(result, tmp_path / "out")
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {"out"}
    assert b"<script>alert" not in names["report.html"]


def test_tables_as_data_frames(result: Analysis) -> None:
    assert list(result.frame("articles")["id"]) == [row.id for row in result.articles]
    assert list(analyze([]).frame("quotes").columns)[:3] == ["article", "start", "end"]
    with pytest.raises(UsageError, match="articles, stories"):
        result.frame("paragraphs")


def test_a_notebook_shows_stories_and_escapes_titles() -> None:
    text = "The night ferry to Marrowhead was suspended on Tuesday after a fire in its engine room, the port said. " * 3
    articles = [Article(id=i, text=text, title="<script>x</script>") for i in "ab"]
    shown = analyze(articles)._repr_html_()
    assert "Articles: 2. Stories told by several: 1." in shown
    assert "<script>" not in shown
