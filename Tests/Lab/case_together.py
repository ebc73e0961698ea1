"""The cluster as one: proofs, what they catch, the board, and the report of all five."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import cluster
import outside
import together
import trouble
import web
from cluster import APPLICATIONS, BALANCER, DATABASE, FILE_SERVER, PROGRAM
from outside import expect, expect_equal
from runner import case

FIRST, SECOND = APPLICATIONS


@case("every proof holds, on each server where it makes sense", limit=300)
def proofs_hold() -> None:
    for server in APPLICATIONS:
        outside.run(server, [PROGRAM, "proof", "share"], limit=60)  # what it writes is read by the others
    for server in (*APPLICATIONS, BALANCER):
        together.proves(server)


@case("two servers hear each other's proof by multicast", limit=60)
def multicast_is_heard() -> None:
    with ThreadPoolExecutor(2) as pool:
        seen = dict(zip(APPLICATIONS, pool.map(lambda server: together.prove(server, "multicast"), APPLICATIONS)))
    for server, other in (APPLICATIONS, APPLICATIONS[::-1]):
        expect(f"{other} at {cluster.address(other)}" in seen[server].output, f"{server} does not hear {other}\n{seen[server]}")


@case("a test page of the proof's own counts on both nodes, and is taken away", limit=300)
def test_page_counts() -> None:
    with ThreadPoolExecutor(2) as pool:
        seen = dict(zip(APPLICATIONS, pool.map(lambda server: together.prove(server, "replication", limit=250), APPLICATIONS)))
    for server in APPLICATIONS:
        expect_equal(seen[server].code, 0, f"{server}: proof of replication\n{seen[server]}")
        expect(outside.run(server, ["test", "-e", f"{cluster.TOMCAT}/webapps/joget-cluster-proof"]).code == 1, f"{server}: the test page is still there")


@case("a node is stopped, its session goes on at the other one, and it takes sessions again", limit=300, needs=("proofs_hold",))
def failover_is_proven() -> None:
    refused = together.prove(FIRST, "failover")
    expect_equal(refused.code, 2, f"it must be asked for\n{refused}")
    for server in APPLICATIONS:
        result = together.prove(server, "failover", "--yes", limit=200)
        expect_equal(result.code, 0, f"{server}: proof of fail-over\n{result}")
        expect("time without an answer" in result.output, f"no time was measured\n{result}")
    expect(outside.run(FIRST, "systemctl list-timers --all | grep joget-cluster").code == 1, "the timer is still there")


@case("killed in the middle of the fail-over, the node comes back with the next start of the program", limit=200, needs=("failover_is_proven",),
      proves=(1, "fail-over proofs killed in the middle, the node started again"))
def failover_killed() -> None:
    stopped = f"{PROGRAM} proof failover --yes > /dev/null 2>&1 & pid=$!; while systemctl is-active -q joget; do sleep 0.1; done; kill -9 $pid"
    outside.run(FIRST, stopped, limit=60)
    outside.run(FIRST, [PROGRAM, "proof", "reachability"], limit=60)
    web.wait_for_page(f"http://{cluster.address(FIRST)}:8080/jw/web/login")
    expect(outside.run(FIRST, "systemctl list-timers --all | grep joget-cluster").code == 1, "the timer is still there")
    listed = together.prove(FIRST, "failover", "--list")
    expect("[FAIL] proof.failover" in listed.output, f"the proof that was cut short counts as given\n{listed}")
    again = together.prove(FIRST, "failover", "--yes", limit=200)
    expect_equal(again.code, 0, f"the proof again\n{again}")


@case("another share mounted on app2 is caught", limit=200,
      proves=(9, "faults made on the servers, named or mended"))
def other_share_is_caught() -> None:
    with together.other_share(FILE_SERVER, SECOND):
        together.catches(SECOND, "share", "another share")
    web.wait_for_page(f"http://{cluster.address(SECOND)}:8080/jw/web/login")


@case("an account that may not alter tables is caught",
      proves=(9, "faults made on the servers, named or mended"))
def missing_right_is_caught() -> None:
    account = f"'joget'@'{cluster.address(SECOND)}'"
    outside.succeed(DATABASE, ["mysql", "-e", f"REVOKE ALTER ON jwedb.* FROM {account}"])
    try:
        together.catches(SECOND, "database", "refused: alter")
    finally:
        outside.succeed(DATABASE, ["mysql", "-e", f"GRANT ALL PRIVILEGES ON jwedb.* TO {account}"])


@case("the port for sessions, filtered on the way to app2, is caught and told from one that refuses", limit=200,
      proves=(9, "faults made on the servers, named or mended"))
def filtered_port_is_caught() -> None:
    with trouble.fault(SECOND, "session-port-filtered"):
        together.catches(FIRST, "reachability", "app2 port 4000, sessions: expected open, found filtered")
    outside.succeed(SECOND, ["systemctl", "stop", "joget"], limit=90)
    try:
        result = together.prove(FIRST, "reachability")
        expect("port 4000, sessions: expected open, found refused" in result.output, f"refused is not told from filtered\n{result}")
    finally:
        outside.succeed(SECOND, ["systemctl", "start", "joget"], limit=90)
        web.wait_for_page(f"http://{cluster.address(SECOND)}:8080/jw/web/login")


@case("two nodes of the same name are caught", limit=200,
      proves=(9, "faults made on the servers, named or mended"))
def equal_routes_are_caught() -> None:
    path = f"{cluster.TOMCAT}/conf/server.xml"
    outside.succeed(SECOND, ["sed", "-i", 's/jvmRoute="node02"/jvmRoute="node01"/', path])
    trouble.restart_tomcat(SECOND)
    try:
        together.catches(BALANCER, "stickiness", "none for app2, which answers by itself")
    finally:
        outside.succeed(SECOND, ["sed", "-i", 's/jvmRoute="node01"/jvmRoute="node02"/', path])
        trouble.restart_tomcat(SECOND)


@case("a node that the load balancer does not have is caught", limit=120,
      proves=(9, "faults made on the servers, named or mended"))
def missing_member_is_caught() -> None:
    path = "/etc/apache2/sites-available/jwsite.conf"
    former = outside.read(BALANCER, path)
    lines = [line for line in former.splitlines() if cluster.address(SECOND) not in line]
    outside.succeed(BALANCER, ["tee", path], stdin="\n".join(lines) + "\n")
    try:
        outside.succeed(BALANCER, ["systemctl", "restart", "apache2"], limit=60)
        together.catches(BALANCER, "stickiness", "none for app2, which answers by itself")
    finally:
        outside.succeed(BALANCER, ["tee", path], stdin=former)
        outside.succeed(BALANCER, ["systemctl", "restart", "apache2"], limit=60)


@case("another jw.war on app2 is caught by the board", limit=200,
      proves=(9, "faults made on the servers, named or mended"))
def other_war_is_caught() -> None:
    with trouble.fault(SECOND, "wrong-war"):
        outside.run(SECOND, [PROGRAM, "verify", "joget.war"], limit=60)
        result = together.board(FIRST, together.collect(FIRST))
        expect_equal(result.code, 1, f"exit code of the board\n{result}")
        expect("jw.war" in result.output and "app2" in result.output, f"the board does not name it\n{result}")
    trouble.restart_tomcat(SECOND)  # Tomcat deploys the right one when it likes
    outside.succeed(SECOND, [PROGRAM, "verify"], limit=120)


@case("proven again, five reports lie side by side without a gap, and become one", limit=300, needs=("proofs_hold",))
def reports_are_merged() -> None:
    for server in (*APPLICATIONS, BALANCER):
        together.proves(server)
    files = together.collect(FIRST)
    board = together.board(FIRST, files)
    expect_equal(board.code, 0, f"exit code of the board\n{board}")
    for name in ("merged.html", "merged.md", "merged.json", "merged.xml"):
        outside.succeed(FIRST, [PROGRAM, "report", "--merge", *files, "--output", f"/root/{name}"], limit=60)
        (outside.RUN.parent.parent / "artefacts" / name).write_text(outside.read(FIRST, f"/root/{name}"))
    merged = json.loads(outside.read(FIRST, "/root/merged.json"))
    expect(merged["isComplete"], "the cluster's report does not say that it is complete")
    expect_equal({report["server"]["name"] for report in merged["reports"]}, set(cluster.SERVERS), "servers in the report")
    for word in ("steps on 5 servers are settled", *cluster.SERVERS):
        expect(word.lower() in outside.read(FIRST, "/root/merged.html").lower(), f"merged.html does not say '{word}'")


@case("a report that says something else than the journal is named, and so is an edited line of the journal", needs=("reports_are_merged",))
def edits_are_named() -> None:
    file = f"/root/reports/report-{FIRST}.json"
    outside.succeed(FIRST, [PROGRAM, "report", "--verify", file])
    outside.succeed(FIRST, f"sed '9s/\"step\":\"[a-z.-]*\"/\"step\":\"prepare.root\"/' {cluster.STATE}/journal.jsonl > /root/edited.jsonl")
    result = outside.run(FIRST, [PROGRAM, "report", "--verify", file, "--journal", "/root/edited.jsonl"])
    expect(result.code == 1 and "line 9" in result.output + result.errors, f"the edited line is not named\n{result}")
    outside.succeed(FIRST, f"sed 's/\"outcome\" : \"unchanged\"/\"outcome\" : \"changed\"/' {file} > /root/edited.json")
    result = outside.run(FIRST, [PROGRAM, "report", "--verify", "/root/edited.json"])
    expect_equal(result.code, 1, f"an edited report\n{result}")
    outside.succeed(FIRST, f"sed 's/\"cluster\" : \"lab\"/\"cluster\" : \"other\"/' {file} > /root/other.json")
    result = outside.run(FIRST, [PROGRAM, "board", f"/root/reports/report-{SECOND}.json", "/root/other.json"])
    expect(result.code == 65 and "other" in result.errors, f"the report of another cluster is not refused\n{result}")


@case("reports that lie on the share are found without being named")
def reports_are_found() -> None:
    result = outside.run(FIRST, [PROGRAM, "board"])
    expect(result.code in (0, 1, 2), f"the board\n{result}")
    for server in (FILE_SERVER, *APPLICATIONS):
        expect(re.search(rf"\b{server}\b", result.output) is not None, f"{server} is not on the board\n{result}")
