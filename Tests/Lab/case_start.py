"""What is true of the servers before anything is set up."""

import canary
import cluster
import outside
import proofs
from runner import case


@case("every server answers, with everything of systemd's started and its clock set", limit=240)
def servers_answer() -> None:
    for server in cluster.SERVERS:
        outside.expect_equal(outside.succeed(server, ["hostname"]).strip(), server, "host name")
        outside.expect_equal(outside.run(server, ["systemctl", "is-system-running"]).output.strip(), "running", f"{server}: systemd")
        # A clock that nobody has set yet would be mended by the guide, which is another case.
        outside.wait_for_clock(server)


@case("the program starts on each server and says its version", needs=("servers_answer",))
def program_starts() -> None:
    for server in cluster.SERVERS:
        outside.succeed(server, [cluster.PROGRAM, "--version"])


@case("the wizard without root, terminal, description or a right option says one clear thing and changes nothing", needs=("program_starts",))
def refusals_are_clear() -> None:
    before = proofs.fingerprint(cluster.FILE_SERVER)
    for command, code, words in (
        ("setpriv --reuid=65534 --regid=65534 --clear-groups joget-cluster", 77, "root"),
        ("joget-cluster < /dev/null", 64, "terminal"),
        ("joget-cluster apply", 65, "cluster init"),
        ("joget-cluster plan --cluster /nowhere.yaml", 65, "/nowhere.yaml"),
        ("joget-cluster apply --role cook", 64, "cook"),
    ):
        result = outside.run(cluster.FILE_SERVER, command)
        outside.expect_equal(result.code, code, f"exit code of '{command}'\n{result}")
        outside.expect(words in result.errors, f"'{command}' does not say '{words}'\n{result}")
    outside.expect_equal(proofs.fingerprint(cluster.FILE_SERVER), before, "the files of fs1")


@case("from here on every program that is started on a server is looked at for secrets", needs=("servers_answer",))
def secrets_are_watched() -> None:
    canary.watch(*cluster.SERVERS)
    for server in cluster.SERVERS:
        outside.wait_until(lambda: canary.figures(server)["scans"] > 0, 20, f"{server}: the watcher looks")
