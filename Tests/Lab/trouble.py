"""Faults that are made on the servers, and what the program must say of them."""

import contextlib
import json
import pathlib
import subprocess
from collections.abc import Iterator

import cluster
import outside
import web
from cluster import PROGRAM, STATE
from outside import expect, expect_equal


@contextlib.contextmanager
def fault(server: str, name: str) -> Iterator[None]:
    """A fault that is there within, and gone afterwards."""
    outside.lab("fault", server, name, "on")
    try:
        yield
    finally:
        outside.lab("fault", server, name, "off")


def findings(server: str, step: str) -> tuple[int, str]:
    result = outside.run(server, [PROGRAM, "verify", step], limit=120)
    return result.code, result.output + result.errors


def step_fails(server: str, step: str, words: str) -> None:
    """Looked at, the step fails, and says these words."""
    code, text = findings(server, step)
    expect_equal(code, 1, f"{server}: exit code of 'verify {step}'\n{text}")
    expect(words in text, f"{server}: 'verify {step}' does not say '{words}'\n{text}")


def step_holds(server: str, step: str) -> None:
    code, text = findings(server, step)
    expect_equal(code, 0, f"{server}: exit code of 'verify {step}'\n{text}")


def verify_names(server: str, words: str, code: int = 1) -> None:
    """A look at everything that was done says these words."""
    result = outside.run(server, [PROGRAM, "verify"], limit=180)
    expect_equal(result.code, code, f"{server}: exit code of 'verify'\n{result}")
    expect(words in result.output, f"{server}: 'verify' does not say '{words}'\n{result}")


def restart_tomcat(server: str) -> None:
    outside.succeed(server, ["systemctl", "restart", "joget"], limit=90)
    web.wait_for_page(f"http://{cluster.address(server)}:8080/jw/web/login")


def balance_with(product: str, former: str) -> None:
    """Another load balancer on the same server."""
    server = cluster.BALANCER
    outside.succeed(server, ["systemctl", "disable", "--now", former], limit=60)
    cluster.answer(server, "balancer", "product", product)
    outside.succeed(server, [PROGRAM, "apply", "--yes"], limit=240)
    web.wait_for_page(f"{cluster.PUBLIC}/jw/web/login", limit=30)


def tomcat10_archive() -> str:
    """The name of the archive that must be refused."""
    folder = subprocess.run([str(outside.FOLDER / "lab"), "bundle"], capture_output=True, text=True, check=True).stdout.split()[-1]
    return next(path.name for path in pathlib.Path(folder).glob("apache-tomcat-10*.tar.gz"))


def bundle_is_refused(server: str, archive: str, words: str, *more: str) -> None:
    """On a server that is to be an application server, the archive is refused, and nothing is unpacked."""
    description = cluster.described("refused", [(server, ["file-server", "database", "application", "balancer"])], *more)
    outside.write(server, "/root/refused.yaml", description.replace(cluster.BUNDLE, archive))
    options = ["--cluster", "/root/refused.yaml", "--state", "/root/refused"]
    result = outside.run(server, [PROGRAM, "apply", "prepare.tools", "prepare.bundle", *options], limit=120)
    expect_equal(result.code, 1, f"exit code\n{result}")
    expect(words in result.output, f"{archive}: not said: '{words}'\n{result}")
    outside.expect(outside.run(server, ["test", "-e", cluster.HOME]).code == 1, f"{cluster.HOME} was made")
    outside.succeed(server, ["rm", "-rf", "/root/refused"])


def foreign_tables_are_left(server: str, database: str) -> None:
    """A database with tables that are not Joget's: the schema step refuses, and they stay."""
    sql = "CREATE DATABASE foreignapp CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; CREATE TABLE foreignapp.orders (id INT); GRANT ALL ON foreignapp.* TO 'joget'@'{}';"
    outside.succeed(database, ["mysql", "-e", sql.format(cluster.address(server))])
    outside.succeed(server, f"sed 's|^  name: jwedb|  name: foreignapp|' {STATE}/cluster.yaml > /root/foreign.yaml")
    options = ["--cluster", "/root/foreign.yaml", "--state", "/root/foreign"]
    outside.succeed(server, [PROGRAM, "secret", "database.password", *options], stdin=cluster.PASSWORD + "\n")
    result = outside.run(server, [PROGRAM, "apply", "joget.schema", "--yes", *options], limit=120)
    expect_equal(result.code, 1, f"exit code\n{result}")
    tables = outside.succeed(database, ["mysql", "--batch", "--skip-column-names", "-e", "SHOW TABLES IN foreignapp"]).split()
    expect_equal(tables, ["orders"], "tables of the other application")
    outside.succeed(database, ["mysql", "-e", f"REVOKE ALL ON foreignapp.* FROM 'joget'@'{cluster.address(server)}'; DROP DATABASE foreignapp"])
    outside.succeed(server, ["rm", "-rf", "/root/foreign", "/root/foreign.yaml"])


def hand_edited_server_xml(server: str) -> None:
    """A cluster element of the operator's own is neither overwritten nor overlooked."""
    path = f"{cluster.TOMCAT}/conf/server.xml"
    ours = outside.read(server, path)
    begin, end = ours.index("<!-- joget-cluster: begin"), ours.index("<!-- joget-cluster: end")
    end = ours.index("-->", end) + 3
    own = '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6"><Manager className="org.apache.catalina.ha.session.BackupManager"/></Cluster>'
    edited = ours[:begin] + own + ours[end:]
    # The file keeps its inode, owner and mode.
    outside.succeed(server, ["tee", path], stdin=edited)
    try:
        result = outside.run(server, [PROGRAM, "apply", "session.server-xml", "--yes"], limit=120)
        expect_equal(result.code, 1, f"exit code\n{result}")
        expect("server.xml" in result.output and "Cluster" in result.output, f"not said what is wrong\n{result}")
        expect_equal(outside.read(server, path), edited, "server.xml")
    finally:
        outside.succeed(server, ["tee", path], stdin=ours)
    outside.succeed(server, [PROGRAM, "apply", "session.server-xml", "--yes"], limit=200)


def errata_of(server: str) -> list[str]:
    """The steps of the server's plan whose text says where the published guide is wrong."""
    planned = {step["id"] for step in json.loads(outside.succeed(server, [PROGRAM, "plan", "--json"], limit=120))}
    found: list[str] = []
    step = ""
    for path in sorted((outside.FOLDER.parent.parent / "Resources/Guide").glob("*.yaml")):
        for line in path.read_text().splitlines():
            if line.startswith("  - id: "):
                step = line.split()[-1]
            elif line.startswith("    erratum:") and step in planned:
                found.append(step)
    return found
