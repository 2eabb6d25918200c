"""What the copies stage keeps of a page: its shingles and its signature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.matching.minhash import signature
from dedup.matching.shingles import shingle_words, word_shingles
from dedup.records import Page
from dedup.settings import CopySettings


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """``shingles``: sorted 64-bit hashes, no repetitions; ``signature``: 32-bit MinHash values, ``(permutations,)``."""

    id: str
    shingles: npt.NDArray[np.uint64]
    signature: npt.NDArray[np.uint32]


def body(page: Page) -> str:
    """Return what is fingerprinted; clutter, headlines and credits differ between reprints and stay out."""
    return "\n".join(page.text[part.start : part.end] for part in page.of_kind("body"))


def fingerprint(page: Page, settings: CopySettings, seed: int) -> Fingerprint:
    """Fingerprint the body of a page."""
    return print_of(page.id, body(page), settings, seed)


def print_of(name: str, text: str, settings: CopySettings, seed: int) -> Fingerprint:
    """Fingerprint a text."""
    shingles = word_shingles(shingle_words(text), settings.shingle_words)
    return Fingerprint(name, shingles, signature(shingles, settings.permutations, seed))
