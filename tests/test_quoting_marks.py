"""Which stretches between marks are quotes: typography that must fire, and marks that are no quotes."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.quoting.extract import extract_quotes, page_of_text, quotes_of_text
from dedup.quoting.marks import find_marked
from dedup.records import Span
from dedup.settings import QuoteSettings
from tests.growth import assert_linear


def direct(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotes_of_text(text) if q.type == "direct"]


FIRES = [
    ('"The bridge is closed," Anna Berg said.', ["The bridge is closed,"], "straight"),
    ("“The bridge is closed,” Anna Berg said.", ["The bridge is closed,"], "curly"),
    ("‘The bridge is closed,’ Anna Berg said.", ["The bridge is closed,"], "single curly"),
    ("'The bridge is closed,' Anna Berg said.", ["The bridge is closed,"], "single straight"),
    ("«The bridge is closed,» Anna Berg said.", ["The bridge is closed,"], "guillemets"),
    ("« The bridge is closed », Anna Berg said.", ["The bridge is closed"], "guillemets with spaces"),
    ("«\u00a0The bridge is closed\u00a0», Anna Berg said.", ["The bridge is closed"], "guillemets with hard spaces"),
    ("»The bridge is closed«, Anna Berg said.", ["The bridge is closed"], "guillemets pointing inwards"),
    ("„The bridge is closed“, Anna Berg said.", ["The bridge is closed"], "low and high"),
    ("„The bridge is closed”, Anna Berg said.", ["The bridge is closed"], "low and high, Polish"),
    ("”The bridge is closed,” Anna Berg said.", ["The bridge is closed,"], "one mark for both ends, Swedish"),
    ("“The bridge is closed,“ Anna Berg said.", ["The bridge is closed,"], "closing mark set the wrong way"),
    ('“The bridge is closed," Anna Berg said.', ["The bridge is closed,"], "curly mark first, straight one last"),
    ('"The bridge is closed,” Anna Berg said.', ["The bridge is closed,"], "straight mark first, curly one last"),
    ("''The bridge is closed,'' Anna Berg said.", ["The bridge is closed,"], "two single marks"),
    ("``The bridge is closed,'' Anna Berg said.", ["The bridge is closed,"], "TeX marks"),
    ("Anna Berg said: 「The bridge is closed.」", ["The bridge is closed."], "corner brackets"),
    ("Anna Berg said: 『The bridge is closed.』", ["The bridge is closed."], "double corner brackets"),
    ("Anna Berg said: 「He told me 『go』 and I went.」", ["He told me 『go』 and I went."], "nested brackets are one"),
    ("＂The bridge is closed,＂ Anna Berg said.", ["The bridge is closed,"], "full-width marks"),
    (
        "‘We don’t know what it’s worth,’ Anna Berg said.",
        ["We don’t know what it’s worth,"],
        "apostrophes inside single",
    ),
    ("'We don't know what it's worth,' Anna Berg said.", ["We don't know what it's worth,"], "the same, straight"),
    (
        "‘The workers’ union is wrong,’ Anna Berg said.",
        ["The workers’ union is wrong,"],
        "a possessive is no closing mark",
    ),
    ("'The workers' union is wrong,' Anna Berg said.", ["The workers' union is wrong,"], "the same, straight"),
    ("“We heard ‘next week’ for a year,” Anna Berg said.", ["We heard ‘next week’ for a year,"], "single in double"),
    ("‘We heard “next week” for a year,’ Anna Berg said.", ["We heard “next week” for a year,"], "double in single"),
    (
        "\"We heard 'next week' for a year,\" Anna Berg said.",
        ["We heard 'next week' for a year,"],
        "straight in straight",
    ),
    ("‘‘It fell and we ran,’’ Anna Berg said.", ["It fell and we ran,"], "single marks doubled"),
    ("‘It fell and he cried ‘run’,’ Anna Berg said.", ["It fell and he cried ‘run’,"], "single inside single"),
    (
        "“It fell. We ran. Nobody spoke,” Anna Berg said.",
        ["It fell. We ran. Nobody spoke,"],
        "several sentences are one",
    ),
    ("“It fell,” Anna Berg said, “and we ran.”", ["It fell,", "and we ran."], "interrupted: two"),
    ("“It fell,” said Anna Berg. “We ran.”", ["It fell,", "We ran."], "goes on after the attribution"),
    ("Anna Berg said: “It fell.”", ["It fell."], "colon"),
    ("Anna Berg said, “It fell.”", ["It fell."], "comma"),
    ("Anna Berg called the plan “a bad joke”.", ["a bad joke"], "a speaker's own short words"),
    ("Anna Berg said the plan was “a bad joke”.", ["a bad joke"], "partial"),
    ("“A bad joke” is how Anna Berg described the plan.", ["A bad joke"], "is how X described"),
    ("In a statement, the agency said it was “fully aware” of the risk.", ["fully aware"], "partial, organisation"),
    ("“Stop!” he shouted.", ["Stop!"], "ends in an exclamation mark"),
    ("“Why now?” asked Anna Berg.", ["Why now?"], "ends in a question mark"),
    ("“Not again,” thought Anna Berg.", ["Not again,"], "thought"),
    ("Anna Berg told reporters: “It fell.”", ["It fell."], "addressee"),
    ("According to Anna Berg, “the bridge was never safe”.", ["the bridge was never safe"], "according to"),
    ("“It fell,” according to Anna Berg.", ["It fell,"], "according to, behind"),
    ("“It fell. \n\n“We ran,” Anna Berg said.", ["It fell.", "We ran,"], "paragraphs that open again"),
    (
        '"It fell.\n\n"We ran.\n\n"Nobody spoke," Anna Berg said.',
        ["It fell.", "We ran.", "Nobody spoke,"],
        "three of them, straight",
    ),
    (
        "“It fell and Anna Berg ran.\n\n“We saw it,” Carl Dahl said.",
        ["It fell and Anna Berg ran.", "We saw it,"],
        "runs on",
    ),
    ("Anna Berg said “it fell.\n\nCarl Dahl said: “We ran.”", ["We ran."], "an unclosed mark costs its own quote only"),
    ('Anna Berg said "it fell. Then Carl Dahl said: "We ran."', ["We ran."], "unclosed in the same paragraph"),
    ("A man said he was “tall” and Anna Berg said: “He was.”", ["tall", "He was."], "two in a sentence"),
    ('"The board is 12" wide," Anna Berg said.', ['The board is 12" wide,'], "an inch sign inside a quote"),
    ('"We have 26," Anna Berg said.', ["We have 26,"], "a figure before the closing mark is no inch"),
    ("—“It fell,” Anna Berg said.", ["It fell,"], "dash before"),
    ("(“It fell,” Anna Berg said.)", ["It fell,"], "in brackets"),
    ('Anna Berg said:"It fell."', ["It fell."], "no space"),
    ('Anna Berg said " It fell . "', ["It fell ."], "tokenised text"),
    ("“It fell,” Rep. Carl Dahl (D-Ohio) said.", ["It fell,"], "brackets and full stops before the cue"),
    ("“It fell,” Commissioner (Roads) B. Carl Dahl told reporters.", ["It fell,"], "brackets inside a title"),
    ("“It fell. We ran.” Anna Berg said.", ["It fell. We ran."], "full stop before the attribution"),
    ("“हम तैयार हैं,” मंत्री राम कुमार ने कहा।", ["हम तैयार हैं,"], "Hindi"),
    ("मंत्री राम कुमार ने कहा, “हम तैयार हैं।”", ["हम तैयार हैं।"], "Hindi, speaker first"),
    ("« Nous sommes prêts », a déclaré le ministre Jean Morel.", ["Nous sommes prêts"], "French"),
    ("Selon Jean Morel, « la route est fermée ».", ["la route est fermée"], "French, selon"),
    ("“It fell and we ran.”", ["It fell and we ran."], "a paragraph that is nothing but a quote"),
    (
        "« La route est fermée depuis lundi », a déclaré Jean Morel.",
        ["La route est fermée depuis lundi"],
        "French sentence, guillemets with spaces",
    ),
    (
        "« On nous a dit “demain” toute l’année », a déclaré Jean Morel.",
        ["On nous a dit “demain” toute l’année"],
        "curly marks inside guillemets",
    ),
    (
        "मंत्री राम कुमार ने कहा, “सड़क सोमवार तक बंद रहेगी।”",
        ["सड़क सोमवार तक बंद रहेगी।"],
        "Hindi, danda inside",
    ),
    (
        "“सड़क सोमवार तक बंद रहेगी,” मंत्री राम कुमार ने कहा।",
        ["सड़क सोमवार तक बंद रहेगी,"],
        "Hindi, attribution behind",
    ),
    ("राम कुमार ने कहा, 'सड़क बंद रहेगी और पुल भी।'", ["सड़क बंद रहेगी और पुल भी।"], "Hindi, single straight"),
    (
        "“The bridge,” Anna Berg said, “is closed, and it’ll stay closed.”",
        ["The bridge,", "is closed, and it’ll stay closed."],
        "interrupted, apostrophes inside",
    ),
    ("Anna Berg called the bridge “unsafe”.", ["unsafe"], "a single word of a speaker"),
    (
        "The bridge, Anna Berg said, was “never meant to carry trains”.",
        ["never meant to carry trains"],
        "partial, behind a parenthetical cue",
    ),
]


@pytest.mark.parametrize(("text", "expected", "note"), FIRES, ids=[note for _, _, note in FIRES])
def test_a_quote_is_found(text: str, expected: list[str], note: str) -> None:
    assert direct(text) == expected, note


SILENT = [
    ("Anna Berg painted the fence.", "no marks at all"),
    ("The workers' union met the bosses' club.", "plural possessives"),
    ("The workers’ union met the bosses’ club.", "the same, curly"),
    ("It's what they'd have done if they'd known.", "apostrophes"),
    ("It’s what they’d have done if they’d known.", "the same, curly"),
    ("Rock 'n' roll was the sound of the '60s and '70s.", "elisions"),
    ("Rock ’n’ roll was the sound of the ’60s and ’70s.", "the same, curly"),
    ("'Twas a night like any other 'cause nobody came.", "elisions at the start of words"),
    ("He stands 6'2\" in socks.", "feet and inches"),
    ('A 12" pipe joins a 14" pipe.', "inches twice"),
    ("The boat is 5' 10\" wide and 12' 3\" long.", "feet and inches with spaces"),
    ("The line runs at 51° 28' 40\" north.", "minutes and seconds of arc"),
    ("The boat is 5′ 10″ wide.", "primes"),
    ("The so-called “smart” bin stood in the rain.", "scare quotes"),
    ("The so-called ‘smart’ bin stood in the rain.", "scare quotes, single"),
    ("A “smart” bin stood in the rain.", "scare quotes without so-called"),
    ("The film “The Long Road Home” opens on Friday.", "a film title"),
    ("The film “Rain” opens on Friday.", "a title of one word"),
    ("Her novel “A Winter Garden” sold well.", "a book"),
    ("The song “Blue River” ran on every station.", "a song"),
    ("He hosts the show “Morning Light with Carl.”", "a show, full stop inside"),
    ("She appeared on ABC’s “Good Morning Town” on Monday.", "a programme"),
    ("The painting “Woman at the Well” hangs in Ghent.", "a painting"),
    ("The ship “Northern Star” left at dawn.", "a ship"),
    ("Operation “Clean Sweep” began at dawn.", "an operation"),
    ("Known as “the Hammer”, Dahl boxed for ten years.", "a nickname"),
    ("Carl “Red” Dahl boxed for ten years.", "a nickname inside a name"),
    ("The word “bank” has two meanings.", "a word as a word"),
    ("The term “soft landing” comes from flying.", "a term"),
    ("Press the key marked “Enter” to go on.", "a label"),
    ("The button reads Start and the “off” switch is red.", "a label in lower case"),
    ("The letter “e” is the commonest.", "a letter"),
    ("Type “yes” and wait.", "an input"),
    ("“Rain” opens on Friday.", "a title at the start"),
    ("“The Long Road Home” opens on Friday in forty towns.", "a title as the subject"),
    ("The “Top Ten” list is out.", "a list"),
    ("The “A” train was late.", "a line"),
    ("A “wheel climb” derailment is rare.", "a technical term"),
    ("The play ‘The Gate’ returns.", "a play, single"),
    ("Her column, ‘City Notes’, runs on Sundays.", "a column, single"),
    ("The “Best Actor” award went to Dahl.", "an award"),
    ("The “Green Shield” scheme ends in May.", "a scheme"),
    ("The “yes” camp won.", "a camp"),
    ("The “no” vote was larger.", "a vote"),
    ("The chapter “On Rivers” is short.", "a chapter"),
    ("“Anna’s Café” shut its doors.", "a name of a place"),
    ("“", "a mark alone"),
    ("””", "closing marks alone"),
    ('"', "a straight mark alone"),
    ('""', "nothing inside"),
    ("“ ”", "white space inside"),
    ("“...”", "no word inside"),
    ("“!?”", "punctuation inside"),
    ("He left the “ door open and went.", "an unclosed mark"),
    ('He left the " door open and went.', "an unclosed straight mark"),
    ("The ” door was open.", "a closing mark without its partner"),
    ("The » sign points right.", "an arrow"),
    ("Home » News » Town", "a breadcrumb trail"),
    ("Home › News › Town", "a breadcrumb trail, single"),
    ("Next »", "a page link"),
    ('<a href="https://town.example/news">Town</a>', "an attribute of markup"),
    ('<img width="12" height="14">', "attributes with figures"),
    ('var name = "dahl"', "code"),
    ("The dogs' bowls and the cats' beds were sold.", "two possessives with words between"),
    ("The '90s were kind to the bosses' club.", "a decade and a possessive"),
    ("O'Hara met D'Souza at the O'Connell gate.", "names with apostrophes"),
    ("’Tis the season in the town’s shops.", "an elision at the start"),
    ("Pick ’em and stick ’em.", "elisions of them"),
    ("The sign said Stop.", "a cue without marks"),
    ("The brand “Lumo” sells lamps.", "a brand"),
    ("The file “notes.txt” is empty.", "a file"),
    ("“Lumo” lamps are cheap.", "a brand at the start"),
    ("A so-called “dry port” has no water.", "so-called and a term"),
    ("The disease, or “blackleg”, spreads in rain.", "an apposition in marks"),
    ("Its “Plan B” was dropped.", "a plan"),
    ("Children played “tag” in the yard.", "a game"),
    ("The group “Friends of the Lake” met.", "a group's name"),
    ("They shop at “Corner Mart” on Fridays.", "a shop"),
    ("The “Monday Club” has ten members.", "a club"),
    ("The exhibition “Light and Water” closes in May.", "an exhibition"),
    ("The “Daily Post” was sold.", "a paper's name"),
    ("A ‘dark pool’ is a market.", "a term, single"),
    ("The “red line” bus is late.", "a bus"),
    ("The book’s title, “Small Hours”, is apt.", "a title behind a comma"),
    ("Volume “II” is lost.", "a number"),
]


@pytest.mark.parametrize(("text", "note"), SILENT, ids=[note for _, note in SILENT])
def test_no_quote_is_found(text: str, note: str) -> None:
    assert direct(text) == [], note


def test_only_body_parts_count() -> None:
    page = page_of_text("“It fell,” Anna Berg said.\n\n“We ran,” Carl Dahl said.")
    first, second = page.parts
    page = dataclasses.replace(page, parts=(dataclasses.replace(first, kind="caption"), second))
    assert [q.start for q in extract_quotes(page, QuoteSettings())] == [page.text.index("We ran")]


@given(st.text(alphabet="ab c.,“”‘’'\"«»„「」\n5sS", max_size=80))
@settings(max_examples=300, deadline=None)
def test_stretches_lie_in_order_and_apart(text: str) -> None:
    spans = find_marked(text, [Span(0, len(text))])
    for one in spans:
        assert 0 <= one.outer_start <= one.start < one.end <= one.outer_end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
    assert all(a.outer_end <= b.outer_start for a, b in itertools.pairwise(spans))


INNER = st.recursive(st.just("word"), lambda inside: inside.map(lambda text: f"so “{text}” on"), max_leaves=4)


@given(st.lists(st.tuples(st.booleans(), INNER), max_size=8))
def test_of_nested_pairs_the_outermost_counts(pieces: list[tuple[bool, str]]) -> None:
    text, expected = "", []
    for marked, inside in pieces:
        text += " "
        if marked:
            expected.append((len(text) + 1, len(text) + 1 + len(inside)))
            text += f"“{inside}”"
        else:
            text += "plain"
    assert [(m.start, m.end) for m in find_marked(text, [Span(0, len(text))])] == expected


@pytest.mark.parametrize("sign", ["“a ", "‘a ", '"a ', "「a", "the dogs' ", "a” "])
def test_many_marks_cost_linear_time(sign: str) -> None:
    assert_linear(lambda times: find_marked(sign * times, [Span(0, len(sign) * times)]), 10_000)
