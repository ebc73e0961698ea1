"""Connections that are cut, terminals that go away, and what servers, clocks and names do between two starts."""

import contextlib
import json
import re
import time
from collections.abc import Iterator

import installation
import ledger
import outside
import proofs
import terminal
import trouble
import walks
from cluster import PROGRAM, STATE
from outside import expect, expect_equal


def go_on_all(server: str, members: list[installation.Process], step: str) -> None:
    """What ran when the connection was cut still runs, the supervisor and apt-get, or came to its end by itself meanwhile."""
    with ledger.figures(3, "processes of installations that outlived the terminal") as tally:
        alive = installation.processes(server)
        for member in installation.lasting(members):
            with tally.trial():
                # A process whose parent has gone keeps its number, its session and its beginning.
                now = alive.get(member.pid)
                same = now is not None and (now.began, now.session, now.name) == (member.began, member.session, member.name)
                expect(same or installation.has_ended_well(server, step), f"{server}: {member.name} ({member.pid}) died with the terminal")


def log_is_whole(server: str, step: str) -> None:
    count, missing = installation.lines_of_log(server, step)
    expect(count > 20, f"{server}: apt's own record has {count} lines only")
    ledger.note(3, "lines of apt's own record, found in the step's log", tried=count, held=count - len(missing))
    expect(not missing, f"{server}: the log of {step} lacks\n" + "\n".join(missing[:10]))


def impatient_sshd(server: str) -> None:
    """The server's sshd gives up after three questions in six silent seconds; one that has something to send, and asks nothing
    then, after a few tries of the kernel's."""
    outside.write(server, "/etc/ssh/sshd_config.d/00-lab-cut.conf", "ClientAliveInterval 2\nClientAliveCountMax 3\n")
    outside.succeed(server, "sysctl -q net.ipv4.tcp_retries2=4 && systemctl restart ssh")


def wait_cut_off(server: str, screen: terminal.Terminal, seconds: float) -> float:
    """The network is cut for so long. Gives the time just before it comes back, in seconds since 1970."""
    with trouble.fault(server, "network-cut"):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            screen.read(left)
        return time.time()


def has_hung_up(server: str, wizard: int, began: float, back: float) -> None:
    """sshd gave the connection up while the network was cut, and the wizard left with its terminal."""
    outside.wait_until(lambda: outside.run(server, ["true"]).code == 0, 60, f"{server} is reached again")
    said = outside.succeed(server, f"journalctl -t sshd --since @{int(began)} --no-pager -o short-unix").splitlines()
    closed = [float(line.split()[0]) for line in said if "session closed" in line]
    expect(any(began < moment < back for moment in closed), f"{server}: sshd has not given up between {began} and {back}\n" + "\n".join(said[-20:]))
    expect(outside.run(server, f"grep -qa joget-cluster /proc/{wizard}/cmdline").code != 0, f"{server}: the wizard is still there")


def takes_over(server: str, way: str) -> None:
    """The first one dies, the second one is at work soon after."""
    with walks.start(server) as first, walks.start(server) as second:
        first.wait_for("Enter goes on", limit=60)
        second.wait_for("sets this server up now", limit=60)
        first.hang_up() if way == "hang-up" else first.kill(way)
        second.wait_for("Enter goes on", limit=60)
        holder = outside.read(server, f"{STATE}/lock").strip()
        expect_equal(holder, f"process {second.program_id()}", f"{server}: who holds the lock after {way}")
        expect_equal(walks.leave(second), 0, "exit code of the one that took over")


NOBODY = "/etc/systemd/timesyncd.conf.d/zz-lab-nobody.conf"


@contextlib.contextmanager
def yesterday(server: str) -> Iterator[None]:
    """The clock is a day behind within, and nobody mends it: who would is asked by a service that reaches nobody."""
    outside.write(server, NOBODY, "[Time]\nNTP=\nNTP=10.77.0.250\n")
    outside.succeed(server, "systemctl restart systemd-timesyncd && date -s @$(($(date +%s) - 86400))")
    try:
        yield
    finally:
        outside.succeed(server, f"rm {NOBODY}; date -s @$(($(date +%s) + 86400)) && systemctl restart systemd-timesyncd")
        outside.wait_for_clock(server)


@contextlib.contextmanager
def renamed(server: str, name: str) -> Iterator[None]:
    outside.succeed(server, ["hostnamectl", "set-hostname", name])
    try:
        yield
    finally:
        outside.succeed(server, ["hostnamectl", "set-hostname", server])


def completes(server: str) -> None:
    """The run goes on and is complete."""
    outside.succeed(server, [PROGRAM, "apply", "--yes"], limit=240)
    outside.succeed(server, [PROGRAM, "status"])
    proofs.verify_passes(server)


def completes_or_says(server: str, name: str) -> None:
    """The run is complete after it, or it is refused with the name in the reason."""
    result = outside.run(server, [PROGRAM, "apply", "--yes"], limit=240)
    if result.code != 0:
        expect(result.code in (1, 65) and name in result.output + result.errors, f"{server}, renamed {name}: not said what is wrong\n{result}")
    else:
        outside.succeed(server, [PROGRAM, "status"])


def times_are_sane(server: str) -> None:
    """No time in the report is negative, its journal is whole, and it fits its journal."""
    text = outside.succeed(server, [PROGRAM, "report", "--json"])
    negative = re.findall(r'"[a-zA-Z]*(?:[sS]econds|[dD]uration)[a-zA-Z]*"\s*:\s*-[0-9.]+', text)
    expect(not negative, f"{server}: negative times in the report: {negative[:5]}")
    json.loads(text)
    outside.write(server, "/root/report.json", text)
    outside.succeed(server, [PROGRAM, "report", "--verify", "/root/report.json"])
    for line in outside.succeed(server, [PROGRAM, "report"]).splitlines():
        expect(re.search(r"(?<![\w.:-])-\d+(\.\d+)? ?(s|min|h)\b", line) is None, f"{server}: a negative time in the report: {line}")


def digests(server: str, folder: str) -> str:
    """Every file of the folder but its lock, and those that the guide writes."""
    return outside.succeed(server, f"cd {folder} && find . -type f ! -name lock -exec sha256sum {{}} + | sort -k2; find . -printf '%p %m %u\\n' | sort") + proofs.fingerprint(server)
