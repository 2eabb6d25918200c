"""The errors a user can cause. Each says what is wrong, where, and what to do about it."""

from __future__ import annotations


class DedupError(Exception):
    """Base of all errors that a user can cause; the command line turns it into one line and an exit code."""

    exit_code = 3


class UsageError(DedupError):
    """The call itself cannot be carried out: a wrong option, a missing path, an output that cannot be written."""

    exit_code = 2


class InputError(DedupError):
    """The input cannot be used as a whole: nothing readable in it, or not in the form that was asked for."""

    exit_code = 3
