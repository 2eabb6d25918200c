from __future__ import annotations

import dataclasses
import datetime as dt
import random
from pathlib import Path

import pytest

from benchmarks.corpora import SHARED
from dedup.matching.similarity import BASE
from dedup.matching.stories import Stories, find_stories, measure_pairs
from dedup.matching.tellings import Telling
from tests.telling_pages import SETTINGS, told

# Invented news in four languages: two tellings of one event, a like event elsewhere, something else.
MINI = {
    "English": [
        (
            "Ferry with 212 aboard runs aground off Port Lume",
            "A ferry with 212 people on board ran aground off Port Lume on Tuesday morning, the coast guard said. "
            "The Marit hit a rock near the Skerrow lighthouse in thick fog. Nobody was hurt. "
            "Captain Ola Brandt said the radar had failed minutes before. Tugs will try to free the ship at high tide.",
        ),
        (
            "Passengers taken off stranded Marit near Skerrow",
            "Lifeboats brought 212 passengers ashore on Tuesday after the ferry Marit struck a rock by the Skerrow "
            "lighthouse outside Port Lume. Fog lay over the bay and, according to captain Ola Brandt, "
            "the radar did not "
            "work. No injuries were reported. The coast guard plans to tow the vessel away when the tide is in.",
        ),
        (
            "Cargo ship Halden loses containers in storm off Vik",
            "The cargo ship Halden lost 48 containers in a storm off Vik on Friday, its owner said. "
            "The containers held furniture and car parts. Boats were told to keep away from the sea lane west of Vik. "
            "The crew of 17 is safe and the vessel will reach Bergholm on Sunday.",
        ),
        (
            "Council of Tarn votes for longer school day",
            "The council of Tarn voted by nine to four to lengthen the school day by an hour from August. "
            "Teachers had asked for more pay in return. Mayor Lena Ost said that parents wanted the change.",
        ),
    ],
    "Spanish": [
        (
            "Un transbordador con 212 pasajeros encalla frente a Puerto Lume",
            "Un transbordador con 212 personas a bordo encalló el martes frente a Puerto Lume, informó "
            "la guardia costera. "
            "El Marita chocó con una roca cerca del faro de Escarro en medio de la niebla. No hubo heridos. "
            "El capitán Oto Brando dijo que el radar había fallado minutos antes.",
        ),
        (
            "Evacúan a los viajeros del Marita junto al faro de Escarro",
            "Botes salvavidas llevaron a tierra el martes a 212 viajeros del transbordador Marita, que "
            "golpeó una roca junto "
            "al faro de Escarro, en Puerto Lume. Había niebla y el radar no funcionaba, según el capitán Oto Brando. "
            "La guardia costera no registró heridos.",
        ),
        (
            "Un carguero pierde 48 contenedores en una tormenta",
            "El carguero Haldeno perdió 48 contenedores en una tormenta el viernes, informó su propietario. "
            "Los contenedores llevaban muebles y piezas de automóvil. Los 17 tripulantes están a salvo.",
        ),
        (
            "El concejo de Tarna alarga la jornada escolar",
            "El concejo de Tarna votó por nueve a cuatro alargar la jornada escolar una hora desde agosto. "
            "Los maestros habían pedido más sueldo a cambio. La alcaldesa Lena Osta dijo que las familias lo querían.",
        ),
    ],
    "Hindi": [
        (
            "लूमे बंदरगाह के पास 212 यात्रियों वाली नौका चट्टान से टकराई",
            "लूमे बंदरगाह के पास मंगलवार को 212 यात्रियों से भरी नौका मारिता चट्टान से टकरा गई, तटरक्षक बल ने बताया। "
            "स्केरो प्रकाशस्तंभ के पास घना कोहरा था। कोई घायल नहीं हुआ। "
            "कप्तान ओला ब्रांट ने कहा कि रडार कुछ मिनट पहले बंद हो गया था।",
        ),
        (
            "मारिता नौका के यात्री सुरक्षित निकाले गए",
            "तटरक्षक बल ने मंगलवार को लूमे बंदरगाह के बाहर फंसी नौका मारिता से 212 यात्रियों को निकाला। "
            "नौका कोहरे में स्केरो प्रकाशस्तंभ के पास चट्टान से टकराई थी। कप्तान ओला ब्रांट के अनुसार "
            "रडार काम नहीं कर रहा था। "
            "कोई घायल नहीं है।",
        ),
        (
            "तूफान में मालवाहक जहाज के 48 कंटेनर बहे",
            "मालवाहक जहाज हाल्डेन के 48 कंटेनर शुक्रवार को तूफान में समुद्र में गिर गए, कंपनी ने बताया। "
            "कंटेनरों में फर्नीचर था। चालक दल के 17 सदस्य सुरक्षित हैं।",
        ),
        (
            "टार्न परिषद ने स्कूल का समय बढ़ाया",
            "टार्न नगर परिषद ने अगस्त से स्कूल का समय एक घंटा बढ़ाने के पक्ष में मतदान किया। "
            "शिक्षकों ने बदले में वेतन बढ़ाने की मांग की थी। महापौर ने कहा कि अभिभावक यही चाहते थे।",
        ),
    ],
    "Chinese": [
        (
            "载有212人的渡轮在卢梅港外触礁",
            "海岸警卫队表示，一艘载有212人的渡轮玛丽塔号周二上午在卢梅港外触礁。事发时斯凯罗灯塔附近大雾弥漫。"
            "没有人员受伤。船长布兰特说，雷达几分钟前发生故障。拖船将在涨潮时尝试拖离渡轮。",
        ),
        (
            "玛丽塔号乘客全部获救",
            "周二，救生艇将渡轮玛丽塔号上的212名乘客送上岸。该船在大雾中于卢梅港外斯凯罗灯塔附近触礁。"
            "船长布兰特称雷达当时失灵。海岸警卫队说没有人员受伤，计划涨潮时把渡轮拖走。",
        ),
        (
            "货轮在风暴中丢失48个集装箱",
            "船东表示，货轮哈尔登号周五在风暴中丢失48个集装箱。集装箱内装有家具和汽车零件。17名船员安全。",
        ),
        (
            "塔恩市议会延长上课时间",
            "塔恩市议会以九比四通过决议，从八月起每天上课时间延长一小时。教师曾要求加薪。市长说家长们希望这样做。",
        ),
    ],
}


def _mini(language: str) -> list[Telling]:
    return [told(f"{language}-{at}", headline, body) for at, (headline, body) in enumerate(MINI[language])]


def _groups(stories: Stories, tellings: list[Telling]) -> set[frozenset[str]]:
    labels = stories.labels
    return {frozenset(t.id for t, label in zip(tellings, labels, strict=True) if label == name) for name in set(labels)}


def _alone(tellings: list[Telling]) -> list[int]:
    return list(range(len(tellings)))


@pytest.mark.parametrize("language", MINI)
def test_a_retelling_joins_in_any_language_and_others_stay_out(language: str) -> None:
    tellings = _mini(language)
    labels = find_stories(tellings, _alone(tellings), SETTINGS).labels
    assert labels[0] == labels[1]
    assert len(set(labels)) == 3


def test_four_languages_in_one_folder() -> None:
    # The four ferries are one event, told with the same names and figures: languages may meet, events may not.
    tellings = [telling for language in MINI for telling in _mini(language)]
    groups = _groups(find_stories(tellings, _alone(tellings), SETTINGS), tellings)
    for language in MINI:
        assert any({f"{language}-0", f"{language}-1"} <= group for group in groups)
    events = {"0": "ferry", "1": "ferry", "2": "cargo", "3": "school"}
    assert all(len({events[name[-1]] for name in group}) == 1 for group in groups)


def test_the_order_of_the_input_does_not_matter() -> None:
    tellings = [telling for language in MINI for telling in _mini(language)]
    first = find_stories(tellings, _alone(tellings), SETTINGS)
    mixed = random.Random(1).sample(tellings, len(tellings))
    second = find_stories(mixed, _alone(mixed), SETTINGS)
    assert _groups(first, tellings) == _groups(second, mixed)
    margins = {t.id: m for t, m in zip(tellings, first.margins, strict=True)}
    assert {t.id: m for t, m in zip(mixed, second.margins, strict=True)} == margins
    label = {t.id: tellings[at].id for t, at in zip(tellings, first.labels, strict=True)}
    assert {t.id: mixed[at].id for t, at in zip(mixed, second.labels, strict=True)} == label


def test_copies_count_once_and_share_their_story() -> None:
    tellings = _mini("English")
    plain = find_stories(tellings, _alone(tellings), SETTINGS)
    flood = [*tellings, *(dataclasses.replace(tellings[0], id=f"z{n}") for n in range(50))]
    found = find_stories(flood, [0, 1, 2, 3, *[0] * 50], SETTINGS)
    assert found.labels == (*plain.labels, *[plain.labels[0]] * 50)
    assert found.edges == plain.edges
    assert found.margins[4:] == (plain.margins[0],) * 50


def test_edges_margins_and_weakest_pair_describe_the_story() -> None:
    tellings = _mini("English")
    found = find_stories(tellings, _alone(tellings), SETTINGS)
    (edge,) = found.edges
    assert (edge.a, edge.b) == (0, 1)
    assert found.weakest == {0: edge}
    assert found.margins[0] == found.margins[1] == pytest.approx(edge.score - SETTINGS.linkage, abs=1e-4)
    assert found.margins[2:] == (0.0, 0.0)
    assert any("212" in line for line in edge.evidence)


def test_a_rewrite_keeps_the_facts_and_a_like_event_the_words() -> None:
    wire, rewrite = _mini("English")[:2]
    headline, body = MINI["English"][0]
    for old, new in (("212", "87"), ("Port Lume", "Cape Orne"), ("Marit", "Isolde"), ("Skerrow", "Hallan")):
        headline, body = headline.replace(old, new), body.replace(old, new)
    elsewhere = told("elsewhere", headline, body.replace("Ola Brandt", "Nils Aker"))
    pairs, _ = measure_pairs([wire, rewrite, elsewhere], SETTINGS)
    found = {
        (int(a), int(b)): dict(zip(BASE, row, strict=True))
        for a, b, row in zip(pairs.first, pairs.second, pairs.features, strict=True)
    }
    assert found[0, 1]["specifics_min"] > 0.5 > found[0, 2]["specifics_max"]
    assert found[0, 1]["specifics_over_rest_min"] > 0.2 > found[0, 2]["specifics_over_rest_max"]
    assert found[0, 1]["lead_in_body_min"] < found[0, 2]["lead_in_body_min"], "words alone would join the wrong pair"


def test_the_window_of_time_parts_what_reads_alike() -> None:
    morning = dt.datetime(2024, 5, 7, 8, tzinfo=dt.UTC)
    (headline, body), (other_headline, other_body) = MINI["English"][:2]
    first = told("a", headline, body, morning)
    same_day = told("b", other_headline, other_body, morning + dt.timedelta(hours=5))
    next_year = told("b", other_headline, other_body, morning + dt.timedelta(days=365))
    assert len(set(find_stories([first, same_day], [0, 1], SETTINGS).labels)) == 1
    assert len(set(find_stories([first, next_year], [0, 1], SETTINGS).labels)) == 2


def test_nothing_and_empty_articles_make_no_story() -> None:
    assert find_stories([], [], SETTINGS).labels == ()
    empty = [told(name, "", "") for name in "abc"]
    assert find_stories(empty, [0, 1, 2], SETTINGS).labels == (0, 1, 2)
    headlines = [told(name, "Ferry runs aground", "") for name in "ab"]
    assert find_stories(headlines, [0, 1], SETTINGS).labels == (0, 1)


@pytest.mark.corpora
@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the pages of one story are not beside the project")
@pytest.mark.parametrize("hidden", [False, True])
def test_five_pages_of_one_story_stay_whole_among_their_neighbours(hidden: bool) -> None:
    from benchmarks.stories import labelled, neighbours, prepare, seeds

    pool = prepare([*seeds(), *neighbours(), *(labelled("wire pages") if hidden else [])])
    labels = find_stories(pool.tellings, pool.copies, SETTINGS).labels
    inside = {label for label, story in zip(labels, pool.story, strict=True) if story == "seeds"}
    assert len(inside) == 1
    joined = [story for label, story in zip(labels, pool.story, strict=True) if label in inside and story != "seeds"]
    assert joined == []


def test_the_neighbours_are_there() -> None:
    assert len(list((Path(__file__).parent / "data" / "neighbours").glob("*.txt"))) >= 12
