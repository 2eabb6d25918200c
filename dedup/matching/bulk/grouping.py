"""From candidates to groups: components that candidates connect, verified in batches by the pool's threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.banding import NOBODY, Candidates, rules_of
from dedup.matching.bulk.compiled import components, group
from dedup.matching.bulk.room import stretches
from dedup.settings import CopySettings

_BATCH = 1 << 20  # shingles verified at once by each thread: 8 MB


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """``representatives``: by article, the place of the one whose copy it is. ``a``, ``b``, ``common``: verified pairs."""

    representatives: npt.NDArray[np.int64]
    a: npt.NDArray[np.int64]
    b: npt.NDArray[np.int64]
    common: npt.NDArray[np.int64]


def grouped(
    shingles_of: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.uint64]],
    sizes: npt.NDArray[np.int32],
    order: npt.NDArray[np.int64],
    candidates: Candidates,
    settings: CopySettings,
    pool: Executor,
) -> Grouping:
    """Verify the candidates and group the articles.

    ``shingles_of`` gives the distinct shingles of some articles, one after the other; threads call it. ``sizes``: how
    many each has. ``order[rank]``: an article's place.
    """
    labels, edges = _verified(shingles_of, sizes, order, candidates, settings, pool)
    representatives = np.arange(len(sizes))
    representatives[order] = order[labels]
    pairs = order[edges[:, 0]].astype(np.uint64) << np.uint64(32) | order[edges[:, 1]].astype(np.uint64)
    pairs, once = np.unique(pairs, return_index=True)
    a, b = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(NOBODY)).astype(np.int64)
    return Grouping(representatives, a, b, edges[once, 2].astype(np.int64))


def _verified(
    shingles_of: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.uint64]],
    sizes: npt.NDArray[np.int32],
    order: npt.NDArray[np.int64],
    candidates: Candidates,
    settings: CopySettings,
    pool: Executor,
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return the labels by rank, and the edges."""
    labels = np.arange(len(order), dtype=np.uint32)
    members, heads = _members(candidates)
    if not len(members):
        return labels, np.empty((0, 3), dtype=np.uint32)
    counts = sizes[order].astype(np.int64)
    ends = np.zeros(len(order), dtype=np.int64)
    hints = np.full(len(order), NOBODY, dtype=np.uint32)
    turns = np.zeros(len(order), dtype=np.int64)
    settled = np.zeros(len(order), dtype=np.uint32)
    closeness = np.zeros(len(order), dtype=np.float64)
    starts = ends - counts
    slots = 1 << max(7, int(8 * counts[members].max() - 1).bit_length())  # a hash table at most an eighth full
    most_links = settings.first_groups + settings.linked_groups
    most_edges = 4 * settings.candidates + 2 + most_links  # of an article: led twice, joined, settled twice
    rules = rules_of(settings)

    def verify(batch: tuple[int, int]) -> npt.NDArray[np.uint32]:
        ranks = members[heads[batch[0]] : heads[batch[1]]]
        ends[ranks] = np.cumsum(counts[ranks])
        starts[ranks] = ends[ranks] - counts[ranks]
        shingles = shingles_of(order[ranks])
        many = len(ranks)
        edges = np.empty((many * most_edges, 3), dtype=np.uint32)
        used = group(
            members, heads[batch[0] : batch[1] + 1], candidates.ranks, candidates.counts, starts, ends, rules, shingles,
            np.empty(slots, dtype=np.int32), labels, turns, hints, settled, closeness,
            np.empty(settings.candidates + 1, dtype=np.uint32), np.empty(settings.first_groups, dtype=np.int64),
            np.empty((many, most_links), dtype=np.int64), np.empty(many, dtype=np.int64), edges,
        )  # fmt: skip
        return edges[:used].copy()

    shingles_before = np.concatenate([[0], np.cumsum(counts[members])])
    found = list(pool.map(verify, stretches(np.diff(shingles_before[heads]), _BATCH)))
    return labels, np.concatenate(found)


def _members(candidates: Candidates) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the ranks of all articles with a possible copy, component by component, and where each component begins.

    In a component those lead that most others have among their candidates (Aslam, Pelekhov and Rus, "The star
    clustering algorithm", 2004), then the fullest.
    """
    roots = np.empty(len(candidates.counts), dtype=np.int64)
    components(candidates.ranks, candidates.counts, roots)
    involved = np.bincount(roots, minlength=len(roots))[roots] > 1
    members = np.flatnonzero(involved)
    wanted = np.bincount(candidates.ranks[candidates.ranks != NOBODY], minlength=len(roots))
    members = members[np.lexsort((-wanted[members], roots[members]))]
    return members, np.append(np.flatnonzero(np.diff(roots[members], prepend=-1)), len(members))
