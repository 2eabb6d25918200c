"""Flags as a gate: which quotes must not pass, and what to say of them."""

from __future__ import annotations

import dataclasses
import difflib
from collections import Counter
from collections.abc import Iterable, Sequence

from dedup.errors import UsageError
from dedup.quoting.profiles import FLAGS, PROFILES
from dedup.records import QuoteRow
from dedup.reporting.safe_text import one_line

SHOWN_ARTICLES = 5
"""Articles that are named where quotes carry a flag."""


def flags_named(given: Iterable[str]) -> tuple[str, ...]:
    """Return the flags that options name, as lists with commas; a newsroom's name stands for the flags of its rule.

    Raises ``UsageError`` for an unknown name, and for a list without any.
    """
    found: set[str] = set()
    for text in given:
        names = [name.strip() for name in text.split(",") if name.strip()]
        if not names:
            raise UsageError(f"--fail-on names no flag: give one of {', '.join(FLAGS)}")
        for name in names:
            known = PROFILES[name].flags if name in PROFILES else (name,)
            if not set(known) <= set(FLAGS):
                near = difflib.get_close_matches(name, [*FLAGS, *PROFILES], n=1)
                hint = f"did you mean {near[0]}?" if near else f"give one of {', '.join((*FLAGS, *sorted(PROFILES)))}"
                raise UsageError(f"no flag is called {name!r}: {hint}")
            found.update(known)
    return tuple(flag for flag in FLAGS if flag in found)


def under_profile(rows: Sequence[QuoteRow], name: str | None) -> tuple[QuoteRow, ...]:
    """Return quotes with the flags only that break a newsroom's rule, and ``single_source``, which is no breach anywhere."""
    if name is None:
        return tuple(rows)
    kept = {*PROFILES[name].flags, "single_source"}
    return tuple(dataclasses.replace(row, flags=tuple(flag for flag in row.flags if flag in kept)) for row in rows)


def breaches(rows: Iterable[QuoteRow], flags: Sequence[str]) -> str | None:
    """Return how many quotes carry one of the flags, and in which articles; None where none does."""
    stopped = [row for row in rows if not set(flags).isdisjoint(row.flags)]
    if not stopped:
        return None
    counts = Counter(flag for row in stopped for flag in row.flags if flag in flags)
    told = ", ".join(f"{flag} {counts[flag]:,}" for flag in flags if counts[flag])
    articles = Counter(row.article for row in stopped)
    worst = sorted(articles.items(), key=lambda item: (-item[1], item[0]))
    places = ", ".join(f"{one_line(article)} ({count:,})" for article, count in worst[:SHOWN_ARTICLES])
    more = f" and {len(worst) - SHOWN_ARTICLES:,} more" if len(worst) > SHOWN_ARTICLES else ""
    quotes = "1 quote carries" if len(stopped) == 1 else f"{len(stopped):,} quotes carry"
    return f"{quotes} a flag named by --fail-on ({told}): in {places}{more}"
