from __future__ import annotations

import dataclasses

from dedup.matching.explain import explain_pair, spoken
from dedup.matching.facts import contradictions, evidence
from dedup.matching.similarity import BASE
from dedup.matching.stories import find_stories
from tests.telling_pages import SETTINGS
from tests.test_matching_stories import _mini

TELLINGS = _mini("English")
ALONE = [0, 1, 2, 3]


def test_two_tellings_of_one_story() -> None:
    found = explain_pair(TELLINGS, ALONE, 1, 0, SETTINGS)
    stories = find_stories(TELLINGS, ALONE, SETTINGS)
    assert found.same_story
    assert found.score == stories.edges[0].score
    assert found.flips_at >= found.threshold == SETTINGS.linkage
    assert found.flips_at <= found.score
    assert any("212" in line for line in found.shared)
    assert any("tell the same story" in line for line in found.lines())
    assert found.features


def test_two_stories() -> None:
    found = explain_pair(TELLINGS, ALONE, 0, 2, SETTINGS)
    assert not found.same_story
    assert found.flips_at < found.threshold
    assert any("Tuesday against Friday" in line for line in found.contradicted)
    assert any("tell different stories" in line for line in found.lines())


def test_the_argument_uses_printed_words() -> None:
    lines = explain_pair(TELLINGS, ALONE, 0, 1, SETTINGS).lines()
    assert "for: both openings name: Port, Lume, Marit, Skerrow, Ola" in lines
    assert "for: both give the figures: 212 people" in lines
    words = {word.strip(",:") for line in lines for word in line.split()}
    assert not words & {"skerro", "lighth", "passen"}, "stems are for counting, not for reading"


def test_copies_of_one_text() -> None:
    found = explain_pair(TELLINGS, [0, 0, 2, 3], 0, 1, SETTINGS)
    assert found.same_story
    assert "copies" in found.shared[0]


def test_an_articles_own_pair_is_a_copy_of_itself_and_far_pairs_have_no_score() -> None:
    far = explain_pair(TELLINGS, ALONE, 0, 3, SETTINGS)
    assert not far.same_story
    assert far.score is None or far.score < SETTINGS.linkage
    assert explain_pair(TELLINGS, ALONE, 0, 0, SETTINGS).same_story


def test_a_distance_of_days_speaks_against_one_of_hours_for() -> None:
    wire = dataclasses.replace(TELLINGS[0], hours=1000.0)
    soon, later = (dataclasses.replace(TELLINGS[1], hours=1000.0 + apart) for apart in (5.0, 24.0 * 9))
    assert "published 5 hours apart" in evidence(wire, soon)
    assert "published 5 hours apart" not in contradictions(wire, soon)
    assert "published 9 days apart" in contradictions(wire, later)
    assert "published 9 days apart" not in evidence(wire, later)


def test_months_are_no_names() -> None:
    terms, printed = ("oct", "decemb", "skerro"), (("oct", "Oct"), ("decemb", "December"), ("skerro", "Skerrow"))
    apart = dataclasses.replace(TELLINGS[0], lead=terms, names=terms, printed=printed)
    assert any(line.endswith("opens with: Skerrow") for line in contradictions(apart, TELLINGS[2]))


def test_every_feature_has_a_name_in_words() -> None:
    assert len({spoken(name) for name in BASE}) == len(BASE)
