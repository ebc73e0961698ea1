"""A file server that is gone and a lock that is held: what the program says of it, and that it does not hang itself."""

import re

import hangs
import ledger
import outside
import proofs
import walks
import web
from cluster import APPLICATIONS, PROGRAM
from outside import expect
from runner import case

FIRST, SECOND = APPLICATIONS
# What works on the share is told of as failed; a server that only looks at itself has nothing to tell.
COMMANDS = (["status"], ["plan"], ["verify"], ["apply", "--yes"], ["proof", "share"], ["report"], ["board"], ["preflight"])


@case("with the file server gone and its share mounted hard, every command comes to its end, and none hangs in the kernel itself", limit=1000)
def commands_end_without_the_file_server() -> None:
    stuck = []
    with ledger.figures(4, "commands ended although the file server was gone") as ended, hangs.file_server_gone():
        for words in COMMANDS:
            ended.tried += 1
            with hangs.observed(FIRST) as states:
                result = outside.run(FIRST, ["timeout", "--signal=KILL", "110", PROGRAM, *words], limit=130)
            ledger.note(4, "looks at the program's threads, none of them stuck in the kernel", states.looks, states.looks - states.stuck)
            if result.code in (137, 255) or states.stuck:
                stuck.append(f"{' '.join(words)}: exit {result.code}, {states.stuck} of {states.looks} looks found a thread stuck")
            else:
                ended.held += 1
    expect(not stuck, "with the file server gone:\n" + "\n".join(stuck))
    web.wait_for_cluster()
    outside.succeed(FIRST, [PROGRAM, "apply", "--yes"], limit=240)


@case("with the file server gone the wizard answers keys, verifies, and is left; back, everything holds", limit=300)
def wizard_lives_without_the_file_server() -> None:
    with ledger.figures(4, "keys answered while the file server was gone") as tally, walks.start(FIRST) as screen:
        screen.wait_for("Enter goes on", limit=90)
        with hangs.file_server_gone():
            screen.press("Enter")
            screen.wait_for("v verify")
            screen.press("v")
            for _ in range(5):
                with tally.trial():
                    hangs.keys_answer(screen)
        expect(walks.leave(screen) in (0, 1, 2), "the wizard is not left as it should be")
    outside.succeed(FIRST, [PROGRAM, "apply", "--yes"], limit=240)
    proofs.verify_passes(FIRST)


@case("mount waits for the file server: the card says so, TERM ends it, and with the server back the step goes on", limit=300)
def mount_waits() -> None:
    outside.succeed(FIRST, f"systemctl stop joget && umount {proofs.MOUNT}", limit=90)
    with ledger.figures(4, "commands waiting for the file server, named on the card") as tally, walks.start(FIRST) as screen:
        walks.come_back(screen)
        walks.select(screen, "Mount it now")
        with hangs.file_server_gone():
            with tally.trial():
                screen.press("r")
                hangs.card(screen, re.compile(r"mount\.nfs"))
                screen.wait_for(re.compile(r"waits for an NFS server to answer"), limit=20)
                screen.capture("mount-waits")
                hangs.choose(screen, "TERM")
                screen.wait_for(walks.FAILED_STEP, limit=60)
            outside.wait_until(lambda: outside.run(FIRST, ["pgrep", "-x", "mount.nfs"]).code == 1, 30, "mount.nfs is gone")
        with tally.trial():
            screen.press("r")
            screen.wait_for("[ OK ] Mount it now", limit=120)
        walks.leave(screen)
    outside.succeed(FIRST, [PROGRAM, "apply", "--yes"], limit=240)
    proofs.verify_passes(FIRST)


@case("apt-get waits for a lock: the card names who holds it, and once that has ended the installation goes on", limit=300)
def lock_is_held() -> None:
    outside.succeed(SECOND, "apt-get -q remove -y unzip", limit=120)
    with ledger.figures(4, "holders of the package lock, named on the card") as tally, tally.trial():
        with walks.start(SECOND) as screen:
            walks.come_back(screen)
            walks.select(screen, "Tools for looking")
            with hangs.package_lock(SECOND) as holder:
                screen.press("r")
                hangs.card(screen, re.compile(rf"process {holder} \(python3\)"))
                screen.wait_for("the lock on /var/lib/dpkg/lock-frontend", limit=10)
                screen.capture("lock-is-held")
            screen.press("Enter")
            outside.wait_until(lambda: outside.run(SECOND, ["dpkg", "--status", "unzip"]).output.count("install ok installed") == 1, 120, "unzip is installed")
            screen.wait_for("a all", "w write report", limit=60)  # offered where nothing runs
            walks.leave(screen)
    proofs.verify_passes(SECOND)
