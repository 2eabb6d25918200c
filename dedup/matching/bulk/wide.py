"""Eight words hashed at once, for processors with AVX-512 and VBMI2 (Intel since 2019, AMD since 2022).

Words stand at any byte. Here their places come out of a mask in one instruction, and their bytes into one lane each in
another; the hash is then the same steps for eight lanes. What it gives is ``words.hash_short`` of each word.
"""

# mypy: disable-error-code="no-untyped-call, no-untyped-def"
# Reason: as in ``simd``.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from dedup.matching.bulk.simd import load_lanes, place_of
from dedup.matching.mixing import GOLDEN, MIX_1, MIX_2

_BYTE, _LONG = ir.IntType(8), ir.IntType(64)
_BYTES, _BITS, _LONGS = ir.VectorType(_BYTE, 64), ir.VectorType(ir.IntType(1), 64), ir.VectorType(_LONG, 8)
_NEEDED = ("avx512f", "avx512bw", "avx512dq", "avx512vbmi", "avx512vbmi2", "bmi2")

_features = llvm.get_host_cpu_features()
HAS_WIDE = all(_features.get(name, False) for name in _NEEDED)


def _longs(value: int) -> Any:
    return ir.Constant(_LONGS, [value] * 8)


def _bytes(values: list[int]) -> Any:
    return ir.Constant(_BYTES, values)


def _call(builder, name: str, result, *arguments) -> Any:
    kind = ir.FunctionType(result, [one.type for one in arguments])
    return builder.call(builder.module.declare_intrinsic(name, (), kind), arguments)


def _places(builder, mask) -> Any:
    """Return the numbers of the bits that are set, one in each byte, and zeros behind them."""
    bits = builder.bitcast(mask, _BITS)
    return _call(
        builder, "llvm.x86.avx512.mask.compress.v64i8", _BYTES, _bytes(list(range(64))), _bytes([0] * 64), bits
    )


def _eight(builder, low, places, high) -> Any:
    """Return eight lanes of the 128 bytes in ``low`` and ``high``."""
    return builder.bitcast(_call(builder, "llvm.x86.avx512.vpermi2var.qi.512", _BYTES, low, places, high), _LONGS)


def _mix(builder, value, other, multiplier: int) -> Any:
    mixed = builder.mul(builder.xor(value, other), _longs(multiplier))
    return builder.xor(mixed, builder.lshr(mixed, _longs(32)))


def _hash(builder, lengths, first, second) -> Any:
    """Return the hashes of words of up to sixteen bytes, the first and the second eight of which are given."""
    value = builder.mul(lengths, _longs(GOLDEN))
    longer = builder.icmp_unsigned(">", lengths, _longs(8))
    value = builder.select(longer, _mix(builder, value, first, MIX_1), value)
    rest = builder.select(longer, builder.sub(lengths, _longs(8)), lengths)
    unused = builder.sub(_longs(64), builder.shl(rest, _longs(3)))
    keep = builder.lshr(_longs(0xFFFFFFFFFFFFFFFF), unused)
    return _mix(builder, value, builder.and_(builder.select(longer, second, first), keep), MIX_2)


if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    def hash_eight(
        text: npt.NDArray[np.uint8], at: int, edges: np.uint64, words: npt.NDArray[np.uint64], to: int
    ) -> np.uint64:
        """Write the hashes of up to eight words, whose edges are bits of a mask from ``at``, to ``words[to:]``.

        Return a bit for each that is longer than sixteen bytes, whose hash is wrong.
        """

    def nth_bit(mask: np.uint64, n: int) -> int:
        """Return the place of bit number ``n`` of those that are set."""

    def lowest_eight(mask: np.uint64) -> np.uint64:
        """Return a mask with its lowest eight bits alone."""
else:

    @intrinsic
    def hash_eight(_typing, text, _at, _edges, words, _to):
        """Hash eight words."""

        def generate(context, builder, signature, arguments):
            data, at, edges, target, to = arguments
            low = load_lanes(context, builder, signature.args[0], data, at)
            high = load_lanes(context, builder, signature.args[0], data, builder.add(at, _LONG(64)))
            places = _places(builder, edges)  # of the first byte of a word, and of the byte behind it
            begins = _call(
                builder, "llvm.x86.avx512.permvar.qi.512", _BYTES, places, _bytes([lane // 8 * 2 for lane in range(64)])
            )
            first_places = builder.add(begins, _bytes([lane % 8 for lane in range(64)]))
            first = _eight(builder, low, first_places, high)
            second = _eight(builder, low, builder.add(first_places, _bytes([8] * 64)), high)
            pairs = builder.bitcast(places, ir.VectorType(ir.IntType(16), 32))
            lowest = ir.Constant(ir.VectorType(ir.IntType(32), 8), list(range(8)))
            pairs = builder.zext(builder.shuffle_vector(pairs, pairs, lowest), _LONGS)
            lengths = builder.sub(builder.lshr(pairs, _longs(8)), builder.and_(pairs, _longs(0xFF)))
            place = place_of(context, builder, signature.args[3], target, to)
            hashes = _hash(builder, lengths, first, second)
            builder.store(hashes, builder.bitcast(place, _LONGS.as_pointer()), align=1)
            long_ones = builder.icmp_unsigned(">", lengths, _longs(16))
            return builder.zext(builder.bitcast(long_ones, _BYTE), _LONG)

        return types.uint64(text, types.int64, types.uint64, words, types.int64), generate

    @intrinsic
    def lowest_eight(_typing, _mask):
        """Keep the lowest eight bits that are set."""

        def generate(_context, builder, _signature, arguments):
            return _call(builder, "llvm.x86.bmi.pdep.64", _LONG, _LONG(0xFF), arguments[0])

        return types.uint64(types.uint64), generate

    @intrinsic
    def nth_bit(_typing, _mask, _n):
        """Find a bit."""

        def generate(_context, builder, _signature, arguments):
            alone = _call(builder, "llvm.x86.bmi.pdep.64", _LONG, builder.shl(_LONG(1), arguments[1]), arguments[0])
            return builder.cttz(alone, ir.Constant(ir.IntType(1), 0))

        return types.int64(types.uint64, types.int64), generate
