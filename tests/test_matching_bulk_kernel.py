"""The kernels against the plain reference, on texts of any script."""

import json
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.matching.bulk.characters import HARD, TOP, character_table
from dedup.matching.bulk.compiled import shingle_texts
from dedup.matching.bulk.room import TOO_HARD, room_for
from dedup.matching.bulk.texts import signatures_of
from dedup.matching.bulk.words import hash_words, hash_words_narrow
from dedup.matching.minhash import band_keys, signature
from dedup.matching.shingles import _word_hash, shingle_words, word_shingles
from dedup.settings import CopySettings

SETTINGS = CopySettings()


def by_kernel(data: bytes, escaped: bool, size: int = 5) -> set[int] | None:
    """Return the shingles that the kernel finds, or None where it leaves the text to the reference."""
    buffer = np.frombuffer(data + bytes(64), dtype=np.uint8)
    room = room_for(len(data))
    counts = np.zeros(1, dtype=np.int32)
    shingles = np.empty(len(data) // 2 + 3, dtype=np.uint64)
    starts, ends = np.zeros(1, dtype=np.int64), np.array([len(data)])
    shingle_texts(
        buffer, starts, ends, escaped, size, character_table(), room.text, room.words, room.masks, room.places, counts,
        shingles,
    )  # fmt: skip
    if counts[0] == TOO_HARD:
        return None
    found = shingles[: counts[0]].tolist()
    assert len(found) == len(set(found))
    return set(found)


def by_reference(text: str, size: int = 5) -> set[int]:
    return set(word_shingles(shingle_words(text), size).tolist())


FAST = [
    ("The minister's visit — “a first” – cost €1,20,000…", "typography of every news site"),
    ("Ångström, ÉCOLE, straße, Łódź, Çelik, Ñandú", "Latin letters with marks, in capitals too"),
    ("Президент Росії, Ελλάδα, ПРАВДА", "Cyrillic and Greek"),
    ("הממשלה أعلنت الحكومة اليوم", "Hebrew and Arabic without points"),
    ("北京时间周三，国务院。ソフトバンク 한국어 텍스트", "scripts without spaces, and Hangul"),
    ("ภาษาไทยเขียนติดกัน", "Thai with its vowel signs"),
    ("प्रधानमंत्री ने कहा कि सरकार", "Devanagari: vowel signs and viramas"),
    ("soft\u00adhyphen zero\u200bwidth \ufeffmark 👍🏽 ❤️", "characters that nobody sees, and emoji"),
    ("a\u00a0b\u2009c\u3000d\u2028e", "spaces of all kinds"),
]


@pytest.mark.parametrize(("text", "note"), FAST)
@pytest.mark.parametrize("form", ["plain", "raw JSON", "escaped JSON"])
def test_common_writing_stays_in_the_kernel(text: str, note: str, form: str) -> None:
    text = f"{text} one two three {text}"
    data = text if form == "plain" else json.dumps(text, ensure_ascii=form == "escaped JSON")[1:-1]
    assert by_kernel(data.encode(), form != "plain") == by_reference(text), note


SLOW = [
    ("cafe\u0301 au lait", "a letter and its mark, to be joined"),
    ("ΟΔΟΣ", "the sigma at the end of a word"),
    ("İstanbul", "a lower case of two characters"),
    ("½ ﬁre ™ Ⅳ", "compatibility forms of several characters"),
    ("\u05d1\u05bc\u05b0", "marks that change places"),
    ("a < b", "perhaps markup"),
    ("a\0b", "NUL"),
]


@pytest.mark.parametrize(("text", "note"), SLOW)
def test_what_depends_on_neighbours_is_left_to_the_reference(text: str, note: str) -> None:
    assert by_kernel(text.encode(), False) is None, note


def test_every_character_alone_and_between_others() -> None:
    table = character_table()
    texts = [
        f"x{c}y {c} Z{c}{c} 中{c} ก{c}ื é{c}"
        for c in map(chr, range(1, TOP))
        if not "\ud800" <= c < "\ue000" and table[ord(c)] & 15 != HARD
    ]
    for start in range(0, len(texts), 40):
        batch = " ".join(texts[start : start + 40])
        found = by_kernel(batch.encode(), False, 2)
        if found is None:  # one of them meets a neighbour it may join
            continue
        assert found == by_reference(batch, 2), ascii(batch)


# fmt: off
PIECES = [
    "wire", "the", "İ", "Σ", "é", "É", "中", "ก", "ั", "ி", "/", "<", "&", "’", "…", "½", "㎞", "😀",
    "ＡＢ", "ｶﾞ", "각", "ᄀ", "ᅡ", "_",
    "٣", '"', "\\", "e\u0301", "\u0301", "\u094d", "\u00ad", "\u200d", "\ufe0f", " ", "\n", "\t", "x" * 20,
]
# fmt: on
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.integers(1, 6), st.booleans())
def test_shingles_of_any_text_equal_the_reference(text: str, size: int, ascii_only: bool) -> None:
    text = text.encode("utf-8", "replace").decode()
    expected = by_reference(text, size)
    assert by_kernel(text.encode(), False, size) in (expected, None)
    inside = json.dumps(text, ensure_ascii=ascii_only)[1:-1].encode()
    assert by_kernel(inside, True, size) in (expected, None)


@given(st.lists(TEXTS, max_size=8))
@settings(deadline=None)
def test_signatures_of_strings_equal_the_reference(texts: list[str]) -> None:
    found = signatures_of(texts, SETTINGS, 1)
    for row, text in enumerate(texts):
        shingles = word_shingles(shingle_words(text), SETTINGS.shingle_words)
        signed = signature(shingles, SETTINGS.permutations, 1)
        assert found.sizes[row] == len(shingles)
        assert found.signatures[row].tolist() == signed.tolist()
        assert found.keys[:, row].tolist() == band_keys(signed, SETTINGS.bands, SETTINGS.rows).tolist()


def test_signatures_of_an_arrow_column() -> None:
    pa = pytest.importorskip("pyarrow")
    texts = ["one two three four five six", None, "½ an hour", "", "sieben acht neun"]
    expected = signatures_of([text or "" for text in texts], SETTINGS, 1)
    whole = pa.array(["left out", *texts])
    for column in (whole.slice(1), pa.chunked_array([whole.slice(1, 2), whole.slice(3)])):
        found = signatures_of(column, SETTINGS, 1)
        assert found.signatures.tolist() == expected.signatures.tolist()
        assert found.keys.tolist() == expected.keys.tolist()
        assert found.sizes.tolist() == expected.sizes.tolist()


@pytest.mark.parametrize("words", [1, 4, 5, 6, 63, 64, 65, 5000, 40_000])
def test_texts_of_any_length(words: int) -> None:
    text = " ".join(f"w{i % 977}" + "y" * (i % 19) for i in range(words))
    assert by_kernel(text.encode(), False) == by_reference(text)


@settings(deadline=None)
@given(
    st.text("ab_ .", max_size=400)
    | st.lists(st.sampled_from(["a" * n for n in (1, 8, 9, 16, 17, 63, 64, 130)] + [" ", "."]), max_size=40).map(
        "".join
    )
)
def test_eight_words_at_once_are_hashed_as_one_by_one(text: str) -> None:
    """What stands behind the text in the buffer, here more letters, is no part of it."""
    data = np.frombuffer(text.encode() + b"x" * 200, dtype=np.uint8)
    expected = [_word_hash(word) for word in shingle_words(text)]
    for find in {hash_words_narrow, hash_words}:
        words = np.zeros(len(text) + 16, dtype=np.uint64)
        count = find(data, len(text), words, np.zeros(len(text) // 64 + 4, dtype=np.uint64))
        assert words[:count].tolist() == expected


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_escapes_across_the_edge_of_sixty_four_bytes(before: int) -> None:
    for length in range(56, 68):
        for escape in (r"\n", r"\"", r"\t", r"\\", r"\/", r"\u0020", r"\b", r"\u00e9"):
            inside = "a" * length + r"\\" * before + escape + "nt " + "b c d e" * 20
            assert by_kernel(inside.encode(), True, 2) == by_reference(json.loads(f'"{inside}"'), 2), (length, escape)


def test_the_table_of_shingles_is_cleared_before_its_numbers_run_out() -> None:
    places = room_for(1).places
    text = "one two three one two three one two three four"
    for number in (1, 0x3FFFFFFF, 0x40000000, 0x40000001):
        places[-1] = number
        assert by_kernel(text.encode(), False, 2) == by_reference(text, 2)
    assert places[-1] < 0x3FFFFFFF


def test_repeated_words_are_counted_once() -> None:
    assert by_kernel(b"again " * 1000, False) == by_reference("again " * 1000)
    assert len(by_reference("again " * 1000)) == 1


def test_the_bulk_lane_is_not_imported_with_the_plain_one() -> None:
    import subprocess

    code = "import dedup.matching.copies, dedup.matching.fingerprints, sys; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
