from __future__ import annotations

from dataclasses import replace

import pytest

from dedup.quoting.flags import FLAGS, PROFILES, quote_flags, violations
from dedup.records import Quote

NAMED = Quote("a", 0, 5, "direct", "Ada Brink", "Ada Brink", 8, 17, "named", "said", None, "fact")
UNNAMED = replace(NAMED, speaker=None, speaker_text="an analyst", attribution="anonymous", content="forecast")

ROWS = [  # quote, page, relation, changes, exclusive, flags, what the row guards
    (UNNAMED, "", "new", (), True, ("anonymous_opinion", "untraceable", "single_source"), "the flag to raise first"),
    (UNNAMED, "", "verbatim", (), False, ("anonymous_opinion",), "others carry it"),
    (replace(UNNAMED, content="fact"), "", "verbatim", (), False, (), "an unnamed source for a fact that others carry"),
    (NAMED, "“Hello”, Ada Brink said.", "new", (), True, ("untraceable", "single_source"), "a bare name"),
    (NAMED, "“Hello” minister Ada Brink said.", "new", (), True, ("single_source",), "an office before the name"),
    (NAMED, "“Hello” analyst Ada Brink said.", "new", (), True, ("untraceable", "single_source"), "a profession alone"),
    (
        NAMED,
        "“Hello” Ada Brink, a retired diplomat, said.",
        "new",
        (),
        True,
        ("untraceable", "single_source"),
        "behind it",
    ),
    (NAMED, "“Hello” Ada Brink, an analyst at Orvella, said.", "new", (), True, ("single_source",), "an organisation"),
    (
        NAMED,
        "“Hello” Ada Brink of Orvella said.",
        "new",
        (),
        True,
        ("single_source",),
        "an organisation without a comma",
    ),
    (NAMED, "“Hello” Ada Brink, who runs the port, said.", "new", (), True, ("single_source",), "an office behind it"),
    (replace(NAMED, venue="told reporters"), "", "new", (), True, ("single_source",), "a venue makes it traceable"),
    (replace(NAMED, attribution="document"), "", "new", (), True, (), "an official statement is exempt"),
    (replace(NAMED, attribution="role", content="opinion"), "", "new", (), True, ("single_source",), "an organisation"),
    (replace(UNNAMED, speaker_text="they"), "", "new", (), True, ("untraceable", "single_source"), "a pronoun"),
    (
        replace(UNNAMED, speaker_text="which in turn"),
        "",
        "new",
        (),
        True,
        ("untraceable", "single_source"),
        "a fragment",
    ),
    (replace(UNNAMED, speaker_text=None, attribution="none"), "", "new", (), False, (), "nobody at all"),
    (
        replace(UNNAMED, speaker_text="people close to the talks"),
        "",
        "verbatim",
        (),
        False,
        ("anonymous_opinion",),
        "people",
    ),
    (
        replace(UNNAMED, speaker_text="a ministry official", attribution="role"),
        "",
        "verbatim",
        (),
        False,
        ("anonymous_opinion",),
        "an office",
    ),
    (NAMED, "", "mutated", (), False, ("altered",), "direct words changed"),
    (replace(NAMED, type="indirect"), "", "mutated", (), False, (), "indirect speech may be reworded"),
    (NAMED, "", "mutated", ("speaker differs: A -> B",), False, ("speaker_differs", "altered"), "most severe first"),
]


@pytest.mark.parametrize(("quote", "page", "relation", "changes", "exclusive", "flags", "guards"), ROWS)
def test_flags(quote, page, relation, changes, exclusive, flags, guards) -> None:
    assert quote_flags(quote, page, "en", relation=relation, changes=changes, exclusive=exclusive) == flags, guards


def test_profiles_name_known_flags_and_a_public_source() -> None:
    for profile in PROFILES.values():
        assert set(profile.flags) <= set(FLAGS)
        assert "https://" in profile.source


def test_violations() -> None:
    assert violations(("anonymous_opinion",)) == ("ap", "nyt", "reuters")
    assert violations(("untraceable",)) == ("nyt", "reuters")
    assert violations(("single_source",)) == ()
