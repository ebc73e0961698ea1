import Foundation
import Machines
import Testing

/// The cluster that the rehearsals take place in.
enum RehearsalCluster {
    static let names = ["files1": "10.0.0.11", "wflow": "10.0.0.11", "db1": "10.0.0.12", "app1": "10.0.0.21", "app2": "10.0.0.22"]

    static func debian(_ server: String, _ change: (inout RehearsalSeed) -> Void = { _ in }) -> RehearsalSeed {
        var seed = RehearsalSeed.debian12(server: server, address: names[server] ?? "10.0.0.99", names: names)
        change(&seed)
        return seed
    }
}

extension RehearsalMachine {
    /// Runs a command line without quotes to its end.
    func run(_ line: String, input: String? = nil) async throws -> CommandResult {
        let words = line.split(separator: " ").map(String.init)
        return try await capture(Command(words, input: input.map { .bytes(Array($0.utf8)) } ?? .none))
    }

    /// Runs a command line and demands that it succeeds.
    @discardableResult
    func succeed(_ line: String, input: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        let result = try await run(line, input: input)
        #expect(result.succeeded, "\(line): \(result.output)", sourceLocation: sourceLocation)
        return result.output
    }

    /// Runs SQL as root by the socket.
    func sql(_ statements: String, database: String = "") async throws -> CommandResult {
        try await run("mariadb --batch --skip-column-names \(database)", input: statements)
    }

    /// What is heard where Tomcats speak, at this server's own address.
    func heard(saying words: String? = nil, port: Int = 45564, within limit: Duration = .seconds(1)) -> [Heard] {
        hear(
            group: "228.0.0.4", port: port, at: identity().addresses[0], saying: words.map { Array($0.utf8) }, within: limit)
    }

    func text(_ path: String) throws -> String? {
        try read(path, limit: 100_000).map { String(decoding: $0, as: UTF8.self) }
    }

    func put(_ path: String, _ text: String, mode: UInt32? = nil) throws {
        try replace(path, with: Array(text.utf8), attributes: FileAttributes(mode: mode))
    }
}

/// A folder for the records of one test.
final class RecordFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "rehearsal-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var record: CommandRecord { CommandRecord(log: path + "/log", status: path + "/status") }
    var log: String { (try? String(contentsOfFile: record.log, encoding: .utf8)) ?? "" }
    var status: Data? { FileManager.default.contents(atPath: record.status) }
}
