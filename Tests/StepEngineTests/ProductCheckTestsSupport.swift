import Foundation
import Guidebook
import Testing

@testable import Machines
@testable import StepEngine

/// A look at this very machine, as a server of a small cluster whose files lie in a folder of the test's.
struct Look: Sendable {
    let scratch = try! Scratch()
    let inspector: Inspector

    /// - Parameters:
    ///   - hasBegun: whether there is a run, with a state directory.
    ///   - answers: the operator's; `@` is the folder of the test.
    init(_ server: String = "app1", answers: [String: String] = [:], machine: (any Machine)? = nil, hasBegun: Bool = true) async throws {
        let folder = scratch.path
        let cluster = Cluster(
            name: "trial", servers: Bed.servers, answers: answers.mapValues { $0.replacing("@", with: folder) })
        guard let server = cluster.server(named: server) else { preconditionFailure("the trial has no server \(server)") }
        let plan = Plan(
            guide: try Guide.of(["one": "proof:\nchecks: [ { root: } ]"]), cluster: cluster, server: server,
            platform: Platform(distribution: "debian", release: "12"))
        let path = scratch["state"]
        let directory = hasBegun ? try StateDirectory(path: path, creating: true) : StateDirectory(unopened: path)
        let machine = machine ?? LocalMachine(executable: "")
        inspector = Inspector(
            machine: machine, plan: plan, secrets: hasBegun ? try await SecretStore(directory) : SecretStore(), directory: directory,
            survey: Survey(machine))
    }

    func at(_ check: Check) async -> Finding { await inspector.finding(for: check) }

    subscript(name: String) -> String { scratch[name] }

    /// Writes a file, with the folders above it.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o644) throws -> String {
        let url = URL(filePath: scratch[name])
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
        return url.path
    }

    func text(of name: String) throws -> String { String(decoding: try Data(contentsOf: URL(filePath: scratch[name])), as: UTF8.self) }

    /// Runs a program in a folder of the test's.
    func run(_ words: String..., in folder: String = "") throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: folder.isEmpty ? scratch.path : scratch[folder])
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(words)")
    }

    /// Packs what is in a folder into an archive of Java's: `.jar` and `.war`.
    @discardableResult
    func pack(_ folder: String, into name: String) throws -> String {
        try run("zip", "-q", "-r", scratch[name], ".", in: folder)
        return scratch[name]
    }

    /// A Tomcat as its own project packs it, as far as anybody looks at it.
    @discardableResult
    func layTomcat(_ number: String, in folder: String) throws -> String {
        try write("#!/bin/sh\n", to: "\(folder)/bin/catalina.sh", mode: 0o755)
        try write("server.info=Apache Tomcat/\(number)\nserver.number=\(number).0\n", to: "jar\(number)/\(TomcatVersion.entry)")
        try FileManager.default.createDirectory(atPath: scratch["\(folder)/lib"], withIntermediateDirectories: true)
        return try pack("jar\(number)", into: "\(folder)/lib/catalina.jar")
    }
}
