import json
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
