import ArgumentParser
import Glibc
import Guidebook
import Machines
import Reporting
import StepEngine

/// What a subcommand works with: machine, guide, cluster and the paths of the run.
struct Preparation {
    let options: SharedOptions
    let machine: any Machine
    let guide: Guide
    let identity: Identity
    /// What is played; nil on a real server.
    let rehearsal: Rehearsal?
    let directoryPath: String
    let clusterPath: String

    init(_ options: SharedOptions) async throws {
        self.options = options
        _ = try options.roles()  // a wrong word is said before anything is looked for
        directoryPath = try Preparation.absolute(
            options.state ?? (options.rehearse ? Rehearsal.temporaryDirectory() : StateDirectory.standardPath))
        clusterPath = try options.cluster.map(Preparation.absolute) ?? "\(directoryPath)/cluster.yaml"
        guide = try Resources.folder(options.guide).load()
        if options.rehearse {
            var description: Cluster?
            if options.cluster != nil { description = try await Preparation.description(at: clusterPath) }
            let rehearsal = try Rehearsal(options, description: description)
            self.rehearsal = rehearsal
            machine = rehearsal.machine()
        } else {
            rehearsal = nil
            machine = LocalMachine(executable: Resources.executable)
        }
        identity = try await machine.identity()
    }

    /// Refuses to go on without the rights to change the server.
    func requireRoot(to purpose: String) throws {
        guard options.rehearse || geteuid() == 0 else {
            throw Refusal("this needs root to \(purpose); run it with sudo, or try it with --rehearse, which touches nothing", .notRoot)
        }
    }

    /// Whether the state directory is readable: it is root's, and a rehearsal's own.
    var canReadState: Bool { options.rehearse || geteuid() == 0 }

    /// The text of the cluster description; nil where there is none yet.
    func clusterText() async throws -> String? {
        if let rehearsal { return ClusterWriter.text(of: rehearsal.cluster) }
        let text = try await Preparation.text(at: clusterPath)
        if text == nil && options.cluster != nil { throw Preparation.missing(clusterPath) }
        return text
    }

    private static func text(at path: String) async throws -> String? {
        let bytes: [UInt8]?
        do {
            bytes = try await LocalMachine(executable: "").read(path, limit: 1 << 20)
        } catch {
            throw Refusal(error.description, geteuid() == 0 ? .badDocument : .notRoot)
        }
        guard let bytes else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal("\(path): the file is not UTF-8 text; save it as UTF-8", .badDocument)
        }
        return text
    }

    private static func description(at path: String) async throws -> Cluster {
        guard let text = try await text(at: path) else { throw missing(path) }
        return try ClusterLoader.cluster(from: text, file: path)
    }

    private static func missing(_ path: String) -> Refusal {
        Refusal("\(path): there is no such file; write one with 'joget-cluster cluster init \(path)'", .badDocument)
    }

    /// The cluster, which must be there.
    func cluster() async throws -> Cluster {
        guard let text = try await clusterText() else {
            throw Refusal(
                "\(clusterPath): there is no cluster description yet; write one with 'joget-cluster cluster init', or name one with --cluster FILE",
                .badDocument)
        }
        return try ClusterLoader.cluster(from: text, file: clusterPath)
    }

    /// The plan for this server.
    func plan() async throws -> Plan {
        let cluster = try await cluster()
        let roles = try options.roles()
        let server = try server(in: cluster)
        let platform = Platform(distribution: identity.distribution, release: identity.release, product: cluster["database.product"])
        let plan = Plan(guide: guide, cluster: cluster, server: server, platform: platform, roles: roles)
        if let roles, plan.roles.isEmpty {
            throw Refusal(
                "--role: \(server.name) has not the role \(roles.map(\.rawValue).joined(separator: ", ")); it has \(server.roles.map(\.rawValue).joined(separator: ", "))",
                .usage)
        }
        return plan
    }

    private func server(in cluster: Cluster) throws -> Server {
        let names = cluster.servers.map(\.name).joined(separator: ", ")
        if let name = options.server ?? rehearsal?.server.name {
            guard let server = cluster.server(named: name) else {
                throw Refusal("--server: the description has no server '\(name)'; it has \(names)", .usage)
            }
            return server
        }
        guard let server = cluster.server(hostName: identity.hostName, addresses: identity.addresses) else {
            throw Refusal(
                "this server (\(identity.hostName), \(identity.addresses.joined(separator: ", "))) is none of \(names); name it with --server",
                .badDocument)
        }
        return server
    }

    /// The engine for this server's run. Only a run that is to change something makes the state directory.
    func engine(_ plan: Plan, listener: @escaping @Sendable (Event) -> Void) async throws -> Engine {
        let directory = try StateDirectory(path: directoryPath, creating: true)
        let engine = try await Engine(
            plan: plan, machine: machine, directory: directory, user: Preparation.user, program: JogetCluster.version, listener: listener)
        if let damage = await engine.damage {
            let count = damage.lostLines == 1 ? "1 line was" : "\(damage.lostLines) lines were"
            complain("\(directory.journal):\(damage.line): \(damage.reason); \(count) set aside in \(damage.copy ?? "no copy")")
        }
        return engine
    }

    /// The state of the run as its journal tells, without touching it; empty where nothing was begun.
    func recordedState(of plan: Plan) throws -> RunState {
        if access(directoryPath, F_OK) != 0 && errno == ENOENT { return RunState() }
        let directory = try StateDirectory(path: directoryPath, creating: false)
        if let loss = Journal.loss(in: directory) { throw loss }
        guard let found = try Journal.records(of: directory) else { return RunState() }
        var state = RunState()
        for record in found.records { state.apply(record.event, at: record.time) }
        try state.confirmBelongs(to: plan, at: directoryPath)
        if let damage = found.damage { complain("\(directory.journal):\(damage.line): \(damage.reason); what comes before it is used") }
        return state
    }

    /// The report of this server as its journal tells now, with the place in the journal up to which it does.
    func report(_ plan: Plan) throws -> Report {
        let journal = try ReportCommand.journal(of: directoryPath)
        let state = RunState(journal?.records ?? [])
        try state.confirmBelongs(to: plan, at: directoryPath)
        return Report(
            plan: plan, state: state, program: JogetCluster.version, made: Journal.now(),
            journal: (journal?.mark).map { Report.JournalMark($0) })
    }

    /// Leaves the server's report and the description where the other servers find them. That it cannot is a remark.
    func leaveReport(_ plan: Plan) async {
        guard let folder = await SharedFolder(plan: plan, machine: machine) else { return }
        do {
            _ = try await folder.leave(report(plan), plan.cluster)
        } catch {
            complain("the report was not left on the shared directory: \(error)")
        }
    }

    /// Who works: the login name behind sudo, and from where.
    static var user: String {
        let name = variable("SUDO_USER") ?? variable("LOGNAME") ?? variable("USER") ?? account
        let from = variable("SSH_CONNECTION").map { " from \($0.prefix { $0 != " " })" } ?? ""
        return (name + from).filter { !$0.isNewline }
    }

    /// The name of the account that runs the program, for sessions without a login.
    private static var account: String { getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(geteuid())" }

    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// The path from the root. Throws where it is empty, or where the program was started in a folder that is gone.
    static func absolute(_ path: String) throws -> String {
        guard !path.isEmpty else { throw Refusal("a path is empty; leave the option out or give a path", .usage) }
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { throw Refusal("the working directory is gone; change to another one", .usage) }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }
}
