"""Which of the sentences that an article left out weigh more than the rest."""

from __future__ import annotations

import pytest

from dedup.comparing.body import Sentence
from dedup.comparing.dropped import kinds
from dedup.comparing.wording import words_of


@pytest.mark.parametrize(
    ("text", "found", "note"),
    [
        ("The company denied that it had known of the crack.", ["denial"], "a denial"),
        ("Both men reject the charges.", ["denial"], "rejecting is denying"),
        ("The ministry declined to comment.", ["answer"], "asked, and said nothing"),
        ("The airline did not respond to a request for comment.", ["answer"], "a negation and an answer"),
        ("Calls to his office went unanswered.", ["answer"], "a refusal in one word"),
        ("The figures are preliminary and may be revised.", ["caveat"], "a caveat"),
        ("It was unclear whether he, too, denies it.", ["denial", "caveat"], "both"),
        ("The minister commented on the vote at length.", [], "a comment is no refusal to give one"),
        ("Readers left ninety comments under the article.", [], "an answer's word without a refusal"),
        ("No one was hurt.", [], "a negation alone is news like any other"),
        ("The bridge was built in 1964.", [], "a plain fact"),
        ("", [], "nothing"),
    ],
)
def test_kinds(text, found, note):
    words = words_of(text, 0, len(text), 400)
    sentence = Sentence(0, len(text), words, (False,) * len(words), (), len(words))
    assert list(kinds(sentence)) == found, note
