"""Bytes become text by mark, UTF-8, declaration or guess; binary data is refused."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reading.encoding import as_utf8, decode, mended
from dedup.reading.streams import UnreadableError
from dedup.settings import ReadingSettings

LIMITS = ReadingSettings()
SENTENCE = "Der Bürgermeister sagte am Montag, die Brücke bleibe für Fußgänger geöffnet. "
RUSSIAN = "Мэр сообщил в понедельник, что мост останется закрытым до весны из-за ремонта. "


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (SENTENCE.encode(), SENTENCE),
        (codecs.BOM_UTF8 + SENTENCE.encode(), SENTENCE),  # the mark is no part of the text
        (codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"), SENTENCE),
        (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), SENTENCE),
        (codecs.BOM_UTF32_LE + SENTENCE.encode("utf-32-le"), SENTENCE),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),  # offsets count in the text as it is: line ends stay
    ],
)
def test_sure_encodings_need_no_note(data: bytes, text: str) -> None:
    assert decode(data, LIMITS) == (text, None)


def test_utf_16_without_mark_is_noted() -> None:
    assert decode(SENTENCE.encode("utf-16-le"), LIMITS) == (SENTENCE, "no byte order mark, read as UTF-16")


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-15"])
def test_declared(charset: str) -> None:
    assert decode(SENTENCE.encode(charset), LIMITS, charset) == (SENTENCE, None)


def test_utf_8_goes_before_a_wrong_declaration() -> None:
    assert decode(SENTENCE.encode(), LIMITS, "iso-8859-1") == (SENTENCE, None)


def test_latin_1_means_windows_1252_on_the_web() -> None:
    text = "He said: “The bridge’s closed” – until spring."
    assert decode(text.encode("cp1252"), LIMITS, "ISO-8859-1") == (text, None)


def test_seven_bit_encodings_go_before_utf_8() -> None:
    text = "橋は月曜日に閉鎖された。"
    assert decode(text.encode("iso-2022-jp"), LIMITS, "ISO-2022-JP") == (text, None)


@pytest.mark.parametrize("declared", [None, "no-such-charset", "utf-8", "\x00", "rot13", "hex"])
def test_guess_is_told(declared: str | None) -> None:
    text, note = decode((RUSSIAN * 5).encode("windows-1251"), LIMITS, declared)
    assert text == RUSSIAN * 5
    assert note is not None
    assert "guessed" in note


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("“We’re done,” he said of the bill – it’s £12m, and there is more to pay. " * 20, "cp1252"),  # not Ł12m
        ("El alcalde dijo que «el puente abrirá el viernes», según María Núñez, y que no es caro.", "cp1252"),
        ("Il sindaco ha detto che il ponte sarà aperto venerdì. «È sicuro», ha detto, e non è caro.", "cp1252"),
        ("Le maire a dit que « le pont ouvrira vendredi » et que l’été dernier c’était déjà fermé.", "cp1252"),
        ("“We’re done,” he said of the bill — it’s £12m, and there is more to pay.", "mac_roman"),
        ("Le maire a dit que « le pont ouvrira vendredi » et que l’été dernier c’était déjà fermé.", "mac_roman"),
        # must not be taken for windows-1252:
        ("Burmistrz powiedział, że most nie jest gotowy, a inżynierowie podpisali już dokumenty.", "cp1250"),
        ("Starosta řekl, že most bude otevřen v pátek a že inženýři už podepsali dokumenty.", "cp1250"),
        (RUSSIAN, "cp1251"),
        ("قال رئيس البلدية إن الجسر سيفتح يوم الجمعة وإن المهندسين وقعوا على التقرير.", "cp1256"),
        ("市长说，这座桥将于星期五开放，工程师们已经签字。尽管咖啡馆老板们抱怨。", "gb18030"),
    ],
)
def test_guess_knows_what_offices_save(text: str, charset: str) -> None:
    assert decode(text.encode(charset), LIMITS)[0] == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig"])
def test_stream_of_another_width_becomes_utf_8(encoding: str) -> None:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    data = mark + (RUSSIAN * 3000).encode(encoding)  # more than one piece is read
    text = as_utf8(io.BufferedReader(io.BytesIO(data))).read().decode()
    assert text.removeprefix("\ufeff") == RUSSIAN * 3000


def test_stream_without_mark_is_left_alone() -> None:
    stream = io.BufferedReader(io.BytesIO(b"\xff\x00a"))
    assert as_utf8(stream) is stream


def test_one_broken_byte_does_not_make_utf_8_something_else() -> None:
    text, note = decode((SENTENCE * 3).encode()[:-40] + b"\xc3", LIMITS)
    assert text.startswith(SENTENCE)
    assert text.endswith("\ufffd")
    assert note == f"UTF-8 with {text.count(chr(0xFFFD))} broken characters"


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x00\x00\x08", b"a\x00b", bytes(range(32)) * 20, b"\x89PNG\r\n\x1a\n\x00\x00"]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not text"):
        decode(data, LIMITS)


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    assert mended("a\ud800b\udfff") == "a\ufffdb\ufffd"


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "shift_jis", "utf-7", "idna", "punycode", "unicode_escape"]),
)
def test_any_bytes(data: bytes, declared: str | None) -> None:
    try:
        text, _ = decode(data, LIMITS, declared)
    except UnreadableError:
        return
    assert "\0" not in text
    text.encode("utf-8")  # what is read can be written


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf_8_round_trip(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), LIMITS) == (text, None)
