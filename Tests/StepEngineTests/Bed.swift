import Foundation
import Guidebook
import StepEngine

@testable import Machines

/// The folder of the guide that is shipped.
let shippedResources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Resources").path

/// What a test of the engine works on: a guide, a server of a small cluster that exists in memory, and a state directory.
struct Bed: Sendable {
    static let servers = [
        Server(name: "fs1", address: "192.0.2.11", roles: [.fileServer]), Server(name: "db1", address: "192.0.2.12", roles: [.database]),
        Server(name: "app1", address: "192.0.2.13", roles: [.application]),
        Server(name: "app2", address: "192.0.2.14", roles: [.application]),
        Server(name: "lb1", address: "192.0.2.15", roles: [.balancer]),
    ]

    let scratch: Scratch
    var machine: WatchedMachine
    let plan: Plan
    let events: EventLog
    var path: String { scratch["state"] }

    /// A bed for a server and a guide; `faults` are switched on from the beginning.
    init(
        _ guide: Guide, server: String = "app1", answers: [String: String] = [:], roles: [Role]? = nil, faults: [RehearsalFault] = [],
        release: Release = .debian12, events: EventLog = EventLog(), machine: WatchedMachine? = nil
    ) throws {
        // The server exists in memory; so may what is written down about it.
        scratch = try Scratch.inMemory()
        let standard = ["application.bundle": Bed.bundle]
        let cluster = Cluster(name: "trial", servers: Bed.servers, answers: answers.merging(standard) { given, _ in given })
        guard let server = cluster.server(named: server) else { preconditionFailure("the trial has no server \(server)") }
        self.machine = machine ?? WatchedMachine(RehearsalMachine(seed: Bed.seed(server, cluster, release), faults: faults))
        let platform = Platform(distribution: release.distribution, release: release.number, product: cluster["database.product"])
        plan = Plan(guide: guide, cluster: cluster, server: server, platform: platform, roles: roles)
        self.events = events
    }

    /// Where the bundle lies on application servers.
    static let bundle = "/root/joget-enterprise-linux-8.1.6.tar.gz"

    /// A fresh server among others that are set up already.
    static func seed(_ server: Server, _ cluster: Cluster, _ release: Release = .debian12) -> RehearsalSeed {
        let names = Dictionary(uniqueKeysWithValues: cluster.servers.map { ($0.name, $0.address) })
        var seed = release.seed(server.name, server.address, names)
        if !server.roles.contains(.fileServer) {
            var export = RehearsalSeed.RemoteExport(
                server: "192.0.2.11", path: cluster["share.export"], squashesRoot: false, owner: 880, mode: 0o750)
            export.everybodyIs = 880
            if server.name == "app2" { export.files = leftByFirst }
            seed.remoteExports = [export]
        }
        if !server.roles.contains(.database) {
            let users = ["192.0.2.13", "192.0.2.14"].map {
                "CREATE USER 'joget'@'\($0)' IDENTIFIED BY '\(canary)'; GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'\($0)';"
            }
            let tables = server.name == "app2" ? "USE `jwedb`; " + RehearsalProduct.schema : ""
            let database = "CREATE DATABASE `jwedb` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; "
            let script = database + users.joined(separator: " ") + tables
            var remote = RehearsalSeed.RemoteDatabase(server: "192.0.2.12", script: script)
            remote.maxConnections = 1024
            seed.remoteDatabases = [remote]
        }
        if server.roles.contains(.application) { seed.products[bundle] = .joget }
        seed.applications = cluster.servers(with: .application).filter { $0.name != server.name }.map {
            RehearsalSeed.RemoteApplication(server: $0.address, route: cluster.route(of: $0))
        }
        return seed
    }

    /// What the first application server has put into the shared directory.
    private static var leftByFirst: [String: [UInt8]] {
        let url = "jdbc\\:mysql\\://192.0.2.12\\:3306/jwedb"
        let texts = [
            "app_datasource.properties": "currentProfile=default\n",
            "app_datasource-default.properties":
                "workflowDriver=com.mysql.cj.jdbc.Driver\nworkflowUrl=\(url)\nworkflowUser=joget\nworkflowPassword=\(canary)\n",
            "servers.json": "[\"node01\"]",
            ".joget-cluster-jw.war.sha256": "\(RehearsalProduct.war(.enterprise).sha256(at: "jw.war"))  jw.war\n",
        ]
        return RehearsalProduct.wflow.merging(texts.mapValues { Array($0.utf8) }) { $1 }
    }

    /// The releases that can be played.
    enum Release: String, CaseIterable {
        case debian12 = "debian 12"
        case debian13 = "debian 13"
        case ubuntu2204 = "ubuntu 22.04"
        case ubuntu2404 = "ubuntu 24.04"

        var distribution: String { String(rawValue.prefix { $0 != " " }) }
        var number: String { String(rawValue.drop { $0 != " " }.dropFirst()) }

        func seed(_ server: String, _ address: String, _ names: [String: String]) -> RehearsalSeed {
            switch self {
            case .debian12: .debian12(server: server, address: address, names: names)
            case .debian13: .debian13(server: server, address: address, names: names)
            case .ubuntu2204: .ubuntu2204(server: server, address: address, names: names)
            case .ubuntu2404: .ubuntu2404(server: server, address: address, names: names)
            }
        }
    }

    /// A password that must be found nowhere.
    static let canary = "cAnArY-7731-gEhEiM"

    /// Begins or goes on with the run, as a new start of the program would.
    func engine(at path: String? = nil, machine: (any Machine)? = nil, events: EventLog? = nil) async throws -> Engine {
        let log = events ?? self.events
        return try await Engine(
            plan: plan, machine: machine ?? self.machine, directory: StateDirectory(path: path ?? self.path, creating: true),
            user: "operator", program: "1.0-test",
            pause: { _ in }, listener: log.take)
    }

    /// What the journal adds up to.
    func recordedState(at path: String? = nil) throws -> RunState {
        let directory = try StateDirectory(path: path ?? self.path, creating: false)
        var state = RunState()
        for record in try Journal.records(of: directory)?.records ?? [] { state.apply(record.event, at: record.time) }
        return state
    }

    /// Runs a command on the server past the engine, as somebody at another terminal would.
    func byHand(_ words: String...) async throws {
        let result = try await machine.real.capture(Command(words))
        guard result.succeeded else { throw MachineError(what: result.output, subject: words.joined(separator: " ")) }
    }

    /// Puts a file on the server past the engine.
    func put(_ text: String, at path: String, owner: String? = nil, mode: UInt32? = nil) async throws {
        let attributes = FileAttributes(owner: owner, group: owner, mode: mode)
        try await machine.real.replace(path, with: Array(text.utf8), attributes: attributes)
    }

    func text(of path: String) async throws -> String? {
        try await machine.real.read(path, limit: 1 << 24).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension Guide {
    static func shipped() throws -> Guide { try GuideFolder(path: shippedResources).load() }

    /// A guide of one section "s". Each step is its short name and the YAML of what sets it apart.
    static func of(_ steps: KeyValuePairs<String, String>, templates: [String: String] = [:]) throws -> Guide {
        var text = "id: s\ntitle: Section\ntext: Steps of a test.\nsteps:\n"
        for (name, body) in steps {
            text += "  - id: s.\(name)\n    title: Step \(name)\n    text: A step of a test.\n    roles: [every]\n    timeout: 30s\n"
            text += body.split(separator: "\n").map { "    \($0)\n" }.joined()
        }
        return try GuideLoader.guide(
            sections: [GuideLoader.File(name: "10-s.yaml", text: text)],
            templates: templates.map { GuideLoader.File(name: $0, text: $1) })
    }
}

/// Everything that can be seen of a server: each path with its kind, owner, mode and bytes, and what lives in its memory.
func picture(of machine: RehearsalMachine) async throws -> [String: String] {
    var picture: [String: String] = [:]
    var open = ["/"]
    while let path = open.popLast() {
        // A log tells how often something was started, which a kill changes.
        if path.contains("/logs/") || path.hasPrefix("/var/log/") { continue }
        guard let status = try await machine.status(of: path) else { continue }
        // Links of services lead to /lib or /usr/lib, which is one folder.
        let target = status.target.map { $0.hasPrefix("/lib/") ? "/usr" + $0 : $0 } ?? ""
        var words = "\(status.kind) \(status.ownerID):\(status.groupID) \(String(status.mode, radix: 8)) \(target) "
        // A nonce is another text every time.
        if status.kind == .file, !path.contains("/.joget-cluster-") {
            words += String(decoding: try await machine.read(path, limit: 1 << 26) ?? [], as: UTF8.self)
        }
        picture[path] = words
        guard status.kind == .directory else { continue }
        open += (try await machine.list(path) ?? []).map { path == "/" ? "/\($0)" : "\(path)/\($0)" }.filter { !$0.contains("/engine-") }
    }
    // Where the private files of a run were.
    for path in picture.keys where FileManager.default.temporaryDirectory.path == path { picture[path] = nil }
    let server = await machine.server
    picture["packages"] = server.packages.keys.sorted().joined(separator: " ")
    picture["running"] = server.running.sorted().joined(separator: " ")
    picture["exports"] = server.exports.map { "\($0.path) \($0.client) \($0.printedOptions)" }.joined(separator: "\n")
    picture["mounts"] = server.mounts.map { "\($0.source) \($0.target)" }.joined(separator: "\n")
    picture["schemas"] = server.database?.schemas.keys.sorted().joined(separator: " ")
    picture["accounts"] = server.database?.accounts.map { "\($0.quoted) \($0.grants.keys.sorted())" }.sorted().joined(separator: "\n")
    return picture
}

/// The places at which two pictures differ.
func differences(_ one: [String: String], _ other: [String: String]) -> [String] {
    Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
}
