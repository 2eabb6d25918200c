"""Compiled kernels without numba: machine code kept in a file, loaded by LLVM alone, called through ctypes.

Importing numba and loading kernels from its cache takes half a second, which a run over ten thousand articles would pay
for nothing. So numba is imported only where the file of machine code is missing: it compiles all kernels at once, LLVM
emits them, and the file is named after their sources and the processor, so that an edit or a move compiles anew.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np

from dedup.matching.bulk.kept import keep, read_kept

_FOLDER = Path(__file__).resolve().parent
_SOURCES = (
    "buckets", "characters", "compiled", "json_values", "jsonl", "kernel", "native", "normal", "room", "simd", "spans",
    "verify", "wide", "words",
)  # fmt: skip
_SCALARS = {"n": ctypes.c_int64, "d": ctypes.c_double, "?": ctypes.c_bool}
# Parts of numba's run time that are compiled in, and that a kernel which makes no array and raises nothing never reaches.
_UNREACHED = frozenset({
    "NRT_Free", "NRT_MemInfo_call_dtor", "numba_do_raise", "numba_gil_ensure", "numba_gil_release",
    "numba_runtime_build_excinfo_struct", "numba_unpickle",
})  # fmt: skip
_listeners: list[Callable[[str], None]] = []


@dataclass(frozen=True, slots=True)
class Signature:
    """What a kernel takes and gives: ``u1 i8/2 n ? d -> n2``.

    ``u1`` is an array of one dimension and ``i8/2`` one of two; both lie in one piece but for ``u4/1*``. ``n`` is an
    integer, ``?`` a truth value, ``d`` a float; results are nothing (``0``), an integer (``n``) or two (``n2``).
    """

    arguments: tuple[str, ...]
    result: str

    @classmethod
    def of(cls, text: str) -> Signature:
        """Read a signature."""
        arguments, result = text.split("->")
        return cls(tuple(arguments.split()), result.strip())


class Kernel:
    """A compiled function of one module here; the first call loads, or compiles, all of them."""

    all: list[Kernel] = []  # noqa: RUF012  # every kernel that is declared, in order

    def __init__(self, module: str, name: str, signature: str) -> None:
        self.module = module
        self.name = name
        self.signature = Signature.of(signature)
        self._run: Callable[..., Any] | None = None
        Kernel.all.append(self)

    def __call__(self, *arguments: Any) -> Any:
        """Run the kernel; the interpreter's lock is free meanwhile."""
        if self._run is None:
            prepare()
        assert self._run is not None
        return self._run(*arguments)

    def bind(self, address: int) -> None:
        """Take the machine code at an address: numba's calling convention, an array taken apart into its fields."""
        # A pointer to the result and one to an exception, then what each argument is to the code.
        packers = [_packer(kind) for kind in self.signature.arguments]
        counts = {"n": 1, "n2": 2, "0": 1}
        function = ctypes.CFUNCTYPE(ctypes.c_int32)(address)
        buffer_of = ctypes.c_int64 * counts[self.signature.result]
        result = self.signature.result

        def run(*arguments: Any) -> Any:
            given = buffer_of()
            error = ctypes.c_void_p()
            fields: list[Any] = [ctypes.byref(given), ctypes.byref(error)]
            for pack, argument in zip(packers, arguments, strict=True):
                pack(argument, fields)
            if function(*fields):
                raise SystemError(f"the kernel {self.name} failed")
            return None if result == "0" else given[0] if result == "n" else (given[0], given[1])

        self._run = run


def _packer(kind: str) -> Callable[[Any, list[Any]], None]:
    """Return a function that appends the fields of one argument; it refuses an array of another type."""
    if kind in _SCALARS:
        scalar = _SCALARS[kind]
        return lambda value, fields: fields.append(scalar(value))
    name, _, form = kind.partition("/")
    dtype, dimensions, anyhow = np.dtype(name), int(form.rstrip("*") or 1), form.endswith("*")
    word = ctypes.c_int64

    def pack(array: Any, fields: list[Any]) -> None:
        if array.dtype != dtype or array.ndim != dimensions or not (anyhow or array.flags.c_contiguous):
            raise TypeError(f"an array of {kind} is needed, not {array.dtype} in {array.ndim} dimensions")
        fields += [None, None, word(array.size), word(array.itemsize), ctypes.c_void_p(array.ctypes.data)]
        fields += map(word, array.shape + array.strides)

    return pack


@contextmanager
def compile_notice(say: Callable[[str], None] | None) -> Iterator[None]:
    """Have it said, once, if kernels must be compiled inside the block."""
    if say is None:
        yield
        return
    _listeners.append(say)
    try:
        yield
    finally:
        _listeners.remove(say)


_lock = Lock()


def prepare() -> None:
    """Load all kernels; compile them where there is no file, or it cannot be used."""
    with _lock:
        if all(kernel._run is not None for kernel in Kernel.all):
            return
        with suppress(ValueError):
            _load(_read(_name()))
            return
        for say in _listeners:
            say("compiling the kernels for this processor: half a minute, once")
        name = _name()
        objects = _compile()
        _load(objects)
        if name == _name():  # else the sources were edited meanwhile
            _keep(name, objects)


@dataclass(frozen=True, slots=True)
class _Object:
    """One kernel's machine code; ``needs`` are the names that it does not define."""

    name: str
    symbol: str
    needs: tuple[str, ...]
    code: bytes


@cache
def _engine() -> Any:
    """Return LLVM's linker of code in memory; it lives as long as the process."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.create_mcjit_compiler(
        llvm.parse_assembly(""), llvm.Target.from_default_triple().create_target_machine()
    )


def _load(objects: Sequence[_Object]) -> None:
    """Link the objects into this process and hand their addresses to the kernels.

    Raises ``ValueError`` for names that this process does not have: LLVM would end it.
    """
    engine = _engine()
    symbols = {one.name: one.symbol for one in objects}
    for name in sorted({name for one in objects for name in one.needs}):
        if llvm.address_of_symbol(name) is None:
            if name not in _UNREACHED:
                raise ValueError(name)
            llvm.add_symbol(name, ctypes.cast(ctypes.pythonapi.Py_FatalError, ctypes.c_void_p).value)
    for one in objects:
        engine.add_object_file(llvm.ObjectFileRef.from_data(one.code))
    engine.finalize_object()
    for kernel in Kernel.all:
        kernel.bind(engine.get_function_address(symbols[kernel.name]))


def _compile() -> list[_Object]:
    """Compile all kernels with numba and emit their machine code."""
    from importlib import import_module

    import numba
    from numba import types
    from numba.np.numpy_support import from_dtype

    compiled_bare: Any = numba.njit  # its stubs do not know all of its options

    def typed(kind: str) -> Any:
        if kind in _SCALARS:
            return {"n": types.int64, "d": types.float64, "?": types.boolean}[kind]
        name, _, form = kind.partition("/")
        return types.Array(from_dtype(np.dtype(name)), int(form.rstrip("*") or 1), "A" if form.endswith("*") else "C")

    machine = _machine()
    objects = []
    for kernel in Kernel.all:
        function = getattr(import_module(f"{__package__}.{kernel.module}"), kernel.name).py_func
        bare = compiled_bare(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
        types_of = tuple(map(typed, kernel.signature.arguments))
        bare.compile(types_of)
        compiled = bare.overloads[types_of]
        module = llvm.parse_assembly(compiled.library.get_llvm_str())
        outside = [one.name for one in (*module.functions, *module.global_variables) if one.is_declaration]
        needs = tuple(sorted(name for name in outside if not name.startswith("llvm.")))
        if any(name.startswith(("NRT_", "numba_")) and name not in _UNREACHED for name in needs):
            raise TypeError(f"the kernel {kernel.name} needs numba's run time: give it arrays to work in")
        symbol = compiled.fndesc.llvm_func_name
        objects.append(_Object(kernel.name, symbol, needs, machine.emit_object(module)))
    return objects


def _machine() -> Any:
    """Return what makes machine code for this processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features().flatten()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=3, reloc="default", codemodel="jitdefault"
    )


def _name() -> str:
    """Return the file's name: the sources, both parts of the compiler and the processor."""
    digest = hashlib.sha256(f"{llvmlite.__version__} {sys.platform} {llvm.get_host_cpu_name()}".encode())
    digest.update(llvm.get_host_cpu_features().flatten().encode())
    numba = find_spec("numba")  # found, not imported; importlib.metadata takes a tenth of a short run
    if numba is not None and numba.origin:
        digest.update(Path(numba.origin).with_name("_version.py").read_bytes())
    for name in _SOURCES:
        digest.update((_FOLDER / f"{name}.py").read_bytes())
    return f"kernels-{digest.hexdigest()[:20]}.bin"


def _read(name: str) -> list[_Object]:
    """Return the kept machine code; raise ``ValueError`` where there is none."""
    data = read_kept(name)
    if data is None:
        raise ValueError("no machine code is kept")
    head, _, rest = data.partition(b"\n")
    objects, start = [], 0
    for one in json.loads(head):
        objects.append(_Object(one["name"], one["symbol"], tuple(one["needs"]), rest[start : start + one["size"]]))
        start += one["size"]
    return objects


def _keep(name: str, objects: Sequence[_Object]) -> None:
    """Keep machine code for the next process."""
    head = [{"name": one.name, "symbol": one.symbol, "needs": one.needs, "size": len(one.code)} for one in objects]
    keep(name, json.dumps(head).encode() + b"\n" + b"".join(one.code for one in objects))
