/// How a Tomcat finds its peers.
extension RehearsalServer {
    private static let coordinator = "catalina.ha.tcp.SimpleTcpCluster.startInternal"

    /// Starts the cluster element where there is one; false where Tomcat gives up over it.
    mutating func joinCluster(_ tomcat: inout RehearsalTomcat, _ log: inout RehearsalTomcatLog) -> Bool {
        guard let cluster = tomcat.settings.cluster else { return true }
        log.info(Self.coordinator, "Cluster is about to start")
        guard let receiver = bindReceiver(cluster, &log), listenForMembers(cluster.membership, tomcat, &log) else { return false }
        tomcat.receiver = receiver
        tomcat.members = members(of: cluster, boundTo: receiver.address)
        let isFixed = if case .fixed = cluster.membership { true } else { false }
        for address in tomcat.members { log.added(address, port: cluster.port, isFixed: isFixed) }
        return true
    }

    private func give(up reason: String, _ log: inout RehearsalTomcatLog) {
        let channel = "org.apache.catalina.tribes.ChannelException: \(reason); No faulty members identified."
        log.severe(Self.coordinator, "Unable to start cluster.", channel, reason)
        log.severe(
            "catalina.startup.Catalina.start", "The required Server component failed to start so Tomcat is unable to start.",
            "org.apache.catalina.LifecycleException: \(channel)", channel, reason)
    }

    /// Binds the socket on which sessions are taken.
    private func bindReceiver(_ cluster: RehearsalTomcatSettings.Cluster, _ log: inout RehearsalTomcatLog) -> Listener? {
        let source = "catalina.tribes.transport.ReceiverBase"
        let address: String
        if let given = cluster.address {
            guard isOwn(given) || given == "0.0.0.0" else {
                let reason = "java.net.BindException: Cannot assign requested address"
                log.severe("catalina.tribes.transport.nio.NioReceiver.start", "Unable to start cluster receiver", reason)
                give(up: reason, &log)
                return nil
            }
            address = given
        } else {
            guard let own = resolve(seed.server).first else {
                let host = "\(seed.server): \(seed.server): Temporary failure in name resolution"
                log.severe(
                    "\(source).getBind", "Failed bind replication listener on address:[auto]", "java.net.UnknownHostException: \(host)")
                give(
                    up: "java.lang.IllegalArgumentException: java.net.UnknownHostException: auto: Temporary failure in name resolution",
                    &log)
                return nil
            }
            address = own
        }
        let taken = Set(listeners.map(\.port))
        guard let port = (cluster.port...(cluster.port + max(0, cluster.autoBind - 1))).first(where: { !taken.contains($0) }) else {
            let reason = "java.net.BindException: Address already in use"
            log.severe("catalina.tribes.transport.nio.NioReceiver.start", "Unable to start cluster receiver", reason)
            give(up: reason, &log)
            return nil
        }
        log.info("\(source).bind", "Receiver Server Socket bound to:[/\(address):\(port)]")
        return Listener(address: address, port: port)
    }

    /// Opens the multicast socket, where members are found by it.
    private func listenForMembers(
        _ membership: RehearsalTomcatSettings.Membership, _ tomcat: RehearsalTomcat, _ log: inout RehearsalTomcatLog
    ) -> Bool {
        guard case .multicast(let group, let port, let bind) = membership else { return true }
        let source = "catalina.tribes.membership.McastServiceImpl"
        if let bind {
            log.info("\(source).setupSocket", "Attempting to bind the multicast socket to [/\(group):\(port)]")
            log.info("\(source).setupSocket", "Setting multihome multicast interface to:[/\(bind)]")
        }
        log.info("\(source).setupSocket", "Setting cluster mcast soTimeout to [500]")
        if bind == nil, route(to: group) == nil {
            let reason = "java.net.SocketException: No such device (setsockopt failed)"
            log.severe("\(source).start", "Unable to join multicast group, make sure your system has multicasting enabled.")
            give(up: reason, &log)
            return false
        }
        wait(for: 4, &log)
        // Seen with 9.0.70 on Java 17: a socket of both IP versions that is bound to the group cannot send.
        if bind != nil, tomcat.property("java.net.preferIPv4Stack") != "true" {
            give(up: "java.net.SocketException: Invalid argument", &log)
            return false
        }
        wait(for: 8, &log)
        return true
    }

    private func wait(for level: Int, _ log: inout RehearsalTomcatLog) {
        let source = "catalina.tribes.membership.McastServiceImpl.waitForMembers"
        log.info(source, "Sleeping for [1000] milliseconds to establish cluster membership, start level:[\(level)]")
        log.wait(1000)
        log.info(source, "Done sleeping, membership established, start level:[\(level)]")
    }

    /// The addresses of the peers that are found.
    func members(of cluster: RehearsalTomcatSettings.Cluster, boundTo own: String) -> [String] {
        let peers = applicationsThatRun.filter { !isOwn($0.address) && !$0.application.isIsolated }
        switch cluster.membership {
        case .fixed(let addresses):
            return peers.filter { addresses.contains($0.address) && !has(.replicationPortClosed) }.map(\.address)
        case .multicast:
            guard !has(.multicastFiltered) else { return [] }
            // Whoever is misled by the own name here is so on every server: each announces the address that leads nowhere.
            return peers.filter(\.usesMulticast).map { own.hasPrefix("127.") ? own : $0.address }
        }
    }

    /// Says how the sessions of an application are kept, when it starts.
    func startManager(_ tomcat: RehearsalTomcat, _ log: inout RehearsalTomcatLog) {
        guard let cluster = tomcat.settings.cluster, tomcat.replicates else { return }
        let source = "catalina.ha.session.DeltaManager"
        log.info("\(source).startInternal", "Register manager [localhost#/jw] to cluster element [Engine] with name [Catalina]")
        log.info("\(source).startInternal", "Starting clustering manager at [localhost#/jw]")
        guard let first = tomcat.members.first else {
            log.info(
                "\(source).getAllClusterSessions", "Manager [localhost#/jw]: skipping state transfer. No members active in cluster group.")
            return
        }
        let isFixed = if case .fixed = cluster.membership { true } else { false }
        let member = RehearsalTomcatLog.member(first, port: cluster.port, isFixed: isFixed)
        log.info(
            "\(source).getAllClusterSessions",
            "Manager [localhost#/jw], requesting session state from [\(member)]. "
                + "This operation will timeout if no session state has been received within [60] seconds.")
        let sent = RehearsalTomcatLog.shortStamp(log.clock)
        if has(.replicationPortClosed) {
            log.wait(60075)
            log.severe(
                "\(source).waitForSendAllSessions",
                "Manager [localhost#/jw]: No session state sent at [\(sent)] received, timing out after [60,075] ms.")
        } else {
            log.wait(104)
            log.info("\(source).waitForSendAllSessions", "Manager [localhost#/jw]; session state sent at [\(sent)] received in [104] ms.")
        }
    }
}
