"""Count how common terms are in news at large: ``python -m benchmarks.fit_background``.

Only shares of articles are kept, rounded to a quarter of a power of two, of terms that at least one article in 670 has.
Sources: every third article of a crawl of 365 outlets (Article-Bias-Prediction, Baly et al. 2020) and every fourth of
Reuters-21578.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict

from benchmarks.corpora import SHARED, jsonl
from benchmarks.fitting import FITTED
from dedup.matching.tokens import tokenize
from dedup.settings import Settings

SOURCES = (("allsides_18k.jsonl.gz", 3), ("reuters21578.jsonl.gz", 4))
CHARS = 6000
LEAST_SHARE = 0.0015
# Of a term that is not in the table: a third of the least share in it.
RARE = 0.0005
SHORT_FIGURE = 3  # longer numbers are particular to an event


def main() -> None:
    """Write ``dedup/fitted/background.json``."""
    stem_length = Settings().stories.stem_length
    held: Counter[str] = Counter()
    articles = 0
    for name, step in SOURCES:
        for at, row in enumerate(jsonl(SHARED / "data" / name)):
            if at % step == 0:
                articles += 1
                tokens = tokenize(row["text"][:CHARS], stem_length)
                held.update({t.term for t in tokens if not t.figure or len(t.term) < SHORT_FIGURE})
    levels: dict[int, list[str]] = defaultdict(list)
    for term, count in sorted(held.items()):
        if count >= LEAST_SHARE * articles:
            levels[round(-4 * math.log2(count / articles))].append(term)
    data = {
        "fit": {"command": "python -m benchmarks.fit_background", "articles": articles},
        "rare": RARE,
        "levels": {str(level): " ".join(levels[level]) for level in sorted(levels)},
    }
    path = FITTED / "background.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(articles, "articles,", sum(map(len, levels.values())), "terms")


if __name__ == "__main__":
    main()
