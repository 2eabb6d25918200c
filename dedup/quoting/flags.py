"""What an editor should look at in a quote, most severe first, and whose published rules it breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dedup.records import Quote, QuoteRelation

FLAGS = ("speaker_differs", "altered", "anonymous_opinion", "untraceable", "single_source")


def quote_flags(
    quote: Quote, *, relation: QuoteRelation, changes: Sequence[str], exclusive: bool
) -> tuple[str, ...]:
    """Return the flags of one quote, most severe first."""
    unnamed = quote.attribution in ("anonymous", "none")
    raised = {
        "speaker_differs": any(change.startswith("speaker differs") for change in changes),
        "altered": relation == "mutated" and quote.type == "direct",
        "anonymous_opinion": unnamed and quote.content != "fact",
        "untraceable": exclusive and quote.venue is None and quote.attribution in ("anonymous", "none", "named"),
        "single_source": exclusive,
    }
    return tuple(flag for flag in FLAGS if raised[flag])
