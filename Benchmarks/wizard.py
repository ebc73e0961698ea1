"""The wizard on a terminal: its first screen beside menus that operators know, its start on a server where everything is done, and its
answers to keys while a command floods it."""

import os
import shutil
import signal
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import menus
import tasks
from screens import Paint, Screen, anonymous, processor

TERMINALS = ("vt100", "linux", "xterm")
RUNS = 9
HELP, CLOSE = b"?", b"\x1b[19~"  # F8 needs no waiting for the rest of an escape sequence
FLOOD, RATE = 1_250_000_000, 100_000_000


def first_screens(commands: dict[str, list[str]], fresh: Path) -> dict[tuple[str, str], list[Paint]]:
    """The first screen of each command on each terminal, one after the other in every round, so that all see the same machine."""
    paints: dict[tuple[str, str], list[Paint]] = {}
    for _ in range(RUNS):
        for terminal in TERMINALS:
            for name, command in commands.items():
                shutil.rmtree(fresh, ignore_errors=True)
                screen = Screen(command, terminal)
                paints.setdefault((name, terminal), []).append(screen.paint())
                screen.end()
    return paints


def screens(program: Path, guide: Path, peers: Path, folder: Path) -> dict[tuple[str, str], list[Paint]]:
    python = str(peers / "pypi/bin/python")
    library = f"LD_LIBRARY_PATH={peers}/debian/usr/lib/x86_64-linux-gnu"
    return first_screens({
        "joget-cluster": [str(program), "--rehearse", "--guide", str(guide), "--state", str(folder / "fresh")],
        "dialog": ["env", library, *menus.dialog(str(peers / "debian/usr/bin/dialog"))],
        "whiptail": ["env", library, *menus.dialog(str(peers / "debian/usr/bin/whiptail"))],
        "urwid": menus.script("urwid", python),
        "Textual": menus.script("textual", python),
    }, folder / "fresh")


@dataclass(frozen=True)
class Return:
    """Seconds from the start to a screen that takes keys, and to the word that everything was verified."""

    usable: float
    verified: float


def comes_back(program: Path, folder: Path) -> Return:
    """The wizard started again where sixty steps were done."""
    site = tasks.Site(folder, 2)
    site.prepare()
    command = tasks.ours(program, folder, 2)
    if os.spawnvp(os.P_WAIT, "sh", ["sh", "-c", 'exec "$@" > /dev/null', "sh", *command]) != 0:
        raise SystemExit("the sixty steps could not be done")
    site.check()
    wizard = [command[0], *[word for word in command[1:] if word not in ("apply", "--yes")]]
    returns: list[Return] = []
    for _ in range(RUNS):
        screen = Screen(wizard, "xterm")
        usable = wait(screen, b"leave", 20)
        verified = wait(screen, b"60 verified again", 20)
        returns.append(Return(usable, verified))
        screen.end()
    return Return(statistics.median(each.usable for each in returns), statistics.median(each.verified for each in returns))


def wait(screen: Screen, text: bytes, limit: float) -> float:
    """Seconds from the screen's start until it has written the text."""
    ends = time.monotonic() + limit
    while text not in screen.output:
        if time.monotonic() > ends:
            raise SystemExit(f"{text!r} was not shown within {limit} s:\n{screen.output[-2000:]!r}")
        screen.read(0.05)
    return time.monotonic() - screen.began


@dataclass(frozen=True)
class Flood:
    """Key to paint [ms], growth of the wizard's own memory [MiB], its share of a core beside the command's, the log on disk [bytes]."""

    median: float
    worst: float
    growth: float
    share: float
    log: int
    presses: int


def flood(program: Path, folder: Path) -> Flood:
    done = folder / "done"
    printer = Path(__file__).parent / "flood.py"
    (folder / "guide/Guide").mkdir(parents=True)
    (folder / "guide/Templates").mkdir()
    (folder / "guide/Guide/10-flood.yaml").write_text(f"""id: flood
title: Flood
text: A command that prints a lot.
steps:
  - id: flood.print
    title: Print
    text: More than a gigabyte of lines.
    roles: every
    run: {{ command: [/usr/bin/python3, {printer}, "{FLOOD}", "{RATE}", {done}] }}
    undo: {{ none: nothing was changed }}
    checks: [file: {{ path: {done} }}]
    timeout: 5m
""")
    (folder / "cluster.yaml").write_text(tasks.cluster())
    screen = Screen([str(program), "--cluster", str(folder / "cluster.yaml"), "--guide", str(folder / "guide"), "--state", str(folder / "state"),
                     "--server", tasks.NODE], "xterm")
    for keys, text in ((b"\r", b"Enter"), (b"\r", b"What will run"), (b"\x1b[C", b"Go"), (b"\r", b"Go")):
        wait(screen, text, 20)
        settle(screen)
        screen.press(keys)
    wait(screen, b"Output", 20)
    pump(screen, 1)
    began, used, memory = time.monotonic(), processor(screen.process), anonymous(screen.process)
    latencies: list[float] = []
    highest = memory
    while not done.exists():
        latencies.append(latency(screen, HELP, b"Keys that count"))
        screen.press(CLOSE)
        pump(screen, 0.08)
        highest = max(highest, anonymous(screen.process))
        if time.monotonic() - began > 60:
            raise SystemExit("the flood does not end")
    seconds = time.monotonic() - began
    share = (processor(screen.process) - used) / seconds
    log = next((folder / "state/logs").glob("flood.print.*.log"))
    result = Flood(statistics.median(latencies) * 1e3, sorted(latencies)[int(len(latencies) * 0.99)] * 1e3, (highest - memory) / 1024,
                   share, log.stat().st_blocks * 512, len(latencies))
    wait(screen, b"Complete", 30)
    screen.end()
    return result


def latency(screen: Screen, keys: bytes, text: bytes) -> float:
    """Seconds from a key until what it asks for has been written."""
    screen.output = b""
    began = time.monotonic()
    screen.press(keys)
    while text not in screen.output:
        if time.monotonic() - began > 5:
            raise SystemExit(f"the key {keys!r} was not answered within 5 s:\n{screen.output[-2000:]!r}")
        screen.read(0.05)
    return time.monotonic() - began


def settle(screen: Screen) -> None:
    while screen.read(0.3):
        pass


def pump(screen: Screen, seconds: float) -> None:
    """Reads on for some time, as a terminal does."""
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        screen.read(left)
