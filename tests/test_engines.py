"""The contract that every engine keeps; a new engine is one more row of ENGINES."""

from collections.abc import Callable, Sequence

import pytest

from dedup.engines.base import Engine, Group
from dedup.engines.local import LocalEngine

ENGINES: list[Callable[[], Engine]] = [
    lambda: LocalEngine(workers=1),
    lambda: LocalEngine(workers=2),
    lambda: LocalEngine(),
]


def squares(batch: Sequence[int]) -> list[int]:
    return [value * value for value in batch]


def one_sum(batch: Sequence[int]) -> list[int]:
    return [sum(batch)]


def sum_of_group(batch: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
    return [f"{note}{sum(members)}" for note, members in batch]


@pytest.mark.parametrize("engine", [make() for make in ENGINES])
def test_contract(engine: Engine) -> None:
    records = list(range(500))
    held = engine.hold(iter(records))
    mapped = engine.map(held, squares, "squaring")
    assert len(mapped) == 500
    assert engine.gather(mapped) == [value * value for value in records]
    assert sum(engine.gather(engine.map(held, one_sum, "summing"))) == sum(records)
    groups = [Group((3, 1), "x"), Group((), "y"), Group((499,), "z")]
    assert engine.gather(engine.map(engine.group(mapped, groups), sum_of_group, "groups")) == ["x10", "y0", "z249001"]
    assert engine.gather(engine.map(engine.hold([]), squares, "nothing")) == []
    if isinstance(engine, LocalEngine):
        engine.close()


def fail(batch: Sequence[int]) -> list[int]:
    raise ValueError(f"cannot take {batch[0]}")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_a_kernel_reaches_the_caller(workers: int) -> None:
    with LocalEngine(workers) as engine, pytest.raises(ValueError, match="cannot take 0"):
        engine.map(engine.hold(range(300)), fail, "failing")


def test_progress_hears_of_every_record() -> None:
    heard: list[tuple[str, int]] = []

    class Ear:
        def begin(self, stage: str, total: int) -> None:
            heard.append((stage, total))

        def advance(self, count: int) -> None:
            heard.append(("done", count))

        def end(self) -> None:
            heard.append(("end", 0))

    engine = LocalEngine(workers=1, progress=Ear())
    engine.map(engine.hold(range(150)), squares, "squaring")
    assert heard[0] == ("squaring", 150)
    assert heard[-1] == ("end", 0)
    assert sum(count for what, count in heard if what == "done") == 150


def test_workers_must_be_positive() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        LocalEngine(workers=0)
