"""Fingerprints and copies of articles that are in memory, by the compiled kernels: those of the plain way, sooner."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.banding import propose
from dedup.matching.bulk.characters import character_table
from dedup.matching.bulk.compiled import shingle_texts, sign_texts
from dedup.matching.bulk.grouping import Grouping, grouped
from dedup.matching.bulk.ids import Ids
from dedup.matching.bulk.lane import BulkCopies
from dedup.matching.bulk.room import TOO_HARD, bytes_for, room_for, shingles_for
from dedup.matching.bulk.work import Work
from dedup.matching.copies import Copies, CopyEdge, Overlap
from dedup.matching.fingerprints import Fingerprint, body, print_of
from dedup.matching.minhash import band_keys, low_bytes, permutations
from dedup.records import Article, Page, Reject
from dedup.settings import CopySettings

_BATCH = 256  # articles


def fingerprints_of(pages: Sequence[Page], settings: CopySettings, seed: int) -> list[Fingerprint]:
    """Fingerprint the bodies of a batch of pages, as ``fingerprints.fingerprint`` does."""
    return _prints([page.id for page in pages], list(map(body, pages)), settings, seed)


def _prints(ids: Sequence[str], texts: Sequence[str], settings: CopySettings, seed: int) -> list[Fingerprint]:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.cumsum(np.array([len(one) for one in encoded], dtype=np.int64))
    starts = ends - np.array([len(one) for one in encoded], dtype=np.int64)
    size, many = sum(map(len, encoded)), len(encoded)
    buffer, shingles, room = bytes_for(size), shingles_for(size + 2 * many), room_for(max(map(len, encoded), default=0))
    buffer[:size] = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    sizes = np.zeros(many, dtype=np.int32)
    shingle_texts(
        buffer, starts, ends, False, settings.shingle_words, character_table(), room.text, room.words, room.masks,
        room.places, sizes, shingles,
    )  # fmt: skip
    signatures = np.full((many, settings.permutations), np.iinfo(np.uint32).max, dtype=np.uint32)
    sketches = np.empty((many, settings.permutations), dtype=np.uint8)
    keys = np.empty((settings.bands, many), dtype=np.uint32)
    multipliers, offsets = permutations(settings.permutations, seed)
    sign_texts(
        shingles, sizes, settings.bands, settings.rows, multipliers, offsets, room.mixed, signatures, sketches, keys
    )
    places = np.cumsum(np.maximum(sizes, 0))
    return [
        print_of(ids[row], texts[row], settings, seed)
        if count == TOO_HARD
        else Fingerprint(ids[row], np.sort(shingles[place - count : place]), signatures[row].copy())
        for row, (count, place) in enumerate(zip(sizes.tolist(), places.tolist(), strict=True))
    ]


def find_copies_compiled(prints: Sequence[Fingerprint], settings: CopySettings, workers: int | None = None) -> Copies:
    """Group the articles as ``copies.find_copies`` does."""
    sizes = np.array([len(one.shingles) for one in prints], dtype=np.int32)
    found = _grouping(prints, sizes, settings, workers)
    return Copies(tuple(found.representatives.tolist()), tuple(_edges(found, sizes)))


def copies_of_articles(
    entries: Iterable[Article | Reject], settings: CopySettings, seed: int, workers: int | None = None
) -> BulkCopies:
    """Find the copies among articles as they are read, by their texts as given; their shingles stay in memory."""
    prints: list[Fingerprint] = []
    rejects: list[Reject] = []
    batch: list[Article] = []

    def take() -> None:
        prints.extend(_prints([one.id for one in batch], [one.text for one in batch], settings, seed))
        batch.clear()

    for entry in entries:
        if isinstance(entry, Reject):
            rejects.append(entry)
            continue
        batch.append(entry)
        if len(batch) == _BATCH:
            take()
    take()
    sizes = np.array([len(one.shingles) for one in prints], dtype=np.int32)
    found = _grouping(prints, sizes, settings, workers)
    return BulkCopies(
        Ids.of([one.id for one in prints]), found.representatives, found.a, found.b, found.common, sizes,
        tuple(rejects), Work(),
    )  # fmt: skip


def _grouping(
    prints: Sequence[Fingerprint], sizes: npt.NDArray[np.int32], settings: CopySettings, workers: int | None
) -> Grouping:
    workers = workers or os.cpu_count() or 1
    ranked = sorted((i for i, size in enumerate(sizes.tolist()) if size), key=lambda i: (-sizes[i], prints[i].id))
    order = np.array(ranked, dtype=np.int64)
    if not ranked:
        none = np.empty(0, dtype=np.int64)
        return Grouping(np.arange(len(prints)), none, none, none)
    keys = np.empty((settings.bands, len(prints)), dtype=np.uint32)
    sketches = np.empty((len(prints), settings.permutations), dtype=np.uint8)
    for row, one in enumerate(prints):
        keys[:, row] = band_keys(one.signature, settings.bands, settings.rows)
        sketches[row] = low_bytes(one.signature)

    def shingles(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
        return np.concatenate([prints[row].shingles for row in rows.tolist()])

    with ThreadPoolExecutor(workers) as pool:
        candidates = propose(keys, order, sketches, sizes, settings, pool, workers)
        return grouped(shingles, sizes, order, candidates, settings, pool)


def _edges(found: Grouping, sizes: npt.NDArray[np.int32]) -> list[CopyEdge]:
    edges = []
    for a, b, common in zip(found.a.tolist(), found.b.tolist(), found.common.tolist(), strict=True):
        one, other = int(sizes[a]), int(sizes[b])
        edges.append(CopyEdge(a, b, Overlap(common / (one + other - common), common / one, common / other)))
    return edges
