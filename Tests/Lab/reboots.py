"""Servers that lose their power or restart in the middle of a run, and what would not be there after a restart."""

import re
from dataclasses import dataclass

import installation
import outside
import terminal
import walks
from cluster import APPLICATIONS, BALANCER, DATABASE, FILE_SERVER, PROGRAM
from outside import expect, expect_equal

REFUSED = "known failure dpkg-interrupted"
MENDING = "dpkg --configure -a"


def careful_dpkg(server: str) -> None:
    """Lets dpkg write as on a real server: the image is made with an option that trades safety for speed. The lists of packages
    are on the disk already: a power cut empties those just fetched, and the lab's source, which is not signed, says that they are new."""
    outside.succeed(server, "sed -i /force-unsafe-io/d /etc/dpkg/dpkg.cfg.d/* && ! grep -r force-unsafe-io /etc/dpkg && apt-get -q update && sync", limit=90)


def is_cut_off(server: str, step: str, *, can_be_told: bool = False) -> bool:
    """The journal tells of an installation that began and did not end, and the packages are half done. Where the server goes down
    in order, the wizard may come to tell that the installation was ended: then the step has failed. False then."""
    last = [each for each in installation.records(server) if each.get("step") == step][-1]
    is_told = can_be_told and last["kind"] == "finished"
    if is_told:
        expect_equal(last["outcome"], "failed", f"{server}: what became of {step}")
    else:
        expect_equal(last["kind"], "launched", f"{server}: the last that the journal tells of {step}")
    expect(outside.run(server, ["dpkg", "--audit"]).output != "", f"{server}: no package is half done, so that nothing was tried")
    return not is_told


GONE, ENDED = "is gone without a word: the server was restarted", "was ended by signal 15"


def greets_cut_off(screen: terminal.Terminal, title: str, *ends: str) -> None:
    """The first page after the start says what was cut off, and how."""
    screen.wait_for("Left in the middle", limit=60)
    screen.wait_for("Enter goes on", limit=60)
    text = " ".join("\n".join(screen.screen()).split())
    expect(title in text and any(end in text for end in ends), f"not said what was cut off\n{screen.picture()}")
    screen.capture("cut-off")


def greets_verified(server: str) -> int:
    """The first page after the start has looked at everything that was done, and all of it holds. Gives how many steps."""
    with walks.start(server) as screen:
        screen.wait_for("Enter goes on", limit=200)
        said = re.search(r"(\d+) steps were done: (\d+) verified again now\.", " ".join("\n".join(screen.screen()).split()))
        expect(said is not None and said[1] == said[2], f"{server}: not everything is verified\n{screen.picture()}")
        walks.leave(screen)
    return int(said[1])


def press_and_mend(screen: terminal.Terminal, key: str) -> None:
    """Asks for the step that was cut off. Where apt-get refuses, the step names the cause, its proof and what to do; that is done."""
    screen.press(key)
    seen = screen.wait_for(REFUSED, installation.UNPACKING, "Setting up", limit=200)
    if seen == REFUSED:
        screen.wait_for("r retry", limit=30)
        said = " ".join(line.partition("│")[2].strip() for line in screen.screen())
        expect("you must manually run" in said and f"Run '{MENDING}'" in said, f"no proof, or not what to do\n{screen.picture()}")
        screen.capture("dpkg-interrupted")
        outside.succeed(screen.server, f"DEBIAN_FRONTEND=noninteractive {MENDING} < /dev/null", limit=300)
        screen.press(key)
        screen.wait_gone(REFUSED)


@dataclass(frozen=True)
class Slip:
    """Something that works now and would be gone after a restart; the step that says so."""

    server: str
    what: str
    make: str
    step: str
    said: str


BALANCERS = "systemctl list-unit-files --state=enabled --no-legend apache2.service nginx.service haproxy.service | cut -d' ' -f1"
UNIT = "/etc/systemd/system/joget.service"
SLIPS = [
    Slip(FILE_SERVER, "the NFS server is not enabled", "systemctl disable -q nfs-server", "reboot.share", "starts with the server"),
    Slip(FILE_SERVER, "the export stands in no file", "mv /etc/exports.d/joget.exports /root/", "shared-directory.export", "nothing is there"),
    Slip(DATABASE, "the database is not enabled", "systemctl disable -q mariadb", "reboot.database", "starts with the server"),
    Slip(APPLICATIONS[0], "the mount stands in no fstab", "sed -i '\\|/opt/joget/shared/wflow|d' /etc/fstab", "reboot.mount", "/etc/fstab"),
    Slip(APPLICATIONS[0], "Joget is not enabled", "systemctl disable -q joget", "reboot.application", "starts with the server"),
    Slip(APPLICATIONS[1], "Joget does not wait for its share", f"sed -i /RequiresMountsFor/d {UNIT} && systemctl daemon-reload", "reboot.application",
         "RequiresMountsFor"),
    Slip(BALANCER, "the balancer is not enabled", f"systemctl disable -q $({BALANCERS})", "reboot.balancer", "starts with the server"),
]


def is_flagged(slip: Slip) -> None:
    """A look at the server names it, the server is not complete any more, and the run puts it right."""
    outside.succeed(slip.server, slip.make)
    result = outside.run(slip.server, [PROGRAM, "verify"], limit=180)
    expect(result.code == 1 and f"[FAIL] {slip.step}" in result.output and slip.said in result.output, f"{slip.server}: {slip.what}: not flagged\n{result}")
    status = outside.run(slip.server, [PROGRAM, "status"])
    expect(status.code == 1, f"{slip.server}: {slip.what}: it counts as complete\n{status}")
    outside.succeed(slip.server, [PROGRAM, "apply", "--yes", "--take"], limit=300)
    outside.succeed(slip.server, [PROGRAM, "verify"], limit=180)
