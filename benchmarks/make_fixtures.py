"""Make ``fixtures/pages``, ``fixtures/rows.jsonl`` and ``fixtures/truth`` from event files of the wire corpus.

python -m benchmarks.make_fixtures EVENTS_DIR

Two events become HTML pages with the metadata that outlets give, three become the bare text that a scraper saves.
"""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.corpora import gold_row, page_text

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
AS_HTML = ("carrowick-lakeline-derailment", "kestrane-lantern-trial")
AS_TEXT = ("ceasefire-offer-saidzade", "cyclone-phalgu-landfall", "rbi-repo-cut-mandke")


def html_page(article: dict[str, Any]) -> str:
    """Return an article as an HTML page: metadata in the head, clutter in navigation and asides around the article."""
    title = next((b["text"] for b in article["blocks"] if b["kind"] == "headline"), article["id"])
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "publisher": {"@type": "Organization", "name": article["outlet"]},
    }
    if article["published"]:
        data["datePublished"] = article["published"]
    if article["byline"]:
        data["author"] = {"@type": "Person", "name": article["byline"]}
    first = next(i for i, b in enumerate(article["blocks"]) if b["kind"] == "body")
    last = max(i for i, b in enumerate(article["blocks"]) if b["kind"] in ("body", "credit"))
    blocks = [(i, b["kind"], _escape(_block_text(b))) for i, b in enumerate(article["blocks"])]
    before = [f'<div class="strip">{text}</div>' for i, kind, text in blocks if i < first and kind == "boilerplate"]
    inside = [_element(kind, text) for i, kind, text in blocks if i <= last and (i >= first or kind != "boilerplate")]
    after = [f'<div class="more">{text}</div>' for i, kind, text in blocks if i > last]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f"<title>{_escape(title)}</title>",
            f'<meta property="og:site_name" content="{_escape(article["outlet"])}">',
            f'<link rel="canonical" href="{_escape(article["url"])}">' if article["url"] else "",
            f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False).replace("<", "&lt;")}</script>',
            "</head>",
            "<body>",
            f"<header>{''.join(before)}</header>",
            "<main><article>",
            *inside,
            "</article></main>",
            f"<footer>{''.join(after)}</footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _escape(text: str) -> str:
    return html.escape(text, quote=True)


def _block_text(block: dict[str, Any]) -> str:
    return " ".join(s["text"] for s in block["sentences"]) if block["kind"] == "body" else str(block["text"])


def _element(kind: str, text: str) -> str:
    """Return the element that an outlet would put such a block in."""
    patterns = {
        "headline": "<h1>{}</h1>",
        "subhead": "<h2>{}</h2>",
        "caption": "<figure><figcaption>{}</figcaption></figure>",
        "boilerplate": '<aside class="promo">{}</aside>',
        "disclaimer": '<p class="disclaimer">{}</p>',
    }
    return patterns.get(kind, "<p>{}</p>").format(text)


def main() -> None:
    """Write the fixtures."""
    source = Path(sys.argv[1])
    (FIXTURES / "pages").mkdir(parents=True, exist_ok=True)
    (FIXTURES / "truth").mkdir(parents=True, exist_ok=True)
    rows = []
    for name in sorted(AS_HTML + AS_TEXT):
        event = json.loads((source / f"{name}.json").read_text(encoding="utf-8"))
        truth = json.dumps(event, ensure_ascii=False, indent=1) + "\n"
        (FIXTURES / "truth" / f"{name}.json").write_text(truth, encoding="utf-8")
        for article in event["articles"]:
            if name in AS_HTML:
                (FIXTURES / "pages" / f"{article['id']}.html").write_text(html_page(article), encoding="utf-8")
            else:
                (FIXTURES / "pages" / f"{article['id']}.txt").write_text(page_text(article), encoding="utf-8")
            rows.append(json.dumps(gold_row(article), ensure_ascii=False))
    (FIXTURES / "rows.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
