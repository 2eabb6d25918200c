import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.comparing.wording import count_words, normalise, stem, words_of


@pytest.mark.parametrize(
    ("printed", "norm", "note"),
    [
        ("Béré", "bere", "diacritics do not tell words apart"),
        ("MINISTER", "minister", "neither does case"),
        ("ministry’s", "ministry", "a possessive ending is no part of the word"),
        ("didn’t", "didn't", "a contraction is"),
        ("ﬁne", "fine", "ligatures are letters"),
        ("Straße", "strasse", "case folding"),
        ("re\u00adnew", "renew", "a soft hyphen is not seen"),
        ("re-new", "re-new", "a hyphen is"),
    ],
)
def test_normalise(printed, norm, note):
    assert normalise(printed) == norm, note


def test_scripts_without_spaces_are_compared_by_character():
    assert [word.norm for word in words_of("北京 news", 0, 7, 10)] == ["北", "京", "news"]


@pytest.mark.parametrize(
    ("text", "words", "note"),
    [
        ("मंत्री ने कहा", 3, "vowel signs of Devanagari stand inside words"),
        ("தமிழ்நாடு அரசு", 2, "and those of Tamil"),
        ("מֶמְשֶׁלֶת בַּיִת", 2, "points of Hebrew"),
        ("قالَ مُحَمَّد", 2, "points of Arabic"),
        ("می\u200cخواهم رفت", 2, "a joiner of Persian"),
        ("cafe\u0301 Zoe\u0308", 2, "accents of their own"),
        ("है। गया", 2, "the danda is no letter"),
    ],
)
def test_words_of_other_scripts_are_whole(text, words, note):
    assert len(words_of(text, 0, len(text), 10)) == count_words(text, 0, len(text)) == words, note


@pytest.mark.parametrize(("pointed", "plain"), [("مُحَمَّد", "محمد"), ("בַּיִת", "בית"), ("می\u200cخواهم", "میخواهم")])
def test_points_tell_no_words_apart(pointed, plain):
    assert normalise(pointed) == normalise(plain)


def test_the_limit_cuts_the_words_and_the_count_does_not():
    text = "one two three four"
    assert len(words_of(text, 0, len(text), 2)) == 2
    assert count_words(text, 0, len(text)) == 4


def test_inflections_share_a_stem_and_short_words_are_their_own():
    assert stem("retaliated") == stem("retaliation")
    assert stem("reported") == stem("reporter")
    assert stem("bank") != stem("band")


@given(st.text(max_size=300))
def test_words_lie_in_the_text_in_order(text):
    at = 0
    for word in words_of(text, 0, len(text), 1000):
        assert at <= word.start < word.end <= len(text)
        assert word.norm
        at = word.end
