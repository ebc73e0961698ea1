"""The lab's scenarios. Each case is one sentence that is true of real servers, in the order of the guide."""

import sys

import outside
import proofs
import runner
from runner import case

FILE_SERVER, DATABASE, APPLICATION = "fs1", "db1", "app1"
PASSWORD = "Canary-'\"-#7%5-lab"  # typed into the masked field; found nowhere afterwards but where it belongs
SERVERS = (FILE_SERVER, DATABASE, APPLICATION)


@case("three servers answer, with everything of systemd's started")
def servers_answer() -> None:
    for server in SERVERS:
        outside.expect_equal(outside.succeed(server, ["hostname"]).strip(), server, "host name")
        outside.expect_equal(outside.run(server, ["systemctl", "is-system-running"]).output.strip(), "running", f"{server}: systemd")


@case("the program starts on each server and says its version", needs=("servers_answer",))
def program_starts() -> None:
    for server in SERVERS:
        outside.succeed(server, [proofs.PROGRAM, "--version"])
        outside.write(server, proofs.CLUSTER_FILE, (outside.FOLDER / "cluster.yaml").read_text())


# The walks through the wizard belong here: one case a server, and one that is killed in the middle.


@case("the export is for the application servers and nobody else")
def export_is_narrow() -> None:
    proofs.export_is_for_applications_only(FILE_SERVER, {proofs.address(APPLICATION)})


@case("app1 has a real NFS 4 mount of fs1")
def share_is_mounted() -> None:
    proofs.share_is_mounted(APPLICATION, FILE_SERVER)
    proofs.fstab_has_the_mount_once(APPLICATION)


@case("what app1 writes is on fs1's disk", needs=("share_is_mounted",))
def nonce_arrives() -> None:
    proofs.nonce_is_on_file_server(APPLICATION, FILE_SERVER)
    proofs.writing_reaches_file_server(APPLICATION, FILE_SERVER)


@case("the application's account creates and drops a table on db1 from app1", limit=240)
def database_serves() -> None:
    proofs.database_has_utf8mb4(DATABASE)
    outside.succeed(APPLICATION, "command -v mysql || DEBIAN_FRONTEND=noninteractive apt-get -qq install -y mariadb-client", limit=200)
    proofs.write_login(APPLICATION, DATABASE, PASSWORD)
    proofs.application_user_makes_tables(APPLICATION)


@case("the application's account is refused from elsewhere", needs=("database_serves",))
def database_refuses_others() -> None:
    proofs.others_are_kept_out(DATABASE, DATABASE, PASSWORD)


@case("the database password stands in no log, journal or report")
def password_is_nowhere() -> None:
    for server in SERVERS:
        proofs.secret_is_nowhere(server, PASSWORD, allowed={"/var/lib/joget-cluster/secrets"})


@case("verify passes on each server")
def verify_passes() -> None:
    for server in SERVERS:
        proofs.verify_passes(server)


@case("a second apply changes nothing on any server", limit=600)
def second_apply_is_idle() -> None:
    for server in SERVERS:
        proofs.apply_changes_nothing(server)


@case("after a reboot of app1 the mount is there again", limit=300, needs=("share_is_mounted",))
def mount_survives_reboot() -> None:
    before = outside.boot_id(APPLICATION)
    outside.lab("reboot", APPLICATION)
    outside.expect(outside.boot_id(APPLICATION) != before, "app1 has not rebooted")
    outside.wait_until(lambda: outside.mount_at(APPLICATION, proofs.MOUNT) is not None, 60, f"{proofs.MOUNT} is mounted")
    proofs.share_is_mounted(APPLICATION, FILE_SERVER)
    proofs.verify_passes(APPLICATION)


if __name__ == "__main__":
    runner.main(sys.argv[1:])
