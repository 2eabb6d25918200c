"""rensa: ``RMinHash.from_token_sets`` in two processes, ``RMinHashLSH``, estimate, union-find."""

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
from rensa import RMinHash, RMinHashLSH


def sketch(lines: list[bytes]) -> tuple[list[str], list[RMinHash]]:
    """Sketch a chunk of rows."""
    rows = [loads(line) for line in lines]
    return [row["id"] for row in rows], RMinHash.from_token_sets(
        [shingles(row["text"]) for row in rows], PERMUTATIONS, 42
    )


def main() -> None:
    """Run the job."""
    corpus, target = paths()
    stages = Stages()
    ids, parts = sketched(corpus, sketch)
    sketches = [one for made in parts for one in made]
    stages.done("shingle+sketch")
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    index.insert_many(sketches)
    stages.done("insert")
    candidates = index.query_all(sketches)
    stages.done("query")
    groups = UnionFind(len(ids))
    for one, others in enumerate(candidates):
        for other in others:
            if (
                other < one
                and groups.find(one) != groups.find(other)
                and sketches[one].jaccard(sketches[other]) >= THRESHOLD
            ):
                groups.union(one, other)
    stages.done("check+union")
    write(target, ids, groups.labels())
    stages.done("write")
    stages.tell()


if __name__ == "__main__":
    main()
