"""The command line: every command reads articles, runs the analysis, and shows or writes its table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from dedup import __version__
from dedup.errors import DedupError, InputError, UsageError

if TYPE_CHECKING:
    from dedup.engines.local import LocalEngine
    from dedup.reading.read import Reading
    from dedup.records import Reject
    from dedup.results import Analysis

F = TypeVar("F", bound=Callable[..., Any])
Format = Literal["table", "jsonl", "csv", "parquet"]

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


def run_options(command: F) -> F:
    """Add the options of every command that analyses."""
    for option in (
        click.option("--quiet", is_flag=True, help="Print nothing but results and errors."),
        click.option(
            "--seed",
            type=click.IntRange(0, 2**32 - 1),
            default=1,
            show_default=True,
            help="Chooses the MinHash permutations.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 1024),
            default=None,
            help="Worker processes; for large inputs the machine's cores by default. Results do not depend on it.",
        ),
    ):
        command = option(command)
    return command


def table_options(command: F) -> F:
    """Add the options of every command that shows one table."""
    for option in (
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
    ):
        command = option(command)
    return run_options(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dedup")
def commands() -> None:
    """Find the stories in a folder or crawl of news articles, and who made what from whom.

    PATH is a folder, a file (.txt, .html, .json, .jsonl, .csv, .parquet, .warc, also compressed), or - for JSON lines
    on standard input.
    """


@commands.command()
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder to write the tables and report.html to.",
)
@run_options
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
    results = analyse(paths, workers, seed, quiet)
    write_tables(results, output)
    write_report(results, output / "report.html")
    if not quiet:
        click.echo(summary(results))
        click.echo(f"Report: {output / 'report.html'}")


@commands.command()
@PATHS
@click.option(
    "--level",
    type=click.Choice(["stories", "copies"]),
    default="stories",
    show_default=True,
    help="Articles that tell the same event, or near-duplicates of one text.",
)
@click.option(
    "--bulk",
    is_flag=True,
    help="Copies in one JSON lines file of any size: texts as given, compiled kernels; a row is an id and its copies.",
)
@table_options
def cluster(
    paths: tuple[str, ...],
    level: Literal["stories", "copies"],
    bulk: bool,
    form: Format | None,
    output: Path | None,
    workers: int | None,
    seed: int,
    quiet: bool,
) -> None:
    """Group articles: which tell the same story, which are copies of one text.

    \b
    Examples:
        dedup cluster fixtures/pages --level stories --format table
        dedup cluster fixtures/rows.jsonl --level copies --bulk -o copies.jsonl
    """
    if bulk:
        if level != "copies" or len(paths) != 1 or form not in (None, "jsonl"):
            raise UsageError("--bulk takes --level copies, one JSON lines file and the format jsonl")
        _cluster_in_bulk(Path(paths[0]), output, workers, seed, quiet)
        return
    from dedup.analysis import cluster as cluster_articles
    from dedup.assembly import membership
    from dedup.records import MembershipRow
    from dedup.reporting.groups import groups_table
    from dedup.settings import Settings

    reading = read(paths, quiet)
    with _engine(workers, quiet) as engine:
        found = cluster_articles(reading.articles, Settings(seed=seed), engine)
        rows = membership(found, engine.gather(found.pages), level)
    _show(lambda: groups_table(rows), rows, MembershipRow, form, output)


@commands.command()
@PATHS
@click.option(
    "--by",
    type=click.Choice(["article", "outlet"]),
    default="article",
    show_default=True,
    help="What a row of jsonl, csv and parquet is; the table shows both.",
)
@table_options
def score(
    paths: tuple[str, ...],
    by: Literal["article", "outlet"],
    form: Format | None,
    output: Path | None,
    workers: int | None,
    seed: int,
    quiet: bool,
) -> None:
    """Score originality: how much of each article, and of each outlet's, its baseline does not have.

    \b
    Example:
        dedup score fixtures/rows.jsonl --format table
    """
    from dedup.assembly import score_rows
    from dedup.records import ScoreRow
    from dedup.reporting.outlets import OutletRow, outlet_rows
    from dedup.reporting.terminal import score_table

    results = analyse(paths, workers, seed, quiet)
    rows: Sequence[Any] = score_rows(results) if by == "article" else outlet_rows(results)
    _show(lambda: score_table(results), rows, ScoreRow if by == "article" else OutletRow, form, output)


@commands.command()
@PATHS
@table_options
def diff(
    paths: tuple[str, ...],
    form: Format | None,
    output: Path | None,
    workers: int | None,
    seed: int,
    quiet: bool,
) -> None:
    """Show what each article added, sentence by sentence.

    Two files of one article each are set side by side, the second against the first; anything else is compared story
    by story.

    \b
    Example:
        dedup diff fixtures/pages/rbi-repo-cut-mandke-wire.txt fixtures/pages/rbi-repo-cut-mandke-moneymandi.txt
    """
    from dedup.api import compare
    from dedup.records import SentenceRow
    from dedup.reporting.groups import story_diffs
    from dedup.reporting.terminal import diff_text

    if len(paths) == 2 and all(Path(path).is_file() for path in paths):
        reading = read(paths, quiet)
        if len(reading.articles) == 2:
            pair = compare(*reading.articles)
            rows = pair.findings.sentences
            _show(lambda: diff_text(pair.a, pair.b, rows), rows, SentenceRow, form, output)
            return
    results = analyse(paths, workers, seed, quiet)
    _show(lambda: story_diffs(results), results.sentences, SentenceRow, form, output)


@commands.command()
@PATHS
@table_options
def quotes(
    paths: tuple[str, ...],
    form: Format | None,
    output: Path | None,
    workers: int | None,
    seed: int,
    quiet: bool,
) -> None:
    """List who is quoted, by whom it was said, and what was changed on the way.

    \b
    Example:
        dedup quotes fixtures/pages --format csv -o quotes.csv
    """
    from dedup.records import QuoteRow
    from dedup.reporting.terminal import quotes_listing

    results = analyse(paths, workers, seed, quiet)
    _show(lambda: quotes_listing(results), results.quotes, QuoteRow, form, output)


@commands.command()
@PATHS
@click.option("-a", "first", required=True, metavar="ID", help="The id of one article.")
@click.option("-b", "second", required=True, metavar="ID", help="The id of the other.")
@run_options
def explain(paths: tuple[str, ...], first: str, second: str, workers: int | None, seed: int, quiet: bool) -> None:
    """Explain why two articles are, or are not, one story.

    \b
    Example:
        dedup explain fixtures/pages -a rbi-repo-cut-mandke-wire.txt -b rbi-repo-cut-mandke-buzz.txt
    """
    from dedup.analysis import explain as explain_articles
    from dedup.settings import Settings

    reading = read(paths, quiet)
    with _engine(workers, quiet) as engine:
        found = explain_articles(reading.articles, first, second, Settings(seed=seed), engine)
    click.echo("\n".join(found.lines()))


def _cluster_in_bulk(path: Path, output: Path | None, workers: int | None, seed: int, quiet: bool) -> None:
    """Group the rows of one file by their texts as given, without an object for an article."""
    from dedup.matching.bulk.lane import copies_of_jsonl
    from dedup.reporting.files import write_atomically
    from dedup.settings import Settings

    if not path.is_file():
        raise UsageError(f"no such file: {path}: --bulk reads one JSON lines file")
    settings = Settings(seed=seed)
    found = copies_of_jsonl(path, settings.copies, seed, workers, say=None if quiet else _say)
    _tell_of_rejects(found.rejects, quiet)
    if output is None or str(output) == "-":
        for chunk in found.rows("jsonl"):
            sys.stdout.buffer.write(chunk)
    else:
        write_atomically(output, found.rows("jsonl"))


def read(paths: tuple[str, ...], quiet: bool) -> Reading:
    """Read the articles; raise ``InputError`` where there are none."""
    from dedup.reading.read import read_articles

    reading = read_articles(*paths)
    if not reading.articles:
        raise InputError(_nothing_read(paths, reading.rejects))
    _tell_of_rejects(reading.rejects, quiet)
    return reading


def _tell_of_rejects(rejects: Sequence[Reject], quiet: bool) -> None:
    """Say on standard error that inputs were left out; ``analyze`` lists them all."""
    if rejects and not quiet:
        inputs = "input was" if len(rejects) == 1 else "inputs were"
        _say(f"{len(rejects)} {inputs} rejected, first {rejects[0].source}: {rejects[0].reason}")


def _say(message: str) -> None:
    click.echo(f"dedup: {message}", err=True)


def analyse(paths: tuple[str, ...], workers: int | None, seed: int, quiet: bool) -> Analysis:
    """Read the articles and analyse them, with progress on a terminal."""
    from dedup.analysis import analyze as analyze_articles
    from dedup.settings import Settings

    reading = read(paths, quiet)
    with _engine(workers, quiet) as engine:
        return analyze_articles(reading.articles, Settings(seed=seed), engine=engine, rejects=reading.rejects)


def _engine(workers: int | None, quiet: bool) -> LocalEngine:
    from dedup.engines.local import LocalEngine
    from dedup.progress import TerminalProgress

    return LocalEngine(workers, None if quiet else TerminalProgress())


def _show(
    text: Callable[[], str], rows: Sequence[Any], row_type: type, form: Format | None, output: Path | None
) -> None:
    """Write rows in the form asked for, or the text for people."""
    from dedup.reporting.files import write_atomically
    from dedup.reporting.tables import write_rows

    target = None if output is None or str(output) == "-" else output
    form = form or _form_of(target)
    if form != "table":
        write_rows(rows, form, target, row_type=row_type)
    elif target is None:
        click.echo(text())
    else:
        write_atomically(target, [f"{text()}\n".encode()])


def _form_of(output: Path | None) -> Format:
    """Return the format that suits a file's name, or standard output."""
    if output is None:
        return "table" if sys.stdout.isatty() else "jsonl"
    forms: dict[str, Format] = {".csv": "csv", ".parquet": "parquet", ".txt": "table"}
    return forms.get(output.suffix.lower(), "jsonl")


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
