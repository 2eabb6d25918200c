"""The figures of ``benchmarks.quality`` as Markdown."""

from __future__ import annotations

from typing import Any

from benchmarks.results_file import markdown_table
from benchmarks.scoring.measures import Figures

WIRE_MEASURES = (
    ("Stories: B-cubed F1", "story.b3_f1"),
    ("Stories: whole, of all", "story.whole_stories"),
    ("Stories: false pairs", "story.false_pairs"),
    ("Stories: missed pairs", "story.missed_pairs"),
    ("Copies: F1", "copies.f1"),
    ("Derivation, three ways: macro F1", "derivation.macro_f1"),
    ("Parent: precision up to a reprint", "parent.precision_up_to_reprint"),
    ("Parent: answered", "parent.answered"),
    ("Sentence status: macro F1", "sentences.macro_f1"),
    ("`added`: F1", "sentences.added.f1"),
    ("Alignment: top 1", "alignment.top1"),
    ("Alignment: top 3", "alignment.top3"),
    ("Added share: mean error", "added_share.mae"),
    ("Added share: Spearman", "added_share.spearman"),
    ("Direct quotes found: F1", "quotes.direct.found.f1"),
    ("Direct quotes: speaker right", "quotes.direct.speaker_accuracy"),
    ("Direct quotes: attribution macro F1", "quotes.direct.attribution.macro_f1"),
    ("Direct quotes: unnamed speakers F1", "quotes.direct.unnamed.f1"),
    ("Direct quotes: venue given F1", "quotes.direct.venue.f1"),
    ("Direct quotes: content macro F1", "quotes.direct.content.macro_f1"),
    ("Direct quotes: relation macro F1", "quotes.direct.relation.macro_f1"),
    ("Indirect speech found: F1", "quotes.indirect.found.f1"),
    ("Indirect speech: speaker right", "quotes.indirect.speaker_accuracy"),
    ("Variants linked: F1", "quotes.variant_links.f1"),
    ("Credits: F1", "credits.f1"),
    ("Clutter removed", "clutter.removed"),
    ("Body kept", "clutter.body_kept"),
)


_PREFACE = """## The whole program at default settings

`python -m benchmarks.quality` with `--wire DIR --ecb FILE --clough FILE --polnear FILE --seeds DIR --baselines --results FILE`

The shipped weights were fitted on the wire corpus, ECB+ and PolNeAR train: on these the figures here are those of the fit,
and flatter. PolNeAR dev was fitted on by nothing. What to expect of new data stands under "Fitted models"."""


def markdown(figures: Figures) -> str:
    """Return the tables of whatever corpora the figures hold."""
    parts = [_PREFACE]
    if "wire_rows" in figures:
        rows = [(name, at(figures["wire_rows"], path), at(figures["wire_pages"], path)) for name, path in WIRE_MEASURES]
        parts.append("### Wire corpus\n\n" + markdown_table(("measure", "rows with metadata", "bare pages"), rows))
    if "ecb" in figures:
        parts.append("### ECB+ stories\n\n" + _story_table({"dedup": figures["ecb"]} | _baseline(figures, "ecb")))
    if _baseline(figures, "wire_pages"):
        ours = {"dedup": figures["wire_pages"]["story"]} if "wire_pages" in figures else {}
        parts.append("### Wire corpus, bare pages: stories\n\n" + _story_table(ours | _baseline(figures, "wire_pages")))
    if "clough" in figures:
        graded = [
            (
                way,
                classes,
                figures["clough"][way][classes]["accuracy"],
                _listed(figures["clough"][way][classes]["by_task"]),
            )
            for way in ("shares", "words")
            for classes in ("four_classes", "two_classes")
        ]
        head = ("from", "classes", "accuracy", "by task")
        parts.append("### Clough-Stevenson, cross-validated by task\n\n" + markdown_table(head, graded))
    if "polnear" in figures:
        keys = ("n", "p", "r", "f1", "speaker_accuracy")
        rows = [(kind, *(figures["polnear"][kind][key] for key in keys)) for kind in ("direct", "indirect")]
        parts.append("### PolNeAR quotes\n\n" + markdown_table(("type", *keys), rows))
    if "seeds" in figures:
        scores = figures["seeds"]["originality"]
        text = f"{figures['seeds']['articles']} pages in {figures['seeds']['stories']} story; originality {_listed(scores)}"
        parts.append(f"### Seeds\n\n{text}")
    return "\n\n".join(parts)


def at(figures: Figures, path: str) -> Any:
    """Return the figure at a dotted path."""
    value: Any = figures
    for key in path.split("."):
        value = value[key]
    return value


def _baseline(figures: Figures, corpus: str) -> dict[str, Figures]:
    found: dict[str, Figures] = figures.get("baselines", {}).get(corpus, {})
    return found


def _story_table(methods: dict[str, Figures]) -> str:
    keys = ("b3_p", "b3_r", "b3_f1", "ari", "false_pairs", "missed_pairs", "whole_stories", "stories")
    return markdown_table(("method", *keys), [(name, *(f[key] for key in keys)) for name, f in methods.items()])


def _listed(values: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in values.items())
