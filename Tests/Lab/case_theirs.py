"""Products that are there already are taken into service as they are."""

import cluster
import outside
import proofs
import theirs
import web
from cluster import APPLICATIONS, CLUSTER_FILE, PROGRAM
from runner import case

SERVER = "one1"
BALANCED = f"{cluster.PUBLIC}:{theirs.PORT}"


@case("share, database, Tomcat and balancer of somebody else's serve Joget, and do so after a reboot", limit=900)
def existing_products_serve_joget() -> None:
    outside.lab("fresh", SERVER)
    outside.lab("deploy", SERVER)
    outside.lab("bundle", SERVER)
    outside.wait_for_clock(SERVER)
    theirs.share_for(SERVER)
    theirs.administrator_for(SERVER)
    theirs.tomcat_on(SERVER)
    unit = outside.read(SERVER, f"/etc/systemd/system/{theirs.UNIT}.service")
    theirs.balancer_for(SERVER)
    outside.write(SERVER, CLUSTER_FILE, theirs.description(SERVER))
    for name in ("database.password", "database.admin-password"):
        theirs.secret(SERVER, name, "--cluster", CLUSTER_FILE)
    outside.succeed(SERVER, [PROGRAM, "apply", "--yes", "--cluster", CLUSTER_FILE], limit=600)
    outside.expect_equal(web.get(f"{BALANCED}/jw/web/login").status, 200, "the login page by the site's own balancer")
    outside.expect_equal(outside.read(SERVER, f"/etc/systemd/system/{theirs.UNIT}.service"), unit, "the site's own unit")
    owners = set(outside.succeed(cluster.FILE_SERVER, f"cd {theirs.SHARE} && find . -type f -name 'app_*' -printf '%U:%G\\n'").split())
    outside.expect_equal(owners, {f"{theirs.NUMBER}:{theirs.NUMBER}"}, "owners of Joget's files on the share")
    session = web.Session(BALANCED)
    session.ask()
    session.ask()
    proofs.apply_changes_nothing(SERVER)
    outside.lab("reboot", SERVER)
    web.wait_for_page(f"{BALANCED}/jw/web/login")
    proofs.verify_passes(SERVER)
    proofs.secret_is_nowhere(SERVER, cluster.PASSWORD, allowed={"/var/lib/joget-cluster/secrets"})
    outside.lab("kill", SERVER)


@case("where the database's administrator does it by hand, the SQL printed is what is needed", limit=240)
def administrator_follows_the_sql() -> None:
    server = APPLICATIONS[0]
    text = theirs.description(server).replace("kind: existing\n  address", "kind: dba\n  address").replace("name: theirs\n  user", "name: asked\n  user")
    outside.write(server, "/root/asked.yaml", "\n".join(line for line in text.splitlines() if "admin:" not in line) + "\n")
    options = ["--cluster", "/root/asked.yaml", "--state", "/root/asked"]
    theirs.secret(server, "database.password", *options)
    command = [PROGRAM, "apply", "database.dba", "--yes", *options]
    refused = outside.run(server, command, limit=90)
    outside.expect_equal(refused.code, 1, f"exit code before the administrator has done it\n{refused}")
    statements = [line for line in refused.output.splitlines() if line.startswith(("CREATE", "GRANT"))]
    outside.expect_equal(len(statements), 3, f"statements for the administrator\n{refused}")
    theirs.query("\n".join(statements).replace("'<the agreed password>'", theirs.sql_text(cluster.PASSWORD)))
    outside.succeed(server, command, limit=90)
    outside.succeed(server, [PROGRAM, "verify", "database.dba", *options], limit=90)
    theirs.query(f"DROP DATABASE asked; DROP USER 'theirs'@'{cluster.address(server)}'")
    outside.succeed(server, ["rm", "-rf", "/root/asked", "/root/asked.yaml"])
