"""Sixty-four bytes at once: what numba has no words for, said in LLVM's, and one decorator for all kernels.

LLVM turns vectors of 64 bytes into whatever the processor has (one register with AVX-512, two with AVX2, four with SSE2
or NEON). All of these read past ``at`` without a check: a buffer needs ``room.PADDING`` bytes after its end.
"""

# mypy: disable-error-code="no-untyped-call, no-untyped-def"
# Reason: numba and llvmlite have no types, and what these functions return is code.

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])

_LANES = ir.VectorType(ir.IntType(8), 64)
_MASK = ir.IntType(64)
_INT, _LONG, _BYTES = ir.IntType(32), ir.IntType(64), ir.IntType(8).as_pointer()


def kernel(function: F) -> F:
    """Compile a function when it is first called; cached on disk, runs without the interpreter's lock."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def _splat(value: int) -> Any:
    return ir.Constant(_LANES, [value] * 64)


def place_of(context, builder, array_type, array, at) -> Any:
    """Return the address of ``array[at]``."""
    return builder.gep(context.make_array(array_type)(context, builder, array).data, [at])


def load_lanes(context, builder, array_type, array, at) -> Any:
    """Return the 64 bytes from ``array[at]``."""
    place = place_of(context, builder, array_type, array, at)
    return builder.load(builder.bitcast(place, _LANES.as_pointer()), align=1)


def _below(builder, lanes, start: int, count: int) -> Any:
    """Return which lanes hold one of ``count`` values from ``start``."""
    return builder.icmp_unsigned("<", builder.sub(lanes, _splat(start)), _splat(count))


def _mask_of(test: Callable[[Any, Any], Any]) -> Any:
    """Return an intrinsic ``(bytes, at) -> uint64`` whose bit i says whether byte ``at + i`` passes the test."""

    @intrinsic
    def mask(_typing, array, _at):
        def generate(context, builder, signature, arguments):
            lanes = load_lanes(context, builder, signature.args[0], *arguments)
            return builder.bitcast(test(builder, lanes), _MASK)

        return types.uint64(array, types.int64), generate

    return mask


def _is_word(builder, lanes) -> Any:
    letters = builder.or_(_below(builder, lanes, ord("a"), 26), _below(builder, lanes, ord("A"), 26))
    others = builder.or_(_below(builder, lanes, ord("0"), 10), builder.icmp_unsigned("==", lanes, _splat(ord("_"))))
    return builder.or_(builder.or_(letters, others), builder.icmp_unsigned(">=", lanes, _splat(0x80)))


def _is_special(builder, lanes) -> Any:
    odd = builder.or_(builder.icmp_unsigned("<", lanes, _splat(0x20)), builder.icmp_unsigned(">=", lanes, _splat(0x80)))
    return builder.or_(odd, builder.icmp_unsigned("==", lanes, _splat(ord("<"))))


def _one_of(characters: str) -> Callable[[Any, Any], Any]:
    def test(builder, lanes) -> Any:
        tests = [builder.icmp_unsigned("==", lanes, _splat(ord(one))) for one in characters]
        return reduce(builder.or_, tests)

    return test


def _needs_care(builder, lanes) -> Any:
    odd = builder.or_(builder.icmp_unsigned("<", lanes, _splat(0x20)), builder.icmp_unsigned(">=", lanes, _splat(0x80)))
    return builder.or_(odd, _one_of('"\\')(builder, lanes))


# For type checkers the intrinsics are functions of a byte array and a place; numba compiles calls to them into a few
# instructions.
if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]

    def word_bytes(data: Bytes, at: int) -> np.uint64:
        """Mark ASCII letters, digits, underscores and bytes of longer characters."""

    def special_bytes(data: Bytes, at: int) -> np.uint64:
        """Mark control characters, ``<`` and bytes of longer characters."""

    def backslashes(data: Bytes, at: int) -> np.uint64:
        """Mark backslashes."""

    def ends_escape(data: Bytes, at: int) -> np.uint64:
        """Mark what may stand behind a backslash in the commonest escapes."""

    def quotation_marks(data: Bytes, at: int) -> np.uint64:
        """Mark quotation marks."""

    def careful_bytes(data: Bytes, at: int) -> np.uint64:
        """Mark quotation marks, backslashes, control characters and bytes of longer characters."""

    def newline_bytes(data: Bytes, at: int) -> np.uint64:
        """Mark line feeds."""

    def blank_and_lower(data: Bytes, at: int, blank: np.uint64, target: Bytes, to: int) -> int:
        """Copy 64 bytes, ASCII capitals made small, and a space for each byte that is marked in ``blank``."""

    def copy_bytes(data: Bytes, at: int, target: Bytes, to: int) -> int:
        """Copy 64 bytes."""

    def load_word(data: Bytes, at: int) -> np.uint64:
        """Return eight bytes as a little-endian number."""

    def equal_bytes(data: Bytes, at: int, other: int) -> int:
        """Return how many of the 64 bytes from ``at`` equal those from ``other``."""

    def first_bit(mask: np.uint64) -> int:
        """Return the place of the lowest bit set; 64 where none is."""

    def last_bit(mask: np.uint64) -> int:
        """Return the place of the highest bit set; -1 where none is."""

    def count_bits(mask: np.uint64) -> int:
        """Return how many bits are set."""

    def fetch_ahead(data: npt.NDArray[Any], at: int) -> int:
        """Have the cache fetch what stands at ``at``."""

    def read_file(descriptor: int, data: Bytes, at: int, count: int, start: int) -> int:
        """Read up to ``count`` bytes of a file from ``start`` to ``data[at:]``; return how many (POSIX ``pread``)."""
else:
    word_bytes = _mask_of(_is_word)
    special_bytes = _mask_of(_is_special)
    backslashes = _mask_of(_one_of("\\"))
    ends_escape = _mask_of(_one_of('n"/t'))
    quotation_marks = _mask_of(_one_of('"'))
    careful_bytes = _mask_of(_needs_care)
    newline_bytes = _mask_of(_one_of("\n"))

    @intrinsic
    def blank_and_lower(_typing, array, _at, _blank, target, _to):
        """Copy 64 bytes, ASCII capitals made small, and some made spaces."""

        def generate(context, builder, signature, arguments):
            lanes = load_lanes(context, builder, signature.args[0], arguments[0], arguments[1])
            small = builder.select(_below(builder, lanes, ord("A"), 26), builder.add(lanes, _splat(32)), lanes)
            blank = builder.bitcast(arguments[2], ir.VectorType(ir.IntType(1), 64))
            written = builder.select(blank, _splat(ord(" ")), small)
            place = place_of(context, builder, signature.args[3], arguments[3], arguments[4])
            builder.store(written, builder.bitcast(place, _LANES.as_pointer()), align=1)
            return arguments[4]

        return types.int64(array, types.int64, types.uint64, target, types.int64), generate

    @intrinsic
    def copy_bytes(_typing, array, _at, target, _to):
        """Copy 64 bytes."""

        def generate(context, builder, signature, arguments):
            lanes = load_lanes(context, builder, signature.args[0], arguments[0], arguments[1])
            place = place_of(context, builder, signature.args[2], arguments[2], arguments[3])
            builder.store(lanes, builder.bitcast(place, _LANES.as_pointer()), align=1)
            return arguments[3]

        return types.int64(array, types.int64, target, types.int64), generate

    @intrinsic
    def load_word(_typing, array, _at):
        """Return eight bytes as a little-endian number."""

        def generate(context, builder, signature, arguments):
            place = place_of(context, builder, signature.args[0], *arguments)
            return builder.load(builder.bitcast(place, _MASK.as_pointer()), align=1)

        return types.uint64(array, types.int64), generate

    @intrinsic
    def equal_bytes(_typing, array, _at, _other):
        """Return how many of the 64 bytes from ``at`` equal those from ``other``."""

        def generate(context, builder, signature, arguments):
            data, at, other = arguments
            one = load_lanes(context, builder, signature.args[0], data, at)
            two = load_lanes(context, builder, signature.args[0], data, other)
            return builder.ctpop(builder.bitcast(builder.icmp_unsigned("==", one, two), _MASK))

        return types.int64(array, types.int64, types.int64), generate

    @intrinsic
    def first_bit(_typing, _mask):
        """Return the place of the lowest bit set; 64 where none is."""

        def generate(_context, builder, _signature, arguments):
            return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

        return types.int64(types.uint64), generate

    @intrinsic
    def last_bit(_typing, _mask):
        """Return the place of the highest bit set; -1 where none is."""

        def generate(_context, builder, _signature, arguments):
            return builder.sub(_LONG(63), builder.ctlz(arguments[0], ir.Constant(ir.IntType(1), 0)))

        return types.int64(types.uint64), generate

    @intrinsic
    def count_bits(_typing, _mask):
        """Return how many bits are set."""

        def generate(_context, builder, _signature, arguments):
            return builder.ctpop(arguments[0])

        return types.int64(types.uint64), generate

    @intrinsic
    def fetch_ahead(_typing, array, _at):
        """Have the cache fetch what stands at ``at``."""

        def generate(context, builder, signature, arguments):
            place = builder.bitcast(place_of(context, builder, signature.args[0], *arguments), _BYTES)
            kind = ir.FunctionType(ir.VoidType(), [_BYTES, _INT, _INT, _INT])
            prefetch = builder.module.declare_intrinsic("llvm.prefetch", [_BYTES], kind)
            builder.call(prefetch, [place, _INT(0), _INT(3), _INT(1)])  # to read, to the first cache, data
            return arguments[1]

        return types.int64(array, types.int64), generate

    @intrinsic
    def read_file(_typing, _descriptor, array, _at, _count, _start):
        """Read a stretch of a file."""

        def generate(context, builder, signature, arguments):
            descriptor, data, at, count, start = arguments
            place = builder.bitcast(place_of(context, builder, signature.args[1], data, at), _BYTES)
            kind = ir.FunctionType(_LONG, [_INT, _BYTES, _LONG, _LONG])
            pread = cgutils.get_or_insert_function(builder.module, kind, "pread")
            return builder.call(pread, [builder.trunc(descriptor, _INT), place, count, start])

        return types.int64(types.int64, array, types.int64, types.int64, types.int64), generate
