"""Groups of near-duplicate copies: LSH proposes, exact shingle sets decide, every member is close to its representative.

Banding after Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4. Articles come in the order of
their length, the fullest text first; each joins the closest of the representatives that its candidates lead to, or
becomes one. Nobody joins through another member, so groups cannot chain, and a flood of one page costs one comparison
a copy. This is the plain form, for folders; ``dedup.matching.bulk`` finds the same groups in millions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.matching.fingerprints import Fingerprint
from dedup.matching.minhash import band_keys, low_bytes
from dedup.settings import CopySettings


@dataclass(frozen=True, slots=True)
class Overlap:
    """Exact resemblance of two shingle sets, each figure from 0 to 1; ``containment_a`` is the share of a found in b."""

    jaccard: float
    containment_a: float
    containment_b: float


@dataclass(frozen=True, slots=True)
class CopyEdge:
    """A verified pair of copies, by position in the fingerprints."""

    a: int
    b: int
    overlap: Overlap


@dataclass(frozen=True, slots=True)
class Copies:
    """``labels[i]`` is the position of article i's representative (its own where it is alone).

    ``edges`` are the pairs that were verified: each member with its representative, and copies that ended in different
    groups because one of them is no copy of the other's representative.
    """

    labels: tuple[int, ...]
    edges: tuple[CopyEdge, ...]


def overlap(a: npt.NDArray[np.uint64], b: npt.NDArray[np.uint64]) -> Overlap:
    """Compare two sorted sets exactly; an empty set resembles nothing, another empty one included."""
    if not len(a) or not len(b):
        return Overlap(0.0, 0.0, 0.0)
    common = len(np.intersect1d(a, b, assume_unique=True))
    return Overlap(common / (len(a) + len(b) - common), common / len(a), common / len(b))


def least_jaccard(a: int, b: int, settings: CopySettings) -> float:
    """Return the Jaccard from which two sets of ``a`` and ``b`` shingles are copies.

    Much the same, or one a trimmed or padded form of the other: a share c of the shorter set found in the longer is a
    Jaccard of ``c * shorter / (shorter + longer - c * shorter)``.
    """
    shorter, longer = min(a, b), max(a, b)
    if shorter < settings.containment_shingles or longer > settings.containment_length_ratio * shorter:
        return settings.jaccard
    common = settings.containment * shorter
    return min(settings.jaccard, common / (shorter + longer - common))


def least_matches(a: int, b: int, settings: CopySettings) -> float:
    """Return the number of equal values in two signatures from which the pair is worth verifying.

    The number is binomial around the Jaccard (Broder 1997): the needed one less a margin of standard errors.
    """
    need = least_jaccard(a, b, settings)
    error = math.sqrt(need * (1.0 - need) / settings.permutations)
    return settings.permutations * (need - settings.estimate_margin * error)


def are_copies(a: Fingerprint, b: Fingerprint, found: Overlap, settings: CopySettings) -> bool:
    """Decide whether two articles are copies."""
    # The last digits of two ways to the same Jaccard differ.
    return found.jaccard >= least_jaccard(len(a.shingles), len(b.shingles), settings) - 1e-12


def find_copies(prints: Sequence[Fingerprint], settings: CopySettings) -> Copies:
    """Group the articles; the result does not depend on their order (length and then id decide who represents)."""
    order = sorted(
        (i for i, one in enumerate(prints) if len(one.shingles)), key=lambda i: (-len(prints[i].shingles), prints[i].id)
    )
    ranked = [prints[i] for i in order]
    labels, edges = _lead(ranked, propose(ranked, settings), settings)
    all_labels = list(range(len(prints)))
    for rank, label in enumerate(labels):
        all_labels[order[rank]] = order[label]
    return Copies(tuple(all_labels), tuple(CopyEdge(order[edge.a], order[edge.b], edge.overlap) for edge in edges))


def propose(ranked: Sequence[Fingerprint], settings: CopySettings) -> list[list[int]]:
    """Return for each article the fuller ones to verify, the likeliest first. Articles come and are named by rank."""
    buckets: dict[tuple[int, int], list[int]] = {}
    sketches = np.zeros((len(ranked), settings.permutations), dtype=np.uint8)
    for rank, one in enumerate(ranked):
        sketches[rank] = low_bytes(one.signature)
        for key in enumerate(band_keys(one.signature, settings.bands, settings.rows).tolist()):
            buckets.setdefault(key, []).append(rank)
    met: list[set[int]] = [set() for _ in ranked]
    for bucket in buckets.values():
        for place, rank in enumerate(bucket):
            met[rank].update(_neighbours(bucket, place, settings.bucket_neighbours))
    return [_likeliest(rank, sorted(others), sketches, ranked, settings) for rank, others in enumerate(met)]


def _neighbours(bucket: Sequence[int], place: int, count: int) -> Iterator[int]:
    """Yield the first of a bucket, and those before an article in it."""
    yield from bucket[: min(place, count)]
    yield from bucket[max(count, place - count) : place]


def _likeliest(
    rank: int,
    others: Sequence[int],
    sketches: npt.NDArray[np.uint8],
    ranked: Sequence[Fingerprint],
    settings: CopySettings,
) -> list[int]:
    if not others:
        return []
    matches = (sketches[others] == sketches[rank]).sum(axis=1).tolist()
    size = len(ranked[rank].shingles)
    likely = [
        (-count, other)
        for count, other in zip(matches, others, strict=True)
        if count >= least_matches(size, len(ranked[other].shingles), settings)
    ]
    return [other for _, other in sorted(likely)[: settings.candidates]]


def _lead(
    ranked: Sequence[Fingerprint], proposed: Sequence[Sequence[int]], settings: CopySettings
) -> tuple[list[int], list[CopyEdge]]:
    """Assign each article to the closest representative among those of its candidates."""
    labels = list(range(len(ranked)))
    edges: list[CopyEdge] = []
    for rank, candidates in enumerate(proposed):
        best = 0.0
        for representative in dict.fromkeys(labels[candidate] for candidate in candidates):
            found = _verified(ranked[rank], ranked[representative], settings)
            if found is None:
                continue
            edges.append(CopyEdge(rank, representative, found))
            if found.jaccard > best or (found.jaccard == best and representative < labels[rank]):
                best, labels[rank] = found.jaccard, representative
            if found.jaccard == 1.0:
                break
        for candidate in candidates:
            if candidate == labels[candidate] or labels[candidate] == labels[rank]:
                continue
            if (found := _verified(ranked[rank], ranked[candidate], settings)) is not None:
                edges.append(CopyEdge(rank, candidate, found))
    return labels, edges


def _verified(a: Fingerprint, b: Fingerprint, settings: CopySettings) -> Overlap | None:
    found = overlap(a.shingles, b.shingles)
    return found if are_copies(a, b, found, settings) else None
