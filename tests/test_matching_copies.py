import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.matching.copies import are_copies, find_copies, least_jaccard, overlap
from dedup.matching.fingerprints import Fingerprint
from dedup.matching.minhash import signature
from dedup.matching.shingles import word_shingles
from dedup.settings import CopySettings

SETTINGS = CopySettings()


def fingerprint(name: str, words: list[str]) -> Fingerprint:
    shingles = word_shingles(words, SETTINGS.shingle_words)
    return Fingerprint(name, shingles, signature(shingles, SETTINGS.permutations, 1))


def prose(seed: int, length: int) -> list[str]:
    source = random.Random(seed)
    return [f"word{source.randrange(5000)}" for _ in range(length)]


def groups(prints: list[Fingerprint]) -> set[frozenset[str]]:
    labels = find_copies(prints, SETTINGS).labels
    return {frozenset(p.id for p, mine in zip(prints, labels, strict=True) if mine == label) for label in set(labels)}


def test_trimmed_and_padded_reprints_are_copies() -> None:
    wire = prose(1, 300)
    prints = [
        fingerprint("wire", wire),
        fingerprint("trimmed", wire[:180]),
        fingerprint("padded", wire + prose(2, 200)),
        fingerprint("other", prose(3, 300)),
    ]
    assert groups(prints) == {frozenset({"wire", "trimmed", "padded"}), frozenset({"other"})}


def test_a_digest_is_no_copy_of_the_stories_in_it() -> None:
    stories = [prose(seed, 200) for seed in range(5)]
    prints = [fingerprint(f"story {i}", words) for i, words in enumerate(stories)]
    prints.append(fingerprint("digest", [word for words in stories for word in words]))
    assert groups(prints) == {frozenset({p.id}) for p in prints}


def test_groups_do_not_chain() -> None:
    words = prose(4, 1200)
    windows = [fingerprint(f"window {i}", words[i * 100 : i * 100 + 300]) for i in range(9)]
    labels = find_copies(windows, SETTINGS).labels
    for member, representative in enumerate(labels):
        found = overlap(windows[member].shingles, windows[representative].shingles)
        assert member == representative or are_copies(windows[member], windows[representative], found, SETTINGS)


def test_empty_and_tiny_texts_match_nothing() -> None:
    prints = [
        fingerprint("a", []),
        fingerprint("b", []),
        fingerprint("c", ["one"]),
        fingerprint("d", [*prose(5, 100), "one"]),
    ]
    assert groups(prints) == {frozenset({"a"}), frozenset({"b"}), frozenset({"c"}), frozenset({"d"})}


def test_a_flood_of_one_page_is_compared_once_a_copy(monkeypatch: object) -> None:
    import dedup.matching.copies as module

    calls = 0
    exact = module.overlap

    def counted(a, b):  # type: ignore[no-untyped-def]
        nonlocal calls
        calls += 1
        return exact(a, b)

    monkeypatch.setattr(module, "overlap", counted)  # type: ignore[attr-defined]
    page = fingerprint("p", prose(6, 200))
    flood = [Fingerprint(f"p{i:04}", page.shingles, page.signature) for i in range(2000)]
    assert set(find_copies(flood, SETTINGS).labels) == {0}
    assert calls == len(flood) - 1


def test_every_pair_of_high_jaccard_is_found() -> None:
    """Against the slow oracle: each pair of Jaccard .7 and more is in one group (p > .9999999)."""
    source = random.Random(7)
    prints = []
    for story in range(30):
        words = prose(100 + story, 250)
        for copy in range(3):
            edited = [w if source.random() > 0.02 else "edited" for w in words]
            prints.append(fingerprint(f"{story} {copy}", edited))
    labels = find_copies(prints, SETTINGS).labels
    for i, a in enumerate(prints):
        for j, b in enumerate(prints[:i]):
            if overlap(a.shingles, b.shingles).jaccard >= 0.7:
                assert labels[i] == labels[j]


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_groups_do_not_depend_on_order(source: random.Random) -> None:
    base = [prose(seed, 120) for seed in range(4)]
    prints = [fingerprint(f"{i} {cut}", words[cut:]) for i, words in enumerate(base) for cut in (0, 10, 40)]
    expected = groups(prints)
    source.shuffle(prints)
    assert groups(prints) == expected


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_overlap_equals_set_arithmetic(a: set[int], b: set[int]) -> None:
    found = overlap(np.array(sorted(a), dtype=np.uint64), np.array(sorted(b), dtype=np.uint64))
    common = len(a & b)
    assert found.jaccard == (common / len(a | b) if a and b else 0.0)
    assert found.containment_a == (common / len(a) if a and b else 0.0)
    assert found.containment_b == (common / len(b) if a and b else 0.0)


def test_a_reprint_ends_with_its_wire_though_a_rewritten_page_leads() -> None:
    """The page that most others resemble leads; the wire resembles its reprint more, which is no copy of that page."""
    wire = prose(8, 300)
    reprint = wire[:200] + prose(9, 60)
    rewritten = wire[90:] + prose(10, 40)
    update = rewritten[40:] + prose(11, 60)
    prints = [
        fingerprint(name, words)
        for name, words in (("wire", wire), ("reprint", reprint), ("rewritten", rewritten), ("update", update))
    ]
    found = find_copies(prints, SETTINGS)
    for member, representative in enumerate(found.labels):
        pair = overlap(prints[member].shingles, prints[representative].shingles)
        assert member == representative or are_copies(prints[member], prints[representative], pair, SETTINGS)
    best = max((edge for edge in found.edges if 0 in (edge.a, edge.b)), key=lambda edge: edge.overlap.jaccard)
    assert found.labels[best.a] == found.labels[best.b]


def test_every_verified_pair_is_exact_and_named_once() -> None:
    words = prose(12, 260)
    prints = [fingerprint(f"{cut}", words[cut : cut + 200]) for cut in range(0, 60, 5)]
    edges = find_copies(prints, SETTINGS).edges
    assert len({frozenset((edge.a, edge.b)) for edge in edges}) == len(edges) > 0
    for edge in edges:
        assert edge.overlap == overlap(prints[edge.a].shingles, prints[edge.b].shingles)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 500))
def test_the_least_jaccard_says_the_same_as_both_rules(a: int, b: int, common: int) -> None:
    common = min(a, b, common)
    shorter, longer = min(a, b), max(a, b)
    same = common / (a + b - common) >= SETTINGS.jaccard
    same |= (
        shorter >= SETTINGS.containment_shingles
        and longer <= SETTINGS.containment_length_ratio * shorter
        and common / shorter >= SETTINGS.containment
    )
    assert (common / (a + b - common) >= least_jaccard(a, b, SETTINGS) - 1e-12) == same
