"""Compare ways to take an article's text out of a page: ``python -m benchmarks.extraction FOLDER``.

FOLDER holds ``html/<id>.html.gz`` and ``ground-truth.json`` (``{id: {"articleBody": text}}``), as in Zyte's
article-extraction-benchmark, whose measure this is: texts are bags of four-word shingles, precision and recall of each
page are averaged, and F1 is taken of the two means. Libraries that are not installed are left out. Prints a Markdown
table.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dedup.reading.pages import read_page
from dedup.records import Article
from dedup.settings import ReadingSettings

Extractor = Callable[[str], str]
Shingles = Counter[tuple[str, ...]]


def shingles(text: str, length: int = 4) -> Shingles:
    """Return the bag of word shingles; a text shorter than one shingle is one."""
    words = re.findall(r"\w+", text)
    found = (tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1)))
    return Counter(shingle for shingle in found if shingle)


def precision_recall(true: Shingles, found: Shingles) -> tuple[float | None, float | None]:
    """Return both of one page, None where the measure leaves the page out (nothing found, nothing to find)."""
    hits = (true & found).total()
    return (
        hits / found.total() if found else None,
        hits / true.total() if true else None,
    )


def score(truth: Mapping[str, Shingles], texts: Mapping[str, str]) -> tuple[float, float, float]:
    """Return F1, precision and recall over all pages."""
    pairs = [precision_recall(true, shingles(texts[page])) for page, true in truth.items()]
    means = []
    for side in zip(*pairs, strict=True):
        values = [value for value in side if value is not None]
        means.append(sum(values) / len(values))
    precision, recall = means
    return 2 * precision * recall / (precision + recall), precision, recall


def ours(html: str) -> str:
    """Return what this program reads."""
    page = read_page(html.encode(), identity="page", source="page", limits=ReadingSettings())
    return page.text if isinstance(page, Article) else ""


def trafilatura_with(**settings: bool) -> Extractor:
    """Return trafilatura with some settings."""
    from trafilatura import bare_extraction

    return lambda html: getattr(bare_extraction(html, **settings), "text", None) or ""


def newspaper(html: str) -> str:
    """Return newspaper4k's text."""
    import newspaper as library

    page = library.Article(url="http://localhost/", fetch_images=False, language="en")
    page.download(input_html=html)
    page.parse()
    return str(page.text)


def readability(html: str) -> str:
    """Return the text of readability-lxml's summary."""
    import lxml.html
    from readability import Document

    return "\n".join(lxml.html.fromstring(Document(html).summary()).itertext())


def justext(html: str) -> str:
    """Return jusText's good paragraphs."""
    import justext as library

    paragraphs = library.justext(html.encode(), library.get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


RIVALS: Mapping[str, Extractor] = {
    "dedup": ours,
    "trafilatura, default": trafilatura_with(),
    "trafilatura, no comments": trafilatura_with(include_comments=False),
    "trafilatura, fast": trafilatura_with(include_comments=False, fast=True),
    "trafilatura, precise": trafilatura_with(include_comments=False, favor_precision=True),
    "trafilatura, precise and fast": trafilatura_with(include_comments=False, favor_precision=True, fast=True),
    "trafilatura, generous": trafilatura_with(include_comments=False, favor_recall=True),
    "trafilatura, generous and fast": trafilatura_with(include_comments=False, favor_recall=True, fast=True),
    "newspaper4k": newspaper,
    "readability-lxml": readability,
    "jusText": justext,
}


def rows(folder: Path) -> Iterator[str]:
    """Yield the table's rows, one rival at a time."""
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    truth = {page: shingles(entry["articleBody"]) for page, entry in sorted(gold.items())}
    pages = {page: gzip.decompress((folder / "html" / f"{page}.html.gz").read_bytes()).decode() for page in truth}
    yield f"| {len(pages)} pages | F1 | precision | recall | ms per page |\n|---|---|---|---|---|"
    for name, extract in RIVALS.items():
        try:
            extract("<p>warm up</p>")
        except ImportError:
            continue
        except Exception:  # some rivals raise on pages without an article: they are warm, which is all that is wanted
            pass
        begin = time.perf_counter()
        texts = {page: _text(extract, html) for page, html in pages.items()}
        cost = (time.perf_counter() - begin) * 1000 / len(pages)
        f1, precision, recall = score(truth, texts)
        yield f"| {name} | {f1:.4f} | {precision:.4f} | {recall:.4f} | {cost:.1f} |"


def _text(extract: Extractor, html: str) -> str:
    try:
        return extract(html)
    except Exception:  # a rival's failure on a page is a page without text, as in the published benchmark
        return ""


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for line in rows(Path(sys.argv[1])):
        print(line, flush=True)
