"""Joget as a browser sees it: pages, sessions, and which node answers. Nothing here asks the program under test."""

import json
import subprocess
from dataclasses import dataclass

import cluster
import outside
from outside import expect, expect_equal

SESSION = "/jw/web/json/lab/session"  # the stand-in tells its node and counts in the session


@dataclass(frozen=True)
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: str

    def cookie(self) -> str | None:
        """The JSESSIONID that the answer sets; None where it sets none."""
        for name, value in self.headers:
            if name == "set-cookie" and value.startswith("JSESSIONID="):
                return value.partition("=")[2].partition(";")[0]
        return None


def get(url: str, headers: dict[str, str] | None = None, limit: int = 20) -> Reply:
    """Asks from outside of every server, and follows nothing. A status of 0 says that nobody answered."""
    given = [word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")]
    command = ["ip", "netns", "exec", outside.NAMESPACE, "curl", "-s", "-i", "--max-time", str(limit), *given, url]
    text = subprocess.run(command, capture_output=True).stdout.decode(errors="replace")
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    lines = head.splitlines()
    if not lines:
        return Reply(0, [], "")
    fields = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:])]
    return Reply(int(lines[0].split()[1]), fields, body)


def wait_for_page(url: str, limit: float = 180) -> None:
    outside.wait_until(lambda: get(url).status == 200, limit, f"{url} answers 200")


def wait_for_cluster() -> None:
    """Until every node and the balancer answer with the login page."""
    for server in cluster.APPLICATIONS:
        wait_for_page(f"http://{cluster.address(server)}:8080/jw/web/login")
    wait_for_page(f"{cluster.PUBLIC}/jw/web/login")


class Session:
    """One browser's session by the balancer."""

    def __init__(self, base: str = cluster.PUBLIC) -> None:
        self.base, self.cookie, self.count, self.node = base, None, 0, ""

    def ask(self, base: str | None = None) -> None:
        """One more request, which must find the session where it was left."""
        reply = get(f"{base or self.base}{SESSION}", {"Cookie": f"JSESSIONID={self.cookie}"} if self.cookie else {})
        expect_equal(reply.status, 200, f"status of {base or self.base}{SESSION}")
        self.cookie = reply.cookie() or self.cookie
        found = json.loads(reply.body)
        self.node = found["node"]
        self.count += 1
        expect_equal(found["count"], self.count, f"how often the session was used, as {self.node} counts")


def session_stays(requests: int) -> None:
    """Two sessions, each of which stays on its node."""
    for _ in range(2):
        session = Session()
        session.ask()
        home = session.node
        expect(session.cookie is not None and session.cookie.endswith("." + home), f"the session is {session.cookie}, its node {home}")
        for _ in range(requests):
            session.ask()
            expect_equal(session.node, home, "the node that answers")


def server_of(node: str) -> str:
    return cluster.APPLICATIONS[cluster.ROUTES.index(node)]


def session_survives_its_node() -> None:
    """A session goes on at the other node when its own is stopped; the node takes sessions again when it is back."""
    session = Session()
    session.ask()
    session.ask()
    home = session.node
    outside.succeed(server_of(home), ["systemctl", "stop", "joget"], limit=90)
    try:
        outside.wait_until(lambda: get(f"{cluster.PUBLIC}/jw/web/login").status == 200, 60, "the other node answers")
        session.ask()
        expect(session.node != home, f"the stopped {home} answers")
    finally:
        outside.succeed(server_of(home), ["systemctl", "start", "joget"], limit=90)
    wait_for_page(f"http://{cluster.address(server_of(home))}:8080/jw/web/login")
    nodes: set[str] = set()

    def is_used_again() -> bool:
        fresh = Session()
        fresh.ask()
        nodes.add(fresh.node)
        return home in nodes

    outside.wait_until(is_used_again, 60, f"the balancer uses {home} again")


def session_survives_replay() -> None:
    """What one node knows of a session the other one knows too, asked past the balancer."""
    first, second = (f"http://{cluster.address(server)}:8080" for server in cluster.APPLICATIONS)

    def is_shared() -> bool:
        session = Session(first)
        session.ask()
        try:
            session.ask(second)
        except outside.Failure:
            return False
        return session.node == cluster.ROUTES[1]

    outside.wait_until(is_shared, 60, "a session of app1 is known to app2")


def nodes_in_servers_json(nodes: set[str]) -> None:
    text = outside.read(cluster.FILE_SERVER, "/export/wflow/servers.json")
    expect_equal(set(json.loads(text)), nodes, "nodes in servers.json")


def java_options_are_in_order(server: str, route: str) -> None:
    """The running Java: its user, and its options as Joget wants them."""
    line = outside.succeed(server, "ps -ww -o user=,args= -C java").strip()
    expect_equal(line.split()[0], "joget", f"{server}: who runs Tomcat")
    options = [word for word in line.split() if word.startswith(("-Xmx", "-Dwflow.", "-javaagent:"))]
    share = "/opt/joget/shared/wflow"
    wanted = [f"-Xmx{cluster.HEAP}", f"-Dwflow.home={share}", f"-Dwflow.name={route}", f"-javaagent:{share}/wflow-cluster.jar"]
    expect_equal(options[:4], wanted, f"{server}: options of Java")
    expect("aspectjweaver-" in options[4] and options[5].endswith("glowroot/glowroot.jar"), f"{server}: agents are {options[3:]}")
