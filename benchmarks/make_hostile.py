"""Make ``fixtures/hostile``: broken and hostile inputs, each of which must end in the results or in the rejects.

python -m benchmarks.make_hostile
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

HOSTILE = Path(__file__).resolve().parents[1] / "fixtures" / "hostile"

ARTICLE = (
    "Ferry to Marrowhead suspended after engine fire\n\n"
    "HOLLIN BAY, March 3 (Reuters) - The night ferry to Marrowhead was suspended on Tuesday after a fire in its engine "
    "room, the port authority said.\n\n"
    "“Nobody was hurt and the fire was out in eleven minutes,” harbour master Ottilie Brandvold told reporters.\n\n"
    "The ferry carries about 900 passengers a night and is the only link to the island in winter."
)
CLUTTER = (
    "Home / News / World\n\nAdvertisement\n\nShare this\n\nSubscribe to our newsletter\n\nFollow us on Google News\n\n"
    "LEAVE A REPLY\n\nPlease enter your comment!\n\nPlease enter your name here"
)
HINDI = (
    "मार्रोहेड की नौका सेवा इंजन में आग के बाद बंद\n\n"
    "होलिन बे, 3 मार्च (भाषा) बंदरगाह प्राधिकरण ने मंगलवार को कहा कि इंजन कक्ष में आग लगने के बाद रात की नौका सेवा रोक दी गई है।\n\n"
    "बंदरगाह प्रमुख ओटिली ब्रांडवोल्ड ने कहा, “किसी को चोट नहीं आई और ग्यारह मिनट में आग बुझा दी गई।”\n\n"
    "यह नौका हर रात लगभग 900 यात्रियों को ले जाती है और सर्दियों में द्वीप तक पहुंचने का एकमात्र साधन है।"
)
URDU = (
    "انجن میں آگ کے بعد مارو ہیڈ کی فیری سروس معطل\n\n"
    "بندرگاہ کے حکام نے منگل کو بتایا کہ انجن روم میں آگ لگنے کے بعد رات کی فیری سروس روک دی گئی ہے۔\n\n"
    "بندرگاہ کی سربراہ اوٹیلی برانڈوولڈ نے کہا: ”کوئی زخمی نہیں ہوا اور گیارہ منٹ میں آگ بجھا دی گئی۔“\n\n"
    "یہ فیری ہر رات تقریباً 900 مسافروں کو لے جاتی ہے اور سردیوں میں جزیرے تک پہنچنے کا واحد ذریعہ ہے۔"
)


def files() -> dict[str, bytes]:
    """Return the files by name."""
    line = "the ferry was late again and nobody at the harbour could say why it had not sailed "
    return {
        "empty.txt": b"",
        "white_space.txt": b" \n\t\n   \n",
        "only_clutter.txt": CLUTTER.encode(),
        "invalid_utf8.txt": ARTICLE.encode("utf-16-le")[1:401] + b"\xff\xfe\xfa" + ARTICLE.encode(),
        "latin1.txt": ARTICLE.replace("“", '"').replace("”", '"').replace("Brandvold", "Brandvøld").encode("latin-1"),
        "nul.txt": ARTICLE.encode().replace(b" ", b" \x00", 40),
        "script_headline.html": (
            "<!DOCTYPE html><html><head><title>&lt;script&gt;alert(1)&lt;/script&gt;</title></head><body><article>"
            "<h1>&lt;script&gt;alert('headline')&lt;/script&gt; &lt;img src=x onerror=alert(2)&gt;</h1>"
            + "".join(f"<p>{p}</p>" for p in ARTICLE.split("\n\n"))
            + "</article></body></html>"
        ).encode(),
        "script_headline.txt": b"<script>alert('headline')</script>\n\n" + ARTICLE.encode(),
        "one_line.txt.gz": gzip.compress((line * 60_000).encode(), mtime=0),
        "bomb.txt.gz": gzip.compress(b" " * 200_000_000, mtime=0),
        "truncated.txt.gz": gzip.compress(ARTICLE.encode(), mtime=0)[:-40],
        "duplicate_ids.jsonl": "".join(
            json.dumps({"id": "same", "text": ARTICLE.replace("900", str(n))}) + "\n" for n in (900, 901)
        ).encode(),
        "broken_rows.jsonl": (
            json.dumps({"id": "good", "text": ARTICLE})
            + '\n{"id": "cut off", "text": "The ferry\n[1, 2, 3]\n"a string"\n{"id": "no text"}\n{"id": 7, "text": 8}\n\n'
        ).encode(),
        "deep.json": b"[" * 100_000,
        "unclosed_quote.txt": ARTICLE.replace("minutes,”", "minutes,").encode(),
        "many_quotes.txt": ('"' * 20_000 + "\n\n" + ARTICLE).encode(),
        "hindi.txt": HINDI.encode(),
        "urdu.txt": URDU.encode(),
        "one_sentence.txt": b"The night ferry to Marrowhead was suspended on Tuesday.",
        "far_dates.jsonl": "".join(
            json.dumps({"id": f"year {year}", "published": f"{year}-01-01T00:00:00Z", "text": ARTICLE}) + "\n"
            for year in ("0000", "0001", "9999", "99999")
        ).encode(),
        "strange_id.jsonl": json.dumps({"id": "../../../etc/<b>passwd</b>\"'\u202e", "text": ARTICLE}).encode() + b"\n",
        "deep.html": b"<html><body>" + b"<div>" * 20_000 + ARTICLE.encode() + b"</div>" * 20_000 + b"</body></html>",
        "lone_surrogate.jsonl": b'{"id": "surrogate", "text": "The ferry \\ud800 was late again on Tuesday night."}\n',
    }


def main() -> None:
    """Write the files and the link that leads to its own folder."""
    HOSTILE.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (HOSTILE / name).write_bytes(data)
    loop = HOSTILE / "loop"
    if not loop.is_symlink():
        loop.symlink_to(".", target_is_directory=True)


if __name__ == "__main__":
    main()
