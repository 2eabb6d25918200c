"""Credits: the words by which a page names its source.

A dateline ``LONDON (Reuters) -``, a line ``(With inputs from PTI)`` or ``source : India Today``, a byline, a disclaimer
about a syndicated feed. A mere mention (``told Reuters``), a photo's credit and a copyright line are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.cleaning.agencies import Cues, Lexicon, Mention, lexicon
from dedup.cleaning.furniture import plain_line
from dedup.cleaning.lines import Line
from dedup.cleaning.nameless import GAP, nameless_credit
from dedup.cleaning.words import letter_words
from dedup.records import Article, Credit, CreditForm
from dedup.settings import CleaningSettings

_OPEN, _CLOSE = "([（【/", ")]）】/"
_JOINER = re.compile(r"\s*(?:[/,&;|+-]|–|and|und|et|y|e|и|,\s*and)\s*(?:the\s+)?\s*", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:[-–—:_]+|\.\s?[-–—]+)(?:\s|$)")
_TELEGRAM = re.compile(r"[^\s。，,]{1,14}[电電]|[^\s。，,]{0,8}(?:记者|記者)")
_INITIALS = re.compile(r"(?:\s+(?!AND|THE)[A-Z]{2,4}){1,6}\W*")
_NAME_BEFORE = re.compile(r"(?!By\b|BY\b)\b\w+ $")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands: among the first of a brief page (``lead``), between two lines of prose (``within``)."""

    lead: bool
    within: bool


def find_credits(article: Article, lines: Sequence[Line], settings: CleaningSettings) -> tuple[Credit, ...]:
    """Return a page's credits in the order of the text, those of the metadata first.

    ``lines`` are the page's lines. One that stands in the metadata only has the span 0, 0 and its words.
    """
    names = lexicon(settings.agencies)
    found = _meta_credits(article, names)
    named = _by_line(names.mentions(article.text), lines)
    prose = [index for index, line in enumerate(lines) if len(line.text) >= settings.prose_chars and line.ends_sentence]
    short = sum(len(line.text) for line in lines if line.ends_sentence) < settings.brief_chars
    for index, line in enumerate(lines):
        inside = named.get(index)
        if inside:
            place = _Place(
                lead=short and index < settings.lead_lines,
                within=bool(prose) and prose[0] < index < prose[-1],
            )
            found += _line_credits(line, inside, place, names, settings)
        elif len(line.text) <= settings.credit_line_chars:
            found += nameless_credit(line, names.cues, settings)
    return tuple(sorted(found, key=lambda credit: (credit.start, credit.end)))


def _by_line(mentions: Sequence[Mention], lines: Sequence[Line]) -> dict[int, list[Mention]]:
    """Group a page's mentions by line, with offsets inside the line."""
    found: dict[int, list[Mention]] = {}
    at = 0
    for mention in mentions:
        while at < len(lines) and lines[at].end <= mention.start:
            at += 1
        if at < len(lines) and lines[at].start <= mention.start and mention.end <= lines[at].end:
            start = lines[at].start
            inside = Mention(mention.start - start, mention.end - start, mention.agency, mention.ambiguous)
            found.setdefault(at, []).append(inside)
    return found


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
        not line.ends_sentence or text[:1] in _OPEN or len(text) < settings.bare_credit_chars
    )
    before = plain_line(text[max(0, mention.start - settings.cue_chars) : mention.start])
    after = plain_line(text[mention.end : mention.end + settings.cue_chars])
    if any(
        before.startswith(words) or words in before[-settings.no_credit_before :] for words in known.no_credit
    ) and mention.start < settings.no_credit_line:
        return None
    plain = plain_line(text[: settings.notice_chars])
    if settings.bare_credit_chars < len(text) <= settings.notice_chars and any(words in plain for words in known.feed):
        return "disclaimer", mention.start, mention.end
    bracket = _bracket(text, mention, settings)
    if bracket and (form := _bracket_form(text, mention, bracket, known, settings)):
        return form, *bracket
    if _photo(before, after, known):
        return None
    if _bare_dateline(line, mention, settings):
        return "dateline", mention.start, mention.end
    cue = _before(before, known.before) or _after(after, known.after)
    if cue:
        start, end = (0, len(text)) if own_line else bracket or (mention.start, mention.end)
        return "credit_line" if own_line else "in_text", start, end
    if own_line and (
        (_label(before, known, settings) and text[-1:] != ":")
        or _only_credit(text, mention, place, names)
        or _signs_off(text, mention)
    ):
        return ("byline" if plain_line(text).startswith("by ") else "credit_line"), 0, len(text)
    if place.lead and not mention.ambiguous and re.match(r"reports?(?=[,.:;]| citing|$)", after):
        return "in_text", mention.start, mention.end
    return None


def _bracket(text: str, mention: Mention, settings: CleaningSettings) -> tuple[int, int] | None:
    """Return the span of the brackets around a mention, marks included."""
    left = max((text.rfind(mark, max(0, mention.start - settings.bracket_chars), mention.start) for mark in _OPEN), default=-1)
    if left < 0 or any(mark in text[left + 1 : mention.start] for mark in _CLOSE):
        return None
    right = min((at for mark in _CLOSE if (at := text.find(mark, mention.end, mention.end + settings.bracket_chars)) >= 0), default=-1)
    return (left, right + 1) if right >= 0 else None


def _bracket_form(
    text: str, mention: Mention, bracket: tuple[int, int], known: Cues, settings: CleaningSettings
) -> CreditForm | None:
    left, right = bracket
    inner_before, inner_after = plain_line(text[left + 1 : mention.start]), plain_line(text[mention.end : right - 1])
    if _photo(inner_before, inner_after, known) or re.search(r"\w\s*/$", inner_before):
        return None
    if _before(inner_before, known.before + known.label) or _after(inner_after, known.after):
        return "credit_line" if left < 2 else "in_text"
    others = [word for word in letter_words(inner_before + " " + inner_after) if word not in known.around]
    if len(others) > settings.bracket_words or _expands(text[:left], mention, text):
        return None
    lead = text[:left]
    if len(lead) <= settings.dateline_chars and not _prose(lead):
        return "dateline"
    closes = not text[right:].strip(" .\"'”’") or lead.rstrip()[-1:] in '.!?”"।'
    return "in_text" if closes and not others and text[left] in "(（" else None


def _expands(lead: str, mention: Mention, text: str) -> bool:
    """Tell whether a bracketed abbreviation stands behind the words that it abbreviates: Palestinian Authority (PA)."""
    name = text[mention.start : mention.end]
    words = [word for word in letter_words(lead[-100:]) if word[0].isupper()]
    initials = "".join(word[0] for word in words[-len(name) :])
    return (
        len(name) > 1
        and initials == name
        and not lead.rstrip().endswith(",")
        and any(word[1:].islower() for word in words[-2:])
    )


def _prose(lead: str) -> bool:
    """Tell whether what stands before a bracket is running text and not a place and a date."""
    small = [word for word in letter_words(lead) if word[0].islower() and len(word) > 2]
    return len(small) > 2 or (". " in lead and len(small) > 1)


def _bare_dateline(line: Line, mention: Mention, settings: CleaningSettings) -> bool:
    lead, after = line.text[: mention.start], line.text[mention.end : mention.end + 24]
    if line.breadth < settings.bare_dateline_line or len(lead) > settings.bare_dateline_chars or _prose(lead):
        return False
    if _TELEGRAM.match(after):
        return True
    opens = not lead.strip() or lead.rstrip()[-1:] in ",，.-–—/"
    return opens and (
        _DASH.match(after) is not None or (lead.rstrip().endswith(("-", "–", "—")) and after[:1] in "./ ")
    )


def _photo(before: str, after: str, known: Cues) -> bool:
    near = letter_words(before[-40:])[-4:] + letter_words(after[:20])[:1]
    return any(word in known.photo for word in near) and "report" not in before


def _before(before: str, listed: tuple[str, ...]) -> bool:
    before = before.rstrip(GAP)
    for article in (" the", " news agency", " agency", " news"):
        if before.endswith(article):
            shorter = before.removesuffix(article).rstrip(GAP)
            if shorter.endswith(listed) and _whole_word(shorter, listed):
                return True
    return before.endswith(listed) and _whole_word(before, listed)


def _whole_word(before: str, listed: tuple[str, ...]) -> bool:
    return any(before.endswith(cue) and not before[: -len(cue)][-1:].isalnum() for cue in listed)


def _after(after: str, listed: tuple[str, ...]) -> bool:
    after = after.lstrip(" ,'’s")
    return any(after.startswith(cue) and not after[len(cue) : len(cue) + 1].isalnum() for cue in listed)


def _label(before: str, known: Cues, settings: CleaningSettings) -> bool:
    """Tell whether a label (``by``, ``source:``) stands before the name, with few words before the label."""
    return _before(before, known.label) and len(before.split()) <= settings.label_words


def _signs_off(text: str, mention: Mention) -> bool:
    """Tell whether an agency's name opens a line of its editors' initials."""
    return not text[: mention.start].strip(GAP) and _INITIALS.fullmatch(text[mention.end :]) is not None


def _only_credit(text: str, mention: Mention, place: _Place, names: Lexicon) -> bool:
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
    staff = (
        not mention.ambiguous
        and re.search(r"\b(?:staff|reporters?|correspondents?|writers?|bureau|desk|newsroom)\b", rest, re.IGNORECASE)
        is not None
    )
    placed = re.match(r"\s*[,|–—-]\s*\w[\w' -]{1,30}$", rest) is not None
    return all(word[0].isupper() for word in words) and ((placed and len(words) <= 3) or (staff and len(words) <= 6))


def _meta_credits(article: Article, names: Lexicon) -> list[Credit]:
    found = []
    for mention in names.mentions(article.byline or ""):
        words = article.byline or ""
        if not (mention.ambiguous and _is_a_name(words, mention)):
            at = max(article.text.find(words), 0)
            end = at + len(words) if article.text.startswith(words, at) else 0
            found.append(Credit(mention.agency, "agency", "byline", words, at, end))
    for mention in names.mentions(article.outlet or ""):
        if (mention.start, mention.end) == (0, len(article.outlet or "")):
            found.append(Credit(mention.agency, "agency", "meta", article.outlet or "", 0, 0))
    return found


def _is_a_name(words: str, mention: Mention) -> bool:
    """Tell whether an ambiguous name is part of a person's: Petra Wozniak, Maria Lusa."""
    return words[mention.end :].lstrip()[:1].isalpha() or _NAME_BEFORE.search(words[: mention.start]) is not None
