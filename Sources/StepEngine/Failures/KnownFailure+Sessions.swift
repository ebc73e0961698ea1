/// Failures of the session cluster: F1 to F7.
extension KnownFailure {
    private static let ownNameIsLoopback = KnownFailure(
        "F1", "own name is a loopback address",
        cause:
            "This server's own name resolves to 127.*: Tomcat takes sessions at the address of its name, where no other node reaches it.",
        remedy: "Let the name resolve to the address that the other servers use, or give that address to the Receiver element in "
            + "server.xml; then restart Tomcat.",
        steps: ["prepare.own-name", "session.server-xml"],
        .certain(["Receiver Server Socket bound to:", "/127."]),
        .certain(["Replication member added:", "tcp://{127,"]),
        .certain(["Replication member added:", "tcp://127."]),
        .likely("resolves to 127.", in: .failure(" resolves to ")))

    private static let noMulticastRoute = KnownFailure(
        "F2", "no route for multicast",
        cause: "This server has no route for multicast, so Tomcat cannot join the group where the nodes find each other, and gives up.",
        remedy: "Route the group through the network card of the cluster ('ip route add 224.0.0.0/4 dev CARD', and again at every "
            + "start), or choose static membership.",
        steps: ["session.multicast", "session.route"],
        .certain("Unable to join multicast group"),
        .certain("there is no route to", in: .failure("multicast by way of")),
        .likely(["java.net.SocketException:", "setsockopt failed"]))

    /// What the log shows is the same whether multicast is filtered or every connection to the session port is: Tomcat takes
    /// nobody for a member whom it cannot reach by TCP.
    private static let nobodyHeard = KnownFailure(
        "F3", "the nodes do not hear each other",
        cause: "Tomcat runs and found no other node: what the nodes send to each other, by multicast or to the session port, is lost "
            + "on the way.",
        remedy: "See that another node runs. Open the session port (TCP 4000) between the nodes; with multicast UDP 45564 too, or "
            + "choose static membership, as clouds and many switches carry no multicast.",
        steps: ["session.heard", "session.server-xml"],
        .likely(all: [
            Sign(
                lines: [
                    "Starting clustering manager at", "skipping state transfer. No members active in cluster group", "Server startup in",
                ], proof: 1, without: ["Replication member added:", ["Receiver Server Socket bound to:", "/127."]]),
            Sign(place: .failure("members of the session cluster"), lines: []),
        ]))

    private static let ownNameUnknown = KnownFailure(
        "F4", "own name does not resolve",
        cause: "This server's own name does not resolve, so Tomcat knows no address for its session port and gives up.",
        remedy: "Put the own name with its address into /etc/hosts, or give the address to the Receiver element in server.xml; then "
            + "restart Tomcat.",
        steps: ["prepare.own-name", "session.server-xml"],
        .certain("Failed bind replication listener on address:", "java.net.UnknownHostException:"),
        .likely("Failed bind replication listener on address:"))

    private static let sessionPortClosed = KnownFailure(
        "F5", "session port is closed",
        cause: "The nodes know of each other, but the session port (TCP 4000) is closed at least in one direction, so sessions are "
            + "not copied.",
        remedy: "Open the session port between all nodes, in both directions; try it from each one with 'nc -zv ADDRESS 4000'.",
        steps: ["session.server-xml"],
        .certain("no answer", in: .failure("port 4000 of")),
        .likely(
            ["No session state sent at", "timing out after"], without: [["Receiver Server Socket bound to:", "/127."], "tcp://{127,"]),
        .likely(
            ["ChannelException: Operation has timed out", "Faulty members:tcp://"],
            without: [["Receiver Server Socket bound to:", "/127."], "tcp://{127,"]))

    private static let notDistributable = KnownFailure(
        "F6", "jw.war is not distributable",
        cause:
            "jw.war, or a library inside of it, is not marked as distributable, so Tomcat keeps its sessions to itself and says nothing.",
        remedy: "Use the jw.war of Joget's Enterprise edition, unchanged: 'unzip -p jw.war WEB-INF/web.xml | grep distributable' must "
            + "find the mark, and no library in it may lack it in its web-fragment.xml.",
        steps: ["joget.war"],
        .certain(
            "Cluster is about to start", ["Deployment of web application", "/jw", "has finished in"],
            without: [["Starting clustering manager at", "#/jw"]]),
        .certain(["not marked as distributable"], in: .failure("Joget's application")),
        .likely(["no session of", "is replicated"], in: .failure("members of the session cluster")))

    private static let wrongRoute = KnownFailure(
        "F7", "jvmRoute and the balancer's route differ",
        cause: "A node's jvmRoute is missing, given twice, or not the route that the load balancer has for it, so users change nodes "
            + "in the middle of a session.",
        remedy: "Give each node one jvmRoute of its own in server.xml, and the same word as route to its member in the load balancer.",
        steps: ["session.server-xml", "balancer.apache-site"],
        .certain("No engine jvmRoute attribute configured"),
        .certain("jvmRoute is not set", in: .failure("sessions stay on their node")),
        .certain(["the session belongs to", "which is none of"], in: .failure("sessions stay on their node")),
        .certain(["the session began on", "was answered by"], in: .failure("sessions stay on their node")))

    static let ofSessions = [
        ownNameIsLoopback, noMulticastRoute, nobodyHeard, ownNameUnknown, sessionPortClosed, notDistributable, wrongRoute,
    ]
}
