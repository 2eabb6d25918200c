"""Credits: the words by which a page names its source.

A dateline ``LONDON (Reuters) -``, a line ``(With inputs from PTI)`` or ``source : India Today``, a byline, a disclaimer
about a syndicated feed. A mere mention (``told Reuters``), a photo's credit and a copyright line are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.cleaning.agencies import Cues, Mention, cues, mentions
from dedup.cleaning.furniture import plain_line
from dedup.cleaning.lines import Line
from dedup.records import Article, Credit, CreditForm
from dedup.settings import CleaningSettings

_OPEN, _CLOSE = "([（【/", ")]）】/"
_JOINER = re.compile(r"\s*(?:[/,&;|+-]|–|and|und|et|y|e|и|,\s*and)\s*(?:the\s+)?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_DASH = re.compile(r"\s*(?:[-–—:_]+|\.\s?[-–—]+)(?:\s|$)")
_TELEGRAM = re.compile(r"[^\s。，,]{1,14}[电電]|[^\s。，,]{0,8}(?:记者|記者)")
_INITIALS = re.compile(r"(?:\s+(?!AND|THE)[A-Z]{2,4}){1,6}\W*")
_CODE = re.compile(r"[A-Z]{2,4}(?: [A-Z]{2,4}){1,6}|[a-z]{2,4}(?:-[a-z]{2,4})*(?:/[a-z]{2,4}(?:-[a-z]{2,4})*){1,3}")
_REPORTING_BY = re.compile(
    r"\W{0,3}(?:(?:additional )?reporting by |(?:editing|written|compiled) by |with assistance from "
    r"|by .{3,60}; editing by )",
    re.IGNORECASE,
)
_IN_SIGNATURES = frozenset(
    [
        *("and", "in", "by", "for", "with", "from", "at", "the", "of", "de", "la", "von", "van", "al", "bin"),
        *("editing", "edited", "reporting", "additional", "writing", "written", "compiled"),
    ]
)
_NAME_BEFORE = re.compile(r"(?!By\b|BY\b)\b\w+ $")
_GAP = " \t\u00a0:：|-–—_\"'“”‘’«»*("


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands: among the first of a brief page (``lead``), between two lines of prose (``within``)."""

    lead: bool
    within: bool


def find_credits(article: Article, lines: Sequence[Line], settings: CleaningSettings) -> tuple[Credit, ...]:
    """Return a page's credits in the order of the text, those of the metadata first.

    ``lines`` are the page's lines. One that stands in the metadata only has the span 0, 0 and its words.
    """
    found = _meta_credits(article)
    named = _by_line(article.text, lines)
    prose = [index for index, line in enumerate(lines) if len(line.text) >= settings.prose_chars and line.ends_sentence]
    short = sum(len(line.text) for line in lines if line.ends_sentence) < settings.brief_chars
    for index, line in enumerate(lines):
        inside = named.get(index)
        if inside:
            place = _Place(
                lead=short and index < settings.lead_lines,
                within=bool(prose) and prose[0] < index < prose[-1],
            )
            found += _line_credits(line, inside, place, settings)
        elif len(line.text) <= settings.credit_line_chars:
            found += _nameless_credit(line)
    return tuple(sorted(found, key=lambda credit: (credit.start, credit.end)))


def is_signature(line: str) -> bool:
    """Tell whether a line is an agency's closing: who reported and edited, or the editors' initials ("PTI SDA RT")."""
    found = _REPORTING_BY.match(line)
    if not found:
        return _CODE.fullmatch(line) is not None
    small = {word for word in _WORD.findall(line[found.end() :]) if word[0].islower()}
    return len(line) <= 400 and small <= _IN_SIGNATURES


def _by_line(text: str, lines: Sequence[Line]) -> dict[int, list[Mention]]:
    """Group the text's mentions by line, with offsets inside the line."""
    found: dict[int, list[Mention]] = {}
    at = 0
    for mention in mentions(text):
        while at < len(lines) and lines[at].end <= mention.start:
            at += 1
        if at < len(lines) and lines[at].start <= mention.start and mention.end <= lines[at].end:
            start = lines[at].start
            inside = Mention(mention.start - start, mention.end - start, mention.agency, mention.ambiguous)
            found.setdefault(at, []).append(inside)
    return found


def _line_credits(line: Line, inside: list[Mention], place: _Place, settings: CleaningSettings) -> list[Credit]:
    text, found = line.text, []
    last: tuple[CreditForm, int, int] | None = None
    for number, mention in enumerate(inside[: settings.mentions_per_line]):
        between = text[inside[number - 1].end : mention.start] if number else ""
        # "PTI, ANI and Reuters": what joins an agency to the one before shares its verdict.
        if not (last and _JOINER.fullmatch(between)):
            last = _credit_at(line, mention, place, settings)
        if last:
            form, start, end = last
            if not (start <= mention.start and mention.end <= end):
                start, end = mention.start, mention.end
            found.append(Credit(mention.agency, "agency", form, text[start:end], line.start + start, line.start + end))
    return found


def _credit_at(
    line: Line, mention: Mention, place: _Place, settings: CleaningSettings
) -> tuple[CreditForm, int, int] | None:
    """Return form and span (inside the line) of the credit that a mention is part of, or nothing for a mere mention."""
    text, known = line.text, cues()
    own_line = len(text) <= settings.credit_line_chars and (
        not line.ends_sentence or text[:1] in _OPEN or len(text) < settings.bare_credit_chars
    )
    before = plain_line(text[max(0, mention.start - 80) : mention.start])
    after = plain_line(text[mention.end : mention.end + 80])
    if any(before.startswith(words) or words in before[-30:] for words in known.no_credit) and mention.start < 60:
        return None
    plain = plain_line(text[: settings.notice_chars])
    if settings.bare_credit_chars < len(text) <= settings.notice_chars and any(words in plain for words in known.feed):
        return "disclaimer", mention.start, mention.end
    bracket = _bracket(text, mention)
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
        (_label(before, known) and text[-1:] != ":")
        or _only_credit(text, mention, place, known)
        or _signs_off(text, mention)
    ):
        return ("byline" if plain_line(text).startswith("by ") else "credit_line"), 0, len(text)
    if place.lead and not mention.ambiguous and re.match(r"reports?(?=[,.:;]| citing|$)", after):
        return "in_text", mention.start, mention.end
    return None


def _bracket(text: str, mention: Mention) -> tuple[int, int] | None:
    """Return the span of the brackets around a mention, marks included."""
    left = max((text.rfind(mark, max(0, mention.start - 80), mention.start) for mark in _OPEN), default=-1)
    if left < 0 or any(mark in text[left + 1 : mention.start] for mark in _CLOSE):
        return None
    right = min((at for mark in _CLOSE if (at := text.find(mark, mention.end, mention.end + 120)) >= 0), default=-1)
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
    others = [word for word in _WORD.findall(inner_before + " " + inner_after) if word not in known.around]
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
    words = [word for word in _WORD.findall(lead[-100:]) if word[0].isupper()]
    initials = "".join(word[0] for word in words[-len(name) :])
    return (
        len(name) > 1
        and initials == name
        and not lead.rstrip().endswith(",")
        and any(word[1:].islower() for word in words[-2:])
    )


def _prose(lead: str) -> bool:
    """Tell whether what stands before a bracket is running text and not a place and a date."""
    small = [word for word in _WORD.findall(lead) if word[0].islower() and len(word) > 2]
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
    near = _WORD.findall(before[-40:])[-4:] + _WORD.findall(after[:20])[:1]
    return any(word in known.photo for word in near) and "report" not in before


def _before(before: str, listed: tuple[str, ...]) -> bool:
    before = before.rstrip(_GAP)
    for article in (" the", " news agency", " agency", " news"):
        if before.endswith(article):
            shorter = before.removesuffix(article).rstrip(_GAP)
            if shorter.endswith(listed) and _whole_word(shorter, listed):
                return True
    return before.endswith(listed) and _whole_word(before, listed)


def _whole_word(before: str, listed: tuple[str, ...]) -> bool:
    return any(before.endswith(cue) and not before[: -len(cue)][-1:].isalnum() for cue in listed)


def _after(after: str, listed: tuple[str, ...]) -> bool:
    after = after.lstrip(" ,'’s")
    return any(after.startswith(cue) and not after[len(cue) : len(cue) + 1].isalnum() for cue in listed)


def _label(before: str, known: Cues) -> bool:
    """Tell whether a label (``by``, ``source:``) stands before the name, with few words before the label."""
    return _before(before, known.label) and len(before.split()) <= 6


def _signs_off(text: str, mention: Mention) -> bool:
    """Tell whether an agency's name opens a line of its editors' initials."""
    return not text[: mention.start].strip(_GAP) and _INITIALS.fullmatch(text[mention.end :]) is not None


def _only_credit(text: str, mention: Mention, place: _Place, known: Cues) -> bool:
    """Tell whether a line holds nothing but agencies, dates, staff and at most a place behind a comma or a bar.

    Between two lines of prose such a line is a photo's credit.
    """
    if place.within:
        return False
    rest = text
    for other in reversed(mentions(text)):
        rest = rest[: other.start] + " " + rest[other.end :]
    words = [word for word in _WORD.findall(rest) if plain_line(word) not in known.around]
    if not words:
        return True
    staff = (
        not mention.ambiguous
        and re.search(r"\b(?:staff|reporters?|correspondents?|writers?|bureau|desk|newsroom)\b", rest, re.IGNORECASE)
        is not None
    )
    placed = re.match(r"\s*[,|–—-]\s*\w[\w' -]{1,30}$", rest) is not None
    return all(word[0].isupper() for word in words) and ((placed and len(words) <= 3) or (staff and len(words) <= 6))


def _nameless_credit(line: Line) -> list[Credit]:
    """Return the credit of a line that names agencies without their names, or another outlet as the source."""
    text, known = line.text, cues()
    plain = plain_line(text).strip("()[] .*_—–-")
    if any([word in plain and _names_unnamed(plain, word, known) for word in known.unnamed]):
        return [Credit(None, "unnamed", "credit_line", text, line.start, line.end)]
    for cue in known.outlet if plain.startswith(known.outlet) else ():
        if plain.startswith(cue):
            name = text[plain_line_prefix(text, cue) :].strip(_GAP + ".)]")
            divided = plain[len(cue) :].lstrip()[:1] in ":：-–—|" or " " in cue
            if divided and 1 < len(name) <= 50 and name[:1].isupper() and len(name.split()) <= 5:
                return [Credit(name, "outlet", "credit_line", text, line.start, line.end)]
    return []


def plain_line_prefix(text: str, cue: str) -> int:
    """Return where the words behind ``cue`` begin in ``text``."""
    at = text.casefold().find(cue.split()[-1])
    return at + len(cue.split()[-1]) if at >= 0 else 0


def _names_unnamed(plain: str, word: str, known: Cues) -> bool:
    if plain == word:
        return True
    if len(plain) > 80:
        return False
    at = plain.find(word)
    before, after = plain[:at].rstrip(), plain[at + len(word) :].strip()
    if plain[at - 1 : at].isalnum() or (after[:1].isalnum() and not after.startswith(known.unnamed_after)):
        return False
    return (not after and before.endswith(known.unnamed_before)) or (
        after in known.unnamed_after and before.endswith(("with", "from", "by", ""))
    )


def _meta_credits(article: Article) -> list[Credit]:
    found = []
    for mention in mentions(article.byline or ""):
        words = article.byline or ""
        if not (mention.ambiguous and _is_a_name(words, mention)):
            at = max(article.text.find(words), 0)
            end = at + len(words) if article.text.startswith(words, at) else 0
            found.append(Credit(mention.agency, "agency", "byline", words, at, end))
    for mention in mentions(article.outlet or ""):
        if (mention.start, mention.end) == (0, len(article.outlet or "")):
            found.append(Credit(mention.agency, "agency", "meta", article.outlet or "", 0, 0))
    return found


def _is_a_name(words: str, mention: Mention) -> bool:
    """Tell whether an ambiguous name is part of a person's: Petra Wozniak, Maria Lusa."""
    return words[mention.end :].lstrip()[:1].isalpha() or _NAME_BEFORE.search(words[: mention.start]) is not None
