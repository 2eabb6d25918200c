"""Quotes of pages in other languages than English: who says what, and what says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.quoting.extract import quotes_of_text

Row = tuple[str, str, str | None, str]
FIRES: list[tuple[str, str, list[Row]]] = [
    # note, text, (type, words, speaker, attribution) of each quote
    (
        "es: that, a quote inverted",
        "El ministro Luis Paredes afirmó que el puente abrirá en marzo. «No hay prisa», dijo Paredes.",
        [
            ("indirect", "el puente abrirá en marzo", "Luis Paredes", "named"),
            ("direct", "No hay prisa", "Luis Paredes", "named"),
        ],
    ),
    (
        "es: according to, unnamed",
        "Según un portavoz del Gobierno, la medida entrará en vigor el lunes.",
        [("indirect", "la medida entrará en vigor el lunes", None, "role")],
    ),
    (
        "es: sources",
        "Fuentes dijeron que el acuerdo está cerca.",
        [("indirect", "el acuerdo está cerca", None, "anonymous")],
    ),
    (
        "pt: that, a venue",
        "O ministro João Lemos afirmou que a ponte vai fechar. “Não há pressa”, disse Lemos numa entrevista.",
        [
            ("indirect", "a ponte vai fechar", "João Lemos", "named"),
            ("direct", "Não há pressa", "João Lemos", "named"),
        ],
    ),
    (
        "pt: a day, and no subject",
        "O presidente Paulo Teixeira disse nesta terça-feira que a votação será adiada. “Não há consenso”, afirmou.",
        [
            ("indirect", "a votação será adiada", "Paulo Teixeira", "named"),
            ("direct", "Não há consenso", "Paulo Teixeira", "named"),
        ],
    ),
    (
        "es: no subject, but a place",
        "El técnico Luis Paredes se fue. «El equipo ha dado la cara», comentó tras el partido en la capital.",
        [("direct", "El equipo ha dado la cara", "Luis Paredes", "named")],
    ),
    (
        "it: that, a quote inverted",
        "Il sindaco Marco Ferri ha detto che il ponte chiuderà. «Siamo pronti», ha aggiunto Ferri.",
        [
            ("indirect", "il ponte chiuderà", "Marco Ferri", "named"),
            ("direct", "Siamo pronti", "Marco Ferri", "named"),
        ],
    ),
    (
        "fr: that, a quote inverted",
        "Le ministre Jean Morel a déclaré que le pont fermerait. « Nous sommes prêts », a ajouté M. Morel.",
        [
            ("indirect", "le pont fermerait", "Jean Morel", "named"),
            ("direct", "Nous sommes prêts", "Jean Morel", "named"),
        ],
    ),
    (
        "de: a clause behind its comma",
        "Kanzler Olaf Brenner sagte, die Regierung werde die Brücke nicht schließen.",
        [("indirect", "die Regierung werde die Brücke nicht schließen", "Olaf Brenner", "named")],
    ),
    (
        "de: dass",
        "Eine Sprecherin erklärte, dass die Brücke im März öffnet.",
        [("indirect", "die Brücke im März öffnet", None, "role")],
    ),
    (
        "de: low and high marks, inverted",
        "Kanzler Olaf Brenner reiste ab. „Es gibt keinen Grund zur Eile“, sagte Brenner am Montag.",
        [("direct", "Es gibt keinen Grund zur Eile", "Olaf Brenner", "named")],
    ),
    (
        "de: an office at the end of a word, then a colon",
        "CDU-Chef Paul Richter warf der Regierung Versagen vor: „Diese Koalition ist am Ende.“",
        [("direct", "Diese Koalition ist am Ende.", "Paul Richter", "named")],
    ),
    (
        "de: as the police told",
        "Wie die Polizei mitteilte, wurde auf der Brücke niemand verletzt.",
        [("indirect", "wurde auf der Brücke niemand verletzt", "Polizei", "role")],
    ),
    (
        "de: so",
        "Das ist für die Stadt nicht neu. „Wir kommentieren Gerüchte nicht“, so eine Sprecherin.",
        [("direct", "Wir kommentieren Gerüchte nicht", None, "role")],
    ),
    (
        "de: the verb right behind its source",
        "Laut Polizei wurden auf der Brücke drei Menschen verletzt.",
        [("indirect", "wurden auf der Brücke drei Menschen verletzt", "Polizei", "role")],
    ),
    (
        "hi: a name behind its title, then a pronoun",
        "मंत्री राम कुमार ने कहा कि पुल बंद रहेगा। “हम तैयार हैं,” उन्होंने पत्रकारों से कहा।",
        [
            ("indirect", "पुल बंद रहेगा", "राम कुमार", "named"),
            ("direct", "हम तैयार हैं,", "राम कुमार", "named"),
        ],
    ),
    (
        "hi: a dateline without a dash, doubled single marks",
        "दिल्ली (भाषा) मंत्री अनिल शर्मा ने सोमवार को कहा कि पुल खुलेगा। शर्मा ने कहा, ‘‘हम वादा पूरा करेंगे।’’",
        [
            ("indirect", "पुल खुलेगा", "अनिल शर्मा", "named"),
            ("direct", "हम वादा पूरा करेंगे।", "अनिल शर्मा", "named"),
        ],
    ),
    (
        "hi: an office alone is nobody by name",
        "मंत्री ने कहा कि पुल बंद रहेगा।",
        [("indirect", "पुल बंद रहेगा", None, "role")],
    ),
    (
        "ar: the verb before its subject, then a surname",
        "قال وزير المالية أحمد حسن إن الجسر سيغلق. وأضاف حسن في مؤتمر صحفي: «نحن مستعدون».",
        [
            ("indirect", "الجسر سيغلق", "أحمد حسن", "named"),
            ("direct", "نحن مستعدون", "أحمد حسن", "named"),
        ],
    ),
    (
        "ar: a dateline, a day",
        "القاهرة (رويترز) - قال الرئيس المصري خالد منصور يوم الثلاثاء إن بلاده لن تشارك في المفاوضات.",
        [("indirect", "بلاده لن تشارك في المفاوضات", "خالد منصور", "named")],
    ),
    (
        "ar: an official is nobody by name",
        "وقال مسؤول طلب عدم نشر اسمه إن الحل قريب من الآن.",
        [("indirect", "الحل قريب من الآن", None, "role")],
    ),
    ("ar: sources", "وقالت مصادر مطلعة إن الاتفاق قريب.", [("indirect", "الاتفاق قريب", None, "anonymous")]),
    (
        "zh: words without spaces, behind a comma",
        "财政部长王明周一表示，政府不会关闭大桥。“我们已经准备好了，”王明在新闻发布会上说。",
        [
            ("indirect", "政府不会关闭大桥", "王明", "named"),
            ("direct", "我们已经准备好了，", "王明", "named"),
        ],
    ),
    (
        "zh: a day behind a name, a quote that ends its sentence",
        "国务院总理李强4日表示，经济将保持稳定。李强说：“我们有信心。”发言人张伟在记者会上说，会议已经结束。",
        [
            ("indirect", "经济将保持稳定", "李强", "named"),
            ("direct", "我们有信心。", "李强", "named"),
            ("indirect", "会议已经结束", "张伟", "named"),
        ],
    ),
    (
        "ur: a colon behind who speaks",
        'ترجمان انیس کاروالیال نے کہا: "دیہات کو کوئی خطرہ نہیں، لیکن ہم کچھ نہیں کہہ سکتے۔"',
        [("direct", "دیہات کو کوئی خطرہ نہیں، لیکن ہم کچھ نہیں کہہ سکتے۔", "انیس کاروالیال", "named")],
    ),
    (
        "ur: that, a venue, a quote before who speaks",
        'وزیر خزانہ احمد حسن نے صحافیوں سے کہا کہ پل مارچ میں کھلے گا۔ "ہمیں کوئی جلدی نہیں،" احمد حسن نے کہا۔',
        [
            ("indirect", "پل مارچ میں کھلے گا", "احمد حسن", "named"),
            ("direct", "ہمیں کوئی جلدی نہیں،", "احمد حسن", "named"),
        ],
    ),
    ("ur: sources", "ذرائع کے مطابق معاہدہ قریب ہے۔", [("indirect", "معاہدہ قریب ہے", None, "anonymous")]),
    ("zh: a colon", "发言人李华指出：“这是不可接受的。”", [("direct", "这是不可接受的。", "李华", "named")]),
    ("zh: someone in the know", "一位知情人士说，协议即将达成。", [("indirect", "协议即将达成", None, "anonymous")]),
]
SILENT = [
    ("es: nobody speaks", "El ministro Luis Paredes viajó a Vigo y visitó el puente con su familia."),
    ("es: a title", "El ministro Luis Paredes vio «El Puente de Plata» en el teatro."),
    ("pt: nobody speaks", "O ministro João Lemos viajou para Braga e visitou a ponte."),
    ("it: nobody speaks", "Il sindaco Marco Ferri è arrivato a Vasto e ha visitato il ponte."),
    ("fr: nobody speaks", "Le ministre Jean Morel est arrivé à Dole et a visité le pont."),
    ("de: nobody speaks", "Kanzler Olaf Brenner reiste nach Bonn, die Brücke blieb für den Verkehr geschlossen."),
    ("hi: nobody speaks", "मंत्री राम कुमार पुल देखने गए और फिर दिल्ली लौट आए।"),
    ("ur: nobody speaks", "وزیر احمد حسن پل دیکھنے گئے اور پھر واپس لوٹ آئے۔"),
    ("ar: nobody speaks", "زار وزير المالية أحمد حسن الجسر في المدينة."),
    ("zh: nobody speaks", "财政部长王明周一参观了大桥，随后返回北京。"),
]


@pytest.mark.parametrize(("note", "text", "expected"), FIRES, ids=[row[0] for row in FIRES])
def test_who_says_what(note: str, text: str, expected: list[Row]) -> None:
    found = [(q.type, text[q.start : q.end], q.speaker, q.attribution) for q in quotes_of_text(text)]
    assert found == expected, note


@pytest.mark.parametrize(("note", "text"), SILENT, ids=[row[0] for row in SILENT])
def test_nobody_speaks(note: str, text: str) -> None:
    assert [text[q.start : q.end] for q in quotes_of_text(text)] == [], note


WORDS = sorted(
    {piece for _, text, _ in FIRES for piece in (*text.split(), *(text[at : at + 3] for at in range(0, 30, 3)))}
)


@given(
    st.lists(
        st.sampled_from([*WORDS, "\n\n", "“", "”", "‘‘", "’’", "«", "。", "，", "॥", "؟", "-", "(", ")"]), max_size=40
    )
)
def test_any_order_of_words_and_marks(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for quote in quotes_of_text(text):
        assert 0 <= quote.start < quote.end <= len(text)
        if quote.speaker_start is not None and quote.speaker_end is not None:
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text
