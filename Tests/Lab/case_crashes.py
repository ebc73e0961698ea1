"""Sections of the guide done on real servers, killed at every durable operation, and gone on with. Nothing of it is sampled."""

from concurrent.futures import ThreadPoolExecutor

import cluster
import crashes
import outside
from cluster import APPLICATIONS, BALANCER, DATABASE, FILE_SERVER
from outside import expect
from runner import case


@case("killed before each durable operation of the share's and the database's section, the next run leaves what an undisturbed one leaves",
      limit=3000)
def killed_at_every_operation() -> None:
    # What the application servers have on the share and in the database is taken away again and again.
    for server in (*APPLICATIONS, BALANCER):
        outside.lab("kill", server)
    for server in (FILE_SERVER, DATABASE):
        outside.write(server, cluster.CLUSTER_FILE, cluster.whole())
        crashes.prepare(server)
    with ThreadPoolExecutor(2) as pool:
        problems = list(pool.map(lambda pair: crashes.sweep(*pair), ((FILE_SERVER, ("shared-directory", "nfs-server")), (DATABASE, ("database", "mariadb")))))
    for server in (FILE_SERVER, DATABASE):
        outside.succeed(server, [cluster.PROGRAM, "apply", "--yes", "--cluster", cluster.CLUSTER_FILE], limit=240)
        outside.succeed(server, [cluster.PROGRAM, "verify"], limit=120)
    found = [problem for each in problems for problem in each]
    expect(not found, f"{len(found)} trials differ from an undisturbed run; the first:\n" + "\n".join(found[:6]))
