from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.cleaning.credits import find_credits
from dedup.cleaning.lines import page_lines
from dedup.cleaning.signatures import is_signature, thanks_staff
from dedup.records import Article, Credit
from dedup.settings import Settings

SETTINGS = Settings().cleaning
BODY = "The council of Orvella voted on Monday to close the old bridge to lorries until the spring of next year."


def credits(text: str, byline: str | None = None, outlet: str | None = None) -> tuple[Credit, ...]:
    article = Article(id="a", text=text, byline=byline, outlet=outlet)
    return find_credits(article, page_lines(text, SETTINGS), SETTINGS)


TOP, END = "Bridge to close\n\n", BODY + "\n\n"
FIRES = [
    ("ORVELLA (Reuters) - " + BODY, {"Reuters"}, "dateline"),
    ("ORVELLA, Mass. (AP) — " + BODY, {"AP"}, "dateline behind a state"),
    ("Orvella (Upper Province) [Norland], May 18 (ANI): " + BODY, {"ANI"}, "dateline behind brackets"),
    ("(Bloomberg) -- " + BODY, {"Bloomberg"}, "dateline without a place"),
    ("Orvella, Dec 1 (PTI) " + BODY, {"PTI"}, "dateline without a dash"),
    ("ORVELLA, May 7 (Xinhua) -- " + BODY, {"Xinhua"}, "agency's dash"),
    ("Berlin (dpa) - " + BODY, {"dpa"}, "small letters"),
    (
        "新华社北京5月7日电 市议会星期一投票决定关闭旧桥,直到明年春天才重新开放,市长说这是为了安全。",
        {"Xinhua"},
        "telegram",
    ),
    ("नई दिल्ली, 7 मई (पीटीआई) नगर परिषद ने सोमवार को पुराने पुल को बंद करने का फैसला किया।", {"PTI"}, "Devanagari"),
    (
        "لندن (رويترز) - صوت المجلس يوم الاثنين على إغلاق الجسر القديم أمام الشاحنات حتى الربيع المقبل.",
        {"Reuters"},
        "Arabic",
    ),
    (BODY + "\n\n(With inputs from PTI)", {"PTI"}, "inputs"),
    (BODY + "\n\nWith ANI inputs", {"ANI"}, "inputs behind the name"),
    (BODY + "\n\nWith inputs from PTI, ANI and Reuters", {"PTI", "ANI", "Reuters"}, "several agencies"),
    (BODY + "\n\nBased on a story by PTI", {"PTI"}, "based on"),
    (BODY + "\n\nThe Associated Press contributed to this report.", {"AP"}, "contributed"),
    ("Bridge to close\n\nBy AFP\n\n" + BODY, {"AFP"}, "byline in the text"),
    ("Bridge to close\n\nPTI, Orvella\n\n" + BODY, {"PTI"}, "agency and place"),
    (BODY + "\n\n— Reuters, with staff inputs", {"Reuters"}, "closing line"),
    (BODY + " (ANI)", {"ANI"}, "in the last line"),
    (
        BODY + "\n\n(This story has not been edited by our staff and is published from a syndicated feed - PTI)",
        {"PTI"},
        "feed",
    ),
    (BODY + "\n\n来源：新华社", {"Xinhua"}, "Chinese label"),
    (BODY + "\n\n(avec AFP)", {"AFP"}, "French label"),
    ("Bridge to close\n\nBy Jane Holt, Associated Press\n\n" + BODY, {"AP"}, "writer and agency"),
    ("Bridge to close\n\nBy Jane Holt and Tom Bray | AP\n\n" + BODY, {"AP"}, "writers, bar, agency"),
    ("Bridge to close\n\nJANE HOLT The Associated Press\n\n" + BODY, {"AP"}, "writer and agency in one line"),
    ("Bridge to close\n\nOrvella, PTI:\n\n" + BODY, {"PTI"}, "place and agency"),
    ("Bridge to close\n\nRedacción / EFE\n\n" + BODY, {"EFE"}, "newsroom and agency"),
    (BODY + "\n\nReporting by Ines Falk for Reuters", {"Reuters"}, "reported for an agency"),
    (BODY + "\n\nSome information for this report came from AP and Reuters.", {"AP", "Reuters"}, "came from"),
    (BODY + "\n\nAssociated Press writers Jane Holt and Tom Bray contributed to this report.", {"AP"}, "its writers"),
    (BODY + "\n\nThis report by The Canadian Press was first published May 4, 2026.", {"Canadian Press"}, "report by"),
    (BODY + "\n\nQuelle: ZDF, AFP", {"AFP"}, "second of a list of sources"),
    ("ORVELLA, Iowa, May 4 /PRNewswire/ -- " + BODY, {"PR Newswire"}, "between strokes"),
    (TOP + "Edited by Ravi Menon | PTI | Orvella\n\n" + BODY, {"PTI"}, "a field beside who edited"),
    (TOP + "Orvella, UPDATED: May 12, 2026 10:30 IST / PTI\n\n" + BODY, {"PTI"}, "a field beside a time"),
    (TOP + "Agence France-Presse in Orvella\n\n" + BODY, {"AFP"}, "agency in a place"),
    (TOP + "Publié le 12 mai 2026 à 10h30, AFP\n\n" + BODY, {"AFP"}, "French time"),
    (TOP + "The Canadian Press · Posted: May 12, 2026 10:30 AM ET\n\n" + BODY, {"Canadian Press"}, "agency, dot, time"),
    (TOP + "भाषा | नई दिल्ली\n\n" + BODY, {"Bhasha"}, "agency and place in a script without capitals"),
    (END + "IANS/sdg/bk", {"IANS"}, "editors' codes"),
    (END + "dpa/lno", {"dpa"}, "an editor's code"),
    (END + "(stu/dpa/AFP)", {"AFP", "dpa"}, "codes and agencies"),
    (END + "Information from The Associated Press was used in this story.", {"AP"}, "information was used"),
    (END + "Reuters and CNN contributed to this story.", {"Reuters"}, "agency and another contributed"),
    (END + "(Mit Material der Deutschen Presse-Agentur)", {"dpa"}, "declined name"),
    (END + "सोर्स: एएनआई", {"ANI"}, "Hindi label"),
    (END + "(Tổng hợp từ AFP)", {"AFP"}, "Vietnamese cue"),
]


@pytest.mark.parametrize(("text", "agencies", "guards"), FIRES, ids=[row[2] for row in FIRES])
def test_names_its_source(text: str, agencies: set[str], guards: str) -> None:
    found = credits(text)
    assert {credit.agency for credit in found} == agencies, guards
    assert all(credit.kind == "agency" and text[credit.start : credit.end] == credit.text for credit in found)


UNNAMED = [
    "(With agency inputs)", "With inputs from agencies", "Agencies", "Staff and agencies", "(avec agences)",
    "News Desk / Agencies", "Web Desk & Agencies", "Staff and agencies in Orvella", "Agencias | Madrid",
    "(Con información de agencias)", "एजेंसी इनपुट के साथ"]  # fmt: skip
OUTLETS = ["source : Orvella Today", "Source: The Norland Post", "Originally published on Norland Post"]

MERE_MENTIONS = [
    (
        "The mayor told Reuters that the bridge was safe, and that nobody had asked him about the lorries before.",
        "told",
    ),
    ("A Reuters poll of 40 economists had expected the bank to leave its rate where it was until the summer.", "poll"),
    (
        "Reuters reported on Monday that the bridge would close, citing two people who had read the engineers' note.",
        "past",
    ),
    (
        "She spoke in an interview with Bloomberg Television in Orvella, hours before the council was to meet again.",
        "venue",
    ),
    (
        "The Palestinian Authority (PA) said on Monday that it had paid the wages of all its teachers that month.",
        "PA",
    ),
    (
        "The Press Trust of India (PTI) has asked the court to hear its plea, and hopes for an answer before autumn.",
        "own name",
    ),
    (BODY + "\n\n© 2026 Bloomberg L.P.", "copyright"),
    (BODY + "\n\nOur Standards: The Thomson Reuters Trust Principles.", "standards"),
    (BODY + "\n\nMost Read from Bloomberg", "list of links"),
    ("A lorry on the old bridge. PHOTO: AFP\n\n" + BODY, "photo credit"),
    ("A lorry on the bridge. (Ines Falk/AP)\n\n" + BODY, "photographer"),
    ("[Ines Falk/Reuters]\n\n" + BODY, "photographer in square brackets"),
    ("A lorry on the bridge. (Ines Falk/The Orvella Post via AP)\n\n" + BODY, "photographer of a paper"),
    (
        "Chuck Bray/AP/File The mayor waves to a lorry on the old bridge during her first campaign, in Orvella.",
        "strokes",
    ),
    ("Falk's party (PTI) won 31 of the 40 seats in the north, and three more in the valley of the Torn.", "party"),
    ("Falk told news agency ANI.\n\n" + BODY, "told, in a short line"),
    ("By PA or by bell, he always knew.\n\n" + BODY, "a word behind by"),
    ("UPI payments are up.\n\n" + BODY + "\n\nAP Government is taught by Dale Wynn.", "other things"),
    (BODY + "\n\n" + "Police in the STATE OF MENA said nothing of it.", "a word that is an agency's name too"),
    (
        BODY + " The mayor told Reuters, and his party contributed to the delay.",
        "another contributed to something else",
    ),
    ("Bridge to close\n\n" + BODY + "\n\nInes Falk/dpa\n\n" + BODY, "a photographer and an agency"),
    (BODY + "\n\nThe/dpa/Bridge", "no codes"),
]


@pytest.mark.parametrize(("text", "guards"), MERE_MENTIONS, ids=[row[1] for row in MERE_MENTIONS])
def test_mere_mentions_are_no_credits(text: str, guards: str) -> None:
    assert credits(text) == (), guards


@pytest.mark.parametrize("line", UNNAMED)
def test_agencies_without_a_name(line: str) -> None:
    (found,) = credits(BODY + "\n\n" + line)
    assert (found.agency, found.kind, found.text) == (None, "unnamed", line)


def test_a_dateline_may_name_no_agency() -> None:
    (found,) = credits("ORVELLA, May 4 — (Agencies) " + BODY)
    assert (found.kind, found.form, found.text) == ("unnamed", "dateline", "(Agencies)")


@pytest.mark.parametrize("line", OUTLETS)
def test_another_outlet_is_named(line: str) -> None:
    (found,) = credits(BODY + "\n\n" + line)
    assert found.kind == "outlet"
    assert found.agency is not None
    assert line.endswith(found.agency)


@pytest.mark.parametrize(
    ("line", "outlet", "agencies", "guards"),
    [
        ("Copyright 2026 The Associated Press. All rights reserved.", "The Shire Gazette", ["AP"], "another's page"),
        ("© 2026 Bloomberg L.P.", "Coast Daily", ["Bloomberg"], "a sign"),
        ("Copyright © 2025-2026 by The Canadian Press", "Coast Daily", ["Canadian Press"], "word, sign and years"),
        ("Copyright 2026 The Associated Press. All rights reserved.", "AP News", [], "its own page"),
        ("Copyright 2026 The Associated Press. All rights reserved.", "apnews.com", [], "its own site"),
        ("Copyright 2026 The Associated Press. All rights reserved.", None, [], "whose page it is nobody knows"),
        ("Copyright 2026 Coast Daily. All rights reserved.", "Coast Daily", [], "no agency"),
        ("© Reuters. A lorry on the bridge.", "Coast Daily", [], "a picture's"),
        ("© Reuters 2026. File photo of a lorry.", "Coast Daily", [], "a picture's, with a year"),
        ("Copyright 2026 Coast Daily. Pictures by Reuters.", "Coast Daily", [], "an agency behind the owner"),
    ],
)
def test_the_owner_of_a_copyright(line: str, outlet: str | None, agencies: list[str], guards: str) -> None:
    named = [found.agency for found in credits(BODY + "\n\n" + line, outlet=outlet) if found.form != "meta"]
    assert named == agencies, guards
    assert "credit_line" not in [c.form for c in credits(line + "\n\n" + BODY, outlet=outlet)], "not at the end"


def test_metadata_may_carry_the_agency() -> None:
    (found,) = credits(BODY, byline="Associated Press")
    assert (found.agency, found.form, found.start, found.end) == ("AP", "byline", 0, 0)
    assert [(c.agency, c.form) for c in credits(BODY, outlet="PTI")] == [("PTI", "meta")]
    assert credits(BODY, byline="By Petra Wozniak", outlet="Reuters Fan Club") == ()


def test_signatures() -> None:
    assert is_signature("(Reporting by Ines Falk in Orvella; Editing by Tom Bray)", SETTINGS)
    assert is_signature("--With assistance from Ines Falk.", SETTINGS)
    assert is_signature("PTI SKV RVR", SETTINGS)
    assert thanks_staff("Ines Falk and Tom Bray contributed to this report.", SETTINGS)
    assert is_signature("Contributing: Ines Falk, Orvella Post", SETTINGS)
    assert thanks_staff("Jane P. Holt contributed.", SETTINGS)
    assert not thanks_staff("The wet spring contributed to the flood.", SETTINGS)
    assert not thanks_staff("Ines Falk contributed to the fund.", SETTINGS)
    assert is_signature("(Reporte de Ines Falk; Editado por Tom Bray)", SETTINGS)
    assert is_signature("(Reportage de Ines Falk, édité par Tom Bray)", SETTINGS)
    assert not is_signature("Reportage de nuit : deux hommes ont traversé la rivière.", SETTINGS)
    assert not is_signature("With assistance from the army, rescuers pulled four people from the river.", SETTINGS)
    assert not is_signature("Written by a schoolboy in 1954, the song became an anthem of the dockers.", SETTINGS)


PIECES = st.one_of(
    st.text(max_size=5), st.sampled_from(["(", ")", "AP", "Reuters", "\n", " ", "/", "inputs from ", "PTI", "路透社"])
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text(text: str) -> None:
    for credit in credits(text, byline=text, outlet=text):
        assert 0 <= credit.start <= credit.end <= len(text)
        assert credit.end == 0 or text[credit.start : credit.end] == credit.text
