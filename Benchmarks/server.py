"""What the figures were measured on."""

import os
import platform
import subprocess
from pathlib import Path


def heading(program: Path) -> str:
    processor = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?")
    release = next(line.split("=")[1].strip('"') for line in Path("/etc/os-release").read_text().splitlines() if line.startswith("PRETTY_NAME"))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False).stdout.strip()
    version = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return (f"# Results of `make bench`\n\njoget-cluster {version} ({commit}) on {release}, Linux {platform.release()}, {os.cpu_count()} × {processor}. "
            "Medians of several runs, all in one run of the benchmarks; memory is the largest resident set of any one process.\n")
