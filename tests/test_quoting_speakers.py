"""Who speaks: the printed words, whom they mean, and how the quote is attributed."""

from __future__ import annotations

import pytest

from dedup.quoting.extract import quotes_of_text
from dedup.records import Quote


def last_direct(text: str) -> Quote:
    return [q for q in quotes_of_text(text) if q.type == "direct"][-1]


BERG = "Harbour minister Anna Berg opened the quay on Monday.\n\n"
DAHL = "Carl Dahl, a crane driver, watched.\n\n"
SPEAKERS = [
    # text, speaker, attribution, note
    ("“It fell,” Anna Berg said.", "Anna Berg", "named", "name, cue"),
    ("“It fell,” said Anna Berg.", "Anna Berg", "named", "cue, name"),
    ("Anna Berg said: “It fell.”", "Anna Berg", "named", "before"),
    ("“It fell,” Anna Berg said, “and we ran.”", "Anna Berg", "named", "between, second half"),
    ("“It fell,” said Anna Berg. “We ran.”", "Anna Berg", "named", "goes on without attribution"),
    ("“It fell,” harbour minister Anna Berg said.", "Anna Berg", "named", "role in small letters"),
    ("“It fell,” Harbour Minister Anna Berg said.", "Anna Berg", "named", "role in capitals"),
    ("“It fell,” said retired Danish diplomat Anna Berg.", "Anna Berg", "named", "several words before the name"),
    ("“It fell,” said Lt. Gen. Anna Berg.", "Anna Berg", "named", "abbreviated titles"),
    ("“It fell,” Dr. A. B. Berg told reporters.", "A. B. Berg", "named", "initials"),
    ("“It fell,” said Anna van den Berg.", "Anna van den Berg", "named", "particles"),
    ("“It fell,” Mark Kelly said.", "Mark Kelly", "named", "a name that ends like an adverb"),
    ("“It fell,” said Emily Kelly. “We ran.”", "Emily Kelly", "named", "the same, inverted"),
    ("“It fell,” Anna Berg groused.", "Anna Berg", "named", "an uncommon cue"),
    ("“It fell,” Anna Berg ex\u00adplained.", "Anna Berg", "named", "a cue with a soft hyphen"),
    ("“It fell,” Anna Berg bellowed.", "Anna Berg", "named", "a verb that is no known cue"),
    ("Anna Berg, during a meeting in Dover, Kent, said: “It fell.”", "Anna Berg", "named", "a place is no speaker"),
    ("Traders were calm, thinks Anna Berg, who sees “nothing to fear”.", "Anna Berg", "named", "inverted, then who"),
    ("“It fell,” said Hazim al-Rawi.", "Hazim al-Rawi", "named", "Arabic article"),
    ("“It fell,” said Zoë Łukasik-Ångström.", "Zoë Łukasik-Ångström", "named", "diacritics and a hyphen"),
    ("“It fell,” Anna Berg, 53, a baker, said.", "Anna Berg", "named", "age and apposition"),
    ("“It fell,” Anna Berg, who runs the yard, said.", "Anna Berg", "named", "relative clause"),
    ("“It fell,” its founder, Anna Berg, said.", "Anna Berg", "named", "role, then name"),
    ("“It fell,” said its founder, Anna Berg.", "Anna Berg", "named", "cue, role, name"),
    ("“It fell,” Anna Berg of the port union said.", "Anna Berg", "named", "of an organisation"),
    ("“It fell,” Anna Berg has said.", "Anna Berg", "named", "auxiliary"),
    ("“It fell,” Anna Berg later told The Harbour Post.", "Anna Berg", "named", "adverb, addressee"),
    ("“It fell,” Rep. Anna Berg (D-Ohio) said.", "Anna Berg", "named", "brackets"),
    ("Asked about the crane, Anna Berg said: “It fell.”", "Anna Berg", "named", "opening participle"),
    ("On Monday Anna Berg told reporters: “It fell.”", "Anna Berg", "named", "opening day"),
    ("In a report of 2019 the engineer Anna Berg wrote: “It fell.”", "Anna Berg", "named", "opening phrase"),
    ("“A bad joke” is how Anna Berg described it.", "Anna Berg", "named", "is how"),
    ("Anna Berg left early, adding: “It fell.”", "Anna Berg", "named", "participle"),
    ("According to Anna Berg, “the crane was never safe”.", "Anna Berg", "named", "according to"),
    ("“It fell,” according to Anna Berg.", "Anna Berg", "named", "according to, behind"),
    ("Anna Berg was blunt: “It fell.”", "Anna Berg", "named", "a colon and no cue"),
    ("Anna Berg was blunt. “It fell and we ran.”", "Anna Berg", "named", "sentence before brings her up"),
    ("Anna Berg writes:\n\n“It fell and we ran.”", "Anna Berg", "named", "colon and a new paragraph"),
    (BERG + "“It fell,” Berg said.", "Anna Berg", "named", "surname"),
    (BERG + "“It fell,” Ms Berg said.", "Anna Berg", "named", "honorific and surname"),
    (BERG + "“It fell,” she said.", "Anna Berg", "named", "pronoun"),
    (BERG + "“It fell,” the minister said.", "Anna Berg", "named", "role"),
    (BERG + "“It fell,” said the harbour minister.", "Anna Berg", "named", "role, inverted"),
    (BERG + "“It fell,” the 53-year-old said.", "Anna Berg", "named", "age"),
    (BERG + "She paused. “It fell and we ran.”", "Anna Berg", "named", "pronoun in the sentence before"),
    (BERG + DAHL + "“It fell,” Dahl said.\n\n“We ran,” Berg said.", "Anna Berg", "named", "two people, surname"),
    (BERG + DAHL + "“It fell,” the minister said.", "Anna Berg", "named", "two people, role"),
    (
        BERG + "Mr Dahl shrugged. “It fell,” Carl Dahl said.\n\n“We ran,” he said.",
        "Carl Dahl",
        "named",
        "two people, pronoun",
    ),
    (
        BERG + "“It fell,” said Carl Dahl, a crane driver. “We ran.”\n\n“Nobody spoke,” he added.",
        "Carl Dahl",
        "named",
        "last speaker",
    ),
    (BERG + "“It fell,” said Dr Berg’s deputy, Carl Dahl.", "Carl Dahl", "named", "another's deputy"),
    ("“It fell,” a port official said.", None, "role", "official with an epithet"),
    ("“It fell,” said a foreign ministry official.", None, "role", "official of a ministry"),
    ("“It fell,” a spokesman said.", None, "role", "spokesman"),
    ("“It fell,” a spokesperson for the agency said.", None, "role", "spokesperson for"),
    ("“It fell,” police said.", None, "role", "police"),
    ("“It fell,” said an analyst at Fennel & Drake.", None, "role", "at a firm"),
    ("“It fell,” an aide to Ms. Berg said.", None, "role", "an aide to a person is not the person"),
    ("“It fell,” an analyst said.", None, "anonymous", "analyst"),
    ("“It fell,” sources said.", None, "anonymous", "sources"),
    ("“It fell,” said a person familiar with the matter.", None, "anonymous", "familiar with the matter"),
    ("“It fell,” said one resident.", None, "anonymous", "one resident"),
    ("“It fell,” a retired engineer who asked not to be named said.", None, "anonymous", "asked not to be named"),
    ("A trader was blunt. “It fell,” he said.", None, "anonymous", "pronoun for somebody unnamed"),
    ("Experts say the crane was “never safe”.", None, "anonymous", "experts"),
    ("“It fell,” the report said.", None, "document", "report"),
    ("“It fell,” according to a court filing.", None, "document", "filing"),
    ("“It fell,” the memo said.", None, "document", "memo"),
    ("“It fell,” the Harbour Ministry said in a statement.", "Harbour Ministry", "document", "a ministry's statement"),
    ("“It fell,” the Harbour Ministry said.", "Harbour Ministry", "role", "a ministry"),
    ("The Port Safety Agency (PSA) met. “It fell,” the PSA said.", "Port Safety Agency", "role", "an acronym in full"),
    ("The Port Safety Agency met. “It fell,” the agency said.", "Port Safety Agency", "role", "the agency in full"),
    ("“It fell and nobody was there to see it.”", None, "none", "nobody at all"),
    ("“हम तैयार हैं,” मंत्री राम कुमार ने कहा।", "राम कुमार", "named", "Hindi: a name behind its title"),
    ("« Nous sommes prêts », a déclaré le ministre Jean Morel.", "Jean Morel", "named", "French, inverted"),
    (
        BERG + "Berg said the port had “treated me so well.” Carl Dahl touted his crane.",
        "Anna Berg",
        "named",
        "a sentence ends with its quote",
    ),
    (
        "Carl Dahl said Anna Berg’s words “amount to a threat against the port”.",
        "Carl Dahl",
        "named",
        "another's words are what is spoken of",
    ),
    (
        "The guards did not find “anything of value” in the crane, said Anna Berg.",
        "Anna Berg",
        "named",
        "a name closes the sentence",
    ),
    (
        "“It fell down,” Anna Berg, a retired worker from the plant, said quietly. “We ran.”",
        "Anna Berg",
        "named",
        "apposition and manner",
    ),
    ("“It fell down again today.” Anna Berg said to Reuters.", "Anna Berg", "named", "a full stop, then said to"),
    (
        BERG + "Moreover, as the guards watched, Berg quoted a report that “less than one percent of all cranes” fell.",
        "Anna Berg",
        "named",
        "a sentence's first word is no name",
    ),
    (
        BERG + "She sat before a hall of reporters and was asked if the port was shut. “It never was,” she said.",
        "Anna Berg",
        "named",
        "reporters ask, they do not answer",
    ),
    (
        "The crane was unsafe, the judges said in a 40-page ruling. But the board, they added, “did not see it”.",
        None,
        "document",
        "a ruling goes on",
    ),
    ("The crane, the court wrote, was “never fit for use”.", None, "document", "a court writes"),
    ("“It fell down,” the email reads. “We ran.”", None, "document", "a document reads"),
    ("“It fell down,” read the email. “We ran.”", None, "document", "a document reads, inverted"),
    (
        "Mary Hart won. “It fell,” Bill Hart said.",
        "Bill Hart",
        "named",
        "a namesake, whose first name is a document too",
    ),
    (
        "Joe Hart, the owner, left. His wife, Mary Hart, wept. “It fell,” Mr. Hart said.",
        "Joe Hart",
        "named",
        "a namesake by his address",
    ),
    ("Gov. Anna Berg spoke. “It fell,” she said.", "Anna Berg", "named", "an abbreviated office is no part of a name"),
    ("“It was hard,” said a trader. Yet another said, “It fell” for good.", None, "anonymous", "another spoke"),
    (
        "Anna Berg boasted that she was the only pollster to correctly predict the “great fall of the crane”.",
        "Anna Berg",
        "named",
        "an infinitive has no subject of its own",
    ),
    ("The bill, which critics call “a giveaway to the port”, passed.", None, "anonymous", "those of a relative clause"),
    (
        "The company, it said in a statement, was “never asked”.",
        None,
        "document",
        "what is an it is nobody, and its statement a document",
    ),
]


@pytest.mark.parametrize(("text", "speaker", "attribution", "note"), SPEAKERS, ids=[row[3] for row in SPEAKERS])
def test_speaker_and_attribution(text: str, speaker: str | None, attribution: str, note: str) -> None:
    quote = last_direct(text)
    assert (quote.speaker, quote.attribution) == (speaker, attribution), note
    if quote.speaker_text is not None:
        assert quote.speaker_start is not None
        assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text


VENUES = [
    ("“It fell,” Anna Berg told reporters.", "told reporters"),
    ("“It fell,” Anna Berg told reporters in Ghent on Friday.", "told reporters in Ghent on Friday"),
    ("“It fell,” Anna Berg said in an interview with Harbour Television.", "in an interview with Harbour Television"),
    ("In an interview with Harbour Television, Anna Berg said: “It fell.”", "In an interview with Harbour Television"),
    ("“It fell,” Anna Berg said in a post on X.", "in a post on X"),
    ("“It fell,” Anna Berg said in a televised address from Ghent.", "in a televised address from Ghent"),
    ("“It fell,” Anna Berg told the Harbour Post.", "told the Harbour Post"),
    ("“It fell,” Anna Berg said at a news conference.", "at a news conference"),
    ("“It fell,” Anna Berg said in a statement.", "in a statement"),
    ("“It fell,” Anna Berg said by phone.", "by phone"),
    ("Addressing a press conference here, Anna Berg said: “It fell.”", "Addressing a press conference here"),
    ("“It fell,” Anna Berg told parliament. “We ran.”", "told parliament"),
    ("“It fell,” Anna Berg said.", None),
    ("“It fell,” Anna Berg told him.", None),
    ("“It fell,” Anna Berg said on Monday.", None),
    ("Anna Berg said that the crane in the statement of 2019 was “never safe”.", None),
]


@pytest.mark.parametrize(("text", "venue"), VENUES)
def test_venue(text: str, venue: str | None) -> None:
    assert last_direct(text).venue == venue


def test_a_venue_does_not_pass_to_another_speaker() -> None:
    quote = last_direct("“It fell,” Anna Berg told reporters. “We ran,” said Carl Dahl.")
    assert quote.speaker == "Carl Dahl"
    assert quote.venue is None


def test_the_cue_is_kept_as_printed() -> None:
    assert last_direct("“It fell,” Anna Berg insisted.").cue == "insisted"
    assert last_direct("According to Anna Berg, “the crane was never safe”.").cue == "According to"


CONTENTS = [
    ("“We will open the quay in March,” Anna Berg said.", "forecast"),
    ("“Prices could double by next year,” Anna Berg said.", "forecast"),
    ("“Nobody told us and I heard it from my sister,” Anna Berg said.", "fact"),
    ("“Twelve people were hurt and two died,” Anna Berg said.", "fact"),
    ("“This is a shameful and absurd mistake,” Anna Berg said.", "opinion"),
    ("“They must never do that again,” Anna Berg said.", "opinion"),
]


@pytest.mark.parametrize(("text", "content"), CONTENTS)
def test_content(text: str, content: str) -> None:
    assert last_direct(text).content == content


PRINTED = [
    # text, the speaker's words as printed, note
    ("“It fell,” said Anna Berg. The crane was old.", "Anna Berg", "a full stop behind four letters ends the sentence"),
    ("“It fell,” said Anna Berg Jr. and left.", "Anna Berg Jr", "an abbreviation's does not"),
    ("Harbour minister Anna Berg on Sunday said it was “never safe”.", "Harbour minister Anna Berg", "on a day"),
    ("Anna Berg late Sunday said it was “never safe”.", "Anna Berg", "late on a day"),
    (
        "New Dover, May 4 (PTI) Harbour minister Anna Berg said it was “never safe”.",
        "Harbour minister Anna Berg",
        "a dateline without a dash",
    ),
    ("Sen. Anna Berg (D) said it was “never safe”.", "Sen. Anna Berg", "a party is no agency"),
    (
        "Superintendent of Police (Rural) Anna Berg said it was “never safe”.",
        "Superintendent of Police (Rural) Anna Berg",
        "a bracket inside a title",
    ),
]


INDIRECT = [
    # text, the speaker's words as printed, note
    (
        "The quay was cracked, according to a report seen by Reuters.",
        "a report seen by Reuters",
        "who has seen a report",
    ),
    ("The quay was cracked, according to a sailor by the quay.", "a sailor", "where somebody stood"),
    (
        "The Central Bank has made credit cheaper and in the same breath told people to save more.",
        "The Central Bank",
        "a subject of two verbs",
    ),
    ("Anna Berg and Carl Dahl said that the quay was safe.", "Anna Berg and Carl Dahl", "two speakers"),
    ("The quay has closed and the minister said that it was safe.", "the minister", "two subjects"),
    (
        "El puente fue cerrado este martes después de la tormenta, informó el Ministerio de Energía.",
        "el Ministerio de Energía",
        "what a ministry is of, in Spanish",
    ),
    (
        "El puente fue cerrado este martes después de la tormenta, informó el ministerio.",
        "el ministerio",
        "a mere ministry, in Spanish",
    ),
]


@pytest.mark.parametrize(("text", "printed", "note"), INDIRECT, ids=[row[2] for row in INDIRECT])
def test_the_words_of_who_is_reported(text: str, printed: str, note: str) -> None:
    assert [q.speaker_text for q in quotes_of_text(text) if q.type == "indirect"] == [printed], note


@pytest.mark.parametrize(("text", "printed", "note"), PRINTED, ids=[row[2] for row in PRINTED])
def test_the_words_of_a_speaker(text: str, printed: str, note: str) -> None:
    assert last_direct(text).speaker_text == printed, note


def test_a_venue_ends_with_its_sentence() -> None:
    assert last_direct("“It fell,” Anna Berg told PTI. The crane was old.").venue == "told PTI"
