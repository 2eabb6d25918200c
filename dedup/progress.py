"""Progress on standard error, shown only where that is a terminal."""

from __future__ import annotations

import sys

import click
from click._termui_impl import ProgressBar  # the class has no public name; only its type is needed here


class TerminalProgress:
    """One bar a stage; small stages are over before anybody could read it and show none."""

    _WORTH_SHOWING = 50

    def __init__(self) -> None:
        self._bar: ProgressBar[int] | None = None

    def begin(self, stage: str, total: int) -> None:
        """Start a stage."""
        if total >= self._WORTH_SHOWING and sys.stderr.isatty():
            self._bar = click.progressbar(length=total, label=f"{stage:<18}", file=sys.stderr)
            self._bar.__enter__()

    def advance(self, count: int) -> None:
        """Report records done."""
        if self._bar is not None:
            self._bar.update(count)

    def end(self) -> None:
        """Finish the stage."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
