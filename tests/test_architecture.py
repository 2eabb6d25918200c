"""Imports point one way: later stages know earlier ones, and stages meet only in records."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "dedup"

COMMON = {"records", "rows", "settings", "errors", "fitted", "dedup"}
MAY_IMPORT = {
    "records": set(),
    "rows": set(),
    "errors": set(),
    "settings": set(),
    "fitted": set(),
    "reading": set(),
    "cleaning": {"reading"},
    "matching": {"reading", "cleaning"},
    "quoting": {"cleaning", "matching"},
    "comparing": {"cleaning", "matching", "quoting"},
    "engines": set(),
    "results": set(),
    "assembly": {"engines", "matching", "results"},
    "kernels": {"reading", "cleaning", "matching", "quoting", "comparing"},
    "reporting": {"results", "quoting"},
    "progress": set(),
    "analysis": {"assembly", "kernels", "cleaning", "matching", "engines", "results"},
    "estimator": {"analysis", "engines"},
    "api": {"cleaning", "matching", "quoting", "comparing", "reporting", "results"},
    "options": {"analysis", "cleaning", "engines", "progress", "reading", "reporting", "results"},
    "cli": {
        "options",
        "analysis",
        "api",
        "assembly",
        "matching",
        "engines",
        "progress",
        "reading",
        "reporting",
        "results",
    },
    "__main__": {"cli"},
    "__init__": {"analysis", "api", "estimator", "reading", "results"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the stages of this package that a module imports, lazily or not."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "dedup":
            found.add([*node.module.split("."), "dedup"][1])
        elif isinstance(node, ast.Import):
            found |= {[*a.name.split("."), "dedup"][1] for a in node.names if a.name.split(".")[0] == "dedup"}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    allowed = MAY_IMPORT[stage(path)] | COMMON | {stage(path)}
    assert imported(path) <= allowed, f"{path.name} must not import {sorted(imported(path) - allowed)}"


def test_the_layers_have_no_circle() -> None:
    done: set[str] = set()
    while len(done) < len(MAY_IMPORT):
        ready = {name for name, below in MAY_IMPORT.items() if name not in done and below <= done}
        assert ready, f"a circle among {sorted(set(MAY_IMPORT) - done)}"
        done |= ready


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_nothing_is_unpickled_or_evaluated() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {a.name for a in node.names} | {getattr(node, "module", None)}
                assert not names & {"pickle", "marshal", "shelve", "joblib"}, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec"}, path


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"numpy", "scipy", "sklearn", "pandas", "pyarrow", "numba", "trafilatura", "datasketch", "lxml"}
    code = "import sys, dedup, dedup.cli; print(' '.join(m for m in sys.modules if '.' not in m))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & heavy


def test_every_dependency_imports() -> None:
    names = {"lxml_html_clean": "lxml_html_clean", "scikit-learn": "sklearn"}
    from configparser import ConfigParser

    config = ConfigParser()
    config.read(PACKAGE.parent / "setup.cfg")
    for line in config["options"]["install_requires"].split():
        name = line.split(">")[0].split("=")[0].split("<")[0]
        importlib.import_module(names.get(name, name.replace("-", "_")))
