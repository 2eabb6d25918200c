"""Runs that are killed and go on, arrays in files, folders of other runs."""

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dedup.errors import InputError
from dedup.matching.bulk.lane import copies_of_jsonl
from dedup.matching.bulk.work import Work
from dedup.settings import CopySettings

SETTINGS = CopySettings()
MEMORY = 100_000  # bytes: less than the crawl's arrays take

# Runs the command, and kills itself before or after a stage is written down, or while the rows are written.
KILLED = """
import os, signal, sys
from dedup.matching.bulk import lane, work
from dedup.cli import main
when, stage = sys.argv.pop(1).split(":")
save = work.Work.save
def dying(self, name, *rest):
    if (when, name) == ("before", stage):
        os.kill(os.getpid(), signal.SIGKILL)
    save(self, name, *rest)
    if (when, name) == ("after", stage):
        os.kill(os.getpid(), signal.SIGKILL)
work.Work.save = dying
if when == "inside":
    write = work.np.save
    def half(file, array):
        if file.name.endswith(stage + ".part"):
            file.write(b"half of it")
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        write(file, array)
    work.np.save = half
if when == "writing":
    rows = lane.BulkCopies.rows
    def cut(self, form):
        yield next(iter(rows(self, form)))[:50]
        os.kill(os.getpid(), signal.SIGKILL)
    lane.BulkCopies.rows = cut
main()
"""


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = random.Random(5)
    rows = []
    for story in range(60):
        words = [f"word{source.randrange(2000)}" for _ in range(source.randrange(20, 200))]
        for copy in range(source.randrange(1, 8)):
            mine = [word if source.random() > 0.03 else "edited" for word in words]
            rows.append({"id": f"s{story} c{copy}", "text": " ".join(mine) + " ½" * (copy == 3)})
    rows.append({"id": "without text"})
    path = tmp_path_factory.mktemp("crawl") / "crawl.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def command(crawl: Path, work: Path, target: Path) -> list[str]:
    return ["cluster", "--level", "copies", "--bulk", str(crawl), "--work", str(work), "--memory", str(MEMORY / 1e9),
            "-o", str(target)]  # fmt: skip


def run(code: list[str], given: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *code, *given], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "moment",
    ["before:read", "inside:id_data", "after:read", "before:proposed", "inside:ranks", "after:proposed",
     "before:grouped", "inside:common", "after:grouped", "writing:rows"],
)  # fmt: skip
def test_a_run_killed_at_any_stage_goes_on_to_the_same_bytes(moment: str, crawl: Path, tmp_path: Path) -> None:
    expected = b"".join(copies_of_jsonl(crawl, SETTINGS, 1).rows("jsonl"))
    work, target = tmp_path / "work", tmp_path / "copies.jsonl"
    killed = run(["-c", KILLED, moment], command(crawl, work, target))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not target.exists()
    again = run(["-m", "dedup"], command(crawl, work, target))
    assert again.returncode == 0, again.stderr
    assert target.read_bytes() == expected
    assert "1 input was rejected" in again.stderr
    assert not work.exists(), "what is finished is cleared away"


def test_finished_stages_are_not_done_again(crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = copies_of_jsonl(crawl, SETTINGS, 1, work=tmp_path / "work")

    def never(*_arguments: object) -> None:
        raise AssertionError("done again")

    for name in ("Sketcher.sketch", "propose", "grouped"):
        monkeypatch.setattr(f"dedup.matching.bulk.lane.{name}", never)
    found = copies_of_jsonl(crawl, SETTINGS, 1, work=tmp_path / "work")
    assert list(found.rows()) == list(expected.rows())
    assert found.rejects == expected.rejects
    assert np.array_equal(found.jaccard, expected.jaccard)


def test_arrays_in_files_change_nothing(crawl: Path, tmp_path: Path) -> None:
    expected = list(copies_of_jsonl(crawl, SETTINGS, 1).rows())
    found = copies_of_jsonl(crawl, SETTINGS, 1, work=tmp_path / "work", memory=MEMORY)
    assert {"keys.npy", "sketches.npy"} <= {path.name for path in (tmp_path / "work").iterdir()}
    assert list(found.rows()) == expected
    without = copies_of_jsonl(crawl, SETTINGS, 1, memory=MEMORY)
    assert list(without.rows()) == expected
    without.work.clear()


@pytest.mark.parametrize("change", ["input", "seed", "settings"])
def test_the_work_of_another_run_is_refused(change: str, crawl: Path, tmp_path: Path) -> None:
    path = tmp_path / "crawl.jsonl"
    path.write_bytes(crawl.read_bytes())
    copies_of_jsonl(path, SETTINGS, 1, work=tmp_path / "work")
    if change == "input":
        os.utime(path, ns=(1, 1))
    other = replace(SETTINGS, jaccard=0.5) if change == "settings" else SETTINGS
    with pytest.raises(InputError, match=rf"another run \(another {change}\)"):
        copies_of_jsonl(path, other, 2 if change == "seed" else 1, work=tmp_path / "work")


def test_a_folder_of_other_files_is_refused_and_left_alone(crawl: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(InputError, match="holds other files"):
        copies_of_jsonl(crawl, SETTINGS, 1, work=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_broken_notes_are_the_users_error(crawl: Path, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(InputError, match="cannot use"):
        copies_of_jsonl(crawl, SETTINGS, 1, work=tmp_path)


def test_a_stop_says_what_to_type(crawl: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom dedup.matching.bulk import lane\nfrom dedup.cli import main\n"
        "def stop(*_): raise KeyboardInterrupt\nlane.propose = stop\nmain()"
    )
    given = command(crawl, tmp_path / "work", tmp_path / "copies.jsonl")
    stopped = run(["-c", code], given)
    assert stopped.returncode == 130
    assert f"type again: dedup {' '.join(given)}" in stopped.stderr
    assert (tmp_path / "work" / "read.json").exists()


@pytest.mark.parametrize("given", [["--level", "copies"], ["--level", "stories", "--bulk"]])
def test_work_is_for_copies_in_bulk(given: list[str], crawl: Path, tmp_path: Path) -> None:
    refused = run(["-m", "dedup"], ["cluster", *given, str(crawl), "--work", str(tmp_path / "work")])
    assert refused.returncode == 2
    assert "--work and --memory are for" in refused.stderr


def test_without_a_folder_nothing_is_kept() -> None:
    work = Work()
    work.save("read", {"a": np.arange(3)})
    assert work.load("read") is None
    work.clear()
