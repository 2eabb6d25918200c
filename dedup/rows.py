"""Rows of the output tables as plain values: for JSON, for cells, for Parquet, for a DataFrame."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dedup.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

DIGITS = 4
"""Decimals kept of every float: far finer than any band, coarse enough to be the same on every machine."""


_PLAIN = frozenset({str, int, bool, type(None)})
_columns: dict[type, tuple[str, ...]] = {}


def column_names(row_type: type) -> tuple[str, ...]:
    """Return a row type's columns: its fields, in their order."""
    if row_type not in _columns:
        _columns[row_type] = tuple(field.name for field in dataclasses.fields(row_type))
    return _columns[row_type]


def as_plain(value: object) -> Any:
    """Return a row or any value in one as dicts (field order), lists, strings, numbers, booleans and None.

    Floats are rounded to ``DIGITS``; a negative zero becomes zero.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0
    if isinstance(value, tuple | list):
        return [as_plain(item) for item in value]
    if kind in _columns or dataclasses.is_dataclass(kind):
        return {name: as_plain(getattr(value, name)) for name in column_names(kind)}
    if isinstance(value, Mapping):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return [as_plain(item) for item in sorted(value)]
    return str(value)


def as_json(value: object, *, indent: int | None = None) -> str:
    """Return a value as JSON that survives UTF-8 and any reader of lines.

    Lone surrogates and the line separators that some readers split at (U+0085, U+2028, U+2029) are escaped; all else
    is left readable.
    """
    text = json.dumps(as_plain(value), ensure_ascii=False, indent=indent)
    if text.isascii():
        return text
    for separator in "\u0085\u2028\u2029":
        if separator in text:
            text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def without_surrogates(text: str) -> str:
    """Return ``text`` with each lone surrogate, which UTF-8 cannot write, as U+FFFD; offsets stay as they are."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= mark <= "\udfff" else mark for mark in text)


def frame(rows: Sequence[Any], row_type: type | None = None) -> pd.DataFrame:
    """Return rows as a DataFrame with the row type's columns, also where there are none; nested values are dicts and lists.

    Raises UsageError where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise UsageError("DataFrames need pandas: pip install 'dedup[pandas]'") from error
    row_type = type(rows[0]) if rows else row_type
    columns = list(column_names(row_type)) if row_type else None
    return pd.DataFrame([as_plain(row) for row in rows], columns=columns)
