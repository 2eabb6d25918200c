"""The records that pass between the stages, and the rows of the output tables.

All offsets are character offsets into ``Article.text`` as given (``text[start:end]``), never copies. Records are frozen;
a later stage adds a record of its own, it does not change an earlier one. The row types at the end are the output
schema: a table's columns are the fields of its row type, in their order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PartKind = Literal["headline", "subhead", "caption", "credit", "body"]
CreditKind = Literal["agency", "outlet", "unnamed"]
CreditForm = Literal["credit_line", "dateline", "byline", "in_text", "meta", "disclaimer"]
Derivation = Literal["whole", "part", "none"]
Baseline = Literal["parent", "earlier", "others", "inferred_wire", "none"]
SentenceStatus = Literal["copied", "reworded", "added"]
DroppedKind = Literal["denial", "answer", "caveat"]
QuoteType = Literal["direct", "indirect"]
Attribution = Literal["named", "role", "anonymous", "document", "none"]
Content = Literal["fact", "opinion", "forecast"]
QuoteRelation = Literal["verbatim", "mutated", "indirected", "new"]
CreditCheck = Literal["agrees", "missing", "differs", "not_derived"]
Lane = Literal["copy", "story"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that the span points at."""
        return text[self.start : self.end]


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Article:
    """One page of one outlet, as read.

    ``text`` is the decoded content of a text file, the ``text`` field of a row, or the text extracted from HTML
    (``extracted`` is then true). ``published`` is aware and in UTC; ``published_note`` says what was assumed where the
    page gave no offset. ``source`` is where it was read: a path relative to the input, with ``:line`` for a row.
    ``extra`` holds the fields that pass through.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: dt.datetime | None = None
    published_note: str | None = None
    url: str | None = None
    byline: str | None = None
    language: str | None = None
    series: str | None = None
    source: str = ""
    extracted: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be used: ``source`` (file, and line where there is one) and the ``reason`` with its cure."""

    source: str
    reason: str


# ---------------------------------------------------------------- cleaning


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page by what it is; a ``body`` part is one paragraph."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Removed:
    """Clutter: a stretch that does not belong to the article, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Credit:
    """The words by which a page names its source. ``agency`` is the short name (PTI, Reuters ...), null for ``unnamed``."""

    agency: str | None
    kind: CreditKind
    form: CreditForm
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """An article after cleaning: what is content, what was taken away, what it credits, and its body sentences.

    ``parts`` and ``removed`` are sorted by start and do not overlap; ``sentences`` lie inside ``body`` parts, in order.
    """

    article: Article
    parts: tuple[Part, ...]
    removed: tuple[Removed, ...]
    credits: tuple[Credit, ...]
    sentences: tuple[Span, ...]

    @property
    def id(self) -> str:
        """Return the article's id."""
        return self.article.id

    @property
    def text(self) -> str:
        """Return the article's text as given."""
        return self.article.text

    def of_kind(self, kind: PartKind) -> tuple[Part, ...]:
        """Return the parts of one kind, in order."""
        return tuple(part for part in self.parts if part.kind == kind)


# ---------------------------------------------------------------- comparing


@dataclass(frozen=True, slots=True)
class Quote:
    """What one page says that somebody said.

    The span of a direct quote is what stands between the marks, that of an indirect one the reported clause without
    cue and "that". ``speaker`` is the full name of a person or organisation, null for the unnamed, whose printed words
    are ``speaker_text``. ``cue`` is the reporting word as printed; ``venue`` the words that say where it was said.
    """

    article: str
    start: int
    end: int
    type: QuoteType
    speaker: str | None
    speaker_text: str | None
    speaker_start: int | None
    speaker_end: int | None
    attribution: Attribution
    cue: str | None
    venue: str | None
    content: Content


@dataclass(frozen=True, slots=True)
class Match:
    """Where a sentence stands in another article, with a score from 0 to 1."""

    article: str
    start: int
    end: int
    score: float


# ---------------------------------------------------------------- output rows


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of the results. ``copied + reworded + added = 1`` by words of the body (all 0 where there is no body).

    ``kept`` is the share of words that stand in runs of three and more which the baseline has too: how close a rewording is.
    """

    id: str
    source: str
    outlet: str | None
    published: str | None
    title: str | None
    language: str | None
    words: int
    story: str
    copies: str
    derivation: Derivation
    parent: str | None
    parent_evidence: tuple[str, ...]
    baseline: Baseline
    credits: tuple[Credit, ...]
    credit_check: CreditCheck | None
    originality: float
    originality_band: tuple[float, float]
    originality_without_quotes: float
    copied: float
    reworded: float
    added: float
    exclusive: float
    removed: tuple[Removed, ...]
    kept: float = 0.0


@dataclass(frozen=True, slots=True)
class WeakestPair:
    """The two members of a story that resemble each other least."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a member is inside its story: its closeness to the others less what joining needs. Thin margins are doubtful."""

    article: str
    margin: float


@dataclass(frozen=True, slots=True)
class Possible:
    """An article outside the story that nearly joined it."""

    article: str
    score: float


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story: the id of its representative, members sorted by id, and how sure its parts are."""

    story: str
    articles: tuple[str, ...]
    copies: tuple[tuple[str, ...], ...]
    weakest: WeakestPair | None
    margins: tuple[Margin, ...]
    possible: tuple[Possible, ...]


@dataclass(frozen=True, slots=True)
class PairRow:
    """A verified edge, ``a < b``. Jaccard and containments are exact, over word shingles; ``similarity`` decides the story lane."""

    a: str
    b: str
    lane: Lane
    jaccard: float
    containment_a: float
    containment_b: float
    similarity: float | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One body sentence against its article's baseline; ``new`` are the words that the baseline does not have."""

    article: str
    start: int
    end: int
    status: SentenceStatus
    exclusive: bool
    new: tuple[Span, ...]
    changes: tuple[str, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A sentence of the ``parent`` (its span) that ``article`` left out; ``kinds`` are why it weighs, mostly none."""

    article: str
    parent: str
    start: int
    end: int
    kinds: tuple[DroppedKind, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote with its place in the story: variants of one utterance share ``group``; ``relation`` is against the baseline."""

    article: str
    start: int
    end: int
    type: QuoteType
    speaker: str | None
    speaker_text: str | None
    speaker_start: int | None
    speaker_end: int | None
    attribution: Attribution
    cue: str | None
    venue: str | None
    content: Content
    group: str
    relation: QuoteRelation
    changes: tuple[str, ...]
    exclusive: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """An article's place in a grouping: ``group`` is the id of the representative, ``size`` counts the group's articles."""

    group: str
    article: str
    size: int
    outlet: str | None
    published: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """An article's originality with its parts, its band, and what it was compared with."""

    article: str
    outlet: str | None
    title: str | None
    story: str
    words: int
    originality: float
    originality_band: tuple[float, float]
    originality_without_quotes: float
    copied: float
    reworded: float
    added: float
    exclusive: float
    derivation: Derivation
    parent: str | None
    baseline: Baseline
    kept: float = 0.0


@dataclass(frozen=True, slots=True)
class Findings:
    """What comparing says of one article inside its story."""

    article: str
    derivation: Derivation
    parent: str | None
    parent_evidence: tuple[str, ...]
    baseline: Baseline
    credit_check: CreditCheck | None
    originality: float
    originality_band: tuple[float, float]
    originality_without_quotes: float
    copied: float
    reworded: float
    added: float
    exclusive: float
    sentences: tuple[SentenceRow, ...]
    dropped: tuple[DroppedRow, ...]
    quotes: tuple[QuoteRow, ...]
    kept: float = 0.0
