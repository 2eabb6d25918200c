"""Every number that decides something, in one place, with how it was found and on what.

Single thresholds stand here; vectors of fitted weights stand as readable numbers in ``dedup/fitted/*.json`` and name the
command that made them. The command line reads its defaults from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits of reading: what lies beyond is rejected with its reason, so that no input costs unbounded time or memory."""

    # One article: a text file, a line, a row, a record. The longest article of 18,000 of a crawl has 0.2 MB.
    text_bytes: int = 32 << 20
    # One JSON document, which has to be read whole (an array of articles is one document).
    json_bytes: int = 256 << 20
    # A page before extraction. The largest of 181 benchmark pages has 1.6 MB and 11,600 elements.
    html_bytes: int = 16 << 20
    html_elements: int = 60_000
    html_depth: int = 400
    # A compressed file may grow freely up to the first figure, and beyond it by the second (text: 3 to 10; zeros: 1,000).
    inflated_bytes: int = 1 << 30
    inflated_ratio: int = 250
    # Encodings and languages are told from this much of a text.
    sample_bytes: int = 64 << 10
    parquet_batch_rows: int = 64


@dataclass(frozen=True, slots=True)
class CleaningSettings:
    """What counts as clutter."""


@dataclass(frozen=True, slots=True)
class CopySettings:
    """Near-duplicates: shingles, MinHash, LSH bands, exact verification."""

    shingle_words: int = 5
    permutations: int = 128
    # Bands and rows are named, a "threshold" alone is ambiguous. 42 bands of 3 found 921 of 932 true pairs on
    # Reuters-21578, 32 of 4 found 810, for 1.35 times the candidates.
    bands: int = 42
    rows: int = 3
    # On the wire corpus' bodies every verbatim reprint has a Jaccard of .77 and more with its wire and is contained in it
    # wholly, an update of a page reaches .58 to .67, and of all rewrites, independent reports and other events the
    # closest reaches a Jaccard of .26 and a containment of .49.
    jaccard: float = 0.5
    containment: float = 0.75
    # A page three times as long holds more than one story (a digest, a live blog): containment in it makes no copy.
    containment_length_ratio: float = 3.0
    # Below 20 shingles (24 words) a stock phrase is enough to be contained: only Jaccard counts.
    containment_shingles: int = 20
    # A bucket that more representatives than this share holds a template; the next ones are found through other bands.
    bucket_representatives: int = 128
    # Representatives verified for one article, those with the most bands in common first.
    verified_representatives: int = 64


@dataclass(frozen=True, slots=True)
class StorySettings:
    """Stories: which articles report the same event."""

    # What a telling keeps of its article.
    stem_length: int = 6
    position_scale: float = 120.0
    telling_terms: int = 400
    lead_words: int = 60
    telling_sentences: int = 40
    sentence_terms: int = 60
    telling_figures: int = 60
    telling_names: int = 120
    telling_quotes: int = 24
    quote_terms: int = 4
    # Candidates: nearest articles by their heaviest terms.
    candidate_terms: int = 80
    candidates: int = 40
    candidate_cosine: float = 0.03
    candidate_postings: int = 1_000
    window_hours: float = 72.0
    # How many articles the background weighs, in a neighbourhood and in the corpus.
    neighbourhood_smoothing: float = 4.0
    corpus_smoothing: float = 500.0
    # Which pairs are edges, and what a story needs.
    linkage: float = 0.5


@dataclass(frozen=True, slots=True)
class AlignmentSettings:
    """Which sentence comes from where, who made what from whom."""

    # Words of a sentence beyond these are counted, but not compared: the longest sentence of the wire corpus has 71.
    sentence_words: int = 400
    # Added to the story's sentences when a word is weighed, so that in a story of two short pages a shared word still
    # weighs something.
    background_sentences: float = 30.0
    # Articles that one article is compared with.
    compared_articles: int = 12
    # Source sentences looked at for one sentence in one article, by each of the two cosines.
    candidates: int = 4


@dataclass(frozen=True, slots=True)
class QuoteSettings:
    """Quotes and their variants."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings that decide results; ``seed`` chooses the MinHash permutations."""

    seed: int = 1
    cleaning: CleaningSettings = field(default_factory=CleaningSettings)
    copies: CopySettings = field(default_factory=CopySettings)
    stories: StorySettings = field(default_factory=StorySettings)
    alignment: AlignmentSettings = field(default_factory=AlignmentSettings)
    quotes: QuoteSettings = field(default_factory=QuoteSettings)
