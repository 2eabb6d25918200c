"""Whether two quotes name one speaker."""

from __future__ import annotations

from collections.abc import Sequence


def same_speaker(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Tell whether two names, as keys, name one speaker; None where one of them is unnamed.

    A shorter name whose words all stand in the longer is the same; so is the same last word, where first names agree.
    """
    if not one or not other:
        return None
    a, b = set(one), set(other)
    if a <= b or b <= a:
        return True
    if one[-1] != other[-1]:
        return False
    return one[0][0] == other[0][0] and (len(one[0]) == 1 or len(other[0]) == 1 or one[0][:3] == other[0][:3])
