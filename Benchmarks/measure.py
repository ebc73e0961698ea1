"""Runs a command several times and says what it and everything that it started used."""

import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GAUGE = Path(__file__).parents[1] / ".build/bench/gauge"


@dataclass(frozen=True)
class Usage:
    """Medians of several runs, in milliseconds and MiB; `processes` includes the command itself, None where it was not counted."""

    wall: float
    processor: float
    memory: float
    processes: int | None


def usage(command: list[str], runs: int = 7, environment: dict[str, str] | None = None, counts: bool = True, accepted: tuple[int, ...] = (0,),
          before: Callable[[], None] | None = None) -> Usage:
    """Measures a command. `before` is called before each run, and its cost is nobody's."""
    setting = {**os.environ, **(environment or {})}
    measured: list[tuple[int, int, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "usage"
        for run in range(runs + 1):
            if before:
                before()
            done = subprocess.run([str(GAUGE), str(sheet), *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, env=setting, check=False)
            if done.returncode not in accepted:
                raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}")
            wall, user, system, resident, *_ = map(int, sheet.read_text().split())
            # The first one fills the page cache for the others.
            if run > 0:
                measured.append((wall, user + system, resident))
        if before:
            before()
        return Usage(
            wall=statistics.median(each[0] for each in measured) / 1e6, processor=statistics.median(each[1] for each in measured) / 1e3,
            memory=statistics.median(each[2] for each in measured) / 1024,
            processes=processes(command, setting, Path(folder) / "trace") if counts else None)


def processes(command: list[str], environment: dict[str, str], trace: Path) -> int:
    """How many processes a command starts, itself included; threads are none."""
    subprocess.run(["strace", "-f", "-qq", "-e", "trace=clone,clone3,fork,vfork", "-e", "signal=none", "-o", str(trace), *command],
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False)
    started = [line for line in trace.read_text(errors="replace").splitlines() if "CLONE_THREAD" not in line and "resumed" not in line]
    return 1 + len(started)
