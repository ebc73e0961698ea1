"""Our file server's and application server's roles on real servers of the lab, set up and then run again, beside a playbook of
ansible-core that looks at the same things on the same server; and what the wizard adds to its commands' own time."""

import io
import json
import os
import statistics
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from measure import usage as here

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY / "Tests/Lab"))
import cluster  # noqa: E402
import outside  # noqa: E402

ROLES = {"fs1": "file server", "app1": "application server"}
RUNS = 5
# Nothing but the program's own work.
COMPUTING = ("guide", "--coverage")
BENCH = "/root/bench"
# What python3-minimal of the server lacks.
LIBRARIES = ("libffi.so.8", "libssl.so.3", "libcrypto.so.3", "libexpat.so.1", "libuuid.so.1", "libbz2.so.1.0", "liblzma.so.5", "libyaml-0.so.2")


@dataclass(frozen=True)
class Role:
    """Processor and wall time [ms] of the server itself, which is a user-mode Linux; `slowness` is how many times as long as on this
    machine the program computes there. `own` leaves out the commands by which the steps look."""

    server: str
    slowness: float
    steps: int
    own: float
    processor: float
    wall: float
    ansible_tasks: int
    ansible_processor: float
    ansible_wall: float


@dataclass(frozen=True)
class Overhead:
    """Seconds that the steps with commands took, and of them those in which a command ran, or Joget started behind one."""

    steps: float
    commands: float
    start: float

    @property
    def ratio(self) -> float:
        return self.steps / (self.commands + self.start)


def measure(program: Path, gauge: Path, peers: Path) -> tuple[list[Role], Overhead]:
    environment = {**os.environ, "JOGET_LAB_PROGRAM": str(program), "KEEP": "1"}
    lab = str(REPOSITORY / "Tests/Lab/lab")

    def run(*words: str) -> None:
        subprocess.run([lab, *words], env=environment, stdout=subprocess.DEVNULL, check=True)

    try:
        run("up")
        run("deploy")
        run("test", "servers_are_set_up")
        overhead = overhead_of(cluster.SERVERS)
        return [role(server, program, gauge, peers) for server in ROLES], overhead
    finally:
        run("down")


def overhead_of(servers: tuple[str, ...]) -> Overhead:
    """From the journals: each step that ran supervised commands, from its start to its end, beside those commands."""
    steps = commands = start = 0.0
    for server in servers:
        own: dict[str, float] = {}
        for line in outside.read(server, f"{cluster.STATE}/journal.jsonl").splitlines():
            event = json.loads(line)["event"]
            if ended := event.get("ended"):
                own[ended["step"]] = own.get(ended["step"], 0) + ended["seconds"]
            elif (finished := event.get("finished")) and finished["step"] in own:
                steps += finished["seconds"]
                commands += own[finished["step"]]
                # The command that starts the service ends at once; its step waits until Joget answers.
                start += finished["seconds"] - own[finished["step"]] if finished["step"] == "session.service" else 0
                del own[finished["step"]]
    return Overhead(steps, commands, start)


def role(server: str, program: Path, gauge: Path, peers: Path) -> Role:
    bring(server, gauge, peers)
    ours = [cluster.PROGRAM, "apply", "--yes", "--cluster", cluster.CLUSTER_FILE]
    done = outside.succeed(server, ours, limit=300)
    steps = next(int(line.split()[0]) for line in done.splitlines() if " steps done: 0 changed" in line)
    own, processor, wall = usage(server, ours)
    computing = usage(server, [cluster.PROGRAM, *COMPUTING])[2] / here([str(program), *COMPUTING], counts=False).wall
    tasks = PLAYBOOKS[server](server)
    outside.write(server, f"{BENCH}/playbook.json", json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
    theirs = ["env", f"PYTHONPATH={BENCH}/dist-packages", "ANSIBLE_LOCALHOST_WARNING=0", "python3", f"{BENCH}/ansible-playbook", "-i", "localhost,",
              "-c", "local", "-e", "ansible_python_interpreter=/usr/bin/python3", f"{BENCH}/playbook.json"]
    recap = outside.succeed(server, theirs, limit=900)
    if "failed=0" not in recap:
        raise SystemExit(recap[-2000:])
    return Role(server, computing, steps, own, processor, wall, len(tasks), *usage(server, theirs, runs=3)[1:])


def usage(server: str, command: list[str], runs: int = RUNS) -> tuple[float, float, float]:
    """Medians of the processor time of the command alone and with everything that it started, and of the wall time [ms]."""
    measured = []
    for _ in range(runs):
        outside.succeed(server, [f"{BENCH}/gauge", f"{BENCH}/usage", *command], limit=900)
        wall, user, system, _, _, own = map(int, outside.read(server, f"{BENCH}/usage").split())
        measured.append((own, (user + system) / 1e3, wall / 1e6))
    return tuple(statistics.median(each) for each in zip(*measured))


def bring(server: str, gauge: Path, peers: Path) -> None:
    """The gauge, and an ansible-core with all of Python, which Debian 12 is here and there."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.add(gauge, f"{BENCH}/gauge")
        tar.add(peers / "debian/usr/lib/python3/dist-packages", f"{BENCH}/dist-packages")
        tar.add((peers / "debian/usr/bin/ansible-playbook").resolve(), f"{BENCH}/ansible-playbook")
        tar.add("/usr/lib/python3.11", "/usr/lib/python3.11", filter=lambda each: None if "/test" in each.name else each)
        for library in LIBRARIES:
            tar.add(Path(f"/usr/lib/x86_64-linux-gnu/{library}").resolve(), f"/usr/lib/x86_64-linux-gnu/{library}")
    outside.succeed(server, "tar -C / -xf - --skip-old-files", stdin=archive.getvalue(), limit=600)


Task = dict[str, object]


def look(command: str) -> Task:
    return {"command": {"cmd": command}, "changed_when": False}


def written(server: str, path: str) -> Task:
    """A file with the content that it has: both tools find nothing to do."""
    return {"copy": {"dest": path, "content": outside.read(server, path)}}


def prepared() -> list[Task]:
    servers = "\n".join(f"{cluster.address(each)} {each}" for each in cluster.SERVERS)
    return [look("id -u"), look("grep VERSION_ID /etc/os-release"), look("hostname"), {"blockinfile": {"path": "/etc/hosts", "block": servers}},
            look("df --output=avail /"), look("timedatectl show --property=NTPSynchronized")]


def present(*packages: str) -> list[Task]:
    # Cheaper than the module `apt`, which needs python3-apt; the server has not got it.
    return [look(f"dpkg-query -W {' '.join(packages)}")]


def file_server(server: str) -> list[Task]:
    return [*prepared(), look("ss -ltn"), *present("nfs-kernel-server"), {"systemd": {"name": "nfs-server", "state": "started", "enabled": True}},
            {"group": {"name": "joget", "gid": 880}}, {"user": {"name": "joget", "uid": 880, "group": "joget", "create_home": False, "shell": "/usr/sbin/nologin"}},
            {"file": {"path": "/export/wflow", "state": "directory", "owner": "joget", "group": "joget"}},
            written(server, "/etc/exports.d/joget.exports"), look("exportfs -v"), look("grep -q fs1 /etc/hosts"), look("systemctl is-enabled nfs-server")]


def application(server: str) -> list[Task]:
    home, unit = cluster.HOME, "/etc/systemd/system/joget.service"
    files = outside.succeed(server, ["find", f"{home}/shared/wflow", "/etc/systemd/system", "-maxdepth", "2", "-type", "f", "-name", "*joget*"]).split()
    page = f"http://{cluster.address(server)}:8080/jw/web/login"
    return [*prepared(), *present("curl", "unzip"), look("ss -ltn"), look("ss -ltn"), look("free -m"), look("pgrep -c java"), look("ls " + cluster.BUNDLE),
            *present("mariadb-client"), look("ss -tn"), look("getent hosts db1"), *present("nfs-common"), look("getent hosts fs1"),
            {"file": {"path": f"{home}/shared/wflow", "state": "directory"}}, {"lineinfile": {"path": "/etc/fstab", "regexp": "wflow",
                      "line": next(line for line in outside.read(server, "/etc/fstab").splitlines() if "wflow" in line)}},
            look(f"mountpoint {home}/shared/wflow"), look(f"test -w {home}/shared/wflow"), {"group": {"name": "joget"}},
            {"user": {"name": "joget", "group": "joget"}}, *present("openjdk-17-jre-headless"),
            {"unarchive": {"src": cluster.BUNDLE, "dest": home, "remote_src": True, "creates": cluster.TOMCAT}}, written(server, unit),
            {"file": {"path": home, "state": "directory"}}, look(f"ls {cluster.TOMCAT}/webapps"), *[written(server, path) for path in files[:4]],
            look(f"grep -c jvmRoute {cluster.TOMCAT}/conf/server.xml"), look(f"sha256sum {cluster.TOMCAT}/webapps/jw.war"),
            written(server, f"{cluster.TOMCAT}/bin/setenv.sh"), {"systemd": {"name": "joget", "state": "started", "enabled": True}},
            *[{"uri": {"url": page}}] * 3, look("getent hosts fs1"), look(f"mountpoint {home}/shared/wflow"), look("systemctl is-enabled joget")]


PLAYBOOKS = {"fs1": file_server, "app1": application}
