import Foundation
import Guidebook
import Machines
import Reporting
import StepEngine

/// A cluster of servers that have all done everything, to be reported of and then spoilt.
struct ClusterBed {
    static let resources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Resources").path
    static let guide = Result { try GuideFolder(path: resources).load() }

    var cluster: Cluster
    var made = "2026-11-23T10:00:00.000Z"
    var program = "1.0-test"

    init(nodes: Int = 2) {
        let applications = (1...nodes).map {
            Server(name: "app\($0)", address: "192.0.\(2 + $0 / 200).\(20 + $0 % 200)", roles: [.application])
        }
        let servers =
            [
                Server(name: "fs1", address: "192.0.2.11", roles: [.fileServer]),
                Server(name: "db1", address: "192.0.2.12", roles: [.database]),
            ] + applications + [Server(name: "lb1", address: "192.0.2.15", roles: [.balancer])]
        cluster = Cluster(name: "trial", servers: servers, answers: ["application.bundle": "/root/joget.tar.gz"])
    }

    func plan(_ server: String) throws -> Plan {
        try Plan(
            guide: Self.guide.get(), cluster: cluster, server: cluster.server(named: server) ?? cluster.servers[0],
            platform: Platform(distribution: "debian", release: "12"))
    }

    /// What a journal of a server adds up to on which everything was done. `facts` were measured by its last step.
    func state(_ plan: Plan, facts: [String: String], undone: Set<String> = []) -> RunState {
        var state = RunState()
        let name = plan.server.name
        state.apply(
            .opened(
                Opening(
                    program: program, guide: plan.guideDigest, cluster: cluster.name, server: name, roles: plan.roles.map(\.rawValue),
                    hostName: name, machineID: "machine-of-\(name)", bootID: "1", release: "debian 12", user: "operator")),
            at: "2026-11-23T09:00:00.000Z")
        for (index, step) in plan.steps.enumerated() where !undone.contains(step.id) {
            let seen = Finding("seen", expected: "so", found: "so", verdict: .holds, facts: index == plan.steps.count - 1 ? facts : nil)
            state.apply(.started(step: step.id, attempt: 1), at: time(minute: index))
            state.apply(
                .finished(step: step.id, outcome: .changed, findings: [seen], reason: nil, seconds: 1.5), at: time(minute: index + 1))
        }
        return state
    }

    /// So many minutes after nine o'clock.
    private func time(minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "2026-11-23T\(two(9 + minute / 60)):\(two(minute % 60)):00.000Z"
    }

    /// The facts that the checks of a healthy server deliver.
    func facts(_ server: Server) -> [String: String] {
        var facts = Dictionary(uniqueKeysWithValues: cluster.servers.prefix(20).map { ("name.\($0.name)", $0.address) })
        if server.roles.contains(.application) {
            facts["war.sha256"] = String(repeating: "a1", count: 32)
            facts["agent.aspectjweaver.jar.sha256"] = String(repeating: "b2", count: 32)
            facts["share.source"] = "192.0.2.11:/export/wflow"
            facts["share.id"] = "7c0ffee"
            facts["database.target"] = "192.0.2.12:3306/jwedb"
            facts["database.id"] = "db1-9d1f"
            facts["clock.database"] = server.name == "app1" ? "0.4" : "-0.4"
        }
        if server.roles.contains(.balancer) {
            let routes = cluster.servers.filter { $0.roles.contains(.application) }.map { cluster.route(of: $0) }
            facts["balancer.routes"] = routes.sorted().joined(separator: " ")
        }
        return facts
    }

    func report(_ name: String, with changes: [String: String?] = [:], undone: Set<String> = []) throws -> Report {
        let plan = try plan(name)
        var facts = facts(plan.server)
        for (fact, value) in changes { facts[fact] = value }
        return Report(plan: plan, state: state(plan, facts: facts, undone: undone), program: program, made: made)
    }

    /// The reports of all servers, each under the name of its file. `changes` spoil facts of single servers.
    func reports(_ changes: [String: [String: String?]] = [:]) throws -> [(source: String, report: Report)] {
        try cluster.servers.map { ("report-\($0.name).json", try report($0.name, with: changes[$0.name] ?? [:])) }
    }

    func merged(_ changes: [String: [String: String?]] = [:]) throws -> ClusterReport {
        try ClusterReport(merging: try reports(changes), program: "1.0-test", made: "2026-11-23T11:00:00.000Z")
    }
}
