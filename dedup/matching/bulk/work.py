"""Where arrays stand that do not fit into memory, and what a run that was killed had finished.

A stage is written whole: its arrays, then, by one rename, the note that they are there. So a run that was killed at any
moment goes on after its last finished stage, and gives the same bytes as one that was not.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from dedup.errors import InputError
from dedup.matching.bulk.room import in_lines

_RUN = "run.json"
Arrays = dict[str, npt.NDArray[Any]]


class Work:
    """A folder of one run, or none: then all is in memory and nothing outlives the process.

    ``about`` tells runs apart: the input, the settings, the version. ``memory`` bounds, in bytes, what large arrays take;
    beyond it they stand in files, in a temporary folder where none is given. Raises ``InputError`` for the folder of
    another run.
    """

    def __init__(self, folder: Path | None = None, about: Mapping[str, Any] | None = None, memory: int | None = None):
        self._folder = folder
        self._memory = memory
        self._temporary: TemporaryDirectory[str] | None = None
        if folder is not None:
            self._take(folder, json.loads(json.dumps(about)))

    def _take(self, folder: Path, about: dict[str, Any]) -> None:
        """Begin in an empty folder, or go on in one of the same run."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if (folder / _RUN).exists():
                before = json.loads((folder / _RUN).read_text(encoding="utf-8"))
                different = sorted(key for key in about.keys() | before.keys() if about.get(key) != before.get(key))
                if different:
                    raise InputError(
                        f"{folder} holds the work of another run (another {', '.join(different)}): name another folder, "
                        "or delete this one"
                    )
            elif any(folder.iterdir()):
                raise InputError(f"{folder} holds other files: name a new folder for the work")
            else:
                self._write(_RUN, about)
        except (OSError, ValueError) as problem:
            raise InputError(f"cannot use {folder} for the work ({problem}): name another folder") from problem

    def array(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike, need: int) -> npt.NDArray[Any]:
        """Return a new array, in memory where all large arrays, which ``need`` so many bytes, fit into the bound."""
        if self._memory is None or need <= self._memory:
            return in_lines(shape, dtype)
        if self._folder is None:
            self._temporary = TemporaryDirectory(prefix="dedup-")
            self._folder = Path(self._temporary.name)
        path = self._folder / f"{name}.npy"
        path.unlink(missing_ok=True)  # another array of this name may still be mapped
        return np.lib.format.open_memmap(path, mode="w+", dtype=np.dtype(dtype), shape=shape)

    def save(self, stage: str, arrays: Arrays, more: object = None) -> None:
        """Write a finished stage down; ``more`` is what JSON can hold."""
        if self._folder is None or self._temporary is not None:
            return
        shapes = {}
        for name, array in arrays.items():
            if isinstance(array, np.memmap) and (self._folder / f"{name}.npy").exists():
                array.flush()
            else:
                part = self._folder / f"{name}.part"
                with part.open("wb") as file:
                    np.save(file, array)
                part.replace(self._folder / f"{name}.npy")
            shapes[name] = array.shape
        self._write(f"{stage}.json", {"shapes": shapes, "more": more})

    def load(self, stage: str) -> tuple[Arrays, Any] | None:
        """Return a finished stage, None where it is not finished."""
        if self._folder is None or not (self._folder / f"{stage}.json").exists():
            return None
        told = json.loads((self._folder / f"{stage}.json").read_text(encoding="utf-8"))
        arrays = {}
        for name, shape in told["shapes"].items():
            path = self._folder / f"{name}.npy"
            on_disk = self._memory is not None and path.stat().st_size > self._memory // 8
            array = np.load(path, mmap_mode="r" if on_disk else None)
            arrays[name] = array[tuple(slice(0, length) for length in shape)]
        return arrays, told["more"]

    def clear(self) -> None:
        """Remove what a finished run does not need any more."""
        if self._temporary is not None:
            self._temporary.cleanup()
        elif self._folder is not None:
            for path in [*self._folder.glob("*.npy"), *self._folder.glob("*.json"), *self._folder.glob("*.part")]:
                path.unlink()
            with suppress(OSError):  # the user's own files stay, and the folder with them
                self._folder.rmdir()

    def _write(self, name: str, content: object) -> None:
        assert self._folder is not None
        part = self._folder / f"{name}.part"
        part.write_text(json.dumps(content), encoding="utf-8")
        part.replace(self._folder / name)


def release(array: npt.NDArray[Any]) -> None:
    """Let the system take the pages of an array in a file out of memory; they come back when they are looked at."""
    mapped = getattr(array, "_mmap", None)
    if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)
