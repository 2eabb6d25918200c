"""gaoya: ``MinHashStringIndex`` (tokeniser, MinHash and LSH in Rust, on all cores), union-find."""

from common import BANDS, ROWS, THRESHOLD, Stages, UnionFind, paths, read, write
from gaoya.minhash import MinHashStringIndex

STEP = 20_000


def main() -> None:
    """Run the job."""
    corpus, target = paths()
    stages = Stages()
    ids, texts = read(corpus)
    stages.done("read")
    index = MinHashStringIndex(32, THRESHOLD, BANDS, ROWS, None, "word", True, (5, 5), "vec")
    count = len(ids)
    for start in range(0, count, STEP):
        index.par_bulk_insert_docs(list(range(start, min(start + STEP, count))), texts[start : start + STEP])
    stages.done("insert")
    groups = UnionFind(count)
    for start in range(0, count, STEP):
        for place, others in enumerate(index.par_bulk_query(texts[start : start + STEP]), start):
            for other in others:
                if other < place:
                    groups.union(place, other)
    stages.done("query+union")
    write(target, ids, groups.labels())
    stages.done("write")
    stages.tell()


if __name__ == "__main__":
    main()
