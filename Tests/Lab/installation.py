"""A real installation on a server: its processes, what it printed, and what became of it."""

import json
from dataclasses import dataclass

import outside
import terminal
import walks
from cluster import STATE
from outside import expect, expect_equal

UNPACKING = "Unpacking"


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    session: int
    began: int
    name: str


def processes(server: str) -> dict[int, Process]:
    """Every process, told from a later one of its number by when it began."""
    found = {}
    for line in outside.run(server, "cat /proc/[0-9]*/stat 2> /dev/null").output.splitlines():
        head, _, tail = line.rpartition(") ")
        pid, _, name = head.partition(" (")
        fields = tail.split()
        if len(fields) > 19:
            found[int(pid)] = Process(int(pid), int(fields[1]), int(fields[3]), int(fields[19]), name)
    return found


def installation(server: str) -> list[Process]:
    """The supervisor of apt-get, apt-get, and everything below them."""
    everything = processes(server)
    apt = next((each for each in everything.values() if each.name == "apt-get"), None)
    expect(apt is not None, f"{server}: no apt-get runs")
    wanted = {apt.parent}
    while True:
        more = {each.pid for each in everything.values() if each.parent in wanted} - wanted
        if not more:
            return [everything[pid] for pid in sorted(wanted)]
        wanted |= more


def lasting(members: list[Process]) -> list[Process]:
    """Those that live from the beginning to the end: the supervisor, apt-get, and dpkg until its run is over."""
    return [each for each in members if each.name in ("joget-cluster", "apt-get")]


def is_running(server: str) -> bool:
    return outside.run(server, ["pgrep", "-x", "apt-get"]).code == 0


def records(server: str) -> list[dict]:
    """The journal's events, each as name and fields."""
    lines = outside.read(server, f"{STATE}/journal.jsonl").splitlines()
    return [{"kind": kind, **fields} for line in lines for kind, fields in json.loads(line)["event"].items()]


def begin(screen: terminal.Terminal) -> None:
    """From the first page to the middle of an installation: something is being unpacked."""
    walks.begin(screen)
    go_on(screen)


def go_on(screen: terminal.Terminal) -> None:
    screen.wait_for(UNPACKING, limit=150)


def has_ended_well(server: str, step: str) -> bool:
    """What the supervisor of the step's last command has written down by now: it exited 0."""
    last = outside.run(server, f"cat $(ls -t {STATE}/logs/{step}.1.*.status | head -n 1)").output
    return last.strip() == '{"exited":{"_0":0}}' and not is_running(server)


def ended_well(server: str, step: str) -> None:
    """The installation was launched once and ended by itself, and the packages are whole."""
    launched = [each for each in records(server) if each["kind"] == "launched" and each["step"] == step and " install " in each["line"]]
    expect_equal(len(launched), 1, f"{server}: how often {step} was installed")
    ended = [each["end"] for each in records(server) if each["kind"] == "ended" and each["step"] == step]
    expect_equal(ended[-1], {"exited": {"_0": 0}}, f"{server}: how the installation of {step} ended")
    expect_equal(outside.succeed(server, ["dpkg", "--audit"]), "", f"{server}: packages that are half done")


def lines_of_log(server: str, step: str) -> tuple[int, list[str]]:
    """How many lines dpkg printed by apt's own record of its last run, and which of them the step's log lacks."""
    def clean(text: str) -> list[str]:
        # A progress bar begins its line anew; what stood there last is what counts.
        return [line.rstrip("\r").rpartition("\r")[2].strip() for line in text.split("\n")]

    record = outside.read(server, "/var/log/apt/term.log")
    theirs = [line for line in clean(record.rpartition("Log started:")[2])[1:] if line and not line.startswith("Log ended:")]
    ours = iter(clean(outside.read(server, f"{STATE}/logs/{step}.1.log")))
    return len(theirs), [line for line in theirs if line not in ours]
