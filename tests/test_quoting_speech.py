"""Indirect speech: the clause that is reported, without cue, "that" and full stop; and what reports nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.quoting.extract import quotes_of_text
from dedup.records import Quote
from tests.growth import assert_linear


def indirect(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotes_of_text(text) if q.type == "indirect"]


FIRES = [
    ("Anna Berg said that the quay was closed.", ["the quay was closed"], "said that"),
    ("Anna Berg said the quay was closed.", ["the quay was closed"], "said"),
    ("The quay was closed, Anna Berg said.", ["The quay was closed"], "behind"),
    ("The quay was closed, said Anna Berg.", ["The quay was closed"], "behind, inverted"),
    ("The quay was closed, she said.", ["The quay was closed"], "pronoun"),
    (
        "Anna Berg said nobody knew why the quay was closed.",
        ["nobody knew why the quay was closed"],
        "what nobody knows",
    ),
    ("Nobody told the crews, Anna Berg said.", ["Nobody told the crews"], "nobody in a clause"),
    (
        "The quay had been closed since the storm in March, Anna Berg told reporters on Monday.",
        ["The quay had been closed since the storm in March"],
        "told, behind",
    ),
    ("Anna Berg told reporters that the quay was closed.", ["the quay was closed"], "told X that"),
    (
        "Anna Berg told reporters the quay had been closed since the storm in March.",
        ["the quay had been closed since the storm in March"],
        "told X",
    ),
    (
        "Anna Berg told a press conference in Ghent that the quay was closed.",
        ["the quay was closed"],
        "a long addressee",
    ),
    ("According to Anna Berg, the quay was closed.", ["the quay was closed"], "according to"),
    ("The quay was closed, according to Anna Berg.", ["The quay was closed"], "according to, behind"),
    ("The quay was closed, according to police.", ["The quay was closed"], "according to police"),
    ("Experts say the quay was never safe.", ["the quay was never safe"], "experts say"),
    ("Analysts believe the toll may be twice as high.", ["the toll may be twice as high"], "believe"),
    ("Anna Berg believes that the quay will open soon.", ["the quay will open soon"], "believes that"),
    ("Anna Berg denied that the quay was closed.", ["the quay was closed"], "denied that"),
    ("Anna Berg is of the view that the quay should close.", ["the quay should close"], "is of the view that"),
    ("Anna Berg warned that the quay could sink.", ["the quay could sink"], "warned that"),
    ("Anna Berg added that the crane had been checked.", ["the crane had been checked"], "added that"),
    ("Anna Berg insisted it was not her decision.", ["it was not her decision"], "insisted"),
    ("Anna Berg admitted that the call had been hers.", ["the call had been hers"], "admitted that"),
    ("Anna Berg announced that the quay would open in May.", ["the quay would open in May"], "announced that"),
    ("Anna Berg confirmed that two cranes had fallen.", ["two cranes had fallen"], "confirmed that"),
    ("Anna Berg claimed that nobody had told her.", ["nobody had told her"], "claimed that"),
    ("Anna Berg has said that the quay is safe.", ["the quay is safe"], "has said"),
    ("Anna Berg also said that the quay was safe.", ["the quay was safe"], "also said"),
    ("The report said that the crane was old.", ["the crane was old"], "a document"),
    ("The company said it would appeal.", ["it would appeal"], "a company"),
    ("A port official said the crane was old.", ["the crane was old"], "an official"),
    ("Officials said on Monday that the crane was old.", ["the crane was old"], "a day before that"),
    ("Sources said the crane had been sold.", ["the crane had been sold"], "sources"),
    ("The crane had been sold, said people familiar with the matter.", ["The crane had been sold"], "familiar with"),
    (
        "GHENT, May 3 (Reuters) - The quay was closed, Anna Berg said.",
        ["The quay was closed"],
        "a dateline is left out",
    ),
    ("Anna Berg left early, saying that the quay was closed.", ["the quay was closed"], "saying that"),
    ("Anna Berg argued that the price was too high, but she paid it.", ["the price was too high"], "ends at a turn"),
    ("Anna Berg noted that the crane was from 1950.", ["the crane was from 1950"], "noted that"),
    ("Anna Berg stressed that no one had been hurt.", ["no one had been hurt"], "stressed that"),
    (
        "Anna Berg told the council it had been misled about the price of the crane.",
        ["it had been misled about the price of the crane"],
        "told the council",
    ),
    (
        "Anna Berg said the quay was shut on Monday, and that the crane would be sold.",
        ["the quay was shut on Monday", "the crane would be sold"],
        "two clauses of one cue",
    ),
    (
        "The secretary, Anna Berg, told AFP that the crane had been sold.",
        ["the crane had been sold"],
        "the name behind told is its hearer, not its subject",
    ),
    ("Anna Berg offered, in a radio interview, to pay for the crane.", ["to pay for the crane"], "past a venue"),
    (
        "At this rate, says the harbour office, the crane will be sold by spring.",
        ["At this rate, says the harbour office, the crane will be sold by spring"],
        "around an inverted cue",
    ),
    ("Anna Berg vowed to appeal the ruling.", ["to appeal the ruling"], "vowed to"),
    (
        "Critics accused the board of hiding the accounts from the council.",
        ["the board of hiding the accounts from the council"],
        "an accusation",
    ),
    ("Anna Berg called for a public inquiry into the fire.", ["a public inquiry into the fire"], "called for"),
    (
        "The quay was shut, she said. “That is all,” she added.",
        ["The quay was shut"],
        "a quote in the next sentence takes nothing away",
    ),
    ("Selon Jean Morel, la route est fermée depuis lundi.", ["la route est fermée depuis lundi"], "French"),
    ("मंत्री राम कुमार ने कहा कि सड़क बंद है।", ["सड़क बंद है"], "Hindi"),
    (
        "Anna Berg said it was “impossible” for the crane to turn.",
        ["it was “impossible” for the crane to turn"],
        "one word in marks leaves the clause reported",
    ),
    ("Mayor Anna Berg Says The Quay Was Never Safe", ["The Quay Was Never Safe"], "a headline's capitals"),
    (
        "Anna Berg noted that the crane was from 1950 and called it “a danger to us all”.",
        ["the crane was from 1950"],
        "ends where it goes on to a direct quote",
    ),
    (
        "Officials acknowledged on Monday that the crane had never been inspected.",
        ["the crane had never been inspected"],
        "acknowledged on a day that",
    ),
    ("The company told investors that the crane would be sold.", ["the crane would be sold"], "told investors"),
    ("Anna Berg predicted that fares would double by May.", ["fares would double by May"], "predicted that"),
    ("Anna Berg asked whether the quay was safe.", ["whether the quay was safe"], "asked whether"),
    ("Anna Berg wondered why the quay had been closed.", ["why the quay had been closed"], "wondered why"),
    ("Anna Berg promised to reopen the quay by May.", ["to reopen the quay by May"], "promised to"),
    ("Anna Berg threatened to resign over the crane.", ["to resign over the crane"], "threatened to"),
    ("Police alleged that two guards had sold the crane.", ["two guards had sold the crane"], "alleged that"),
    (
        "A person familiar with the talks said the crane had been sold.",
        ["the crane had been sold"],
        "familiar with, before",
    ),
    ("In a statement, the port said the crane had been sold.", ["the crane had been sold"], "a statement first"),
    (
        "A storm has shut the port, the harbour ministry said Tuesday, as crews went out to the crane.",
        ["A storm has shut the port"],
        "a lead goes on behind the day of its attribution",
    ),
    (
        "The quay was closed by the storm, Anna Berg said late on Monday night.",
        ["The quay was closed by the storm"],
        "late on a day",
    ),
    (
        "Anna Berg asserted that the port had lost its name: “This is no port at all.”",
        ["the port had lost its name"],
        "up to the colon of a quote",
    ),
    ("मंत्री राम कुमार के अनुसार सड़क बंद है।", ["सड़क बंद है"], "a Hindi postposition"),
    ("Jean Morel a déclaré que la route est fermée.", ["la route est fermée"], "French, que"),
]


@pytest.mark.parametrize(("text", "expected", "note"), FIRES, ids=[row[2] for row in FIRES])
def test_a_reported_clause_is_found(text: str, expected: list[str], note: str) -> None:
    assert indirect(text) == expected, note


SILENT = [
    ("Anna Berg opened the quay.", "no cue"),
    ("The report was long.", "a report is not a cue"),
    ("Anna Berg wrote a book.", "an object"),
    ("The state added two ferries.", "state is a noun here"),
    ("Shares of the company added 2 percent.", "to add is to gain"),
    ("She has a claim to the land.", "claim as a noun"),
    ("Write to us at the quay.", "an address to readers"),
    ("The crane is said to be old.", "nobody said it"),
    ("“The quay was closed,” Anna Berg said.", "a direct quote is direct only"),
    ("Anna Berg said the quay was “never safe”.", "with marks inside it is direct only"),
    ("Also read: Ferry fares rise.", "a link"),
    ("Anna Berg declined to comment.", "no content"),
    ("Anna Berg did not respond to a request for comment.", "no answer"),
    ("The board will hold a meeting on Friday.", "hold a meeting"),
    ("Do you know the way to the quay?", "a question to readers"),
    ("Say cheese.", "an order"),
    ("Anna Berg wrote a letter to her mother.", "a letter is no words"),
    ("The plan of the harbour hung on the wall.", "a plan on paper"),
    ("The crane, a relic, moved along the quay.", "an appositive before a verb"),
    ("Anna Berg refused to comment.", "refused to comment"),
    ("Anna Berg refused to answer.", "refused to answer"),
    ("Anna Berg declined to elaborate.", "declined to elaborate"),
    ("The port did not reply to an email.", "no reply"),
    ("Calls to the port went unanswered.", "calls are no cue"),
    ("The minutes of the meeting ran to ten pages.", "minutes of a meeting"),
    ("The claims office opens at nine.", "claims as an adjective"),
    ("A notice hung at the gate.", "a notice"),
    ("The state of the quay is poor.", "a state of things"),
    ("Posts along the quay were painted.", "posts of wood"),
    ("Nobody knew why the quay had been closed until the baker came.", "nobody asks"),
    ("But none of them knew whether the quay was open.", "nobody asks, behind a conjunction"),
    ("Asked by the Dover Courier whether the quay was safe, she left.", "who asked is no question"),
]


@pytest.mark.parametrize(("text", "note"), SILENT, ids=[row[1] for row in SILENT])
def test_nothing_is_reported(text: str, note: str) -> None:
    assert indirect(text) == [], note


def test_speaker_of_indirect_speech() -> None:
    [quote] = quotes_of_text("The quay was closed, said Anna Berg.")
    assert (quote.speaker, quote.attribution, quote.cue) == ("Anna Berg", "named", "said")


def test_whom_a_sentence_brings_up_speaks_next() -> None:
    text = "“It fell,” Anna Berg said. Critics accused the board of hiding the accounts. “It was old.”"
    assert [q.speaker_text for q in quotes_of_text(text) if q.type == "direct"] == ["Anna Berg", "Critics"]


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    for quote in quotes_of_text(text):
        assert 0 <= quote.start < quote.end <= len(text)
        if quote.speaker_start is not None:
            assert quote.speaker_end is not None
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text


WORDS = st.sampled_from(
    [
        *"“”‘’\"'.,:;()—",
        "said",
        "that",
        "Anna Berg",
        "she",
        "told",
        "according to",
        "the minister",
        "\n\n",
        "PTI",
        "to",
        "opposes",
        "plan",
        "seems",
    ]
)


@pytest.mark.parametrize("line", ["Brink: But that was your problem.", "Brink: And that it rained."])
def test_a_clause_that_ends_where_it_begins_is_none(line: str) -> None:
    text = f"Mayor Tom Brink spoke. {line}"
    assert [text[q.start : q.end] for q in quotes_of_text(text)] == []


def overlap(one: Quote, other: Quote) -> bool:
    return one.start < other.end and other.start < one.end


@given(st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_order_of_cues_and_marks(text: str) -> None:
    quotes = quotes_of_text(text)
    assert list(quotes) == sorted(quotes, key=lambda q: (q.start, q.end, q.type))
    for kind in ("direct", "indirect"):
        assert all(a.end <= b.start for a, b in itertools.pairwise(q for q in quotes if q.type == kind))
    for direct, reported in itertools.product(quotes, quotes):
        if direct.type == "direct" and reported.type == "indirect" and overlap(direct, reported):
            assert reported.start <= direct.start <= direct.end <= reported.end
            words = text[direct.start : direct.end].split()
            assert sum(any(map(str.isalnum, word)) for word in words) == 1
    assert quotes == quotes_of_text(text)


@pytest.mark.parametrize(
    "piece",
    [
        "said, ",
        "according to ",
        "he said that it was so and they knew ",
        '"a," she said, ',
        "Aa Bb (AB) ",
        "plans to oppose claims of ",
    ],
)
def test_floods_cost_linear_time(piece: str) -> None:
    assert_linear(lambda times: quotes_of_text(piece * times), 2_000)
