"""What the commands have in common: how to run, and where to put a table."""

from __future__ import annotations

import dataclasses
import functools
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from dedup.errors import InputError, UsageError
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.cleaning.learnt import LearntLines
    from dedup.engines.local import LocalEngine
    from dedup.reading.read import Reading
    from dedup.records import Reject
    from dedup.results import Analysis

Command = Callable[..., None]
Format = Literal["table", "jsonl", "csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Run:
    """How a command runs: workers and the words it says, the seed, and the user's own agencies and repeated lines."""

    workers: int | None
    seed: int
    quiet: bool
    agencies: Path | None
    lines: Path | None

    def settings(self) -> Settings:
        """Return the settings, with the user's agencies in them."""
        settings = Settings(seed=self.seed)
        if self.agencies is None:
            return settings
        from dedup.cleaning.agencies import read_agencies

        cleaning = dataclasses.replace(settings.cleaning, agencies=read_agencies(self.agencies))
        return dataclasses.replace(settings, cleaning=cleaning)

    def learnt(self) -> LearntLines | None:
        """Return the repeated lines that the user gives back, or None: they are learnt from the articles."""
        if self.lines is None:
            return None
        from dedup.cleaning.learnt_file import read_lines

        return read_lines(self.lines)

    def engine(self) -> LocalEngine:
        """Return the engine, with progress on a terminal."""
        from dedup.engines.local import LocalEngine
        from dedup.progress import TerminalProgress

        return LocalEngine(self.workers, None if self.quiet else TerminalProgress())

    def read(self, paths: Sequence[str]) -> Reading:
        """Read the articles, and say what was assumed; raise ``InputError`` where there are none."""
        from dedup.reading.notes import reading_notes
        from dedup.reading.read import read_articles

        reading = read_articles(*paths)
        self.tell_of(reading.rejects, () if reading.articles else paths)
        for note in reading_notes(reading.articles):
            self.say(note)
        return reading

    def analyze(self, paths: Sequence[str]) -> Analysis:
        """Read the articles and analyse them."""
        from dedup.analysis import analyze

        reading, settings, learnt = self.read(paths), self.settings(), self.learnt()
        with self.engine() as engine:
            return analyze(reading.articles, settings, engine=engine, rejects=reading.rejects, learnt=learnt)

    def tell_of(self, rejects: Sequence[Reject], empty: Sequence[str | Path] = ()) -> None:
        """Say that inputs were left out (``analyze`` lists them all); raise ``InputError`` of paths that hold nothing."""
        if empty:
            raise InputError(_nothing_read([str(path) for path in empty], rejects))
        if rejects:
            first = f"{rejects[0].source}: {rejects[0].reason}"
            if len(rejects) == 1:
                self.say(f"1 input was rejected, {first}")
            else:
                self.say(
                    f"{len(rejects):,} inputs were rejected (`dedup analyze` lists them in rejects.jsonl), first {first}"
                )

    def say(self, message: str) -> None:
        """Say something on standard error."""
        if not self.quiet:
            click.echo(f"dedup: {message}", err=True)


@dataclass(frozen=True, slots=True)
class Table:
    """Where a command's table goes, and in which form."""

    form: Format | None
    output: Path | None

    @property
    def target(self) -> Path | None:
        """Return the file, None for standard output."""
        return None if self.output is None or str(self.output) == "-" else self.output

    def check(self, paths: Sequence[str]) -> None:
        """Raise ``UsageError`` where the file cannot be written, or is one of the inputs."""
        if self.target is not None:
            check_writable(self.target)
            spare_inputs(self.target, paths)

    def show(self, text: Callable[[], str], rows: Sequence[Any], row_type: type, *, marked: bool = False) -> None:
        """Write rows in the form asked for, or the text for people, whose marks (``marked``) may be coloured."""
        from dedup.reporting.colour import coloured, wants_colour
        from dedup.reporting.files import write_atomically
        from dedup.reporting.tables import write_rows

        form = self.form or self.form_of_target()
        if form != "table":
            write_rows(rows, form, self.target, row_type=row_type)
        elif self.target is None:
            click.echo(coloured(text()) if marked and wants_colour(sys.stdout) else text())
        else:
            write_atomically(self.target, [f"{text()}\n".encode()])

    def form_of_target(self) -> Format:
        """Return the form that suits the file's name, or standard output."""
        if self.target is None:
            return "table" if sys.stdout.isatty() else "jsonl"
        forms: dict[str, Format] = {".csv": "csv", ".parquet": "parquet", ".txt": "table"}
        return forms.get(self.target.suffix.lower(), "jsonl")


def check_writable(target: Path) -> None:
    """Raise ``UsageError`` where a file or folder can plainly not be written: before the work, not after it."""
    place = target if target.exists() else next(parent for parent in target.absolute().parents if parent.exists())
    if not target.exists() and not place.is_dir():
        raise UsageError(f"cannot write {target}: {place} is no folder")
    if not os.access(place, os.W_OK):
        raise UsageError(f"cannot write {target}: no permission to write to {place}")


def spare_inputs(target: Path, paths: Sequence[str]) -> None:
    """Raise ``UsageError`` where writing a file would replace an input."""
    from dedup.reading.files import format_of

    if not target.is_file():
        return
    for path in map(Path, paths):
        inside = path.is_dir() and path.resolve() in target.resolve().parents and format_of(target.name) is not None
        if inside or (path.is_file() and path.samefile(target)):
            raise UsageError(f"{target}: is one of the inputs; name another file with -o")


_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_RUN_OPTIONS = (
    click.option("--quiet", is_flag=True, help="Print nothing but results and errors."),
    click.option(
        "--seed",
        type=click.IntRange(0, 2**32 - 1),
        default=Settings().seed,
        show_default=True,
        help="Chooses the MinHash permutations.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(1, 1024),
        default=None,
        help="Worker processes; for large inputs the machine's cores by default. Results do not depend on it.",
    ),
    click.option(
        "--lines",
        type=_EXISTING_FILE,
        metavar="FILE",
        help="The repeated lines of each outlet, as `dedup lines` writes them, instead of learning them.",
    ),
    click.option(
        "--agencies",
        type=_EXISTING_FILE,
        metavar="FILE",
        help="Further agencies and their spellings, in the form of dedup/cleaning/agencies.json.",
    ),
)
_TABLE_OPTIONS = (
    click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        default=None,
        metavar="FILE",
        help="Write to a file; - is standard output.",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(["table", "jsonl", "csv", "parquet"]),
        default=None,
        help="By default what FILE's suffix says, else a table on a terminal and JSON lines elsewhere.",
    ),
)


def run_options(command: Command) -> Command:
    """Add the options of every command, which takes them as ``run``."""
    return _bundled(command, Run, "run", _RUN_OPTIONS)


def table_options(command: Command) -> Command:
    """Add the options of every command that shows one table, which takes them as ``table``."""
    return _bundled(command, Table, "table", _TABLE_OPTIONS)


def _bundled(
    command: Command, bundle: type[Run] | type[Table], name: str, options: Sequence[Callable[[Command], Command]]
) -> Command:
    """Let a command take a group of options as one record."""
    fields = [field.name for field in dataclasses.fields(bundle)]

    @functools.wraps(command)
    def with_bundle(**values: Any) -> None:
        record = bundle(**{field: values.pop(field) for field in fields})
        if isinstance(record, Table):
            record.check(values["paths"])
        command(**values, **{name: record})

    wrapped: Command = with_bundle
    for option in options:
        wrapped = option(wrapped)
    return wrapped


def _nothing_read(paths: Sequence[str], rejects: Sequence[Reject]) -> str:
    """Say why there is nothing to analyse, and what to do."""
    where = ", ".join(paths)
    if rejects:
        first = rejects[0]
        return f"no articles in {where}: {len(rejects):,} rejected, the first being {first.source}: {first.reason}"
    return f"no articles in {where}: give a folder or file with .txt, .html, .mhtml, .json, .jsonl, .csv, .parquet or .warc"
