"""Kernels without numba: what is kept, what is refused."""

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from dedup.matching.bulk import kept, native
from dedup.matching.bulk.characters import character_table
from dedup.matching.bulk.compiled import gather, hash_spans
from dedup.matching.bulk.native import Signature

WITHOUT = """
import sys
from pathlib import Path
from dedup.matching.bulk.lane import copies_of_jsonl
from dedup.settings import CopySettings
found = copies_of_jsonl(Path(sys.argv[1]), CopySettings(), 1)
assert found.representatives.tolist() == [0, 0, 2], found.representatives
heavy = {"numba", "datasketch", "scipy", "sklearn", "pandas", "regex"} & set(sys.modules)
sys.exit(f"imported: {sorted(heavy)}" if heavy else 0)
"""


def test_a_run_imports_nothing_heavy_once_kernels_are_kept(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    page = "the ministers of twelve countries met again on Monday to talk about the price of grain " * 3
    rows.write_text("".join(f'{{"id": "{i}", "text": "{t}"}}\n' for i, t in enumerate([page, page, "another text"])))
    gather(np.zeros(64, np.uint8), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(64, np.uint8))  # compiles
    character_table()
    run = subprocess.run([sys.executable, "-c", WITHOUT, str(rows)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    "array",
    [
        pytest.param(np.zeros(128, np.int8), id="another type"),
        pytest.param(np.zeros((2, 64), np.uint8), id="two dimensions"),
        pytest.param(np.zeros(256, np.uint8)[::2], id="gaps between the elements"),
    ],
)
def test_arrays_that_the_machine_code_would_misread_are_refused(array: np.ndarray) -> None:
    with pytest.raises(TypeError, match="an array of u1 is needed"):
        hash_spans(array, np.zeros(0, np.int64), np.zeros(0, np.uint64))


def test_the_number_of_arguments_is_checked() -> None:
    with pytest.raises(ValueError, match="zip"):
        hash_spans(np.zeros(64, np.uint8))


def test_signatures() -> None:
    assert Signature.of("u1 i8/2 ? n d -> n2") == Signature(("u1", "i8/2", "?", "n", "d"), "n2")


def test_what_is_kept_comes_back_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_FOLDER", tmp_path)
    assert kept.read_kept("x.bin") is None
    kept.keep("x.bin", b"machine code")
    assert kept.read_kept("x.bin") == b"machine code"
    (file,) = (tmp_path / "__pycache__").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert kept.read_kept("x.bin") is None, "a file cut short"


def test_the_users_caches_take_what_the_package_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package").write_text("a file where a folder is wanted")
    monkeypatch.setattr(kept, "_FOLDER", tmp_path / "package")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    kept.keep("x.bin", b"machine code")
    assert (tmp_path / "caches" / "dedup" / "x.bin").exists()
    assert kept.read_kept("x.bin") == b"machine code"


def test_machine_code_of_another_numba_is_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = native._name()
    (tmp_path / "_version.py").write_text("another")
    spec = ModuleSpec("numba", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(native, "find_spec", lambda _: spec)
    assert native._name() != before
