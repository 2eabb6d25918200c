"""Credits: the words by which a page names its source.

A dateline ``LONDON (Reuters) -``, a line ``(With inputs from PTI)`` or ``source : India Today``, a byline, a disclaimer
about a syndicated feed, an agency's copyright at the end of another outlet's page. A mere mention (``told Reuters``) and
a photo's credit are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dedup.cleaning.agencies import Cues, Lexicon, Mention, lexicon
from dedup.cleaning.cue_search import credits_photo, cue_after, cue_before, labelled, staff_cue
from dedup.cleaning.datelines import bare_dateline, bracket_around, bracket_form, nameless_dateline
from dedup.cleaning.lines import Line
from dedup.cleaning.nameless import GAP, nameless_credit
from dedup.cleaning.words import beyond_cyrillic, letter_words, plain_line
from dedup.records import Article, Credit, CreditForm
from dedup.settings import CleaningSettings

_JOINER = re.compile(r"\s*(?:[/,&;|+-]|–|and|und|et|y|e|и|,\s*and)\s*(?:the\s+)?\s*", re.IGNORECASE)
_INITIALS = re.compile(r"(?:\s+(?!AND|THE)[A-Z]{2,4}){1,6}\W*")
_PLACE_BEHIND = re.compile(r"\s*(?:[,|–—-]|in(?= ))\s*[^\W\d_a-z][^,|]{1,30}$")
_PLACE_BEFORE = re.compile(r"\w[\w' -]{1,30}[,|–—]\s*:?\s*$")
_CODE = re.compile(r"[^\W\d_A-Z]{2,4}")
_WRITER = re.compile(
    r"(By |BY )?[^\W\d_a-z][\w.'’-]+(?: (?:and |AND |& )?[^\W\d_a-z][\w.'’-]*){1,6}(,| \||(?= )| -| –) ?(?:[Tt]he )?"
)
_COPYRIGHT = re.compile(r"\W*(?:copyright\b|©|\(c\))(?:\W|\d|\b(?:copyright|c|by|the)\b)*", re.IGNORECASE)
_RIGHTS = re.compile(r"\d{4}|\brights\b")
_NAME_BEFORE = re.compile(r"(?!By\b|BY\b)\b\w+ $")


class _Place(NamedTuple):
    """Where a line stands: among the first of a brief page (``lead``), between two lines of prose (``within``).

    ``last``: no prose comes behind it.
    """

    lead: bool
    within: bool
    last: bool


def find_credits(article: Article, lines: Sequence[Line], settings: CleaningSettings) -> tuple[Credit, ...]:
    """Return a page's credits in the order of the text, those of the metadata first.

    ``lines`` are the page's lines. One that stands in the metadata only has the span 0, 0 and its words.
    """
    names = lexicon(settings.agencies)
    found = _meta_credits(article, names)
    places: list[_Place] = []
    spaced = article.text.isascii() or not beyond_cyrillic(article.text)
    for index, line in enumerate(lines):
        if names.telling.isdisjoint(line.words) and (spaced or not beyond_cyrillic(line.text)):
            continue
        if inside := names.mentions(line.text, line.words):
            places = places or _places(lines, settings)
            owner = _owner(line, inside, places[index], article, names)
            found += owner or _line_credits(line, inside, places[index], names, settings)
        else:
            if len(line.text) <= settings.credit_line_chars:
                found += nameless_credit(line, names.cues, settings)
            if len(line.text) > settings.unnamed_chars:
                found += nameless_dateline(line, names.cues, settings)
    return tuple(sorted(found, key=lambda credit: (credit.start, credit.end)))


def _places(lines: Sequence[Line], settings: CleaningSettings) -> list[_Place]:
    prose = [index for index, line in enumerate(lines) if len(line.text) >= settings.prose_chars and line.ends_sentence]
    first, last = (prose[0], prose[-1]) if prose else (0, 0)
    short = sum([len(line.text) for line in lines if line.ends_sentence]) < settings.brief_chars
    return [
        _Place(short and index < settings.lead_lines, first < index < last, index >= last)
        for index in range(len(lines))
    ]


def _owner(line: Line, inside: list[Mention], place: _Place, article: Article, names: Lexicon) -> list[Credit]:
    """Return the agency that a copyright line at the end of another outlet's page names."""
    found = _COPYRIGHT.match(line.text) if place.last and article.outlet else None
    first = inside[0]
    if not found or found.end() < first.start or not _RIGHTS.search(line.text):
        return []
    if not names.cues.photo.isdisjoint(line.words) or _is_outlet(first, article.outlet or "", line.text, names):
        return []
    return [Credit(first.agency, "agency", "credit_line", line.text, line.start, line.start + len(line.text))]


def _is_outlet(mention: Mention, outlet: str, text: str, names: Lexicon) -> bool:
    """Tell whether an outlet is an agency or a site of its: AP News, apnews.com."""
    own = plain_line(outlet).replace(" ", "")
    printed = (mention.agency, text[mention.start : mention.end])
    return any(other.agency == mention.agency for other in names.mentions(outlet)) or own.startswith(
        tuple(plain_line(name).replace(" ", "") for name in printed)
    )


def _line_credits(
    line: Line, inside: list[Mention], place: _Place, names: Lexicon, settings: CleaningSettings
) -> list[Credit]:
    text, found = line.text, []
    last: tuple[CreditForm, int, int] | None = None
    for number, mention in enumerate(inside[: settings.mentions_per_line]):
        between = text[inside[number - 1].end : mention.start] if number else ""
        # "PTI, ANI and Reuters": what joins an agency to the one before shares its verdict.
        if not (last and _JOINER.fullmatch(between)):
            last = _credit_at(line, mention, place, names, settings)
        if last:
            form, start, end = last
            if not (start <= mention.start and mention.end <= end):
                start, end = mention.start, mention.end
            found.append(Credit(mention.agency, "agency", form, text[start:end], line.start + start, line.start + end))
    return found


def _credit_at(
    line: Line, mention: Mention, place: _Place, names: Lexicon, settings: CleaningSettings
) -> tuple[CreditForm, int, int] | None:
    """Return form and span (inside the line) of the credit that a mention is part of, or nothing for a mere mention."""
    text, known = line.text, names.cues
    own_line = len(text) <= settings.credit_line_chars and (
        not line.ends_sentence or text[:1] in "([（【/" or len(text) < settings.bare_credit_chars
    )
    before = plain_line(text[max(0, mention.start - settings.cue_chars) : mention.start])
    after = plain_line(text[mention.end : mention.end + settings.cue_chars])
    if mention.start < settings.no_credit_line and _against_credit(before, known, settings):
        return None
    plain = line.plain
    if settings.bare_credit_chars < len(text) <= settings.notice_chars and any(map(plain.__contains__, known.feed)):
        return "disclaimer", mention.start, mention.end
    bracket = bracket_around(text, mention, settings)
    if bracket and _signed_by_codes(text[slice(*bracket)], names):
        return ("credit_line" if own_line else "in_text" if bracket[0] else "dateline"), *bracket
    if bracket and (form := bracket_form(text, mention, bracket, known, settings)):
        return form, *bracket
    if credits_photo(before, after, known):
        return None
    if bare_dateline(line, mention, settings):
        return "dateline", mention.start, mention.end
    far_after = plain_line(text[mention.end : mention.end + settings.notice_chars])
    cue = (
        cue_before(before, known.before, known.articles)
        or cue_after(after, known.after)
        or staff_cue(before, far_after)
    )
    if cue:
        start, end = (0, len(text)) if own_line else bracket or (mention.start, mention.end)
        return "credit_line" if own_line else "in_text", start, end
    if own_line and _stands_as_credit(line, mention, before, after, place, names, settings):
        return ("byline" if plain_line(text).startswith("by ") else "credit_line"), 0, len(text)
    if place.lead and not mention.ambiguous and re.match(r"reports?(?=[,.:;]| citing|$)", after):
        return "in_text", mention.start, mention.end
    return None


def _against_credit(before: str, known: Cues, settings: CleaningSettings) -> bool:
    near = before[-settings.no_credit_before :]
    return before.startswith(known.no_credit) or any(map(near.__contains__, known.no_credit))


def _stands_as_credit(
    line: Line, mention: Mention, before: str, after: str, place: _Place, names: Lexicon, settings: CleaningSettings
) -> bool:
    """Tell whether a line of its own is a credit as a whole, without a cue that would make it one anywhere."""
    if labelled(before, after, names.cues, settings, sentence=line.ends_sentence) and line.text[-1:] != ":":
        return True
    if _only_credit(line.text, mention, place, names, settings) or _signs_off(line.text, mention):
        return True
    if _signed_by_codes(line.text, names):
        return True
    return not place.within and (_writer_of(line.text, mention) or _is_field(line.text, mention, names.cues))


def _signed_by_codes(text: str, names: Lexicon) -> bool:
    """Tell whether a line or bracket holds agencies and their editors' codes: ``dpa/lno``, ``(stu/dpa/AFP)``."""
    parts = text.strip("()[] .").split("/")
    return 1 < len(parts) <= 6 and all(part in names.known or _CODE.fullmatch(part) for part in parts)


def _is_field(text: str, mention: Mention, known: Cues) -> bool:
    """Tell whether an agency's name is a field of its own beside one that says who did what, or when it was."""
    fields = re.split(r"\s+[|·•/]\s+", text)
    return text[mention.start : mention.end] in fields and any(_says_job(field, known) for field in fields)


def _says_job(field: str, known: Cues) -> bool:
    words = f" {' '.join(letter_words(plain_line(field)))}"
    return any(f" {job}" in words for job in known.jobs)


def _signs_off(text: str, mention: Mention) -> bool:
    """Tell whether an agency's name opens a line of its editors' initials."""
    return not text[: mention.start].strip(GAP) and _INITIALS.fullmatch(text[mention.end :]) is not None


def _writer_of(text: str, mention: Mention) -> bool:
    """Tell whether a line is a name and an agency: By Jane Holt, Associated Press; JANE HOLT The Associated Press.

    Without "By" the line could be a photographer's, so that only a comma or an article before a sure name will do.
    """
    found = _WRITER.fullmatch(text, 0, mention.start)
    if not found or text[mention.end :].strip():
        return False
    with_article = "the " in text[found.end(2) : mention.end].lower()
    return bool(found.group(1)) or (not mention.ambiguous and (found.group(2) == "," or with_article))


def _only_credit(text: str, mention: Mention, place: _Place, names: Lexicon, settings: CleaningSettings) -> bool:
    """Tell whether a line holds nothing but agencies, dates, staff and at most a place behind a comma or a bar.

    Between two lines of prose such a line is a photo's credit.
    """
    if place.within:
        return False
    rest = text
    for other in reversed(names.mentions(text)):
        rest = rest[: other.start] + " " + rest[other.end :]
    words = [word for word in letter_words(rest) if plain_line(word) not in names.cues.around]
    if not words:
        return True
    staff = not mention.ambiguous and not names.cues.staff.isdisjoint(letter_words(plain_line(rest)))
    placed = _PLACE_BEHIND.match(rest) is not None
    if not placed and not mention.ambiguous:
        placed = _PLACE_BEFORE.match(rest) is not None
    capitals = not any(word[0].islower() for word in words)  # many scripts have none
    return capitals and (
        (placed and min(len(words), len(rest.split())) <= settings.place_words)
        or (staff and len(words) <= settings.staff_words)
    )


def _meta_credits(article: Article, names: Lexicon) -> list[Credit]:
    found = []
    for mention in names.mentions(article.byline) if article.byline else ():
        words = article.byline or ""
        if not (mention.ambiguous and _is_a_name(words, mention)):
            at = max(article.text.find(words), 0)
            end = at + len(words) if article.text.startswith(words, at) else 0
            found.append(Credit(mention.agency, "agency", "byline", words, at, end))
    for mention in names.mentions(article.outlet) if article.outlet else ():
        if (mention.start, mention.end) == (0, len(article.outlet or "")):
            found.append(Credit(mention.agency, "agency", "meta", article.outlet or "", 0, 0))
    return found


def _is_a_name(words: str, mention: Mention) -> bool:
    """Tell whether an ambiguous name is part of a person's: Petra Wozniak, Maria Lusa."""
    return words[mention.end :].lstrip()[:1].isalpha() or _NAME_BEFORE.search(words[: mention.start]) is not None
