"""The README's commands and examples are run as they stand."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def commands() -> list[str]:
    """Return the lines that call dedup; the two that make a virtual environment are what runs this test."""
    lines = [line.strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith(("dedup ", "cat ")) and not line.startswith("#")]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    return folder


@pytest.mark.parametrize("command", commands())
def test_command(command: str, workspace: Path) -> None:
    script = re.sub(r"(^|[|;&] *)dedup ", rf"\1{sys.executable} -m dedup ", command)
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["bash", "-c", script], cwd=workspace, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("code", blocks("python"))
def test_python_example(code: str, workspace: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr


def test_there_is_something_to_run() -> None:
    assert commands()
    assert blocks("python")


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def shown(*arguments: str, workspace: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "dedup", *arguments],
        cwd=workspace,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    return done.stdout


def test_the_results_shown_are_the_real_ones(workspace: Path) -> None:
    summary, excerpt = blocks("")[:2]
    assert shown("analyze", "fixtures/pages", "-o", "real", workspace=workspace).startswith(summary)
    assert excerpt in shown("quotes", "fixtures/pages", "--format", "table", workspace=workspace)
