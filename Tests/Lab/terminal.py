"""A program on a server, driven as a person would: a real pty, keys typed, screens read."""

import functools
import os
import pathlib
import re
import select
import shlex
import signal
import subprocess
import time
import uuid

from ptyprocess import PtyProcess

import outside
from outside import Failure
from screen import Emulator

ARTEFACTS = pathlib.Path(os.environ.get("JOGET_LAB_ARTEFACTS") or outside.CACHE / "artefacts")

CAPABILITIES = {
    "Up": "kcuu1", "Down": "kcud1", "Left": "kcub1", "Right": "kcuf1", "Home": "khome", "End": "kend",
    "PageUp": "kpp", "PageDown": "knp", "Insert": "kich1", "Delete": "kdch1", "BackTab": "kcbt", "Backspace": "kbs",
    **{f"F{number}": f"kf{number}" for number in range(1, 13)},
}
PLAIN = {"Enter": b"\r", "Tab": b"\t", "Space": b" ", "Esc": b"\x1b", "Backspace": b"\x7f"}


@functools.cache
def key_bytes(name: str, term: str) -> bytes:
    """What a terminal of this kind sends for a key: `F10`, `Up`, `Ctrl-C`, `Esc-1` or one character."""
    if name in CAPABILITIES:
        for kind in (term, "xterm"):  # an emulator that claims to be less sends xterm's keys all the same
            answer = subprocess.run(["tput", "-T", kind, CAPABILITIES[name]], capture_output=True).stdout
            if answer:
                return answer
    if name in PLAIN:
        return PLAIN[name]
    if name.startswith("Ctrl-") and len(name) == 6:
        return bytes([ord(name[-1].upper()) & 0x1F])
    if name.startswith("Esc-") and len(name) == 5:
        return b"\x1b" + name[-1].encode()
    if len(name) == 1:
        return name.encode()
    raise ValueError(f"no such key: {name}")


class Terminal:
    """One program on one server. Every wait reads the screen until it says what is expected, or fails with the screen."""

    def __init__(self, server: str, command: str | list[str], term: str = "xterm-256color", rows: int = 24, cols: int = 80,
                 lang: str = "C.UTF-8", environment: dict[str, str] | None = None) -> None:
        self.server, self.term = server, term
        self.emulator = Emulator(rows, cols)
        self.transcript = bytearray()
        self.status: int | None = None
        self._ready = False
        self._pid_file = f"/run/lab-terminal-{uuid.uuid4().hex[:8]}"
        text = command if isinstance(command, str) else shlex.join(command)
        variables = shlex.join(["env", f"TERM={term}", f"LANG={lang}", *(f"{name}={value}" for name, value in (environment or {}).items())])
        remote = f"echo $$ > {self._pid_file}; printf '\\036'; exec {variables} {text}"
        # A connection of its own: killing it is a lost terminal for this program and nothing else.
        ssh = outside.ssh_command(server, "-tt", "-e", "none", "-o", "ControlMaster=no", "-o", "ControlPath=none")
        self._process = PtyProcess.spawn([*ssh, remote], dimensions=(rows, cols), env={**os.environ, "TERM": term})
        outside.wait_until(lambda: self.read(0.2) and self._ready or self.status is not None, 30, f"{server} opens a terminal")

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_what: object) -> None:
        self.close()

    # Keys

    def press(self, *names: str) -> None:
        for name in names:
            self._send(key_bytes(name, self.term))

    def type(self, text: str) -> None:
        self._send(text.encode())

    def _send(self, data: bytes) -> None:
        self.read()
        if self.status is not None:
            raise Failure(f"the program has ended (exit {self.status}) and takes no keys\n{self.picture()}")
        self._process.write(data)

    def resize(self, rows: int, cols: int) -> None:
        self.emulator.resize(rows, cols)
        self._process.setwinsize(rows, cols)

    # The screen

    def read(self, patience: float = 0) -> bool:
        """Takes in what has arrived, waiting up to `patience` seconds for the first of it. True where there was some."""
        found = False
        while self.status is None and select.select([self._process.fd], [], [], 0 if found else patience)[0]:
            try:
                data = os.read(self._process.fd, 1 << 16)
            except OSError:
                data = b""
            if not data:
                code = self._process.wait()
                self.status = 128 + (self._process.signalstatus or 0) if code is None else code
                break
            found = True
            if not self._ready:  # until the server's terminal is in place, keys would go astray
                _, mark, data = data.partition(b"\x1e")
                self._ready = bool(mark)
            self.transcript += data
            self.emulator.feed(data)
        return found

    def screen(self) -> list[str]:
        self.read()
        return self.emulator.lines

    def cursor(self) -> tuple[int, int]:
        self.read()
        return self.emulator.cursor

    def picture(self) -> str:
        lines = self.screen()
        width = max([self.emulator.grid.columns, *map(len, lines)])
        return "\n".join(["+" + "-" * width + "+", *(f"|{line.ljust(width)}|" for line in lines), "+" + "-" * width + "+"])

    def shows(self, wanted: str | re.Pattern[str]) -> bool:
        text = "\n".join(self.screen())
        return bool(wanted.search(text)) if isinstance(wanted, re.Pattern) else wanted in text

    def wait_for(self, *wanted: str | re.Pattern[str], limit: float = 15) -> str | re.Pattern[str]:
        """Waits until the screen shows one of these, and says which."""
        end = time.monotonic() + limit
        while True:
            for candidate in wanted:
                if self.shows(candidate):
                    return candidate
            if self.status is not None:
                raise Failure(f"the program ended (exit {self.status}) before it showed {_names(wanted)}\n{self.picture()}")
            left = end - time.monotonic()
            if left <= 0:
                raise Failure(f"{self.server}: not on the screen within {limit:g} s: {_names(wanted)}\n{self.picture()}")
            self.read(min(left, 0.5))

    def wait_gone(self, unwanted: str | re.Pattern[str], limit: float = 15) -> None:
        """Waits until the screen no longer shows this."""
        end = time.monotonic() + limit
        while self.shows(unwanted):
            if time.monotonic() > end:
                raise Failure(f"{self.server}: still on the screen after {limit:g} s: {_names((unwanted,))}\n{self.picture()}")
            self.read(0.3)

    def settle(self, quiet: float = 0.4, limit: float = 10) -> None:
        """Waits until nothing was drawn for `quiet` seconds."""
        end = time.monotonic() + limit
        while self.read(quiet):
            if time.monotonic() > end:
                raise Failure(f"{self.server}: the screen does not come to rest within {limit:g} s\n{self.picture()}")

    def capture(self, label: str) -> pathlib.Path:
        """Keeps the screen as text among the artefacts."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"{self.server}-{label}.txt"
        path.write_text("\n".join(self.screen()) + "\n")
        return path

    # The end

    def program_id(self) -> int:
        """The process id on the server."""
        outside.wait_until(lambda: outside.run(self.server, ["test", "-s", self._pid_file]).code == 0, 20, "the program starts")
        return int(outside.read(self.server, self._pid_file))

    def kill(self, signal_name: str = "KILL") -> None:
        """Sends a signal to the program on the server. Its terminal stays, as after a crash."""
        outside.succeed(self.server, f"kill -{signal_name} {self.program_id()}")

    def hang_up(self) -> None:
        """Loses the terminal, as a closed laptop does: the connection is cut, the server notices."""
        os.kill(self._process.pid, signal.SIGKILL)
        self.wait_end()

    def wait_end(self, limit: float = 15) -> int:
        """Waits for the program to end and gives its exit status (255 where a signal ended it)."""
        end = time.monotonic() + limit
        while self.status is None:
            if time.monotonic() > end:
                raise Failure(f"{self.server}: the program has not ended within {limit:g} s\n{self.picture()}")
            self.read(0.2)
        return self.status

    def close(self) -> None:
        """Ends what is left and removes the traces on the server."""
        if self.status is None:
            self._process.close(force=True)
        folder = ARTEFACTS / "transcripts"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.server}-{pathlib.Path(self._pid_file).name}").write_bytes(self.transcript)
        try:
            outside.run(self.server, ["rm", "-f", self._pid_file], limit=10)
        except Failure:
            pass  # the server may be down on purpose


def start(server: str, command: str | list[str], **settings: object) -> Terminal:
    return Terminal(server, command, **settings)


def _names(wanted: tuple[str | re.Pattern[str], ...]) -> str:
    return " or ".join(repr(each.pattern if isinstance(each, re.Pattern) else each) for each in wanted)
