"""What an HTML page says about itself: JSON-LD, meta tags, links and time elements."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from dedup.reading.fields import byline_from, first_string, host_of, language_code, news_object

_TITLE = ("og:title", "twitter:title", "dc.title", "title", "parsely-title", "sailthru.title")
_OUTLET = ("og:site_name", "publisher", "dc.publisher", "application-name", "copyright-holder")
_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "publishdate",
    "publish-date", "publish_date", "published_time", "published-date", "publication_date", "pubdate",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "rnews:datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_BYLINE = ("author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
           "dcterms.creator", "article:author_name", "twitter:data1")  # fmt: skip
_LANGUAGE = ("content-language", "og:locale", "language", "dc.language", "dcterms.language")
_ADDRESS = re.compile(r"https?://|www\.|^@", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
_LD_BYTES = 2 << 20
_ELEMENTS = 40  # looked at per kind: a page names itself near its top


@dataclass(frozen=True, slots=True)
class PageFields:
    """The fields of a page as printed in it.

    ``published`` are candidates, the likeliest first; ``body`` is the article's text where JSON-LD holds it.
    """

    title: str | None = None
    outlet: str | None = None
    published: tuple[str, ...] = ()
    url: str | None = None
    byline: str | None = None
    language: str | None = None
    body: str | None = None


def page_fields(tree: HtmlElement, address: str | None = None) -> PageFields:
    """Return what the page says about itself; ``address`` is where it was fetched, if known.

    JSON-LD goes first for what it defines well (headline, date, authors), the canonical link for the address, Open
    Graph for the outlet, as JSON-LD's ``publisher`` is often the company behind it.
    """
    linked = _linked_data(tree)
    meta = _meta(tree)
    url = _address(tree, meta, linked, address)
    outlet = _pick(meta, _OUTLET) or first_string(linked.get("publisher"), "name")
    outlet = unescape(outlet) if outlet and not _ADDRESS.search(outlet) else host_of(url)
    title = first_string(linked.get("headline")) or _pick(meta, _TITLE) or _heading(tree)
    byline = _named(byline_from(linked.get("author"))) or _named(_pick(meta, _BYLINE)) or _marked(tree, "author")
    return PageFields(
        title=_without_outlet(unescape(title), (outlet, host_of(url))) if title else None,
        outlet=outlet,
        published=tuple(
            value
            for value in (first_string(linked.get("datePublished")), *map(meta.get, _PUBLISHED), *_times(tree))
            if value
        ),
        url=url,
        byline=unescape(byline) if byline else None,
        language=language_code(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
        or language_code(_pick(meta, _LANGUAGE))
        or language_code(first_string(linked.get("inLanguage"), "alternateName", "name")),
        body=body if isinstance(body := linked.get("articleBody"), str) else None,
    )


def _linked_data(tree: HtmlElement) -> Mapping[str, Any]:
    """Return the first JSON-LD object of an article type, or nothing."""
    for number, script in enumerate(tree.iter("script")):
        if number > 200:
            break
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "").strip()
        if not source or len(source) > _LD_BYTES:
            continue
        try:
            found = news_object(json.loads(source, strict=False))
        except (ValueError, RecursionError):
            continue
        if found is not None:
            return found
    return {}


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Return the meta tags by lower-cased name; of several of one name the first."""
    meta: dict[str, str] = {}
    for number, tag in enumerate(tree.iter("meta")):
        if number > 1000:
            break
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv") or ""
        content = " ".join((tag.get("content") or "")[:2000].split())
        if content:
            meta.setdefault(name.strip().lower(), content)
    return meta


def _pick(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _address(tree: HtmlElement, meta: Mapping[str, str], linked: Mapping[str, Any], address: str | None) -> str | None:
    canonical: str | None = next(
        (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()), None
    )
    named = first_string(linked.get("mainEntityOfPage"), "@id", "url"), first_string(linked.get("url"))
    for candidate in (canonical, meta.get("og:url"), *named):
        if not candidate:
            continue
        try:
            url: str = urljoin(address or "", candidate.strip())
        except ValueError:
            continue
        if url.lower().startswith(("http://", "https://")):
            return url
    return address


def _heading(tree: HtmlElement) -> str | None:
    """Return the only first-level heading, else the window's title."""
    headings = [words for tag in list(tree.iter("h1"))[:_ELEMENTS] if (words := _words(tag))]
    if len(headings) == 1:
        return headings[0]
    return next((words for tag in tree.iter("title") if (words := _words(tag))), None)


def _without_outlet(title: str, names: tuple[str | None, ...]) -> str:
    """Return a window title without the outlet's name at its end (``Bridge closed | The Daily``)."""
    known = {_NO_LETTERS.sub("", name).casefold() for name in names if name}
    for mark in (" | ", " - ", " – ", " — ", " :: ", " · "):
        head, _, tail = title.rpartition(mark)
        if head and _NO_LETTERS.sub("", tail).casefold() in known:
            return head.strip()
    return title


def _times(tree: HtmlElement) -> list[str]:
    """Return the time marked as that of publication, and the first time element's."""
    marked = _marked(tree, "datePublished")
    times = list(tree.iter("time"))[:_ELEMENTS]
    times.sort(key=lambda tag: tag.get("pubdate") is None)
    shown = [value for tag in times[:1] if (value := tag.get("datetime") or _words(tag))]
    return [marked, *shown] if marked else shown


def _marked(tree: HtmlElement, property_name: str) -> str | None:
    """Return the first value marked as microdata ``itemprop``, or as ``rel`` (authors)."""
    for number, tag in enumerate(tree.xpath("//body//*[@itemprop or @rel='author']")):
        if number >= _ELEMENTS:
            return None
        if property_name in (tag.get("itemprop") or tag.get("rel") or "").split():
            value: str | None = tag.get("content") or tag.get("datetime") or _words(tag)
            if value and not _ADDRESS.search(value):
                return " ".join(value.split())
    return None


def _named(byline: str | None) -> str | None:
    """Return a byline that names somebody, not one that points to a profile."""
    return byline if byline and not _ADDRESS.search(byline) else None


def _words(tag: HtmlElement) -> str:
    return " ".join(tag.text_content()[:2000].split())[:500]
