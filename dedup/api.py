"""Single questions from Python, without a folder of tables: two articles, one text, some signatures."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.records import Article, Findings, Page, Quote
from dedup.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from dedup.results import Analysis


_NOTEBOOK_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Comparison:
    """``b`` against ``a``: ``findings`` are those of b with a as its parent; spans point into ``a.text`` and ``b.text``.

    As a string, and in a notebook, it is the two texts side by side, as ``dedup diff`` shows them.
    """

    a: Page
    b: Page
    findings: Findings

    def __str__(self) -> str:
        from dedup.reporting.listings import diff_text

        return diff_text(self.a, self.b, self.findings.sentences, self.findings.dropped)

    def __repr__(self) -> str:
        found = self.findings
        shares = (
            f"originality={found.originality}, copied={found.copied}, reworded={found.reworded}, added={found.added}"
        )
        return f"<Comparison of {self.b.id!r} with {self.a.id!r}: {shares}>"

    def _repr_html_(self) -> str:
        from dedup.reporting.listings import diff_text

        text = diff_text(self.a, self.b, self.findings.sentences, self.findings.dropped, width=_NOTEBOOK_WIDTH)
        return f"<pre>{html.escape(text)}</pre>"


def compare(a: Article | str, b: Article | str, settings: Settings | None = None) -> Comparison:
    """Compare two articles, or bare texts: what b has of a, and what it added.

    Two articles of one id are told apart by a mark behind the second's. Raises ``UsageError`` for anything else.
    """
    from dedup.cleaning.learnt import LearntLines
    from dedup.cleaning.pages import clean_page
    from dedup.comparing.pair import compare_pair

    settings = settings or Settings()
    first, second = _article(a, "a"), _article(b, "b")
    if first.id == second.id:
        second = Article(id=f"{second.id} (2)", text=second.text, title=second.title, outlet=second.outlet)
    pages = [clean_page(article, LearntLines(), settings.cleaning) for article in (first, second)]
    return Comparison(pages[0], pages[1], compare_pair(pages[0], pages[1], settings))


def _article(given: Article | str, name: str) -> Article:
    if isinstance(given, str):
        return Article(id=name, text=given)
    if not isinstance(given, Article):
        raise UsageError(f"neither a text nor an Article but a {type(given).__name__}: give what is to be compared")
    return given


def extract_quotes(text: str) -> tuple[Quote, ...]:
    """Return the quotes of a text, direct and indirect, sorted by start; every paragraph counts as body."""
    from dedup.quoting.extract import quotes_of_text

    return quotes_of_text(text)


def signature(texts: Sequence[str], settings: Settings | None = None) -> npt.NDArray[np.uint32]:
    """Return the MinHash signatures of texts, shape ``(len(texts), permutations)``, as datasketch computes them.

    ``datasketch.MinHash(hashvalues=row, scheme="affine32", seed=seed)`` takes a row.
    """
    import numpy as np

    from dedup.matching.minhash import signature as signature_of
    from dedup.matching.shingles import shingle_words, word_shingles

    if isinstance(texts, str):
        raise UsageError("one text is no list of texts: give a list of texts")
    settings = settings or Settings()
    size, count = settings.copies.shingle_words, settings.copies.permutations
    rows = [signature_of(word_shingles(shingle_words(text), size), count, settings.seed) for text in texts]
    return np.array(rows, dtype=np.uint32).reshape(len(rows), count)


def write_results(analysis: Analysis, folder: str | Path) -> Path:
    """Write all tables and the report into a folder, as ``dedup analyze`` does; return the report's path.

    Raises ``UsageError`` where a file cannot be written.
    """
    from dedup.reporting.report import write_report
    from dedup.reporting.tables import write_tables

    report = Path(folder) / "report.html"
    write_tables(analysis, Path(folder))
    write_report(analysis, report)
    return report
