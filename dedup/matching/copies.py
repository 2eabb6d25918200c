"""Groups of near-duplicate copies: LSH proposes, exact shingle sets decide, every member is close to its representative.

Banding after Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4. Articles come in the order of
their length, the fullest text first; each joins the closest representative met so far or becomes one. Nobody joins
through another member, so groups cannot chain, and a flood of one page costs one comparison a copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.matching.fingerprints import Fingerprint
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
    """``labels[i]`` is the position of article i's representative (its own where it is alone)."""

    labels: tuple[int, ...]
    edges: tuple[CopyEdge, ...]


def overlap(a: npt.NDArray[np.uint64], b: npt.NDArray[np.uint64]) -> Overlap:
    """Compare two sorted sets exactly; an empty set resembles nothing, another empty one included."""
    if not len(a) or not len(b):
        return Overlap(0.0, 0.0, 0.0)
    common = len(np.intersect1d(a, b, assume_unique=True))
    return Overlap(common / (len(a) + len(b) - common), common / len(a), common / len(b))


def are_copies(a: Fingerprint, b: Fingerprint, found: Overlap, settings: CopySettings) -> bool:
    """Decide whether two articles are copies: much the same, or one a trimmed or padded form of the other."""
    if found.jaccard >= settings.jaccard:
        return True
    shorter, longer = sorted((len(a.shingles), len(b.shingles)))
    if shorter < settings.containment_shingles or longer > settings.containment_length_ratio * shorter:
        return False
    return max(found.containment_a, found.containment_b) >= settings.containment


def find_copies(prints: Sequence[Fingerprint], settings: CopySettings) -> Copies:
    """Group the articles; the result does not depend on their order (length and then id decide who represents)."""
    labels = list(range(len(prints)))
    edges: list[CopyEdge] = []
    buckets: dict[tuple[int, bytes], list[int]] = {}
    by_length = sorted(range(len(prints)), key=lambda i: (-len(prints[i].shingles), prints[i].id))
    for article in by_length:
        if not len(prints[article].shingles):
            continue
        keys = list(_band_keys(prints[article].signature, settings))
        best: tuple[float, int] | None = None
        for candidate in _candidates(keys, buckets, settings):
            found = overlap(prints[article].shingles, prints[candidate].shingles)
            if are_copies(prints[article], prints[candidate], found, settings):
                edges.append(CopyEdge(article, candidate, found))
                if best is None or found.jaccard > best[0]:
                    best = (found.jaccard, candidate)
                if found.jaccard == 1.0:
                    break
        if best is not None:
            labels[article] = best[1]
        else:
            _enter(article, keys, buckets, settings)
    return Copies(tuple(labels), tuple(edges))


def _band_keys(signature: npt.NDArray[np.uint32], settings: CopySettings) -> Iterator[tuple[int, bytes]]:
    """Yield the bands of a signature as bucket keys."""
    for band in range(settings.bands):
        yield band, signature[band * settings.rows : (band + 1) * settings.rows].tobytes()


def _candidates(
    keys: list[tuple[int, bytes]], buckets: dict[tuple[int, bytes], list[int]], settings: CopySettings
) -> list[int]:
    """Return the representatives to verify, those that share the most bands first, then the longest text."""
    shared = Counter(representative for key in keys for representative in buckets.get(key, ()))
    # Counter keeps the order of first meeting, which is that of length and id; the stable sort keeps it for ties.
    return [i for i, _ in sorted(shared.items(), key=lambda item: -item[1])[: settings.verified_representatives]]


def _enter(
    article: int, keys: list[tuple[int, bytes]], buckets: dict[tuple[int, bytes], list[int]], settings: CopySettings
) -> None:
    """Make an article a representative."""
    for key in keys:
        bucket = buckets.setdefault(key, [])
        if len(bucket) < settings.bucket_representatives:
            bucket.append(article)
