import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def dedup(*arguments: str | Path, cwd: Path = ROOT, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dedup", *map(str, arguments)], capture_output=True, text=True, cwd=cwd, input=stdin
    )


@pytest.fixture(scope="module")
def few_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for page in sorted((ROOT / "fixtures" / "pages").glob("rbi-*"))[:4]:
        (folder / page.name).write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_analyze_writes_tables_and_names_the_report(few_pages: Path, tmp_path: Path) -> None:
    done = dedup("analyze", few_pages, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "out" / "report.html") in done.stdout
    names = {path.name for path in (tmp_path / "out").iterdir()}
    tables = "articles stories pairs sentences dropped quotes rejects"
    assert names >= {f"{name}.jsonl" for name in tables.split()} | {"manifest.json", "report.html"}
    rows = [json.loads(line) for line in (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == sorted(path.name for path in few_pages.iterdir())


def test_a_second_run_into_a_folder_inside_the_input_reads_the_same(few_pages: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    shutil.copytree(few_pages, pages)
    runs = []
    for _ in range(2):
        assert dedup("analyze", ".", "-o", "out", cwd=pages).returncode == 0
        runs.append({path.name: path.read_bytes() for path in (pages / "out").iterdir() if path.is_file()})
    assert runs[0] == runs[1]


def test_quiet_prints_nothing(few_pages: Path, tmp_path: Path) -> None:
    done = dedup("analyze", few_pages, "-o", tmp_path / "out", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_rows_on_standard_input(tmp_path: Path) -> None:
    rows = (ROOT / "fixtures" / "rows.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    done = dedup("analyze", "-", "-o", tmp_path / "out", stdin="\n".join(rows))
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()) == 3


USER_ERRORS = [
    (["analyze", "no-such-folder", "-o", "OUT"], 2, "no-such-folder", "a missing path"),
    (["analyze", "fixtures/pages"], 2, "--output", "a missing option"),
    (["analyze", "fixtures/pages", "-o", "OUT", "--workers", "0"], 2, "workers", "an option out of range"),
    (["analyze", "fixtures/pages", "-o", "README.md"], 2, "README.md", "an output that is a file"),
    (["cluster", "fixtures/rows.jsonl", "-o", "README.md/x"], 2, "no folder", "an output below a file"),
    (["explain", "fixtures/rows.jsonl", "-a", "x", "-b", "y"], 2, "carrowick-b", "an unknown id: what ids look like"),
    (["no-such-command"], 2, "no-such-command", "an unknown command"),
    (["analyze", "setup.cfg", "-o", "OUT"], 3, "setup.cfg", "a file that is no article"),
]


@pytest.mark.parametrize(("arguments", "code", "named", "note"), USER_ERRORS)
def test_errors_are_short_and_name_the_culprit(
    arguments: list[str], code: int, named: str, note: str, tmp_path: Path
) -> None:
    done = dedup(*[str(tmp_path / "out") if a == "OUT" else a for a in arguments])
    assert done.returncode == code, (note, done.stderr)
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "call",
    [
        ["cluster", "rows.jsonl", "-o", "rows.jsonl"],
        ["cluster", "rows.jsonl", "--level", "copies", "--bulk", "-o", "rows.jsonl"],
        ["quotes", "rows.jsonl", "-o", "link.jsonl"],
        ["lines", "rows.jsonl", "-o", "rows.jsonl"],
        ["score", ".", "-o", "rows.jsonl"],
        ["analyze", ".", "-o", "."],  # articles.jsonl may be the user's own
        ["analyze", "rows.jsonl", "-o", "."],
    ],
)
def test_no_input_is_written_over(call: list[str], tmp_path: Path) -> None:
    rows = b'{"id": "a", "text": "The harbour was closed on Monday."}\n'
    (tmp_path / "rows.jsonl").write_bytes(rows)
    (tmp_path / "link.jsonl").symlink_to("rows.jsonl")
    done = dedup(*call, cwd=tmp_path)
    assert done.returncode == 2
    assert "with -o" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.jsonl", "rows.jsonl"]
    assert (tmp_path / "rows.jsonl").read_bytes() == rows


def test_results_beside_the_input_may_be_written_again(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"id": "a", "text": "The harbour was closed on Monday."}\n')
    for _ in range(2):
        done = dedup("cluster", "rows.jsonl", "-o", "groups.jsonl", cwd=tmp_path)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("form", ["jsonl", "table"])
def test_a_reader_that_has_gone_is_no_failure(form: str) -> None:
    command = f"set -o pipefail; '{sys.executable}' -m dedup quotes fixtures/rows.jsonl --format {form} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("target", ["", "-o /dev/null"])
def test_closed_standard_output_is_one_line(target: str) -> None:
    command = f"'{sys.executable}' -m dedup score fixtures/rows.jsonl {target} >&-"
    run = subprocess.run(["bash", "-c", command], cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr == "dedup: standard output is closed: give it a file, or /dev/null\n"


def test_a_gate_stays_shut_where_the_reader_has_gone() -> None:
    command = f"set -o pipefail; '{sys.executable}' -m dedup quotes fixtures/rows.jsonl --fail-on altered | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "altered" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("arguments", [["--format", "table"], ["--format", "jsonl"], ["-o", "/dev/full"]])
def test_a_full_disk_is_one_line(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123  (a device)
        call = [sys.executable, "-m", "dedup", "cluster", "fixtures/rows.jsonl", *arguments]
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("No space left on device")
    assert "Traceback" not in done.stderr


def test_what_was_assumed_of_rows_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("text,dt\nOne text.,05/06/2026\nTwo texts.,06/06/2026\n")
    done = dedup("cluster", tmp_path / "rows.csv")
    assert "no row has a field published or outlet" in done.stderr
    assert "not used: dt" in done.stderr
    assert dedup("cluster", tmp_path / "rows.csv", "--quiet").stderr == ""


def test_an_empty_folder_is_an_error_that_names_the_cure(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = dedup("analyze", tmp_path / "empty", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "no articles" in done.stderr
    assert ".jsonl" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_zero_stories_is_a_success(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("The harbour was closed on Monday after a crane fell into the basin.")
    done = dedup("analyze", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr


def test_help_and_version() -> None:
    assert "analyze" in dedup("--help").stdout
    assert "dedup analyze" in dedup("analyze", "--help").stdout
    assert dedup("--version").stdout.startswith("dedup, version ")


TABLES = [
    (["cluster"], ["group", "article", "size"], "stories"),
    (["cluster", "--level", "copies"], ["group", "article", "size"], "copies"),
    (["score"], ["article", "outlet"], "originality by article"),
    (["score", "--by", "outlet"], ["outlet", "articles"], "originality by outlet"),
    (["diff"], ["article", "start", "end", "status"], "sentences"),
    (["quotes"], ["article", "start", "end", "type", "speaker"], "quotes"),
]


@pytest.mark.parametrize(("command", "columns", "note"), TABLES)
def test_tables_in_every_format(
    command: list[str], columns: list[str], note: str, few_pages: Path, tmp_path: Path
) -> None:
    lines = dedup(*command, few_pages)
    assert lines.returncode == 0, (note, lines.stderr)
    rows = [json.loads(line) for line in lines.stdout.splitlines()]
    assert all(list(row)[: len(columns)] == columns for row in rows)
    assert dedup(*command, few_pages, "-o", tmp_path / "t.csv").returncode == 0
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(rows)
    assert dedup(*command, few_pages, "--format", "parquet", "-o", tmp_path / "t.parquet").returncode == 0
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(tmp_path / "t.parquet").num_rows == len(rows)
    people = dedup(*command, few_pages, "--format", "table", "-o", "-")
    assert people.returncode == 0, people.stderr
    assert people.stdout.strip()


def test_repeated_lines_go_out_and_come_back(tmp_path: Path) -> None:
    rows = "fixtures/rows.jsonl"
    assert dedup("lines", rows, "-o", tmp_path / "lines.jsonl").returncode == 0
    learnt = (tmp_path / "lines.jsonl").read_text(encoding="utf-8")
    assert '"line": "Home / World News / Article"' in learnt
    content = "Wheat futures in Paris fell 2.3% on the remarks"
    assert dedup("analyze", rows, "-o", tmp_path / "a").returncode == 0
    back = dedup("analyze", rows, "-o", tmp_path / "b", "--lines", tmp_path / "lines.jsonl")
    assert back.returncode == 0, back.stderr
    assert (tmp_path / "a" / "articles.jsonl").read_bytes() == (tmp_path / "b" / "articles.jsonl").read_bytes()
    assert content not in learnt
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"outlet": "x"}\n', encoding="utf-8")
    wrong = dedup("analyze", rows, "-o", tmp_path / "c", "--lines", broken)
    assert wrong.returncode == 3
    assert "broken.jsonl, line 1" in wrong.stderr


def test_an_agency_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = "HOLLIN BAY (Quellwire) - The night ferry to Marrowhead was suspended on Tuesday, the port authority said."
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    own = tmp_path / "own.json"
    own.write_text('{"agencies": [{"agency": "Quellwire", "names": ["Quellwire"]}]}', encoding="utf-8")
    assert dedup("analyze", tmp_path / "in", "-o", tmp_path / "out", "--agencies", own).returncode == 0
    row = json.loads((tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8"))
    assert [credit["agency"] for credit in row["credits"]] == ["Quellwire"]


def test_bulk_copies_are_written_row_by_row(tmp_path: Path) -> None:
    done = dedup("cluster", "fixtures/rows.jsonl", "--level", "copies", "--bulk", "-o", tmp_path / "copies.jsonl")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "copies.jsonl").read_text(encoding="utf-8").splitlines()]
    given = [json.loads(line)["id"] for line in (ROOT / "fixtures/rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == given
    copies = {row["id"]: row["copies"] for row in rows}
    assert copies["carrowick-b"] == copies["carrowick-wire"] != copies["carrowick-i"]
    assert dedup("cluster", "fixtures/rows.jsonl", "fixtures/rows.jsonl", "--bulk").returncode == 2


def test_bulk_stories_are_written_row_by_row(tmp_path: Path) -> None:
    done = dedup("cluster", "fixtures/rows.jsonl", "--bulk", "-o", tmp_path / "stories.jsonl")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "stories.jsonl").read_text(encoding="utf-8").splitlines()]
    stories = {row["id"]: row["story"] for row in rows}
    assert len(rows) == 60
    assert stories["carrowick-b"] == stories["carrowick-wire"]


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["-", "--level", "copies"], 2, "standard input"),
        (["rows.csv", "--level", "stories"], 2, "JSON lines"),  # each line of it would be a reject
        ([".", "--level", "stories"], 2, "JSON lines"),
        (["rows.jsonl", "--level", "copies", "-o", "copies.csv"], 2, ".jsonl"),  # JSON lines under another name
        (["rows.jsonl", "--level", "stories", "--format", "table"], 2, "jsonl"),
        (["textless.jsonl", "--level", "copies"], 3, "no text among the fields"),
        (["textless.jsonl", "--level", "stories"], 3, "no text among the fields"),
        (["nothing.jsonl", "--level", "stories"], 3, "no articles"),
        (["nowhere.jsonl", "--level", "copies"], 2, "no such file"),
    ],
)
def test_bulk_says_what_it_cannot_read_or_write(arguments: list[str], code: int, named: str, tmp_path: Path) -> None:
    text = "The harbour was closed on Monday."
    (tmp_path / "rows.csv").write_text(f"id,text\na,{text}\n")
    (tmp_path / "rows.jsonl").write_text(f'{{"id": "a", "text": "{text}"}}\n')
    (tmp_path / "textless.jsonl").write_text('{"id": "a"}\n')
    (tmp_path / "nothing.jsonl").write_text("")
    done = dedup("cluster", *arguments, "--bulk", cwd=tmp_path)
    assert done.returncode == code
    assert done.stdout == ""
    assert named in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_bulk_copies_of_a_compressed_table(tmp_path: Path) -> None:
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(b"id,text\na,The harbour was closed on Monday.\n"))
    done = dedup("cluster", tmp_path / "rows.csv.gz", "--level", "copies", "--bulk")
    assert json.loads(done.stdout) == {"id": "a", "copies": "a"}


def test_rejects_are_told_of_on_standard_error() -> None:
    rows = (ROOT / "fixtures" / "hostile" / "broken_rows.jsonl").read_text(encoding="utf-8")
    done = dedup("cluster", "-", stdin=rows)
    assert done.returncode == 0
    assert "5 inputs were rejected (`dedup analyze` lists them in rejects.jsonl), first -:2" in done.stderr
    assert dedup("cluster", "-", "--quiet", stdin=rows).stderr == ""


def test_diff_of_two_files_sets_them_side_by_side(few_pages: Path) -> None:
    first, second = sorted(few_pages.iterdir())[:2]
    done = dedup("diff", first, second, "--format", "table")
    assert done.returncode == 0, done.stderr
    assert "= copied  ~ reworded  + added  - left out" in done.stdout


def test_explain_argues_and_names_a_likely_id(few_pages: Path) -> None:
    first, second = (path.name for path in sorted(few_pages.iterdir())[:2])
    done = dedup("explain", few_pages, "-a", first, "-b", second)
    assert done.returncode == 0, done.stderr
    assert first in done.stdout
    wrong = dedup("explain", few_pages, "-a", first, "-b", second[:-3])
    assert wrong.returncode == 2
    assert f"did you mean '{second}'" in wrong.stderr


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile inputs without the 5 MB line, which one test of the analysis takes alone; with a file nobody may read."""
    folder = tmp_path_factory.mktemp("hostile")
    for path in sorted((ROOT / "fixtures" / "hostile").iterdir()):
        if path.is_file() and path.name != "one_line.txt.gz":
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "loop").symlink_to(".", target_is_directory=True)
    secret = folder / "secret.txt"
    secret.write_text("Nobody may read this, said the harbour master.", encoding="utf-8")
    secret.chmod(0)
    return folder


HOSTILE_CALLS = [
    ["analyze", "-o", "OUT"],
    ["cluster", "--format", "table"],
    ["cluster", "--level", "copies", "--format", "csv"],
    ["score", "--format", "table"],
    ["diff", "--format", "table"],
    ["quotes", "--format", "table"],
    ["explain", "-a", "good", "-b", "hindi.txt"],
]


@pytest.mark.parametrize("call", HOSTILE_CALLS, ids=lambda call: " ".join(call[:3]))
def test_no_command_breaks_on_hostile_input(call: list[str], hostile: Path, tmp_path: Path) -> None:
    arguments = [str(tmp_path / "out") if word == "OUT" else word for word in call]
    done = dedup(arguments[0], hostile, *arguments[1:])
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    if "table" in call:  # what people read; data is given as it is
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_a_reject(hostile: Path, tmp_path: Path) -> None:
    assert dedup("analyze", hostile, "-o", tmp_path / "out").returncode == 0
    rejects = (tmp_path / "out" / "rejects.jsonl").read_text(encoding="utf-8")
    assert "secret.txt" in rejects


FAILING = [  # options, exit code, what standard error says, what the row guards
    (["--fail-on", "altered"], 1, "altered", "a flag that quotes carry"),
    (["--fail-on", "speaker_differs,altered"], 1, "altered", "a list"),
    (["--fail-on", "speaker_differs", "--fail-on", "altered"], 1, "altered", "the option repeated"),
    (["--fail-on", "nyt", "--quiet"], 1, "altered", "a newsroom's rules; a breach is said even when quiet"),
    (["--profile", "ap", "--fail-on", "untraceable"], 0, "", "a flag that is no breach of the profile's rules"),
    (["--fail-on", "alterd"], 2, "did you mean altered?", "an unknown flag"),
    (["--fail-on", ","], 2, "names no flag", "an empty list"),
    (["--profile", "times"], 2, "times", "an unknown profile"),
]


@pytest.mark.parametrize(("options", "code", "said", "note"), FAILING)
def test_quotes_fail_on_flags(few_pages: Path, options: list[str], code: int, said: str, note: str) -> None:
    done = dedup("quotes", few_pages, *options, "--format", "csv")
    assert done.returncode == code, (note, done.stderr)
    assert said in done.stderr
    if code == 1:
        assert "rbi-repo-cut-mandke-" in done.stderr, "it says where"
    assert bool(done.stdout) is (code != 2), "the table is written where the call is right"


@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "parquet"])
def test_quotes_are_written_where_they_fail(few_pages: Path, tmp_path: Path, form: str) -> None:
    done = dedup("quotes", few_pages, "--fail-on", "altered", "--format", form, "-o", tmp_path / "quotes")
    assert done.returncode == 1
    assert (tmp_path / "quotes").stat().st_size
    assert len(done.stderr.strip().splitlines()) == 1
