"""The cluster under test: who there is, what is answered, and its description."""

import outside

FILE_SERVER, DATABASE, BALANCER = "fs1", "db1", "lb1"
APPLICATIONS = ("app1", "app2")
ROUTES = ("node01", "node02")
SERVERS = (FILE_SERVER, DATABASE, *APPLICATIONS, BALANCER)
PASSWORD = "Canary-'\"-#7%5-lab"  # typed into the masked field; found nowhere afterwards but where it belongs
PROGRAM = "/opt/joget-cluster/bin/joget-cluster"
CLUSTER_FILE = "/root/cluster.yaml"
STATE = "/var/lib/joget-cluster"
HOME = "/opt/joget"
TOMCAT = f"{HOME}/tomcat"
BUNDLE = "/root/joget-enterprise-linux-8.1.6.tar.gz"
HEAP = "320M"  # a guest is small


def address(server: str) -> str:
    for line in (outside.FOLDER / "servers.table").read_text().splitlines():
        fields = line.split("#")[0].split()
        if fields[:1] == [server]:
            return fields[1]
    raise ValueError(f"no server is called {server}")


PUBLIC = f"http://{address(BALANCER)}"
MEMBERS = [
    (FILE_SERVER, address(FILE_SERVER), {"file-server"}),
    (DATABASE, address(DATABASE), {"database"}),
    *((server, address(server), {"application"}) for server in APPLICATIONS),
    (BALANCER, address(BALANCER), {"balancer"}),
]
ANSWERS = {"Bundle": BUNDLE, "Java heap": HEAP}  # by the form's titles; everything else as it is proposed


def described(name: str, members: list[tuple[str, list[str]]], *sections: str) -> str:
    """A description of servers by name and roles."""
    lines = ["version: 1", f"name: {name}", "servers:"]
    for server, roles in members:
        lines += [f"  - name: {server}", f"    address: {address(server)}", f"    roles: [{', '.join(roles)}]"]
    return "\n".join([*lines, "application:", f"  bundle: {BUNDLE}", f"  memory: {HEAP}", *sections]) + "\n"


def whole() -> str:
    return described("lab", [(name, sorted(roles)) for name, _, roles in MEMBERS])


def single(server: str) -> str:
    return described("alone", [(server, ["file-server", "database", "application", "balancer"])])


def beside(server: str) -> str:
    """A server with two roles whose packages are installed for real, for a cluster whose other members are not asked."""
    others = [(name, ["application"]) for name in APPLICATIONS]
    return described("beside", [(server, ["file-server", "database"]), *others, (BALANCER, ["balancer"])])


def on_mysql(database: str, application: str) -> str:
    members = [(database, ["database"]), (application, ["file-server", "application", "balancer"])]
    return described("mysql", members, "database:", "  product: mysql")


def apply_all(server: str, limit: float = 600) -> str:
    """Enters the password and does every step headless."""
    outside.wait_for_clock(server)
    outside.succeed(server, [PROGRAM, "secret", "database.password", "--cluster", CLUSTER_FILE], stdin=PASSWORD + "\n")
    return outside.succeed(server, [PROGRAM, "apply", "--yes", "--cluster", CLUSTER_FILE], limit=limit)


def answer(server: str, section: str, key: str, text: str) -> None:
    """Changes one answer in the description that the server keeps."""
    script = f"sed -i '/^{section}:/,/^[a-z]/ s|^  {key}: .*|  {key}: {text}|' {STATE}/cluster.yaml && grep -qx '  {key}: {text}' {STATE}/cluster.yaml"
    outside.succeed(server, script)
