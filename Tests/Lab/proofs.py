"""What must be true of the lab's cluster, asked without the program under test wherever that is possible."""

import json
import secrets

import outside
from cluster import PROGRAM, address
from outside import expect, expect_equal, run, succeed

EXPORT = "/export/wflow"
MOUNT = "/opt/joget/shared/wflow"
OWNER = 880
DATABASE, USER = "jwedb", "joget"
DEFAULTS_FILE = "/root/lab-application.cnf"
WATCHED = "/root/.lab-secrets"  # where the canary's watcher reads what to look for


def share_is_mounted(server: str, file_server: str) -> None:
    """A real NFS 4 mount of the file server's export, of the kernel's making."""
    mount = outside.mount_at(server, MOUNT)
    expect(mount is not None, f"{server}: nothing is mounted at {MOUNT}")
    source, _, path = mount["source"].partition(":")
    expect(source in (file_server, address(file_server)), f"{server}: {MOUNT} comes from {source}, not from {file_server}")
    expect(path.rstrip("/") in (EXPORT, ""), f"{server}: {MOUNT} is {path} of {source}, not {EXPORT}")
    expect_equal(mount["fstype"], "nfs4", f"{server}: type of the mount")
    expect("rw" in mount["options"].split(","), f"{server}: mounted with {mount['options']}")


def fstab_has_the_mount_once(server: str) -> None:
    """fstab holds one entry for the mount, for the network."""
    entries = [line.split() for line in outside.read(server, "/etc/fstab").splitlines() if line.strip() and not line.startswith("#")]
    found = [entry for entry in entries if entry[1] == MOUNT]
    expect_equal(len(found), 1, f"{server}: entries for {MOUNT} in /etc/fstab")
    expect("_netdev" in found[0][3].split(","), f"{server}: the entry has no _netdev: {' '.join(found[0])}")


def writing_reaches_file_server(server: str, file_server: str, user_id: int = 12345) -> None:
    """A file written on the mount, even by a user of another number, is on the file server's own disk with the owner agreed."""
    name, word = f".lab-{secrets.token_hex(4)}", secrets.token_hex(16)
    succeed(server, f"setpriv --reuid={user_id} --regid={user_id} --clear-groups sh -c 'cat > {MOUNT}/{name}'", stdin=word)
    try:
        expect_equal(outside.read(file_server, f"{EXPORT}/{name}"), word, f"{file_server}: content of {EXPORT}/{name}")
        expect_equal(succeed(file_server, ["stat", "-c", "%u:%g", f"{EXPORT}/{name}"]).strip(), f"{OWNER}:{OWNER}", "owner of a file written")
    finally:
        run(server, ["rm", "-f", f"{MOUNT}/{name}"])


def nonce_is_on_file_server(server: str, file_server: str) -> None:
    """What the program wrote as its proof on the mount is on the file server, byte for byte."""
    on_mount = succeed(server, f"cd {MOUNT} && find . -maxdepth 1 -type f -exec sha256sum {{}} +").split("\n")
    on_disk = succeed(file_server, f"cd {EXPORT} && find . -maxdepth 1 -type f -exec sha256sum {{}} +").split("\n")
    expect(any(server in line for line in on_mount), f"{server}: no file on {MOUNT} carries the name {server}: {on_mount}")
    expect_equal(sorted(on_mount), sorted(on_disk), "files on the mount and in the exported directory")


def export_is_for_applications_only(file_server: str, addresses: set[str]) -> None:
    """The kernel's export table names exactly the application servers."""
    table = succeed(file_server, ["exportfs", "-s"]).split("\n")
    clients = {part.split("(")[0] for line in table if line.split()[:1] == [EXPORT] for part in line.split()[1:]}
    expect_equal(clients, addresses, f"{file_server}: who may mount {EXPORT}")
    mode = int(succeed(file_server, ["stat", "-c", "%a", EXPORT]).strip(), 8)
    expect(mode & 0o002 == 0, f"{file_server}: {EXPORT} is writable by everybody ({mode:o})")


def write_login(server: str, database_server: str, password: str) -> None:
    """The application user's login in a 0600 file, as the proof below needs it."""
    quoted = password.replace("\\", "\\\\").replace(chr(34), "\\" + chr(34))
    text = f'[client]\nhost={database_server}\nuser={USER}\npassword="{quoted}"\nconnect_timeout=5\n'
    outside.write(server, DEFAULTS_FILE, text, mode="0600")


def application_user_makes_tables(server: str) -> None:
    """The application's account, from the application's server, creates, fills and drops a table over the network."""
    table = f"lab_{secrets.token_hex(4)}"
    script = f"CREATE TABLE {table} (word varchar(20)); INSERT INTO {table} VALUES ('größe ✓'); SELECT word FROM {table}; DROP TABLE {table};"
    command = ["mysql", f"--defaults-file={DEFAULTS_FILE}", "--default-character-set=utf8mb4", "--batch", "--skip-column-names", DATABASE]
    expect_equal(succeed(server, command, stdin=script).strip(), "größe ✓", f"{server}: what {USER} reads back")


def database_has_utf8mb4(database_server: str) -> None:
    """Character set and collation of the database, as the server says."""
    query = f"SELECT default_character_set_name, default_collation_name FROM information_schema.schemata WHERE schema_name = '{DATABASE}'"
    found = succeed(database_server, ["mysql", "--batch", "--skip-column-names", "-e", query]).split()
    expect_equal(found, ["utf8mb4", "utf8mb4_unicode_ci"], f"{database_server}: character set and collation of {DATABASE}")


def others_are_kept_out(server: str, database_server: str, password: str) -> None:
    """The application's account lets in no server that is none of the application's, although it can reach the port."""
    write_login(server, address(database_server), password)
    result = run(server, ["mysql", f"--defaults-file={DEFAULTS_FILE}", "--protocol=tcp", "-e", "SELECT 1"])
    refused = any(words in result.errors for words in ("Access denied for user", "is not allowed to connect"))
    expect(result.code != 0 and refused, f"{server}: {USER} should be refused\n{result}")


def verify_passes(server: str) -> None:
    result = run(server, [PROGRAM, "verify"], limit=120)
    expect(result.code == 0, f"{server}: verify\n{result}")


def fingerprint(server: str) -> str:
    """Every file under the places that the guide changes, with owner, mode, size and time of change, but for what a running Tomcat writes; and the mounts."""
    return succeed(server, "find /etc /opt/joget /export /usr/lib/systemd -xdev -type f -not -path '*/logs/*' -not -path '*/temp/*' -not -path '*/work/*' -not -name '.joget-cluster-*' -not -path '*/.joget-cluster/*' -printf '%p %u:%g %m %s %C@\\n' 2>/dev/null | sort; findmnt -rn -o TARGET,SOURCE,FSTYPE -t nfs4; dpkg-query -W", limit=120)


def apply_changes_nothing(server: str) -> None:
    """A second run exits 0, reports no change and leaves every file as it was."""
    before = fingerprint(server)
    result = run(server, [PROGRAM, "apply", "--json"], limit=300)
    expect(result.code == 0, f"{server}: the second apply\n{result}")
    expect("changed" not in outcomes(result.output), f"{server}: the second apply reports changes\n{result.output}")
    after = fingerprint(server)
    differing = sorted(set(before.splitlines()) ^ set(after.splitlines()))
    expect(not differing, f"{server}: the second apply changed\n" + "\n".join(differing))


def outcomes(text: str) -> set[str]:
    """Every value of a key `outcome` or `status` in JSON, or in JSON a line."""
    try:
        documents = [json.loads(text)]
    except ValueError:
        documents = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    found: set[str] = set()

    def visit(node: object) -> None:
        if isinstance(node, dict):
            found.update(value for key, value in node.items() if key in ("outcome", "status") and isinstance(value, str))
            for value in node.values():
                visit(value)
        elif isinstance(node, list):
            for value in node:
                visit(value)

    visit(documents)
    return found


def secret_is_nowhere(server: str, secret: str, allowed: set[str]) -> None:
    """The secret is in no file of the state directory, log or configuration but the allowed ones."""
    found = run(server, "grep -rlF -f - /var/lib/joget-cluster /var/log /etc /tmp /root 2>/dev/null", stdin=secret + "\n", limit=120)
    leaks = set(found.output.split()) - allowed - {DEFAULTS_FILE, WATCHED}
    expect(not leaks, f"{server}: the secret stands in {', '.join(sorted(leaks))}")
