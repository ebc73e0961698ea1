"""A section done again and again on a server, killed at each of its durable operations, gone on with, and compared."""

import hashlib
import json
import subprocess
from dataclasses import dataclass

import cluster
import outside
from cluster import PROGRAM
from outside import Failure, expect, expect_equal

SOURCE = outside.FOLDER.parent / "CFaults"
LIBRARY = "/root/lab-faults.so"
SCRIPT = (outside.FOLDER / "guest/crash").read_text()


def prepare(server: str) -> None:
    """Brings the library with the faults to a server. It needs nothing but glibc, which is the same there."""
    source = SOURCE / "CFaults.c"
    built = outside.CACHE / f"faults-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}.so"
    if not built.exists():
        command = ["gcc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-O2", f"-I{SOURCE / 'include'}", "-o", str(built), str(source), "-ldl"]
        done = subprocess.run(command, capture_output=True, text=True)
        expect(done.returncode == 0, f"the library with the faults cannot be built\n{done.stderr}")
    outside.lab("copy", str(built), f"{server}:{LIBRARY}")


@dataclass(frozen=True)
class Trial:
    """What there is after a run that was killed, and the one that went on."""

    plan: str
    operations: list[str]
    first: int
    parts: dict[str, str]

    @property
    def second(self) -> int:
        return int(self.parts["second"].split()[0])


def attempt(server: str, section: str, plan: str) -> Trial:
    output = outside.succeed(server, ["sh", "-s", section, plan], stdin=SCRIPT, limit=120)
    parts = {}
    for part in ("\n" + output).split("\n==== ")[1:]:
        name, _, text = part.partition("\n")
        parts[name] = text.rstrip("\n")
    expect({"first", "second", "server", "state", "status"} <= set(parts), f"{server}: {section}, {plan}: no answer\n{output[-2000:]}")
    return Trial(plan, parts["operations"].splitlines(), int(parts["first"].split()[0]), parts)


def meaning(status: str) -> list[tuple]:
    """What the journal adds up to, without its times: every step with its state, what was found and what was changed. That a
    step was done already, when it was looked at last, is no difference."""
    steps = []
    for step in json.loads(status)["steps"]:
        findings = [(each["title"], each["expected"], each["found"], each["verdict"]) for each in step["findings"]]
        changes = sorted({json.dumps(change, sort_keys=True) for change in step["changes"]})
        steps.append((step["id"], step["status"], findings, changes))
    return steps


def differences(trial: Trial, wanted: Trial) -> list[str]:
    """Where the server, its state directory and its report are not those of the undisturbed run."""
    found = []
    if trial.second != 0:
        found.append(f"the next run exits {trial.second}\n{trial.parts['second']}")
    for name in ("server", "state"):
        if trial.parts[name] != wanted.parts[name]:
            changed = sorted(set(trial.parts[name].splitlines()) ^ set(wanted.parts[name].splitlines()))
            found.append(f"{name}: " + "\n".join(changed[:12] or ["in another order"]))
    for ours, theirs in zip(meaning(trial.parts["status"]), meaning(wanted.parts["status"])):
        if ours != theirs:
            found.append(f"report: {ours}\nnot:    {theirs}")
    return found
