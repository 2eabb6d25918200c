"""The quotes of a page: marked stretches and reported clauses, their speakers, venues and content.

Paragraphs are read in order and one sentence at a time; what a pronoun or a bare quote goes back to is carried along in
a :class:`~dedup.quoting.discourse.Discourse`. Only body paragraphs count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dedup.cleaning.sentences import split_sentences
from dedup.quoting.attitudes import ATTITUDE
from dedup.quoting.attribution import attribution_of
from dedup.quoting.clauses import Frame, Governor, cue_subject, leading_phrase, make_frame
from dedup.quoting.content import content_of
from dedup.quoting.direct import Spoken, direct_quotes
from dedup.quoting.discourse import Discourse, Place, Speaker
from dedup.quoting.inversion import subject_after
from dedup.quoting.lexicon import Lexicon, language_of, lexicon
from dedup.quoting.marks import find_marked
from dedup.quoting.organisations import Organisations, find_organisations
from dedup.quoting.people import People, find_people
from dedup.quoting.resolving import note_mentions, resolve
from dedup.quoting.speech import indirect_quotes
from dedup.quoting.tokens import find_cues, frames, tokenize
from dedup.quoting.venue import find_venue
from dedup.records import Article, Page, Part, Quote, QuoteType, Span
from dedup.settings import QuoteSettings

PARAGRAPH_BREAK = re.compile(r"\n\s*?\n\s*|(?<=[.!?\"”’»:।۔])[^\S\n]*\n")

LONGEST_PARAGRAPH = 50_000
"""Characters of a paragraph that are read at once."""


@dataclass(slots=True)
class _Reader:
    """What is known while a page is read."""

    article: str
    text: str
    settings: QuoteSettings
    lexicon: Lexicon
    organisations: Organisations
    people: People = field(default_factory=People)
    known: Discourse = field(default_factory=Discourse)
    quotes: list[Quote] = field(default_factory=list)
    last: tuple[int, Speaker | None, str | None] | None = None
    lead: tuple[Frame, Place] | None = None
    written: set[tuple[str, ...]] = field(default_factory=set)


def extract_quotes(page: Page, settings: QuoteSettings) -> tuple[Quote, ...]:
    """Return the quotes that begin in the page's body, sorted by start; spans by the conventions of :class:`Quote`."""
    words = lexicon(language_of(page.text, page.article.language))
    organisations = find_organisations(
        page.text, [Span(p.start, p.end) for p in page.parts if p.kind != "credit"], words
    )
    reader = _Reader(page.id, page.text, settings, words, organisations)
    for place, frame in read_frames(page, words, reader.people, reader.known):
        if not _read_frame(reader, frame, place):
            reader.lead = (frame, place)
    return tuple(sorted(reader.quotes, key=lambda q: (q.start, q.end, q.type)))


def read_frames(page: Page, words: Lexicon, people: People, known: Discourse) -> Iterator[tuple[Place, Frame]]:
    """Yield the body's sentences in order, and fill ``people`` and (as the reading goes on) ``known``."""
    text = page.text
    find_people(text, [Span(p.start, p.end) for p in page.parts if p.kind != "credit"], words, people)
    paragraphs = [piece for part in page.of_kind("body") for piece in _pieces(text, part)]
    marked = find_marked(text, paragraphs)
    at_mark = at_sentence = 0
    for number, paragraph in enumerate(paragraphs):
        first_mark, first_sentence = at_mark, at_sentence
        while at_mark < len(marked) and marked[at_mark].outer_start < paragraph.end:
            at_mark += 1
        while at_sentence < len(page.sentences) and page.sentences[at_sentence].start < paragraph.end:
            at_sentence += 1
        tokens = tokenize(text, paragraph, marked[first_mark:at_mark], words)
        cues = find_cues(tokens, words)
        for sentence, (low, high) in enumerate(frames(tokens, page.sentences[first_sentence:at_sentence], cues, words)):
            place = Place(number, sentence, low)
            names = note_mentions(tokens, words, people, place, high, known)
            yield place, make_frame(tokens, words, low, high, cues, names)


def _pieces(text: str, part: Part) -> Iterator[Span]:
    """Yield a paragraph in pieces of bounded length, cut at white space: what is no prose must not fill the memory."""
    start = part.start
    while part.end - start > LONGEST_PARAGRAPH:
        cut = max(
            text.rfind(" ", start + 1, start + LONGEST_PARAGRAPH),
            text.rfind("\n", start + 1, start + LONGEST_PARAGRAPH),
        )
        end = cut if cut > start else start + LONGEST_PARAGRAPH
        yield Span(start, end)
        start = end
    yield Span(start, part.end)


def quotes_of_text(text: str) -> tuple[Quote, ...]:
    """Return the quotes of a bare text, all of whose paragraphs are taken for body."""
    return extract_quotes(page_of_text(text), QuoteSettings())


def page_of_text(text: str, name: str = "") -> Page:
    """Return a bare text as a page: every paragraph is body, nothing is taken away."""
    parts: list[Part] = []
    sentences: list[Span] = []
    language = language_of(text, None)
    at = 0
    for edge in (*PARAGRAPH_BREAK.finditer(text), None):
        end = edge.start() if edge else len(text)
        if text[at:end].strip():
            parts.append(Part("body", at, end))
            sentences += split_sentences(text, at, end, language)
        at = edge.end() if edge else end
    return Page(Article(id=name, text=text), tuple(parts), (), (), tuple(sentences))


def _lead(reader: _Reader, frame: Frame, place: Place) -> Speaker | None:
    """Return whom a sentence without quotes brings up: the next bare quote may be theirs ("Smith was blunt.")."""
    subject = None
    if frame.tokens.low[frame.high - 1] == ":" and frame.cues:
        subject = cue_subject(frame, frame.cues[-1], frame.high) or subject_after(
            frame.tokens, frame.lexicon, frame.cues[-1].last, frame.high
        )
    subject = subject or leading_phrase(frame, frame.high, frame.low)
    if subject is None:
        return None
    where = Place(place.paragraph, place.frame, subject.first)
    return resolve(frame.tokens, subject, reader.lexicon, reader.people, reader.organisations, reader.known, where)


def _read_frame(reader: _Reader, frame: Frame, place: Place) -> bool:
    """Enter the quotes of one sentence; return whether it has any."""
    number = place.paragraph
    after_quote = reader.last is not None and reader.last[0] >= number - 1
    spoken = direct_quotes(frame, reader.settings, after_quote=after_quote)
    reported = indirect_quotes(
        frame, [s.token for s in spoken if s.fills(reader.text)], reader.settings.speech_threshold
    )
    if not spoken and not reported:
        return False
    clauses = sorted(
        [(r.first, r.last) for r in reported] + [c for s in spoken if (c := _clause_around(frame, s)) is not None]
    )
    venue = _venue(reader, frame, clauses)
    items: list[tuple[int, QuoteType, Span, Governor | None]] = [
        (s.token, "direct", Span(s.marked.start, s.marked.end), s.governor) for s in spoken
    ]
    items += [(r.first, "indirect", r.span, r.governor) for r in reported]
    for _, kind, span, governor in sorted(items, key=lambda item: item[0]):
        speaker = _speaker(reader, frame, governor, place)
        goes_on = kind == "direct" or _pronominal(frame, governor)
        where = venue or (_inherited_venue(reader, speaker, number) if goes_on else None)
        reader.quotes.append(_quote(reader, frame, kind, span, governor, speaker, where))
        if not _held(governor):
            reader.last = (number, speaker, where)
            reader.lead = None
    return any(not _held(governor) for *_, governor in items)


def _pronominal(frame: Frame, governor: Governor | None) -> bool:
    """Say whether a pronoun goes on speaking: "she added that …"."""
    subject = governor.subject if governor is not None and not _held(governor) else None
    return subject is not None and frame.tokens.low[subject.last] in frame.lexicon.pronouns


def _held(governor: Governor | None) -> bool:
    """Say whether a quote is an attitude, which says nothing of who speaks next."""
    return governor is not None and governor.cue is not None and governor.cue.kinds == ATTITUDE


def _speaker(reader: _Reader, frame: Frame, governor: Governor | None, place: Place) -> Speaker | None:
    if governor is not None and governor.place == "nobody":
        return None
    if governor is None or governor.subject is None:
        return _speaker_before(reader, place.paragraph)
    where = Place(place.paragraph, place.frame, governor.subject.first)
    speaker = resolve(
        frame.tokens, governor.subject, reader.lexicon, reader.people, reader.organisations, reader.known, where
    )
    reader.known.spoke(where, speaker, reader.lexicon)
    return speaker


def _speaker_before(reader: _Reader, number: int) -> Speaker | None:
    """Return who goes on speaking in a bare quote: whoever the sentence before brought up, else the last speaker."""
    if reader.lead is not None and reader.lead[1].paragraph >= number - 1:
        lead = _lead(reader, *reader.lead)
        if lead is not None and (lead.person is not None or reader.last is None or reader.last[0] < number - 1):
            return lead
    return reader.last[1] if reader.last is not None and reader.last[0] >= number - 1 else None


def _clause_around(frame: Frame, spoken: Spoken) -> tuple[int, int] | None:
    """Return the tokens of a reported clause that holds a partial quote, from its "that" to the quote."""
    cue = spoken.governor.cue if spoken.governor is not None else None
    if cue is None or cue.first > spoken.token:
        return None
    that = next((i for i in range(cue.last + 1, spoken.token) if frame.tokens.low[i] in frame.lexicon.that), None)
    return (that, spoken.token) if that is not None else None


def _venue(reader: _Reader, frame: Frame, clauses: Sequence[tuple[int, int]]) -> str | None:
    span = find_venue(frame.tokens, reader.lexicon, frame.low, frame.high, clauses)
    return span.of(reader.text) if span else None


def _inherited_venue(reader: _Reader, speaker: Speaker | None, number: int) -> str | None:
    """Return the venue of the quote before where its speaker goes on, or of the sentence that brings them up."""
    if speaker is None:
        return None
    if reader.lead is not None and reader.lead[1].paragraph == number:
        lead = _lead(reader, *reader.lead)
        if lead is not None and lead.person is not None and lead.person is speaker.person:
            return _venue(reader, reader.lead[0], ())
    if reader.last is None or reader.last[1] is None or reader.last[0] != number:
        return None
    same = reader.last[1].name == speaker.name and reader.last[1].person is speaker.person
    return reader.last[2] if same else None


def _quote(
    reader: _Reader,
    frame: Frame,
    kind: QuoteType,
    span: Span,
    governor: Governor | None,
    speaker: Speaker | None,
    venue: str | None,
) -> Quote:
    cue = governor.cue if governor else None
    printed = speaker.words if speaker and speaker.words.end else None
    words = frame.tokens.span(cue.first, cue.last).of(reader.text) if cue else None
    goes_on = speaker is not None and speaker.printed in reader.written and _pronominal(frame, governor)
    attribution = attribution_of(speaker, reader.lexicon, venue, written=goes_on or words in reader.lexicon.writing)
    if attribution == "document" and speaker is not None:
        reader.written.add(speaker.printed)
    return Quote(
        article=reader.article,
        start=span.start,
        end=span.end,
        type=kind,
        speaker=speaker.name if speaker else None,
        speaker_text=printed.of(reader.text) if printed else None,
        speaker_start=printed.start if printed else None,
        speaker_end=printed.end if printed else None,
        attribution=attribution,
        cue=words,
        venue=venue,
        content=content_of(span.of(reader.text), kind, words or "", reader.lexicon),
    )
