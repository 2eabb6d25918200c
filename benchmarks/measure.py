"""Wall time, CPU and peak memory of a command with all its processes (Linux: from ``/proc``)."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. ``megabytes``: the most that its processes held together, shared pages counted once (PSS)."""

    seconds: float
    cpu: float
    megabytes: float
    stages: Mapping[str, float]
    error: str


def measure(command: Sequence[str], timeout: float, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command; ``error`` tells its last lines where it fails or takes too long."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, env=environment, text=True,
        errors="replace",
    )  # fmt: skip
    watch = _Watch(process.pid)
    watch.start()
    killer = threading.Timer(timeout, lambda: os.killpg(process.pid, signal.SIGKILL))
    killer.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - start
    killer.cancel()
    watch.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = said.splitlines()
    told = next((line for line in reversed(lines) if line.startswith("STAGES ")), "STAGES {}")
    error = "" if process.returncode == 0 else "\n".join(lines[-5:]) or f"ended with {process.returncode}"
    return Measured(seconds, max(cpu, watch.cpu), watch.megabytes, json.loads(told[7:]), error)


class _Watch(threading.Thread):
    """Looks at a process and its children again and again. A look costs a millisecond."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.megabytes = 0.0
        self.cpu = 0.0

    def run(self) -> None:
        """Look until stopped."""
        while not self._ended.wait(_EVERY):
            processes = list(_tree(self._pid))
            self.megabytes = max(self.megabytes, sum(map(_memory, processes)))
            self.cpu = max(self.cpu, sum(map(_cpu, processes)))  # of forked servers too, whom nobody waits for

    def stop(self) -> None:
        """End the looking."""
        self._ended.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from _tree(int(child))


def _memory(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS
