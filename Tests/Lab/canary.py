"""One secret through a whole run: who looks for it while things happen, and where it is searched for afterwards."""

import base64
import functools
import hashlib
import pathlib
import subprocess

import outside
import proofs
import terminal
from cluster import PASSWORD, STATE
from outside import expect

PHRASE = "Canary-phrase 4 the lab"  # locks the secrets of a slip
PIECE = "Canary-"  # what every secret of the lab begins with, and no quoting changes
OWN = proofs.WATCHED
FIGURES, HITS = "/var/lib/lab-watch/figures", "/var/lib/lab-watch/hits"

UNIT = f"""[Unit]
Description=Looks for the lab's secrets in every process

[Service]
StateDirectory=lab-watch
StandardInput=file:{OWN}
ExecStart=/usr/local/sbin/lab-watch {FIGURES} {HITS}
Nice=-10

[Install]
WantedBy=multi-user.target
"""


def words() -> list[str]:
    """What is searched for: the secrets, their common beginning, and that as base64 at any place of a text."""
    turned = [base64.b64encode(b" " * lead + PIECE.encode()).decode().rstrip("=")[-(-lead * 8 // 6):-1] for lead in range(3)]
    return [PASSWORD, PHRASE, PIECE, *turned]


@functools.cache
def _watcher() -> pathlib.Path:
    source = outside.FOLDER / "probes/watch.c"
    built = outside.CACHE / f"watch-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}"
    if not built.exists():
        done = subprocess.run(["gcc", "-O2", "-static", "-o", str(built), str(source)], capture_output=True, text=True)
        expect(done.returncode == 0, f"the watcher cannot be built\n{done.stderr}")
    return built


def watch(*servers: str) -> None:
    """From now on every program that is started on these servers is looked at, also after a restart."""
    for server in servers:
        outside.lab("copy", str(_watcher()), f"{server}:/usr/local/sbin/lab-watch")
        outside.write(server, OWN, "\n".join([PASSWORD, PHRASE, PIECE]) + "\n", mode="0600")
        outside.write(server, "/etc/systemd/system/lab-watch.service", UNIT)
        # What the kernel tells of every start of a program is for the watcher alone; the journal would grow by all of it.
        outside.succeed(server, "systemctl mask --now -q systemd-journald-audit.socket; systemctl restart systemd-journald; systemctl enable --now -q lab-watch")


def figures(server: str) -> dict[str, int]:
    """What the watcher has seen so far."""
    return {name: int(count) for name, count in (line.split() for line in outside.read(server, FIGURES).splitlines())}


def nothing_seen(server: str) -> dict[str, int]:
    seen = figures(server)
    hits = outside.run(server, f"sort {HITS} | uniq -c | sort -rn | head -n 5").output
    expect(seen["hits"] == 0, f"{server}: a secret was in\n{hits}")
    expect(seen["execs"] > 20 and seen["scans"] > 10, f"{server}: the watcher has hardly seen anything: {seen}")
    return seen


def files_with_secrets(server: str) -> set[str]:
    """Every file of the server in which one stands, the share of an application server included."""
    command = "grep -rlaF -f - / --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev 2> /dev/null; true"
    return set(outside.succeed(server, command, stdin="\n".join(words()) + "\n", limit=300).splitlines())


def count_files(server: str) -> int:
    return int(outside.succeed(server, "find / \\( -path /proc -o -path /sys -o -path /dev \\) -prune -o -type f -print | wc -l", limit=120))


def stands_in(text: str) -> bool:
    return any(word in text for word in words())


def where_it_belongs(server: str, share: set[str]) -> set[str]:
    """The files that may hold it: the product's own, and what the lab itself has put there."""
    properties = {f"{folder}/{name}" for folder in ("/export/wflow", proofs.MOUNT) for name in share}
    return {f"{STATE}/secrets", OWN, proofs.DEFAULTS_FILE, *properties}


def packed_texts(server: str) -> dict[str, str]:
    """What a search of files does not see as text: the journal of systemd, and logs that are packed."""
    journal = outside.succeed(server, "journalctl --no-pager -o export | tr -d '\\000'", limit=180)
    logs = outside.succeed(server, "find /var/log -name '*.gz' -exec zcat {} +; find /var/log -name '*.xz' -exec xzcat {} + 2> /dev/null; true", limit=60)
    return {"systemd's journal": journal, "packed logs": logs}


def artefacts() -> list[pathlib.Path]:
    """Everything that the lab has kept of terminals: screens, and every byte that came from the program."""
    return [path for path in terminal.ARTEFACTS.rglob("*") if path.is_file()]
