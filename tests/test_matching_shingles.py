import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.shingles import shingle_hash, shingle_words, word_shingles

WORDS = [
    ("Hello, World!", ["hello", "world"], "punctuation is no word"),
    ("don’t don't", ["don", "t", "don", "t"], "both apostrophes split alike"),
    ("1,20,000 crore", ["1", "20", "000", "crore"], "grouped digits split, whatever the grouping"),
    ("", [], "nothing has no words"),
    ("... — !", [], "punctuation alone has no words"),
    ("हिन्दी में", ["हिन्दी", "में"], "vowel signs and viramas belong to their word"),
    ("中文 text", ["中", "文", "text"], "Han characters stand alone, other words do not"),
    ("ภาษาไทย", ["ภ", "า", "ษ", "า", "ไ", "ท", "ย"], "Thai is written without spaces"),
    ("ﬁre ＡＢＣ", ["fire", "abc"], "ligatures and full-width letters are compatibility forms"),
    ("co\u00adoperate ze\u200bro \ufeffend", ["cooperate", "zero", "end"], "characters that nobody sees are not there"),
    ("❤\ufe0f love", ["love"], "a variation selector is no word"),
    ("İzmir ÉCOLE", ["i̇zmir", "école"], "case outside ASCII"),
]


@pytest.mark.parametrize(("text", "words", "note"), WORDS)
def test_words(text: str, words: list[str], note: str) -> None:
    assert shingle_words(text) == words, note


def oracle(words: list[str], size: int) -> set[int]:
    size = min(size, len(words))
    return {
        shingle_hash(" ".join(words[i : i + size]).encode("utf-8", "surrogatepass"))
        for i in range(len(words) - size + 1)
        if words
    }


@given(st.text(max_size=300), st.integers(1, 7))
def test_rolled_hashes_equal_hashes_of_each_shingle(text: str, size: int) -> None:
    words = shingle_words(text)
    assert set((word_shingles(words, size) >> np.uint64(32)).tolist()) == oracle(words, size)


@given(st.text(max_size=300))
def test_shingles_are_sorted_and_distinct(text: str) -> None:
    values = word_shingles(shingle_words(text), 5).tolist()
    assert values == sorted(set(values))


def test_order_of_words_matters() -> None:
    assert set(word_shingles(["a", "b"], 2)) != set(word_shingles(["b", "a"], 2))


def test_a_short_text_has_one_shingle() -> None:
    assert len(word_shingles(["only", "three", "words"], 5)) == 1
    assert len(word_shingles([], 5)) == 0
