"""Colour for a listing of quotes on a terminal: on top of its marks, never instead of them."""

from __future__ import annotations

import os
import re
from typing import TextIO

RED, GREEN, YELLOW, BOLD, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m", "\x1b[0m"
_OPENING, _CLOSING = {"{+": GREEN, "[-": RED}, {GREEN: "+}", RED: "-]"}
_MARK = re.compile(r"\{\+|\+\}|\[-|-\]")


def wants_colour(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that shows colours, and nobody objects (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def coloured(text: str) -> str:
    """Return a listing with ``{+new+}`` words green, ``[-lost-]`` ones red, what is to be checked yellow, heads bold.

    Every line ends plain, so that a pager may show any part of it.
    """
    lines, open_colour = [], ""
    for line in text.split("\n"):
        if not line:
            open_colour = ""  # a mark that a text never closes ends with its block
        if line.lstrip().startswith("! "):
            lines.append(f"{YELLOW}{line}{PLAIN}")
        elif line and not line[0].isspace() and not open_colour:
            lines.append(f"{BOLD}{line}{PLAIN}")
        else:
            shown, open_colour = _marked(line, open_colour)
            lines.append(shown)
    return "\n".join(lines)


def _marked(line: str, colour: str) -> tuple[str, str]:
    """Return a line with its marks coloured, and the colour that goes on behind it."""
    shown, at = colour, 0
    for mark in _MARK.finditer(line):
        if not colour and mark[0] in _OPENING:
            colour = _OPENING[mark[0]]
            shown += line[at : mark.start()] + colour + mark[0]
            at = mark.end()
        elif colour and mark[0] == _CLOSING[colour]:
            shown += line[at : mark.end()] + PLAIN
            colour, at = "", mark.end()
    return shown + line[at:] + (PLAIN if colour else ""), colour
