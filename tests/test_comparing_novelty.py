import pytest

from dedup.comparing.body import Sentence
from dedup.comparing.novelty import (
    changed_facts,
    copied_new_words,
    edits,
    is_copy,
    known,
    reworded_new_words,
    spans,
    split_clauses,
)
from dedup.comparing.quantities import quantities
from dedup.comparing.wording import words_of
from dedup.settings import AlignmentSettings

SETTINGS = AlignmentSettings()
SOURCE = "The ministry said on Tuesday that 37 people had died of cholera in the flooded capital within ten days."


def sentence(text):
    words = words_of(text, 0, len(text), 400)
    return Sentence(0, len(text), words, (False,) * len(words), quantities(words, text), len(words))


@pytest.mark.parametrize(
    ("text", "copied", "note"),
    [
        (SOURCE, True, "the same words"),
        (SOURCE.replace("37", "41"), True, "a changed figure in the same words"),
        (SOURCE.replace("said on Tuesday", "said Tuesday"), True, "a word left out"),
        (SOURCE.replace("'", "’").upper(), True, "typography and case"),
        (SOURCE.replace("within ten days", "in little more than a week"), False, "more than two small edits"),
        ("37 people had died of cholera.", False, "a trim is reworded"),
        ("Cholera has killed 37 in the capital in ten days, the ministry said.", False, "other words"),
    ],
)
def test_is_copy(text, copied, note):
    assert is_copy(edits(sentence(text), sentence(SOURCE), SETTINGS), SETTINGS) is copied, note


def test_a_changed_figure_is_new_in_a_copied_sentence():
    text = SOURCE.replace("37", "41")
    new = copied_new_words(sentence(text), edits(sentence(text), sentence(SOURCE), SETTINGS), known([sentence(SOURCE)]))
    assert [span.of(text) for span in spans(sentence(text), new)] == ["41"]


def test_a_changed_figure_is_new_even_where_another_source_sentence_has_it():
    text = SOURCE.replace("37", "90")
    whole = known([sentence(SOURCE), sentence("The union counted 90 dead.")])
    new = copied_new_words(sentence(text), edits(sentence(text), sentence(SOURCE), SETTINGS), whole)
    assert [span.of(text) for span in spans(sentence(text), new)] == ["90"]


@pytest.mark.parametrize(
    ("text", "adds", "new", "note"),
    [
        ("Cholera killed 37 in the capital, and the opposition wants an inquiry", True, True, "a clause of its own"),
        ("Cholera killed 37 in the capital, and the opposition wants an inquiry", False, False, "in a mere rewrite"),
        ("Cholera killed 37 people in the capital", True, False, "nothing but known words"),
        ("Cholera killed 52 in the capital", False, True, "a figure that no source has"),
        ("Cholera killed thirty-seven in the capital", False, False, "the same figure in words"),
    ],
)
def test_new_words_of_a_reworded_sentence(text, adds, new, note):
    whole = known([sentence(SOURCE)])
    assert bool(reworded_new_words(sentence(text), text, whole, whole, SETTINGS, adds=adds)) is new, note


@pytest.mark.parametrize(
    ("text", "source", "changes"),
    [
        ("The bank may raise rates.", "The bank will raise rates.", ("hedge",)),
        ("The bank will raise rates.", "The bank will not raise rates.", ("negation",)),
        ("Some 40 people died.", "Some 37 people died.", ("number",)),
        ("The bank will raise rates.", "The bank will raise rates.", ()),
        ("Forty people died.", "40 people died.", ()),
        ("Fewer than a third survived.", "Only 13 of 41 survived.", ()),
        ("A fifth survived.", "Only 13 of 41 survived.", ("number",)),
        ("Two thirds survived.", "Only 27 out of 41 survived.", ()),
        ("It burned 3.5 miles away.", "It burned 5.6 km away.", ()),
        ("It burned 5.7 km away.", "It burned 5.6 km away.", ("number",)),
        ("It burned 60 miles away.", "It burned 60 km away.", ("number",)),
        ("It ran at 60 mph.", "It ran at 100 kmph.", ()),
        ("The loan is 27 billion rupees.", "The loan is Rs 2,700 crore.", ()),
        ("The loan is Rs 270 crore.", "The loan is Rs 2,700 crore.", ("number",)),
        ("Half a million fled.", "Five lakh people fled.", ()),
        ("Growth was 7 percent.", "Growth was 7 points.", ("number",)),
        ("Car number four overturned.", "The fourth car overturned.", ()),
        ("Car number five overturned.", "The fourth car of 7 overturned.", ("number",)),
        ("The third car overturned.", "The cars overturned at 7.", ()),
        ("The third car overturned.", "The second car of 7 overturned.", ("number",)),
        ("A third of them died.", "Of the 7, two fifths died.", ("number",)),
        ("Dozens died.", "At least 37 died.", ()),
        ("It closed at 40 percent of its value.", "It closed at two-fifths of its value.", ()),
    ],
)
def test_changed_facts(text, source, changes):
    there = sentence(source)
    assert changed_facts(sentence(text), [there], known([there]), frozenset(), SETTINGS) == changes


def test_what_a_merged_sentence_has_from_its_second_source_is_no_change():
    first, second = sentence("The fire killed 11 people."), sentence("It may have spread to 4 roofs, none of them new.")
    whole = known([first, second])
    merged = sentence("The fire, which may have spread to 4 roofs, none of them new, killed 11 people.")
    assert changed_facts(merged, [first, second], whole, frozenset(), SETTINGS) == ()
    assert changed_facts(merged, [first], known([first]), frozenset(), SETTINGS) == ("number", "negation", "hedge")


def test_a_figure_from_elsewhere_is_merged_in_a_reworded_sentence_and_changed_in_a_copied_one():
    source, text = sentence("Some 37 people died."), sentence("Some 90 people died.")
    whole = known([source, sentence("The union counted 90 dead.")])
    assert changed_facts(text, [source], whole, frozenset(), SETTINGS) == ()
    assert changed_facts(text, [source], whole, frozenset(), SETTINGS, copied=True) == ("number",)


@pytest.mark.parametrize(
    ("text", "changes", "note"),
    [
        ("There is danger, and we cannot rule out a ban.", ("negation",), "one of two negations lost"),
        ("There is no danger, but we can not rule out a ban.", (), "the same two"),
        ("There isn't any danger, but we cannot rule out a ban.", (), "another word for one of them"),
    ],
)
def test_each_negation_counts_in_a_copied_sentence(text, changes, note):
    source = sentence("There is no danger, but we cannot rule out a ban.")
    assert changed_facts(sentence(text), [source], known([source]), frozenset(), SETTINGS, copied=True) == changes, note


def test_a_changed_name_is_named():
    there, names = sentence("Minister Rao resigned."), frozenset({"rao", "iyer"})
    assert changed_facts(sentence("Minister Iyer resigned."), [there], known([there]), names, SETTINGS) == ("name",)


def test_clauses_cover_all_words_once():
    text = "One two, three four; five (six) seven"
    words = words_of(text, 0, len(text), 100)
    assert [at for start, end in split_clauses(words, text) for at in range(start, end)] == list(range(len(words)))


def test_a_sentence_of_one_word_said_four_hundred_times_is_compared_at_once():
    assert edits(sentence("la " * 399 + "lo"), sentence("la " * 399), SETTINGS).ratio > 0.99
