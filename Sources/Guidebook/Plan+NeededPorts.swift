/// A TCP port of another server that a server needs.
public struct NeededPort: Sendable, Hashable {
    /// The other server's name.
    public var server: String
    /// Its address, or its name where it is none of the cluster's own.
    public var address: String
    /// The port.
    public var port: String
    /// What for.
    public var purpose: String
    /// Whether it opens only when that server's Joget runs.
    public var opensWithJoget: Bool
}

extension Plan {
    /// The ports that this server's roles need of the other servers.
    public var neededPorts: [NeededPort] {
        (server.roles.contains(.application) ? neededByApplication : []) + (server.roles.contains(.balancer) ? neededByBalancer : [])
    }

    private var peers: [Server] { cluster.servers(with: .application).filter { $0.name != server.name } }

    private var neededByApplication: [NeededPort] {
        var ports: [NeededPort] = []
        if values.text("share.access") != "mounted" {
            ports.append(
                NeededPort(
                    server: values.text("file-server.name"), address: values.text("file-server.address"), port: "2049", purpose: "NFS",
                    opensWithJoget: false))
        }
        ports.append(
            NeededPort(
                server: values.text("database-server.name"), address: values.text("database-server.address"),
                port: values.text("database.port"), purpose: "database", opensWithJoget: false))
        for peer in peers {
            for (port, purpose) in [("application.port", "Joget"), ("session.port", "sessions")] {
                ports.append(
                    NeededPort(
                        server: peer.name, address: peer.address, port: values.text(port), purpose: purpose, opensWithJoget: true))
            }
        }
        if !server.roles.contains(.balancer) {
            ports.append(
                NeededPort(
                    server: values.text("balancer-server.name"), address: values.text("balancer-server.address"),
                    port: values.text("balancer.port"), purpose: "load balancer", opensWithJoget: true))
        }
        return ports
    }

    private var neededByBalancer: [NeededPort] {
        peers.map {
            NeededPort(
                server: $0.name, address: $0.address, port: values.text("application.port"), purpose: "Joget", opensWithJoget: true)
        }
    }
}
