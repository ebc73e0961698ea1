"""A program on a terminal of its own: how long until it stands still, how much it wrote until then, and what it used."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from dataclasses import dataclass
from pathlib import Path

STILL = 0.4  # seconds without a byte that make a screen complete


@dataclass(frozen=True)
class Paint:
    """From the start to the last byte of the first screen."""

    seconds: float
    written: int
    # Of the program and of every process below it.
    resident: int
    own: int
    processor: float


class Screen:
    """A program on a pseudo-terminal, which nobody answers."""

    def __init__(self, command: list[str], terminal: str, rows: int = 24, columns: int = 80, folder: Path | None = None) -> None:
        self.began = time.monotonic()
        self.process, self.master = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            if folder:
                os.chdir(folder)
            os.environ.update(TERM=terminal, LC_ALL="C.UTF-8")
            os.environ.pop("COLORTERM", None)
            os.execvp(command[0], command)
        self.output = b""

    def read(self, seconds: float) -> bytes:
        """What arrives within that time, which ends with the first bytes; nothing where nothing does."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        self.output += data
        return data

    def paint(self, limit: float = 30) -> Paint:
        last = self.began
        while time.monotonic() - self.began < limit:
            if self.read(STILL if self.output else limit):
                last = time.monotonic()
            elif self.output:
                break
        return Paint(last - self.began, len(self.output), sum(map(resident, family(self.process))),
                     sum(map(anonymous, family(self.process))), sum(map(processor, family(self.process))))

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def end(self) -> None:
        for process in reversed(family(self.process)):
            try:
                os.kill(process, signal.SIGTERM)
            except ProcessLookupError:
                pass
        ends = time.monotonic() + 2
        while time.monotonic() < ends and os.waitpid(self.process, os.WNOHANG)[0] == 0:
            self.read(0.05)
        else:
            if time.monotonic() >= ends:
                os.kill(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)
        os.close(self.master)


def family(process: int) -> list[int]:
    """The process and everything below it."""
    found = [process]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def resident(process: int) -> int:
    """Its largest resident set [KiB]."""
    return memory(process, "VmHWM:")


def anonymous(process: int) -> int:
    """The memory of its own [KiB]: pages of the program's file come and go with the page cache."""
    return memory(process, "RssAnon:")


def memory(process: int, field: str) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith(field)), 0)


def processor(process: int) -> float:
    """Its processor time [s]."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
