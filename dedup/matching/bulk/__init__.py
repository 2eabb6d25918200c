"""Copies in crawls of millions: compiled kernels over raw bytes, arrays between them, the groups of ``find_copies``.

The way of the data: ``sketching`` reads a file once (``jsonl`` finds the fields, ``normal`` and ``words`` the words,
``kernel`` makes shingles and signatures), ``banding`` proposes, ``rereading`` brings back the shingles of what is
proposed, ``verify`` decides and groups; ``lane`` joins them. Kernels are declared in ``compiled``, and called without
numba (``native``).
"""
