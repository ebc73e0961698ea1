"""Figures of the cases that make things go wrong, in the form that `.ci/faults` reads beside those of the tests."""

import contextlib
import subprocess
import time
from collections.abc import Iterator

import outside

PATH = outside.CACHE / "faults.tsv"


def begin() -> None:
    """Begins the ledger anew, with the commit under test and the date in its first line."""
    done = subprocess.run(["git", "-C", str(outside.FOLDER), "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True)
    PATH.write_text(f"# {done.stdout.strip() or 'unknown'} {time.strftime('%Y-%m-%d', time.gmtime())}\n")


def note(row: int, what: str, tried: int, held: int) -> None:
    """Notes how often something was tried, and how often what must hold held. The row is that of `Tests/faults.table`."""
    with PATH.open("a") as file:
        file.write(f"{row}\t{what}\t{tried}\t{held}\n")


class Tally:
    """Counts what was tried and what held."""

    def __init__(self) -> None:
        self.tried = self.held = 0

    @contextlib.contextmanager
    def trial(self) -> Iterator[None]:
        """Tries one thing, which held where nothing is raised."""
        self.tried += 1
        yield
        self.held += 1


@contextlib.contextmanager
def figures(row: int, what: str) -> Iterator[Tally]:
    """Notes what is counted within, also where it ends early."""
    tally = Tally()
    try:
        yield tally
    finally:
        note(row, what, tally.tried, tally.held)
