"""Servers that do not answer and locks that are held, and what the program itself does meanwhile."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import outside
import proofs
import terminal
import trouble
from cluster import APPLICATIONS, FILE_SERVER

LOCK = "/var/lib/dpkg/lock-frontend"

# Notes every tenth of a second in which state each thread of the program is that is no command of it.
LOOKER = """while [ ! -e /run/lab-looked ]; do
  for process in /proc/[0-9]*; do
    read -r name < $process/comm || continue
    [ "$name" = joget-cluster ] || continue
    # One process is there to hang in the others' place; killed, it has no words any more, and still hangs.
    words=$(tr '\\0' ' ' < $process/cmdline)
    [[ -n $words && $words != *" errands "* ]] || continue
    for task in $process/task/*; do read -r line < $task/stat && line=${line##*) } && echo "${task##*/} ${line%% *}" >> /run/lab-states; done
  done 2> /dev/null
  sleep 0.1
done"""


@dataclass
class States:
    looks: int = 0
    stuck: int = 0


@contextlib.contextmanager
def observed(server: str) -> Iterator[States]:
    """Counts within how often a thread of the program was looked at, and how often it waited where no signal reaches it."""
    outside.succeed(server, "rm -f /run/lab-looked /run/lab-states")
    outside.write(server, "/run/lab-look", LOOKER)
    outside.succeed(server, ["systemd-run", "-q", "--collect", "--unit=lab-look", "bash", "/run/lab-look"])
    states = States()
    try:
        yield states
    finally:
        outside.succeed(server, "touch /run/lab-looked; sleep 0.3; touch /run/lab-states")
        waiting: dict[str, int] = {}
        for line in outside.read(server, "/run/lab-states").splitlines():
            task, _, state = line.partition(" ")
            waiting[task] = waiting.get(task, 0) + 1 if state == "D" else 0
            # A disk that takes its time is no file server: what counts is who waits for a second on end.
            states.looks, states.stuck = states.looks + 1, states.stuck + (waiting[task] > 10)


@contextlib.contextmanager
def file_server_gone() -> Iterator[None]:
    """The file server is unreachable within; afterwards it answers again, and who has mounted its share has got over it."""
    with trouble.fault(FILE_SERVER, "network-cut"):
        yield
    outside.wait_until(lambda: outside.run(FILE_SERVER, ["true"]).code == 0, 60, f"{FILE_SERVER} is reached again")
    writing = f"! mountpoint -q {proofs.MOUNT} || timeout 10 flock {proofs.MOUNT}/.lab-back sh -c 'date > {proofs.MOUNT}/.lab-back && sync {proofs.MOUNT}/.lab-back'"
    for server in APPLICATIONS:
        outside.wait_until(lambda: outside.run(server, writing).code == 0, 200, f"{server} writes to the share again")


@contextlib.contextmanager
def package_lock(server: str) -> Iterator[int]:
    """Somebody holds the lock that package managers ask for; gives that process's number."""
    script = f"import fcntl, os, time; file = open('{LOCK}', 'w'); fcntl.lockf(file, fcntl.LOCK_EX); open('/run/lab-locked', 'w').write(str(os.getpid())); time.sleep(600)"
    outside.succeed(server, ["rm", "-f", "/run/lab-locked"])
    outside.write(server, "/run/lab-lock", script)
    outside.succeed(server, ["systemd-run", "-q", "--collect", "--unit=lab-lock", "python3", "/run/lab-lock"])
    outside.wait_until(lambda: outside.run(server, ["test", "-s", "/run/lab-locked"]).code == 0, 10, "the lock is held")
    try:
        yield int(outside.read(server, "/run/lab-locked"))
    finally:
        outside.run(server, ["systemctl", "stop", "lab-lock"])


def keys_answer(screen: terminal.Terminal) -> None:
    """Keys are answered while something hangs: the help opens and closes."""
    screen.press("?")
    screen.wait_for("Keys", limit=5)
    screen.press("Esc")
    screen.wait_gone("Keys", limit=5)


def card(screen: terminal.Terminal, words: str | re.Pattern[str], limit: float = 30) -> None:
    """The card of what the running command waits for says these words."""
    screen.wait_for("i inspect", limit=limit)  # offered as soon as a command runs
    screen.press("i")
    screen.wait_for(re.compile("No output for|It prints again"), limit=10)
    screen.wait_for(words, limit=limit)


# What the card says of each choice while it has the focus.
CHOICES = {"INT": "Ask the command to stop", "TERM": "Tell the command to end", "KILL": "End it at once", "Leave it": "Leave the wizard"}


def choose(screen: terminal.Terminal, label: str) -> None:
    """Presses the card's button of that name."""
    for choice, words in CHOICES.items():
        screen.press("Tab")
        screen.wait_for(words)
        if choice == label:
            return screen.press("Enter")
    raise outside.Failure(f"no button {label}\n{screen.picture()}")
