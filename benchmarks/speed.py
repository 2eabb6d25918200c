"""The race: other tools and this one, the same job on the same files, one after the other in one run.

    python -m benchmarks.speed WORK [--sizes 10000,100000,1000000] [--tools dedup,rensa,...] [--large] [--write]

WORK is a folder for corpora, one environment per tool (installed from PyPI where it is missing) and results. Everything is
measured around whole processes: start, imports, reading, grouping, checking, writing; files are read once before, so that
they are in the page cache. A run under a minute is done three times, and its median taken. ``--write`` puts the tables into
RESULTS.md and README.md and draws ``speed.svg`` (needs matplotlib). ``--large`` adds ten million articles, for this
program alone: 31 GB. ``--only-prepare`` makes corpora and environments.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.copies import PairScore, pair_score
from benchmarks.make_corpus import make_corpus
from benchmarks.measure import Measured, measure
from benchmarks.speed_report import Row, write_report

PEERS = Path(__file__).resolve().parent / "peers"
ROOT = PEERS.parents[1]
SIZES = (10_000, 100_000, 1_000_000)
LARGE = 10_000_000
FITS = 10 << 30  # bytes of a corpus whose arrays stay in memory
SHORT = 60.0  # seconds: shorter runs are repeated
RUNS = 3
TIMEOUT = 900.0


@dataclass(frozen=True, slots=True)
class Tool:
    """One runner; ``packages`` are its environment, ``largest`` the most articles that it is asked to do."""

    name: str
    packages: tuple[str, ...] = ()
    largest: int = 1_000_000
    groups: bool = True

    def command(self, work: Path, corpus: Path, target: Path) -> list[str]:
        """Return how to run it."""
        if self.name == "dedup":
            options = ["cluster", "--level", "copies", "--bulk", "--quiet", str(corpus), "-o", str(target)]
            if corpus.stat().st_size > FITS:
                options += ["--memory", "4"]
            return [sys.executable, "-m", "dedup", *options]
        python = work / "peers" / self.name / "bin" / "python"
        return [str(python), str(PEERS / f"run_{self.name.replace('-', '')}.py"), str(corpus), str(target)]


TOOLS = (
    Tool("dedup", largest=LARGE),
    Tool("orjson", ("orjson",), groups=False),
    Tool("rensa", ("rensa", "orjson", "numpy")),
    Tool("fastsketchlsh", ("FastSketchLSH", "orjson", "numpy")),
    Tool("gaoya", ("gaoya", "orjson")),
    Tool("datasketch", ("datasketch", "xxhash", "orjson")),
    Tool("datatrove", ("datatrove[processing]", "orjson", "spacy"), 100_000),
    Tool("text-dedup", ("text-dedup",), 100_000),
)


@dataclass(slots=True)
class Race:
    """One run of the race."""

    work: Path
    rows: list[Row] = field(default_factory=list)

    def prepare(self, tools: Sequence[Tool], sizes: Sequence[int]) -> None:
        """Make what is missing: environments and corpora."""
        (self.work / "peers").mkdir(parents=True, exist_ok=True)
        for tool in tools:
            folder = self.work / "peers" / tool.name
            if tool.packages and not (folder / "ready").exists():
                say(f"installing {', '.join(tool.packages)}")
                subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
                subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", *tool.packages], check=True)
                (folder / "ready").touch()
        for size in sizes:
            corpus, truth = self._files(size)
            if not truth.exists():
                say(f"making {size:,} articles")
                make_corpus(size, corpus, truth)

    def run(self, tools: Sequence[Tool], sizes: Sequence[int]) -> None:
        """Let each tool run on each size."""
        for size in sizes:
            corpus, truth = self._files(size)
            touch(corpus)
            for tool in tools:
                if size > tool.largest:
                    continue
                target = self.work / f"{tool.name}-{size}.out"
                runs = list(self._runs(tool, corpus, target))
                row = _row(tool, size, runs, score_file(target, truth) if tool.groups and not runs[-1].error else None)
                self.rows.append(row)
                say(str(row))
                if row.error:
                    say(row.error)
        (self.work / "speed.json").write_text(json.dumps([row.as_dict() for row in self.rows], indent=1) + "\n")

    def versions(self, tools: Sequence[Tool]) -> dict[str, str]:
        """Return the version of each tool's first package."""
        found = {}
        for tool in tools:
            if tool.packages:
                package = tool.packages[0].split("[")[0]
                code = f"from importlib.metadata import version; print(version({package!r}))"
                python = self.work / "peers" / tool.name / "bin" / "python"
                run = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
                found[tool.name] = run.stdout.strip()
        return found

    def stages(self, size: int) -> dict[str, float]:
        """Return the CPU seconds of this program's stages at one size."""
        command = [sys.executable, "-m", "benchmarks.copies", "stages", str(self._files(size)[0])]
        return dict(measure(command, TIMEOUT, _environment()).stages)

    def _files(self, size: int) -> tuple[Path, Path]:
        names = {10_000: "c10k", 100_000: "c100k", 1_000_000: "c1m", LARGE: "c10m"}
        name = names.get(size, f"c{size}")
        return self.work / f"{name}.jsonl", self.work / f"{name}.tsv"

    def _runs(self, tool: Tool, corpus: Path, target: Path) -> Iterator[Measured]:
        for turn in range(RUNS):
            one = measure(tool.command(self.work, corpus, target), TIMEOUT, _environment())
            yield one
            if one.error or one.seconds > SHORT or turn == RUNS - 1:
                return


def _environment() -> dict[str, str]:
    """Return the environment of every run: this checkout, and no threads that a tool did not ask for."""
    return os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _row(tool: Tool, size: int, runs: Sequence[Measured], score: PairScore | None) -> Row:
    return Row(
        tool=tool.name,
        articles=size,
        seconds=statistics.median(one.seconds for one in runs),
        slowest=max(one.seconds for one in runs),
        cpu=statistics.median(one.cpu for one in runs),
        megabytes=max(one.megabytes for one in runs),
        precision=score.precision if score else None,
        recall=score.recall if score else None,
        f1=score.f1 if score else None,
        error=runs[-1].error,
    )


def score_file(target: Path, truth: Path) -> PairScore:
    """Score groups as a tool wrote them: ``id<TAB>group``, or objects with ``id`` and ``copies``."""
    with truth.open(encoding="utf-8") as file:
        next(file)
        clusters = dict(line.split("\t", 2)[:2] for line in file)
    with target.open(encoding="utf-8") as file:
        return pair_score(map(_group_of, file), clusters)


def _group_of(line: str) -> tuple[str, str]:
    if line.startswith("{"):
        row = json.loads(line)
        return row["id"], row["copies"]
    one, _, group = line.rstrip("\n").partition("\t")
    return one, group


def touch(path: Path) -> None:
    """Read a file once, so that the page cache holds it."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass


def say(text: str) -> None:
    """Tell how far the race is."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Run the race."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--tools", default=",".join(tool.name for tool in TOOLS))
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only-prepare", action="store_true")
    given = parser.parse_args(arguments)
    chosen = given.tools.split(",")
    tools = [tool for tool in TOOLS if tool.name in chosen]
    if unknown := Counter(chosen) - Counter(tool.name for tool in tools):
        parser.error(f"no such tool: {', '.join(unknown)}")
    sizes = [int(size) for size in given.sizes.split(",")] + [LARGE] * given.large
    race = Race(given.work)
    race.prepare(tools, sizes)
    if given.only_prepare:
        return
    subprocess.run([sys.executable, "-m", "benchmarks.copies", "warm-up"], check=True, env=_environment(), cwd=ROOT)
    race.run(tools, sizes)
    largest = max(size for size in sizes if size <= max(SIZES))
    write_report(race.rows, race.versions(tools), race.stages(largest), largest, keep=given.write)


if __name__ == "__main__":
    main()
