"""``Judge.probabilities`` as a compiled loop: same arguments in arrays, same sums in the same order."""

from __future__ import annotations

import numpy as np

from dedup.matching.bulk.simd import kernel
from dedup.matching.overlap import Floats, Ints


@kernel
def odds(rows: Floats, roots: Ints, feature: Ints, threshold: Floats, left: Ints, right: Ints, value: Floats) -> Floats:
    """Return the sum of the trees' leaves for each row; nodes of all trees in one table, ``roots``: where each begins."""
    sums = np.zeros(len(rows))
    for row in range(len(rows)):
        for root in roots:
            node = root
            while feature[node] >= 0:
                node = root + (left[node] if rows[row, feature[node]] <= threshold[node] else right[node])
            sums[row] += value[node]
    return sums
