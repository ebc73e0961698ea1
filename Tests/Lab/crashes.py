"""A section done again and again on a server, killed at each of its durable operations, gone on with, and compared."""

import hashlib
import json
import subprocess
from dataclasses import dataclass

import ledger
import outside
from outside import expect, expect_equal

SOURCE = outside.FOLDER.parent / "CFaults"
LIBRARY = "/root/lab-faults.so"
SCRIPT = (outside.FOLDER / "probes/crash").read_text()


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
    step was done already when it was looked at last, and the empty difference of a file made twice, are no differences."""
    steps = []
    for step in json.loads(status)["steps"]:
        findings = [(each["title"], each["expected"], each["found"], each["verdict"]) for each in step["findings"]]
        changes = sorted({json.dumps(change, sort_keys=True) for change in step["changes"] if change.get("file", {}).get("diff") != []})
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


WORDS = {
    "shared-directory": "kills in the share's section on a server",
    "nfs-server": "kills in installing and starting the NFS server",
    "database": "kills in the database's section on a server",
    "mariadb": "kills in installing and restarting the database",
}


def sweep(server: str, sections: tuple[str, ...]) -> list[str]:
    """Kills the program, then its supervisors, before each operation. Gives the trials after which something was different."""
    problems = []
    for section in sections:
        wanted = attempt(server, section, "none")
        expect_equal((wanted.first, wanted.second), (0, 0), f"{server}: exit codes of the undisturbed runs of {section}")
        for whose, prefix in (("", ""), (" of its supervisors", "supervisor:")):
            operations = attempt(server, section, f"{prefix}count").operations
            expect(len(operations) > (5 if prefix else 30), f"{server}: {section} has {len(operations)} operations only")
            held = 0
            for number, operation in enumerate(operations, 1):
                trial = attempt(server, section, f"{prefix}kill:{number}")
                found = differences(trial, wanted)
                if trial.first == 0 and not prefix:
                    found.append("the program was not killed")
                held += not found
                problems += [f"{server}: {section}{whose}, before {operation}: {each}" for each in found]
            ledger.note(1, WORDS[section] + whose, tried=len(operations), held=held)
    return problems
