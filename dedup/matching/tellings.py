"""What one article tells: the few facts by which two tellings of a story recognise each other, without its text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.matching.background import load_background
from dedup.matching.calendar import named_days
from dedup.matching.tokens import Token, tokenize
from dedup.records import Page, Part
from dedup.settings import StorySettings

# Opening and closing marks of direct speech; bounded, so that a page of quotation marks costs linear time.
_SPEECH = re.compile('[“"«„「『]([^“”"«»„「」『』]{12,400})[”"»“」』]')

COMMON = 0.4  # share of articles at large from which a word says nothing of what a figure counts or who is meant
_UNIT_REACH = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and a word behind it or, where none follows, before it, that is not all too common: ``37`` ``dead``."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One article as the story lane sees it; terms are stems or character bigrams (see ``tokens``).

    ``hours``: publication in hours since 1970, UTC. ``terms``: distinct terms of headline and body by falling weight;
    ``weights`` beside them: ln(1 + sum over positions of 1/(1 + position/120)). ``lead``: terms of the opening.
    ``sentences``: distinct terms of each sentence, the first ones. ``names``: terms that begin with a capital inside
    a sentence. ``speech``: the terms of each direct quote. ``days``: the days named in the opening and in the page's
    timestamps (see ``calendar``). ``printed``: of the terms that a verdict is argued with, a word as it is printed.
    """

    id: str
    language: str | None
    outlet: str | None
    hours: float | None
    words: int
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    headline: tuple[str, ...]
    lead: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    figures: tuple[Figure, ...]
    lead_figures: tuple[Figure, ...]
    names: tuple[str, ...]
    speech: tuple[tuple[str, ...], ...]
    days: tuple[str, ...]
    printed: tuple[tuple[str, str], ...] = ()


def telling(page: Page, settings: StorySettings) -> Telling:
    """Return what ``page`` tells. A page without body sentences has no terms and is like no other."""
    article = page.article
    heading = _tokens(headline(page), settings)
    sentences = [_tokens(span.of(page.text), settings) for span in page.sentences]
    body = [token for sentence in sentences for token in sentence]
    opening = _opening(sentences, settings.lead_words)
    weights = _position_weights([*heading, *body], settings.position_scale) if body else {}
    ranked = sorted(weights, key=lambda term: (-weights[term], term))[: settings.telling_terms]
    names = _names(sentences)[: settings.telling_names]
    figures = _figures(sentences)[: settings.telling_figures]
    lead = _distinct([*heading, *opening]) if body else ()
    return Telling(
        id=article.id,
        language=article.language,
        outlet=article.outlet,
        hours=article.published.timestamp() / 3600 if article.published else None,
        words=len(body),
        terms=tuple(ranked),
        weights=tuple(round(weights[term], 4) for term in ranked),
        headline=_distinct(heading) if body else (),
        lead=lead,
        sentences=tuple(_distinct(s)[: settings.sentence_terms] for s in sentences if s)[: settings.telling_sentences],
        figures=figures,
        lead_figures=_figures([heading, opening])[: settings.telling_figures] if body else (),
        names=names,
        speech=_speech(page, settings),
        days=named_days(dated_text(page, settings)),
        printed=_printed(body, set(names) & set(lead) | {figure.unit for figure in figures}),
    )


def _tokens(text: str, settings: StorySettings) -> list[Token]:
    return tokenize(text, settings.stem_length)


def headline(page: Page) -> str:
    """Return the headline on the page, else the article's title, else nothing."""
    headlines = page.of_kind("headline")
    return page.text[headlines[0].start : headlines[0].end] if headlines else page.article.title or ""


def dated_text(page: Page, settings: StorySettings) -> str:
    """Return what says when the event was: the headline, the first sentences, the page's timestamps."""
    stamps = [page.text[cut.start : cut.end][:200] for cut in page.removed if cut.reason == "timestamp"]
    first = page.sentences[0].start if page.sentences else 0
    return "\n".join([headline(page), page.text[first : first + settings.dated_chars], *stamps[:4]])


def _opening(sentences: Sequence[list[Token]], words: int) -> list[Token]:
    """Return the first whole sentences, until they hold ``words`` tokens."""
    opening: list[Token] = []
    for sentence in sentences:
        if len(opening) >= words:
            break
        opening.extend(sentence)
    return opening[: 2 * words]


def _position_weights(tokens: Sequence[Token], scale: float) -> dict[str, float]:
    sums: dict[str, float] = {}
    for position, token in enumerate(tokens):
        sums[token.term] = sums.get(token.term, 0.0) + 1 / (1 + position / scale)
    return {term: math.log1p(total) for term, total in sums.items()}


def _distinct(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token.term for token in tokens))


def _figures(sentences: Sequence[Sequence[Token]]) -> tuple[Figure, ...]:
    found: dict[Figure, None] = {}
    for sentence in sentences:
        for at, token in enumerate(sentence):
            if token.figure:
                found[Figure(token.term, _unit(sentence, at))] = None
    return tuple(found)


def _unit(sentence: Sequence[Token], at: int) -> str:
    """Return the first word behind a figure, or else the one before it, that says what is counted."""
    beside = [*sentence[at + 1 : at + 1 + _UNIT_REACH], *sentence[max(0, at - 1) : at]]
    words = (other.term for other in beside if not other.figure)
    return next((word for word in words if load_background().share(word) < COMMON), "")


def _printed(tokens: Sequence[Token], shown: set[str]) -> tuple[tuple[str, str], ...]:
    """Return the ``shown`` terms with the word that first stands for each, if it is another."""
    found: dict[str, str] = {}
    for token in tokens:
        if token.term in shown:
            found.setdefault(token.term, token.printed)
    return tuple((term, printed) for term, printed in found.items() if term != printed)


def _names(sentences: Sequence[Sequence[Token]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.term for sentence in sentences for t in sentence[1:] if t.capital))


def _speech(page: Page, settings: StorySettings) -> tuple[tuple[str, ...], ...]:
    quotes: list[tuple[str, ...]] = []
    for part in page.of_kind("body"):
        quotes.extend(_speech_of(page, part, settings))
        if len(quotes) >= settings.telling_quotes:
            break
    return tuple(quotes[: settings.telling_quotes])


def _speech_of(page: Page, part: Part, settings: StorySettings) -> list[tuple[str, ...]]:
    terms = (_distinct(_tokens(found, settings)) for found in _SPEECH.findall(page.text[part.start : part.end]))
    return [quote[: settings.sentence_terms] for quote in terms if len(quote) >= settings.quote_terms]
