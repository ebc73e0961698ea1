import Glibc
import Guidebook
import Machines

/// The pretended cluster of `--rehearse`: four servers of a small company, one of which is played by this program.
enum Rehearsal {
    /// The password of the pretended database, for those who rehearse an application server.
    static let password = "rehearsal"

    static let cluster = Cluster(
        name: "rehearsal",
        servers: [
            Server(name: "fs1", address: "192.0.2.11", roles: [.fileServer]),
            Server(name: "db1", address: "192.0.2.12", roles: [.database]),
            Server(name: "app1", address: "192.0.2.13", roles: [.application]),
            Server(name: "app2", address: "192.0.2.14", roles: [.application]),
            Server(name: "lb1", address: "192.0.2.15", roles: [.balancer]),
        ])

    /// The server that is played: the one of the wanted name or role, else the file server.
    static func server(_ options: SharedOptions) throws -> Server {
        if let name = options.server, let server = cluster.server(named: name) { return server }
        let role = try options.roles()?.first ?? .fileServer
        return cluster.servers(with: role)[0]
    }

    /// The machine, with a mirror that is down once, so that a newcomer meets a failure and its retry.
    static func machine(for server: Server) async -> RehearsalMachine {
        var names: [String: String] = [:]
        for server in cluster.servers { names[server.name] = server.address }
        var seed = RehearsalSeed.debian12(server: server.name, address: server.address, names: names)
        if !server.roles.contains(.fileServer) {
            seed.remoteExports = [
                RehearsalSeed.RemoteExport(
                    server: "192.0.2.11", path: cluster["share.export"], squashesRoot: false, owner: 880, mode: 0o750)
            ]
            seed.openPorts["192.0.2.11"] = [2049]
        }
        if !server.roles.contains(.database) {
            let user = cluster["database.user"]
            let database = cluster["database.name"]
            let statements = cluster.servers(with: .application).map {
                "CREATE USER '\(user)'@'\($0.address)' IDENTIFIED BY '\(password)'; GRANT ALL PRIVILEGES ON `\(database)`.* TO '\(user)'@'\($0.address)';"
            }
            seed.remoteDatabases = [
                RehearsalSeed.RemoteDatabase(
                    server: "192.0.2.12", script: (["CREATE DATABASE `\(database)`;"] + statements).joined(separator: "\n"))
            ]
            seed.openPorts["192.0.2.12"] = [3306]
        }
        let machine = RehearsalMachine(seed: seed, pace: .milliseconds(40))
        await machine.switchOn(.packageMirrorDown(times: 2))
        return machine
    }

    /// A private directory for the state of a rehearsal; the caller removes it.
    static func temporaryDirectory() -> String {
        var template = Array("/tmp/joget-cluster-rehearsal.XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else { preconditionFailure("/tmp takes a directory") }
        return String(cString: path)
    }
}
