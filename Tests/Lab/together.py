"""Asking the program for what several servers show together."""

import contextlib
from collections.abc import Iterator

import cluster
import outside
from cluster import PROGRAM
from outside import Result, expect_equal

MOUNT = "/opt/joget/shared/wflow"


def prove(server: str, *words: str, limit: float = 90) -> Result:
    return outside.run(server, [PROGRAM, "proof", *words], limit=limit)


def proves(server: str) -> None:
    """All proofs that users do not notice hold, without a warning."""
    result = prove(server)
    expect_equal(result.code, 0, f"{server}: proof\n{result}")


def catches(server: str, proof: str, words: str) -> None:
    """The proof fails and says these words."""
    result = prove(server, proof)
    expect_equal(result.code, 1, f"{server}: proof of {proof}\n{result}")
    outside.expect(words in result.output, f"{server}: the proof of {proof} does not say '{words}'\n{result}")


@contextlib.contextmanager
def other_share(file_server: str, server: str) -> Iterator[None]:
    """Another directory of the file server's is mounted in place of the share."""
    outside.succeed(file_server, "mkdir -p /srv/other && chown 880:880 /srv/other")
    options = "rw,all_squash,anonuid=880,anongid=880,sync,no_subtree_check"
    outside.succeed(file_server, ["exportfs", "-o", options, f"{cluster.address(server)}:/srv/other"])
    outside.succeed(server, ["systemctl", "stop", "joget"], limit=90)
    outside.succeed(server, f"umount {MOUNT} && mount -t nfs -o nfsvers=4.2 {cluster.address(file_server)}:/srv/other {MOUNT}", limit=90)
    try:
        yield
    finally:
        outside.succeed(server, f"umount {MOUNT} && mount {MOUNT} && systemctl start joget", limit=120)
        outside.succeed(file_server, ["exportfs", "-u", f"{cluster.address(server)}:/srv/other"])


def collect(server: str) -> list[str]:
    """The reports of all five, as files on one of them."""
    files = []
    for other in cluster.SERVERS:
        path = f"/root/reports/report-{other}.json"
        outside.write(server, path, outside.succeed(other, [PROGRAM, "report", "--json"], limit=60))
        files.append(path)
    return files


def board(server: str, files: list[str]) -> Result:
    return outside.run(server, [PROGRAM, "board", *files], limit=60)
