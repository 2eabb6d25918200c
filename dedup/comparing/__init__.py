"""Inside a story: alignment, quotes, derivation, originality."""
