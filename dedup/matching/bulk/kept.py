"""Files that are made once for a machine: beside numba's own, or with the user's caches where that is not to be written."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

_FOLDER = Path(__file__).resolve().parent
_DIGEST = 32  # bytes of the hash that stands before the content


def _places(name: str) -> list[Path]:
    caches = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return [folder / name for folder in (_FOLDER / "__pycache__", Path(caches) / "dedup")]


def read_kept(name: str) -> bytes | None:
    """Return the content of a file, None where there is none or it is not whole."""
    for path in _places(name):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            return data[_DIGEST:]
    return None


def keep(name: str, data: bytes) -> None:
    """Write a file at the first place that takes it; where none does, the next process makes it again."""
    for path in _places(name):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(file.name).replace(path)
        except OSError:
            continue
        return
