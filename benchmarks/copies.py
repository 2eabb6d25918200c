"""Quality and speed of the copies lane.

    python -m benchmarks.copies planted CORPUS.jsonl TRUTH.tsv   planted pairs: precision, recall, F1, documents per second
    python -m benchmarks.copies reuters ROWS.jsonl               recall against all pairs of exact Jaccard .5 and more
    python -m benchmarks.copies wire FOLDER                      verbatim reprints found, and what else got into groups
    python -m benchmarks.copies review ROWS.jsonl PAIRS.txt      every verified pair of a crawl, to be read
    python -m benchmarks.copies stages ROWS.jsonl                CPU seconds of each stage, all threads together
    python -m benchmarks.copies warm-up                          compile the kernels

TRUTH has a header and the columns ``id`` and ``cluster`` (negative: alone). A run's compile time is not counted: the
kernels are called once on a few rows before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import gold_row, jsonl, wire_events
from dedup.matching.bulk.lane import BulkCopies, copies_of_jsonl
from dedup.matching.shingles import shingle_words, word_shingles
from dedup.settings import CopySettings, Settings

SEED = Settings().seed
FAR = frozenset({"rewrite", "explainer", "analysis", "brief", "independent", "other"})
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PairScore:
    """Pairs in one group against planted pairs."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def planted_score(found: BulkCopies, truth: Path) -> PairScore:
    """Score the closure of the groups against planted clusters."""
    clusters = dict(line.split("\t", 2)[:2] for line in truth.read_text(encoding="utf-8").splitlines()[1:])
    return pair_score(zip(found.ids, found.representatives.tolist(), strict=True), clusters)


def pair_score(groups: Iterable[tuple[str, object]], clusters: Mapping[str, str]) -> PairScore:
    """Score the closure of groups, given as id and label, against planted clusters."""
    both: Counter[tuple[str, object]] = Counter()
    theirs: Counter[str] = Counter()
    mine: Counter[object] = Counter()
    for one, label in groups:
        mine[label] += 1
        if int(cluster := clusters[one]) >= 0:
            both[cluster, label] += 1
            theirs[cluster] += 1
    right, reported, planted = (_pairs(counts.values()) for counts in (both, mine, theirs))
    return PairScore(right / reported if reported else 1.0, right / planted if planted else 1.0)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def exact_pairs(path: Path, settings: CopySettings, least: float) -> Pairs:
    """Return all pairs of a Jaccard of ``least`` and more, by a product of sparse matrices: slow and sure."""
    from scipy.sparse import csr_matrix

    ids, sets = [], []
    for row in jsonl(path):
        ids.append(row["id"])
        sets.append(word_shingles(shingle_words(row["text"]), settings.shingle_words))
    _, columns = np.unique(np.concatenate(sets), return_inverse=True)
    sizes = np.array([len(one) for one in sets])
    matrix = csr_matrix((np.ones(len(columns), dtype=np.float32), columns, np.concatenate([[0], np.cumsum(sizes)])))
    matrix = matrix[:, np.asarray(matrix.sum(axis=0)).ravel() > 1]
    pairs: Pairs = []
    for start in range(0, len(ids), 1000):
        common = (matrix[start : start + 1000] @ matrix.T).tocoo()
        a, b = common.row + start, common.col
        alike = (a < b) & (common.data >= least * (sizes[a] + sizes[b] - common.data))
        pairs.extend((ids[i], ids[j]) for i, j in zip(a[alike].tolist(), b[alike].tolist(), strict=True))
    return pairs


def recall_of(found: BulkCopies, pairs: Pairs) -> float:
    """Return the share of pairs that are in one group or a verified edge."""
    ids = list(found.ids)
    label = dict(zip(ids, found.representatives.tolist(), strict=True))
    edges = {frozenset((ids[a], ids[b])) for a, b in zip(found.a.tolist(), found.b.tolist(), strict=True)}
    return float(np.mean([label[a] == label[b] or frozenset((a, b)) in edges for a, b in pairs]))


@dataclass(frozen=True, slots=True)
class WireScore:
    """Verbatim reprints in their wire's group, of how many, and the articles that must stand alone and do not."""

    found: int
    verbatim: int
    wrong: tuple[str, ...]


def wire_score(folder: Path, settings: CopySettings) -> WireScore:
    """Find copies among the raw pages of a wire corpus."""
    articles = {one["id"]: one for event in wire_events(folder) for one in event["articles"]}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(gold_row(one)) + "\n" for one in articles.values())
        file.flush()
        copies = copies_of_jsonl(Path(file.name), settings, SEED)
    ids = list(copies.ids)
    label = {one: ids[place] for one, place in zip(ids, copies.representatives.tolist(), strict=True)}
    sizes = Counter(label.values())
    verbatim = [one for one in articles.values() if one["treatment"] == "verbatim"]
    wrong = tuple(i for i, one in articles.items() if one["treatment"] in FAR and sizes[label[i]] > 1)
    return WireScore(sum(label[one["id"]] == label[one["parent"]] for one in verbatim), len(verbatim), wrong)


def plain_copy(path: Path, folder: Path) -> Path:
    """Return a file that is not compressed, so that speed is that of the lane."""
    if path.suffix != ".gz":
        return path
    target = folder / path.stem
    with gzip.open(path) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return target


def warm_up() -> None:
    """Compile the kernels, or read them from the cache."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(b"".join(b'{"id": "%d", "text": "%s"}\n' % (i, b"the same text as before " * 20) for i in range(9)))
        file.flush()
        b"".join(copies_of_jsonl(Path(file.name), CopySettings(), SEED, 1).rows())


STAGES = {
    "read the file": ("sketching", "_read_exactly"),
    "find the fields": ("sketching", "find_articles"),
    "words and shingles": ("sketching", "shingle_texts"),
    "permutations, bands": ("sketching", "sign_texts"),
    "sort bands": ("banding", "sorted_band"),
    "meet in buckets": ("banding", "meet_neighbours"),
    "read candidates again": ("rereading", "read_texts"),
    "their shingles": ("rereading", "shingle_texts"),
    "verify and group": ("grouping", "group"),
}


def stages(path: Path) -> dict[str, float]:
    """Return the CPU seconds of each stage; ``the rest`` is what no kernel does, start and imports included."""
    import dedup.matching.bulk as package

    spent: Counter[str] = Counter()

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            start = time.thread_time()
            result = work(*arguments)
            spent[name] += time.thread_time() - start
            return result

        return run

    for name, (module, function) in STAGES.items():
        home = getattr(package, module)
        setattr(home, function, timed(name, getattr(home, function)))
    b"".join(copies_of_jsonl(path, CopySettings(), SEED).rows("jsonl"))
    rest = time.process_time() - sum(spent.values())
    return {name: round(spent[name], 3) for name in STAGES} | {"the rest": round(rest, 3)}


def review(found: BulkCopies, path: Path, target: Path) -> dict[str, int]:
    """Write the verified pairs, those of two outlets first, the least alike first; return their numbers."""
    rows = {row["id"]: row for row in jsonl(path)}
    ids = list(found.ids)
    listed: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for a, b, jaccard in zip(found.a.tolist(), found.b.tolist(), found.jaccard.tolist(), strict=True):
        one, other = rows[ids[a]], rows[ids[b]]
        kind = "same outlet" if one["outlet"] == other["outlet"] else "two outlets"
        shown = "".join(f"    {x['id']} | {x['outlet']} | {x['title']} | {x['text'][:200]!r}\n" for x in (one, other))
        listed[kind].append((jaccard, f"{kind}, Jaccard {jaccard:.3f}\n{shown}"))
    with target.open("w", encoding="utf-8") as file:
        for kind in sorted(listed, reverse=True):
            file.writelines(text for _, text in sorted(listed[kind]))
    return {kind: len(texts) for kind, texts in sorted(listed.items())}


def main(arguments: list[str] | None = None) -> None:
    """Run one measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["planted", "reuters", "wire", "review", "stages", "warm-up"])
    parser.add_argument("input", type=Path, nargs="?")
    parser.add_argument("other", type=Path, nargs="?")
    parser.add_argument("--workers", type=int)
    given = parser.parse_args(arguments)
    settings = CopySettings()
    if given.what == "warm-up":
        warm_up()
        return
    if given.input is None:
        parser.error("name a file or folder")
    if given.what == "stages":
        print("STAGES " + json.dumps(stages(given.input)), file=sys.stderr)
        return
    if given.what == "wire":
        wire = wire_score(given.input, settings)
        print(
            f"verbatim reprints with their wire: {wire.found} of {wire.verbatim}; wrongly in a group: {wire.wrong or 0}"
        )
        return
    warm_up()
    with tempfile.TemporaryDirectory() as folder:
        path = plain_copy(given.input, Path(folder))
        start = time.perf_counter()
        found = copies_of_jsonl(path, settings, SEED, given.workers)
        seconds = time.perf_counter() - start
        if given.what == "planted":
            score = planted_score(found, given.other)
            print(f"precision {score.precision:.4f}, recall {score.recall:.4f}, F1 {score.f1:.4f}")
        elif given.what == "reuters":
            pairs = exact_pairs(path, settings, 0.5)
            print(f"{len(pairs)} pairs of Jaccard .5 and more, recall {recall_of(found, pairs):.4f}")
        else:
            print(review(found, path, given.other))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{len(found.ids)} articles in {seconds:.2f} s, {len(found.ids) / seconds:,.0f} per second, peak {megabytes} MB"
    )


if __name__ == "__main__":
    main()
