"""The cluster as its users and its network see it, asked without the program under test."""

import cluster
import outside
import proofs
import web
from cluster import APPLICATIONS, DATABASE, FILE_SERVER, PASSWORD
from runner import case

FIRST, SECOND = APPLICATIONS


@case("the export is for the application servers and nobody else")
def export_is_narrow() -> None:
    proofs.export_is_for_applications_only(FILE_SERVER, {cluster.address(server) for server in APPLICATIONS})


@case("both application servers have a real NFS 4 mount of fs1")
def share_is_mounted() -> None:
    for server in APPLICATIONS:
        proofs.share_is_mounted(server, FILE_SERVER)
        proofs.fstab_has_the_mount_once(server)


@case("what the application servers write is on fs1's disk", needs=("share_is_mounted",))
def nonce_arrives() -> None:
    for server in APPLICATIONS:
        proofs.nonce_is_on_file_server(server, FILE_SERVER)
        proofs.writing_reaches_file_server(server, FILE_SERVER)


@case("the application's account creates and drops a table on db1 from both application servers")
def database_serves() -> None:
    proofs.database_has_utf8mb4(DATABASE)
    for server in APPLICATIONS:
        proofs.write_login(server, DATABASE, PASSWORD)
        proofs.application_user_makes_tables(server)


@case("the application's account is refused from elsewhere", needs=("database_serves",))
def database_refuses_others() -> None:
    proofs.others_are_kept_out(DATABASE, DATABASE, PASSWORD)


@case("Tomcat runs as joget, with memory, share, name and agents in Joget's order")
def tomcat_runs_as_it_should() -> None:
    for server, route in zip(APPLICATIONS, cluster.ROUTES):
        web.java_options_are_in_order(server, route)


@case("the login page comes through the balancer")
def login_through_balancer() -> None:
    page = web.get(f"{cluster.PUBLIC}/jw/web/login")
    outside.expect_equal(page.status, 200, "status of the login page")
    outside.expect("Joget" in page.body, f"not the login page: {page.body[:200]}")


@case("a session stays on its node while that runs", needs=("login_through_balancer",))
def session_is_sticky() -> None:
    web.session_stays(10)


@case("a session continues on the other node after its node is stopped, and the node is used again when it is back",
      limit=240, needs=("session_is_sticky",))
def session_survives_a_node() -> None:
    web.session_survives_its_node()


@case("both nodes stand in servers.json, and each other's members are real addresses")
def nodes_are_listed() -> None:
    web.nodes_in_servers_json(set(cluster.ROUTES))


@case("both web socket paths reach a node by the balancer, and are switched over")
def web_socket_paths_reach_nodes() -> None:
    for path in ("/jw/web/applog/x", "/jw/web/socket/plugin/x"):
        wishes = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        reply = web.get(f"{cluster.PUBLIC}{path}", wishes, limit=3)  # an open web socket has no end
        outside.expect_equal(reply.status, 101, f"status of {path}")


@case("the database password stands in no log, journal or report, and in the settings on the share only")
def password_is_nowhere() -> None:
    for server in cluster.SERVERS:
        proofs.secret_is_nowhere(server, PASSWORD, allowed={"/var/lib/joget-cluster/secrets"})


@case("verify passes on each server", limit=240)
def verify_passes() -> None:
    for server in cluster.SERVERS:
        proofs.verify_passes(server)


@case("a second apply changes nothing on any server", limit=600)
def second_apply_is_idle() -> None:
    for server in cluster.SERVERS:
        proofs.apply_changes_nothing(server)


@case("after a reboot of all five everything is there again, and verify passes", limit=500, needs=("verify_passes",),
      proves=(12, "restarts of all servers at the end, everything there again"))
def all_survive_a_reboot() -> None:
    before = {server: outside.boot_id(server) for server in cluster.SERVERS}
    outside.reboot_all(cluster.SERVERS)
    for server in cluster.SERVERS:
        outside.expect(outside.boot_id(server) != before[server], f"{server} has not rebooted")
    web.wait_for_cluster()
    for server in cluster.SERVERS:
        proofs.verify_passes(server)
