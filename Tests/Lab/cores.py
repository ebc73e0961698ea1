"""Processes that know a secret, killed by a fault, on a server that is asked for cores."""

import contextlib
from collections.abc import Callable, Iterator

import ledger
import outside
import walks
from cluster import PASSWORD, PROGRAM
from outside import expect

FOLDER = "/var/lib/lab-cores"

# A command that reads a secret and keeps it, below a supervisor; one of the two is killed.
SUPERVISED = """ulimit -c unlimited
{program} supervise --log {folder}/log --status {folder}/status --timeout 60 -- sh -c 'read -r secret; touch {folder}/read; sleep 61; echo "$secret"' &
supervisor=$!
until [ -e {folder}/read ]; do sleep 0.1; done
command=$(pgrep -P $supervisor)
kill -SEGV ${victim}
while kill -0 ${victim}; do sleep 0.1; done
kill -9 $command 2> /dev/null
sleep 0.5; rm -f {folder}/read {folder}/log {folder}/status*"""


@contextlib.contextmanager
def _pattern(server: str, pattern: str) -> Iterator[None]:
    former = outside.read(server, "/proc/sys/kernel/core_pattern").strip()
    outside.succeed(server, f"rm -rf {FOLDER}; mkdir -m 1777 {FOLDER}; cat > /proc/sys/kernel/core_pattern", stdin=pattern)
    try:
        yield
    finally:
        outside.succeed(server, f"rm -rf {FOLDER}; cat > /proc/sys/kernel/core_pattern", stdin=former)


def to_file(server: str) -> contextlib.AbstractContextManager[None]:
    return _pattern(server, f"{FOLDER}/core.%e.%p")


def to_program(server: str) -> contextlib.AbstractContextManager[None]:
    """As most distributions have it: the kernel hands the core to a program, whatever the limit says."""
    outside.write(server, "/usr/local/sbin/lab-core", f"#!/bin/sh\ncat > {FOLDER}/core.$1.$2\n", mode="0755")
    return _pattern(server, "|/usr/local/sbin/lab-core %e %p")


def found(server: str) -> list[str]:
    return outside.succeed(server, ["ls", FOLDER]).split()


def none_is_left(server: str, tally: ledger.Tally, way: Callable[[str], contextlib.AbstractContextManager[None]]) -> None:
    """The wizard, a supervisor and its command die of a fault, with every limit on cores lifted for who started them."""
    with way(server):
        outside.run(server, "ulimit -c unlimited; sleep 60 & sleep 0.3; kill -SEGV $!; wait")
        outside.wait_until(lambda: bool(found(server)), 10, f"{server}: a core of a program that has nothing against it")
        outside.succeed(server, f"rm -f {FOLDER}/*")
        with tally.trial(), walks.unlimited(server) as screen:
            screen.wait_for("Enter goes on", limit=90)
            screen.kill("SEGV")
            expect(screen.wait_end() != 0, f"{server}: the wizard is none the worse for it")
            expect(not found(server), f"{server}: a core of the wizard: {found(server)}")
        for victim in ("supervisor", "command"):
            with tally.trial():
                outside.succeed(server, SUPERVISED.format(program=PROGRAM, folder=FOLDER, victim=victim), stdin=PASSWORD + "\n")
                cores = [name for name in found(server) if name.startswith("core")]
                expect(not cores, f"{server}: a core of the {victim}: {cores}")
