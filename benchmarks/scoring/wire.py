"""Score an analysis folder against events of the wire corpus.

python -m benchmarks.scoring.wire ANALYSIS_DIR EVENT.json...

The folder holds ``articles.jsonl``, ``sentences.jsonl`` and ``quotes.jsonl``. An article id may be the gold id, or the
gold id with ``.txt`` behind it (a folder of pages). What is missing there scores nothing.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.corpora import PART, WHOLE, gold_spans, jsonl, page_text, words
from benchmarks.scoring.measures import (
    Figures,
    by_class,
    clustering,
    merged,
    normal,
    precision_recall,
    shared,
    spearman,
)

FAR = PART | {"rewrite", "independent", "other"}
"""Treatments that are nobody's copy."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """The events' articles by id, each with its event."""

    event: dict[str, str]
    article: dict[str, Row]

    @classmethod
    def of(cls, events: Sequence[Row]) -> Gold:
        """Index events."""
        pairs = [(e["event"], a) for e in events for a in e["articles"]]
        return cls({a["id"]: e for e, a in pairs}, {a["id"]: a for _, a in pairs})

    def derived(self) -> list[str]:
        """Return the articles that were made from another."""
        return [i for i, a in self.article.items() if a["parent"]]


@dataclass(frozen=True, slots=True)
class Said:
    """What an analysis says, by gold id."""

    articles: dict[str, Row]
    sentences: dict[str, list[Row]] = field(default_factory=dict)
    quotes: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Said:
        """Read an analysis folder."""
        said = cls({gold_id(r["id"]): r for r in _rows(folder, "articles")}, defaultdict(list), defaultdict(list))
        for name, table in (("sentences", said.sentences), ("quotes", said.quotes)):
            for row in _rows(folder, name):
                table[gold_id(row["article"])].append(row)
        return said

    def of_article(self, article: str, key: str) -> Any:
        """Return a field of an article, null where the article is missing."""
        return (self.articles.get(article) or {}).get(key)


def _rows(folder: Path, name: str) -> list[Row]:
    path = folder / f"{name}.jsonl"
    return list(jsonl(path)) if path.exists() else []


def gold_id(article: str) -> str:
    """Return the gold id of an article's id."""
    return article.removesuffix(".txt")


def score(folder: Path, events: Sequence[Row]) -> Figures:
    """Return all figures."""
    gold, said = Gold.of(events), Said.of(folder)
    return {
        "articles": len(gold.article),
        "found": sum(i in said.articles for i in gold.article),
        "story": _stories(gold, said),
        "copies": _copies(gold, said),
        "derivation": _derivation(gold, said),
        "parent": _parents(gold, said),
        **_sentences(gold, said),
        "quotes": _quotes(gold, said),
        "credits": _credits(gold, said),
        "clutter": _clutter(gold, said),
    }


def _stories(gold: Gold, said: Said) -> Figures:
    """Score the stories: an event is one, without its ``other`` articles, which stand alone or with their ``about``."""
    label = {i: gold.event[i] if a["treatment"] != "other" else a.get("about", i) for i, a in gold.article.items()}
    return clustering(label, {i: said.articles[i]["story"] if i in said.articles else f"missing {i}" for i in label})


def _copies(gold: Gold, said: Said) -> Figures:
    """Score the copies: a reprint is a copy of its wire; rewrites, own reports and other events are copies of nothing."""
    groups = Counter(said.of_article(i, "copies") for i in gold.article)
    tp = fp = fn = 0
    for i, a in gold.article.items():
        mine = said.of_article(i, "copies")
        if a["treatment"] == "verbatim":
            same = mine is not None and mine == said.of_article(a["parent"], "copies")
            tp, fn = tp + same, fn + (not same)
        elif a["treatment"] in FAR:
            fp += mine is not None and groups[mine] > 1
    return precision_recall(tp, fp, fn)


def _derivation(gold: Gold, said: Said) -> Figures:
    def truth(a: Row) -> str:
        return "whole" if a["treatment"] in WHOLE else "part" if a["treatment"] in PART else "none"

    pairs = [
        (truth(a), said.of_article(i, "derivation") or "missing")
        for i, a in gold.article.items()
        if a["treatment"] != "wire"
    ]
    return by_class(pairs, ["whole", "part", "none"])


def _parents(gold: Gold, said: Said) -> Figures:
    """Precision over the parents named; a verbatim reprint in the parent's place says the same."""
    derived = set(gold.derived())
    named = {i: gold_id(said.articles[i]["parent"]) for i in gold.article if said.of_article(i, "parent")}
    right = {i for i in named if named[i] == gold.article[i]["parent"]}
    reprint = {
        i
        for i in named
        if i in derived
        and named[i] in gold.article
        and gold.article[named[i]]["treatment"] == "verbatim"
        and gold.article[named[i]]["parent"] == gold.article[i]["parent"]
    }
    return {
        "precision": round(len(right) / max(1, len(named)), 4),
        "precision_up_to_reprint": round(len(right | reprint) / max(1, len(named)), 4),
        "answered": round(sum(i in named for i in derived) / max(1, len(derived)), 4),
        "named_without_cause": sum(i not in derived for i in named),
    }


def _sentences(gold: Gold, said: Said) -> Figures:
    """Sentence status, alignment with the gold parent, and the added share, over derived articles."""
    status: list[tuple[str, str]] = []
    hits: list[list[bool]] = []
    true_share, said_share = [], []
    for i in gold.derived():
        article, parent = gold.article[i], gold.article[gold.article[i]["parent"]]
        source = {s["id"]: (b, c) for s, b, c in gold_spans(parent)[0]}
        all_words = added_words = 0
        for s, b, c in gold_spans(article)[0]:
            here = [(r, shared(b, c, r["start"], r["end"])) for r in said.sentences[i]]
            votes: Counter[str] = Counter()
            for r, common in here:
                if common:
                    votes[r["status"]] += common
            status.append((s["status"], votes.most_common(1)[0][0] if votes else "missing"))
            n = len(words(s["text"]))
            all_words += n
            added_words += n if s["status"] == "added" else len(words(s.get("extra") or ""))
            if s.get("sources"):
                matches = [
                    m
                    for r, common in here
                    if common > (c - b) / 3
                    for m in r["matches"]
                    if gold_id(m["article"]) == article["parent"]
                ]
                matches.sort(key=lambda m: -m["score"])
                hits.append([_is_source(m, [source[k] for k in s["sources"]]) for m in matches])
        if said.of_article(i, "added") is not None:
            true_share.append(added_words / all_words)
            said_share.append(said.articles[i]["added"])
    out: Figures = {
        "sentences": by_class(status, ["copied", "reworded", "added"]),
        "alignment": {
            "top1": round(sum(h[:1] == [True] for h in hits) / max(1, len(hits)), 4),
            "top3": round(sum(any(h[:3]) for h in hits) / max(1, len(hits)), 4),
            "n": len(hits),
        },
    }
    if len(true_share) > 2:
        errors = [abs(x - y) for x, y in zip(true_share, said_share, strict=True)]
        out["added_share"] = {
            "mae": round(sum(errors) / len(errors), 4),
            "spearman": round(spearman(true_share, said_share), 4),
            "n": len(errors),
        }
    return out


def _is_source(match: Row, sources: list[tuple[int, int]]) -> bool:
    """Return whether at least half of a match lies in one of the gold sources."""
    return any(2 * shared(match["start"], match["end"], *s) >= match["end"] - match["start"] for s in sources)


def _quotes(gold: Gold, said: Said) -> Figures:
    where: dict[tuple[str, str], Row] = {}
    report = {kind: _quotes_of_kind(kind, gold, said, where) for kind in ("direct", "indirect")}
    report["variant_links"] = _variant_links(gold, where)
    return report


def _quotes_of_kind(kind: str, gold: Gold, said: Said, where: dict[tuple[str, str], Row]) -> Figures:
    """Found by overlap (.8 of the longer for direct, .5 for indirect), then what is said of those found."""
    tp = fp = fn = speaker = 0
    pairs: defaultdict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for i, a in gold.article.items():
        sentences, blocks = gold_spans(a)
        text = page_text(a)
        true = [(q, text.find(q["text"], b)) for s, b, _ in sentences for q in s["quotes"]]
        body = [(b, c) for k, b, c in blocks if k == "body"]
        ours = [r for r in said.quotes[i] if r["type"] == kind and any(shared(r["start"], r["end"], *b) for b in body)]
        used: set[int] = set()
        for q, b in (x for x in true if x[0]["type"] == kind):
            c = b + len(q["text"])
            best = max(
                (r for r in ours if id(r) not in used), key=lambda r: shared(b, c, r["start"], r["end"]), default=None
            )
            common = shared(b, c, best["start"], best["end"]) if best else 0
            if best and common >= (0.8 if kind == "direct" else 0.5) * max(c - b, best["end"] - best["start"]):
                used.add(id(best))
                tp += 1
                where[gold.event[i], q["id"]] = best
                speaker += same_speaker(q["speaker"], best.get("speaker"))
                pairs["attribution"].append((q["attribution"], best.get("attribution")))
                pairs["venue"].append((bool(q["venue"]), bool(best.get("venue"))))
                pairs["content"].append((q["content"], best.get("content")))
                if a["parent"]:
                    pairs["relation"].append((q["relation"], best.get("relation")))
            else:
                fn += 1
        # A piece of a longer gold quote, or a quote of the other type, is no invention.
        fp += sum(
            id(r) not in used
            and not any(
                shared(r["start"], r["end"], b, b + len(q["text"])) > 0.5 * (r["end"] - r["start"]) for q, b in true
            )
            for r in ours
        )
    unnamed = {"role": "unnamed", "anonymous": "unnamed"}
    coarse = [(unnamed.get(g, g), unnamed.get(s, s)) for g, s in pairs["attribution"]]
    figures = {
        "found": precision_recall(tp, fp, fn),
        "attribution": by_class(pairs["attribution"], ["named", "role", "anonymous", "document", "none"]),
        "unnamed": by_class(coarse, ["named", "unnamed"])["unnamed"],
        "speaker_accuracy": round(speaker / max(1, tp), 4),
        "venue": by_class(pairs["venue"], [True])["True"],
        "content": by_class(pairs["content"], ["fact", "opinion", "forecast"]),
    }
    if kind == "direct":
        figures["relation"] = by_class(pairs["relation"], ["verbatim", "mutated", "indirected", "new"])
    return figures


def same_speaker(gold: str | None, said: str | None) -> bool:
    """Return whether a name names the gold speaker: they share the last word, or all words of the shorter."""
    g, s = normal(gold).split(), normal(said).split()
    if not g:
        return not s  # an unnamed speaker: right is to name nobody
    return bool(s) and len(s) <= len(g) + 4 and (g[-1] == s[-1] or set(s) <= set(g) or set(g) <= set(s))


def _variant_links(gold: Gold, where: dict[tuple[str, str], Row]) -> Figures:
    """Pairs of direct quotes of one event (wire and derived pages) that go back to the same utterance."""
    every = {
        (gold.event[i], q["id"]): q
        for i, a in gold.article.items()
        for s, _, _ in gold_spans(a)[0]
        for q in s["quotes"]
    }

    def root(key: tuple[str, str]) -> tuple[tuple[str, str], str]:
        while every[key]["variant_of"]:
            key = (key[0], every[key]["variant_of"])
        return key, normal(every[key]["text"])

    linked = [
        (gold.event[i], q["id"])
        for i, a in gold.article.items()
        if a["parent"] or a["treatment"] == "wire"
        for s, _, _ in gold_spans(a)[0]
        for q in s["quotes"]
        if q["type"] == "direct"
    ]
    tp = fp = fn = 0
    for x, y in itertools.combinations(linked, 2):
        same = False
        if x[0] == y[0]:
            (root_x, text_x), (root_y, text_y) = root(x), root(y)
            same = root_x == root_y or text_x == text_y
        group_x, group_y = (where.get(k, {}).get("group") for k in (x, y))
        joined = group_x is not None and group_x == group_y
        tp += same and joined
        fp += joined and not same
        fn += same and not joined
    return precision_recall(tp, fp, fn)


def gold_credits(article: Row) -> list[Row]:
    """Return an article's credits as a list."""
    credit = article["credit"]
    return [] if not credit else credit if isinstance(credit, list) else [credit]


def _credits(gold: Gold, said: Said) -> Figures:
    tp = fp = fn = 0
    for i, a in gold.article.items():
        named = {
            c["agency"].lower()
            for c in said.of_article(i, "credits") or []
            if c.get("kind", "agency") == "agency" and c.get("agency")
        }
        true = {c["agency"].lower() for c in gold_credits(a)}
        tp, fp, fn = tp + len(named & true), fp + len(named - true), fn + len(true - named)
    return precision_recall(tp, fp, fn)


def _clutter(gold: Gold, said: Said) -> Figures:
    """Characters of clutter removed and of body kept; headlines, subheads, captions and credits count for neither."""
    kept = body = gone = clutter = 0
    for i, a in gold.article.items():
        removed = merged((r["start"], r["end"]) for r in said.of_article(i, "removed") or [])
        for kind, start, end in gold_spans(a)[1]:
            if kind in ("subhead", "headline", "caption", "credit"):
                continue
            hit = sum(shared(start, end, *r) for r in removed)
            if kind == "body":
                body, kept = body + end - start, kept + end - start - hit
            else:
                clutter, gone = clutter + end - start, gone + hit
    return {"removed": round(gone / max(1, clutter), 4), "body_kept": round(kept / max(1, body), 4)}


if __name__ == "__main__":
    loaded = [json.loads(Path(path).read_text(encoding="utf-8")) for path in sorted(sys.argv[2:])]
    print(json.dumps(score(Path(sys.argv[1]), loaded), indent=1))
