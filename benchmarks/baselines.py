"""The plainest methods, for comparison: what a user gets without this program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import corpora
from benchmarks.scoring.measures import Figures, clustering


def plain_methods(wire_folder: Path | None, ecb: Path | None) -> Figures:
    """Return B-cubed figures of two plain methods on the corpora that are given."""
    figures: Figures = {}
    if wire_folder:
        articles = [(e["event"], a) for e in corpora.wire_events(wire_folder) for a in e["articles"]]
        labels = [e if a["treatment"] != "other" else a.get("about", a["id"]) for e, a in articles]
        figures["wire_pages"] = _both([corpora.page_text(a) for _, a in articles], labels)
    if ecb:
        rows = list(corpora.jsonl(ecb))
        figures["ecb"] = _both([row["text"] for row in rows], [row["event"] for row in rows])
    return figures


def _both(texts: Sequence[str], labels: Sequence[str]) -> Figures:
    gold = {str(i): label for i, label in enumerate(labels)}
    return {
        "datasketch LSH at .5, connected components": clustering(gold, _minhash_components(texts)),
        "flat TF-IDF, average link, best threshold in hindsight": _best_tfidf(texts, gold),
    }


def _minhash_components(texts: Sequence[str]) -> dict[str, int]:
    """Word 5-shingles, ``MinHashLSH(threshold=.5)``, whatever is connected is one group."""
    from datasketch import MinHash, MinHashLSH
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    index = MinHashLSH(threshold=0.5, num_perm=128)
    sketches = []
    for i, text in enumerate(texts):
        tokens = text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(tokens[k : k + 5]).encode() for k in range(max(1, len(tokens) - 4))])
        index.insert(i, sketch)
        sketches.append(sketch)
    edges = [(i, j) for i, sketch in enumerate(sketches) for j in index.query(sketch)]
    rows, columns = zip(*edges, strict=True)
    graph = coo_matrix((np.ones(len(edges)), (rows, columns)), shape=(len(texts), len(texts)))
    return {str(i): int(label) for i, label in enumerate(connected_components(graph)[1])}


def _best_tfidf(texts: Sequence[str], gold: dict[str, str]) -> Figures:
    """Cosine of plain TF-IDF vectors, average linkage, the threshold that scores best chosen afterwards."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    distance = 1 - (vectors @ vectors.T).toarray()
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(np.clip(distance, 0, None), checks=False), "average")
    results = []
    for threshold in np.arange(0.3, 0.99, 0.01):
        labels = fcluster(tree, threshold, "distance")
        results.append(clustering(gold, {str(i): int(label) for i, label in enumerate(labels)}))
    return max(results, key=lambda figures: figures["b3_f1"])
