"""The command line: every command reads articles, runs the analysis, and shows or writes its table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dedup import __version__
from dedup.errors import DedupError, InputError, UsageError

if TYPE_CHECKING:
    from dedup.records import Reject
    from dedup.results import Analysis

F = TypeVar("F", bound=Callable[..., Any])

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


def common_options(command: F) -> F:
    """Add the options that every command has."""
    for option in (
        click.option("--quiet", is_flag=True, help="Print nothing but results and errors."),
        click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True,
                     help="Chooses the MinHash permutations."),
        click.option("--workers", type=click.IntRange(1, 1024), default=None,
                     help="Worker processes; the machine's cores for large inputs by default. Results do not depend on it."),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dedup")
def commands() -> None:
    """Find the stories in a folder or crawl of news articles, and who made what from whom.

    PATH is a folder, a file (.txt, .html, .json, .jsonl, .csv, .parquet, .warc, also compressed), or - for JSON lines
    on standard input.
    """


@commands.command()
@PATHS
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR",
              help="The folder to write the tables and report.html to.")
@common_options
def analyze(paths: tuple[str, ...], output: Path, workers: int | None, seed: int, quiet: bool) -> None:
    """Analyse articles: all tables and a report.

    \b
    Example:
        dedup analyze fixtures/pages -o out
    """
    from dedup.reporting.report import write_report
    from dedup.reporting.tables import write_tables
    from dedup.reporting.terminal import summary

    if output.exists() and not output.is_dir():
        raise UsageError(f"{output}: is a file; name a folder for the results with -o")
    results = run(paths, workers, seed, quiet)
    try:
        write_tables(results, output)
        write_report(results, output / "report.html")
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another folder with -o") from error
    if not quiet:
        click.echo(summary(results))
        click.echo(f"Report: {output / 'report.html'}")


def run(
    paths: tuple[str, ...], workers: int | None, seed: int, quiet: bool
) -> Analysis:
    """Read the articles and analyse them, with progress on a terminal."""
    from dedup.analysis import analyze as analyze_articles
    from dedup.engines.local import LocalEngine
    from dedup.progress import TerminalProgress
    from dedup.reading.read import read_articles
    from dedup.settings import Settings

    reading = read_articles(*paths)
    if not reading.articles:
        raise InputError(_nothing_read(paths, reading.rejects))
    progress = None if quiet else TerminalProgress()
    with LocalEngine(workers, progress) as engine:
        return analyze_articles(reading.articles, Settings(seed=seed), engine=engine, rejects=reading.rejects)


def _nothing_read(paths: tuple[str, ...], rejects: Sequence[Reject]) -> str:
    """Say why there is nothing to analyse, and what to do."""
    where = ", ".join(paths)
    if rejects:
        first = rejects[0]
        return f"no articles in {where}: {len(rejects)} rejected, the first being {first.source}: {first.reason}"
    return f"no articles in {where}: give a folder or file with .txt, .html, .json, .jsonl, .csv, .parquet or .warc"


def main() -> None:
    """Run the command line; errors that a user can cause become one line and an exit code (2 usage, 3 input)."""
    try:
        code = commands.main(standalone_mode=False)
    except DedupError as error:
        click.echo(f"dedup: {error}", err=True)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("dedup: interrupted", err=True)
        code = 130
    except BrokenPipeError:  # the reader of our output has gone, as in `dedup ... | head`
        sys.stderr.close()
        code = 0
    sys.exit(code or 0)
