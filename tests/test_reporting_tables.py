"""Tables as files: what is written reads back, names stay in their folder, nothing is half written."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.records import ArticleRow, Reject
from dedup.reporting.files import file_stems, write_atomically
from dedup.reporting.tables import write_rows, write_tables
from dedup.results import TABLES
from dedup.rows import as_json, as_plain, frame
from tests.reporting_sample import sample, with_text

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)  # lone surrogates among them


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_tables_hold_the_rows_in_the_order_of_their_fields(tmp_path: Path) -> None:
    analysis = sample()
    write_tables(analysis, tmp_path)
    for name in TABLES:
        rows = getattr(analysis, name)
        written = [json.loads(line) for line in (tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines()]
        assert written == [as_plain(row) for row in rows]
        assert [list(row) for row in written] == [[field.name for field in dataclasses.fields(row)] for row in rows]
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8")) == analysis.manifest


def test_a_run_that_breaks_off_leaves_no_manifest_of_an_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(sample(), tmp_path)
    assert (tmp_path / "manifest.json").exists()

    def full(*_: object) -> None:
        raise UsageError("cannot write: the disk is full")

    monkeypatch.setattr("dedup.reporting.tables.write_atomically", full)
    with pytest.raises(UsageError):
        write_tables(sample(), tmp_path)
    assert not (tmp_path / "manifest.json").exists()


def test_spans_and_bands_are_plain() -> None:
    row = as_plain(sample().articles[1])
    assert row["removed"] == [{"start": 0, "end": 19, "reason": "breadcrumbs"}]
    assert row["originality_band"] == [0.1, 0.22]


def test_floats_are_rounded_and_have_no_negative_zero() -> None:
    assert as_json([0.123456, -0.00001]) == "[0.1235, 0.0]"


def test_same_analysis_gives_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_tables(sample(), tmp_path / name)
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


def test_extracted_texts_are_written_as_the_spans_count(tmp_path: Path) -> None:
    analysis = sample()
    write_tables(analysis, tmp_path)
    texts = {path.name: path.read_bytes().decode("utf-8") for path in (tmp_path / "texts").iterdir()}
    assert texts == {"light%2Fpage.html.txt": analysis.pages["light/page.html"].text}


def test_texts_of_an_earlier_run_are_removed_and_nothing_else(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    write_tables(sample(), tmp_path)
    (texts / "notes.txt").write_text("mine")
    (tmp_path / "manifest.json").unlink()  # a run that broke off
    long = dataclasses.replace(sample().articles[0], id="x" * 400)
    write_tables(dataclasses.replace(sample(), articles=(long,), pages={}), tmp_path)
    assert [path.name for path in texts.iterdir()] == ["notes.txt"]
    write_tables(sample(), tmp_path)
    assert sorted(path.name for path in texts.iterdir()) == ["light%2Fpage.html.txt", "notes.txt"]


@pytest.mark.parametrize("table", ['{"id": "a"}\n', '["a"]\n', "no JSON\n", '{"id": "a", "derivation"\n', "\xff"])
def test_texts_beside_a_table_of_others_stay(tmp_path: Path, table: str) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("mine")
    (tmp_path / "articles.jsonl").write_text(table, encoding="latin-1")
    write_tables(sample(), tmp_path)
    assert (tmp_path / "texts" / "a.txt").read_text() == "mine"


@given(ANY_TEXT)
def test_any_text_makes_lines_of_json(text: str) -> None:
    line = as_json(Reject(text, text))
    assert len(line.splitlines()) == 1, "no reader of lines may see two"
    assert json.loads(line.encode("utf-8")) == {"source": text, "reason": text}


@given(
    st.lists(
        ANY_TEXT | st.sampled_from(["..", ".", "/etc/x", "a/../../b", "A", "a", "\\\\host", "x" * 300, "\0"]),
        unique=True,
    )
)
def test_no_id_escapes_its_folder_or_takes_anothers_file(ids: list[str]) -> None:
    stems = file_stems(ids)
    names = [f".{stem}.txt.part" for stem in stems.values()]
    assert all(Path("/folder", name).parent == Path("/folder") for name in names)
    assert all(len(name.encode()) <= 255 and name.isascii() and name.isprintable() for name in names)
    assert len({name.casefold() for name in names}) == len(ids)


@pytest.mark.parametrize(
    ("article_id", "stem", "_why"),
    [
        ("a/b.html", "a%2Fb.html", "a separator would make a folder"),
        ("..\\b", "%2E.%5Cb", "the other separator; a leading dot hides the file"),
        ("50%", "50%25", "so that decoding gives the id back"),
        ("plain name-1_x", "plain name-1_x", "what is safe stays readable"),
    ],
)
def test_names_of_files(article_id: str, stem: str, _why: str) -> None:
    assert file_stems([article_id]) == {article_id: stem}


def test_names_that_differ_in_case_alone_stay_two() -> None:
    stems = file_stems(["Page", "page", "other"])
    assert stems["other"] == "other"
    assert stems["Page"].startswith("Page~")
    assert stems["page"].startswith("page~")
    assert stems["Page"].casefold() != stems["page"].casefold()


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "table.jsonl"
    path.write_bytes(b"old")

    def chunks() -> object:
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, chunks())  # type: ignore[arg-type]
    assert everything(tmp_path) == {"table.jsonl": b"old"}


def test_a_link_stays_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("file")
    write_atomically(tmp_path / "link", [b"new"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """As /dev/null, which a program run by root can replace by a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, [b"ro", b"ws"])
        assert os.read(reader, 100) == b"rows"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_path_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot write"):
        write_tables(sample(), tmp_path / "file")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_are_no_formulas(start: str, tmp_path: Path) -> None:
    write_rows([Reject(f"{start}cmd|' /C calc'!A0", "1-2")], "csv", tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["source", "reason"], [f"'{start}cmd|' /C calc'!A0", "1-2"]]


def test_csv_nests_json_and_leaves_null_empty(tmp_path: Path) -> None:
    write_rows(sample().articles, "csv", tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert json.loads(rows[1]["originality_band"]) == [0.1, 0.22]
    assert rows[0]["parent"] == ""
    assert rows[0]["added"] == "1.0"


@given(ANY_TEXT)
def test_csv_of_any_text_has_one_row(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        out = io.TextIOWrapper(io.BytesIO())
        patch.setattr(sys, "stdout", out)
        write_rows([Reject(text, "r")], "csv")
    rows = list(csv.reader(io.StringIO(out.buffer.getvalue().decode("utf-8"), newline="")))  # type: ignore[attr-defined]
    assert len(rows) == 2
    assert rows[1][1] == "r"


@pytest.mark.parametrize("name", TABLES)
def test_parquet_reads_back(name: str, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    rows = getattr(sample(), name)
    write_rows(rows, "parquet", tmp_path / "t.parquet")
    assert parquet.read_table(tmp_path / "t.parquet").to_pylist() == [as_plain(row) for row in rows]


def test_parquet_schema_does_not_depend_on_the_rows(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    write_rows([], "parquet", tmp_path / "none.parquet", row_type=ArticleRow)
    write_rows(sample().articles, "parquet", tmp_path / "some.parquet")
    none, some = (parquet.read_schema(tmp_path / f"{name}.parquet") for name in ("none", "some"))
    assert none.equals(some)


def test_parquet_takes_lone_surrogates(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    write_rows([Reject("a\ud800", "b")], "parquet", tmp_path / "t.parquet")
    assert parquet.read_table(tmp_path / "t.parquet").to_pylist() == [{"source": "a\ufffd", "reason": "b"}]


def test_frame_has_the_columns_of_the_table() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    found = frame(sample().quotes)
    assert list(found.columns)[:3] == ["article", "start", "end"]
    assert found["speaker"].tolist()[0] == "Ada Lund"


@pytest.mark.parametrize(("form", "package"), [("parquet", "pyarrow"), ("frame", "pandas")])
def test_a_missing_package_is_named_with_its_cure(form: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    extra = "pandas" if form == "frame" else "parquet"
    with pytest.raises(UsageError, match=rf"pip install 'dedup\[{extra}\]'"):
        frame(sample().rejects) if form == "frame" else write_rows(sample().rejects, "parquet")


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_rows_go_to_standard_output(form: str, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    rows = sample().rejects
    write_rows(rows, form, Path("-"))  # type: ignore[arg-type]
    printed = capsysbinary.readouterr().out
    write_rows(rows, form, tmp_path / "t")  # type: ignore[arg-type]
    assert printed == (tmp_path / "t").read_bytes()
    assert b"broken.html" in printed


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_no_rows_are_no_error(form: str, tmp_path: Path) -> None:
    write_rows([], form, tmp_path / "t", row_type=Reject)  # type: ignore[arg-type]
    assert (tmp_path / "t").read_bytes().startswith(b"" if form == "jsonl" else b"source")


def test_hostile_texts_are_written(tmp_path: Path) -> None:
    write_tables(with_text("</script>\0\ud800\u202e\r\n"), tmp_path)
    assert len((tmp_path / "rejects.jsonl").read_bytes().splitlines()) == 1
