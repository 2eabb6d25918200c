"""What the race measures and how it scores."""

import sys
from pathlib import Path

import pytest

from benchmarks.copies import pair_score
from benchmarks.make_corpus import Generator
from benchmarks.measure import measure
from benchmarks.speed import score_file
from benchmarks.speed_report import Row, full_table, growth, ratio, short_table

BUSY = """
import sys, time
held = bytearray(80 << 20)
while time.process_time() < .3: pass
print('STAGES {"a": 1}', file=sys.stderr)
"""


def row(tool: str, articles: int, seconds: float) -> Row:
    return Row(tool, articles, seconds, seconds, seconds, 100.0, 1.0, 0.5, 2 / 3, "")


def test_a_process_is_measured_with_its_children() -> None:
    code = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {BUSY!r}]).returncode)"
    found = measure([sys.executable, "-c", code], 60)
    assert found.error == ""
    assert found.stages == {"a": 1}
    assert found.cpu >= 0.3
    assert found.seconds >= 0.3
    assert found.megabytes >= 80


def test_failure_and_time_out_are_told() -> None:
    assert "no such thing" in measure([sys.executable, "-c", "raise SystemExit('no such thing')"], 60).error
    assert measure([sys.executable, "-c", "import time; time.sleep(60)"], 0.2).error


def test_pairs_are_scored_by_the_closure_of_groups() -> None:
    clusters = {"a": "0", "b": "0", "c": "0", "d": "-1", "e": "-1"}
    score = pair_score([("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"), ("e", "z")], clusters)
    assert (score.precision, score.recall) == (0.5, pytest.approx(1 / 3))


@pytest.mark.parametrize(
    "text",
    ["a\t1\nb\t1\nc\t2\n", '{"id": "a", "copies": "a"}\n{"id": "b", "copies": "a"}\n{"id": "c", "copies": "c"}\n'],
)
def test_both_forms_of_groups_are_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text(text)
    (tmp_path / "truth").write_text("id\tcluster\tkind\na\t7\tx\nb\t7\tx\nc\t-1\tx\n")
    assert score_file(tmp_path / "out", tmp_path / "truth").f1 == 1.0


def test_tables() -> None:
    rows = [row("dedup", 10, 1.0), row("rensa", 10, 5.0), row("dedup", 100, 4.0), row("rensa", 100, 80.0)]
    assert ratio(rows, rows[1]) == "5.0"
    assert "| rensa | 100 | 80.00 | 80.00 | 80.00 | 1 | 20.0 | 100 |" in full_table(rows)
    assert "| rensa | 2 | 1 | 5.0 / 20.0 | 100 | 0.667 |" in short_table(rows)
    assert "| **dedup** | 10 to 100 | 4.0 | 10 |" in growth(rows)


def test_the_corpus_does_not_depend_on_its_chunks() -> None:
    one = Generator(40, 3)
    assert one.chunk(0, 40) == one.chunk(0, 13) + one.chunk(13, 40)
    assert one.chunk(0, 40) != Generator(40, 4).chunk(0, 40)
