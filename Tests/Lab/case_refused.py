"""Network, database, share, balancer and archive refuse: the cause is named, with the line that proves it and what to do."""

import contextlib

import cluster
import ledger
import outside
import trouble
import web
from cluster import APPLICATIONS, BALANCER, BUNDLE, DATABASE, FILE_SERVER, PROGRAM, STATE
from outside import expect, expect_equal
from runner import case

FIRST, SECOND = APPLICATIONS
NAMED = "refusals named, with the line that proves them and what to do"


def tells(server: str, words: list[str], *said: str | tuple[str, ...]) -> None:
    """The command fails and says the cause, what proves it, and what to do; of a tuple, one of its texts."""
    with ledger.figures(9, NAMED) as tally, tally.trial():
        result = outside.run(server, [PROGRAM, *words], limit=120)
        expect_equal(result.code, 1, f"{server}: exit code of '{' '.join(words)}'\n{result}")
        for each in said:
            texts = (each,) if isinstance(each, str) else each
            expect(any(text in result.output for text in texts), f"{server}: '{' '.join(words)}' does not say '{' or '.join(texts)}'\n{result}")


@contextlib.contextmanager
def stopped(server: str, unit: str):
    outside.succeed(server, ["systemctl", "stop", unit], limit=90)
    try:
        yield
    finally:
        outside.succeed(server, ["systemctl", "start", unit], limit=90)


@case("a filtered port is told from a closed one, for the share and for the database", limit=240)
def ports_are_filtered() -> None:
    with trouble.fault(FILE_SERVER, "share-port-filtered"):
        tells(FIRST, ["verify", "mount.reachable"], "port 2049 of 10.77.0.11", "no answer within", "what to do: look for a firewall")
    trouble.step_holds(FIRST, "mount.reachable")
    with trouble.fault(DATABASE, "database-port-filtered"):
        tells(FIRST, ["verify", "database.login"], "port 3306 of 10.77.0.12", "no answer within", "proof: ERROR 2002", "what to do: look for a firewall")
    with stopped(DATABASE, "mariadb"):
        tells(FIRST, ["verify", "database.login"], "refused: nobody listens there", "proof: ERROR 2002", "what to do: look whether the service runs")
    trouble.step_holds(FIRST, "database.login")


@case("a wrong password is told from an address that is not let in, and from a right that is missing", limit=240)
def database_refuses() -> None:
    outside.succeed(FIRST, f"cp -p {STATE}/secrets /root/lab-secrets")
    try:
        outside.succeed(FIRST, [PROGRAM, "secret", "database.password"], stdin="Canary-wrong\n")
        tells(FIRST, ["verify", "database.login"], "found refused", "proof: ERROR 1045", "Access denied for user 'joget'@'app1'", "what to do: the password")
    finally:
        outside.succeed(FIRST, f"mv /root/lab-secrets {STATE}/secrets")
    with trouble.fault(DATABASE, "database-refuses"):
        tells(FIRST, ["verify", "database.login"], "found refused", "is not allowed to connect", "what to do: the password or the address")
    account = f"'joget'@'{cluster.address(SECOND)}'"
    outside.succeed(DATABASE, ["mysql", "-e", f"REVOKE ALTER ON jwedb.* FROM {account}"])
    try:
        tells(SECOND, ["proof", "database"], "refused: alter", "what to do:")
    finally:
        outside.succeed(DATABASE, ["mysql", "-e", f"GRANT ALL PRIVILEGES ON jwedb.* TO {account}"])
    outside.succeed(SECOND, [PROGRAM, "proof", "database"], limit=60)
    for server in APPLICATIONS:
        trouble.step_holds(server, "database.login")


@case("a share that takes root for nobody, or nothing at all, is named by who must write there", limit=240)
def share_refuses() -> None:
    # A client that has forgotten what it may do there asks before it writes; then a share that is read-only denies as well.
    for fault, proofs in (("share-read-only", ("Read-only file system", "Permission denied")), ("share-squashes-root", ("Permission denied",))):
        with trouble.fault(FILE_SERVER, fault):
            tells(FIRST, ["verify", "mount.proof"], "writing /opt/joget/shared/wflow",
                  tuple(f"/.joget-cluster-app1: {proof}" for proof in proofs), "what to do: on the file server")
    trouble.step_holds(FIRST, "mount.proof")


@case("a member that is down is named by the balancer's own look, with its address", limit=300)
def member_is_down() -> None:
    with stopped(SECOND, "joget"):
        tells(BALANCER, ["verify", "after.members"], f"{cluster.address(SECOND)}:8080", "no connection", "what to do: look whether the service runs")
        web.wait_for_page(f"{cluster.PUBLIC}/jw/web/login", limit=60)
        result = outside.run(BALANCER, [PROGRAM, "proof", "stickiness"], limit=120)
        with ledger.figures(9, NAMED) as tally, tally.trial():
            expect(f"{SECOND} does not answer" in result.output, f"the proof does not name {SECOND}\n{result}")
    web.wait_for_page(f"http://{cluster.address(SECOND)}:8080/jw/web/login")


@case("a bundle of another checksum and one that came over by half are refused before anything is unpacked", limit=300)
def bundle_is_another() -> None:
    outside.lab("bundle", BALANCER)
    found = outside.succeed(BALANCER, ["sha256sum", BUNDLE]).split()[0]
    wanted = "0" * 63 + "1"
    with ledger.figures(9, NAMED) as tally:
        with tally.trial():
            trouble.bundle_is_refused(BALANCER, BUNDLE, found, f"  bundle-sha256: '{wanted}'")
        outside.succeed(BALANCER, f"truncate -s $(($(stat -c %s {BUNDLE}) / 2)) {BUNDLE}")
        for words in ("it is cut short", "unexpected end of file", "what to do: copy the archive again"):
            with tally.trial():
                trouble.bundle_is_refused(BALANCER, BUNDLE, words)
    outside.succeed(BALANCER, ["rm", BUNDLE])
