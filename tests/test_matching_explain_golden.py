"""Ten verdicts of the wire corpus with the argument for each, as a user reads it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from benchmarks.corpora import SHARED
from benchmarks.stories import Pool, labelled, prepare
from dedup.matching.explain import explain_pair
from tests.telling_pages import SETTINGS

GOLDEN = Path(__file__).parent / "golden" / "explain"
REGENERATE = "DEDUP_REGENERATE_GOLDEN=1 python -m pytest tests/test_matching_explain_golden.py"
EVENTS = 5  # events of the corpus, one merge and one near miss of each

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not (SHARED / "wire").is_dir(), reason="the wire corpus is not beside the project"),
]


@cache
def _pool() -> Pool:
    return prepare([row for row in labelled("wire rows") if row[2] in _events()])


@cache
def _events() -> tuple[str, ...]:
    return tuple(sorted({event for _, _, event in labelled("wire rows")})[:EVENTS])


def _pair(event: str, *, merge: bool) -> tuple[int, int]:
    """Return the first article of the event with its last one of the same story, or with the first of another."""
    pool = _pool()
    own = [at for at, name in enumerate(pool.event) if name == event and pool.copies[at] == at]
    first = next(at for at in own if pool.story[at] == event)
    others = [at for at in own if at != first and (pool.story[at] == event) == merge]
    return first, others[-1 if merge else 0]


def test_five_merges_and_five_near_misses() -> None:
    assert len(_events()) == EVENTS
    assert all(_pair(event, merge=True) != _pair(event, merge=False) for event in _events())


@pytest.mark.parametrize("merge", [True, False], ids=["merge", "near-miss"])
@pytest.mark.parametrize("number", range(EVENTS))
def test_golden_arguments(number: int, merge: bool) -> None:
    pool = _pool()
    found = explain_pair(pool.tellings, pool.copies, *_pair(_events()[number], merge=merge), SETTINGS)
    made = "\n".join(found.lines()) + "\n"
    path = GOLDEN / f"{'merge' if merge else 'near-miss'}-{number + 1}.txt"
    if os.environ.get("DEDUP_REGENERATE_GOLDEN") == "1":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8"), f"{path.name} has changed; look at it, then: {REGENERATE}"
    assert all(len(line) <= 120 for line in found.lines())
