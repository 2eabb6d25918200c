"""No tool: parses each line with ``orjson.loads`` in one thread, and does nothing with it."""

from pathlib import Path

from common import Stages, paths
from orjson import loads


def parse(corpus: Path) -> None:
    """Parse every line."""
    with corpus.open("rb") as file:
        for line in file:
            loads(line)


if __name__ == "__main__":
    stages = Stages()
    parse(paths()[0])
    stages.done("parse")
    stages.tell()
