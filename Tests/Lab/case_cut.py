"""Connections cut in the middle of real installations, and what two wizards, clocks, names and copied state make of a run."""

import re
import time

import cluster
import cutting
import installation
import ledger
import outside
import walks
from cluster import APPLICATIONS, CLUSTER_FILE, PASSWORD, PROGRAM, STATE
from outside import expect, expect_equal
from runner import case

SERVER = "one1"
NFS, MARIADB = "shared-directory.packages", "database.packages"
FIRST, SECOND = APPLICATIONS


@case("ssh killed in the middle of apt-get: it goes on to its end, and a second terminal that followed it adopts it", limit=400,
      needs=("program_starts",))
def ssh_is_killed() -> None:
    for command in ("fresh", "deploy"):
        outside.lab(command, SERVER)
    outside.wait_for_clock(SERVER)
    outside.write(SERVER, CLUSTER_FILE, cluster.beside(SERVER))
    with ledger.figures(3, "ssh killed in an installation that a second one follows") as tally, tally.trial():
        with walks.start(SERVER, "--cluster", CLUSTER_FILE) as first:
            installation.begin(first)
            with walks.start(SERVER) as second:
                second.wait_for("sets this server up now")
                second.press("Enter")
                second.wait_for("READ-ONLY")
                members = installation.installation(SERVER)
                first.hang_up()
                second.wait_for("following it to its end", limit=30)
                second.capture("adopted")
                cutting.go_on_all(SERVER, members, NFS)
                second.wait_for("Left in the middle", limit=200)
                second.wait_for("Enter goes on", limit=60)
                second.capture("after-ssh-was-killed")
                expect("ended" in "\n".join(second.screen()), f"how it ended is not said\n{second.picture()}")
                outside.expect_equal(walks.leave(second), 2, "exit code of a run that is not complete")
        installation.ended_well(SERVER, NFS)
    cutting.log_is_whole(SERVER, NFS)


@case("the network cut until sshd hangs up: the installation goes on, and the next start says how it ended", limit=400, needs=("ssh_is_killed",))
def network_is_cut() -> None:
    cutting.impatient_sshd(SERVER)
    with ledger.figures(3, "networks cut in an installation until sshd gave up") as tally, tally.trial():
        with walks.start(SERVER) as screen:
            walks.go_on(screen)
            installation.go_on(screen)
            members = installation.installation(SERVER)
            wizard = screen.program_id()
            began = time.time()
            cutting.has_hung_up(SERVER, wizard, began, cutting.wait_cut_off(SERVER, screen, 16))
            cutting.go_on_all(SERVER, members, MARIADB)
            screen.wait_end(limit=60)
        with walks.start(SERVER) as screen:
            screen.wait_for("Left in the middle", limit=250)
            screen.wait_for("Enter goes on", limit=60)
            screen.capture("after-the-network-was-cut")
            walks.go_on(screen)
            walks.go_through(screen, PASSWORD)
            walks.write_report(screen, SERVER)
            expect_equal(walks.leave(screen), 0, "exit code of a complete run")
        installation.ended_well(SERVER, MARIADB)
    cutting.log_is_whole(SERVER, MARIADB)


@case("of two wizards the second one follows, and takes over when the lock's holder is killed or loses its terminal", limit=200,
      needs=("network_is_cut",))
def second_takes_over() -> None:
    with ledger.figures(7, "lock holders that died, the second taking over") as tally:
        for way in ("KILL", "hang-up", "SEGV"):
            with tally.trial():
                cutting.takes_over(SERVER, way)
    with ledger.figures(7, "commands refused beside a running one, naming its process") as tally:
        with walks.start(SERVER) as screen:
            screen.wait_for("Enter goes on", limit=60)
            holder = screen.program_id()
            for words in (["apply"], ["undo", "shared-directory.export", "--yes"], ["secret", "database.password"]):
                with tally.trial():
                    result = outside.run(SERVER, [PROGRAM, *words], stdin=PASSWORD + "\n")
                    expect_equal(result.code, 75, f"exit code beside a running wizard\n{result}")
                    expect(f"process {holder}" in result.errors, f"process {holder} is not named\n{result}")
            for words in (["status"], ["plan"], ["verify"], ["report"]):
                with tally.trial():
                    result = outside.run(SERVER, [PROGRAM, *words], limit=90)
                    expect(result.code != 75 or f"process {holder}" in result.errors, f"neither an answer nor a name\n{result}")
            expect_equal(walks.leave(screen), 0, "exit code")


@case("with the clock set back by a day the run goes on, and its report stays sane", limit=240, needs=("network_is_cut",))
def clock_is_set_back() -> None:
    with ledger.figures(7, "clocks set back a day between two starts") as tally, tally.trial(), cutting.yesterday(SERVER):
        outside.succeed(SERVER, [PROGRAM, "undo", "shared-directory.export", "--yes"])
        # A clock that nobody sets would be given to somebody else, and fails verification, which is another case.
        steps = ("shared-directory.export", "shared-directory.proof", "reboot.share")
        outside.succeed(SERVER, [PROGRAM, "apply", "--yes", *steps], limit=120)
        outside.succeed(SERVER, [PROGRAM, "verify", *steps], limit=120)
        outside.succeed(SERVER, [PROGRAM, "status"])
        cutting.times_are_sane(SERVER)
        with walks.start(SERVER) as screen:
            screen.wait_for("Enter goes on", "c cluster form", limit=60)
            screen.capture("clock-set-back")
            expect(not screen.shows(re.compile(r"(?<![\w.:-])-\d+(\.\d+)? ?s\b")), f"a negative time is shown\n{screen.picture()}")
            expect(walks.leave(screen) in (0, 1), "the wizard is not left as it should be")
    cutting.completes(SERVER)
    cutting.times_are_sane(SERVER)


@case("a server that was renamed between two starts is known by its machine, and the run goes on", limit=240, needs=("network_is_cut",))
def host_is_renamed() -> None:
    with ledger.figures(7, "servers renamed between two starts") as tally:
        for name in ("renamed1", "db1"):  # a new name, and that of another server
            with tally.trial(), cutting.renamed(SERVER, name):
                outside.run(SERVER, [PROGRAM, "undo", "shared-directory.export", "--yes"])
                cutting.completes_or_says(SERVER, name)
    cutting.completes(SERVER)


@case("the state of app1 on app2 is refused by name, by every command, and not one byte of it or of app2 changes", limit=300)
def state_of_another_server() -> None:
    copied = "/root/copied"
    archive = outside.succeed(FIRST, f"tar -C {STATE} --exclude=./secrets -cf - . | base64 -w0", limit=90)
    outside.succeed(SECOND, f"rm -rf {copied}; mkdir -m 0700 {copied} && base64 -d | tar -C {copied} -xf -", stdin=archive, limit=90)
    before = cutting.digests(SECOND, copied)
    with ledger.figures(7, "commands on the state of another server refused by name") as tally:
        for words in (["apply"], ["verify"], ["undo", "mount.fstab", "--yes"], ["proof", "share"], ["preflight", "--fix", "prepare.names"]):
            with tally.trial():
                result = outside.run(SECOND, [PROGRAM, *words, "--state", copied], limit=90)
                expect_equal(result.code, 65, f"exit code of '{words[0]}'\n{result}")
                expect(f"another server, {FIRST}" in result.errors, f"'{words[0]}' does not name {FIRST}\n{result}")
        with tally.trial(), walks.start(SECOND, "--state", copied) as screen:
            screen.wait_for(f"another server, {FIRST}", limit=30)
            screen.capture("state-of-another-server")
            screen.press("q")
            expect_equal(screen.wait_end(), 65, "exit code of the wizard")
    expect_equal(cutting.digests(SECOND, copied), before, "the copied state and the files of app2")
    outside.succeed(SECOND, ["rm", "-rf", copied])
