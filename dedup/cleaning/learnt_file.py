"""Learnt lines as a file that a person can review: JSON lines, one learnt line each.

    {"outlet": "Orvella Herald", "line": "Comments (12)", "pages": 14}

``line`` is an example as printed: it stands for every line that differs from it in case, spacing and figures alone.
Without a row a line is not learnt; a row that is added by hand needs ``outlet`` (null for pages without one) and ``line``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dedup.cleaning.learnt import LearntLines, Outlet, line_hash
from dedup.cleaning.lines import page_lines
from dedup.errors import InputError
from dedup.records import Article
from dedup.settings import CleaningSettings

Examples = Mapping[tuple[Outlet, int], str]
"""Of each learnt line, by outlet and hash, one of its forms as printed."""


def find_examples(articles: Sequence[Article], learnt: LearntLines, settings: CleaningSettings) -> Examples:
    """Map: the learnt lines as a batch of articles prints them, of several forms the first in the order of text.

    Linear in the text; never more than one example per learnt line, so that counting need not carry any.
    """
    found: dict[tuple[Outlet, int], str] = {}
    for article in articles:
        known = learnt.lines.get(article.outlet)
        if not known:
            continue
        for line in page_lines(article.text[: settings.learning_chars], settings):
            if len(line.text) <= settings.repeated_chars and (key := line_hash(line.text)) in known:
                found[article.outlet, key] = min(found.get((article.outlet, key), line.text), line.text)
    return found


def merge_examples(parts: Iterable[Examples]) -> Examples:
    """Reduce: the examples of all batches, in any order and any grouping."""
    merged: dict[tuple[Outlet, int], str] = {}
    for part in parts:
        for key, text in part.items():
            merged[key] = min(merged.get(key, text), text)
    return merged


def line_rows(learnt: LearntLines, examples: Examples) -> list[str]:
    """Return the learnt lines that have an example as rows of JSON, by outlet, those on most pages first."""
    rows = [
        (outlet, pages, examples[outlet, line])
        for outlet, lines in learnt.lines.items()
        for line, pages in lines.items()
        if (outlet, line) in examples
    ]
    rows.sort(key=lambda row: (row[0] is not None, row[0] or "", -row[1], row[2]))
    return [_as_json(outlet, text, pages) for outlet, pages, text in rows]


def _as_json(outlet: Outlet, line: str, pages: int) -> str:
    # Halves of a broken character can stand in a text, but not in UTF-8.
    broken = any("\ud800" <= char <= "\udfff" for char in (outlet or "") + line)
    return json.dumps({"outlet": outlet, "line": line, "pages": pages}, ensure_ascii=broken) + "\n"


def read_lines(path: Path) -> LearntLines:
    """Read the rows of ``line_rows``, edited or not; of a line given twice the larger count holds.

    Raises ``InputError``, with file and line number, for a row that is no learnt line.
    """
    learnt: dict[Outlet, dict[int, int]] = {}
    try:
        with path.open("rb") as rows:
            for number, raw in enumerate(rows, start=1):
                if raw.strip():
                    outlet, line, pages = _row(raw, f"{path}, line {number}")
                    lines = learnt.setdefault(outlet, {})
                    lines[line_hash(line)] = max(lines.get(line_hash(line), 0), pages)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; give a file that `dedup lines` wrote") from error
    return LearntLines({outlet: dict(sorted(lines.items())) for outlet, lines in learnt.items()})


def _row(raw: bytes, place: str) -> tuple[Outlet, str, int]:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: this is no JSON; write one object per line") from error
    if not isinstance(row, dict):
        raise InputError(f'{place}: this is no object; write {{"outlet": ..., "line": ...}}')
    outlet, line, pages = row.get("outlet"), row.get("line"), row.get("pages", 0)
    if not (outlet is None or isinstance(outlet, str)):
        raise InputError(f'{place}: "outlet" must be a name, or null for pages without an outlet')
    if not isinstance(line, str) or not line.strip():
        raise InputError(f'{place}: "line" must be the words of a line')
    if not isinstance(pages, int) or isinstance(pages, bool) or pages < 0:
        raise InputError(f'{place}: "pages" must be a whole number, or be left out')
    return outlet, line, pages
