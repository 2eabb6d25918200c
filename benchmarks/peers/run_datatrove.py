"""datatrove: signatures, buckets, groups with ``LocalPipelineExecutor`` and two workers; words split at spaces.

Its unit of parallel reading is a file, so the corpus is split in two first, which counts. Splitting words with spaCy, its
default, takes seven times as long.
"""

import struct
import tempfile
from pathlib import Path

from common import BANDS, ROWS, WORKERS, Stages, loads, paths, write
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupCluster, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets
from datatrove.pipeline.readers import JsonlReader
from datatrove.utils.hashing import HashConfig
from datatrove.utils.word_tokenizers import WordTokenizer


class AtSpaces(WordTokenizer):
    """The cheapest tokeniser."""

    language = "en"

    def word_tokenize(self, text: str) -> list[str]:
        """Split words."""
        return text.split()

    def sent_tokenize(self, text: str) -> list[str]:
        """Leave sentences alone."""
        return [text]

    def span_tokenize(self, _text: str) -> list[tuple[int, int]]:
        """Give no spans."""
        return []


def split(corpus: Path, folder: Path) -> list[list[str]]:
    """Write the corpus as two files; return the ids in each."""
    folder.mkdir()
    names: list[list[str]] = [[], []]
    size, done = corpus.stat().st_size, 0
    with (
        corpus.open("rb") as file,
        (folder / "0.jsonl").open("wb") as first,
        (folder / "1.jsonl").open("wb") as second,
    ):
        for line in file:
            half = int(done * 2 >= size)
            (first, second)[half].write(line)
            names[half].append(loads(line)["id"])
            done += len(line)
    return names


def group(folder: Path, stages: Stages) -> None:
    """Run the pipelines."""
    config = MinhashConfig(
        n_grams=5, num_buckets=BANDS, hashes_per_bucket=ROWS, hash_config=HashConfig(precision=64, hash_fc="xxhash")
    )
    reader = JsonlReader(f"{folder}/in", text_key="text", id_key="id", doc_progress=False)
    steps = {
        "signatures": ([reader, MinhashDedupSignature(f"{folder}/signatures", config, language=AtSpaces())], 2),
        "buckets": ([MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/buckets", config=config)], BANDS),
        "groups": (
            [MinhashDedupCluster(f"{folder}/buckets", f"{folder}/groups", config=config, save_cluster_id=True)],
            1,
        ),
    }
    for name, (pipeline, tasks) in steps.items():
        LocalPipelineExecutor(
            pipeline, tasks=tasks, workers=min(tasks, WORKERS), logging_dir=f"{folder}/log-{name}"
        ).run()
        stages.done(name)


def main() -> None:
    """Run the job."""
    corpus, target = paths()
    stages = Stages()
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        names = split(corpus, folder / "in")
        stages.done("split")
        group(folder, stages)
        ids, labels = [], []
        for half in range(2):
            found = folder / "groups" / f"{half:06d}.clusters"
            known = dict(struct.iter_unpack("<II", found.read_bytes())) if found.exists() else {}
            ids += names[half]
            labels += [known.get(place, f"alone {half} {place}") for place in range(len(names[half]))]
    write(target, ids, labels)
    stages.done("write")
    stages.tell()


if __name__ == "__main__":
    main()
