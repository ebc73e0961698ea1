"""The whole guide by the wizard's own terminal, on every server, in the guide's order."""

import re

import cluster
import outside
import trouble
import walks
from cluster import APPLICATIONS, BALANCER, DATABASE, FILE_SERVER, PASSWORD
from runner import case

FIRST, SECOND = APPLICATIONS


@case("fs1 is set up: the form filled, the steps run, the report written", limit=400, needs=("refusals_are_clear",))
def walk_file_server() -> None:
    with walks.start(FILE_SERVER) as screen:
        walks.describe_cluster(screen, FILE_SERVER, cluster.MEMBERS, cluster.ANSWERS)
        walks.begin(screen)
        walks.go_through(screen, PASSWORD)
        walks.write_report(screen, FILE_SERVER)
        outside.expect_equal(walks.leave(screen), 0, "exit code of a complete run")


@case("the cluster goes from fs1 to the other servers as a slip that is typed in, a damaged line named and typed again", needs=("walk_file_server",))
def slip_is_handed_over() -> None:
    slip = outside.succeed(FILE_SERVER, [cluster.PROGRAM, "cluster", "show", "--slip"])
    for server in cluster.SERVERS[1:]:
        walks.take_over(server, slip.splitlines(), damaged=server == DATABASE)


@case("db1 is set up although the wizard is killed in the middle of an installation", limit=500, needs=("slip_is_handed_over",),
      proves=(1, "wizards killed in a real installation, gone on with"))
def walk_database_killed() -> None:
    with walks.start(DATABASE, term="vt100") as screen:
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


@case("app1 is set up with Joget's configuration; one step is undone and done again", limit=700, needs=("walk_database_killed",))
def walk_first_application() -> None:
    outside.lab("bundle", FIRST)
    with walks.start(FIRST) as screen:
        walks.begin(screen)
        walks.go_through(screen, PASSWORD)
        screen.press("Esc")
        screen.wait_for("What will run here")
        walks.take_back(screen, "Options of Java")
        screen.settle()
        screen.capture("undone")
        outside.expect(outside.run(FIRST, ["test", "-e", f"{cluster.TOMCAT}/bin/setenv.sh"]).code == 1, "setenv.sh is still there")
        screen.press("a")
        screen.wait_for("Complete: all", limit=300)
        walks.write_report(screen, FIRST)
        outside.expect_equal(walks.leave(screen), 0, "exit code of a complete run")


@case("app2 is set up", limit=600, needs=("walk_first_application",))
def walk_second_application() -> None:
    outside.lab("bundle", SECOND)
    walk(SECOND)


@case("lb1 is set up", limit=400, needs=("walk_second_application",))
def walk_balancer() -> None:
    walk(BALANCER)


def walk(server: str) -> None:
    with walks.start(server) as screen:
        walks.begin(screen)
        walks.go_through(screen, PASSWORD)
        walks.write_report(screen, server)
        outside.expect_equal(walks.leave(screen), 0, "exit code of a complete run")


@case("a second wizard on the same server is refused by name", needs=("walk_first_application",),
      proves=(7, "second instances refused by name"))
def second_instance_is_refused() -> None:
    with walks.start(FIRST) as screen:
        screen.wait_for("Enter goes on", limit=60)
        result = outside.run(FIRST, [cluster.PROGRAM, "apply"])
        outside.expect_equal(result.code, 75, f"exit code of a second instance\n{result}")
        outside.expect("process" in result.errors, f"it does not name the other one\n{result}")
        walks.leave(screen)


@case("the reports name every erratum that was applied", needs=("walk_balancer",))
def reports_name_errata() -> None:
    for server in cluster.SERVERS:
        text = outside.read(server, f"{cluster.STATE}/report-{server}.md")
        errata = text.partition("Errata applied")[2].partition("\n## ")[0]
        for step in trouble.errata_of(server):
            outside.expect(step in errata, f"{server}: the report does not name the erratum of {step}")
