"""Growth of cost with size: ratios measured side by side, with no second of any machine in them."""

import gc
import time
from collections.abc import Callable

TIMES = 4
MOST = 10.0
"""Four times the input may cost ten times as much (noise and all); what grows with the square costs sixteen times."""
_ENOUGH = 0.02
"""Seconds below which a cost is noise."""


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Fail where ``work`` of four times ``size`` costs more than ten times as much, at the best of three tries."""
    work(size // TIMES)  # caches are filled, modules loaded
    ratio = min(_ratio(work, size) for _ in range(3))
    assert ratio < MOST, f"{TIMES} times the input costs {ratio:.1f} times as much"


def _ratio(work: Callable[[int], object], size: int) -> float:
    small = _spent(work, size)
    return _spent(work, TIMES * size) / max(small, _ENOUGH)


def _spent(work: Callable[[int], object], size: int) -> float:
    gc.collect()
    gc.disable()  # a full collection looks at every object of the test run, and would be counted here
    try:
        start = time.process_time()
        work(size)
        return time.process_time() - start
    finally:
        gc.enable()
