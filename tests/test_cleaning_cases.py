from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.cleaning_cases import FOLDER, measure, read_case, wrong

CASES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_body_is_lost_and_credits_are_right(path: Path) -> None:
    _, faults = wrong(read_case(path))
    assert [fault for fault in faults if not fault.startswith(("X|", "S|"))] == []


def test_clutter_of_many_sorts_of_sites_goes() -> None:
    assert len(CASES) >= 25
    assert measure(FOLDER)["clutter removed"] >= 0.97
