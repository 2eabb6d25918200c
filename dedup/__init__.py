"""dedup: near-duplicates, rewrites and syndication in news.

    import dedup
    reading = dedup.read_articles("pages/")
    analysis = dedup.analyze(reading.articles, rejects=reading.rejects)
    dedup.write_results(analysis, "out/")

Names are loaded when they are first used, so that importing the package is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.analysis import analyze
    from dedup.api import Comparison, compare, extract_quotes, signature, write_results
    from dedup.estimator import StoryClusterer
    from dedup.reading.read import Reading, read_articles
    from dedup.records import Article
    from dedup.results import Analysis
    from dedup.settings import Settings

__version__ = "0.1.0"

_HOMES = {
    "Analysis": "dedup.results",
    "Article": "dedup.records",
    "Comparison": "dedup.api",
    "Reading": "dedup.reading.read",
    "Settings": "dedup.settings",
    "StoryClusterer": "dedup.estimator",
    "analyze": "dedup.analysis",
    "compare": "dedup.api",
    "extract_quotes": "dedup.api",
    "read_articles": "dedup.reading.read",
    "signature": "dedup.api",
    "write_results": "dedup.api",
}

__all__ = [
    "Analysis",
    "Article",
    "Comparison",
    "Reading",
    "Settings",
    "StoryClusterer",
    "__version__",
    "analyze",
    "compare",
    "extract_quotes",
    "read_articles",
    "signature",
    "write_results",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dedup' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
