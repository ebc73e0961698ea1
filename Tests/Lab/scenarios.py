"""The lab's scenarios. Each case is one sentence that is true of real servers, in the order of the guide."""

import re
import sys
import tempfile
import zipfile

import outside
import proofs
import runner
import walks
from runner import case

FILE_SERVER, DATABASE, APPLICATION = "fs1", "db1", "app1"
ALONE = "app2"  # has every role of a cluster of its own
PASSWORD = "Canary-'\"-#7%5-lab"  # typed into the masked field; found nowhere afterwards but where it belongs
SERVERS = (FILE_SERVER, DATABASE, APPLICATION)
CLUSTER = [
    (FILE_SERVER, proofs.address(FILE_SERVER), {"file-server"}),
    (DATABASE, proofs.address(DATABASE), {"database"}),
    (APPLICATION, proofs.address(APPLICATION), {"application"}),
    ("lb1", proofs.address("lb1"), {"balancer"}),  # only a name as long as the guide has no section for it
]


@case("three servers answer, with everything of systemd's started")
def servers_answer() -> None:
    for server in SERVERS:
        outside.expect_equal(outside.succeed(server, ["hostname"]).strip(), server, "host name")
        outside.expect_equal(outside.run(server, ["systemctl", "is-system-running"]).output.strip(), "running", f"{server}: systemd")


@case("the program starts on each server and says its version", needs=("servers_answer",))
def program_starts() -> None:
    for server in SERVERS:
        outside.succeed(server, [proofs.PROGRAM, "--version"])


@case("the wizard without root, terminal, description or a right option says one clear thing and changes nothing", needs=("program_starts",))
def refusals_are_clear() -> None:
    before = proofs.fingerprint(FILE_SERVER)
    for command, code, words in (
        ("setpriv --reuid=65534 --regid=65534 --clear-groups joget-cluster", 77, "root"),
        ("joget-cluster < /dev/null", 64, "terminal"),
        ("joget-cluster apply", 65, "cluster init"),
        ("joget-cluster plan --cluster /nowhere.yaml", 65, "/nowhere.yaml"),
        ("joget-cluster apply --role cook", 64, "cook"),
    ):
        result = outside.run(FILE_SERVER, command)
        outside.expect_equal(result.code, code, f"exit code of '{command}'\n{result}")
        outside.expect(words in result.errors, f"'{command}' does not say '{words}'\n{result}")
    outside.expect_equal(proofs.fingerprint(FILE_SERVER), before, "the files of fs1")


@case("fs1 is set up: the form filled, the steps run, the report written", limit=400, needs=("refusals_are_clear",))
def walk_file_server() -> None:
    with walks.start(FILE_SERVER) as screen:
        walks.describe_cluster(screen, FILE_SERVER, CLUSTER)
        walks.begin(screen)
        walks.go_through(screen, PASSWORD)
        walks.write_report(screen, FILE_SERVER)
        outside.expect_equal(walks.leave(screen), 0, "exit code of a complete run")
    description = outside.read(FILE_SERVER, f"{walks.STATE}/cluster.yaml")
    for server in (DATABASE, APPLICATION):
        outside.write(server, proofs.CLUSTER_FILE, description)


@case("db1 is set up although the wizard is killed in the middle of an installation", limit=500, needs=("walk_file_server",))
def walk_database_killed() -> None:
    with walks.start(DATABASE, "--cluster", proofs.CLUSTER_FILE, term="vt100") as screen:
        walks.begin(screen)
        screen.wait_for(re.compile("Unpacking|Setting up"), limit=120)
        screen.capture("before-kill")
        screen.kill()
        screen.wait_end()
    outside.expect(outside.run(DATABASE, ["pgrep", "-x", "apt-get"]).code == 0, "apt-get died with the wizard")
    with walks.start(DATABASE) as screen:
        screen.wait_for("Enter goes on", limit=200)
        screen.capture("resumed")
        screen.press("Enter")
        screen.wait_for("What will run here")
        screen.press("a")
        walks.go_through(screen, PASSWORD)
        walks.write_report(screen, DATABASE)
        outside.expect_equal(walks.leave(screen), 0, "exit code of a complete run")
    installs = outside.succeed(DATABASE, "grep -c 'Commandline: apt-get.* install mariadb-server' /var/log/apt/history.log")
    outside.expect_equal(installs.strip(), "1", "how often MariaDB was installed")


@case("app1 is set up, one step is undone and done again", limit=500, needs=("walk_database_killed",))
def walk_application() -> None:
    with walks.start(APPLICATION, "--cluster", proofs.CLUSTER_FILE) as screen:
        walks.begin(screen)
        walks.go_through(screen, PASSWORD)
        screen.press("Esc")
        screen.wait_for("What will run here")
        walks.take_back(screen, "Mount it now")
        outside.wait_until(lambda: outside.mount_at(APPLICATION, proofs.MOUNT) is None, 60, "the share is unmounted")
        screen.wait_for("[FAIL] Write and read back")  # what rested on the mount is not claimed any more
        screen.settle()
        screen.capture("undone")
        screen.press("a")
        screen.wait_for("Complete: all", limit=120)
        walks.write_report(screen, APPLICATION)
        outside.expect_equal(walks.leave(screen), 0, "exit code of a complete run")


@case("a second wizard on the same server is refused by name", needs=("walk_application",))
def second_instance_is_refused() -> None:
    with walks.start(APPLICATION) as screen:
        screen.wait_for("Enter goes on", limit=60)
        result = outside.run(APPLICATION, [proofs.PROGRAM, "apply"])
        outside.expect_equal(result.code, 75, f"exit code of a second instance\n{result}")
        outside.expect("process" in result.errors, f"it does not name the other one\n{result}")
        walks.leave(screen)


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


@case("Joget's tables are loaded out of a WAR, and only once", limit=200, needs=("walk_database_killed",))
def schema_comes_from_war() -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = f"{folder}/jw.war"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as war:
            war.writestr("WEB-INF/web.xml", "<web-app><distributable/></web-app>")
            war.writestr("WEB-INF/classes/setup/sql/jwdb-mysql.sql", proofs.SCHEMA)
        outside.lab("copy", archive, f"{DATABASE}:/root/jw.war")
    outside.succeed(DATABASE, f"sed -i 's|^  schema: .*|  schema: /root/jw.war|' {walks.STATE}/cluster.yaml")
    outside.succeed(DATABASE, [proofs.PROGRAM, "apply", "--yes"], limit=150)
    tables = outside.succeed(DATABASE, ["mysql", "--batch", "--skip-column-names", "-e", f"SHOW TABLES IN {proofs.DATABASE}"]).split()
    outside.expect_equal(sorted(tables), ["dir_role", "wf_setup"], "tables of the database")
    proofs.apply_changes_nothing(DATABASE)


@case("one server can have every role, and keeps them after a reboot", limit=500, needs=("program_starts",))
def one_server_has_every_role() -> None:
    outside.lab("up", ALONE)
    outside.lab("deploy", ALONE)
    outside.write(ALONE, proofs.CLUSTER_FILE, proofs.single_server(ALONE))
    outside.succeed(ALONE, [proofs.PROGRAM, "secret", "database.password", "--cluster", proofs.CLUSTER_FILE], stdin=PASSWORD + "\n")
    outside.succeed(ALONE, [proofs.PROGRAM, "apply", "--yes", "--cluster", proofs.CLUSTER_FILE], limit=400)
    outside.lab("reboot", ALONE)
    outside.wait_until(lambda: outside.mount_at(ALONE, proofs.MOUNT) is not None, 60, f"{proofs.MOUNT} is mounted")
    proofs.verify_passes(ALONE)


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
