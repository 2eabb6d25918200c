"""HTML pages: the article's text, and what the page says about itself."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from typing import TYPE_CHECKING

from dedup.reading.dates import parse_date
from dedup.reading.encoding import decode
from dedup.reading.fields import why_unfit
from dedup.reading.streams import UnreadableError
from dedup.records import Article, Reject
from dedup.settings import ReadingSettings

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
# What browsers ("Save page as") and SingleFile write at the top of a page that they save.
_SAVED_FROM = re.compile(
    rb"<!--\s*(?:saved from url=\(\d{1,5}\)|page saved with singlefile\s{1,20}url:\s?)(https?://[^\s<>]{4,2000})",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
_DAY_IN_ADDRESS = re.compile(r"/(\d{4})[/-](\d{2})[/-](\d{2})(?=[/-])")
_LONG_TAG = re.compile(r"<[a-zA-Z][\w:-]{0,30}\s[^<>]{8000,}")
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_ATTRIBUTE = re.compile(r"\s[^\s=()<>]+")
_INLINE = (
    "span", "a", "b", "i", "em", "strong", "u", "s", "font", "small", "mark", "sub", "sup", "code", "abbr", "cite", "q",
)  # fmt: skip


def read_page(
    data: bytes,
    *,
    identity: str,
    source: str,
    limits: ReadingSettings,
    charset: str | None = None,
    url: str | None = None,
) -> Article | Reject:
    """Return the article of an HTML page, or why there is none. ``charset`` and ``url`` are what the server said.

    A saved page tells itself where it was saved from. Paragraphs of the text stand apart by a blank line.
    """
    try:
        declared = charset or _declared(data)
        html, note = decode(data, limits, declared)
        tree = _tree(html, limits)
    except UnreadableError as problem:
        return Reject(source, str(problem))
    from dedup.reading.extraction import main_text
    from dedup.reading.metadata import page_fields

    fields = page_fields(tree, url or _saved_from(data))
    text = main_text(tree, fields.body, limits)
    if why_unfit(text):
        return Reject(source, "no article found in the page: give its text as .txt if it has one")
    published, date_note = _published(fields.published, fields.url)
    return Article(
        id=identity, text=text, title=fields.title, outlet=fields.outlet, published=published, published_note=date_note,
        url=fields.url, byline=fields.byline, language=fields.language, source=source, extracted=True,
        extra={"encoding_note": note} if note else {},
    )  # fmt: skip


def _published(candidates: tuple[str, ...], url: str | None) -> tuple[dt.datetime | None, str | None]:
    """Return the first candidate that is a date, else the day in the page's address, with what was assumed."""
    found = [parse_date(candidate) for candidate in candidates]
    for published, note in found:
        if published is not None:
            return published, note
    if url and (day := _DAY_IN_ADDRESS.search(url)):
        published, _ = parse_date("-".join(day.groups()))
        if published is not None:
            return published, "the day stands in the address, no time and offset given, taken as 00:00 UTC"
    return found[0] if found else (None, None)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii") if found else None


def _saved_from(data: bytes) -> str | None:
    found = _SAVED_FROM.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii", "replace") if found else None


def _tree(html: str, limits: ReadingSettings) -> HtmlElement:
    """Parse a page; raises ``UnreadableError`` where it is no HTML or beyond the limits."""
    from trafilatura import load_html

    if len(html) > limits.html_bytes:
        raise UnreadableError(f"the page is larger than {limits.html_bytes >> 20} MB: give the article's text as .txt")
    # The parser looks each attribute up among those before it: 50,000 in one tag cost 5 seconds. Long values are usual.
    attributes = sum(len(_ATTRIBUTE.findall(_VALUE.sub("", tag[0]))) for tag in _LONG_TAG.finditer(html))
    if attributes > limits.html_attributes:
        raise UnreadableError("the page has tags with thousands of attributes: give the article's text as .txt")
    try:
        tree = load_html(html)
    except Exception as problem:  # whatever a hostile page provokes in the parser is one reject
        reason = f"the page cannot be parsed ({type(problem).__name__}): give its text as .txt"
        raise UnreadableError(reason) from problem
    if tree is None:
        raise UnreadableError("not HTML: name it .txt if it is plain text")
    _check_size(tree, limits)
    _thin_out(tree, limits)
    return tree


def _check_size(tree: HtmlElement, limits: ReadingSettings) -> None:
    from lxml import etree

    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if elements > limits.html_elements:
            raise UnreadableError(
                f"the page has more than {limits.html_elements} elements: give the article's text as .txt"
            )
        if depth > limits.html_depth:
            raise UnreadableError(
                f"the page is nested deeper than {limits.html_depth}: give the article's text as .txt"
            )


def _thin_out(tree: HtmlElement, limits: ReadingSettings) -> None:
    """Take the inline markup out of paragraphs that have very much of it.

    Extraction looks at each piece's siblings: 50,000 spans in one paragraph took it 98 seconds.
    """
    from lxml import etree

    for paragraph in list(tree.iter("p")):
        if sum(1 for _ in islice(paragraph.iter(), limits.html_inline + 1)) > limits.html_inline:
            etree.strip_tags(paragraph, *_INLINE)
