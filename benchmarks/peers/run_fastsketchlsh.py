"""FastSketchLSH: ``FastSimilaritySketch.batch`` in two processes, LSH, estimate, union-find."""

import numpy as np
from common import (
    BANDS,
    PERMUTATIONS,
    THRESHOLD,
    Stages,
    UnionFind,
    loads,
    paths,
    shingles,
    sketched,
    write,
)
from FastSketchLSH import LSH, FastSimilaritySketch

SKETCH = FastSimilaritySketch(size=PERMUTATIONS, seed=42)


def sketch(lines: list[bytes]) -> tuple[list[str], np.ndarray]:
    """Sketch a chunk of rows."""
    rows = [loads(line) for line in lines]
    return [row["id"] for row in rows], np.asarray(SKETCH.batch([shingles(row["text"]) for row in rows], num_threads=1))


def main() -> None:
    """Run the job."""
    corpus, target = paths()
    stages = Stages()
    ids, parts = sketched(corpus, sketch)
    sketches = np.concatenate(parts)
    stages.done("shingle+sketch")
    index = LSH(num_perm=PERMUTATIONS, num_bands=BANDS)
    index.insert(sketches)
    stages.done("insert")
    groups = UnionFind(len(ids))
    for one in range(len(ids)):
        others = np.asarray(index.query(sketches[one]), np.int64)
        others = others[others < one]
        if len(others):
            for other in others[(sketches[others] == sketches[one]).mean(1) >= THRESHOLD].tolist():
                groups.union(one, other)
    stages.done("query+union")
    write(target, ids, groups.labels())
    stages.done("write")
    stages.tell()


if __name__ == "__main__":
    main()
