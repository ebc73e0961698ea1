import Guidebook
import Machines

/// Runs statements as the database's administrator, who is known by the socket.
struct SQLPerformer: Performer {
    let action: SQLAction
    let bench: Bench

    private static let largestScript = 1 << 26

    func findings() async throws -> [Finding] { [] }

    func preview() async throws -> [Change] {
        switch action.script {
        case .template(let name):
            return [.command(line), .statements(bench.shown(name).split(separator: "\n").map(String.init))]
        case .file(let path, let entry):
            return [.command(entry.isEmpty || !isArchive(path) ? "\(line) < \(path)" : "unzip -p \(path) \(entry) | \(line)")]
        }
    }

    func perform(_ attempt: Attempt) async throws {
        let statements = try await statements()
        if await !attempt.engine.state[bench.step.id].originals.contains(.statements) { try await attempt.keep(.statements) }
        for change in try await preview() {
            if case .statements = change { try await attempt.note(change) }
        }
        try await attempt.run(bench.command(words, input: .bytes(statements)), isPrivate: isSecret)
    }

    private var isSecret: Bool {
        if case .template(let name) = action.script { bench.plan.templates[name]?.isSecret ?? false } else { false }
    }

    private var words: [String] {
        [bench.plan.values.text("platform.database-client"), "--batch"] + (action.database.map { [$0] } ?? [])
    }

    private var line: String { Command(words).line }

    private func isArchive(_ path: String) -> Bool { path.hasSuffix(".war") }

    private func statements() async throws -> [UInt8] {
        switch action.script {
        case .template(let name): return Array(try await bench.rendered(name).utf8)
        case .file(let path, let entry):
            guard isArchive(path) else {
                guard let bytes = try await bench.machine.read(path, limit: SQLPerformer.largestScript) else {
                    throw StepFailure(reason: "there is no file \(path) on this server; copy it there or change database.schema")
                }
                return bytes
            }
            return try await extracted(entry, from: path)
        }
    }

    private func extracted(_ entry: String, from path: String) async throws -> [UInt8] {
        guard try await bench.machine.status(of: path) != nil else {
            throw StepFailure(reason: "there is no file \(path) on this server; copy it there or change database.schema")
        }
        let answer = try await bench.inspector.ask(["unzip", "-p", path, entry])
        guard answer.succeeded, !answer.output.isEmpty else {
            throw StepFailure(
                reason: "\(path) holds no \(entry); it is damaged, or not the jw.war of Joget", evidence: answer.output.firstLine)
        }
        guard answer.output.utf8.count < CommandResult.limit else {
            throw StepFailure(reason: "\(entry) in \(path) is larger than a schema can be")
        }
        return Array(answer.output.utf8)
    }
}
