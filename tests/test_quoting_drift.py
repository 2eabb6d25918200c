from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.quoting.drift import SEVERITY, quote_changes
from dedup.quoting.excerpts import excerpt_of
from dedup.quoting.markers import language_of, markers_of, numbers
from dedup.quoting.wording import keys, words

FIRST = [  # before, after, the most severe change, what the row guards
    ("We will not close the plant.", "We will close the plant.", "negation lost: not", "a dropped not"),
    ("We can't argue with it.", "We can argue with it.", "negation lost: can't", "a contracted not"),
    ("This is not the start of a cycle,", "A cycle has started,", "negation lost: not", "lost in a paraphrase"),
    ("It is safe to drink.", "It is never safe to drink.", "negation gained: never", "a not put in"),
    ("We lost 30 boats.", "We lost 40 boats.", "number changed: 30 -> 40", "a figure"),
    ("It cost 9.4 lakh rupees.", "It cost 9.4 crore rupees.", "number changed: 9.4 lakh -> 9.4 crore", "a scale"),
    ("The dam may fail tonight.", "The dam will fail tonight.", "hedge lost: may", "a dropped hedge"),
    ("If the rain stops, we will open the road.", "We will open the road.", "condition cut: If the rain stops", "if"),
    ("As far as we know, it is local.", "It is local.", "hedge lost: As far as we know", "a stance at the beginning"),
    ("No cerraremos la planta de la ciudad", "Cerraremos la planta de la ciudad", "negation lost: No", "Spanish"),
    (
        "No hay peligro para los pueblos, pero no podemos descartar un cierre",
        "Hay peligro para los pueblos y no podemos descartar un cierre",
        "negation lost: No",
        "another clause still denies",
    ),
    ("Wir werden das Werk nicht schließen", "Wir werden das Werk schließen", "negation lost: nicht", "German"),
    ("We will go home.", "We shall go home.", "words changed: will -> shall", "a synonym"),
    ("We won't go.", "We will go.", "negation lost: won't", "a short word denied"),
    ("He left without a plan.", "He left with a plan.", "negation lost: without", "without"),
    ("We refuse to pay them.", "We pay them.", "negation lost: refuse to", "a verb that denies"),
    ("We have yet to decide.", "We have decided.", "negation lost: yet to", "yet to"),
    ("It is unsafe to drink.", "It is safe to drink.", "negation lost: unsafe", "how a word begins"),
    ("We will not go there tonight.", "We will … go there tonight.", "negation lost: not", "an ellipsis hides no not"),
    (
        "The choice was not ours alone, and I am sorry for it.",
        "We chose so, and we regret that some were hurt.",
        "negation gone: not",
        "other words altogether, none of which denies",
    ),
    ("They are largely safe here.", "They are safe here.", "hedge lost: largely", "largely"),
    ("In our view it is wrong to go.", "It is wrong to go.", "hedge lost: In our view", "in our view"),
    ("It is expected to rise again.", "It will rise again.", "hedge lost: expected to", "an expectation"),
    ("It cost 9 crore rupees.", "It cost 9 billion rupees.", "number changed: 9 crore -> 9 billion", "crore, billion"),
    ("It cost 2bn euros to build.", "It cost 2mn euros to build.", "number changed: 2bn -> 2mn", "a scale cut short"),
    (
        "Quizás cerremos la planta de la ciudad",
        "Cerremos la planta de la ciudad",
        "hedge lost: Quizás",
        "Spanish hedge",
    ),
    ("À notre avis la ville est sûre", "La ville est sûre", "hedge lost: À notre avis", "French view"),
    ("Nous ne fermerons pas l'usine", "Nous fermerons l'usine", "negation lost: pas", "French"),
    (
        "Das Werk ist weitgehend sicher und wir bleiben",
        "Das Werk ist sicher und wir bleiben",
        "hedge lost: weitgehend",
        "de",
    ),
    ("Das ist unsicher für die Stadt", "Das ist sicher für die Stadt", "negation lost: unsicher", "German prefix"),
    ("हम कारखाना बंद नहीं करेंगे और यह तय है", "हम कारखाना बंद करेंगे और यह तय है", "negation lost: नहीं", "Hindi"),
    ("शायद यह बांध आज रात टूट जाए", "यह बांध आज रात टूट जाए", "hedge lost: शायद", "Hindi hedge"),
]
SILENT = [  # before, after, the name that must not be given, what the row guards
    ("We are not hiding anything.", "We have nothing to hide.", "negation", "another way to deny"),
    ("We will not go until they pay.", "We shall go once they pay.", "negation", "not until is once"),
    ("Nobody will be spared.", "No one will be spared.", "negation", "two forms of one negation"),
    ("It is not only late but wrong.", "It is late and wrong.", "negation", "not only denies nothing"),
    ("We lost 1,20,000 votes.", "We lost 120,000 votes.", "number", "Indian and Western commas"),
    ("We lost three boats.", "We lost 3 boats.", "number", "a number in words"),
    ("We talked about the dam.", "We talked of the dam.", "hedge", "about hedges only numbers"),
    ("It will rain. It may not last.", "It will rain.", "hedge", "a sentence cut whole takes its hedge along"),
    ("It is not unlikely that we go.", "It is likely that we go.", "negation", "two negations are none"),
    ("They discover the camp.", "They cover the camp.", "negation lost: not", "a prefix is no not"),
    ("That took three years, not more.", "That took three years.", "number", "what is cut behind a number"),
    (
        "We saw it. We did not go. We slept. They ate.",
        "Nobody cares about it.",
        "negation gone",
        "a long one may be cut",
    ),
    ("No, we will not sell the site.", "We will not sell the site.", "negation", "an answer cut"),
    ("There is no danger and no risk.", "There is no danger and risk.", "negation", "one that denies both"),
    (
        "You can't open a gate and tell people not to look at the yard.",
        "Opening a gate and forbidding people to look into it does not work.",
        "negation lost: not",
        "other words that deny as much",
    ),
    ("We will pay by May, not before.", "Payment comes no earlier than May.", "negation", "still denied"),
]
SAME = [
    ("We can’t wait.", "We can't wait,", "typography"),
    ("We will re\u00adnew the con\u00adtract", "We will renew the contract", "soft hyphens"),
    ("It is the colour of the centre", "it is the color of the center", "accepted spellings"),
    ("It’s over", "It is over", "a contraction"),
    ("Café owners organised it", "Cafe owners organized it", "accents"),
    ("The grey tyre at the kerb", "the gray tire at the curb", "spellings that no rule covers"),
    ("A sceptic practised his judgement", "A skeptic practiced his judgment", "more of them"),
    ("It rose 3% in a year", "It rose 3 per cent in a year", "a percent sign"),
    ("It rose 3 percent in a year", "It rose 3 per\u00a0cent in a year", "percent in one word or two"),
]
EXCERPTS = [  # before, after, verbatim?, what the row guards
    ("The system is weak, but the rain stays.", "the rain stays", True, "a whole clause behind a comma"),
    ("This is not the start of a cycle, and I would warn them.", "not the start of a cycle", True, "the not is kept"),
    ("The risk is high but not inevitable.", "The risk is high", False, "a negation cut at the end"),
    ("If they stop, ours will be silent.", "ours will be silent", False, "a condition cut at the beginning"),
    ("It is probably enough for one try.", "enough for one try", False, "a hedge cut at the beginning"),
    ("We will go unless they pay.", "We will go", False, "a condition cut at the end"),
    ("We will go home now.", "We will now go home", False, "another order"),
    ("We will go home now.", "", False, "nothing is no excerpt"),
    ("a scanner broke", "a scan", False, "half a word is no excerpt"),
]


@pytest.mark.parametrize(("before", "after", "first", "guards"), FIRST)
def test_most_severe_change(before: str, after: str, first: str, guards: str) -> None:
    assert quote_changes(before, after)[:1] == (first,), guards


@pytest.mark.parametrize(("before", "after", "name", "guards"), SILENT)
def test_no_false_alarm(before: str, after: str, name: str, guards: str) -> None:
    assert not [change for change in quote_changes(before, after) if change.startswith(name)], guards


@pytest.mark.parametrize(("before", "after", "guards"), SAME)
def test_typography_is_no_change(before: str, after: str, guards: str) -> None:
    assert quote_changes(before, after) == (), guards
    assert excerpt_of(before, after)


HONEST = [
    ("We will not go to the plant, as we said, until May.", "We will not go … until May.", "an ellipsis"),
    ("I was, you know, quite angry at it.", "I was . . . quite angry at it.", "dots with spaces"),
    ("They agreed to leave the town.", "[The rebels] agreed to leave the town.", "a pronoun made clear"),
    ("We have told them to leave.", "We have told them [the crews] to leave.", "an explanation put in"),
    ("We have told them [the crews] to leave.", "We have told them to leave.", "one taken out"),
    ("We lost three boats in the storm.", "We lost 3 boats in the storm.", "a number in figures"),
    ("We lost twenty-five boats in the storm.", "We lost 25 boats in the storm.", "two words of a number"),
    ("We lost two thousand boats in the storm.", "We lost 2,000 boats in the storm.", "a number with its scale"),
]
DISHONEST = [
    ("We will not go to the plant until May.", "We will not go until May.", "left out without a sign"),
    ("They agreed to leave the town.", "The rebels agreed to leave the town.", "put in without brackets"),
    ("It cost 9 crore rupees.", "It cost 90 million rupees.", "other words, if the same sum"),
]


@pytest.mark.parametrize(("before", "after", "guards"), HONEST)
def test_what_editors_mark_is_no_change(before: str, after: str, guards: str) -> None:
    assert quote_changes(before, after, "en") == (), guards


@pytest.mark.parametrize(("before", "after", "guards"), DISHONEST)
def test_what_nobody_marks_is_one(before: str, after: str, guards: str) -> None:
    assert quote_changes(before, after, "en"), guards


@pytest.mark.parametrize(("before", "after", "verbatim", "guards"), EXCERPTS)
def test_excerpt(before: str, after: str, verbatim: bool, guards: str) -> None:
    assert excerpt_of(before, after) is verbatim, guards


@pytest.mark.parametrize(
    "language", ["ar", "de", "en", "es", "fr", "hi", "id", "it", "nl", "pl", "pt", "ru", "sv", "tr", "zh"]
)
def test_every_language_has_its_markers(language: str) -> None:
    table = markers_of(language)
    assert table.negations
    assert table.hedges
    assert table.conditions
    assert language_of(" ".join(sorted(table.common))) == language


@pytest.mark.parametrize(
    ("text", "language", "values", "guards"),
    [
        ("a hundred men", "en", [100], "an article before a scale"),
        ("a man and one dog", "en", [], "an article or a pronoun"),
        ("one hundred and fifty men", "en", [150], "a scale, and the rest"),
        ("two hundred thousand and six", "en", [200_006], "two scales"),
        ("two and a half million", "en", [2_500_000], "a half"),
        ("hundreds of men and five dogs", "en", [5], "a scale alone is none"),
        ("five hundred and six thousand", "en", [506_000], "a scale behind the rest"),
        ("9.4 lakh crore", "en", [9_400_000_000_000], "a scale of a scale"),
        ("three thousand and five hundred and six", "en", [3506], "groups"),
        ("five hundred and five hundred", "en", [500, 500], "the rest is smaller than its scale"),
        ("five men and six dogs", "en", [5, 6], "two numbers"),
        ("twenty-five", "en", [25], "tens and ones"),
        ("dos millones y medio", "es", [2_000_000], "a half behind the scale is not read"),
        ("एक लाख लोग", "hi", [100_000], "Hindi"),
        ("三百人", "zh", [300], "Chinese"),
    ],
)
def test_numbers(text: str, language: str, values: list[float], guards: str) -> None:
    assert [n.value for n in numbers(keys(text), markers_of(language))] == values, guards


def test_unknown_language_has_digits_only() -> None:
    assert [n.value for n in numbers(keys("24 boats, nine men"), markers_of("xx"))] == [24.0]


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text(before: str, after: str) -> None:
    changes = quote_changes(before, after)
    ranks = [SEVERITY.index(change.split(":")[0]) for change in changes]
    assert ranks == sorted(ranks)
    assert quote_changes(before, before) == ()
    assert all(before[word.start : word.end] == word.printed for word in words(before))
    assert keys(before) == tuple(word.key for word in words(before))


def test_long_quotes_take_linear_time() -> None:
    start = time.process_time()
    quote_changes("not if may 5 " * 5_000, "never unless might 7 " * 5_000)
    excerpt_of("a, b " * 20_000, "b a " * 20_000)
    assert time.process_time() - start < 6
