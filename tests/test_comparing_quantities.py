import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.comparing.quantities import figure, quantities
from dedup.comparing.wording import words_of


def found(text):
    return quantities(words_of(text, 0, len(text), 400), text)


@pytest.mark.parametrize(
    ("one", "other", "note"),
    [
        ("1,20,000 people", "120,000 people", "Indian and Western commas"),
        ("1.2 lakh people", "120,000 people", "lakh is a hundred thousand"),
        ("Rs 5 crore", "50 million rupees", "crore is ten million"),
        ("$2.7 billion", "2,700 million dollars", "billion and million"),
        ("37 dead", "thirty-seven dead", "number words"),
        ("37 per cent", "37%", "the sign and the words"),
        ("two-fifths of them", "40 percent of them", "a fraction is a share"),
        ("half of them", "50% of them", "a fraction without a numerator"),
        ("10 miles away", "16.09344 km away", "miles are kilometres"),
        ("a dozen men", "12 men", "a dozen"),
        ("three decades", "30 years", "decades are years"),
        ("half a dozen men", "six men", "half of a scale"),
        ("a quarter of a million", "250,000", "a share of a scale, two small words between"),
    ],
)
def test_the_same_figure_differently_printed_has_one_key(one, other, note):
    assert [q.exact for q in found(one)] == [q.exact for q in found(other)] != [], note


@pytest.mark.parametrize(
    ("one", "other", "note"),
    [
        ("37 dead", "38 dead", "one more is another figure"),
        ("37 per cent", "37 people", "a share is not a count"),
        ("1,200 people", "12,000 people", "a digit more"),
        ("two thirds", "two fifths", "different fractions"),
        ("half the dead, a million", "500,000", "a scale that does not follow"),
    ],
)
def test_different_figures_have_different_keys(one, other, note):
    assert {q.exact for q in found(one)}.isdisjoint({q.exact for q in found(other)}), note


@pytest.mark.parametrize("text", ["the minister said", "No figures, none at all", "", "on the other hand"])
def test_a_text_without_figures_has_none(text):
    assert found(text) == ()


def test_a_round_figure_meets_the_exact_one_roughly():
    (rounded,), (exact,) = found("nearly five lakh doses"), found("480,000 doses")
    assert rounded.rough == exact.rough
    assert rounded.exact != exact.exact


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", 1234.5), ("6,25", 6.25), ("1.200.000", 1200000.0), ("0", 0.0), ("abc", None), ("", None)],
)
def test_figure(text, value):
    assert figure(text) == value


@given(st.text(max_size=300))
def test_places_lie_in_the_sentence_whatever_the_text(text):
    words = words_of(text, 0, len(text), 400)
    for quantity in quantities(words, text):
        assert 0 <= quantity.first <= quantity.last < len(words)


@given(st.text(alphabet="0123456789.,", max_size=200))
def test_any_run_of_digits_and_marks_is_read_without_an_error(text):
    found(text)
