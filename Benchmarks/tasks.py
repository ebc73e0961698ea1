"""Thirty tasks, as our guide and as each peer would write them, on a folder of each one's own: 8 directories, 8 files made from a
template, 6 lines, 4 blocks and 4 commands."""

import json
import textwrap
from dataclasses import dataclass
from pathlib import Path

NODE = "app1"
DIRECTORIES, FILES, LINES, BLOCKS, COMMANDS = 8, 8, 6, 4, 4
SERVERS = (("fs1", "192.0.2.11", "file-server"), ("db1", "192.0.2.12", "database"), ("app1", "192.0.2.13", "application"),
           ("lb1", "192.0.2.15", "balancer"))
HOSTS = "".join(f"{address}\t{name}\n" for name, address, _ in SERVERS)


@dataclass(frozen=True)
class Site:
    """Where the tasks of one tool work; `scale` times as many of them."""

    folder: Path
    scale: int = 1

    def each(self, count: int) -> range:
        return range(count * self.scale)

    @property
    def server(self) -> Path:
        return self.folder / "server"

    def directory(self, number: int) -> Path:
        return self.server / f"directory-{number}"

    def file(self, number: int) -> Path:
        return self.directory(number) / "settings.conf"

    def lines(self, number: int) -> Path:
        return self.server / f"line-{number}.properties"

    def blocks(self, number: int) -> Path:
        return self.server / f"hosts-{number}"

    def made(self, number: int) -> Path:
        return self.server / f"made-{number}"

    def prepare(self) -> None:
        """What a server has before anything is done."""
        self.server.mkdir(parents=True)
        for number in self.each(LINES):
            self.lines(number).write_text("".join(f"key.{each}=value {each}\n" for each in range(50)) + "colour=blue\n")
        for number in self.each(BLOCKS):
            self.blocks(number).write_text("127.0.0.1\tlocalhost\n")

    def template(self, opening: str, closing: str) -> str:
        return "".join(f"setting.{each} = {opening}{closing} {each}\n" for each in range(20))

    def check(self) -> None:
        """Raises where the tasks are not done, so that nobody is measured for doing nothing."""
        for number in self.each(FILES):
            assert self.file(number).read_text() == self.template(NODE, ""), self.file(number)
            assert self.directory(number).stat().st_mode & 0o7777 == 0o755, self.directory(number)
        for number in self.each(LINES):
            assert "colour=green\n" in self.lines(number).read_text(), self.lines(number)
        for number in self.each(BLOCKS):
            assert all(name in self.blocks(number).read_text() for name, _, _ in SERVERS), self.blocks(number)
        assert all(self.made(number).is_dir() for number in self.each(COMMANDS)), self.server


def cluster() -> str:
    servers = "".join(f"  - {{ name: {name}, address: {address}, roles: [{role}] }}\n" for name, address, role in SERVERS)
    return f"version: 1\nname: tasks\nservers:\n{servers}"


def ours(program: Path, folder: Path, scale: int = 1) -> list[str]:
    """Our guide; gives the command that does it."""
    site = Site(folder, scale)
    steps: list[str] = []

    def step(name: str, body: str) -> None:
        steps.append(f"  - id: tasks.{name}\n    title: {name}\n    text: One of thirty.\n    roles: every\n    {body}\n    timeout: 1m\n")

    for number in site.each(DIRECTORIES):
        step(f"directory-{number}", f'directory: {{ path: {site.directory(number)}, owner: root, group: root, mode: "0755" }}')
    for number in site.each(FILES):
        step(f"file-{number}", f'file: {{ path: {site.file(number)}, template: settings, mode: "0644" }}')
    for number in site.each(LINES):
        step(f"line-{number}", f"edit: {{ path: {site.lines(number)}, properties: colour }}")
    for number in site.each(BLOCKS):
        step(f"block-{number}", f'edit: {{ path: {site.blocks(number)}, hosts: "{{{{servers.hosts}}}}" }}')
    for number in site.each(COMMANDS):
        made = site.made(number)
        undo = f"undo: {{ command: [rmdir, {made}] }}"
        step(f"command-{number}", f"run: {{ command: [mkdir, {made}] }}\n    {undo}\n    checks: [directory: {{ path: {made} }}]")
    guide = folder / "guide"
    for part in ("Guide", "Templates"):
        (guide / part).mkdir(parents=True)
    (guide / "Guide/10-tasks.yaml").write_text("id: tasks\ntitle: Tasks\ntext: Thirty tasks.\nsteps:\n" + "".join(steps))
    (guide / "Templates/settings").write_text(site.template("{{self.name", "}}"))
    (guide / "Templates/colour").write_text("colour=green\n")
    (folder / "cluster.yaml").write_text(cluster())
    return [str(program), "apply", "--yes", "--cluster", str(folder / "cluster.yaml"), "--guide", str(guide), "--state", str(folder / "state"),
            "--server", NODE]


def ansible(playbook: str, folder: Path) -> list[str]:
    """A playbook; gives the command that does it with the `ansible-playbook` of that path."""
    site = Site(folder)
    tasks: list[dict[str, object]] = []
    for number in site.each(DIRECTORIES):
        tasks.append({"file": {"path": str(site.directory(number)), "state": "directory", "owner": "root", "group": "root", "mode": "0755"}})
    for number in site.each(FILES):
        tasks.append({"template": {"src": str(folder / "settings.j2"), "dest": str(site.file(number)), "mode": "0644"}})
    for number in site.each(LINES):
        tasks.append({"lineinfile": {"path": str(site.lines(number)), "regexp": "^colour=", "line": "colour=green"}})
    for number in site.each(BLOCKS):
        tasks.append({"blockinfile": {"path": str(site.blocks(number)), "block": HOSTS}})
    for number in site.each(COMMANDS):
        tasks.append({"command": {"cmd": f"mkdir {site.made(number)}", "creates": str(site.made(number))}})
    (folder / "settings.j2").write_text(site.template("{{ node", " }}"))
    (folder / "playbook.yml").write_text(json.dumps([{"hosts": "all", "gather_facts": False, "vars": {"node": NODE, "ansible_python_interpreter": "/usr/bin/python3"}, "tasks": tasks}], indent=1))
    return [playbook, "--inventory", "localhost,", "--connection", "local", str(folder / "playbook.yml")]


def pyinfra(program: str, folder: Path) -> list[str]:
    """A deploy; gives the command that does it with the `pyinfra` of that path."""
    site = Site(folder)
    operations = ["from pyinfra import host", "from pyinfra.facts.files import Directory", "from pyinfra.operations import files, server"]
    for number in site.each(DIRECTORIES):
        operations.append(f"files.directory(path={str(site.directory(number))!r}, user='root', group='root', mode='755')")
    for number in site.each(FILES):
        operations.append(f"files.template(src={str(folder / 'settings.j2')!r}, dest={str(site.file(number))!r}, mode='644', node={NODE!r})")
    for number in site.each(LINES):
        operations.append(f"files.line(path={str(site.lines(number))!r}, line='^colour=.*', replace='colour=green')")
    for number in site.each(BLOCKS):
        operations.append(f"files.block(path={str(site.blocks(number))!r}, content={HOSTS.splitlines()!r}, line='^127.*', after=True)")
    for number in site.each(COMMANDS):
        made = str(site.made(number))
        operations.append(f"if not host.get_fact(Directory, path={made!r}):\n    server.shell(commands=['mkdir {made}'])")
    (folder / "settings.j2").write_text(site.template("{{ node", " }}"))
    (folder / "deploy.py").write_text("\n".join(operations) + "\n")
    return [program, "-y", "@local", str(folder / "deploy.py")]


def script(folder: Path) -> list[str]:
    """A shell script that looks before it changes, as a careful administrator writes it: the floor."""
    site = Site(folder)
    (folder / "settings.in").write_text(site.template("@node", "@"))
    (folder / "hosts.in").write_text(f"# BEGIN cluster\n{HOSTS}# END cluster\n")
    text = textwrap.dedent(f"""\
        #!/bin/bash
        set -eu
        folder() {{ [ "$(stat -c %U:%G:%a "$1" 2> /dev/null)" = root:root:755 ] || install -d -o root -g root -m 755 "$1"; }}
        file() {{ sed 's/@node@/{NODE}/' {folder}/settings.in | cmp -s - "$1" || {{ sed 's/@node@/{NODE}/' {folder}/settings.in > "$1.new"; chmod 644 "$1.new"; mv "$1.new" "$1"; }}; }}
        line() {{ grep -qx colour=green "$1" || sed -i s/^colour=.*/colour=green/ "$1"; }}
        block() {{ sed -n '/^# BEGIN cluster$/,/^# END cluster$/p' "$1" | cmp -s - {folder}/hosts.in || {{ sed -i '/^# BEGIN cluster$/,/^# END cluster$/d' "$1"; cat {folder}/hosts.in >> "$1"; }}; }}
        made() {{ [ -d "$1" ] || mkdir "$1"; }}
        """)
    for number in site.each(DIRECTORIES):
        text += f"folder {site.directory(number)}\n"
    for number in site.each(FILES):
        text += f"file {site.file(number)}\n"
    for number in site.each(LINES):
        text += f"line {site.lines(number)}\n"
    for number in site.each(BLOCKS):
        text += f"block {site.blocks(number)}\n"
    for number in site.each(COMMANDS):
        text += f"made {site.made(number)}\n"
    (folder / "tasks.sh").write_text(text)
    return ["bash", str(folder / "tasks.sh")]
