"""Text laid out for a terminal: cells counted as the eye sees them, tables that fit the width."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator, Sequence

from dedup.reporting.safe_text import harmless

GAP = "  "
NARROWEST = 9
"""Cells below which a column says nothing any more; a table that would need it is shown one field a line."""

# Joiners, variation selectors and bidirectional marks take no room; the marks would also turn around what follows them.
_BIDI = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def terminal_width() -> int:
    """Return the terminal's width in cells (80 where there is none)."""
    return shutil.get_terminal_size().columns


def printable(text: str) -> str:
    """Return text as one line that a terminal shows in order and does not act on."""
    return " ".join(harmless(text).split()).translate(_BIDI)


def cells(text: str) -> int:
    """Return how many cells a terminal needs: two for wide characters, none for combining ones (UAX #11)."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(mark: str) -> int:
    if unicodedata.category(mark) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(mark) in ("W", "F") else 1


def clip(text: str, width: int) -> str:
    """Return ``text`` cut to ``width`` cells, with an ellipsis where something was cut."""
    if len(text) <= width // 2 or cells(text) <= width:
        return text
    kept, used = [], 0
    for mark in text:
        used += _cells_of(mark)
        if used > width - 1:
            break
        kept.append(mark)
    return "".join(kept).rstrip() + "…"


def clip_inside(text: str, width: int) -> str:
    """Return ``text`` cut to ``width`` cells in its middle: names of one family differ at their ends."""
    if cells(text) <= width:
        return text
    end, used = len(text), 0
    while end and used + _cells_of(text[end - 1]) <= (width - 1) // 2:
        end -= 1
        used += _cells_of(text[end])
    return clip(text, width - used) + text[end:]


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return ``text`` filled with spaces to ``width`` cells, on its left where ``right`` aligns it."""
    filling = " " * max(0, width - cells(text))
    return filling + text if right else text + filling


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield lines of at most ``width`` cells, broken at spaces, words that are longer than a line broken anywhere."""
    line, used = "", 0
    for word in text.split(" "):
        need = cells(word)
        if line and used + 1 + need <= width:
            line, used = f"{line} {word}", used + 1 + need
            continue
        if line:
            yield line
        *full, line = _pieces(word, width)
        yield from full
        used = cells(line)
    yield line


def _pieces(word: str, width: int) -> list[str]:
    """Return a word cut into pieces of at most ``width`` cells."""
    pieces, start, used = [], 0, 0
    for at, mark in enumerate(word):
        need = _cells_of(mark)
        if used + need > width and at > start:
            pieces.append(word[start:at])
            start, used = at, 0
        used += need
    return [*pieces, word[start:]]


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None, names: Sequence[str] = ("id",)
) -> str:
    """Return a table that fits ``width`` cells (the terminal's by default), numbers aligned right.

    Wide columns give way first; the ``names`` among them are cut in their middle. Where too many columns would be left
    unreadable, each row is shown as a list of fields.
    """
    width = width or terminal_width()
    grid = [[printable(cell) for cell in row] for row in rows]
    natural = [max(map(cells, column)) for column in zip(columns, *grid, strict=True)]
    limit = _widest_that_fits(natural, width - len(GAP) * (len(columns) - 1))
    if limit < NARROWEST and max(natural) > limit:
        return _as_lists(columns, grid, width)
    widths = [min(need, limit) for need in natural]
    numeric = [bool(grid) and all(_is_number(row[at]) for row in grid) for at in range(len(columns))]
    lines = [columns, ["─" * size for size in widths], *grid]
    return "\n".join(
        GAP.join(
            pad((clip_inside if column in names else clip)(cell, size), size, right=right)
            for column, cell, size, right in zip(columns, line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    )


def _widest_that_fits(natural: Sequence[int], room: int) -> int:
    """Return the width at which columns are to be cut so that all of them fit ``room`` cells."""
    left, room_left = sorted(natural), room
    while left:
        share = room_left // len(left)
        if left[0] > share:
            return share
        room_left -= left.pop(0)
    return max(natural, default=0)


def _as_lists(columns: Sequence[str], grid: Sequence[Sequence[str]], width: int) -> str:
    label = max(map(cells, columns))
    blocks = (
        "\n".join(
            f"{pad(name, label)}{GAP}{clip(cell, max(width - label - len(GAP), NARROWEST))}".rstrip()
            for name, cell in zip(columns, row, strict=True)
        )
        for row in grid
    )
    return "\n\n".join(blocks)


def _is_number(cell: str) -> bool:
    try:
        float(cell.rstrip("%") or 0)
    except ValueError:
        return False
    return True
