"""What the fault part runs on when it runs alone: the five servers, set up headless."""

from concurrent.futures import ThreadPoolExecutor

import cluster
import outside
import together
from cluster import APPLICATIONS, BALANCER, DATABASE, FILE_SERVER
from runner import case


@case("the five servers are set up headless for the faults", limit=1000, needs=("program_starts",))
def servers_are_set_up() -> None:
    outside.lab("bundle", *APPLICATIONS)
    for server in cluster.SERVERS:
        outside.write(server, cluster.CLUSTER_FILE, cluster.whole())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(cluster.apply_all, (FILE_SERVER, DATABASE)))
    for server in (*APPLICATIONS, BALANCER):
        cluster.apply_all(server)
    for server in APPLICATIONS:
        outside.run(server, [cluster.PROGRAM, "proof", "share"], limit=60)  # what it writes is read by the others
    for server in (*APPLICATIONS, BALANCER):
        together.proves(server)
