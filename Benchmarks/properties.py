"""Forty properties of a server, as each tool would verify them: 14 directories, 14 files with a line in each, 4 accounts, 4 installed
packages and 4 commands."""

from pathlib import Path

import tasks

DIRECTORIES, FILES, COMMANDS = 14, 14, 4
ACCOUNTS = (("root", "0"), ("daemon", "1"), ("bin", "2"), ("sys", "3"))
PACKAGES = ("bash", "coreutils", "dpkg", "sed")


def prepare(server: Path) -> None:
    for number in range(DIRECTORIES):
        (server / f"directory-{number}").mkdir(parents=True, mode=0o755)
    for number in range(FILES):
        (server / f"file-{number}").write_text("".join(f"key.{each}=value {each}\n" for each in range(50)))


def ours(program: Path, folder: Path) -> list[str]:
    """Our guide, with its journal: everything was done once, so that `verify` has something to look at."""
    server, checks = folder / "server", []
    for number in range(DIRECTORIES):
        checks.append(f'directory: {{ path: {server}/directory-{number}, owner: root, mode: "0755" }}')
    for number in range(FILES):
        checks.append(f'file: {{ path: {server}/file-{number}, owner: root, mode: "0644", line: "key.25=value 25" }}')
    for name, number in ACCOUNTS:
        checks.append(f'account: {{ name: {name}, id: "{number}" }}')
    for name in PACKAGES:
        checks.append(f"packages: [{name}]")
    for number in range(COMMANDS):
        checks.append(f"command: {{ run: [test, -d, {server}/directory-{number}] }}")
    steps = "".join(f"  - id: properties.number-{number}\n    title: Property {number}\n    text: One of forty.\n    roles: every\n    proof:\n"
                    f"    checks:\n      - {check}\n    timeout: 1m\n" for number, check in enumerate(checks))
    (folder / "guide/Guide").mkdir(parents=True)
    (folder / "guide/Templates").mkdir()
    (folder / "guide/Guide/10-properties.yaml").write_text("id: properties\ntitle: Properties\ntext: Forty.\nsteps:\n" + steps)
    (folder / "cluster.yaml").write_text(tasks.cluster())
    return [str(program), "verify", "--cluster", str(folder / "cluster.yaml"), "--guide", str(folder / "guide"), "--state", str(folder / "state"),
            "--server", tasks.NODE]


def testinfra(pytest: str, folder: Path) -> list[str]:
    server, lines = folder / "server", []
    for number in range(DIRECTORIES):
        lines += [f"def test_directory_{number}(host):", f"    it = host.file('{server}/directory-{number}')",
                  "    assert it.is_directory and it.user == 'root' and it.mode == 0o755"]
    for number in range(FILES):
        lines += [f"def test_file_{number}(host):", f"    it = host.file('{server}/file-{number}')",
                  "    assert it.is_file and it.user == 'root' and it.mode == 0o644 and it.contains('^key.25=value 25$')"]
    for name, number in ACCOUNTS:
        lines += [f"def test_account_{name}(host):", f"    assert host.user('{name}').uid == {number}"]
    for name in PACKAGES:
        lines += [f"def test_package_{name}(host):", f"    assert host.package('{name}').is_installed"]
    for number in range(COMMANDS):
        lines += [f"def test_command_{number}(host):", f"    assert host.run('test -d {server}/directory-{number}').rc == 0"]
    (folder / "test_properties.py").write_text("\n".join(lines) + "\n")
    return [pytest, "-q", "-p", "no:cacheprovider", "--hosts=local://", str(folder / "test_properties.py")]


def script(folder: Path) -> list[str]:
    server, lines = folder / "server", ["set -eu"]
    for number in range(DIRECTORIES):
        lines.append(f"[ \"$(stat -c %F:%U:%a {server}/directory-{number})\" = directory:root:755 ]")
    for number in range(FILES):
        lines += [f"[ \"$(stat -c %U:%a {server}/file-{number})\" = root:644 ]", f"grep -qx 'key.25=value 25' {server}/file-{number}"]
    for name, number in ACCOUNTS:
        lines.append(f"[ \"$(id -u {name})\" = {number} ]")
    for name in PACKAGES:
        lines.append(f"[ \"$(dpkg-query -W -f '${{db:Status-Status}}' {name})\" = installed ]")
    for number in range(COMMANDS):
        lines.append(f"test -d {server}/directory-{number}")
    (folder / "properties.sh").write_text("\n".join(lines) + "\n")
    return ["bash", str(folder / "properties.sh")]
