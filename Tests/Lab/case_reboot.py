"""Power cuts and restarts in the middle of a run and at its end, and what would not survive one."""

import cluster
import cutting
import installation
import ledger
import outside
import reboots
import walks
import web
from cluster import CLUSTER_FILE, PASSWORD
from outside import expect_equal
from runner import case

SERVER = "one1"
NFS, MARIADB = "shared-directory.packages", "database.packages"


@case("the plug pulled in the middle of an installation: the first start says what was cut off, and how to go on", limit=500,
      needs=("program_starts",))
def plug_is_pulled() -> None:
    for command in ("fresh", "deploy"):
        outside.lab(command, SERVER)
    outside.wait_for_clock(SERVER)
    outside.write(SERVER, CLUSTER_FILE, cluster.beside(SERVER))
    reboots.careful_dpkg(SERVER)
    with ledger.figures(12, "power cuts in an installation, gone on with") as tally, tally.trial():
        with walks.start(SERVER, "--cluster", CLUSTER_FILE) as screen:
            installation.begin(screen)
            outside.lab("kill", SERVER)
        outside.lab("up", SERVER)
        reboots.is_cut_off(SERVER, NFS)
        with walks.start(SERVER) as screen:
            reboots.greets_cut_off(screen, "Install the NFS server", reboots.GONE)
            walks.come_back(screen)
            reboots.press_and_mend(screen, "r")
            screen.wait_for("[ OK ] Install the NFS server", limit=200)
            expect_equal(walks.leave(screen), 2, "exit code of a run that is not complete")
        expect_equal(outside.succeed(SERVER, ["dpkg", "--audit"]), "", "packages that are half done")


@case("a restart in the middle of an installation: the same, and the run comes to its end", limit=500, needs=("plug_is_pulled",))
def server_restarts() -> None:
    with ledger.figures(12, "restarts in an installation, gone on with") as tally, tally.trial():
        with walks.start(SERVER) as screen:
            walks.go_on(screen)
            screen.wait_for("Unpacking mariadb", limit=200)
            outside.lab("reboot", SERVER)
        is_left = reboots.is_cut_off(SERVER, MARIADB, can_be_told=True)
        with walks.start(SERVER) as screen:
            if is_left:
                reboots.greets_cut_off(screen, "Install the database", reboots.ENDED, reboots.GONE)
            walks.come_back(screen)
            reboots.press_and_mend(screen, "a")
            walks.go_through(screen, PASSWORD)
            walks.write_report(screen, SERVER)
            expect_equal(walks.leave(screen), 0, "exit code of a complete run")
        expect_equal(outside.succeed(SERVER, ["dpkg", "--audit"]), "", "packages that are half done")
    cutting.times_are_sane(SERVER)
    outside.lab("kill", SERVER)


@case("what works now and would be gone after a restart is flagged before sign-off, and put right", limit=600)
def slips_are_flagged() -> None:
    with ledger.figures(12, "things that would not survive a restart, flagged") as tally:
        for slip in reboots.SLIPS:
            with tally.trial():
                reboots.is_flagged(slip)


@case("after a restart of all five the first start looks at everything that was done, and all of it holds", limit=500)
def first_start_verifies() -> None:
    outside.reboot_all(cluster.SERVERS)
    web.wait_for_cluster()
    with ledger.figures(12, "steps verified by the first start after a restart") as tally:
        for server in cluster.SERVERS:
            count = reboots.greets_verified(server)
            tally.tried, tally.held = tally.tried + count, tally.held + count
