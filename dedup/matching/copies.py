"""Groups of near-duplicate copies: LSH proposes, exact sets decide, every member is close to its representative.

Banding after Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4. What candidates connect is
grouped by itself: each article joins the closest of the representatives that its candidates lead to, or becomes one;
groups whose representatives are copies of one another are then led anew. Nobody joins through another member, so
groups cannot chain, and no article is compared with more than a fixed number of others. This is the plain form, for
folders; ``dedup.matching.bulk`` finds the same groups in millions.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.matching.fingerprints import Fingerprint
from dedup.matching.minhash import band_keys, low_bytes
from dedup.settings import CopySettings


@dataclass(frozen=True, slots=True)
class Overlap:
    """Exact resemblance of two shingle sets, all from 0 to 1; ``containment_a`` is the share of a found in b."""

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

    The number is binomial around the Jaccard (Broder 1997): the needed one less a margin of standard errors. A pair
    whose sizes alone forbid it is never worth it.
    """
    need = least_jaccard(a, b, settings)
    if min(a, b) < need * max(a, b):
        return math.inf
    error = math.sqrt(need * (1.0 - need) / settings.permutations)
    return settings.permutations * (need - settings.estimate_margin * error)


def are_copies(a: Fingerprint, b: Fingerprint, found: Overlap, settings: CopySettings) -> bool:
    """Decide whether two articles are copies."""
    # The last digits of two ways to the same Jaccard differ.
    return found.jaccard >= least_jaccard(len(a.shingles), len(b.shingles), settings) - 1e-12


def find_copies(prints: Sequence[Fingerprint], settings: CopySettings) -> Copies:
    """Group the articles; the result does not depend on their order."""
    order = sorted(
        (i for i, one in enumerate(prints) if len(one.shingles)), key=lambda i: (-len(prints[i].shingles), prints[i].id)
    )
    ranked = [prints[i] for i in order]
    candidates = propose(ranked, settings)
    pairs = _Pairs(ranked, settings)
    labels = list(range(len(prints)))
    for members in connected(candidates):
        for rank, label in _grouped(members, candidates, pairs, settings).items():
            labels[order[rank]] = order[label]
    edges = [CopyEdge(order[a], order[b], found) for (a, b), found in pairs.copies.items()]
    return Copies(tuple(labels), tuple(sorted(edges, key=lambda edge: (edge.a, edge.b))))


def prepare_kernels() -> None:
    """Have the kernels compiled, where they are not, by this process: its workers would each do it."""
    from dedup.matching.bulk.native import prepare

    prepare()


def group_copies(prints: Sequence[Fingerprint], settings: CopySettings, *, compiled: bool) -> Copies:
    """Group the articles by ``find_copies``, or by the ``compiled`` kernels, which find the same groups."""
    if compiled:
        from dedup.matching.bulk.prints import find_copies_compiled

        return find_copies_compiled(prints, settings)
    return find_copies(prints, settings)


def propose(ranked: Sequence[Fingerprint], settings: CopySettings) -> list[list[int]]:
    """Return for each article those to verify, the likeliest first. Articles are named by rank, the fullest first."""
    buckets: dict[tuple[int, int], list[int]] = {}
    sketches = np.zeros((len(ranked), settings.permutations), dtype=np.uint8)
    for rank, one in enumerate(ranked):
        sketches[rank] = low_bytes(one.signature)
        for key in enumerate(band_keys(one.signature, settings.bands, settings.rows).tolist()):
            buckets.setdefault(key, []).append(rank)
    met: list[set[int]] = [set() for _ in ranked]
    for bucket in buckets.values():
        for place, rank in enumerate(bucket):
            for other in _neighbours(bucket, place, settings.bucket_neighbours):
                met[rank].add(other)
                met[other].add(rank)
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


def connected(candidates: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the sets of articles that candidates connect, in the order in which they lead.

    Those lead that most others have among their candidates (Aslam, Pelekhov and Rus, "The star clustering algorithm",
    2004): the page in the middle, not the one with the most clutter around it. Then the fullest.
    """
    parents = list(range(len(candidates)))

    def root(rank: int) -> int:
        while parents[rank] != rank:
            parents[rank] = rank = parents[parents[rank]]
        return rank

    for rank, others in enumerate(candidates):
        for other in others:
            a, b = root(rank), root(other)
            parents[max(a, b)] = min(a, b)
    wanted = Counter(other for others in candidates for other in others)
    components: dict[int, list[int]] = {}
    for rank in range(len(candidates)):
        components.setdefault(root(rank), []).append(rank)
    return [sorted(ranks, key=lambda rank: (-wanted[rank], rank)) for ranks in components.values() if len(ranks) > 1]


class _Pairs:
    """Verifies pairs, each once."""

    def __init__(self, ranked: Sequence[Fingerprint], settings: CopySettings) -> None:
        self._ranked = ranked
        self._settings = settings
        self._jaccard: dict[tuple[int, int], float] = {}
        self.copies: dict[tuple[int, int], Overlap] = {}

    def jaccard(self, one: int, other: int) -> float:
        """Return the Jaccard of two copies, 0 for a pair that is none."""
        pair = max(one, other), min(one, other)
        if pair not in self._jaccard:
            a, b = self._ranked[pair[0]], self._ranked[pair[1]]
            found = overlap(a.shingles, b.shingles)
            same = are_copies(a, b, found, self._settings)
            self._jaccard[pair] = found.jaccard if same else 0.0
            if same:
                self.copies[pair] = found
        return self._jaccard[pair]


def _grouped(
    members: Sequence[int], candidates: Sequence[Sequence[int]], pairs: _Pairs, settings: CopySettings
) -> dict[int, int]:
    """Return each rank's representative for articles that candidates connect, in the order in which they lead."""
    labels = _lead(members, candidates, {}, pairs)
    if hints := _joined(members, candidates, labels, pairs, settings):
        labels = _lead(members, candidates, hints, pairs)
    return _settled(members, candidates, labels, pairs)


def _lead(
    members: Sequence[int], candidates: Sequence[Sequence[int]], hints: Mapping[int, int], pairs: _Pairs
) -> dict[int, int]:
    """Assign each article to the closest of the representatives that its hint and its candidates lead to."""
    labels: dict[int, int] = {}
    for rank in members:
        best, label = 0.0, rank
        offers = [hints[rank], *candidates[rank]] if hints else candidates[rank]
        for other in dict.fromkeys(labels[offer] for offer in offers if offer in labels):
            jaccard = pairs.jaccard(rank, other)
            if jaccard > best or (jaccard == best > 0.0 and other < label):
                best, label = jaccard, other
            if best == 1.0:
                break
        labels[rank] = label
    return labels


def _joined(
    members: Sequence[int],
    candidates: Sequence[Sequence[int]],
    labels: Mapping[int, int],
    pairs: _Pairs,
    settings: CopySettings,
) -> dict[int, int]:
    """Return for each member a representative to try first, if any group's is a copy of an earlier group's.

    The lists of candidates are short: those of a page with a hundred copies may all lie in one part of them.
    """
    groups = [rank for rank in members if labels[rank] == rank]
    turns = {rank: turn for turn, rank in enumerate(members)}
    most = settings.first_groups + settings.linked_groups
    links = {rank: groups[: min(place, settings.first_groups)] for place, rank in enumerate(groups)}
    for rank in members:
        for candidate in candidates[rank]:
            early, late = sorted((labels[rank], labels[candidate]), key=turns.__getitem__)
            if early != late and early not in links[late] and len(links[late]) < most:
                links[late].append(early)
    joined = {rank: rank for rank in groups}
    for rank in groups:
        for early in sorted(links[rank], key=turns.__getitem__):
            if pairs.jaccard(rank, joined[early]):
                joined[rank] = joined[early]
                break
    if all(joined[rank] == rank for rank in groups):
        return {}
    return {rank: joined[labels[rank]] for rank in members}


def _settled(
    members: Sequence[int], candidates: Sequence[Sequence[int]], labels: Mapping[int, int], pairs: _Pairs
) -> dict[int, int]:
    """Move members to closer representatives that were led later, and verify candidates that ended in other groups.

    A wire whose reprint was led after it, and alone, joins that, and not a rewritten page that happened to lead first.
    """
    settled = dict(labels)
    for rank in members:
        if labels[rank] != rank:
            best = pairs.jaccard(rank, labels[rank])
            for other in (labels[candidate] for candidate in candidates[rank]):
                if (jaccard := pairs.jaccard(rank, other)) > best:
                    best, settled[rank] = jaccard, other
    for rank in members:
        for other in candidates[rank]:
            if settled[other] != settled[rank]:
                pairs.jaccard(rank, other)
    return settled
