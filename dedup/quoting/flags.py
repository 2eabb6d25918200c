"""What an editor should look at in a quote, most severe first."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.quoting.introductions import is_introduced
from dedup.quoting.lexicon import lexicon
from dedup.quoting.profiles import FLAGS
from dedup.quoting.sources import is_source, reports_words
from dedup.quoting.wording import keys
from dedup.records import Quote, QuoteRelation
from dedup.settings import QuoteSettings


def quote_flags(
    quote: Quote,
    text: str,
    language: str | None,
    settings: QuoteSettings,
    *,
    relation: QuoteRelation,
    changes: Sequence[str],
    only_here: bool,
    familiar: bool,
) -> tuple[str, ...]:
    """Return the flags of one quote of the page ``text``, most severe first.

    ``only_here`` is true where the story has other articles and none of them carries the quote; ``familiar`` where one of
    them names its speaker, or the page says of another quote where he said it. Organisations that speak for themselves
    and documents are official statements: neither anonymous nor untraceable; what is said in a statement can be traced. Nor
    is a mere phrase in marks flagged.
    """
    words = len(keys(text[quote.start : quote.end]))
    source = is_source(quote, words, settings.statement_words, language)
    stated = not lexicon(language or "en").documents.isdisjoint(keys(quote.venue or ""))
    named = words >= settings.statement_words and not familiar and _out_of_the_blue(quote, text, language)
    raised = {
        "speaker_differs": any(change.startswith("speaker differs") for change in changes),
        "altered": relation == "mutated" and quote.type == "direct",
        "anonymous_opinion": source and quote.content != "fact",
        "untraceable": only_here and ((source and not stated) or named),
        "single_source": only_here and quote.attribution != "document",
    }
    return tuple(flag for flag in FLAGS if raised[flag])


def _out_of_the_blue(quote: Quote, text: str, language: str | None) -> bool:
    """Tell whether a named person speaks without a venue, and the page says neither office nor organisation."""
    if quote.attribution != "named" or quote.venue is not None or quote.speaker is None:
        return False
    says = quote.type == "direct" or reports_words(quote, lexicon(language or "en"))
    return says and not is_introduced(quote, text, language)
