"""Output for people at a terminal."""

from __future__ import annotations

from dedup.reporting.layout import table
from dedup.reporting.listings import diff_text, score_table
from dedup.reporting.quote_listing import quotes_listing
from dedup.reporting.summary import summary

__all__ = ["diff_text", "quotes_listing", "score_table", "summary", "table"]
