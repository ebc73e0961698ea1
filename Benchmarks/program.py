"""The program's size and start, stripped, beside the least that a statically linked Swift program can be."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import Usage, usage

FLOORS = {
    "Swift, prints a line": 'print("0.1.0")',
    "the same with FoundationEssentials": "import FoundationEssentials\n"
    'struct Record: Codable { var version: String }\nprint(String(decoding: try JSONEncoder().encode(Record(version: "0.1.0")), as: UTF8.self))',
    # A date in words brings Unicode's tables, which is what "all of it" weighs.
    "the same with all of Foundation": "import Foundation\n"
    'let form = DateFormatter(); form.dateFormat = "yyyy"; print("0.1.0", form.string(from: Date()))',
}


@dataclass(frozen=True)
class Figure:
    size: float  # MB
    usage: Usage


def measure(program: Path, folder: Path) -> dict[str, Figure]:
    figures = {"joget-cluster --version": figure([str(program), "--version"])}
    for number, (name, source) in enumerate(FLOORS.items()):
        written, built = folder / f"floor{number}.swift", folder / f"floor{number}"
        written.write_text(source)
        subprocess.run(["swiftc", "-O", "-static-stdlib", str(written), "-o", str(built)], check=True, capture_output=True)
        subprocess.run(["strip", str(built)], check=True)
        figures[name] = figure([str(built)])
    return figures


def figure(command: list[str]) -> Figure:
    return Figure(Path(command[0]).stat().st_size / 1e6, usage(command, runs=21, counts=False))
