import Guidebook
import Machines

/// What stands around a server that is rehearsed: the others of its cluster, as far as they come before it in the guide.
///
/// The application servers are set up one after the other, so the first of them finds an empty share and an empty database, and
/// the others find what it has left there.
struct RehearsalScene {
    /// The password of the pretended database, that of its administrator too.
    static let password = "rehearsal"

    let cluster: Cluster
    let server: Server

    /// Everything that the rehearsal machine is made from.
    var seed: RehearsalSeed {
        var seed = RehearsalSeed.debian12(server: server.name, address: server.address, names: names)
        let routes = cluster.routes
        seed.applications = peersThatRun.map {
            var application = RehearsalSeed.RemoteApplication(server: $0.name, route: routes[$0.name] ?? "")
            application.port = number("application.port") ?? 8080
            application.replicationPort = number("session.port") ?? 4000
            application.usesMulticast = cluster["session.membership"] == "multicast"
            return application
        }
        addShare(to: &seed)
        addDatabase(to: &seed)
        if server.roles.contains(.application) { addProducts(to: &seed) }
        if cluster["balancer.product"] == "external" {
            seed.balancers = [.init(server: cluster["balancer.address"], port: number("balancer.port") ?? 80)]
        }
        return seed
    }

    private func number(_ parameter: String) -> Int? { Int(cluster[parameter]) }

    private var applications: [Server] { cluster.servers(with: .application) }
    private var isFirst: Bool { applications.first?.name == server.name }

    /// The application servers that are set up already: those before this one, or all of them once their turn is over.
    private var peersThatRun: [Server] {
        let others = applications.prefix { $0.name != server.name || !server.roles.contains(.application) }
        return server.roles.contains(.application) || server.roles.contains(.balancer) ? Array(others) : []
    }

    /// Every name of the cluster and of what it uses of others; those of others get an address from another network.
    private var names: [String: String] {
        var names = Dictionary(cluster.servers.map { ($0.name, $0.address) }) { first, _ in first }
        let foreign = [cluster["share.existing"].prefix { $0 != ":" }, cluster["database.address"][...], cluster["balancer.address"][...]]
        for (index, name) in foreign.enumerated() where !name.isEmpty && names[String(name)] == nil {
            names[String(name)] = "198.51.100.\(index + 11)"
        }
        return names
    }

    // MARK: - Share

    /// What the first application server has put on the share, once it is set up.
    private var sharedFiles: [String: [UInt8]] {
        guard let first = applications.first, peersThatRun.contains(first) else { return [:] }
        let profile = cluster["application.profile"]
        let address = cluster.servers(with: .database).first?.address ?? cluster["database.address"]
        let url = "jdbc\\:mysql\\://\(address)\\:\(cluster["database.port"])/\(cluster["database.name"])"
        let known = cluster.routes
        let routes = peersThatRun.map { "\"\(known[$0.name] ?? "")\"" }.joined(separator: ",")
        let texts = [
            "app_datasource.properties": "currentProfile=\(profile)\n",
            "app_datasource-\(profile).properties":
                "workflowDriver=com.mysql.cj.jdbc.Driver\nworkflowUrl=\(url)\nworkflowUser=\(cluster["database.user"])\n"
                + "workflowPassword=\(RehearsalScene.password)\n",
            "servers.json": "[\(routes)]",
            // What its step joget.war writes down for the others.
            ".joget-cluster-jw.war.sha256": "\(RehearsalProduct.war(.enterprise).sha256(at: "jw.war"))  jw.war\n",
        ]
        return RehearsalProduct.wflow.merging(texts.mapValues { Array($0.utf8) }) { $1 }
    }

    private func addShare(to seed: inout RehearsalSeed) {
        guard !server.roles.contains(.fileServer) else { return }
        let owner = number("share.owner-id").map { UInt32($0) } ?? 880
        let existing = cluster["share.existing"]
        if cluster["share.kind"] == "existing", existing.isEmpty {
            guard server.roles.contains(.application) else { return }
            var share = RehearsalSeed.MountedShare(source: "rehearsal-share", target: cluster["share.mount"], type: "ceph", owner: owner)
            share.files = sharedFiles
            seed.mountedShares = [share]
            return
        }
        let parts = existing.split(separator: ":", maxSplits: 1).map(String.init)
        let host = cluster.servers(with: .fileServer).first?.address ?? parts.first ?? ""
        let path = cluster["share.kind"] == "nfs" ? cluster["share.export"] : parts.last ?? ""
        var export = RehearsalSeed.RemoteExport(server: host, path: path, owner: owner, mode: 0o750)
        // As this guide's own export has it; whoever has another share is thought to have done likewise.
        export.everybodyIs = owner
        export.files = sharedFiles
        seed.remoteExports = [export]
        seed.openPorts[names[host] ?? host] = [2049]
    }

    // MARK: - Database

    private func addDatabase(to seed: inout RehearsalSeed) {
        guard !server.roles.contains(.database) else { return }
        let kind = cluster["database.kind"]
        let host = cluster.servers(with: .database).first?.address ?? cluster["database.address"]
        let database = cluster["database.name"]
        let user = cluster["database.user"]
        var statements: [String] = []
        if kind == "existing" {
            let administrator = "'\(cluster["database.admin"])'@'%'"
            statements.append("CREATE USER \(administrator) IDENTIFIED BY '\(RehearsalScene.password)'")
            statements.append("GRANT ALL PRIVILEGES ON *.* TO \(administrator) WITH GRANT OPTION")
        }
        // Somebody else's database is made by the first application server itself.
        if kind != "existing" || !isFirst {
            statements.append("CREATE DATABASE `\(database)` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
            for application in applications {
                let account = "'\(user)'@'\(application.address)'"
                statements.append("CREATE USER \(account) IDENTIFIED BY '\(RehearsalScene.password)'")
                statements.append("GRANT ALL PRIVILEGES ON `\(database)`.* TO \(account)")
            }
            if !peersThatRun.isEmpty || !cluster["database.schema"].isEmpty {
                statements += ["USE `\(database)`", RehearsalProduct.schema]
            }
        }
        let script = statements.joined(separator: ";\n")
        var remote = RehearsalSeed.RemoteDatabase(server: host, port: number("database.port") ?? 3306, script: script)
        if cluster["database.product"] != "auto" { remote.isMySQL = cluster["database.product"] == "mysql" }
        if kind == "install" { remote.maxConnections = number("database.max-connections") ?? remote.maxConnections }
        seed.remoteDatabases = [remote]
    }

    // MARK: - Products

    /// The archives and programs that the description says are on the server.
    private func addProducts(to seed: inout RehearsalSeed) {
        if cluster["application.kind"] == "existing" {
            var tomcat = RehearsalSeed.TomcatService(
                name: cluster["application.service"], home: cluster["application.tomcat"], version: "9.0.86",
                user: cluster["application.account"])
            tomcat.userID = number("share.owner-id").map { UInt32($0) }
            seed.tomcatServices = [tomcat]
        } else if !cluster["application.bundle"].isEmpty {
            seed.products[cluster["application.bundle"]] = RehearsalScene.product(cluster["application.bundle"])
        }
        if !cluster["application.war"].isEmpty { seed.products[cluster["application.war"]] = .war(.enterprise) }
        if !cluster["application.wflow"].isEmpty {
            for (path, bytes) in RehearsalProduct.wflow { seed.files["\(cluster["application.wflow"])/\(path)"] = bytes }
        }
        if !cluster["application.java-home"].isEmpty { seed.javaHomes = [cluster["application.java-home"]: "17.0.15"] }
    }

    /// What an archive of that name is: a plain Tomcat where it is called so, else Joget's bundle.
    private static func product(_ path: String) -> RehearsalProduct {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard name.hasPrefix("apache-tomcat-") else { return .joget }
        let version = name.dropFirst("apache-tomcat-".utf8.count).prefix { $0.isNumber || $0 == "." }
        return .tomcat(version: version.split(separator: ".").joined(separator: "."))
    }
}
