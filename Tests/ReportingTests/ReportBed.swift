import Foundation
import Guidebook
import Machines
import Reporting
import StepEngine

/// A rehearsal run on an application server, to be reported of.
struct ReportBed {
    static let canary = "cAnArY-7731-gEhEiM"
    private static let resources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "Resources").path

    let engine: Engine
    let machine: RehearsalMachine
    let plan: Plan
    let folder: String

    init(faults: [RehearsalFault] = []) async throws {
        let servers = [
            Server(name: "fs1", address: "192.0.2.11", roles: [.fileServer]),
            Server(name: "db1", address: "192.0.2.12", roles: [.database]),
            Server(name: "app1", address: "192.0.2.13", roles: [.application]),
            Server(name: "lb1", address: "192.0.2.15", roles: [.balancer]),
        ]
        let cluster = Cluster(name: "trial", servers: servers)
        var seed = RehearsalSeed.debian12(
            server: "app1", address: "192.0.2.13", names: Dictionary(uniqueKeysWithValues: servers.map { ($0.name, $0.address) }))
        seed.remoteExports = [.init(server: "192.0.2.11", path: cluster["share.export"], squashesRoot: false, owner: 880, mode: 0o750)]
        let script =
            "CREATE DATABASE `jwedb`; CREATE USER 'joget'@'192.0.2.13' IDENTIFIED BY '\(Self.canary)'; "
            + "GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'192.0.2.13';"
        seed.remoteDatabases = [.init(server: "192.0.2.12", script: script)]
        machine = RehearsalMachine(seed: seed, faults: faults)
        plan = Plan(
            guide: try Self.guide(), cluster: cluster, server: servers[2],
            platform: Platform(distribution: "debian", release: "12"))
        folder = FileManager.default.temporaryDirectory.path + "/report-" + UUID().uuidString
        engine = try await Engine(
            plan: plan, machine: machine, directory: StateDirectory(path: folder, creating: true), user: "operator from 192.0.2.99",
            program: "1.0-test",
            pause: { _ in }, listener: { _ in })
        try await engine.secrets.keep(Secret(Self.canary), as: "database.password")
    }

    /// The part of the shipped guide that this server can go without Joget itself.
    private static func guide() throws -> Guide {
        let names = ["root", "release", "own-name", "names", "space", "clock", "port-application"].map { "prepare.\($0)" }
        let wanted = Set(names + ["database.client", "database.login"])
        var guide = try GuideFolder(path: Self.resources).load()
        guide.sections = guide.sections.compactMap { section in
            var section = section
            section.steps.removeAll { !wanted.contains($0.id) && !$0.id.hasPrefix("mount.") }
            return section.steps.isEmpty ? nil : section
        }
        return guide
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }  // What is left there hurts nobody.

    /// Every step once; one that is left out, with a reason.
    func work() async throws {
        try await engine.review()
        for step in plan.steps where step.id != "prepare.clock" { try await engine.perform(step.id) }
        try await engine.skip("prepare.clock", reason: "no | time `server` <b>here</b>")
    }

    func report() async -> Report { Report(plan: plan, state: await engine.state, program: "1.0-test", made: "2026-11-23T00:00:00Z") }
}
