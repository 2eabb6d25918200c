import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.matching.bulk.lane import BulkCopies, copies_of_jsonl
from dedup.matching.copies import CopyEdge, find_copies
from dedup.matching.fingerprints import Fingerprint
from dedup.matching.minhash import signature
from dedup.matching.shingles import shingle_words, word_shingles
from dedup.reading.read import read_articles
from dedup.settings import CopySettings

SETTINGS = CopySettings()


def prose(seed: int, length: int) -> list[str]:
    source = random.Random(seed)
    return [f"word{source.randrange(3000)}" for _ in range(length)]


def crawl(seed: int, stories: int, most_copies: int) -> list[dict[str, str]]:
    """Articles with copies that are trimmed, padded, edited and wrapped in their outlet's template."""
    source = random.Random(seed)
    rows = []
    for story in range(stories):
        words = prose(1000 * seed + story, source.randrange(20, 400))
        for copy in range(source.randrange(1, most_copies)):
            mine = [word if source.random() > 0.04 else "edited" for word in words[: source.randrange(15, 401)]]
            outlet = source.randrange(4)
            text = " ".join(prose(outlet, 30) + mine + prose(50 + outlet, source.randrange(40)))
            rows.append({"id": f"s{story} c{copy}", "outlet": f"o{outlet}", "text": text})
    return rows


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def plainly(path: Path) -> tuple[dict[str, str], set[tuple[str, str, float]], list[tuple[str, str]]]:
    """The same by the reader and the reference: representatives, edges and rejects."""
    read = read_articles(path)
    prints = []
    for article in read.articles:
        shingles = word_shingles(shingle_words(article.text), SETTINGS.shingle_words)
        prints.append(Fingerprint(article.id, shingles, signature(shingles, SETTINGS.permutations, 1)))
    copies = find_copies(prints, SETTINGS)
    ids = [one.id for one in prints]

    def named(edge: CopyEdge) -> tuple[str, str, float]:
        return ids[edge.a], ids[edge.b], edge.overlap.jaccard

    labels = {one: ids[label] for one, label in zip(ids, copies.labels, strict=True)}
    return labels, set(map(named, copies.edges)), [(one.source, one.reason) for one in read.rejects]


def in_bulk(found: BulkCopies) -> tuple[dict[str, str], set[tuple[str, str, float]], list[tuple[str, str]]]:
    ids = list(found.ids)
    labels = {one: ids[label] for one, label in zip(ids, found.representatives.tolist(), strict=True)}
    edges = {(ids[a], ids[b], j) for a, b, j in zip(found.a, found.b, found.jaccard.tolist(), strict=True)}
    return labels, edges, [(one.source, one.reason) for one in found.rejects]


@pytest.mark.parametrize("seed", range(6))
def test_groups_and_edges_equal_the_reference(tmp_path: Path, seed: int) -> None:
    path = write(tmp_path / "crawl.jsonl", crawl(seed, 40, 3 if seed % 2 else 30))
    found = in_bulk(copies_of_jsonl(path, SETTINGS, 1, 2))
    assert found == plainly(path)
    assert len(set(found[0].values())) < len(found[0])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=st.randoms(use_true_random=False), workers=st.integers(1, 4))
def test_groups_do_not_depend_on_order_and_workers(tmp_path: Path, source: random.Random, workers: int) -> None:
    rows = crawl(3, 15, 12)
    expected = in_bulk(copies_of_jsonl(write(tmp_path / "a.jsonl", rows), SETTINGS, 1, 1))
    source.shuffle(rows)
    found = in_bulk(copies_of_jsonl(write(tmp_path / "b.jsonl", rows), SETTINGS, 1, workers))
    assert found == expected
