"""The field finder against the reader: whatever a line holds, the same articles, ids, rejects and shingles."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.matching.bulk.compiled import find_articles
from dedup.matching.bulk.lane import copies_of_jsonl
from dedup.matching.bulk.room import COLUMNS, TEXT, TEXT_END
from dedup.matching.shingles import shingle_words, word_shingles
from dedup.reading.read import read_articles
from dedup.settings import CopySettings, ReadingSettings

SETTINGS = CopySettings()

LINES = [
    (b'{"id": "a", "text": "one two"}', "plain"),
    (b'{"text":"one two","outlet":"o","id":"a"}', "another order, no spaces"),
    (b'\t { "id" : "a" ,\t"text" : "one two" } \r', "white space wherever JSON has it"),
    (b'{"id": "a", "text": "one two", "tags": ["x", {"y": [1, -2.5e+3, true, null, {}], "z": []}]}', "nested values"),
    (b'{"meta": {"id": "inner", "text": "inner"}, "id": "a", "text": "outer text"}', "an inner object's fields"),
    (b'{"text": "no id here"}', "no id: the line's place"),
    (b'{"id": "", "text": "empty id"}', "an empty id is none"),
    (b'{"id": " a  b ", "text": "white space in an id"}', "folded by the reader"),
    (b'{"id": "a\\u00e9\\tb", "text": "escapes in an id"}', "escapes in an id"),
    ('{"id": "é", "text": "id beyond ASCII"}'.encode(), "an id beyond ASCII"),
    (b'{"id": 17, "text": "a number as id"}', "a number as id"),
    (b'{"id": -0, "text": "minus zero"}', "prints as 0"),
    (b'{"id": 1.5, "text": "a fraction as id"}', "no identity"),
    (b'{"id": 12345678901234567890123, "text": "a long number"}', "a long number"),
    (b'{"id": true, "text": "a truth as id"}', "no identity"),
    (b'{"id": null, "text": "null"}', "no identity"),
    (b'{"id": ["a"], "text": "a list as id"}', "no identity"),
    (b'{"ID": "upper", "text": "another spelling"}', "the reader takes ID for id"),
    (b'{"doc_id": "d", "body": "other names"}', "other names of the fields"),
    (b'{"Text": "first", "id": "a", "text": "second"}', "the first of equal names counts"),
    (b'{"id": "a", "id": "b", "text": "twice"}', "the last of the same key counts"),
    (b'{"id": "a", "text": "first", "text": "second"}', "the last of the same key counts"),
    (b'{"i\\u0064": "a", "text": "escaped key"}', "an escape in a key"),
    (b'{"id": "a", "text": ""}', "empty text"),
    (b'{"id": "a", "text": " \\n\\t "}', "white space for text"),
    (b'{"id": "a", "text": "..."}', "no words, and yet a text"),
    (b'{"id": "a", "text": 5}', "no string"),
    (b'{"id": "a", "text": ["one", "two three"]}', "a list of paragraphs"),
    (b'{"id": "a", "text": null}', "no text"),
    (b'{"id": "a"}', "no text"),
    (b'{"id": "a", "text": "<p>one</p><p>two three</p>"}', "markup"),
    (b'{"id": "a", "body": "<p>one</p><p>two three</p>"}', "markup where it is expected"),
    (b'{"id": "a", "text": "one &lt; two"}', "an entity"),
    (b'{"id": "a", "text": "nul \\u0000 inside"}', "NUL"),
    (b'{"id": "a", "text": "raw \x01 control"}', "a raw control character is no JSON"),
    (b'{"id": "a", "text": "raw \x00 nul"}', "a raw NUL"),
    (b'{"id": "a", "text": "bad \\x escape"}', "no such escape"),
    (b'{"id": "a", "text": "bad \\u12g4 escape"}', "no such escape"),
    (b'{"id": "a", "text": "cut \\u12"}', "a cut escape"),
    (b'{"id": "a", "text": "pair \\ud83d\\ude00 and lone \\ud83d end"}', "surrogates"),
    (b'{"id": "a", "text": "pair \\ud83d\\ude00 alone"}', "a pair"),
    (b'{"id": "a", "text": "quote \\" backslash \\\\ slash \\/ \\b\\f\\n\\r\\t"}', "all short escapes"),
    (b'{"id": "a", "text": "ends in backslash \\\\"}', "a backslash before the closing mark"),
    (b'{"id": "a", "text": "unfinished', "cut line"),
    (b'{"id": "a", "text": "unfinished\\"}', "cut line"),
    (b'{"id": "a", "text": "trailing"} x', "something after the object"),
    (b'{"id": "a", "text": "comma",}', "a comma too many"),
    (b'{"id": "a" "text": "comma"}', "a comma too few"),
    (b'{"id": "a", "text": "number", "n": 01}', "no number"),
    (b'{"id": "a", "text": "number", "n": 1.}', "no number"),
    (b'{"id": "a", "text": "number", "n": -}', "no number"),
    (b'{"id": "a", "text": "number", "n": NaN, "m": -Infinity}', "Python reads these"),
    (b'{"id": "a", "text": "word", "n": nul}', "no word of JSON"),
    (b'{"id": "a", "text": "bad utf-8 \xff here"}', "not UTF-8"),
    (b'{"id": "a", "text": "fine", "outlet": "bad \xc3("}', "not UTF-8 elsewhere"),
    (b'{"id": "a", "text": "surrogate \xed\xa0\x80"}', "a surrogate in UTF-8"),
    (b'{"id": "a", "text": "overlong \xc0\xaf"}', "overlong UTF-8"),
    (b'["id", "text"]', "a list"),
    (b'"text"', "a string"),
    (b"{}", "nothing"),
    (b'{"@graph": [{"@type": "NewsArticle", "articleBody": "in a graph"}], "id": "a", "text": "outside"}', "JSON-LD"),
    (b"{" + b'"a":{' * 70 + b'"b":1' + b"}" * 70 + b', "id": "a", "text": "deep"}', "deep"),
    (b'{"id": "a", "text": "deep", "n": ' + b"[" * 100_000 + b"}", "too deep for a parser"),
    (b"\xef\xbb\xbf" + b'{"id": "a", "text": "byte order mark"}', "a mark at the start"),
    (b"   \t\r", "blank"),
    (b"", "empty"),
    (b"\x0b", "blank to Python"),
    (b"plain text", "no JSON"),
]  # fmt: skip


def both(path: Path, limits: ReadingSettings | None = None) -> tuple[list[tuple[str, int]], list[tuple[str, str]]]:
    """Read with the lane, and check against the reader; return what was found."""
    found = copies_of_jsonl(path, SETTINGS, 1, 1, limits=limits)
    read = read_articles(path, limits=limits)
    mine = list(zip(found.ids, found.sizes.tolist(), strict=True))
    assert mine == [
        (one.id, len(word_shingles(shingle_words(one.text), SETTINGS.shingle_words))) for one in read.articles
    ]
    rejects = [(one.source, one.reason) for one in found.rejects]
    assert rejects == [(one.source, one.reason) for one in read.rejects]
    return mine, rejects


@pytest.mark.parametrize(("line", "note"), LINES)
def test_a_line_is_read_as_the_reader_reads_it(tmp_path: Path, line: bytes, note: str) -> None:
    path = tmp_path / "rows.jsonl"
    for data in (line, line + b"\n", b'{"id": "before", "text": "x"}\n\n' + line + b'\n{"id": "after", "text": "y"}\n'):
        path.write_bytes(data)
        assert both(path), note


def test_plain_lines_need_no_parser() -> None:
    """Else the test above would pass with every line left to the reader."""
    fast = {"plain", "another order, no spaces", "nested values", "a number as id", "a pair", "all short escapes"}
    for line, note in LINES:
        data = np.frombuffer(line + bytes(64), dtype=np.uint8)
        table = np.zeros((1, COLUMNS), dtype=np.int64)
        rows, lines = find_articles(data, 0, len(line), 1 << 20, table)
        if note in fast:
            assert (rows, lines) == (1, 1)
            assert table[0, TEXT] > 0, note
            assert json.loads(b'"' + line[table[0, TEXT] : table[0, TEXT_END]] + b'"'), note


@pytest.mark.parametrize("marks", range(6))
def test_the_closing_mark_is_found_behind_any_run_of_backslashes(tmp_path: Path, marks: int) -> None:
    path = tmp_path / "rows.jsonl"
    lines = []
    for length in range(58, 68):  # the run lies across the edge of what is looked at together
        text = "a " * (length // 2) + "b" * (length % 2) + "\\" * marks
        lines += [f'{{"id": "{length}", "text": "{text}"}}', f'{{"id": "q{length}", "text": "{text}\\"", "n": 1}}']
    for end in ("\n", "\\\n", "\r\n"):
        path.write_bytes(end.join(lines).encode())
        assert both(path)


def test_doubles_are_rejected_later_ones_first_kept(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"id": "a", "text": "one"}\n{"id": "b", "text": "two"}\n{"id": "a", "text": "three"}\n' * 2)
    mine, rejects = both(path)
    assert [one for one, _ in mine] == ["a", "b"]
    assert [source for source, _ in rejects] == ["rows.jsonl:3", "rows.jsonl:4", "rows.jsonl:5", "rows.jsonl:6"]


def test_long_lines_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    line = b'{"id": "a", "text": "' + b"word " * 100 + b'"}'
    path.write_bytes(line + b"\n" + line.replace(b'"a"', b'"b"')[:-20] + b'"}\n' + b'{"id": "c", "text": "short"}\n')
    for bytes_allowed in range(len(line) - 22, len(line) + 3):
        both(path, ReadingSettings(text_bytes=bytes_allowed))


def test_a_compressed_file_is_unpacked_first(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    data = gzip.compress(b'{"id": "a", "text": "one two"}\n{"text": "three"}\n')
    path.write_bytes(data)
    mine, _ = both(path)
    assert [one for one, _ in mine] == ["a", "rows.jsonl.gz:2"]
    path.write_bytes(data[:-12])
    found = copies_of_jsonl(path, SETTINGS, 1, 1)
    assert [one.source for one in found.rejects][-1] == "rows.jsonl.gz"


def test_the_first_bytes_say_what_is_compressed_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(gzip.compress(b'{"id": "a", "text": "one two"}\n'))
    assert both(path)[0] == [("a", 1)]
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(b'{"id": "a", "text": "one two"}\n')
    assert both(path)[0] == [("a", 1)]


def test_segments_end_with_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dedup.matching.bulk.sketching as module

    path = tmp_path / "rows.jsonl"
    path.write_bytes(
        b"".join(b'{"id": "%d", "text": "%s"}\n\n' % (i, b"word " * (i % 50)) for i in range(300)) + b"broken"
    )
    for size in (1, 7, 1000):
        monkeypatch.setattr(module, "_SEGMENT", size)
        both(path)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
ROWS = st.dictionaries(
    st.sampled_from(["id", "text", "ID", "Text", "body", "outlet", "te-xt", "x", "é"]) | st.text(max_size=4),
    VALUES,
    max_size=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ROWS, st.text(min_size=1, max_size=80), st.booleans()), max_size=5))
def test_any_rows(tmp_path: Path, rows: list[tuple[dict[str, object], str, bool]]) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [
        json.dumps(row | {"id": f"{place}", "text": text} if place % 2 else row, ensure_ascii=ascii_only)
        for place, (row, text, ascii_only) in enumerate(rows)
    ]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    both(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_lines(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "rows.jsonl"
    line = bytearray(data.draw(st.sampled_from(LINES))[0][:400])
    for _ in range(data.draw(st.integers(0, 3))):
        if line:
            line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(line))
    both(path)
