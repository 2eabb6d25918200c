"""Floors of quote extraction on the labelled corpora, where they are beside the project."""

from __future__ import annotations

import pytest

from benchmarks.corpora import SHARED

# The corpora's scorer leaves closing its files to the interpreter.
pytestmark = [pytest.mark.corpora, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


@pytest.mark.skipif(not (SHARED / "wire").is_dir(), reason="the wire corpus is not beside the project")
def test_quotes_of_the_wire_corpus() -> None:
    from benchmarks.quotes import wire

    figures = wire()
    direct, indirect = figures["direct"], figures["indirect"]
    assert direct["found"]["f1"] >= 0.97
    assert direct["speaker_accuracy"] >= 0.93
    assert direct["attribution"]["macro_f1"] >= 0.83
    assert direct["venue"]["f1"] >= 0.91
    assert indirect["found"]["f1"] >= 0.74
    assert indirect["unnamed"]["f1"] >= 0.91
