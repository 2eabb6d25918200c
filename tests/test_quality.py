"""No change may fall below the quality floors; ``python -m benchmarks.floors`` raises them."""

import json

import pytest

from benchmarks.floors import FLOORS, content_hash, corpora_of_floors, raised

KNOWN = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.mark.corpora
@pytest.mark.parametrize("name", sorted(KNOWN))
def test_figures_stay_above_their_floors(name: str) -> None:
    path, measure = corpora_of_floors()[name]
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    if content_hash(path) != KNOWN[name]["corpus"]:
        pytest.skip(f"{path} holds another corpus than the floors were measured on")
    measured = measure(path)
    below = {key: (measured[key], floor) for key, floor in KNOWN[name]["floors"].items() if measured[key] < floor}
    assert not below


def test_fixtures_have_floors() -> None:
    assert KNOWN["fixtures"]["corpus"] == content_hash(corpora_of_floors()["fixtures"][0])
    assert len(KNOWN["fixtures"]["floors"]) > 40


def test_a_floor_never_falls_by_itself() -> None:
    assert raised({"f1": 0.9}, {"f1": 0.95}, lower=False) == ({"f1": 0.93}, [])
    assert raised({"f1": 0.9}, {"f1": 0.91}, lower=False) == ({"f1": 0.9}, [])
    assert raised({"f1": 0.9}, {"f1": 0.8}, lower=False) == ({"f1": 0.9}, ["f1: 0.8 is below 0.9"])
    assert raised({"f1": 0.9}, {"f1": 0.8}, lower=True) == ({"f1": 0.78}, ["f1: 0.8 is below 0.9"])
