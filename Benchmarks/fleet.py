"""Clusters of hundreds of application servers, on rehearsal machines: the plans of an application server and of the balancer, whose file
names them all, and the board of all their reports."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import usage

SIZES = (125, 250, 500)


@dataclass(frozen=True)
class Fleet:
    """Milliseconds each."""

    servers: int
    plan: float
    balancer: float
    board: float
    reports: float  # MB that the board reads


def measure(program: Path, guide: Path, folder: Path) -> list[Fleet]:
    show = [str(program), "cluster", "show", "--rehearse", "--guide", str(guide)]
    sample = subprocess.run(show, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [fleet(program, guide, folder / str(size), size, sample) for size in SIZES]


def fleet(program: Path, guide: Path, folder: Path, size: int, sample: str) -> Fleet:
    (folder / "reports").mkdir(parents=True)
    nodes = [(f"app{number}", f"10.2.{number // 250}.{number % 250 + 1}", "application") for number in range(1, size + 1)]
    every = [("fs1", "10.1.0.1", "file-server"), ("db1", "10.1.0.2", "database"), *nodes, ("lb1", "10.1.0.3", "balancer")]
    servers = "".join(f"  - {{ name: {name}, address: {address}, roles: [{role}] }}\n" for name, address, role in every)
    description = folder / "cluster.yaml"
    description.write_text(re.sub(r"(?<=servers:\n)(  - name.*\n    .*\n    .*\n)+", servers, sample))
    common = ["--rehearse", "--guide", str(guide), "--cluster", str(description)]

    def state(name: str) -> list[str]:
        return [*common, "--state", str(folder / name), "--server", name]

    def plan(name: str) -> float:
        return usage([str(program), "plan", *state(name)], runs=7, counts=False,
                     before=lambda: shutil.rmtree(folder / name, ignore_errors=True)).wall

    times = plan("app7"), plan("lb1")
    subprocess.run([str(program), "apply", "--yes", *state("app7")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    printed = subprocess.run([str(program), "report", *state("app7"), "--json"], stdout=subprocess.PIPE, check=False).stdout
    report = json.loads(printed)
    for name, address, _ in nodes:
        own = {**report, "server": {**report["server"], "name": name, "address": address, "hostName": name}}
        (folder / f"reports/report-{name}.json").write_text(json.dumps(own, indent=2))
    reports = sorted((folder / "reports").iterdir())
    board = usage([str(program), "board", *state("lb1"), *map(str, reports)], runs=5, counts=False, accepted=(0, 1, 2)).wall
    return Fleet(size, *times, board, sum(each.stat().st_size for each in reports) / 1e6)
