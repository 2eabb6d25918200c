"""Where a quote comes from: its variants across the story, and what it is against the articles it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from dedup.fitted import load_model
from dedup.quoting.candidates import candidate_pairs, candidates_each
from dedup.quoting.drift import ATTRIBUTED, by_severity, quote_changes
from dedup.quoting.elsewhere import carried, familiar
from dedup.quoting.excerpts import excerpt_of
from dedup.quoting.flags import quote_flags
from dedup.quoting.likeness import Likeness
from dedup.quoting.linkage import group_prints
from dedup.quoting.markers import language_of_words
from dedup.quoting.naming import last_name, speakers_differ
from dedup.quoting.prints import Print, by_leader, collapse, is_piece, jaccard, leaders, pages_of, prints_of
from dedup.quoting.wording import told
from dedup.records import Quote, QuoteRelation, QuoteRow
from dedup.settings import QuoteSettings

_QUOTE_FIELDS = tuple(each.name for each in fields(Quote))
_MOST_PRINTS = 10
"""Prints of one utterance on one page that are looked at."""
_MOST_SOURCES = 40
"""Prints of an utterance in the baseline that one is held against; the same words come first."""


@dataclass(frozen=True, slots=True)
class Story:
    """The quotes of one story, each page's in order; ``group`` and ``node`` are by index into ``prints``.

    Prints of the same words by the same speaker are one node, nodes that are nearly the same follow one ``leader``;
    ``likely`` holds the probability of pairs of leaders. ``carried`` are the articles whose text has a quote's
    words, inside marks or not. ``familiar`` are the speakers (article, last name) that another article names too, or of
    whom the article says somewhere where they spoke; ``alone`` is true where all articles are copies of one.
    """

    prints: tuple[Print, ...]
    texts: Mapping[str, str]
    languages: Mapping[str, str | None]
    node: tuple[int, ...]
    leader: tuple[int, ...]
    group: tuple[int, ...]
    likely: Mapping[tuple[int, int], float]
    carried: tuple[frozenset[str], ...]
    familiar: frozenset[tuple[str, str]]
    copies: Mapping[str, str]

    def original(self, article: str) -> str:
        """Return the representative of an article's copies."""
        return self.copies.get(article, article)

    @property
    def alone(self) -> bool:
        """Tell whether all articles of the story are copies of one text."""
        return len({self.original(article) for article in self.texts}) == 1

    def text(self, at: int) -> str:
        """Return the words of a quote as printed."""
        quote = self.prints[at].quote
        return self.texts[quote.article][quote.start : quote.end]

    def likeness(self, a: int, b: int) -> float:
        """Return the probability that two quotes print one utterance; 2 for the same words by the same speaker."""
        if self.node[a] == self.node[b]:
            return 2.0
        one, other = sorted((self.leader[a], self.leader[b]))
        return 1.0 if one == other else self.likely.get((one, other), 0.0)


def trace_quotes(
    quotes: Mapping[str, Sequence[Quote]],
    texts: Mapping[str, str],
    baselines: Mapping[str, Sequence[str]],
    settings: QuoteSettings,
    *,
    copies: Mapping[str, str] | None = None,
    later: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, tuple[QuoteRow, ...]]:
    """Return the rows of one story's quotes by article, sorted by start.

    ``quotes`` and ``texts`` are by article id. ``baselines[article]`` are the articles that it is compared with; where
    there are none, everything in it is ``new``. ``copies`` gives the representative of each article's verbatim copies:
    an utterance that only copies of one article carry is still ``exclusive``. ``group`` is ``<article>:<start>`` of the
    utterance's first print: in an article without a baseline where there is one, then by id and start. Whether an
    article changed a direct quote is told from others than its copies and those ``later`` than it, if there are any; from all
    where ``later`` does not have the article.
    """
    order = sorted(texts, key=lambda article: (bool(baselines.get(article)), article))
    story = _story(order, quotes, texts, settings, copies or {})
    carriers = _carriers(story)
    rows: dict[str, list[QuoteRow]] = {article: [] for article in sorted(texts)}
    yardsticks = {article: sorted(set(baselines.get(article, ()))) for article in texts}
    followers = {article: (later or {}).get(article) for article in texts}
    for at, each in enumerate(story.prints):
        article = each.quote.article
        rows[article].append(
            _row(story, at, carriers[story.group[at]], yardsticks[article], followers[article], settings)
        )
    return {article: tuple(found) for article, found in rows.items()}


def _story(
    order: Sequence[str],
    quotes: Mapping[str, Sequence[Quote]],
    texts: Mapping[str, str],
    settings: QuoteSettings,
    copies: Mapping[str, str],
) -> Story:
    pages = {article: told(texts[article]) for article in order}
    languages = {article: language_of_words(pages[article].keys) for article in order}
    prints = [
        each
        for article in order
        for each in prints_of(
            sorted(quotes.get(article, ()), key=lambda q: (q.start, q.end, q.type)), pages[article], languages[article]
        )
    ]
    node = collapse(prints)
    standing = pages_of(prints, node)
    nodes = sorted(standing)
    first = leaders([prints[at] for at in nodes], [standing[at] for at in nodes], settings.nearly_one)
    leader = {at: nodes[number] for at, number in zip(nodes, first, strict=True)}
    distinct = [pages[article].keys for article in order if copies.get(article, article) == article]
    likely, group = _linked(
        prints, by_leader(standing, leader), distinct or [each.keys for each in pages.values()], settings
    )
    return Story(
        prints=tuple(prints),
        texts=texts,
        languages=languages,
        node=tuple(node),
        leader=tuple(leader[at] for at in node),
        group=tuple(group[leader[at]] for at in node),
        likely=likely,
        carried=carried(prints, node, pages, settings.carried_words),
        familiar=familiar(prints, pages, copies),
        copies=copies,
    )


def _linked(
    prints: Sequence[Print],
    standing: Mapping[int, frozenset[str]],
    texts: Sequence[Sequence[str]],
    settings: QuoteSettings,
) -> tuple[dict[tuple[int, int], float], dict[int, int]]:
    """Return the probability of pairs of the prints in ``standing``, and the first of each one's group."""
    nodes = sorted(standing)
    kept = [prints[at] for at in nodes]
    pages = [standing[at] for at in nodes]
    likely = pair_probabilities(kept, pages, texts, settings)
    first = group_prints(kept, pages, likely, settings.variant_link, settings.variant_link_indirect)
    return (
        {(nodes[a], nodes[b]): p for (a, b), p in likely.items()},
        {at: nodes[first[number]] for number, at in enumerate(nodes)},
    )


def pair_probabilities(
    prints: Sequence[Print],
    pages: Sequence[frozenset[str]],
    texts: Sequence[Sequence[str]],
    settings: QuoteSettings,
) -> dict[tuple[int, int], float]:
    """Return the probability that two prints go back to one utterance, for the candidate pairs (indices, ascending)."""
    if not prints:
        return {}
    likeness = Likeness(prints, pages, texts)
    most = candidates_each(len(prints), settings.variant_candidates)
    pairs = candidate_pairs(likeness, most, settings.variant_shared)
    if not len(pairs):
        return {}
    scores = load_model("variants").probabilities(likeness.features(pairs))[:, 1]
    # Weighed first and dropped afterwards: what a pair is up against counts in its favour or not (``rivals``).
    kept = likeness.vouched(pairs, settings.variant_shared_elsewhere)
    return {(a, b): score for (a, b), score in zip(pairs[kept].tolist(), scores[kept].tolist(), strict=True)}


def _carriers(story: Story) -> dict[int, dict[str, list[int]]]:
    """Return for each group its members by article, at most ``_MOST_PRINTS`` of one article."""
    carriers: dict[int, dict[str, list[int]]] = {}
    for at, group in enumerate(story.group):
        printed = carriers.setdefault(group, {}).setdefault(story.prints[at].quote.article, [])
        if len(printed) < _MOST_PRINTS:
            printed.append(at)
    return carriers


def _row(
    story: Story,
    at: int,
    carriers: Mapping[str, Sequence[int]],
    baseline: Sequence[str],
    later: frozenset[str] | None,
    settings: QuoteSettings,
) -> QuoteRow:
    quote = story.prints[at].quote
    printed = [article for article in baseline if article in carriers]
    if quote.type != "direct":
        later = None  # an indirect quote may be in anybody's words
    if later is not None:
        printed = _witnesses(story, quote.article, printed, later)
    relation, changes = _relation(story, at, _sources(story, at, carriers, printed), baseline)
    if later is not None and relation != "verbatim" and printed and later.issuperset(printed):
        relation, changes = "new", ()  # the others changed it
    elsewhere = (article for articles in (carriers, story.carried[at]) for article in articles)
    exclusive = all(story.original(article) == story.original(quote.article) for article in elsewhere)
    speaker = story.prints[at].speaker
    leader = story.prints[story.group[at]].quote
    return QuoteRow(
        **{name: getattr(quote, name) for name in _QUOTE_FIELDS},
        group=f"{leader.article}:{leader.start}",
        relation=relation,
        changes=changes,
        exclusive=exclusive,
        flags=quote_flags(
            quote,
            story.texts[quote.article],
            story.languages[quote.article],
            settings,
            relation=relation,
            changes=changes,
            only_here=exclusive and not story.alone,
            familiar=bool(speaker) and (quote.article, last_name(speaker)) in story.familiar,
        ),
    )


def _witnesses(story: Story, article: str, carriers: list[str], later: frozenset[str]) -> list[str]:
    """Return the carriers that do not have the words from the article itself, or all where there is none other."""
    copies = {other for other in carriers if story.original(other) == story.original(article)}
    return [other for other in carriers if other not in later and other not in copies] or carriers


def _sources(story: Story, at: int, carriers: Mapping[str, Sequence[int]], baseline: Sequence[str]) -> list[int]:
    """Return the prints of a quote's utterance in the baseline, likest first, at most ``_MOST_SOURCES``."""
    every = [source for article in baseline for source in carriers[article]]
    same = [source for source in every if story.node[source] == story.node[at]]
    words = story.prints[at].content

    def likest(source: int) -> tuple[float, float, int]:
        return -story.likeness(at, source), -jaccard(words, story.prints[source].content), source

    return sorted(dict.fromkeys([*same[:_MOST_PRINTS], *every[:_MOST_SOURCES]]), key=likest)


def _relation(
    story: Story, at: int, sources: Sequence[int], baseline: Sequence[str]
) -> tuple[QuoteRelation, tuple[str, ...]]:
    """Return what a quote is against the prints of its utterance in the baseline, and what was changed."""
    quote = story.prints[at].quote
    alike = [source for source in sources if story.prints[source].quote.type == quote.type][:_MOST_PRINTS]
    language = story.languages[quote.article]
    for source in alike:
        if is_piece(story.prints[at], story.prints[source]) and excerpt_of(
            story.text(source), story.text(at), language
        ):
            return "verbatim", by_severity(_attribution_changes(story.prints[source], story.prints[at], language))
    if alike:
        changes = _changes(story, alike[0], at)
        only_speaker = all(change.split(":")[0] in ATTRIBUTED for change in changes)
        return "verbatim" if only_speaker else "mutated", changes
    if sources:
        return "indirected", by_severity([*_changes(story, sources[0], at), f"made {quote.type}"])
    if quote.type == "direct" and not story.carried[at].isdisjoint(baseline):
        return "indirected", ("made direct",)
    return "new", ()


def _changes(story: Story, source: int, at: int) -> tuple[str, ...]:
    language = story.languages[story.prints[at].quote.article]
    words = quote_changes(story.text(source), story.text(at), language)
    return by_severity([*words, *_attribution_changes(story.prints[source], story.prints[at], language)])


def _attribution_changes(source: Print, copy: Print, language: str | None) -> list[str]:
    changes = []
    if speakers_differ(source.quote, copy.quote, language):
        changes.append(f"speaker differs: {source.quote.speaker} -> {copy.quote.speaker}")
    if source.venue and copy.venue and not source.venue & copy.venue:
        changes.append(f"venue differs: {source.quote.venue} -> {copy.quote.venue}")
    return changes
