"""Files of every format become articles, and what cannot be used becomes a reject with its reason."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from dedup.errors import InputError, UsageError
from dedup.reading.read import Reading, iter_articles, read_articles
from dedup.records import Article, Reject
from dedup.settings import ReadingSettings

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
zstandard = pytest.importorskip("zstandard")
warcio = pytest.importorskip("warcio")

TEXT = "The council closed the “old” bridge on Monday.\n\nIt will open in spring, a mayor – not Ilse Tornow – said."
LAST = "Drivers must use the motorway crossing until the repairs are done, and the last bus will run at ten."
PAGE = f"<html><body><article><h1>Bridge closed</h1><p>{TEXT} {TEXT} {TEXT}</p><p>{LAST}</p></article></body></html>"


def row(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"id": f"r{number}", "text": TEXT, "published": "2026-09-18T10:10:00Z", "section": "world"} | fields


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def warc_bytes(pages: list[bytes], *, compressed: bool, headers: Sequence[tuple[str, str]] = ()) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    class Writer(WARCWriter):  # type: ignore[misc]
        def _create_temp_file(self) -> io.BytesIO:  # its own temporary files are left open
            return io.BytesIO()

    out = io.BytesIO()
    writer = Writer(out, gzip=compressed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for number, page in enumerate(pages):
        said = [("Content-Type", "text/html; charset=utf-8"), *headers]
        status = StatusAndHeaders("200 OK", said, protocol="HTTP/1.1")
        url = f"https://daily.example/{number}"
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(page), http_headers=status))
    return out.getvalue()


def csv_bytes(rows: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def parquet_bytes(rows: list[dict[str, Any]], compression: str = "snappy") -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, compression=compression)
    return out.getvalue()


def json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in rows).encode()


ROWS = [row(1), row(2, text=TEXT + " Two.")]
ROW_FORMATS: dict[str, bytes] = {
    "x.jsonl": json_lines(ROWS),
    "x.ndjson": b"\xef\xbb\xbf" + json_lines(ROWS),
    "x.json": json.dumps(ROWS).encode(),
    "x.csv": csv_bytes(ROWS),
    "semicolons.csv": csv_bytes(ROWS, ";"),
    "x.tsv": csv_bytes(ROWS, "\t"),
    "x.parquet": parquet_bytes(ROWS),
}


@pytest.mark.parametrize("name", ROW_FORMATS)
def test_rows_of_each_format(tmp_path: Path, name: str) -> None:
    found = read_articles(write(tmp_path / name, ROW_FORMATS[name]))
    assert found.rejects == ()
    assert [(a.id, a.text, dict(a.extra)) for a in found] == [(r["id"], r["text"], {"section": "world"}) for r in ROWS]
    assert all(a.published is not None and a.published_note is None for a in found)
    assert found[0].source.startswith(f"{name}:")


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.json", "x.tsv"])
@pytest.mark.parametrize(("suffix", "compress"), [(".gz", gzip.compress), (".zst", zstandard.compress)])
def test_compressed(tmp_path: Path, name: str, suffix: str, compress: Callable[[bytes], bytes]) -> None:
    found = read_articles(write(tmp_path / (name + suffix), compress(ROW_FORMATS[name])))
    assert [a.text for a in found] == [r["text"] for r in ROWS]


@pytest.mark.parametrize("suffix", [".txt", ".html", ".txt.gz", ".html.zst", ".json", ".json.gz"])
def test_one_article_per_file(tmp_path: Path, suffix: str) -> None:
    content = {".txt": TEXT, ".html": PAGE, ".json": json.dumps({"text": TEXT})}["." + suffix.split(".")[1]].encode()
    data = (
        gzip.compress(content) if suffix.endswith("gz") else zstandard.compress(content) if "zst" in suffix else content
    )
    write(tmp_path / "in" / "a" / f"b{suffix}", data)
    (found,) = read_articles(tmp_path / "in")
    assert (found.id, found.source) == (f"a/b{suffix}", f"a/b{suffix}")
    assert found.text == TEXT if "html" not in suffix else found.extracted
    (single,) = read_articles(tmp_path / "in" / "a" / f"b{suffix}")
    assert single.id == f"b{suffix}"


@pytest.mark.parametrize(("name", "compressed"), [("x.warc", False), ("x.warc.gz", True)])
def test_warc(tmp_path: Path, name: str, compressed: bool) -> None:
    data = warc_bytes([PAGE.encode(), b"<html></html>", PAGE.encode()], compressed=compressed)
    found = read_articles(write(tmp_path / name, data))
    assert [(a.id, a.url, a.outlet) for a in found] == [
        (f"{name}:2", "https://daily.example/0", "daily.example"),
        (f"{name}:4", "https://daily.example/2", "daily.example"),
    ]
    assert [reject.source for reject in found.rejects] == [f"{name}:3"]


def test_a_long_page_is_read_to_its_end(tmp_path: Path) -> None:
    page = PAGE.replace("<article>", f"<article><!-- {os.urandom(150_000).hex()} -->")
    for name in ("x.warc", "x.warc.gz"):
        path = write(tmp_path / name, warc_bytes([page.encode()], compressed=name.endswith("gz")))
        assert [a.text.endswith(LAST) for a in read_articles(path)] == [True]


def _chunked(data: bytes) -> bytes:
    pieces = [data[at : at + 100] for at in range(0, len(data), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize("encoding", ["gzip", "chunked"])
def test_pages_as_the_server_sent_them(tmp_path: Path, encoding: str) -> None:
    page = PAGE.encode()
    if encoding == "gzip":
        header, body = ("Content-Encoding", "gzip"), gzip.compress(page)
    else:
        header, body = ("Transfer-Encoding", "chunked"), _chunked(page)
    (found,) = read_articles(write(tmp_path / "x.warc.gz", warc_bytes([body], compressed=True, headers=[header])))
    assert found.text.endswith(LAST)


@pytest.mark.parametrize("cut", [2, 10, 300, 600, 700, 800])
def test_a_record_that_breaks_off_is_a_reject(tmp_path: Path, cut: int) -> None:
    data = warc_bytes([PAGE.encode()] * 3, compressed=False)
    found = read_articles(write(tmp_path / "x.warc", data[:-cut]))
    assert len(found) == (3 if cut == 2 else 2)
    assert found.rejects
    assert all("breaks off" in reject.reason for reject in found.rejects)


def test_a_warc_streams_in_bounded_memory(tmp_path: Path) -> None:
    pages = [PAGE.replace("bridge", f"bridge {n}").encode() + b" " * 100_000 for n in range(80)]
    path = write(tmp_path / "x.warc.gz", warc_bytes(pages, compressed=True))
    next(iter_articles([path]))  # libraries are loaded
    tracemalloc.start()
    count = sum(isinstance(entry, Article) for entry in iter_articles([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 80
    assert peak < 4 << 20  # the pages hold 8 MB


def test_times_of_parquet_columns(tmp_path: Path) -> None:
    table = pa.table({"text": [TEXT], "published": pa.array([1_789_726_200_123_456_789], pa.timestamp("ns", "UTC"))})
    pq.write_table(table, tmp_path / "x.parquet")
    (found,) = read_articles(tmp_path / "x.parquet")
    assert found.published is not None
    assert found.published.isoformat() == "2026-09-18T10:10:00.123456+00:00"
    assert found.id == "x.parquet:1"


def test_a_row_may_hold_a_whole_page(tmp_path: Path) -> None:
    (found,) = read_articles(write(tmp_path / "x.jsonl", json_lines([{"url": "https://d.example/a", "html": PAGE}])))
    assert found.extracted
    assert (found.title, found.outlet, found.id) == ("Bridge closed", "d.example", "x.jsonl:1")


def test_stdin_is_json_lines_compressed_or_not() -> None:
    for data in (json_lines(ROWS), gzip.compress(json_lines(ROWS))):
        found = list(iter_articles(["-"], stdin=io.BytesIO(data)))
        assert [(a.id, a.source) for a in found if isinstance(a, Article)] == [("r1", "-:1"), ("r2", "-:2")]


def test_order_is_sorted_and_does_not_depend_on_the_file_system(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "c/d/e.txt", "B.txt"):
        write(tmp_path / name, name)
    assert [a.id for a in read_articles(tmp_path)] == ["B.txt", "a.txt", "a/z.txt", "b.txt", "c/d/e.txt"]


def test_only_arguments_whose_names_clash_get_a_prefix(tmp_path: Path) -> None:
    write(tmp_path / "mon" / "a.txt", "Monday.")
    write(tmp_path / "tue" / "a.txt", "Tuesday.")
    write(tmp_path / "tue" / "b.txt", "Tuesday again.")
    write(tmp_path / "wed" / "c.txt", "Wednesday.")
    found = read_articles(tmp_path / "mon", tmp_path / "tue", tmp_path / "wed")
    assert [a.id for a in found] == ["mon/a.txt", "tue/a.txt", "tue/b.txt", "c.txt"]
    assert [a.source for a in found] == ["mon/a.txt", "tue/a.txt", "tue/b.txt", "c.txt"]


def test_folders_of_one_name_are_told_apart_by_those_above(tmp_path: Path) -> None:
    write(tmp_path / "x" / "day" / "a.txt", "One.")
    write(tmp_path / "y" / "day" / "a.txt", "Two.")
    assert [a.id for a in read_articles(tmp_path / "x" / "day", tmp_path / "y" / "day")] == [
        "x/day/a.txt",
        "y/day/a.txt",
    ]
    files = tmp_path / "x" / "day" / "a.txt", tmp_path / "y" / "day" / "a.txt"
    assert [a.id for a in read_articles(*files)] == ["x/day/a.txt", "y/day/a.txt"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    found = read_articles(tmp_path, path)
    assert [a.id for a in found] == ["a.txt"]
    assert [reject.source for reject in found.rejects] == ["a.txt"]


def test_the_later_of_two_of_one_id_is_rejected(tmp_path: Path) -> None:
    found = read_articles(write(tmp_path / "x.jsonl", json_lines([row(1), row(2), row(1, text="Other.")])))
    assert [a.id for a in found] == ["r1", "r2"]
    (reject,) = found.rejects
    assert reject.source == "x.jsonl:3"
    assert '"r1" stands first in x.jsonl:1' in reject.reason


BAD_FILES: dict[str, tuple[bytes, str]] = {
    # name: (content, part of the reason)
    "empty.txt": (b"", "the text is empty"),
    "blank.txt": (b" \n\t ", "the text is empty"),
    "nul.txt": (b"a\0b\0\0\0c", "binary"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    "broken.json": (b'{"text": "a', "not valid JSON"),
    "package.json": (b'{"name": "x", "version": "1"}', "no text among the fields"),
    "number.json": (b"17", "not an object"),
    "deep.json": (b"[" * 200_000, "nested too deeply"),
    "digits.json": (b'{"text": ' + b"1" * 10_000 + b"}", ""),
    "empty.json": (b"", "not valid JSON"),
    "empty.csv": (b"", "must name the columns"),
    "columns.csv": (b"title,date\nx,y\n", "no text among the fields"),
    "wide.csv": (b"text\na,b\n", "2 fields under 1 columns"),
    "unclosed.csv": (b'text\n"a', "quotation marks"),
    "utf16.csv": ("text\nabc\n".encode("utf-16-le"), "NUL"),
    "broken.parquet": (b"PAR1 not really PAR1", "not a sound Parquet file"),
    "cut.parquet": (parquet_bytes(ROWS)[:-20], "not a sound Parquet file"),
    "zipped.parquet": (gzip.compress(parquet_bytes(ROWS)), "not a sound Parquet file"),
    "broken.warc": (b"this is no archive\r\n\r\n", "not a sound WARC"),
    "cut.txt.gz": (gzip.compress(os.urandom(5000))[:2000], "breaks off"),
    "cut.txt.zst": (zstandard.compress(os.urandom(5000))[:2000], "breaks off"),
    "page.html": (b"", "not HTML"),
    "paper.pdf": (b"%PDF-1.7", "not a format"),
    "notes": (b"what is this", "not a format"),
    "README.txt": (b"About these articles.", "documentation"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_a_reject_and_the_run_goes_on(tmp_path: Path, name: str) -> None:
    content, reason = BAD_FILES[name]
    write(tmp_path / "sub" / name, content)
    write(tmp_path / "zz.txt", TEXT)
    found = read_articles(tmp_path)
    assert [a.id for a in found] == ["zz.txt"]
    (reject,) = found.rejects
    assert reject.source.startswith(f"sub/{name}")
    assert reason in reject.reason
    assert ": " in reject.reason  # what is wrong: what to do
    assert "\n" not in reject.reason


BAD_LINES: list[tuple[bytes, str]] = [
    (b"{broken", "not valid JSON"),
    (b"[1, 2]", "not an object"),
    (b'"text"', "not an object"),
    (b"null", "not an object"),
    (b'{"text": ""}', "no text"),
    (b'{"title": "x"}', "no text"),
    (b'{"text": "a\\u0000b"}', "NUL"),
    (b'{"text": "\xff\xfe"}', "not UTF-8"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"text": "' + b"x" * 5000 + b'"}', "longer than"),
    (b"\0\0\0", "not valid JSON"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_is_a_reject_and_the_rows_go_on(tmp_path: Path, line: bytes, reason: str) -> None:
    path = write(tmp_path / "x.jsonl", json_lines([row(1)]) + line + b"\n\n" + json_lines([row(2)]))
    found = [*iter_articles([path], limits=ReadingSettings(text_bytes=4000 if reason == "longer than" else 1 << 20))]
    assert [type(entry) for entry in found] == [Article, Reject, Article]
    assert isinstance(found[1], Reject)
    assert found[1].source == "x.jsonl:2"
    assert reason in found[1].reason


def test_rows_before_a_broken_end_are_kept(tmp_path: Path) -> None:
    rows = [row(n, text=os.urandom(200).hex()) for n in range(500)]
    data = gzip.compress(json_lines(rows))
    found = read_articles(write(tmp_path / "x.jsonl.gz", data[: len(data) // 2]))
    assert 100 < len(found) < 400
    assert found.rejects[-1].reason.startswith("the compressed file breaks off")
    data = warc_bytes([PAGE.encode()] * 3, compressed=True)
    cut = read_articles(write(tmp_path / "x.warc.gz", data[:-60]))
    assert len(cut) in (2, 3)
    assert cut.rejects


def test_csv_rows_after_a_broken_one_are_read(tmp_path: Path) -> None:
    data = b'id,text\n1,"One, and\nmore."\n2,"Two"bad\n3,Three.\n\n4,\n'
    found = read_articles(write(tmp_path / "x.csv", data))
    assert [(a.id, a.text, a.source) for a in found] == [
        ("1", "One, and\nmore.", "x.csv:2"),
        ("3", "Three.", "x.csv:5"),
    ]
    assert [reject.source for reject in found.rejects] == ["x.csv:4", "x.csv:7"]


def test_an_unclosed_quote_says_which_lines_it_takes(tmp_path: Path) -> None:
    write(tmp_path / "x.csv", b'id,text\n1,One.\n2,"Two.\n3,Three.\n4,Four.\n')
    write(tmp_path / "y.csv", b'id,text\n7,One.\n2,"Two.\n' + b"3,Three.\n" * 1000)
    found = read_articles(tmp_path, limits=ReadingSettings(text_bytes=5000))
    assert [a.source for a in found] == ["x.csv:2", "y.csv:2"]
    x, y = found.rejects
    assert x.source == "x.csv:3"
    assert "takes the lines to 5 with it" in x.reason
    assert y.source == "y.csv:3"
    assert "the rest is not read" in y.reason


def test_csv_that_is_not_utf_8_is_read_and_says_so(tmp_path: Path) -> None:
    (found,) = read_articles(write(tmp_path / "x.csv", "text\nDie Brücke ist zu und das bleibt so.\n".encode("cp1252")))
    assert found.text == "Die Brücke ist zu und das bleibt so."
    assert found.extra == {"encoding_note": "not UTF-8, read as cp1252"}


def test_csv_of_another_script_is_guessed_from_the_first_such_line_and_what_follows(tmp_path: Path) -> None:
    text = "工程师们已经签字，尽管咖啡馆老板们抱怨，市政府仍表示费用由企业承担。"
    rows = "id;text\n1;ascii\n2;市长\n" + "".join(f"{n};{text}\n" for n in range(3, 30))
    found = read_articles(write(tmp_path / "x.csv", rows.encode("gb18030")))
    assert [article.text for article in found] == ["ascii", "市长", *[text] * 27]
    assert found[1].extra == {"encoding_note": "not UTF-8, read as gb18030"}


@pytest.mark.parametrize(
    ("data", "texts", "sources"),
    [
        (b"sep=;\r\nid;text\r\n1;a, b, c, d\r\n", ["a, b, c, d"], ["x.csv:3"]),
        (b'\xef\xbb\xbf"sep=|"\nid|text\n1|a;b\n', ["a;b"], ["x.csv:3"]),
        (b"id,text\n1,a,\n2,b,,\n", ["a", "b"], ["x.csv:2", "x.csv:3"]),  # a separator at the end of each line
        (b"id,text\n1,a,b\n2,c\n", ["c"], ["x.csv:3"]),  # a field too many that is not empty is none
        (b"sep,text\n1,a\n", ["a"], ["x.csv:2"]),  # a column of that name
    ],
)
def test_csv_as_spreadsheets_write_it(tmp_path: Path, data: bytes, texts: list[str], sources: list[str]) -> None:
    found = read_articles(write(tmp_path / "x.csv", data))
    assert [article.text for article in found] == texts
    assert [article.source for article in found] == sources


def test_carriage_returns_alone_are_named(tmp_path: Path) -> None:
    (reject,) = read_articles(write(tmp_path / "x.csv", b"id,text\r1,abc\r2,def\r")).rejects
    assert "carriage returns alone" in reject.reason


@pytest.mark.parametrize("name", ["x.tsv", "x.csv", "x.jsonl"])
def test_rows_in_utf_16_with_its_mark_are_read(tmp_path: Path, name: str) -> None:
    """Excel's Unicode text, and what PowerShell writes with ``>``."""
    rows = '{"id": "1", "text": "Ċ a"}\r\n' if name == "x.jsonl" else "id\ttext\r\n1\tĊ a\r\n"  # Ċ holds a byte 0A
    (found,) = read_articles(write(tmp_path / name, rows.encode("utf-16")))
    assert (found.id, found.text) == ("1", "Ċ a")


def test_lone_surrogates_can_be_written_out_again(tmp_path: Path) -> None:
    (found,) = read_articles(
        write(tmp_path / "x.jsonl", b'{"id": "\\ud800", "text": "a \\udc00 b", "\\ud801": "\\ud802"}')
    )
    repr((found.id, found.text, found.extra)).encode()
    found.text.encode()
    found.id.encode()


def test_what_is_plainly_no_article_is_passed_over(tmp_path: Path) -> None:
    for name in (
        "a.png",
        "style.css",
        ".hidden.txt",
        ".git/config.json",
        "README.md",
        "LICENSE",
        "app.js",
        "__MACOSX/a.txt",
    ):
        write(tmp_path / name, "x")
    assert read_articles(tmp_path) == Reading((), ())


def test_own_results_inside_the_folder_are_not_read(tmp_path: Path) -> None:
    for name in ("manifest.json", "articles.jsonl", "stories.jsonl", "sentences.jsonl", "texts/a.txt"):
        write(tmp_path / "out" / name, "{}")
    write(tmp_path / "a.txt", TEXT)
    found = read_articles(tmp_path)
    assert [a.id for a in found] == ["a.txt"]
    assert found.rejects == ()
    with pytest.raises(InputError, match="holds results"):
        read_articles(tmp_path / "out")


def test_links_in_circles_and_broken_links(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt", TEXT)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    found = read_articles(tmp_path)
    assert [a.id for a in found] == ["a/x.txt"]
    assert [r.source for r in found.rejects] == ["a/self", "a/up", "broken.txt", "round.txt"]


def test_a_maze_of_links_takes_no_exponential_time(tmp_path: Path) -> None:
    for level in range(40):
        (tmp_path / f"{level}").mkdir()
    for level in range(39):
        for name in ("left", "right"):
            (tmp_path / f"{level}" / name).symlink_to(tmp_path / f"{level + 1}")
    write(tmp_path / "39" / "x.txt", TEXT)
    assert [a.id for a in read_articles(tmp_path)] == ["39/x.txt"]


def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (reject,) = read_articles(tmp_path).rejects
    assert "pipe" in reject.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", TEXT).chmod(0)
    (tmp_path / "in" / "b").mkdir(mode=0)
    rejects = read_articles(tmp_path / "in").rejects
    assert [r.source for r in rejects] == ["a.txt", "b"]
    with pytest.raises(InputError, match="permission"):
        read_articles(tmp_path / "in" / "a.txt")


def test_a_file_that_fails_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = write(tmp_path / "bad.txt", TEXT)
    write(tmp_path / "good.txt", TEXT)
    plain_open = Path.open

    def failing(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == bad:
            raise PermissionError(13, "Permission denied")
        return plain_open(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", failing)
    found = read_articles(tmp_path)
    assert [a.id for a in found] == ["good.txt"]
    assert found.rejects == (Reject("bad.txt", "cannot be read (Permission denied): check its permissions"),)


def test_file_names_that_are_no_utf_8(tmp_path: Path) -> None:
    write(tmp_path / os.fsdecode(b"\xff.txt"), TEXT)
    (found,) = read_articles(tmp_path)
    assert found.id == "\ufffd.txt"


def test_missing_paths_are_told_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    with pytest.raises(UsageError, match=r"no such file or folder: .*nowhere"):
        iter_articles([tmp_path, tmp_path / "nowhere"])
    with pytest.raises(InputError, match=r"cannot read .*a\.doc: its name must end in one of"):
        read_articles(write(tmp_path / "a.doc", "x"))


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("x.parquet", "pyarrow", "parquet"),
        ("x.warc", "warcio.archiveiterator", "warc"),
        ("x.jsonl.zst", "zstandard", "zstd"),
    ],
)
def test_a_missing_library_names_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, module, None)
    path = write(tmp_path / name, zstandard.compress(b"{}") if extra == "zstd" else b"x")
    with pytest.raises(InputError, match=rf"pip install 'dedup\[{extra}\]'"):
        read_articles(path)


def test_a_bomb_inside_a_folder_is_a_reject(tmp_path: Path) -> None:
    def blocks() -> Iterator[bytes]:
        packer = zstandard.ZstdCompressor().compressobj()
        for _ in range(64):
            yield packer.compress(b"\0" * (1 << 20))
        yield packer.flush()

    write(tmp_path / "bomb.txt.zst", b"".join(blocks()))
    write(tmp_path / "bomb.jsonl.zst", b"".join(blocks()))
    tracemalloc.start()
    found = [*iter_articles([tmp_path], limits=ReadingSettings(text_bytes=1 << 20, inflated_bytes=8 << 20))]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    reasons = [entry.reason.split(":")[0] for entry in found if isinstance(entry, Reject)]
    assert reasons == ["decompresses to more than 250 times its size"] * 2
    assert peak < 120 << 20


def test_a_bomb_of_parquet_is_a_reject(tmp_path: Path) -> None:
    write(tmp_path / "bomb.parquet", parquet_bytes([row(1, text="a" * (32 << 20))], compression="zstd"))
    write(tmp_path / "sound.parquet", parquet_bytes(ROWS))
    found = read_articles(tmp_path, limits=ReadingSettings(inflated_bytes=8 << 20))
    assert [reject.reason.split(":")[0] for reject in found.rejects] == ["decompresses to more than 250 times its size"]
    assert len(found) == len(ROWS)


@pytest.mark.parametrize("name", ["x.json", "x.parquet"])
def test_a_field_longer_than_an_article_may_be_is_a_reject(tmp_path: Path, name: str) -> None:
    rows = [row(1), row(2, text="a" * 5000), row(3)]
    write(tmp_path / name, parquet_bytes(rows) if name.endswith("t") else json.dumps(rows).encode())
    found = read_articles(tmp_path, limits=ReadingSettings(text_bytes=4000))
    assert [a.source for a in found] == [f"{name}:1", f"{name}:3"]
    assert [reject.source for reject in found.rejects] == [f"{name}:2"]


def test_reading_is_a_sequence_of_articles(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path / name, name)
    found = read_articles(tmp_path)
    assert len(found) == 3
    assert found[-1].id == "c.txt"
    assert [a.id for a in found[:2]] == ["a.txt", "b.txt"]
    assert [a.id for a in found] == [a.id for a in found.articles]
