import Foundation
import Testing

/// A run of the program with a file of answers in place of an operator, in a folder of its own.
struct AnswersFile {
    /// The files that are shipped as examples.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Answers")

    static let password = "rehearsal"

    let scratch: Scratch
    let path: String

    /// Puts a shipped file into the folder, and the password beside it that it may name.
    init(shipped name: String, in scratch: Scratch, password: String = AnswersFile.password) throws {
        let text = try String(contentsOf: AnswersFile.folder.appending(path: name), encoding: .utf8)
        try self.init(text, named: name, in: scratch, password: password)
    }

    /// Puts a file of answers into the folder.
    init(_ text: String, named name: String = "answers.yaml", in scratch: Scratch, password: String = AnswersFile.password) throws {
        self.scratch = scratch
        try FileManager.default.createDirectory(atPath: scratch.path + "/tmp", withIntermediateDirectories: true)
        let secret = try scratch.write(password + "\nthe second line is none\n", to: "database.password")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        path = try scratch.write(text, to: name)
    }

    /// Starts the program with the answers, for as long as `body` takes.
    func run(_ options: [String] = [], pace: Int = 0, _ body: (Terminal) async throws -> Void) async throws {
        try await Terminal.run(
            ["--rehearse", "--state", scratch.state, "--answers", path] + options,
            environment: ["JOGET_REHEARSAL_PACE": "\(pace)", "TMPDIR": scratch.path + "/tmp"], complaints: scratch.path + "/complaints",
            body)
    }

    /// Runs the answers to their end, and expects that the program ends so, in good order and without a word on standard error.
    func expectEnd(_ code: Int32, _ options: [String] = [], location: SourceLocation = #_sourceLocation) async throws {
        try await run(options) { terminal in
            let end = try await terminal.end(waiting: 90, location: location)
            let complaints = try complaints
            #expect(end == .exited(code), "\(terminal.view.screen.text)\n\(complaints)", sourceLocation: location)
            #expect(terminal.isRestored, sourceLocation: location)
        }
        #expect(try complaints == "", sourceLocation: location)
        try expectTidiness(location: location)
    }

    /// What was said on standard error.
    var complaints: String { get throws { try String(contentsOfFile: scratch.path + "/complaints", encoding: .utf8) } }

    /// Expects that no process is left that was started for this folder, and no file outside of the state directory.
    func expectTidiness(location: SourceLocation = #_sourceLocation) throws {
        #expect(try AnswersFile.processes(naming: scratch.path).isEmpty, sourceLocation: location)
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: scratch.path))
        let expected: Set = ["complaints", "database.password", "state", "tmp", URL(filePath: path).lastPathComponent]
        #expect(names.subtracting(expected).isEmpty, sourceLocation: location)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/tmp").isEmpty, sourceLocation: location)
    }

    private static func processes(naming path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.compactMap { id in
            // A process may end while it is looked at.
            guard let line = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else { return nil }
            let words = String(decoding: line, as: UTF8.self)
            return words.contains(path) ? words : nil
        }
    }

    /// What the journal adds up to: the steps that count and their status.
    func status(_ options: [String] = [], location: SourceLocation = #_sourceLocation) async throws -> [String: String] {
        let result = try await Headless.run(["status", "--json", "--rehearse", "--state", scratch.state] + options)
        let report = try #require(result.json() as? [String: Any], sourceLocation: location)
        let steps = try #require(report["steps"] as? [[String: Any]], sourceLocation: location)
        return Dictionary(
            uniqueKeysWithValues: steps.filter { $0["isOnRequest"] as? Bool != true }.map {
                ($0["id"] as? String ?? "", $0["status"] as? String ?? "")
            })
    }
}
