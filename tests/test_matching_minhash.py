import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.minhash import (
    SCHEME,
    band_keys,
    from_datasketch,
    low_bytes,
    permutations,
    permutations_of_datasketch,
    signature,
    to_datasketch,
    to_lean,
)
from dedup.matching.shingles import shingle_hash, shingle_words, word_shingles
from dedup.settings import Settings


def by_datasketch(words: list[str], count: int, seed: int) -> MinHash:
    sketch = MinHash(num_perm=count, seed=seed, hashfunc=shingle_hash, scheme=SCHEME)
    size = min(5, len(words))
    if words:
        sketch.update_batch(
            [" ".join(words[i : i + size]).encode("utf-8", "surrogatepass") for i in range(len(words) - size + 1)]
        )
    return sketch


@given(st.text(max_size=400), st.sampled_from([1, 16, 128]), st.integers(0, 2**32 - 1))
def test_signature_equals_datasketch(text: str, count: int, seed: int) -> None:
    words = shingle_words(text)
    ours = signature(word_shingles(words, 5), count, seed)
    assert ours.tolist() == by_datasketch(words, count, seed).hashvalues.tolist()


def test_signature_of_more_shingles_than_one_chunk() -> None:
    words = [f"w{i}" for i in range(10_000)]
    assert signature(word_shingles(words, 5), 64, 1).tolist() == by_datasketch(words, 64, 1).hashvalues.tolist()


def test_datasketch_takes_our_signatures() -> None:
    words = shingle_words("the harbour authority said on monday that the ferry would sail again within a week")
    values = signature(word_shingles(words, 5), 128, 1)
    index = MinHashLSH(num_perm=128, params=(32, 4))
    index.insert("ours", to_datasketch(values, seed=1))
    assert index.query(by_datasketch(words, 128, 1)) == ["ours"]
    assert to_datasketch(values, seed=1).jaccard(by_datasketch(words, 128, 1)) == 1.0


def test_the_empty_set_has_the_largest_values() -> None:
    assert signature(np.empty(0, dtype=np.uint64), 8, 1).tolist() == [2**32 - 1] * 8


def test_conversions_go_both_ways() -> None:
    values = signature(word_shingles(["a", "b", "c", "d", "e", "f"], 5), 32, 7)
    for sketch in (to_datasketch(values, 7), to_lean(values, 7), LeanMinHash(to_datasketch(values, 7))):
        assert from_datasketch(sketch).tolist() == values.tolist()
        assert sketch.seed == 7
    assert to_lean(values, 7).jaccard(to_datasketch(values, 7)) == 1.0


def test_another_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="affine32"):
        from_datasketch(MinHash(num_perm=32, seed=1, scheme="affine64"))


@given(st.lists(st.integers(0, 2**32 - 1), min_size=12, max_size=12), st.integers(0, 11))
def test_a_band_key_changes_with_its_rows_and_no_others(values: list[int], changed: int) -> None:
    one = np.array(values, dtype=np.uint32)
    other = one.copy()
    other[changed] ^= 1
    unlike = band_keys(one, 4, 3) != band_keys(other, 4, 3)
    assert unlike.tolist() == [band == changed // 3 for band in range(4)]


def test_equal_rows_in_different_bands_have_different_keys() -> None:
    assert len(set(band_keys(np.zeros(12, dtype=np.uint32), 4, 3).tolist())) == 4


def test_low_bytes() -> None:
    assert low_bytes(np.array([0, 255, 256, 2**32 - 1], dtype=np.uint32)).tolist() == [0, 255, 0, 255]


def test_the_kept_permutations_are_those_of_datasketch() -> None:
    chosen = Settings()
    kept = permutations(chosen.copies.permutations, chosen.seed)
    read = permutations_of_datasketch(chosen.copies.permutations, chosen.seed)
    assert all(np.array_equal(one, other) for one, other in zip(kept, read, strict=True))
