"""Edits of configuration files: ours inside the program, augtool's as the command that an operator would type."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import usage

HOSTS = "127.0.0.1\tlocalhost\n127.0.1.1\tserver.example server\n\n# The following lines are desirable for IPv6 capable hosts\n" \
    "::1     localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\nff02::2 ip6-allrouters\n"
FSTAB = "# /etc/fstab: static file system information.\n#\n# <file system> <mount point>   <type>  <options>       <dump>  <pass>\n" \
    "UUID=7a6c5f0e-2d1f-4c1b-9d5e-0c1f4c6a3b2d /               ext4    errors=remount-ro 0       1\n" \
    "UUID=1b9d5e0c-6a3b-4c1b-2d1f-7a6c5f0e3b2d none            swap    sw              0       0\n"
PROPERTIES = "# Written by an installer\n" + "".join(f"setting.{number} = value {number}\n" for number in range(60)) + "colour=blue\n"
EXPORTS = "# /etc/exports: the access control list for filesystems which may be exported\n#\t\tto NFS clients.  See exports(5).\n"
CNF = "[client-server]\nsocket = /run/mysqld/mysqld.sock\n\n[mysqld]\nbind-address            = 127.0.0.1\nexpire_logs_days        = 10\n"


@dataclass(frozen=True)
class Edit:
    """What augtool is told for one file."""

    lens: str
    commands: str


AUGEAS = {
    "hosts": Edit("Hosts.lns", """set /files/hosts/01/ipaddr 192.0.2.11
set /files/hosts/01/canonical fs1
set /files/hosts/02/ipaddr 192.0.2.12
set /files/hosts/02/canonical db1"""),
    "fstab": Edit("Fstab.lns", """set /files/fstab/01/spec fs1:/export
set /files/fstab/01/file /srv/share
set /files/fstab/01/vfstype nfs4
set /files/fstab/01/opt[1] rw
set /files/fstab/01/opt[2] hard
set /files/fstab/01/opt[3] _netdev
set /files/fstab/01/dump 0
set /files/fstab/01/passno 0"""),
    "properties": Edit("Properties.lns", "set /files/properties/colour green\nset /files/properties/shape round"),
    "server.xml": Edit("Xml.lns", """set /files/server.xml/Server/Service/Engine/#attribute/jvmRoute node01
ins Cluster before /files/server.xml/Server/Service/Engine/Realm
set /files/server.xml/Server/Service/Engine/Cluster/#attribute/className org.apache.catalina.ha.tcp.SimpleTcpCluster"""),
    "exports": Edit("Exports.lns", """set /files/exports/dir[1] /export
set /files/exports/dir[1]/client[1] 192.0.2.13
set /files/exports/dir[1]/client[1]/option[1] rw"""),
    "mysql.cnf": Edit("MySQL.lns", """set "/files/mysql.cnf/target[. = 'mysqld']/bind-address" 192.0.2.12
set "/files/mysql.cnf/target[. = 'mysqld']/port" 3306"""),
}


def stock(folder: Path, peers: Path) -> dict[str, str]:
    server = (peers / "debian/usr/share/tomcat10/etc/server.xml").read_text()
    files = {"hosts": HOSTS, "fstab": FSTAB, "properties": PROPERTIES, "server.xml": server, "exports": EXPORTS, "mysql.cnf": CNF}
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return files


@dataclass(frozen=True)
class Figure:
    """Milliseconds, and how many lines are others afterwards that were there before."""

    milliseconds: float
    lines: int


def ours(engine: Path, folder: Path, templates: Path) -> dict[str, Figure]:
    output = subprocess.run([str(engine), "edits", str(folder), str(templates)], capture_output=True, text=True, check=True).stdout
    rows = (line.split("\t") for line in output.splitlines())
    return {name: Figure(int(time) / 1e6, int(lines)) for name, time, lines in rows}


def augtool(folder: Path, files: dict[str, str], peers: Path) -> dict[str, Figure]:
    system = peers / "debian"
    figures = {}
    for name, edit in AUGEAS.items():
        script = folder / f"{name}.aug"
        script.write_text(f"{edit.commands}\nsave\n")
        root = folder / "root"
        root.mkdir(exist_ok=True)
        command = ["env", f"LD_LIBRARY_PATH={system}/usr/lib/x86_64-linux-gnu", f"{system}/usr/bin/augtool", "--noautoload", "--root", str(root),
                   "--include", f"{system}/usr/share/augeas/lenses/dist", "--transform", f"{edit.lens} incl /{name}", "--file", str(script)]

        def fresh(name: str = name, root: Path = root) -> None:
            (root / name).write_text(files[name])

        time = usage(command, runs=9, counts=False, before=fresh).wall
        subprocess.run(command, check=False, capture_output=True)
        after = set((root / name).read_text().splitlines())
        if after == set(files[name].splitlines()):
            raise SystemExit(f"augtool changed nothing in {name}")
        figures[name] = Figure(time, sum(line not in after for line in files[name].splitlines()))
    return figures
