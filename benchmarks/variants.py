"""Measure quote tracing: ``python -m benchmarks.variants [--extracted] [--others] [--show] [WIRE_FOLDER]``.

Relation of direct quotes and links between their variants, each event with weights fitted without it. By default with
the labelled quotes and parents; ``--extracted`` takes the quotes that extraction finds on cleaned pages,
``--others`` compares each article with all others of its story, ``--shipped`` uses the weights as they are shipped.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from benchmarks.corpora import SHARED, gold_page, page_text, wire_events
from benchmarks.fit_variants import Gold, fit, gold_quotes, pools_of, story_articles, utterances
from dedup.fitted import load_model
from dedup.quoting.variants import trace_quotes
from dedup.records import Quote, QuoteRow
from dedup.settings import QuoteSettings

RELATIONS = ("verbatim", "mutated", "indirected", "new")
ENOUGH = 0.8
"""Share of the longer one that a found direct quote and a labelled one must have in common."""


def quotes_of(article: Gold, *, extracted: bool) -> Sequence[Quote]:
    """Return an article's quotes, as labelled or as extraction finds them on the perfectly cleaned page."""
    if not extracted:
        return [quote for _, quote in gold_quotes(article).values()]
    from dedup.quoting.extract import extract_quotes

    return extract_quotes(gold_page(article), QuoteSettings())


def copies_of(articles: Sequence[Gold]) -> dict[str, str]:
    """Return each article's representative among its verbatim copies."""
    return {a["id"]: a["parent"] if a["treatment"] == "verbatim" else a["id"] for a in articles}


def traced(event: Gold, *, extracted: bool, others: bool) -> Mapping[str, Sequence[QuoteRow]]:
    """Return the rows of an event's story."""
    articles = story_articles(event)
    ids = [a["id"] for a in articles]
    baselines = {
        a["id"]: [i for i in ids if i != a["id"]] if others else [a["parent"]] if a["parent"] else [] for a in articles
    }
    return trace_quotes(
        {a["id"]: quotes_of(a, extracted=extracted) for a in articles},
        {a["id"]: page_text(a) for a in articles},
        baselines,
        QuoteSettings(),
        copies=copies_of(articles),
    )


def matched(article: Gold, rows: Sequence[QuoteRow]) -> dict[str, QuoteRow]:
    """Return for each labelled direct quote that was found the row that has it, by the labelled quote's id."""
    free = [row for row in rows if row.type == "direct"]
    found: dict[str, QuoteRow] = {}
    for key, (_, quote) in gold_quotes(article).items():
        if quote.type != "direct" or not free:
            continue
        best = max(free, key=lambda row: min(row.end, quote.end) - max(row.start, quote.start))
        common = min(best.end, quote.end) - max(best.start, quote.start)
        if common >= ENOUGH * max(best.end - best.start, quote.end - quote.start):
            found[key] = best
            free.remove(best)
    return found


def show(article: Gold, gold: Gold, row: QuoteRow, every: Mapping[str, Gold]) -> None:
    """Print one quote whose relation is wrong, with what it goes back to."""
    source = every.get(gold["variant_of"] or "")
    print(f"{article['treatment']}: {gold['relation']} taken for {row.relation}: {gold['text']!r} ({gold['speaker']})")
    print(f"    from {source and source['text']!r}; {row.changes}")


def macro(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return F1 by class and their mean over the classes that occur."""
    counts = {c: (sum(g == c == q for g, q in pairs), sum((g == c) != (q == c) for g, q in pairs)) for c in RELATIONS}
    scores = {c: 2 * tp / (2 * tp + off) if tp + off else 0.0 for c, (tp, off) in counts.items()}
    seen = [c for c in RELATIONS if any(g == c for g, _ in pairs)]
    return {**{c: round(f, 4) for c, f in scores.items()}, "macro": round(sum(scores[c] for c in seen) / len(seen), 4)}


@dataclass
class Tally:
    """What was counted: (labelled, found) relations, and right and wrong links by event."""

    relations: list[tuple[str, str]] = field(default_factory=list)
    links: list[Counter[str]] = field(default_factory=list)

    def report(self) -> None:
        """Print the figures."""
        print("relation of direct quotes, F1:", macro(self.relations), f"of {len(self.relations)}")
        caught = [q for g, q in self.relations if g == "mutated"]
        print(f"mutated quotes reported as mutated: {caught.count('mutated')} of {len(caught)}")
        every = sum(self.links, Counter[str]())
        print(f"links F1: {f1_of(every):.4f}, by event", *(f"{f1_of(each):.2f}" for each in self.links))


def f1_of(links: Counter[str]) -> float:
    """Return F1 from right and wrong or missed links."""
    return 2 * links["right"] / max(1, 2 * links["right"] + links["off"])


def score(event: Gold, rows: Mapping[str, Sequence[QuoteRow]], tally: Tally, *, shown: bool) -> None:
    """Count the relations and links of one event's direct quotes; ``shown`` prints those that are wrong."""
    found: dict[str, QuoteRow] = {}
    labelled: dict[str, Gold] = {}
    every = {key: gold for a in story_articles(event) for key, (gold, _) in gold_quotes(a).items()}
    for article in story_articles(event):
        if article["treatment"] == "independent":
            continue
        found |= matched(article, rows[article["id"]])
        direct = {key: gold for key, (gold, quote) in gold_quotes(article).items() if quote.type == "direct"}
        labelled |= direct
        for key, gold in direct.items() if article["parent"] else ():
            if key in found:
                tally.relations.append((gold["relation"], found[key].relation))
                if shown and gold["relation"] != found[key].relation:
                    show(article, gold, found[key], every)
    tally.links.append(links_of(labelled, found, utterances(event), shown=shown))


def links_of(
    labelled: Mapping[str, Gold],
    found: Mapping[str, QuoteRow],
    back: Mapping[str, tuple[str, str]],
    *,
    shown: bool,
) -> Counter[str]:
    """Return how many pairs of labelled quotes are linked rightly, and how many wrongly or not at all."""
    counts: Counter[str] = Counter()
    for x, y in itertools.combinations(labelled, 2):
        same = back[x][0] == back[y][0] or back[x][1] == back[y][1]
        said = x in found and y in found and found[x].group == found[y].group
        counts["right"] += same and said
        counts["off"] += same != said
        if shown and same != said and x in found and y in found:
            print(f"{'missed' if same else 'wrong'} link: {labelled[x]['text']!r} ~ {labelled[y]['text']!r}")
    return counts


def main() -> None:
    """Measure every event with the weights of the others and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "wire")
    for option in ("--extracted", "--others", "--show", "--shipped"):
        parser.add_argument(option, action="store_true")
    given = parser.parse_args()
    pools = [] if given.shipped else pools_of(given.folder, QuoteSettings())
    tally = Tally()
    for number, event in enumerate(wire_events(given.folder)):
        model = load_model("variants") if given.shipped else fit(pools[:number] + pools[number + 1 :])
        with mock.patch("dedup.quoting.variants.load_model", return_value=model):
            rows = traced(event, extracted=given.extracted, others=given.others)
        score(event, rows, tally, shown=given.show)
    tally.report()


if __name__ == "__main__":
    main()
