"""MinHash signatures, equal bit for bit to datasketch's ``affine32`` scheme (datasketch 2), computed from arrays.

Broder, "On the resemblance and containment of documents" (1997), section 4: the share of equal values in two signatures
estimates the Jaccard similarity of the shingle sets.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from dedup.matching.mixing import GOLDEN, MIX_1

if TYPE_CHECKING:
    from datasketch import LeanMinHash, MinHash

SCHEME = "affine32"
PERMUTATIONS = Path(__file__).with_name("permutations.json")
_CHUNK = 4096  # shingles permuted at once: 4,096 by 128 values of 32 bits are 2 MB, which stays in the cache


@cache
def permutations(count: int, seed: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return the multipliers and offsets of ``count`` permutations, read from a datasketch MinHash of that seed.

    Those of the default settings were read before (``python -m benchmarks.read_permutations``): importing datasketch,
    which needs SciPy, takes longer than ten thousand articles.
    """
    kept = json.loads(PERMUTATIONS.read_text(encoding="utf-8"))
    if (count, seed) == (len(kept["multipliers"]), kept["seed"]):
        return np.array(kept["multipliers"], dtype=np.uint32), np.array(kept["offsets"], dtype=np.uint32)
    return permutations_of_datasketch(count, seed)


def permutations_of_datasketch(count: int, seed: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Read permutations from datasketch itself."""
    from datasketch import MinHash

    multipliers, offsets = MinHash(num_perm=count, seed=seed, scheme=SCHEME).permutations
    return np.asarray(multipliers, dtype=np.uint32), np.asarray(offsets, dtype=np.uint32)


def _premix(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Apply MurmurHash3's 32-bit finaliser, as ``affine32`` does before it permutes."""
    values = values ^ (values >> np.uint32(16))
    values = values * np.uint32(0x85EBCA6B)
    values = values ^ (values >> np.uint32(13))
    values = values * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def signature(shingles: npt.NDArray[np.uint64], count: int, seed: int) -> npt.NDArray[np.uint32]:
    """Return the signature, shape ``(count,)``, of a set of 64-bit shingle hashes; an empty set has the largest values."""
    multipliers, offsets = permutations(count, seed)
    result = np.full(count, np.iinfo(np.uint32).max, dtype=np.uint32)
    mixed = _premix((shingles >> np.uint64(32)).astype(np.uint32))
    for start in range(0, len(mixed), _CHUNK):
        permuted = mixed[start : start + _CHUNK, None] * multipliers + offsets
        np.minimum(result, permuted.min(axis=0), out=result)
    return result


def to_datasketch(values: npt.NDArray[np.uint32], seed: int) -> MinHash:
    """Return a datasketch MinHash of a signature, for a user's own ``MinHashLSH``, ``MinHashLSHForest`` and so on."""
    from datasketch import MinHash

    from dedup.matching.shingles import shingle_hash

    return MinHash(seed=seed, hashvalues=values, hashfunc=shingle_hash, scheme=SCHEME)


def to_lean(values: npt.NDArray[np.uint32], seed: int) -> LeanMinHash:
    """Return a datasketch LeanMinHash of a signature: small, to be kept or sent, no further updates."""
    from datasketch import LeanMinHash

    return LeanMinHash(to_datasketch(values, seed))


def from_datasketch(sketch: MinHash | LeanMinHash) -> npt.NDArray[np.uint32]:
    """Return the signature of a datasketch MinHash; raises ``ValueError`` for another scheme than ``affine32``."""
    if sketch.scheme != SCHEME:
        raise ValueError(f"a MinHash of the scheme {SCHEME} is needed, not {sketch.scheme}")
    return np.asarray(sketch.hashvalues, dtype=np.uint32)


def band_keys(values: npt.NDArray[np.uint32], bands: int, rows: int) -> npt.NDArray[np.uint32]:
    """Fold each band of a signature (Leskovec, Rajaraman and Ullman, section 3.4) to a key; shape ``(bands,)``.

    Two unlike bands get the same key once in four billion times; verification decides anyway.
    """
    keys = np.arange(1, bands + 1, dtype=np.uint64) * np.uint64(GOLDEN)
    for column in values[: bands * rows].reshape(bands, rows).T.astype(np.uint64):
        keys = (keys ^ column) * np.uint64(MIX_1)
        keys ^= keys >> np.uint64(32)
    return (keys >> np.uint64(32)).astype(np.uint32)


def low_bytes(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Keep eight bits of each value (Li and König, "b-Bit minwise hashing", 2010), enough to choose pairs to verify."""
    return values.astype(np.uint8)
