"""What a quote is: a fact, an opinion or a forecast; the model for one kind of quote is that of its written features."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.fitted import load_model
from dedup.quoting.content import CONTENTS, content_features, content_of
from dedup.quoting.lexicon import lexicon
from dedup.records import QuoteType

ENGLISH = lexicon("en")


@pytest.mark.parametrize(
    ("text", "kind", "cue", "expected"),
    [
        ("The crane weighed 40 tonnes and was built in 1950,", "direct", "said", "fact"),
        ("Two men were arrested at the gate on Monday,", "direct", "said", "fact"),
        ("two people had been hurt when the quay gave way", "indirect", "confirmed", "fact"),
        ("This is a disgrace, and nobody should accept it,", "direct", "said", "opinion"),
        ("The harbour never lies,", "direct", "said", "opinion"),
        ("We will open the harbour in May and it will be bigger,", "direct", "said", "forecast"),
        ("the harbour could close by next spring", "indirect", "warned", "forecast"),
    ],
)
def test_content(text: str, kind: QuoteType, cue: str, expected: str) -> None:
    assert content_of(text, kind, cue, ENGLISH) == expected


@given(st.text(max_size=80), st.sampled_from(["direct", "indirect"]), st.sampled_from(["said", "expects", ""]))
@settings(max_examples=100, deadline=None)
def test_scores_are_those_of_the_fitted_model(text: str, kind: QuoteType, cue: str) -> None:
    model = load_model("quote_content")
    found = content_features(text, kind, cue, ENGLISH)
    chances = model.probabilities(np.array([[found.get(name, 0.0) for name in model.features]]))[0]
    by_name = dict(zip(model.classes, chances.tolist(), strict=True))
    assert by_name[content_of(text, kind, cue, ENGLISH)] > max(by_name[name] for name in CONTENTS) - 1e-6
