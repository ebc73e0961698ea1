import Guidebook
import Machines

/// How statements reach the database server: through its socket, as the administrator whom it knows by that, or over the
/// network with a login that stands in a private file for as long as the client runs.
struct DatabaseSession {
    let account: DatabaseAccount
    /// The database in which they run; nil for none.
    let database: String?
    let bench: Bench

    private var file: String { bench.directory.scratch("client.cnf") }
    private var isRemote: Bool { account == .application || bench.plan.hasRemoteAdministrator }
    private var ending: [String] { ["--batch"] + (database.map { [$0] } ?? []) }

    /// The client's words.
    var words: [String] {
        [bench.plan.values.text("platform.database-client")] + (isRemote ? ["--defaults-file=\(file)"] : []) + ending
    }

    /// Runs statements. Those that hold a secret are private: the client repeats the one that fails.
    func run(_ statements: [UInt8], _ attempt: Attempt, isPrivate: Bool) async throws {
        do {
            try await bench.inspector.withDatabaseClient(as: account) { client in
                try await attempt.run(bench.command(client + ending, input: .bytes(statements)), isPrivate: isPrivate)
            }
        } catch let unknown as UnknownSecret {
            throw StepFailure(unknown)
        }
    }

    /// Takes away the login that a program which was killed has left.
    func close() async throws {
        if isRemote { try await bench.machine.remove(file) }
    }
}

extension StepFailure {
    init(_ unknown: UnknownSecret) { self.init(reason: "\(unknown.name) is not known on this server; \(unknown.remedy)") }
}
