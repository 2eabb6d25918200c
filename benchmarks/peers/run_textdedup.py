"""text-dedup: its own command with two processes; its groups are in the file that its debug mode leaves."""

import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from common import BANDS, PERMUTATIONS, ROWS, THRESHOLD, WORKERS, Stages, loads, paths, write


def command(corpus: Path, folder: str) -> list[str]:
    """Return the command line."""
    options = {
        "path": "json", "data_files": str(corpus.resolve()), "split": "train", "column": "text", "idx_column": "id",
        "cache_dir": f"{folder}/cache", "output": f"{folder}/out", "num_perm": PERMUTATIONS, "ngram": 5,
        "threshold": THRESHOLD, "b": BANDS, "r": ROWS, "hash_func": "xxh3", "hash_bits": 32, "num_proc": WORKERS,
    }  # fmt: skip
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "text_dedup.minhash", *given, "--debug"]


def main() -> None:
    """Run the job."""
    corpus, target = paths()
    stages = Stages()
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        environment = os.environ | {"HF_HOME": f"{folder}/hf", "HF_DATASETS_OFFLINE": "1", "HF_HUB_OFFLINE": "1"}
        subprocess.run(command(corpus, folder), check=True, env=environment, cwd=folder)
        stages.done("its command")
        with Path(folder, "out", "uf.pkl").open("rb") as file:
            found = pickle.load(file)  # written by the command above
    parents = found if isinstance(found, dict) else found.parent
    with corpus.open("rb") as file:
        ids = [loads(line)["id"] for line in file]
    by_place = not isinstance(next(iter(parents), ""), str)

    def root(one: object) -> object:
        while parents.get(one, one) != one:
            one = parents[one]
        return one

    write(target, ids, [root(place if by_place else one) for place, one in enumerate(ids)])
    stages.done("read back")
    stages.tell()


if __name__ == "__main__":
    main()
