"""The report in a real browser: its style and script pass its own policy, hostile text does nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

from dedup.reporting.report import write_report
from tests.reporting_sample import sample, with_text

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def browser() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = "no chromium on this machine: apt-get install chromium"
        if os.environ.get("DEDUP_TEST_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def opened(browser: str, page: Path, folder: Path) -> tuple[html.HtmlElement, str]:
    """Return the page's tree after its script has run, and what the browser complained of."""
    run = subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--enable-logging=stderr",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder / 'profile'}", "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    complaints = [line for line in run.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
    return html.document_fromstring(run.stdout.decode("utf-8")), "\n".join(complaints)


def test_style_and_script_pass_the_policy(browser: str, tmp_path: Path) -> None:
    write_report(sample(), tmp_path / "report.html")
    tree, complaints = opened(browser, tmp_path / "report.html", tmp_path)
    assert complaints == ""
    assert tree.xpath("//label[@class='filter'][not(@hidden)]"), "the script shows the filter that it serves"


def test_hostile_text_does_nothing(browser: str, tmp_path: Path) -> None:
    hostile = "</style></script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
    write_report(with_text(hostile), tmp_path / "report.html")
    tree, complaints = opened(browser, tmp_path / "report.html", tmp_path)
    assert complaints == ""
    assert not tree.xpath("//img")
    assert "taken" not in tree.xpath("//title")[0].text
    assert hostile in tree.text_content()
