"""The lab's servers seen from outside: commands over ssh that owe nothing to the program under test."""

import json
import os
import pathlib
import shlex
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable

FOLDER = pathlib.Path(__file__).resolve().parent
CACHE = pathlib.Path(os.environ.get("JOGET_LAB_CACHE") or pathlib.Path.home() / ".cache/joget-cluster-lab")
NAMESPACE = os.environ.get("JOGET_LAB_NAME", "jogetlab")
RUN = CACHE / "run" / NAMESPACE


class Failure(Exception):
    """A claim about the servers that is not true."""


@dataclass(frozen=True)
class Result:
    """How a command on a server ended. `code` is 255 where ssh itself failed or a signal ended the command."""

    command: str
    code: int
    output: str
    errors: str

    def __str__(self) -> str:
        return f"$ {self.command}\nexit {self.code}\n{self.output}{self.errors}".rstrip()


def ssh_command(server: str, *options: str) -> list[str]:
    return ["ip", "netns", "exec", NAMESPACE, "ssh", "-F", str(RUN / "ssh_config"), *options, server]


def run(server: str, command: str | list[str], stdin: str | bytes = b"", limit: float = 60) -> Result:
    """Runs a command on a server as root. A list is quoted, a text is read by the server's shell."""
    text = command if isinstance(command, str) else shlex.join(command)
    given = stdin.encode() if isinstance(stdin, str) else stdin
    try:
        done = subprocess.run([*ssh_command(server), text], input=given, capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired:
        raise Failure(f"{server}: no end within {limit:g} s: {text}") from None
    return Result(text, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def succeed(server: str, command: str | list[str], stdin: str | bytes = b"", limit: float = 60) -> str:
    """Runs a command that must exit 0 and gives its output."""
    result = run(server, command, stdin, limit)
    if result.code != 0:
        raise Failure(f"{server}: expected exit 0\n{result}")
    return result.output


def lab(*arguments: str, limit: float = 300) -> None:
    """Runs a sub-command of the lab itself, such as `reboot app1`."""
    done = subprocess.run([str(FOLDER / "lab"), *arguments], capture_output=True, text=True, timeout=limit)
    if done.returncode != 0:
        raise Failure(f"lab {' '.join(arguments)} exited {done.returncode}\n{done.stdout}{done.stderr}")


def reboot_all(servers: tuple[str, ...]) -> None:
    """Powers all of them off and on at the same time, as after a power cut."""
    with ThreadPoolExecutor(len(servers)) as pool:
        list(pool.map(lambda server: lab("reboot", server), servers))


def read(server: str, path: str) -> str:
    return succeed(server, ["cat", path])


def write(server: str, path: str, content: str, mode: str = "0644") -> None:
    """Puts a file in place; the content goes by standard input only."""
    script = f"umask 077 && mkdir -p {shlex.quote(os.path.dirname(path))} && cat > {shlex.quote(path)} && chmod {mode} {shlex.quote(path)}"
    succeed(server, script, stdin=content)


def mount_at(server: str, path: str) -> dict[str, str] | None:
    """The mount at exactly this path, from the kernel's table: source, fstype, options."""
    result = run(server, ["findmnt", "--json", "--kernel", "--mountpoint", path, "--output", "SOURCE,FSTYPE,OPTIONS"])
    return json.loads(result.output)["filesystems"][0] if result.code == 0 else None


def boot_id(server: str) -> str:
    return read(server, "/proc/sys/kernel/random/boot_id").strip()


def expect(claim: bool, sentence: str) -> None:
    if not claim:
        raise Failure(sentence)


def expect_equal(found: object, expected: object, what: str) -> None:
    if found != expected:
        raise Failure(f"{what}: expected {expected!r}, found {found!r}")


def wait_until(claim: Callable[[], bool], limit: float, what: str) -> None:
    """Asks again and again until the claim holds; fails after `limit` seconds."""
    end = time.monotonic() + limit
    while not claim():
        if time.monotonic() > end:
            raise Failure(f"not within {limit:g} s: {what}")
        time.sleep(0.2)


def wait_for_clock(server: str) -> None:
    """Until the server, which may have started just now, has set its clock by the network."""
    question = ["timedatectl", "show", "--property=NTPSynchronized"]
    wait_until(lambda: "yes" in run(server, question).output, 120, f"{server}: its clock is set")
