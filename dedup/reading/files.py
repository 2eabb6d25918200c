"""The files of the inputs: which are read, in which order and under which names."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from dedup.errors import InputError, UsageError
from dedup.records import Reject

FORMATS = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".pq": "parquet",
    ".warc": "warc", ".mhtml": "mhtml", ".mht": "mhtml",
}  # fmt: skip
COMPRESSED = (".gz", ".zst")
# Plainly no articles: what a saved page or a project folder carries along. Everything else is read or rejected.
BESIDE = frozenset((
    ".png", ".jpg", ".jpeg", ".jpe", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp", ".tif", ".tiff", ".heic", ".css",
    ".scss", ".js", ".mjs", ".map", ".ts", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".m4a", ".ogg", ".wav",
    ".flac", ".mp4", ".m4v", ".webm", ".mov", ".avi", ".py", ".pyc", ".sh", ".ini", ".cfg", ".toml", ".lock", ".log",
    ".bak", ".tmp",
))  # fmt: skip
DOCUMENTATION = frozenset((
    "readme", "license", "licence", "copying", "notice", "changelog", "authors", "contributing", "makefile",
))  # fmt: skip
RESULTS = frozenset(("manifest.json", "articles.jsonl", "stories.jsonl", "sentences.jsonl"))
"""The files that together mark a folder of this program's own results."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: its path, its name in ids and rejects, and its format."""

    path: Path
    name: str
    format: str


def format_of(name: str) -> str | None:
    """Return the format by the file name's suffix, compression aside, or None where it is not known."""
    stem = name.lower()
    for suffix in COMPRESSED:
        stem = stem.removesuffix(suffix)
    return FORMATS.get(PurePath(stem).suffix)


def find_files(paths: Sequence[Path]) -> Iterator[SourceFile | Reject]:
    """Yield the files of folders and the files given, argument by argument, sorted by path within a folder.

    Names are relative to their folder (the file's own name where it was given itself). Where two arguments hold
    different files of one name, all names of these arguments get the name of their folder in front, and of as many of
    the folders above it as it takes to tell them apart. Raises ``UsageError`` for a missing path, ``InputError`` for
    one that cannot be read.
    """
    found = [list(_walk(path)) if path.is_dir() else [_given(path)] for path in map(_checked, paths)]
    roots = [path if path.is_dir() else path.parent for path in paths]
    for prefix, entries in zip(_prefixes(roots, found), found, strict=True):
        for entry in entries:
            if isinstance(entry, Reject):
                yield Reject(prefix + entry.source, entry.reason)
            else:
                yield SourceFile(entry.path, prefix + entry.name, entry.format)


def shown(path: str) -> str:
    """Return a path with forward slashes, bytes that are no UTF-8 replaced."""
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")


def _checked(path: Path) -> Path:
    try:
        path.stat()
    except OSError as problem:
        if path.is_symlink() or not isinstance(problem, FileNotFoundError):
            raise InputError(f"cannot read {path}: {problem.strerror}: check the link and the permissions") from problem
        raise UsageError(f"no such file or folder: {path}: check the path") from problem
    if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
        raise InputError(f"cannot read {path}: permission denied: change its permissions")
    if path.is_dir() and path.name and _is_results({entry.name for entry in os.scandir(path)}):
        raise InputError(f"{path} holds results of this program, no articles: give the folder of the articles")
    return path


def _given(path: Path) -> SourceFile:
    form = format_of(path.name)
    if form is None or not path.is_file():
        known = " ".join(sorted(FORMATS))
        raise InputError(f"cannot read {path}: its name must end in one of {known} (also with .gz or .zst)")
    return SourceFile(path, shown(path.name), form)


def _walk(root: Path) -> Iterator[SourceFile | Reject]:
    """Walk a folder; each real folder once, so that links that lead in circles or meet end in a reject."""
    entries: list[tuple[str, SourceFile | Reject]] = []
    seen: set[tuple[int, int]] = set()
    real, linked = [(root, "")], list[tuple[Path, str]]()
    while real or linked:
        if not real:
            linked.sort(key=lambda item: item[1], reverse=True)
            real.append(linked.pop())
        folder, name = real.pop()
        for entry in _listed(folder, name, seen):
            if isinstance(entry, Reject):
                entries.append((entry.source, entry))
            elif _is_folder(entry):
                (linked if entry.is_symlink() else real).append((Path(entry.path), f"{name}{shown(entry.name)}/"))
            elif (judged := _judge(entry, name + shown(entry.name))) is not None:
                entries.append((name + shown(entry.name), judged))
    yield from (entry for _, entry in sorted(entries, key=lambda item: item[0]))


def _listed(folder: Path, name: str, seen: set[tuple[int, int]]) -> list[os.DirEntry[str] | Reject]:
    shown_name = name.rstrip("/") or "."
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return [Reject(shown_name, "a link to a folder that was read already: remove the link")]
        seen.add((status.st_dev, status.st_ino))
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith((".", "__MACOSX"))]
    except OSError as problem:
        return [Reject(shown_name, f"the folder cannot be read ({problem.strerror}): check its permissions")]
    if _is_results({entry.name for entry in entries}):
        return []  # as many as the first run made: a second run into the same folder must read the same articles
    return [*sorted(entries, key=lambda entry: entry.name)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_results(names: set[str]) -> bool:
    return names >= RESULTS


def _judge(entry: os.DirEntry[str], name: str) -> SourceFile | Reject | None:
    """Return the file to read, or why it is not read, or None for what is plainly no article."""
    suffix = PurePath(entry.name.lower()).suffix
    form = format_of(entry.name)
    try:
        mode = entry.stat().st_mode
    except OSError as problem:
        return Reject(name, f"cannot be opened ({problem.strerror}): check the link and the permissions")
    if not stat.S_ISREG(mode):
        return Reject(name, "a pipe, socket or device: give a file")
    if entry.name.lower().split(".")[0] in DOCUMENTATION:
        return Reject(name, "documentation by its name: rename it if it is an article") if form else None
    if form is not None:
        return SourceFile(Path(entry.path), name, form)
    if suffix in BESIDE:
        return None
    return Reject(
        name, f"not a format that is read ({suffix or 'no suffix'}): save it as .txt, .html, .json or as rows"
    )


def _prefixes(roots: Sequence[Path], found: Sequence[Sequence[SourceFile | Reject]]) -> list[str]:
    """Return what each argument's names get in front, nothing where its names are no other argument's."""
    files_of: dict[str, set[str]] = {}
    for entries in found:
        for entry in entries:
            if isinstance(entry, SourceFile):
                files_of.setdefault(entry.name, set()).add(os.path.realpath(entry.path))
    clashing = [any(isinstance(e, SourceFile) and len(files_of[e.name]) > 1 for e in entries) for entries in found]
    labels = _labels([root.resolve() for root, clash in zip(roots, clashing, strict=True) if clash])
    return [f"{labels[root.resolve()]}/" if clash else "" for root, clash in zip(roots, clashing, strict=True)]


def _labels(folders: Sequence[Path]) -> dict[Path, str]:
    """Return for each folder the shortest end of its path, the same number of parts for all, that tells them apart."""
    distinct = list(dict.fromkeys(folders))
    for parts in range(1, max((len(folder.parts) for folder in distinct), default=0) + 1):
        labels = {folder: "/".join(folder.parts[1:][-parts:]) for folder in distinct}
        if max(Counter(labels.values()).values()) == 1:
            return labels
    return {folder: shown(str(folder)) for folder in distinct}
