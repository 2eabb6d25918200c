"""Rows as Parquet, with a schema made from the row type, so that it does not depend on what a run happened to find."""

from __future__ import annotations

import dataclasses
import io
import types
import typing
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dedup.errors import UsageError
from dedup.rows import as_plain, without_surrogates

if TYPE_CHECKING:
    import pyarrow as pa


def parquet_bytes(rows: Sequence[Any], row_type: type | None) -> bytes:
    """Return rows of one type as a Parquet file.

    Raises UsageError where pyarrow is not installed, or where there are neither rows nor a row type.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: pip install 'dedup[parquet]'") from error
    if row_type is None:
        raise UsageError("Parquet needs at least one row; choose jsonl or csv for an empty table")
    hints = typing.get_type_hints(row_type)
    schema = pa.schema([(field.name, _arrow_type(hints[field.name])) for field in dataclasses.fields(row_type)])
    table = pa.Table.from_pylist([_writable(as_plain(row)) for row in rows], schema=schema)
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _arrow_type(hint: Any) -> pa.DataType:  # Any: type hints have no common type of their own
    """Return the Arrow type of a record field's type hint."""
    import pyarrow as pa

    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if hint in plain:
        return plain[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _arrow_type(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return pa.struct([(field.name, _arrow_type(hints[field.name])) for field in dataclasses.fields(hint)])
    return pa.string()  # a Literal: one of a few words


def _writable(value: Any) -> Any:  # Any: plain values of any depth
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        return {key: _writable(item) for key, item in value.items()}
    return [_writable(item) for item in value] if isinstance(value, list) else value
