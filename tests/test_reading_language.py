"""A text's language by script and function words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reading.language import detect_language
from tests.growth import assert_linear

TEXTS = {
    "en": "The council said on Monday that the bridge would stay closed until spring because of the repairs.",
    "de": "Der Rat teilte am Montag mit, dass die Brücke wegen der Arbeiten bis zum Frühjahr nicht geöffnet wird.",
    "fr": "Le conseil a annoncé lundi que le pont restera fermé jusqu'au printemps pour des travaux de réparation.",
    "es": "El consejo dijo el lunes que el puente estará cerrado hasta la primavera por los trabajos de reparación.",
    "pt": "O conselho disse na segunda-feira que a ponte não será aberta até a primavera por causa das obras.",
    "it": "Il consiglio ha detto lunedì che il ponte non sarà aperto fino alla primavera per i lavori della città.",
    "nl": "De raad zei maandag dat de brug tot het voorjaar niet open gaat voor het verkeer, omdat er wordt gewerkt.",
    "sv": "Rådet sade på måndagen att bron inte ska öppnas för trafik till våren, och att det är för dyrt.",
    "pl": "Rada poinformowała w poniedziałek, że most nie będzie otwarty do wiosny, ale prace już się zaczęły.",
    "cs": "Rada v pondělí oznámila, že most se do jara neotevře, ale práce už začaly a jsou podle plánu.",
    "tr": "Belediye pazartesi günü köprü için bir açıklama yaptı ve çalışmaların çok daha uzun olacağını söyledi.",
    "id": "Dewan kota mengatakan pada hari Senin bahwa jembatan itu tidak akan dibuka untuk umum dalam tahun ini.",
    "ru": "Совет сообщил в понедельник, что мост не откроют до весны, но работы уже начались и идут по плану.",
    "uk": "Рада повідомила в понеділок, що міст не відкриють до весни, але роботи вже почалися і йдуть за планом.",
    "el": "Το συμβούλιο είπε τη Δευτέρα ότι η γέφυρα θα μείνει κλειστή μέχρι την άνοιξη.",
    "ar": "قال المجلس يوم الاثنين إن الجسر لن يفتح حتى الربيع بسبب أعمال الإصلاح التي بدأت في المدينة.",
    "fa": "شورا روز دوشنبه اعلام کرد که این پل تا بهار باز نمی شود و کار تعمیر آن در شهر آغاز شده است.",
    "ur": "کونسل نے پیر کو کہا کہ پل کی مرمت کا کام جاری ہے اور یہ بہار تک بند رہے گا۔",
    "hi": "परिषद ने सोमवार को कहा कि पुल की मरम्मत का काम चल रहा है और यह वसंत तक बंद रहेगा।",
    "bn": "পরিষদ সোমবার বলেছে, বসন্ত পর্যন্ত সেতুটি বন্ধ থাকবে।",
    "ta": "வசந்த காலம் வரை பாலம் மூடப்பட்டிருக்கும் என்று மன்றம் திங்களன்று தெரிவித்தது.",
    "he": "המועצה הודיעה ביום שני כי הגשר יישאר סגור עד האביב.",
    "ko": "시의회는 월요일 다리가 봄까지 폐쇄된다고 밝혔다.",
    "ja": "市議会は月曜日、橋は春まで閉鎖されると発表した。",
    "zh": "市议会周一表示，大桥将关闭至春季。",
    "th": "สภาเมืองแถลงเมื่อวันจันทร์ว่าสะพานจะปิดจนถึงฤดูใบไม้ผลิ",
}


@pytest.mark.parametrize("language", TEXTS)
def test_one_sentence_is_enough(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize(
    "text",
    ["", "  \n", "12 34 56", "Palm Bay 70 Rockledge 44", "the", "xqz wvk brr zzt qqp lkj hgf dsa mnb vcx"],
)
def test_too_little_to_tell(text: str) -> None:
    assert detect_language(text) is None


def test_furniture_at_the_top_does_not_decide() -> None:
    assert detect_language("Home » World » Share » Tweet » Follow\n" * 10 + TEXTS["de"] * 30) == "de"


def test_foreign_names_do_not_change_the_script() -> None:
    assert detect_language(TEXTS["en"] + " (Москва, 北京) " + TEXTS["en"]) == "en"


@given(st.text(max_size=3000))
def test_any_text(text: str) -> None:
    found = detect_language(text)
    assert found is None or (len(found) == 2 and found == detect_language(text))


def test_cost_does_not_grow_with_length() -> None:
    text = TEXTS["en"] * 100_000
    assert_linear(lambda times: [detect_language(text) for _ in range(times)], 500)  # would take hours if it read on
