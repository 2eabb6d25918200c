import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.errors import InputError
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


def plainly(
    path: Path, chosen: CopySettings = SETTINGS, seed: int = 1
) -> tuple[dict[str, str], set[tuple[str, str, float]], list[tuple[str, str]]]:
    """The same by the reader and the reference: representatives, edges and rejects."""
    read = read_articles(path)
    prints = []
    for article in read.articles:
        shingles = word_shingles(shingle_words(article.text), chosen.shingle_words)
        prints.append(Fingerprint(article.id, shingles, signature(shingles, chosen.permutations, seed)))
    copies = find_copies(prints, chosen)
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


FLOODS = ["one page", "one template", "one bucket", "one page, trimmed"]


def flood(kind: str, count: int) -> list[dict[str, str]]:
    page = prose(1, 120)
    texts = {
        "one page": lambda _: page,
        "one template": lambda i: page + prose(100 + i, 80),  # Jaccard of any two: .42; containment .6
        "one bucket": lambda i: page[:6] + prose(100 + i, 40),  # two shingles that all share
        "one page, trimmed": lambda i: page[: 60 + i % 60],
    }[kind]
    return [{"id": f"{i:06}", "text": " ".join(texts(i))} for i in range(count)]


@pytest.mark.parametrize("kind", FLOODS)
def test_floods_cost_linear_time(tmp_path: Path, kind: str) -> None:
    """Comparing all pairs of 6,000 pages would take minutes; and every member must be a copy of its representative."""
    path = write(tmp_path / "flood.jsonl", flood(kind, 6000))
    found = copies_of_jsonl(path, SETTINGS, 1, 2)
    assert len(found.ids) == 6000
    assert len(found.a) <= 6000 * (SETTINGS.candidates + SETTINGS.first_groups + SETTINGS.linked_groups)
    groups = len(set(found.representatives.tolist()))
    if kind == "one page":
        assert groups == 1
    if kind == "one bucket":
        assert groups == 6000


@pytest.mark.parametrize("kind", FLOODS)
def test_floods_are_grouped_as_by_the_reference(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "flood.jsonl", flood(kind, 150))
    assert in_bulk(copies_of_jsonl(path, SETTINGS, 1, 2)) == plainly(path)


@pytest.mark.parametrize("chosen", [
    replace(SETTINGS, bands=16, rows=8), replace(SETTINGS, shingle_words=2, permutations=64, bands=21, jaccard=0.6),
    replace(SETTINGS, candidates=1, bucket_neighbours=1, first_groups=1, linked_groups=1),
])  # fmt: skip
def test_other_settings_give_the_same_both_ways(tmp_path: Path, chosen: CopySettings) -> None:
    path = write(tmp_path / "crawl.jsonl", crawl(8, 25, 20))
    assert in_bulk(copies_of_jsonl(path, chosen, 7, 2)) == plainly(path, chosen, 7)


def test_every_member_is_a_copy_of_its_representative(tmp_path: Path) -> None:
    rows = crawl(5, 30, 25)
    found = copies_of_jsonl(write(tmp_path / "crawl.jsonl", rows), SETTINGS, 1, 2)
    edges = {frozenset(pair) for pair in zip(found.a.tolist(), found.b.tolist(), strict=True)}
    for member, representative in enumerate(found.representatives.tolist()):
        assert member == representative or frozenset((member, representative)) in edges
        assert found.representatives[representative] == representative
    shingles = [set(word_shingles(shingle_words(row["text"]), 5).tolist()) for row in rows]
    inside_a, inside_b = found.containments
    for place, (a, b) in enumerate(zip(found.a.tolist(), found.b.tolist(), strict=True)):
        common = len(shingles[a] & shingles[b])
        assert found.jaccard[place] == common / len(shingles[a] | shingles[b])
        assert (inside_a[place], inside_b[place]) == (common / len(shingles[a]), common / len(shingles[b]))


def test_texts_for_the_reference_are_grouped_with_the_others(tmp_path: Path) -> None:
    """A ligature sends a text to the reference; it stays a copy of the text without, also where many are verified at once."""
    page = prose(2, 200)
    rows = [
        {"id": f"{i}", "text": " ".join([*page[: 120 + i], "ﬁnal" if i % 3 else "final", *page[120 + i :]])}
        for i in range(60)
    ]
    path = write(tmp_path / "rows.jsonl", rows)
    found = in_bulk(copies_of_jsonl(path, SETTINGS, 1, 2))
    assert found == plainly(path)
    assert len(set(found[0].values())) == 1


def test_crawls_that_the_reference_reads_whole(tmp_path: Path) -> None:
    rows = [row | {"text": row["text"] + " ½"} for row in crawl(9, 12, 12)]
    path = write(tmp_path / "rows.jsonl", rows)
    assert in_bulk(copies_of_jsonl(path, SETTINGS, 1, 2)) == plainly(path)


def test_batches_and_files_for_large_ones_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dedup.matching.bulk.grouping as grouping
    import dedup.matching.bulk.rereading as rereading

    path = write(tmp_path / "crawl.jsonl", crawl(6, 30, 20))
    expected = in_bulk(copies_of_jsonl(path, SETTINGS, 1, 2))
    monkeypatch.setattr(grouping, "_BATCH", 1)
    monkeypatch.setattr(rereading, "_TEXT", 1)
    monkeypatch.setattr(rereading, "_IN_MEMORY", 0)
    assert in_bulk(copies_of_jsonl(path, SETTINGS, 1, 3)) == expected


@pytest.mark.parametrize("text", ["", "\n\n", '{"id": "a", "text": "alone"}'])
def test_next_to_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(text, encoding="utf-8")
    found = copies_of_jsonl(path, SETTINGS, 1)
    assert found.representatives.tolist() == list(range(len(found.ids)))
    assert len(found.a) == 0


def test_a_missing_file_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        copies_of_jsonl(tmp_path / "none.jsonl", SETTINGS, 1)


def test_rows(tmp_path: Path) -> None:
    page = " ".join(prose(3, 50))
    names = ["b", "a", 'quote"back\\slash', "é\u0001", "c" * 130, "c" * 63 + '"\\' + "é" * 40, "other"]
    rows = [{"id": one, "text": page if one != "other" else "another text"} for one in names]
    found = copies_of_jsonl(write(tmp_path / "rows.jsonl", rows), SETTINGS, 1)
    assert b"".join(found.rows("tsv")).decode() == "".join(
        f"{one}\t{one if one == 'other' else 'a'}\n" for one in names
    )
    objects = [json.loads(line) for line in b"".join(found.rows("jsonl")).splitlines()]
    assert objects == [{"id": one, "copies": one if one == "other" else "a"} for one in names]


def test_compiling_is_said_once_and_never_from_the_cache(tmp_path: Path) -> None:
    said: list[str] = []
    path = write(tmp_path / "rows.jsonl", crawl(1, 3, 3))
    copies_of_jsonl(path, SETTINGS, 1, say=said.append)
    copies_of_jsonl(path, SETTINGS, 1, say=said.append)
    assert len(said) <= 1
