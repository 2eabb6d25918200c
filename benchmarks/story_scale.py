r"""Stories in synthetic crawls of growing size: time and memory, beside semhash: ``python -m benchmarks.story_scale``.

    python -m benchmarks.story_scale --folder /tmp/crawls [--sizes 10000 100000 1000000] [--runs 3] \
        [--peer /venv-of-semhash/bin/python run_semhash.py] [--results]

Each size is measured twice: with as many articles a day as the first size has over a month, and with all of them in one
year. The program runs as a user would call it, from the file to the written rows; ``--peer``, given the largest
corpus of at most 100,000 articles and a file to write, runs in turn with it. ``--results`` puts the tables into RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Measured, measure
from benchmarks.results_file import markdown_table, put_section

ROOT = Path(__file__).resolve().parents[1]
MONTH, YEAR = 36, 365  # days
PEER_SIZE = 100_000
LONGEST = 7200.0  # seconds of a run


def measured(command: Sequence[str]) -> Measured:
    """Run a command and measure it; stop where it fails."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    run = measure(command, LONGEST, {**os.environ, "PYTHONPATH": paths})
    if run.error:
        raise SystemExit(f"{' '.join(command)}: {run.error}")
    return run


def corpus(folder: Path, size: int, days: int) -> Path:
    """Return a corpus, made where it is not there."""
    path = folder / f"c{size}_{days}.jsonl"
    if not path.exists():
        made = path.with_suffix(".part")
        command = [sys.executable, "-m", "benchmarks.make_corpus", str(size), str(made), str(path.with_suffix(".tsv"))]
        subprocess.run([*command, "--days", str(days)], cwd=ROOT, check=True)
        made.rename(path)
    return path


def ours(path: Path) -> list[str]:
    """Return the command that finds the stories of a corpus."""
    command = [sys.executable, "-m", "dedup", "cluster", str(path), "--level", "stories", "--bulk", "--quiet"]
    return [*command, "-o", str(path.with_suffix(".stories"))]


def growth(folder: Path, sizes: Sequence[int], runs: int) -> list[list[object]]:
    """Measure each size at a constant number of articles a day and in a constant span."""
    rows: list[list[object]] = []
    first: dict[str, tuple[float, float]] = {}
    for label, spans in (
        ("articles a day", [MONTH * size // sizes[0] for size in sizes]),
        ("span of days", [YEAR] * len(sizes)),
    ):
        for size, days in zip(sizes, spans, strict=True):
            found = [measured(ours(corpus(folder, size, days))) for _ in range(runs)]
            wall = statistics.median(run.seconds for run in found)
            cpu = statistics.median(run.cpu for run in found)
            base = first.setdefault(label, (wall / size, cpu / size))
            growths = [f"{wall / size / base[0]:.2f}", f"{cpu / size / base[1]:.2f}"]
            peak = max(run.megabytes for run in found)
            rows.append([label, size, days, f"{wall:.1f}", f"{cpu:.1f}", *growths, f"{peak:.0f}"])
            print(rows[-1], flush=True)
    return rows


def race(folder: Path, peer: Sequence[str], size: int, runs: int) -> list[list[object]]:
    """Run the peer and us in turn on one corpus."""
    path = corpus(folder, size, YEAR)
    found: dict[str, list[Measured]] = {"dedup": [], "semhash": []}
    for _ in range(runs):
        found["dedup"].append(measured(ours(path)))
        found["semhash"].append(measured([*peer, str(path), str(path.with_suffix(".peer"))]))
    theirs = statistics.median(run.seconds for run in found["semhash"])
    rows: list[list[object]] = []
    for name, several in found.items():
        walls = sorted(run.seconds for run in several)
        wall, cpu = statistics.median(walls), statistics.median(run.cpu for run in several)
        spread, peak = f"{walls[0]:.1f} to {walls[-1]:.1f}", max(run.megabytes for run in several)
        times = [f"{wall:.1f}", spread, f"{cpu:.1f}", f"{wall / theirs:.2f}"]
        rows.append([name, size, *times, f"{size / wall:.0f}", f"{peak:.0f}"])
        print(rows[-1], flush=True)
    return rows


def main() -> None:
    """Measure, print, and write the section if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where corpora and results are kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer", nargs=2, metavar=("PYTHON", "RUNNER"), help="semhash, in an environment of its own")
    parser.add_argument("--results", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    measured(ours(corpus(options.folder, options.sizes[0], YEAR)))  # kernels are compiled here
    text = "## Stories at scale\n\n`python -m benchmarks.story_scale`, synthetic crawls, whole process, "
    text += f"{os.cpu_count()} processors, median of {options.runs}; memory: peak of the process tree\n"
    if options.peer:
        size = max([one for one in options.sizes if one <= PEER_SIZE], default=min(options.sizes))
        head = ["tool", "articles", "wall s", "spread", "cpu s", "wall to semhash", "articles/s", "peak MB"]
        text += f"\n{markdown_table(head, race(options.folder, options.peer, size, options.runs))}\n"
    head = ["constant", "articles", "days", "wall s", "cpu s", "wall growth", "cpu growth", "peak MB"]
    text += f"\n{markdown_table(head, growth(options.folder, options.sizes, options.runs))}\n"
    if options.results:
        put_section("story_scale", text)


if __name__ == "__main__":
    main()
