import Guidebook
import Machines

/// Runs statements on the database server.
struct SQLPerformer: Performer {
    let action: SQLAction
    let bench: Bench

    private static let largestScript = 1 << 26

    private var session: DatabaseSession { DatabaseSession(account: action.account, database: action.database, bench: bench) }

    func findings() async throws -> [Finding] { [] }

    func preview() async throws -> [Change] {
        let line = Command(session.words).line
        switch action.script {
        case .template(let name):
            return [.command(line), .statements(bench.shown(name).split(separator: "\n").map(String.init))]
        case .file(let path, let entry):
            return [.command(entry.isEmpty || !isArchive(path) ? "\(line) < \(path)" : "unzip -p \(path) \(entry) | \(line)")]
        }
    }

    func perform(_ attempt: Attempt) async throws {
        let statements = try await statements()
        try await attempt.keepOnce(.statements)
        for change in try await preview() {
            if case .statements = change { try await attempt.note(change) }
        }
        try await session.run(statements, attempt, isPrivate: isSecret)
    }

    func settle(_ attempt: Attempt) async throws { try await session.close() }

    private var isSecret: Bool {
        if case .template(let name) = action.script { bench.plan.templates[name]?.isSecret ?? false } else { false }
    }

    private func isArchive(_ path: String) -> Bool { path.hasSuffix(".war") }

    private func statements() async throws -> [UInt8] {
        switch action.script {
        case .template(let name): return Array(try await bench.rendered(name).utf8)
        case .file(let path, let entry):
            if isArchive(path) { return try await extracted(entry, from: path) }
            guard let bytes = try await bench.machine.read(path, limit: SQLPerformer.largestScript) else { throw missing(path) }
            return bytes
        }
    }

    private func missing(_ path: String) -> StepFailure {
        let remedy =
            action.account == .application
            ? "the step that puts it there comes before this one" : "copy it there or change database.schema"
        return StepFailure(reason: "there is no file \(path) on this server; \(remedy)")
    }

    private func extracted(_ entry: String, from path: String) async throws -> [UInt8] {
        guard try await bench.machine.status(of: path) != nil else { throw missing(path) }
        let answer = try await bench.inspector.ask(["unzip", "-p", path, entry], timeout: bench.step.timeout)
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
