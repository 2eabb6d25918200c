"""Signatures of many texts at once: strings, or a column of an Arrow table or Parquet file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.characters import character_table
from dedup.matching.bulk.compiled import gather, shingle_texts, sign_texts
from dedup.matching.bulk.room import TOO_HARD, bytes_for, room_for, shingles_for, stretches
from dedup.matching.minhash import band_keys, permutations, signature
from dedup.matching.shingles import shingle_words, word_shingles
from dedup.settings import CopySettings

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 8 << 20  # bytes


@dataclass(frozen=True, slots=True, eq=False)
class Signatures:
    """``signatures``: shape ``(texts, permutations)``; ``keys``: ``(bands, texts)``; ``sizes``: distinct shingles of each."""

    signatures: npt.NDArray[np.uint32]
    keys: npt.NDArray[np.uint32]
    sizes: npt.NDArray[np.int32]


def signatures_of(texts: Sequence[str] | pa.Array | pa.ChunkedArray, settings: CopySettings, seed: int) -> Signatures:
    """Return the signatures of texts as given, equal to datasketch's (``minhash``). A null is an empty text."""
    if hasattr(texts, "combine_chunks") or hasattr(texts, "buffers"):
        data, starts, ends = _of_arrow(texts)
    else:
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        ends = np.cumsum(np.array([len(one) for one in encoded], dtype=np.int64))
        starts = np.concatenate([np.zeros(1, dtype=np.int64), ends])[: len(ends)]
    result = Signatures(
        np.full((len(ends), settings.permutations), np.iinfo(np.uint32).max, dtype=np.uint32),
        np.empty((settings.bands, len(ends)), dtype=np.uint32),
        np.zeros(len(ends), dtype=np.int32),
    )
    for first, last in stretches(ends - starts, _BATCH):
        rows = slice(first, last)
        _sign_batch(data, starts[rows], ends[rows], settings, seed, rows, result)
    for row in np.flatnonzero(result.sizes == TOO_HARD).tolist():
        text = data[starts[row] : ends[row]].tobytes().decode("utf-8", "surrogatepass")
        shingles = word_shingles(shingle_words(text), settings.shingle_words)
        result.sizes[row] = len(shingles)
        result.signatures[row] = signature(shingles, settings.permutations, seed)
        result.keys[:, row] = band_keys(result.signatures[row], settings.bands, settings.rows)
    return result


def _sign_batch(
    data: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    settings: CopySettings,
    seed: int,
    rows: slice,
    result: Signatures,
) -> None:
    lengths = ends - starts
    size = int(lengths.sum())
    copied = np.cumsum(lengths)
    buffer, shingles, room = (
        bytes_for(size),
        shingles_for(size + 2 * len(starts)),
        room_for(int(lengths.max(initial=0))),
    )
    gather(data, starts, ends, buffer)
    sizes = result.sizes[rows]
    shingle_texts(
        buffer, copied - lengths, copied, False, settings.shingle_words, character_table(), room.text, room.words,
        room.masks, room.places, sizes, shingles,
    )  # fmt: skip
    multipliers, offsets = permutations(settings.permutations, seed)
    sign_texts(
        shingles, sizes, settings.bands, settings.rows, multipliers, offsets, room.mixed, result.signatures[rows],
        np.empty((len(starts), settings.permutations), dtype=np.uint8), result.keys[:, rows],
    )  # fmt: skip


def _of_arrow(
    texts: pa.Array | pa.ChunkedArray,
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the bytes of a column of strings without copying each, and where each begins and ends."""
    import pyarrow as pa

    column = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    column = pa.concat_arrays([column.cast(pa.large_string())]).fill_null("")
    _, offsets, data = column.buffers()
    places = np.frombuffer(offsets, dtype=np.int64)[column.offset : column.offset + len(column) + 1]
    held = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, dtype=np.uint8)
    return held, places[:-1], places[1:]
