"""datasketch: ``MinHash.update_batch`` (affine32, xxh32) in two processes, ``MinHashLSH``, estimate, union-find."""

import numpy as np
import xxhash
from common import (
    BANDS,
    PERMUTATIONS,
    ROWS,
    THRESHOLD,
    Stages,
    UnionFind,
    loads,
    paths,
    shingles,
    sketched,
    write,
)
from datasketch import LeanMinHash, MinHash, MinHashLSH

SCHEME = "affine32"
EMPTY = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME, hashfunc=xxhash.xxh32_intdigest)


def sketch(lines: list[bytes]) -> tuple[list[str], np.ndarray]:
    """Sketch a chunk of rows."""
    ids, values = [], np.empty((len(lines), PERMUTATIONS), EMPTY.hashvalues.dtype)
    for place, line in enumerate(lines):
        row = loads(line)
        ids.append(row["id"])
        made = EMPTY.copy()
        made.update_batch([one.encode() for one in set(shingles(row["text"]))])
        values[place] = made.hashvalues
    return ids, values


def main() -> None:
    """Run the job."""
    corpus, target = paths()
    stages = Stages()
    ids, parts = sketched(corpus, sketch)
    values = np.concatenate(parts)
    stages.done("shingle+sketch")
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    lean = [LeanMinHash(seed=1, hashvalues=row, scheme=SCHEME) for row in values]
    with index.insertion_session() as session:
        for place, one in enumerate(lean):
            session.insert(place, one, check_duplication=False)
    stages.done("insert")
    groups = UnionFind(len(ids))
    for place, one in enumerate(lean):
        others = np.array([other for other in index.query(one) if other < place], np.int64)
        if len(others):
            for other in others[(values[others] == values[place]).mean(1) >= THRESHOLD].tolist():
                groups.union(place, other)
    stages.done("query+union")
    write(target, ids, groups.labels())
    stages.done("write")
    stages.tell()


if __name__ == "__main__":
    main()
