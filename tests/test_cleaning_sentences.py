from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.cleaning.sentences import split_sentences

CASES = [
    ("He left. She stayed.", ["He left.", "She stayed."], "plain"),
    (
        '"Nobody rang me. I learnt it here," she said.',
        ['"Nobody rang me.', 'I learnt it here," she said.'],
        "in a quote",
    ),
    ("“We tried. It failed.” He left.", ["“We tried.", "It failed.”", "He left."], "curly marks"),
    ("An aide to Ms. Karas said no.", ["An aide to Ms. Karas said no."], "title before a name"),
    ("Lt. Col. Das and Lt. Cdr. Rao left.", ["Lt. Col. Das and Lt. Cdr. Rao left."], "ranks"),
    ("He owes Rs. 500 to K.P. Nair.", ["He owes Rs. 500 to K.P. Nair."], "currency and initials"),
    ("It began at 1.30 p.m. IST on Friday.", ["It began at 1.30 p.m. IST on Friday."], "time zone behind p.m."),
    ("WALTHAM, Mass. (Reuters) — Shares fell.", ["WALTHAM, Mass. (Reuters) — Shares fell."], "dateline"),
    ("Eleven were held. (ANI) Results are void.", ["Eleven were held. (ANI)", "Results are void."], "sign-off"),
    ("Prices at Fictional Steel Ltd. “They rose,” he said.", None, "company before a quote"),
    ("No. Dr. Bose denied it.", ["No.", "Dr. Bose denied it."], "an answer of one word"),
    ("मैं गया। वह आया।", ["मैं गया।", "वह आया।"], "danda"),
    ("他说。我们走吧。", ["他说。", "我们走吧。"], "no spaces"),
    ("قال الرئيس. ذهب الرجل؟ نعم.", ["قال الرئيس.", "ذهب الرجل؟", "نعم."], "Arabic question mark"),
]


@pytest.mark.parametrize(("text", "expected", "guards"), CASES, ids=[case[2] for case in CASES])
def test_sentences(text: str, expected: list[str] | None, guards: str) -> None:
    found = [span.of(text) for span in split_sentences(text, 0, len(text), None)]
    assert found == (expected or ["Prices at Fictional Steel Ltd.", "“They rose,” he said."]), guards


def test_offsets_count_in_the_whole_text() -> None:
    text = "Headline\n\n  He left. She stayed.  \n"
    spans = split_sentences(text, 10, len(text), "en")
    assert [span.of(text) for span in spans] == ["He left.", "She stayed."]


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from('..!?"“” A\n'))),
    st.sampled_from([None, "en", "de", "zz", "hi-IN"]),
)
def test_any_text_is_covered_in_order(text: str, language: str | None) -> None:
    spans = split_sentences(text, 0, len(text), language)
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        at = span.end
    assert not text[at:].strip()


def test_a_text_without_a_full_stop_is_cut_at_white_space() -> None:
    text = "word " * 200_000
    spans = split_sentences(text, 0, len(text), None)
    assert max(span.end - span.start for span in spans) <= 20_000
    assert all(span.of(text).startswith("word") and span.of(text).endswith("word") for span in spans)
