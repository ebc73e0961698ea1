"""The same once more without the wizard, on fresh copies of the servers, and on other releases and products."""

from concurrent.futures import ThreadPoolExecutor

import cluster
import outside
import proofs
import web
from cluster import APPLICATIONS, BALANCER, DATABASE, FILE_SERVER
from runner import case


@case("fresh copies of all five are set up headless, in the guide's order", limit=1200)
def headless_on_fresh_copies() -> None:
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda server: outside.lab("fresh", server), cluster.SERVERS))
    outside.lab("deploy")
    outside.lab("bundle", *APPLICATIONS)
    for server in cluster.SERVERS:
        outside.write(server, cluster.CLUSTER_FILE, cluster.whole())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(cluster.apply_all, (FILE_SERVER, DATABASE)))
    for server in (*APPLICATIONS, BALANCER):
        cluster.apply_all(server)


@case("they are the same cluster: page, stickiness, fail-over, nodes", limit=300, needs=("headless_on_fresh_copies",))
def headless_cluster_works() -> None:
    outside.expect_equal(web.get(f"{cluster.PUBLIC}/jw/web/login").status, 200, "the login page")
    web.session_stays(6)
    web.session_survives_its_node()
    web.nodes_in_servers_json(set(cluster.ROUTES))


@case("a second apply changes nothing there either", limit=600, needs=("headless_on_fresh_copies",))
def headless_second_apply_is_idle() -> None:
    for server in cluster.SERVERS:
        proofs.apply_changes_nothing(server)


@case("one Debian 13 has every role, and keeps them after a reboot", limit=900, needs=("program_starts",),
      proves=(12, "restarts of a cluster of one, everything there again"))
def one_server_has_every_role() -> None:
    server = "deb13"
    outside.lab("up", server)
    outside.lab("deploy", server)
    outside.lab("bundle", server)
    outside.write(server, cluster.CLUSTER_FILE, cluster.single(server))
    cluster.apply_all(server)
    outside.lab("reboot", server)
    outside.wait_until(lambda: outside.mount_at(server, proofs.MOUNT) is not None, 60, f"{proofs.MOUNT} is mounted")
    web.wait_for_page(f"http://{cluster.address(server)}/jw/web/login")
    proofs.verify_passes(server)
    proofs.apply_changes_nothing(server)
    outside.lab("kill", server)


@case("Joget runs on a real MySQL, whose passwords are encrypted its own way", limit=1200, needs=("program_starts",))
def mysql_serves_joget() -> None:
    database, application = "my1", "one1"
    for server in (database, application):
        outside.lab("fresh", server)  # others have worked on it
        outside.lab("deploy", server)
        outside.write(server, cluster.CLUSTER_FILE, cluster.on_mysql(database, application))
    outside.lab("bundle", application)
    for server in (database, application):
        cluster.apply_all(server)
    version = outside.succeed(database, ["mysql", "--batch", "--skip-column-names", "-e", "SELECT VERSION()"]).strip()
    outside.expect("MariaDB" not in version and int(version.split(".")[0]) >= 8, f"not MySQL: {version}")
    plugin = outside.succeed(database, ["mysql", "--batch", "--skip-column-names", "-e", "SELECT plugin FROM mysql.user WHERE user = 'joget'"]).strip()
    outside.expect_equal(plugin, "caching_sha2_password", "how passwords are kept")
    outside.expect_equal(web.get(f"http://{cluster.address(application)}/jw/web/login").status, 200, "the login page")
    for server in (database, application):
        outside.lab("kill", server)
