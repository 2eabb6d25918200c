from __future__ import annotations

from dataclasses import replace

import pytest

from dedup.quoting.flags import quote_flags
from dedup.quoting.profiles import FLAGS, PROFILES
from dedup.records import Quote
from dedup.settings import QuoteSettings

WORDS = "Nobody has asked the crews yet,"
NAMED = Quote("a", 1, 1 + len(WORDS), "direct", "Ada Brink", "Ada Brink", 8, 17, "named", "said", None, "fact")
UNNAMED = replace(NAMED, speaker=None, speaker_text="an analyst", attribution="anonymous", content="forecast")
ALL = ("anonymous_opinion", "untraceable", "single_source")

UNNAMED_ROWS = [  # attribution, printed speaker, cue, type, flags where nobody else carries it, what the row guards
    ("anonymous", "an analyst", "said", "direct", ALL, "the flag to raise first"),
    ("anonymous", "Analysts", "expect", "indirect", ALL, "an expert's expectation is an opinion"),
    ("anonymous", "people close to the talks", "according to", "indirect", ALL, "people"),
    ("role", "a ministry official", "told", "direct", ALL, "an office of many"),
    ("role", "a national selector", "said", "direct", ALL, "one of several"),
    ("anonymous", "a former regulator", "said", "direct", ALL, "a person, though a regulator is a body"),
    ("anonymous", "One banker who has advised on three deals", "said", "indirect", ALL, "a calling that no list has"),
    ("anonymous", "an official on condition of anonymity", "said", "direct", ALL, "what stands behind the head"),
    ("anonymous", "they", "said", "direct", ("single_source",), "a pronoun: who that is was not found"),
    ("anonymous", "which in turn", "said", "direct", ("single_source",), "a fragment"),
    ("anonymous", "an image of a man", "says", "indirect", ("single_source",), "no person"),
    ("anonymous", "55% of likely voters", "say", "indirect", ("single_source",), "a poll's answer"),
    ("anonymous", "some Democrats", "want", "indirect", ("single_source",), "an intention is not said"),
    ("role", "Campaign officials", "see", "indirect", ("single_source",), "nor is what people see"),
    ("role", "the committee chairman", "said", "direct", ("single_source",), "an office that one person holds"),
    ("role", "Chairman", "said", "direct", ("single_source",), "an office without an article"),
    ("role", "a ministry spokesman", "said", "direct", ("single_source",), "an organisation's voice"),
    ("role", "prosecutors", "said", "indirect", ("single_source",), "an authority"),
    ("anonymous", "both men", "said", "direct", ("single_source",), "people whom the page names"),
    ("anonymous", "Some", None, "direct", ("single_source",), "words in marks come from one mouth"),
    ("anonymous", "one of them", "calls", "direct", ALL, "one of several"),
    ("anonymous", "activists", "urged", "indirect", ("single_source",), "a demand is not said"),
    ("role", "the government", "said", "direct", ("single_source",), "an organisation"),
    ("none", None, None, "direct", ("single_source",), "words in marks that nobody says"),
    ("document", "a report", "said", "direct", (), "an official statement is exempt"),
]
NAMED_ROWS = [  # page behind the quote, raised as untraceable?, what the row guards
    ("Ada Brink said.", True, "a bare name"),
    ("analyst Ada Brink said.", True, "a profession alone"),
    ("Ada Brink, a retired diplomat, said.", True, "a profession behind it"),
    ("Dr. Ada Brink said.", True, "a degree"),
    ("Mr. Brink said. Ada Brink has spoken.", True, "a form of address"),
    ("minister Ada Brink said.", False, "an office before the name"),
    ("Ada Brink said. President Brink left at noon.", False, "an office before a later mention"),
    ("Gov. Ada Brink said.", False, "an office cut short"),
    ("Ada Brink (D-Ohio) said.", False, "brackets"),
    ("At noon Harbour Watch analyst Ada Brink said.", False, "an organisation before the profession"),
    ("Security analyst Ada Brink said.", True, "a capital for the sentence alone"),
    ("Ada Brink, a retired Indian diplomat, said.", True, "a people is no organisation"),
    ("Ada Brink, an analyst at Orvella, said.", False, "an organisation"),
    ("Ada Brink of Orvella said.", False, "an organisation without a comma"),
    ("Ada Brink, who runs the port, said.", False, "an office behind it"),
]
ROWS = [  # quote, relation, changes, only here, familiar, flags, what the row guards
    (UNNAMED, "verbatim", (), False, False, ("anonymous_opinion",), "others carry it, or there are no others"),
    (replace(UNNAMED, content="fact"), "new", (), True, False, ALL[1:], "an unnamed source for a fact"),
    (replace(UNNAMED, content="fact"), "new", (), False, False, (), "the same that others carry"),
    (replace(UNNAMED, end=10), "new", (), True, False, ("single_source",), "a phrase in marks is no statement"),
    (NAMED, "new", (), True, True, ("single_source",), "others name the speaker too"),
    (replace(NAMED, venue="told reporters"), "new", (), True, False, ("single_source",), "a venue makes it traceable"),
    (replace(UNNAMED, venue="in a statement"), "new", (), True, False, (ALL[0], ALL[2]), "a statement can be traced"),
    (replace(NAMED, type="indirect", cue="refusal"), "new", (), True, False, ("single_source",), "nothing was said"),
    (NAMED, "mutated", (), False, False, ("altered",), "direct words changed"),
    (replace(NAMED, type="indirect"), "mutated", (), False, False, (), "indirect speech may be reworded"),
    (
        NAMED,
        "mutated",
        ("speaker differs: A -> B",),
        False,
        False,
        ("speaker_differs", "altered"),
        "most severe first",
    ),
]


def flags(
    quote: Quote, page: str = "", *, relation="new", changes=(), only_here: bool = True, familiar: bool = False
) -> tuple[str, ...]:
    text = f"“{WORDS}” {page}"
    settings = QuoteSettings()
    return quote_flags(
        quote, text, "en", settings, relation=relation, changes=changes, only_here=only_here, familiar=familiar
    )


@pytest.mark.parametrize(("attribution", "speaker", "cue", "kind", "raised", "guards"), UNNAMED_ROWS)
def test_unnamed_speakers(attribution, speaker, cue, kind, raised, guards) -> None:
    quote = replace(UNNAMED, attribution=attribution, speaker_text=speaker, cue=cue, type=kind)
    assert flags(quote) == raised, guards


@pytest.mark.parametrize(("page", "raised", "guards"), NAMED_ROWS)
def test_named_speakers(page: str, raised: bool, guards: str) -> None:
    assert ("untraceable" in flags(NAMED, page)) is raised, guards


@pytest.mark.parametrize(("quote", "relation", "changes", "only_here", "familiar", "raised", "guards"), ROWS)
def test_flags(quote, relation, changes, only_here, familiar, raised, guards) -> None:
    found = flags(quote, relation=relation, changes=changes, only_here=only_here, familiar=familiar)
    assert found == raised, guards


def test_profiles_name_known_flags_and_a_public_source() -> None:
    for profile in PROFILES.values():
        assert set(profile.flags) <= set(FLAGS)
        assert "https://" in profile.source
