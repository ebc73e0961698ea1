"""Measures the program beside what an operator would use instead, on the same work in one run, and writes results.md:
`bench.py FOLDER PROGRAM ENGINE GUIDE`. Needs root, as the wizard does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

import edits
import fleet
import program
import properties
import roles
import server
import tasks
import wizard
from measure import Usage, usage
from table import Table

HERE = Path(__file__).parent
# Ours first: the others are told as multiples of it.
OURS = "joget-cluster"


class Bench:
    def __init__(self, folder: Path, ours: Path, engine: Path, guide: Path) -> None:
        self.folder, self.ours, self.engine, self.guide = folder, ours, engine, guide
        self.peers = folder / "peers"
        self.work = folder / "work"
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)

    def place(self, name: str) -> Path:
        folder = self.work / name
        folder.mkdir()
        return folder

    def pypi(self, name: str) -> str:
        return str(self.peers / "pypi/bin" / name)

    def debian(self, name: str) -> list[str]:
        system = self.peers / "debian"
        return ["env", f"PYTHONPATH={system}/usr/lib/python3/dist-packages", "/usr/bin/python3", f"{system}/usr/bin/{name}"]

    # The rows of the results, in their order.

    def converged(self) -> str:
        mitogen = next(self.peers.glob("pypi/lib/python3*/site-packages/ansible_mitogen/plugins/strategy"))
        makers: dict[str, tuple[Callable[[Path], list[str]], dict[str, str]]] = {
            OURS: (lambda folder: tasks.ours(self.ours, folder), {}),
            "bash, the floor": (tasks.script, {}),
            "pyinfra 3.10.0": (lambda folder: tasks.pyinfra(self.pypi("pyinfra"), folder), {}),
            "ansible-core 2.14 (Debian 12)": (lambda folder: [*self.debian("ansible-playbook"), *tasks.ansible("", folder)[1:]], {}),
            "ansible-core 2.19.14": (lambda folder: tasks.ansible(self.pypi("ansible-playbook"), folder), {}),
            "ansible-core 2.19.14 with Mitogen 0.3.54": (
                lambda folder: tasks.ansible(self.pypi("ansible-playbook"), folder),
                {"ANSIBLE_STRATEGY_PLUGINS": str(mitogen), "ANSIBLE_STRATEGY": "mitogen_linear"}),
        }
        figures: dict[str, Usage] = {}
        for number, (name, (make, environment)) in enumerate(makers.items()):
            folder = self.place(f"tasks{number}")
            site = tasks.Site(folder)
            site.prepare()
            command = make(folder)
            first = subprocess.run(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            try:
                site.check()
            except (AssertionError, OSError) as error:
                raise SystemExit(f"{name} has not done the tasks: {error!r}\n{first.stdout[-3000:]}{first.stderr[-1000:]}") from error
            figures[name] = usage(command, runs=5 if "ansible" in name else 9, environment=environment)
        return Table.of_usages("30 tasks, all done already", "to reach: ≤ 100 ms CPU, 100 × less than ansible-core, 10 × less than pyinfra, "
                               "at most 2 × the floor", figures).text

    def verified(self) -> str:
        makers: dict[str, Callable[[Path], list[str]]] = {
            OURS: lambda folder: properties.ours(self.ours, folder),
            "bash, the floor": properties.script,
            "testinfra 10.2.2": lambda folder: properties.testinfra(self.pypi("pytest"), folder),
        }
        figures: dict[str, Usage] = {}
        for number, (name, make) in enumerate(makers.items()):
            folder = self.place(f"properties{number}")
            properties.prepare(folder / "server")
            command = make(folder)
            if name == OURS:
                subprocess.run(["apply" if word == "verify" else word for word in command], stdout=subprocess.DEVNULL, check=True)
            figures[name] = usage(command, runs=9)
        return Table.of_usages("40 properties verified", "to reach: ≤ 50 ms; a process only where the property is a command (4) or is told by "
                               "one (4 accounts)", figures).text

    def first_screen(self) -> str:
        table = Table("First screen, 24x80: from the start to the last byte", "to reach: ≤ 20 ms, ≤ 15 MB, bytes ≤ dialog's",
                      ["", "terminal", "ms", "fastest", "bytes", "memory MB", "of it its own"])
        for (name, terminal), paints in sorted(wizard.screens(self.ours, self.guide, self.peers, self.place("screens")).items(),
                                               key=lambda item: wizard.TERMINALS.index(item[0][1])):
            times = [paint.seconds * 1e3 for paint in paints]
            table.row(name, terminal, f"{median(times):.1f}", f"{min(times):.1f}", f"{median(paint.written for paint in paints):.0f}",
                      f"{median(paint.resident for paint in paints) / 1024:.1f}", f"{median(paint.own for paint in paints) / 1024:.1f}")
        return table.text

    def sixty(self) -> str:
        back = wizard.comes_back(self.ours, self.place("sixty"))
        table = Table("Start with 60 steps done", "to reach: a screen that takes keys ≤ 100 ms, all verified again ≤ 1 s", ["", "ms"])
        table.row("screen that takes keys", f"{back.usable * 1e3:.0f}")
        table.row("60 steps verified again", f"{back.verified * 1e3:.0f}")
        return table.text

    def flood(self) -> str:
        flood = wizard.flood(self.ours, self.place("flood"))
        table = Table(f"A command floods: {wizard.FLOOD / 1e9:.2f} GB at {wizard.RATE / 1e6:.0f} MB/s",
                      "to reach: key to paint p99 ≤ 50 ms, growth ≤ 5 MB, ≤ 20 % of a core, the log within its cap of 1 GiB", ["", ""])
        table.row("key to paint, median", f"{flood.median:.1f} ms")
        table.row(f"key to paint, p99 of {flood.presses}", f"{flood.worst:.1f} ms")
        table.row("growth of its own memory", f"{flood.growth:.1f} MB")
        table.row("the wizard's share of a core", f"{flood.share * 100:.0f} %")
        table.row("log on disk", f"{flood.log / (1 << 30):.3f} GiB")
        return table.text

    def edited(self) -> str:
        folder = self.work / "edits"
        files = edits.stock(folder, self.peers)
        inside = edits.ours(self.engine, folder, self.guide / "Templates")
        outside = edits.augtool(folder, files, self.peers)
        table = Table("Edits of configuration files", "to reach: ≤ 5 ms each, nothing else changed. Ours within the program; augtool as a command, "
                      "with the one lens that is needed. exports and mysql.cnf are files of our own, written from a template",
                      ["file", f"{OURS} ms", "former lines changed", "augtool ms", "former lines changed"])
        for name, figure in inside.items():
            other = outside[name]
            table.row(name, f"{figure.milliseconds:.3f}", str(figure.lines), f"{other.milliseconds:.1f}", str(other.lines))
        return table.text

    def journal(self) -> str:
        output = subprocess.run([str(self.engine), "journal", str(self.place("journal")), "10000"], capture_output=True, text=True, check=True).stdout
        figures = {name: int(time) / 1e6 for name, time, _ in (line.split("\t") for line in output.splitlines())}
        table = Table("Journal", "to reach: a record ≤ 5 ms, 10,000 records read ≤ 100 ms", ["", "ms"])
        table.row("a record appended and on disk", f"{figures['append']:.2f}")
        table.row("write and fsync of as many bytes, nothing else", f"{figures['write+fsync']:.2f}")
        table.row("10,000 records read and checked", f"{figures['load']:.0f}")
        return table.text

    def fleets(self) -> str:
        table = Table("Hundreds of application servers", "to reach with 500: plan ≤ 100 ms, the balancer's plan with its file ≤ 100 ms, board ≤ 1 s; "
                      "linear", ["servers", "plan of one ms", "plan of the balancer ms", "board ms", "its reports MB"])
        for each in fleet.measure(self.ours, self.guide, self.place("fleet")):
            table.row(str(each.servers), f"{each.plan:.0f}", f"{each.balancer:.0f}", f"{each.board:.0f}", f"{each.reports:.1f}")
        return table.text

    def size(self) -> str:
        table = Table("The program, stripped", "measured beside the least that a Swift program linked as it is can be",
                      ["", "file MB", "start ms", "CPU ms", "memory MB"])
        for name, figure in program.measure(self.ours, self.place("program")).items():
            used = figure.usage
            table.row(name, f"{figure.size:.1f}", f"{used.wall:.1f}", f"{used.processor:.1f}", f"{used.memory:.1f}")
        return table.text

    def on_servers(self) -> str:
        figures, overhead = roles.measure(self.ours, self.folder / "gauge", self.peers)
        table = Table("Our roles on real servers, all done already", "to reach: ≤ 100 ms CPU, 100 × less than ansible-core. On servers of the lab, "
                      "which are user-mode Linux guests: as many times slower than this machine as the first column says, by the program's own "
                      "work without any process. Its commands are those by which the steps look, such as java -version; the tasks of "
                      "ansible-core 2.14, on the same server, look at no more than the same",
                      ["", "slower", "steps", "own CPU ms", "on this machine", "with its commands", "wall ms", "ansible's tasks", "its CPU ms",
                       "its wall ms", "CPU of ours"])
        for each in figures:
            table.row(f"{roles.ROLES[each.server]} ({each.server})", f"{each.slowness:.0f} ×", str(each.steps), f"{each.own:.0f}",
                      f"{each.own / each.slowness:.0f}", f"{each.processor:.0f}", f"{each.wall:.0f}", str(each.ansible_tasks),
                      f"{each.ansible_processor:.0f}", f"{each.ansible_wall:.0f}", f"{each.ansible_processor / each.processor:.0f} ×")
        whole = Table("What the wizard adds to its commands", "to reach: ≤ 1.05. The steps with commands in the set-up of the lab's five servers, "
                      "by their journals; Joget has started when its page answers, which the wizard asks for every 2 s",
                      ["steps s", "their commands s", "Joget's starts s", "ratio"])
        whole.row(f"{overhead.steps:.1f}", f"{overhead.commands:.1f}", f"{overhead.start:.1f}", f"{overhead.ratio:.3f}")
        return f"{table.text}\n{whole.text}"


ROWS = ("converged", "verified", "first_screen", "sixty", "flood", "edited", "journal", "fleets", "size", "on_servers")


def main() -> None:
    if os.geteuid() != 0:
        raise SystemExit("the benchmarks set up a server's files, as the wizard does: run them as root")
    folder, ours, engine, guide = map(Path, sys.argv[1:5])
    bench = Bench(*(each.absolute() for each in (folder, ours, engine, guide)))
    parts = [server.heading(bench.ours)]
    for row in sys.argv[5:] or ROWS:
        print(f"measuring: {row}", file=sys.stderr, flush=True)
        parts.append(getattr(bench, row)())
        print(parts[-1], file=sys.stderr, flush=True)
    shutil.rmtree(bench.work)
    if not sys.argv[5:]:
        (HERE / "results.md").write_text("\n".join(parts))


if __name__ == "__main__":
    main()
