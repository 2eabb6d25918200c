"""From the fields of a row or an object to an article, under the names that news formats and extractors give them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from dedup.reading.dates import NO_TIME, parse_date
from dedup.reading.encoding import mended
from dedup.records import Article, Reject

# Names as `_plain` makes them (lower case, letters and digits only), the first that has a value wins. Beside our own:
# schema.org NewsArticle, IPTC ninjs, trafilatura, newspaper4k, news-please, fundus, NewsAPI, JSON Feed, the exports of
# press archives and monitoring services, and the plain words of six languages.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "articleid", "docid", "documentid", "uuid", "guid", "newsid", "recordid", "accessionnumber"),
    "text": (
        "text", "articlebody", "articletext", "bodytext", "maintext", "plaintext", "fulltext", "contenttext", "bodies",
        "articlecontent", "fullcontent", "storytext", "newstext", "documenttext", "textbody", "body", "content", "article",
        "volltext", "texto", "textocompleto", "texte", "texteintégral", "testo", "tekst", "contenido", "contenu",
        "rawtext", "bodyhtml", "bodyxhtml", "contenthtml", "html",
    ),
    "title": (
        "title", "headline", "headlines", "articletitle", "name", "headlinetext", "titel", "título", "titulo", "titular",
        "titre", "titolo", "tytuł",
    ),
    "outlet": (
        "outlet", "outletname", "publisher", "publishername", "publication", "publicationname", "publicationtitle",
        "pubtitle", "sitename", "ogsitename", "metasitename", "source", "sourcename", "sourcetitle", "newssource",
        "medianame", "mediaoutlet", "newspaper", "medium", "medio", "quelle", "testata", "journal", "sourcecommonname",
        "sourcehostname", "hostname", "sourcedomain", "domain", "site", "copyrightholder",
    ),
    "published": (
        "published", "publishedat", "publisheddatetime", "publicationdatetime", "datetimepublished", "datetimepub",
        "publisheddate", "publishedtime", "publishedon", "datepublished", "datepublish", "publishdate", "publishingdate",
        "publicationdate", "pubdate", "datetime", "date", "articledate", "newsdate", "versioncreated", "firstcreated",
        "datecreated", "createdat", "timestamp", "datum", "fecha", "fechadepublicación", "datedepublication",
        "datadipubblicazione", "time",
    ),
    "url": ("url", "canonicalurl", "canonicallink", "canonical", "mainentityofpage", "articleurl", "link", "source",
            "uri"),
    "byline": (
        "byline", "author", "authors", "authorname", "authornames", "creator", "by", "writer", "reporter", "journalist",
        "autor", "auteur", "autore",
    ),
    "language": ("language", "lang", "inlanguage", "metalang", "languagecode"),
    "series": ("series",),
}  # fmt: skip
# A column of the hour beside one of the day.
_CLOCKS = (
    "time",
    "publishedtime",
    "publishtime",
    "publicationtime",
    "pubtime",
    "hour",
    "hora",
    "heure",
    "uhrzeit",
    "ora",
)
_CLOCK = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)? ?(?:[ap]\.?m\.?)?(?: ?(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?", re.I
)
_WHOLE_PAGE = re.compile(r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!doctype\s+html|<html)", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#@\s]+)", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
# ISO 639-2 and English names of the languages that `dedup.reading.language` tells apart.
_LANGUAGES = {
    "english": "en", "eng": "en", "german": "de", "deu": "de", "ger": "de", "french": "fr", "fra": "fr", "fre": "fr",
    "spanish": "es", "spa": "es", "portuguese": "pt", "por": "pt", "italian": "it", "ita": "it", "dutch": "nl",
    "nld": "nl", "polish": "pl", "pol": "pl", "russian": "ru", "rus": "ru", "ukrainian": "uk", "ukr": "uk",
    "turkish": "tr", "tur": "tr", "arabic": "ar", "ara": "ar", "hindi": "hi", "hin": "hi", "chinese": "zh", "zho": "zh",
    "japanese": "ja", "jpn": "ja", "korean": "ko", "kor": "ko", "indonesian": "id", "ind": "id", "swedish": "sv",
    "swe": "sv", "urdu": "ur", "urd": "ur", "persian": "fa", "fas": "fa", "bengali": "bn", "ben": "bn",
}  # fmt: skip
_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|LiveBlog|Report$", re.IGNORECASE)
_SPELLED = re.compile(r"[\W_]+")


def article_from(row: Mapping[str, Any], *, default_id: str, source: str) -> Article | Reject:
    """Return the article that a row or an object holds, or why it holds none. Fields of other names go to ``extra``."""
    values, used = _chosen(row)
    raw = values.get("text")
    if raw is None:
        return Reject(source, f'no text among the fields {_listed(row)}: name the field of the article\'s text "text"')
    text, extracted = _text(raw, marked_up=not _as_given(used))
    if text is None:
        return Reject(source, "the text is not a string: give the article's text as one string")
    if reason := why_unfit(text):
        return Reject(source, reason)
    day = first_string(values.get("published")) or ""
    published, note = parse_date(day)
    if note and NO_TIME in note and (clock := _clock(row, used)):
        published, note = parse_date(f"{day} {first_string(row[clock])}")
        used.add(clock)
    url = first_string(values.get("url"), "@id", "url")
    return Article(
        id=_identity(values.get("id")) or default_id,
        text=text,
        title=first_string(values.get("title"), "value", "name"),
        outlet=_outlet(first_string(values.get("outlet"), "name", "title"), url),
        published=published,
        published_note=note,
        url=url,
        byline=byline_from(values.get("byline")),
        language=language_code(first_string(values.get("language"), "alternateName", "name")),
        series=first_string(values.get("series"), "name"),
        source=source,
        extracted=extracted,
        extra={
            mended(key): as_string(value) for key, value in row.items() if key not in used and value not in (None, "")
        },
    )


def page_field(row: Mapping[str, Any]) -> str | None:
    """Return the field whose text is a whole HTML page, if that is where the row's text would be taken from."""
    if row.get("text"):
        return None
    values, used = _chosen(row)
    text = values.get("text")
    if isinstance(text, str) and not _as_given(used) and _WHOLE_PAGE.match(text):
        return next(key for key in row if key in used and row[key] is text)
    return None


def why_unfit(text: str) -> str | None:
    """Return why a text cannot be an article's, or None."""
    if not text or text.isspace():
        return "the text is empty: leave the article out or give its text"
    if "\0" in text:
        return "the text holds NUL characters: it is no text, or was damaged on its way; write it anew"
    return None


def language_code(value: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag (``en-US``), an ISO 639-2 code or an English name."""
    if not value:
        return None
    head = re.split(r"[-_ ,;]", value.strip().lower(), maxsplit=1)[0]
    return head if len(head) == 2 and head.isascii() and head.isalpha() else _LANGUAGES.get(head)


def first_string(value: Any, *keys: str) -> str | None:
    """Return the first string in a value: itself, or under one of the keys of an object, or the first of a list."""
    for _ in range(4):
        if isinstance(value, list):
            value = _main(value)
        elif isinstance(value, Mapping):
            value = next((value[key] for key in keys if value.get(key)), None)
        else:
            break
    if isinstance(value, bool) or value is None or isinstance(value, (list, Mapping)):
        return None
    return " ".join(mended(str(value)).split()) or None


def host_of(url: str | None) -> str | None:
    """Return the host of a web address without ``www.``: the outlet where nothing else names it."""
    found = _HOST.match(url) if url else None
    return found[1].lower() if found else None


def _outlet(name: str | None, url: str | None) -> str | None:
    """Return the outlet's name; a host stands for it without ``www.``, the address' host where there is no name."""
    return host_of(url) if name is None else name.removeprefix("www.")


def byline_from(value: Any) -> str | None:
    """Return the authors, given as a string, an object with a name, or a list of these, joined by commas."""
    people = value if isinstance(value, list) else [value]
    names = [name for person in people if (name := first_string(person, "name", "byline", "title"))]
    return ", ".join(dict.fromkeys(names)) or None


def news_object(data: Any) -> Mapping[str, Any] | None:
    """Return the first object of an article type in a JSON-LD document, looking into ``@graph``."""
    waiting = [data]
    for _ in range(1000):
        if not waiting:
            return None
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting[:0] = node[:1000]
        elif isinstance(node, Mapping):
            kinds = node.get("@type")
            if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in _as_list(kinds)):
                return node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)
    return None


def as_string(value: Any) -> str:
    """Return a value of ``extra`` as a string: strings as they are, anything else as JSON."""
    return mended(value) if isinstance(value, str) else mended(json.dumps(value, ensure_ascii=False, default=str))


def _chosen(row: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Return the value of each of our fields, and the keys of the row that they came from."""
    plain: dict[str, str] = {}
    for key, value in row.items():
        if value is not None and value != "" and value != []:
            plain.setdefault(_plain(str(key)), key)
    values: dict[str, Any] = {}
    used: set[str] = set()
    for field, names in _NAMES.items():
        for name in names:
            given = plain.get(name)
            if given is not None and given not in used and _suits(field, name, row[given]):
                values[field] = row[given]
                used.add(given)
                break
    return values, used


def _clock(row: Mapping[str, Any], used: set[str]) -> str | None:
    """Return the column that holds the time of day, where the date's own column does not."""
    named = {_plain(str(key)): key for key in row if key not in used}
    found = (named[name] for name in _CLOCKS if name in named)
    return next((key for key in found if _CLOCK.fullmatch(first_string(row[key]) or "")), None)


def _suits(field: str, name: str, value: Any) -> bool:
    """``source`` is a URL to some programs and an outlet to others, and ``@id`` style URIs are no places on the web."""
    web = isinstance(value, str) and _WEB.match(value) is not None
    if name in ("source", "uri", "link", "mainentityofpage", "canonical"):
        return isinstance(value, Mapping) or (web if field == "url" else isinstance(value, str) and not web)
    return True


@lru_cache(maxsize=4096)
def _plain(key: str) -> str:
    return _SPELLED.sub("", key).lower()


def _as_given(used: set[str]) -> bool:
    """Say whether the text comes from our own field: it is taken as it stands, for spans count in it."""
    return any(_plain(key) == "text" for key in used)


def _listed(row: Mapping[str, Any]) -> str:
    names = [str(key)[:30] for key in list(row)[:8]]
    return ", ".join(names) + (", ..." if len(row) > 8 else "") if names else "(none)"


def _identity(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return " ".join(mended(str(value)).split()) or None


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _main(items: list[Any]) -> Any:
    """Return the item of role ``main`` (ninjs 2 and 3 list headlines and bodies by role), else the first."""
    mains = (item for item in items if isinstance(item, Mapping) and item.get("role") == "main")
    return next(mains, items[0] if items else None)


def _text(raw: Any, *, marked_up: bool = True) -> tuple[str | None, bool]:
    """Return the text of a text field in any of its shapes, and whether it was taken out of markup."""
    if isinstance(raw, Mapping):
        raw = raw.get("value", [raw])
    if isinstance(raw, list):
        if any(isinstance(item, Mapping) and "value" in item for item in raw):
            return _text(_main(raw))
        raw = "\n\n".join(_paragraphs(raw))
    if not isinstance(raw, str):
        return None, False
    text = mended(raw)
    return (without_markup(text), True) if marked_up and _MARKUP.search(text[:2000]) else (text, False)


def _paragraphs(node: Any, depth: int = 0) -> list[str]:
    """Return all strings in a nested body, in order (fundus: summary, sections of headline and paragraphs)."""
    if isinstance(node, str):
        return [node] if node.strip() else []
    inner: Iterable[Any] = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    return [line for item in inner for line in _paragraphs(item, depth + 1)] if depth < 8 else []


_MARKUP = re.compile(r"<(?:p|div|br|h[1-6]|article|section|ul|html|body)\b[^<>]{0,300}>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|article|section|blockquote|figure|figcaption|table|tr)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-z][^<>]*>|<!--[^<>]*-->", re.IGNORECASE)


def without_markup(text: str) -> str:
    """Return the text of an article's own markup (``body_xhtml``, a feed's content): blocks become paragraphs."""
    blocks = _TAG.sub("", _BLOCK.sub("\x1d", text)).split("\x1d")
    lines = (" ".join(unescape(block).split()) for block in blocks)
    return "\n\n".join(line for line in lines if line)
