"""The command line: every command reads articles, asks one question of them, and shows or writes its table."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import click

from dedup import __version__
from dedup.errors import DedupError, UsageError
from dedup.options import Run, Table, check_writable, run_options, spare_inputs, table_options

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


class _ReaderGoneError(Exception):
    """Nobody reads our output any more, as in ``dedup ... | head``."""


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; click itself ends the program with code 1 where the reader of its output has gone."""
        try:
            found = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as problem:
            raise _ReaderGoneError from problem
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dedup")
def commands() -> None:
    """Find the stories in a folder or crawl of news articles, and who made what from whom.

    PATH is a folder, a file (.txt, .html, .mhtml, .json, .jsonl, .csv, .parquet, .warc, also compressed), or - for
    JSON lines on standard input.
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
def analyze(paths: tuple[str, ...], output: Path, run: Run) -> None:
    """Analyse articles: all tables and a report.

    \b
    Example:
        dedup analyze fixtures/pages -o out
    """
    from dedup.api import write_results
    from dedup.reporting.terminal import summary

    if output.exists() and not output.is_dir():
        raise UsageError(f"{output}: is a file; name a folder for the results with -o")
    check_writable(output)
    for path in map(Path, paths):
        if output.is_dir() and (path if path.is_dir() else path.parent).resolve() == output.resolve():
            raise UsageError(f"{output}: holds the input; name another folder for the results with -o")
    results = run.analyze(paths)
    report = write_results(results, output)
    if not run.quiet:
        click.echo(summary(results))
        click.echo(f"Report: {report}")


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
    help="One JSON lines file of any size (copies also in a folder or another file): texts as given, compiled kernels; "
    "a row is an id, its copies and its story.",
)
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="With --bulk, for copies: a folder for finished stages; the same command goes on from there after it was stopped.",
)
@click.option(
    "--memory",
    type=click.FloatRange(min=0, min_open=True),
    metavar="GB",
    help="With --bulk, for copies: what large arrays may take in memory; beyond it they stand in files.",
)
@table_options
@run_options
def cluster(
    paths: tuple[str, ...],
    level: Literal["stories", "copies"],
    bulk: bool,
    work: Path | None,
    memory: float | None,
    table: Table,
    run: Run,
) -> None:
    """Group articles: which tell the same story, which are copies of one text.

    \b
    Examples:
        dedup cluster fixtures/pages --level stories --format table
        dedup cluster fixtures/rows.jsonl --level copies --bulk -o copies.jsonl
        dedup cluster fixtures/rows.jsonl --level stories --bulk -o stories.jsonl
    """
    if bulk:
        if len(paths) != 1 or paths[0] == "-":
            raise UsageError("--bulk takes one file or folder, and no standard input")
        if (table.form or (table.form_of_target() if table.target else "jsonl")) != "jsonl":
            raise UsageError("--bulk writes JSON lines: give the format jsonl, or a file that ends in .jsonl")
        if level == "stories" and (work is not None or memory is not None):
            raise UsageError("--work and --memory are for --level copies")
        _cluster_in_bulk(Path(paths[0]), level, work, memory, table, run)
        return
    if work is not None or memory is not None:
        raise UsageError("--work and --memory are for --bulk")
    from dedup.analysis import cluster as cluster_articles
    from dedup.assembly import membership
    from dedup.records import MembershipRow
    from dedup.reporting.groups import groups_table

    reading, settings, learnt = run.read(paths), run.settings(), run.learnt()
    with run.engine() as engine:
        found = cluster_articles(reading.articles, settings, engine, learnt)
        rows = membership(found, engine.gather(found.pages), level)
    table.show(lambda: groups_table(rows), rows, MembershipRow)


def _cluster_in_bulk(
    path: Path, level: Literal["stories", "copies"], work: Path | None, memory: float | None, table: Table, run: Run
) -> None:
    """Group the rows of one file by their texts as given, without an object for an article."""
    from dedup.matching.bulk.lane import copies_of_jsonl
    from dedup.reading.files import format_of

    one_by_one = path.is_dir() or format_of(path.name) not in (None, "jsonl")
    if level == "copies" and one_by_one:
        if work is not None or memory is not None:
            raise UsageError("--work and --memory are for a JSON lines file")
        _cluster_read(path, table, run)
        return
    if not path.exists():
        raise UsageError(f"no such file: {path}: check the path")
    if one_by_one:
        raise UsageError(
            f"{path}: --bulk reads stories from one JSON lines file: leave --bulk out, or write the rows so"
        )
    if level == "stories":
        from dedup.matching.crawl import stories_of_jsonl

        stories = stories_of_jsonl(path, run.settings(), run.workers, say=run.say)
        run.tell_of(stories.rejects, [path] if not len(stories.ids) else ())
        _write_bytes(stories.rows(), table)
        return
    most = None if memory is None else int(memory * 1e9)
    try:
        copies = copies_of_jsonl(
            path, run.settings().copies, run.seed, run.workers, say=run.say, work=work, memory=most
        )
        run.tell_of(copies.rejects, [path] if not len(copies.ids) else ())
        _write_bytes(copies.rows("jsonl"), table)
    except KeyboardInterrupt:
        if work is not None:
            run.say(f"stopped; to go on, type again: {shlex.join(['dedup', *sys.argv[1:]])}")
        raise
    copies.work.clear()


def _cluster_read(path: Path, table: Table, run: Run) -> None:
    """Group the articles of a folder, or of a file of another format, by their texts as given."""
    from dedup.matching.bulk.native import compile_notice
    from dedup.matching.bulk.prints import copies_of_articles
    from dedup.reading.read import iter_articles

    with compile_notice(run.say):
        copies = copies_of_articles(iter_articles([path]), run.settings().copies, run.seed, run.workers)
    run.tell_of(copies.rejects, [path] if not len(copies.ids) else ())
    _write_bytes(copies.rows("jsonl"), table)


def _write_bytes(rows: Iterable[bytes], table: Table) -> None:
    """Write rows to the table's file, or to standard output."""
    from dedup.reporting.files import write_atomically

    if table.target is not None:
        write_atomically(table.target, rows)
        return
    for chunk in rows:
        sys.stdout.buffer.write(chunk)


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
@run_options
def score(paths: tuple[str, ...], by: Literal["article", "outlet"], table: Table, run: Run) -> None:
    """Score originality: how much of each article, and of each outlet's, its baseline does not have.

    \b
    Example:
        dedup score fixtures/rows.jsonl --format table
    """
    from dedup.assembly import score_rows
    from dedup.records import ScoreRow
    from dedup.reporting.outlets import OutletRow, outlet_rows
    from dedup.reporting.terminal import score_table

    results = run.analyze(paths)
    rows: Sequence[Any] = score_rows(results) if by == "article" else outlet_rows(results)
    table.show(lambda: score_table(results), rows, ScoreRow if by == "article" else OutletRow)


@commands.command()
@PATHS
@table_options
@run_options
def diff(paths: tuple[str, ...], table: Table, run: Run) -> None:
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
        reading = run.read(paths)
        if len(reading.articles) == 2:
            pair = compare(*reading.articles, run.settings())
            rows = pair.findings.sentences
            dropped = pair.findings.dropped
            table.show(lambda: diff_text(pair.a, pair.b, rows, dropped), rows, SentenceRow)
            return
    results = run.analyze(paths)
    table.show(lambda: story_diffs(results), results.sentences, SentenceRow)


@commands.command()
@PATHS
@click.option(
    "--fail-on",
    multiple=True,
    metavar="FLAG,...",
    help="Exit with code 1 where a quote carries one of these flags: speaker_differs, altered, anonymous_opinion, "
    "untraceable, single_source; ap, nyt and reuters stand for the flags that break that newsroom's rules.",
)
@click.option(
    "--profile",
    type=click.Choice(["ap", "nyt", "reuters"]),
    help="Show only the flags that break this newsroom's published rules.",
)
@table_options
@run_options
def quotes(paths: tuple[str, ...], fail_on: tuple[str, ...], profile: str | None, table: Table, run: Run) -> None:
    """List who is quoted, by whom it was said, and what was changed on the way.

    \b
    Examples:
        dedup quotes fixtures/pages --format csv -o quotes.csv
        dedup quotes fixtures/pages --profile ap --fail-on speaker_differs,altered
    """
    from dataclasses import replace

    from dedup.records import QuoteRow
    from dedup.reporting.gate import breaches, flags_named, under_profile
    from dedup.reporting.terminal import quotes_listing

    stopping = flags_named(fail_on)
    results = run.analyze(paths)
    results = replace(results, quotes=under_profile(results.quotes, profile))
    found = breaches(results.quotes, stopping)
    try:
        table.show(lambda: quotes_listing(results), results.quotes, QuoteRow, marked=True)
    finally:  # a gate stays shut where nobody reads the table
        if found:
            click.echo(f"dedup: {found}", err=True)
            click.get_current_context().exit(1)


@commands.command()
@PATHS
@click.option("-a", "first", required=True, metavar="ID", help="The id of one article.")
@click.option("-b", "second", required=True, metavar="ID", help="The id of the other.")
@run_options
def explain(paths: tuple[str, ...], first: str, second: str, run: Run) -> None:
    """Explain why two articles are, or are not, one story.

    \b
    Example:
        dedup explain fixtures/pages -a rbi-repo-cut-mandke-wire.txt -b rbi-repo-cut-mandke-rupeebuzz.txt
    """
    from dedup.analysis import explain as explain_articles

    reading, settings, learnt = run.read(paths), run.settings(), run.learnt()
    with run.engine() as engine:
        found = explain_articles(reading.articles, first, second, settings, engine, learnt)
    click.echo("\n".join(found.lines()))


@commands.command()
@PATHS
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to a file."
)
@run_options
def lines(paths: tuple[str, ...], output: Path | None, run: Run) -> None:
    """List the lines that outlets repeat on their pages, and that count as clutter.

    Review the rows, delete those that are content, add what is missing, and give them back with --lines.

    \b
    Example:
        dedup lines fixtures/rows.jsonl -o lines.jsonl
        dedup analyze fixtures/rows.jsonl --lines lines.jsonl -o out
    """
    from dedup.analysis import repeated_lines
    from dedup.reporting.files import write_atomically

    if output is not None and str(output) != "-":
        check_writable(output)
        spare_inputs(output, paths)
    reading, settings = run.read(paths), run.settings()
    with run.engine() as engine:
        rows = repeated_lines(reading.articles, settings, engine)
    if output is None or str(output) == "-":
        click.echo("".join(rows), nl=False)
    else:
        write_atomically(output, (row.encode() for row in rows))


def main() -> None:
    """Run the command line; errors that a user can cause become one line and an exit code (2 usage, 3 input)."""
    code: Any
    try:
        if sys.stdout is None:
            raise UsageError("standard output is closed: give it a file, or /dev/null")
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
    except _ReaderGoneError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered has nowhere to go
        code = 0
    except OSError as error:  # standard output on a full disk; files and inputs have their own messages
        click.echo(f"dedup: {error.filename or 'standard output'}: {error.strerror or error}", err=True)
        code = UsageError.exit_code
    sys.exit(code or 0)
