"""Groups and stories for people at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from dedup.records import ArticleRow, MembershipRow
from dedup.reporting.index import Index
from dedup.reporting.layout import clip, printable, table, terminal_width
from dedup.reporting.listings import diff_text
from dedup.results import Analysis


def groups_table(rows: Sequence[MembershipRow], *, width: int | None = None) -> str:
    """Return the groups of two and more, one article a line, and how many articles are alone.

    A column that no article fills is left out: bare pages name no outlet and no time.
    """
    cells: dict[str, Callable[[MembershipRow], str]] = {
        "id": lambda row: row.article,
        "outlet": lambda row: row.outlet or "",
        "published (UTC)": lambda row: _minute(row.published),
        "title": lambda row: row.title or "",
    }
    columns = [name for name, cell in cells.items() if any(map(cell, rows))]
    blocks = []
    for _, group in groupby((row for row in rows if row.size > 1), key=lambda row: row.group):
        members = list(group)
        lines = [[cells[name](row) for name in columns] for row in members]
        blocks.append(f"{len(members)} articles\n{table(columns, lines, width=width)}")
    alone = sum(row.size == 1 for row in rows)
    blocks.append(f"{alone} {'article' if alone == 1 else 'articles'} alone")
    return "\n\n".join(blocks)


def _minute(published: str | None) -> str:
    """Return a time to the minute; that it is UTC stands in the column's name."""
    return (published or "")[:16].replace("T", " ")


def story_diffs(analysis: Analysis, *, width: int | None = None) -> str:
    """Return each story's articles beside what they are compared with, sentence by sentence."""
    index, width = Index(analysis), width or terminal_width()
    blocks = []
    for story in index.stories:
        members = index.members(story)
        if len(members) < 2:
            continue
        head = f"{clip(printable(index.story_title(story)), width)}\n{'═' * width}"
        blocks += [head, *_diffs(analysis, index, members, width)]
    return "\n\n".join(blocks) if blocks else "No two articles tell the same story."


def _diffs(analysis: Analysis, index: Index, members: Sequence[ArticleRow], width: int) -> Iterator[str]:
    """Yield each member beside its parent, or else beside the article that holds most of its sentences."""
    for row in members:
        sentences = index.sentences.get(row.id, ())
        counts: dict[str, int] = {}
        for sentence in sentences:
            for match in sentence.matches[:1]:
                counts[match.article] = counts.get(match.article, 0) + 1
        source = row.parent or min(counts, key=lambda other: (-counts[other], other), default=None)
        if source is not None and row.baseline != "none":
            dropped = index.dropped.get(row.id, ())
            yield diff_text(analysis.pages[source], analysis.pages[row.id], sentences, dropped, width=width)
