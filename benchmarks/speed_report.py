"""Tables and plot of ``benchmarks.speed``."""

from __future__ import annotations

import dataclasses
import itertools
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.results_file import markdown_table, put_section
from dedup.settings import CopySettings

FOLDER = Path(__file__).resolve().parent
README = FOLDER.parent / "README.md"
PLOT = FOLDER / "speed.svg"
OURS, PARSING = "dedup", "orjson"
_OURS_AT = CopySettings()
SETTING = (
    "The others run at their common setting, 16 bands of 8 rows and a Jaccard of .7; dedup at its default, "
    f"{_OURS_AT.bands} bands of {_OURS_AT.rows} rows, a Jaccard of {_OURS_AT.jaccard:.2f} or a containment of "
    f"{_OURS_AT.containment:.1f}, which finds more copies and is more work."
).replace(" 0.", " .")
NAMES = {OURS: "**dedup**", PARSING: "`orjson.loads` on each line, nothing else", "fastsketchlsh": "FastSketchLSH"}


@dataclass(frozen=True, slots=True)
class Row:
    """One tool on one size: medians, and the slowest run; memory of the whole process tree."""

    tool: str
    articles: int
    seconds: float
    slowest: float
    cpu: float
    megabytes: float
    precision: float | None
    recall: float | None
    f1: float | None
    error: str

    @property
    def rate(self) -> float:
        """Return articles per second."""
        return self.articles / self.seconds

    def as_dict(self) -> dict[str, object]:
        """Return the row for JSON."""
        return dataclasses.asdict(self)

    def __str__(self) -> str:
        f1 = "" if self.f1 is None else f", F1 {self.f1:.3f}"
        return (
            f"{self.tool} {self.articles:,}: {self.seconds:.2f} s (at most {self.slowest:.2f}), CPU {self.cpu:.2f} s,"
            f" {self.rate:,.0f} per second, {self.megabytes:,.0f} MB{f1}"
        )


def ratio(rows: Sequence[Row], row: Row) -> str:
    """Return how many times as long as this program a tool takes on the same file."""
    ours = next((one for one in rows if one.tool == OURS and one.articles == row.articles), None)
    return f"{row.seconds / ours.seconds:.1f}" if ours else ""


def full_table(rows: Sequence[Row]) -> str:
    """Return every figure of the race."""
    head = ["Tool", "Articles", "Seconds", "slowest run", "CPU s", "Articles/s", "times dedup's time", "Peak MB",
            "Precision", "Recall", "F1"]  # fmt: skip
    lines = []
    for row in rows:
        scores = [f"{value:.3f}" if value is not None else "" for value in (row.precision, row.recall, row.f1)]
        lines.append([
            NAMES.get(row.tool, row.tool), f"{row.articles:,}", f"{row.seconds:.2f}", f"{row.slowest:.2f}",
            f"{row.cpu:.2f}", f"{row.rate:,.0f}", ratio(rows, row), f"{row.megabytes:,.0f}", *scores,
        ])  # fmt: skip
    return markdown_table(head, lines)


def short_table(rows: Sequence[Row]) -> str:
    """Return a line for each tool: articles per second by size, their ratios, then what it takes at the largest."""
    sizes = sorted({row.articles for row in rows})
    lines = []
    for tool in dict.fromkeys(row.tool for row in rows):
        mine = {row.articles: row for row in rows if row.tool == tool and not row.error}
        if not mine:
            continue
        last = mine[max(mine)]
        rates = [f"{mine[size].rate:,.0f}" if size in mine else "" for size in sizes]
        times = " / ".join(ratio(rows, mine[size]) if size in mine else "-" for size in sizes)
        f1 = f"{last.f1:.3f}" if last.f1 is not None else ""
        lines.append([NAMES.get(tool, tool), *rates, times, f"{last.megabytes:,.0f}", f1])
    head = ["Articles per second", *(f"of {size:,}" for size in sizes), "Times dedup's time, by size",
            "Peak MB at its largest", "F1 of planted pairs"]  # fmt: skip
    return markdown_table(head, lines)


def growth(rows: Sequence[Row]) -> str:
    """Say how the time for one article changes from the smallest to the largest size."""
    told = []
    for tool in dict.fromkeys(row.tool for row in rows if row.tool != PARSING):
        mine = sorted((row for row in rows if row.tool == tool and not row.error), key=lambda row: row.articles)
        for before, after in itertools.pairwise(mine):
            told.append([
                NAMES.get(tool, tool), f"{before.articles:,} to {after.articles:,}",
                f"{after.seconds / before.seconds:.1f}", f"{after.articles / before.articles:.0f}",
            ])  # fmt: skip
    return markdown_table(["Tool", "From, to", "times the seconds", "times the articles"], told)


def stage_table(stages: Mapping[str, float]) -> str:
    """Return the share of each stage in the CPU time."""
    total = sum(stages.values()) or 1.0
    lines = [[name, f"{seconds:.2f}", f"{seconds / total:.0%}"] for name, seconds in stages.items()]
    return markdown_table(["Stage", "CPU s", "Share"], lines)


def conditions(versions: Mapping[str, str]) -> str:
    """Say when, where and with what was measured."""
    known = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in known if line.startswith("model name")), platform.processor())
    tools = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({model}), Python {platform.python_version()}, {tools}. "
        "Whole processes, files in the page cache, medians of three runs where one takes less than a minute."
    )


def plot(rows: Sequence[Row], target: Path = PLOT) -> None:
    """Draw articles per second and peak memory over the size. Needs matplotlib."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "dedup"
    from matplotlib import pyplot as plt

    figure, (speed, memory) = plt.subplots(1, 2, figsize=(10, 4))
    for tool in dict.fromkeys(row.tool for row in rows):
        mine = sorted((row for row in rows if row.tool == tool and not row.error), key=lambda row: row.articles)
        if not mine:
            continue
        style = {"linewidth": 3} if tool == OURS else {}
        line = "o:" if tool == PARSING else "o-"
        label = "orjson.loads alone" if tool == PARSING else NAMES.get(tool, tool).strip("*")
        speed.plot([row.articles for row in mine], [row.rate for row in mine], line, label=label, **style)
        memory.plot([row.articles for row in mine], [row.megabytes for row in mine], line, label=label, **style)
    for axes, name in ((speed, "articles per second"), (memory, "peak memory, MB")):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("articles")
        axes.set_ylabel(name)
        axes.grid(visible=True, alpha=0.3)
    speed.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None})


def write_report(
    rows: Sequence[Row], versions: Mapping[str, str], stages: Mapping[str, float], stages_at: int, *, keep: bool
) -> None:
    """Print the tables; ``keep`` puts them into the project's files too."""
    told = conditions(versions)
    parts = [
        "## Speed", f"`python -m benchmarks.speed WORK --write`: {told}", SETTING, full_table(rows),
        "Growth:", growth(rows), f"Where dedup's time goes at {stages_at:,} articles:", stage_table(stages),
    ]  # fmt: skip
    text = "\n\n".join(parts)
    print(text)
    if keep:
        put_section("speed", text)
        brief = f"{short_table(rows)}\n\n{SETTING}\n\n{told}"
        put_section("speed", brief, README)
        plot(rows)
