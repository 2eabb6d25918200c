"""Copies in crawls of millions: compiled kernels over raw bytes, arrays between them, the same groups as ``find_copies``."""
