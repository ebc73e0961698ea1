"""One secret through everything that went before, and where it is found: nowhere but where it belongs."""

import canary
import cluster
import cores
import ledger
import outside
from cluster import APPLICATIONS, DATABASE, FILE_SERVER, PASSWORD, PROGRAM, STATE
from outside import expect, expect_equal
from runner import case

FIRST, SECOND = APPLICATIONS
HANDED = "/root/handed"


@case("secrets go from app1 to app2 in a slip that is locked, and stand in no line of it", limit=120)
def secrets_are_handed_over() -> None:
    command = [PROGRAM, "cluster", "show", "--slip", "--secrets"]
    slip = outside.succeed(FIRST, command, stdin=canary.PHRASE + "\n")
    with ledger.figures(10, "slips with secrets, nothing of them to be read") as tally, tally.trial():
        expect(not canary.stands_in(slip), "a secret stands in the slip")
        outside.succeed(SECOND, [PROGRAM, "cluster", "take", "--state", HANDED], stdin=slip + canary.PHRASE + "\n")
        expect(PASSWORD in outside.succeed(SECOND, f"perl -MJSON::PP -0777 -ne 'print values %{{decode_json($_)}}' {HANDED}/secrets"), "the secret is not there")
        expect_equal(outside.succeed(SECOND, ["stat", "-c", "%a %U", f"{HANDED}/secrets"]).strip(), "600 root", "mode and owner of the secrets")
    outside.succeed(SECOND, ["rm", "-rf", HANDED])


@case("what is printed and exported holds no secret: plans, scripts, reports, states", limit=240)
def nothing_printed_holds_it() -> None:
    words = (["plan"], ["plan", "--json"], ["status"], ["status", "--json"], ["status", "--slip"], ["verify", "--json"], ["report"],
             ["report", "--json"], ["report", "--script"], ["cluster", "show"], ["cluster", "show", "--slip"], ["preflight", "--json"])
    with ledger.figures(10, "documents printed and exported, no secret in them") as tally:
        for server in (DATABASE, FIRST):
            for each in words:
                with tally.trial():
                    result = outside.run(server, [PROGRAM, *each], limit=90)
                    expect(len(result.output) > 40, f"{server}: '{' '.join(each)}' prints nothing\n{result}")
                    expect(not canary.stands_in(result.output + result.errors), f"{server}: a secret is in '{' '.join(each)}'")
            with tally.trial():
                outside.succeed(server, f"rm -rf /root/written && {PROGRAM} report --output /root/written")
                found = outside.run(server, "grep -rlaF -f - /root/written", stdin="\n".join(canary.words()) + "\n").output
                expect(not found, f"{server}: a secret is in {found}")


@case("wizard, supervisor and command, killed by a fault while they know the secret, leave no core: to no file and to no program", limit=240)
def no_core_holds_it() -> None:
    with ledger.figures(10, "processes killed by a fault, no core left to a file") as tally:
        cores.none_is_left(FIRST, tally, cores.to_file)
    with ledger.figures(10, "processes killed by a fault, no core given to a program") as tally:
        cores.none_is_left(FIRST, tally, cores.to_program)


@case("MariaDB's own logs, all of them on, get the account without its password", limit=240)
def database_logs_are_clean() -> None:
    folder = "/var/lib/lab-logs"
    settings = f"[mariadbd]\nlog_bin={folder}/binary\ngeneral_log=1\ngeneral_log_file={folder}/general.log\nslow_query_log=1\nlong_query_time=0\nslow_query_log_file={folder}/slow.log\n"
    outside.write(DATABASE, "/etc/mysql/mariadb.conf.d/99-lab-logs.cnf", settings)
    outside.succeed(DATABASE, f"install -d -o mysql -g mysql {folder} && systemctl restart mariadb", limit=60)
    try:
        with ledger.figures(10, "logs of the database, the password in none") as tally:
            outside.succeed(DATABASE, ["mariadb", "-e", "; ".join(f"DROP USER 'joget'@'{cluster.address(each)}'" for each in APPLICATIONS)])
            outside.succeed(DATABASE, [PROGRAM, "apply", "database.user", "--yes"])
            outside.succeed(DATABASE, ["mariadb", "-e", "FLUSH LOGS"])
            telling = []
            for name in ("binary.000001", "general.log", "slow.log"):
                text = outside.succeed(DATABASE, f"tr -d '\\000' < {folder}/{name}")
                expect("joget" in text or name != "binary.000001", "the binary log knows nothing of the account")
                tally.tried, tally.held = tally.tried + 1, tally.held + (not canary.stands_in(text))
                if canary.stands_in(text):
                    telling.append(name)
            expect(not telling, f"the password stands in the database's {', '.join(telling)}")
    finally:
        outside.succeed(DATABASE, f"rm -rf /etc/mysql/mariadb.conf.d/99-lab-logs.cnf {folder}; systemctl restart mariadb", limit=60)


@case("the secret is in no file, journal, log or swap of any server but where it belongs, and there nobody else can read it", limit=500)
def secret_is_nowhere_else() -> None:
    with ledger.figures(10, "files of the servers searched") as files, ledger.figures(10, "journals, packed logs and swap of servers searched") as texts:
        for server in cluster.SERVERS:
            share = set(outside.succeed(FILE_SERVER, "cd /export/wflow && ls app_datasource-*.properties").split())
            leaks = canary.files_with_secrets(server) - canary.where_it_belongs(server, share)
            count = canary.count_files(server)
            files.tried, files.held = files.tried + count, files.held + count - len(leaks)
            expect(not leaks, f"{server}: a secret stands in {', '.join(sorted(leaks))}")
            for name, text in canary.packed_texts(server).items():
                with texts.trial():
                    expect(not canary.stands_in(text), f"{server}: a secret stands in {name}")
            with texts.trial():
                expect_equal(outside.succeed(server, "tail -n +2 /proc/swaps").strip(), "", f"{server}: swap, which nobody has searched")
    modes = outside.succeed(FILE_SERVER, "stat -c '%a %u' /export/wflow/app_datasource-*.properties").split("\n")
    expect(all(mode in ("600 880", "640 880") for mode in modes if mode), f"the settings on the share are open to others: {modes}")
    for server in cluster.SERVERS:
        mode = outside.run(server, ["stat", "-c", "%a %U", f"{STATE}/secrets"]).output.strip()
        expect(mode in ("600 root", ""), f"{server}: {STATE}/secrets is {mode}")


@case("no process of any server ever had the secret in its arguments or environment", limit=120)
def no_process_had_it() -> None:
    for server in cluster.SERVERS:
        seen = canary.figures(server)
        ledger.note(10, "programs started, no secret in their arguments", seen["execs"], seen["execs"] - seen["hits"])
        ledger.note(10, "environments read, no secret in them", seen["environments"] + seen["processes"], seen["environments"] + seen["processes"] - seen["hits"])
        canary.nothing_seen(server)


@case("no screen and no byte that came to a terminal holds the secret", limit=60)
def no_terminal_showed_it() -> None:
    with ledger.figures(10, "screens and whole terminal sessions searched") as tally:
        for path in canary.artefacts():
            with tally.trial():
                expect(not canary.stands_in(path.read_bytes().decode("latin-1")), f"a secret stands in {path}")
