"""Every number that decides something, in one place, with how it was found and on what.

Single thresholds stand here; vectors of fitted weights stand as readable numbers in ``dedup/fitted/*.json`` and name the
command that made them. The command line reads its defaults from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits of reading: what lies beyond is rejected with its reason, so that time and memory stay bounded."""

    # One article: a text file, a line, a row, a record. The longest article of 18,000 of a crawl has 50 kB.
    text_bytes: int = 32 << 20
    # One JSON document, which has to be read whole (an array of articles is one document).
    json_bytes: int = 256 << 20
    # A page before extraction. At most in 181 benchmark pages: 1.5 MB, 1,596 elements, depth 51, 73
    # elements in one paragraph. The limits are far above: 15,000 short paragraphs took 2 to 4 s on a busy machine.
    html_bytes: int = 16 << 20
    html_elements: int = 40_000
    html_depth: int = 400
    html_inline: int = 500
    html_attributes: int = 5_000
    # Precise extraction below this share of the paragraphs' words is doubted (.2 to .7 give the same F1 on 181 pages).
    extraction_share: float = 0.5
    # An article in pieces is believed from this many times the text found (F1 .971 at 1.2, .972 at 1.5 and 2).
    extraction_gain: float = 1.5
    # A compressed file may grow freely up to the first figure, beyond it by the second (four gzipped corpora: 2.7 to
    # 3.3 times; gzip's most: 1,032). With 1 GB free, a gzip file of 4 MB that holds line ends only took minutes.
    inflated_bytes: int = 64 << 20
    inflated_ratio: int = 250
    # An encoding is guessed from this much of a text.
    sample_bytes: int = 64 << 10
    parquet_batch_rows: int = 64


@dataclass(frozen=True, slots=True)
class CleaningSettings:
    """What counts as clutter."""

    # A page is taken as wrapped at a fixed width where it has this many lines, its longest line is between these, and
    # this share of its lines breaks off before a small letter. Chosen by hand (e-mail and Usenet wrap at 60 to 80).
    wrapped_lines: int = 6
    wrap_least: int = 45
    wrap_width: int = 100
    wrap_broken: float = 0.2
    # A line of a wrapped paragraph runs on where it fills this share of the page's width.
    wrap_fill: float = 0.8
    # A line of this many characters that ends as a sentence is prose. Chosen by hand; the models are fitted with it.
    prose_chars: int = 80
    # So is a line of this length, however it ends (Thai has no full stop).
    long_line_chars: int = 240
    # Headlines: among the first lines of the page, at most so long, at least so many words or letters. Chosen by hand.
    headline_lines: int = 12
    headline_chars: int = 220
    headline_words: int = 4
    headline_letters: int = 16
    headline_slack: int = 6
    # A title and a line of which one is the beginning of the other print the same headline from so many letters on.
    headline_cut_letters: int = 20
    # Cross-validated by event, headlines found: .866 at .1, .847 at .2, .840 at .3, but at .1 some clutter is kept for one.
    headline_chance: float = 0.2
    # Prose above a sure headline is a teaser of another article where it shares less than this of its telling words
    # with the rest, and is at most so many lines. On every twelfth page of a crawl the first prose shares .20 at the
    # 5th percentile, .27 at the 10th and .52 at the median, so this decides only together with the place.
    teaser_lines: int = 2
    teaser_shared: float = 0.25
    # A line's features are those of its first characters.
    feature_chars: int = 300
    # Phrases of furniture are looked for in so much of a line. Weak ones ("on Telegram") count in lines shorter than the
    # second only, in longer ones they are ordinary speech. Chosen by hand.
    furniture_chars: int = 2_000
    furniture_short_chars: int = 90
    # A line is clutter where the model says so with this chance. Cross-validated by event, body kept / clutter removed of
    # the wire corpus' pages: 1.0000/.9808 at .3, 1.0000/.9785 at .5, 1.0000/.9681 at .7; of crawled ones .972/.759,
    # .978/.749 and .986/.727: flat, so one half.
    clutter_chance: float = 0.5
    # A full sentence without a phrase of furniture is dearer to lose: 1.0000/.9785 from .5 to .7, 1.0000/.9698 at .9; of
    # crawled pages .977/.753 at .5, .978/.749 at .6, .978/.745 at .7.
    sentence_clutter_chance: float = 0.6
    # Short sentences that follow the last prose without a break mostly end the text: .9998 of the body at .7, 1.0000 and
    # the same clutter from .8 to .985.
    closing_clutter_chance: float = 0.98
    # Numbers that define a feature (how far it looks, where it stops to count) stand beside it in cleaning.features and
    # cleaning.traits: they are the model's, and changing one means fitting again.
    # Learnt lines: pages of an outlet that must carry a line, pages without an outlet that must, and at least this
    # share of those seen; of each outlet so many pages are looked at. Chosen by hand: on the wire corpus nothing changes
    # for 2 to 4 pages and shares of .05 to .4, as the model finds what 2 to 12 pages repeat by itself.
    repeated_pages: int = 2
    repeated_bare_pages: int = 4
    repeated_share: float = 0.1
    repeated_chars: int = 400
    sampled_pages: int = 64
    sampled_lines: int = 200
    learning_chars: int = 200_000
    # A user's own agencies and cues over the package's: the content of a file, as cleaning.agencies.read_agencies gives it.
    agencies: str = ""
    # Credits: the longest line that is a credit as a whole, and without a label; how far a dateline may reach. These and
    # the lengths below are chosen by hand, as what such lines have on real pages with room to spare.
    credit_line_chars: int = 160
    bare_credit_chars: int = 40
    dateline_chars: int = 110
    bare_dateline_chars: int = 60
    bare_dateline_line: int = 80
    bracket_words: int = 2
    notice_chars: int = 400
    mentions_per_line: int = 50
    # How far before and behind an agency's name its cue is looked for, and the brackets around it; how near a word
    # against a credit ("©", "Most Read from") stands, and how near to the line's start.
    cue_chars: int = 80
    bracket_chars: int = 120
    no_credit_before: int = 30
    no_credit_line: int = 60
    # A label ("Source:") has at most so many words before the name; "with agency inputs" stands in a line of at most so
    # many characters; another outlet's name is at most so long.
    label_words: int = 6
    unnamed_chars: int = 80
    outlet_chars: int = 50
    outlet_words: int = 5
    # Beside an agency a line of its own may name a place of so many words, or staff of so many.
    place_words: int = 3
    staff_words: int = 6
    # A page this short whose first lines say "Reuters reports" names its source so.
    brief_chars: int = 900
    lead_lines: int = 12
    # Characters that go to the sentence splitter at once: bounds its time and memory on text without an end.
    sentence_chunk: int = 20_000


@dataclass(frozen=True, slots=True)
class CopySettings:
    """Near-duplicates: shingles, MinHash, LSH bands, exact verification. Table: ``python -m benchmarks.copies_settings``."""

    shingle_words: int = 5
    permutations: int = 128
    # Bands and rows are named, a "threshold" alone is ambiguous. 42 bands of 3 find all 793 pairs of Jaccard .5 and more
    # on Reuters-21578 and .941 of the planted pairs of 100,000 generated articles, 32 of 4 .992 and .924, 16 of 8 .827
    # and .569.
    bands: int = 42
    rows: int = 3
    # On the wire corpus' raw pages every verbatim reprint has a Jaccard of .495 and a containment of .67 and more with its
    # wire, and the closest rewrite, report or other event (it carries the same background paragraph) .26 and .49. Of the
    # planted pairs .35 and .7 find .941 at precision .99997 (F1 .970); .5 and .75 find .760, .3 and .6 .968 at .9998.
    jaccard: float = 0.35
    containment: float = 0.7
    # A page three times as long holds more than one story (a digest, a live blog): containment in it makes no copy.
    containment_length_ratio: float = 3.0
    # Below 20 shingles (24 words) a stock phrase is enough to be contained: only Jaccard counts.
    containment_shingles: int = 20
    # In a bucket an article is held against so many of the longest articles and so many of the next longer ones than
    # itself: all pairs of a small bucket, and no more work than this per article in a flood of one page.
    bucket_neighbours: int = 4
    # Articles that one article is verified against, those with the most equal values in their signatures first.
    candidates: int = 8
    # A group's representative is verified against so many of the first groups of all that candidates connect, and so
    # many that share candidates with it: at 4 and 8 .94 of the planted pairs end in one group, without .80.
    first_groups: int = 4
    linked_groups: int = 8
    # A pair is verified where its signatures' estimate comes within so many standard errors of what copies need.
    estimate_margin: float = 3.0


@dataclass(frozen=True, slots=True)
class StorySettings:
    """Stories: which articles report the same event."""

    # What a telling keeps of its article: enough for the facts, bounded for a page of any length.
    stem_length: int = 6
    # Weight of a term: ln(1 + sum over its positions of 1/(1 + position/scale)): the lead says what the story is.
    position_scale: float = 120.0
    telling_terms: int = 400
    lead_words: int = 60
    telling_sentences: int = 40
    sentence_terms: int = 60
    telling_figures: int = 60
    telling_names: int = 120
    telling_quotes: int = 24
    quote_terms: int = 4
    dated_chars: int = 900  # of the body, that are searched for the day of the event
    # Candidates: nearest articles by their heaviest terms. Between cleaned pages that are no copies all true pairs of the
    # wire corpus are among them and .9985 of those of ECB+ (4,032 of 4,038; the six have 17 to 37 words and share next
    # to none, 60 or 400 candidates and all terms find no more). A term that more articles hold than postings finds nobody.
    candidate_terms: int = 80
    candidates: int = 40
    candidate_cosine: float = 0.03
    candidate_postings: int = 1_000
    window_hours: float = 72.0
    # A crawl is measured in blocks of so many articles. Up to so many without a date are compared with all blocks, more
    # only with each other, block by block.
    crawl_block: int = 8_000
    crawl_undated: int = 4_000
    # How many articles the background counts for: news at large beside the corpus, the corpus beside a neighbourhood.
    corpus_smoothing: float = 500.0
    neighbourhood_smoothing: float = 2.0
    # Of two articles that tell one story, one tells at least this share, by worth, of what the other opens with: all true
    # pairs of the wire corpus do, and .987 of those of ECB+. The judge alone is too kind to texts of two sentences.
    least_lead: float = 0.15
    # Average linkage joins groups whose mean score is at least this; scores are calibrated (benchmarks.fit_stories). On
    # events left out, wire rows, wire pages, ECB+, affair rows and affair pages have .972, .934, .922, .935, .858 at .4,
    # .972, .942, .916, .940, .855 here, .965, .939, .905, .930, .856 at .5; of the crawl's pairs scored so high 65, 68 and
    # 71 % are one story.
    linkage: float = 0.45
    possible: float = 0.25  # mean score from which an outside article is named as one that nearly joined


@dataclass(frozen=True, slots=True)
class AlignmentSettings:
    """Which sentence comes from where, who made what from whom."""

    # Words of a sentence beyond these are counted, but not compared: the longest sentence of the wire corpus has 54.
    sentence_words: int = 400
    # Added to the story's sentences when a word is weighed, so that in a story of two short pages a shared word still
    # weighs something.
    background_sentences: float = 30.0
    # Articles that one article is compared with.
    compared_articles: int = 12
    # Source sentences looked at for one sentence in one article, by each of the two cosines.
    candidates: int = 8
    # In an article of more sentences than this only words and character 4-grams of at most so many of them find
    # candidates, so that the work stays linear.
    long_article: int = 1000
    long_article_frequency: int = 50
    # A neighbour that scores more surely rests on the sources: with .5, commentary on known people counts as retold.
    firm_pair: float = 0.9
    # A further source sentence that scores up to this adds nothing to the union of those a sentence rests on: most rest on
    # one. The union is of so many at most (a merge of more is not found on the wire corpus).
    weak_pair: float = 0.15
    merged_sentences: int = 3
    # Pairs of equal words of two sentences beyond which their order is not looked at: no prose comes near it.
    word_meetings: int = 20_000
    # Words of a copied run: shorter ones are phrases that everybody uses.
    copied_run: int = 4
    # Words of a run that count as kept: answers on the same question that were written without the source have .00 to .12
    # of such, those made from it .19 to 1 (Clough and Stevenson; runs of four: .00 to .07 and .06 to 1).
    kept_run: int = 3
    # A sentence rests on its sources from this probability on, one that is mostly a quote which nobody else carries
    # from the second on; the band of originality shows what `doubt` more or less does.
    supported: float = 0.5
    supported_own_quote: float = 0.8
    doubt: float = 0.25
    # In an article that otherwise keeps so near to the wording, a sentence whose best pair scores less is added: of the
    # wire corpus' sentences with such a pair that rest on others all stand in thorough rewrites (wording .14 to .21).
    least_pair: float = 0.1
    keeps_wording: float = 0.3
    # Likeness of word sequences from which a sentence is copied (F1 .995 on the wire corpus), and for short ones: at
    # most so many edits of a word each.
    copied_ratio: float = 0.85
    copied_edits: int = 2
    copied_ratio_short: float = 0.7
    # Only sentences that share so much of their character 4-grams both ways are compared word by word: a copy by the limits
    # above shares more, and the exact comparison is dear.
    copied_grams: float = 0.5
    # By how much a converted figure may be off: 60 mph are printed as 100 km/h (97), 200 miles as 320 km (322).
    converted: float = 0.04
    # A clause of a reworded sentence is new if it has so many words, none of its source sentences' and hardly one of
    # their articles', and if such a share of the article's sentences is added (without that, a looser form of the rule
    # called 2,500 words of the wire corpus new, of which 135 were).
    clause_words: int = 4
    clause_familiar: float = 0.2
    clause_added: float = 0.3
    # Matches that are shown: three in the parent (or the likeliest source) and its copies, doubtful ones too; elsewhere
    # one, if it is likely.
    matches_in_closest: int = 3
    match_in_closest: float = 0.005
    match_elsewhere: float = 0.2


@dataclass(frozen=True, slots=True)
class DerivationSettings:
    """Who made what from whom."""

    # Probability from which a parent is named, where the time of publication is known of one of the two at least
    # (precision .93 to .96 on held-out events for .35 to .45), and where it is of neither (.94 to .95; .91 at .6).
    named: float = 0.4
    named_undated: float = 0.67
    # An article of which less rests on the others is no part of them: the part derived ones of the wire corpus begin at
    # .16. Of 88 of a crawl that the model calls derived, 32 lie below .12, commentaries on the event all that were read.
    least_supported: float = 0.1
    # The evidence names copied runs from this share of the words outside quotes on, and the wording as the closest where it
    # leads all others by so much (chosen by hand: they are words for a reader, nothing depends on them).
    told_copied: float = 0.02
    told_fidelity: float = 0.05


@dataclass(frozen=True, slots=True)
class QuoteSettings:
    """Quotes and their variants."""

    # A clause counts as reported speech from this probability on. Cross-validated by benchmarks.fit_quotes, F1 on the wire
    # corpus / PolNeAR: .76 / .55 at 0.5, .71 / .57 at 0.4, .68 / .57 at 0.35.
    speech_threshold: float = 0.4
    # Which marked stretches are quotes. One without a cue needs so many words where its sentence has others, and so many
    # where it is all of its paragraph's sentence; one that only a subject leads to so many. With a cue before it, words set
    # like a title are none up to the fourth figure, nor is what begins with a capital and ends as no sentence up to the last.
    # Chosen by hand, and flat: one or two words more or less move F1 by .0013 at most on PolNeAR (.9426 here) and .002 on
    # the wire corpus (.986).
    bare_quote_words: int = 6
    alone_quote_words: int = 3
    told_quote_words: int = 4
    title_words: int = 8
    name_words: int = 6
    # Mean probability of the pairs of a group of variants. 0.15 is best of 0.1 to 0.25 in benchmarks.variants, with
    # labelled and with found quotes; 0.3 to let indirect speech in raised relations found from .83 to .89 macro F1.
    variant_link: float = 0.15
    variant_link_indirect: float = 0.3
    # How many prints each print is held against by shared rare words, and as many by its speaker.
    variant_candidates: int = 40
    # Share of all words of two prints of one speaker that both have, from which on they are nearly one print and only the
    # first is compared with the rest: one word in nine may differ.
    nearly_one: float = 0.8
    # Share of the weight of the shorter one's words that two direct quotes of one utterance have in common. Speakers who say
    # much in one story: of 400 unlike quotes of 10 speakers 216 were taken for changed ones without it, 24 with it; the relations
    # of benchmarks.variants stay what they were up to 0.1, and fall from 0.15 on.
    variant_shared: float = 0.1
    # The same of the longer one's words, where no name says that one person speaks, or the venues that it was on two
    # occasions. Of such links on events left out, right and wrong ones are 46 and 61 with no demand, 32 and 22 from .2 on, 21
    # and 9 from .3, 15 and 1 from .4 (benchmarks.fit_variants); .2 to .3 cost no link of direct quotes, .35 the first.
    variant_shared_elsewhere: float = 0.3
    # From so many words on, words in one piece in another article are no coincidence.
    carried_words: int = 6
    # From so many words on, a quote is a statement: of 60 urgent flags on a crawl 6 hung on two to four words in marks
    # ("very odd"). On the wire corpus no flag on an unnamed source's opinion is lost up to 5, two of 14 at 6.
    statement_words: int = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings that decide results; ``seed`` chooses the MinHash permutations."""

    seed: int = 1
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    cleaning: CleaningSettings = field(default_factory=CleaningSettings)
    copies: CopySettings = field(default_factory=CopySettings)
    stories: StorySettings = field(default_factory=StorySettings)
    alignment: AlignmentSettings = field(default_factory=AlignmentSettings)
    derivation: DerivationSettings = field(default_factory=DerivationSettings)
    quotes: QuoteSettings = field(default_factory=QuoteSettings)
