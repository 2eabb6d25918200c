"""The kernels that are called from Python, and what each takes and gives (``native.Signature``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.matching.bulk.buckets import components, deliver, find_shared, meet_neighbours, sorted_band
    from dedup.matching.bulk.jsonl import find_articles
    from dedup.matching.bulk.kernel import shingle_texts, sign_texts
    from dedup.matching.bulk.spans import are_ascending, gather, hash_spans, read_texts, write_rows
    from dedup.matching.bulk.verify import group
else:
    from dedup.matching.bulk.native import Kernel

    find_articles = Kernel("jsonl", "find_articles", "u1 n n n i8/2 -> n2")
    shingle_texts = Kernel("kernel", "shingle_texts", "u1 i8 i8 ? n i4 u1 u8 u8 i4 i4 u8 -> 0")
    sign_texts = Kernel("kernel", "sign_texts", "u8 i4 n n u4 u4 u4 u4/2 u1/2 u4/2* -> 0")
    sorted_band = Kernel("buckets", "sorted_band", "u4 i8 u8 u8 i8 u1 -> n")
    meet_neighbours = Kernel("buckets", "meet_neighbours", "u8 n n n i8 u1 i4 f8 u4 u8 u8 u8 -> n")
    deliver = Kernel("buckets", "deliver", "u8 n n n u8 -> 0")
    find_shared = Kernel("buckets", "find_shared", "u4 u1 u1 -> 0")
    components = Kernel("buckets", "components", "u4/2 u1 i8 -> 0")
    group = Kernel("verify", "group", "i8 i8 u4/2 u1 i8 i8 f8 u8 i4 u4 i8 u4 u4 f8 u4 i8 i8/2 i8 u4/2 -> n")
    gather = Kernel("spans", "gather", "u1 i8/1* i8/1* u1 -> 0")
    hash_spans = Kernel("spans", "hash_spans", "u1 i8 u8 -> 0")
    are_ascending = Kernel("spans", "are_ascending", "u1 i8 -> n")
    read_texts = Kernel("spans", "read_texts", "n i8 i8 u1 -> n")
    write_rows = Kernel("spans", "write_rows", "u1 i8 i8 i8 i8 u1 u1 u1 ? u1 u1 -> n")

__all__ = [
    "are_ascending", "components", "deliver", "find_articles", "find_shared", "gather", "group", "hash_spans",
    "meet_neighbours", "read_texts", "shingle_texts", "sign_texts", "sorted_band", "write_rows",
]  # fmt: skip
