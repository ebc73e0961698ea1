"""Things that go wrong in practice, made to go wrong on the servers that the wizard has set up."""

import cluster
import outside
import trouble
import web
from cluster import APPLICATIONS, BALANCER, DATABASE, FILE_SERVER
from runner import case

FIRST, SECOND = APPLICATIONS


@case("a WAR without <distributable/> is refused by name", limit=240,
      proves=(9, "faults made on the servers, named or mended"))
def war_is_not_distributable() -> None:
    with trouble.fault(SECOND, "wrong-war"):
        trouble.step_fails(SECOND, "joget.war", "distributable")
    trouble.step_holds(SECOND, "joget.war")
    trouble.restart_tomcat(SECOND)  # Tomcat deploys the right one when it likes


@case("the own name at 127.0.1.1 is found and mended",
      proves=(9, "faults made on the servers, named or mended"))
def own_name_is_loopback() -> None:
    with trouble.fault(SECOND, "loopback-name"):
        trouble.verify_names(SECOND, "127.0.1.1")
        outside.succeed(SECOND, [cluster.PROGRAM, "apply", "prepare.own-name", "--yes"])
        trouble.step_holds(SECOND, "prepare.own-name")


@case("the database refusing the address is told from a wrong password", limit=240,
      proves=(9, "faults made on the servers, named or mended"))
def database_refuses_address() -> None:
    with trouble.fault(DATABASE, "database-refuses"):
        trouble.step_fails(FIRST, "database.login", "refused")
    trouble.step_holds(FIRST, "database.login")


@case("a share that is read-only is found by the one who must write", limit=240,
      proves=(9, "faults made on the servers, named or mended"))
def share_is_read_only() -> None:
    with trouble.fault(FILE_SERVER, "share-read-only"):
        trouble.step_fails(FIRST, "mount.proof", "writing /opt/joget/shared/wflow")
    trouble.step_holds(FIRST, "mount.proof")


@case("Debian's default site before Joget's is found, and taken away again", limit=240,
      proves=(9, "faults made on the servers, named or mended"))
def default_site_is_on() -> None:
    with trouble.fault(BALANCER, "default-site"):
        trouble.verify_names(BALANCER, "000-default")
        outside.succeed(BALANCER, [cluster.PROGRAM, "apply", "--yes"], limit=120)
    outside.expect_equal(web.get(f"{cluster.PUBLIC}/jw/web/login").status, 200, "the login page")


@case("multicast works where the network carries it, and static membership where it does not", limit=500,
      proves=(9, "faults made on the servers, named or mended"))
def multicast_is_filtered() -> None:
    for server in APPLICATIONS:
        cluster.answer(server, "session", "membership", "multicast")
        outside.succeed(server, [cluster.PROGRAM, "apply", "--yes"], limit=300)
    web.session_survives_replay()
    with trouble.fault(SECOND, "multicast-filtered"):
        trouble.restart_tomcat(SECOND)
        trouble.verify_names(SECOND, "not yet heard", code=0)
        for server in APPLICATIONS:
            cluster.answer(server, "session", "membership", "static")
            outside.succeed(server, [cluster.PROGRAM, "apply", "--yes"], limit=300)
        web.session_survives_replay()


@case("nginx does the same in front of the same nodes", limit=400)
def nginx_balances() -> None:
    trouble.balance_with("nginx", "apache2")
    web.session_stays(6)
    web.session_survives_its_node()


@case("HAProxy does the same in front of the same nodes", limit=400)
def haproxy_balances() -> None:
    trouble.balance_with("haproxy", "nginx")
    web.session_stays(6)
    web.session_survives_its_node()


@case("a truncated bundle, one that is none, and Tomcat 10 are refused before anything is unpacked", limit=300,
      proves=(9, "faults made on the servers, named or mended"))
def bundles_are_refused() -> None:
    server = BALANCER  # it has no Tomcat; the description makes an application server of it for the question
    outside.lab("bundle", server, "truncated.tar.gz", "nobundle.tar.gz", trouble.tomcat10_archive())
    for archive, words in (("truncated.tar.gz", "truncated"), ("nobundle.tar.gz", "no Tomcat"), (trouble.tomcat10_archive(), "Tomcat 10")):
        trouble.bundle_is_refused(server, f"/root/{archive}", words)


@case("a database with tables of another kind is never touched", limit=240,
      proves=(9, "faults made on the servers, named or mended"))
def foreign_tables_are_left() -> None:
    trouble.foreign_tables_are_left(FIRST, DATABASE)


@case("a server.xml with a cluster of the operator's own is left alone, and said so", limit=240)
def hand_edited_server_xml() -> None:
    trouble.hand_edited_server_xml(SECOND)
