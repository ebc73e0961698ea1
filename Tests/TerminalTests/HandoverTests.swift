import Foundation
import Testing

/// From the first server to the next by a text that is pasted.
struct HandoverTests {
    private static let canary = "kanarie-4Rk9-Slip"
    private static let passphrase = "a long enough passphrase"

    /// The slip of the good description, with the secrets of `state` where one is named.
    private func slip(_ scratch: Scratch, of text: String = ClusterFile.good, secretsOf state: String? = nil) async throws -> String {
        let file = try scratch.write(text, to: "handed-over.yaml")
        var words = ["cluster", "show", "--slip", "--rehearse", "--cluster", file]
        if let state { words += ["--secrets", "--state", state] }
        let result = try await Headless.run(words, input: state == nil ? nil : Self.passphrase + "\n")
        try #require(result.code == 0, "\(result.complaint)")
        return result.output
    }

    private func take(_ scratch: Scratch, _ input: String, _ words: String...) async throws -> Headless {
        try await Headless.run(["cluster", "take", "--rehearse", "--state", scratch.state] + words, input: input)
    }

    private func shown(_ words: [String]) async throws -> String {
        try await Headless.run(["cluster", "show", "--json"] + words + ["--rehearse"]).output
    }

    @Test("What one server shows as a slip, the next one takes in as the same description, readable by its owner alone")
    func piped() async throws {
        let scratch = try Scratch()
        let result = try await take(scratch, try await slip(scratch))
        #expect(result.code == 0 && result.output.contains("cluster demo, 4 servers\n"), "\(result.complaint)")
        #expect(result.output.contains("this server is fs1\n") && result.output.contains("-> fs1 192.0.2.11 (file server)\n"))
        let path = "\(scratch.state)/cluster.yaml"
        #expect(try await shown(["--cluster", path]) == shown(["--cluster", "\(scratch.path)/handed-over.yaml"]))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test("Taken in twice, it says that it is there already")
    func twice() async throws {
        let scratch = try Scratch()
        let slip = try scratch.write(try await slip(scratch), to: "slip")
        _ = try await take(scratch, "", slip)
        let before = try scratch.listing(of: scratch.state)
        let result = try await take(scratch, "", slip)
        #expect(result.code == 0 && result.output.contains("describes demo so already; it stays as it is\n"))
        #expect(try scratch.listing(of: scratch.state).filter { !$0.hasPrefix("lock ") } == before.filter { !$0.hasPrefix("lock ") })
    }

    @Test("A damaged line is named, and nothing is taken")
    func damaged() async throws {
        let scratch = try Scratch()
        var lines = try await slip(scratch).split(separator: "\n").map(String.init)
        lines[2] = String(lines[2].dropLast(7))
        try await take(scratch, lines.joined(separator: "\n")).expectRefusal(
            65, "cluster slip ", ": line 2 of \(lines.count - 2) is damaged; paste it again; nothing was taken")
        #expect(!FileManager.default.fileExists(atPath: scratch.state))
    }

    @Test("Pasted at a terminal, a damaged line can be pasted again")
    func mended() async throws {
        let scratch = try Scratch()
        let slip = try await slip(scratch)
        let line = String(slip.split(separator: "\n")[2])
        try await Terminal.run(["cluster", "take", "--rehearse", "--state", scratch.state], columns: 200) { terminal in
            try await terminal.expect("paste the slip")
            terminal.type(slip.replacing(line, with: line.dropLast(7)))
            try await terminal.expect("line 2 of")
            terminal.type(line + "\n")
            #expect(try await terminal.end() == .exited(0))
        }
        #expect(FileManager.default.fileExists(atPath: "\(scratch.state)/cluster.yaml"))
    }

    @Test("Where work was done for another cluster its description stays")
    func otherCluster() async throws {
        let scratch = try Scratch()
        _ = try await take(scratch, try await slip(scratch))
        let other = try await slip(scratch, of: ClusterFile.spoilt("name: demo", "name: other"))
        try Data().write(to: URL(filePath: "\(scratch.state)/journal.jsonl"))
        let before = try scratch.listing(of: scratch.state)
        try await take(scratch, other).expectRefusal(65, "it describes another cluster, demo, and work was done here for it")
        #expect(try scratch.listing(of: scratch.state) == before)
        try FileManager.default.removeItem(atPath: "\(scratch.state)/journal.jsonl")
        #expect(try await take(scratch, other).code == 0)
        #expect(FileManager.default.fileExists(atPath: "\(scratch.state)/cluster.yaml.before"))
    }

    @Test("Secrets travel locked, and come out with the passphrase alone")
    func secrets() async throws {
        let scratch = try Scratch()
        let first = "\(scratch.path)/first"
        _ = try await Headless.run(["secret", "database.password", "--rehearse", "--state", first], input: Self.canary + "\n")
        let slip = try await slip(scratch, secretsOf: first)
        #expect(!slip.contains(Self.canary) && slip.hasPrefix("JOGET SLIP 1 SECRETS "))
        let refused = try await take(scratch, slip + "a wrong passphrase\n")
        #expect(refused.code == 65 && refused.complaint.contains("does not open it; the slip itself is whole"))
        #expect(!FileManager.default.fileExists(atPath: scratch.state))
        let taken = try await take(scratch, slip + Self.passphrase + "\n")
        #expect(taken.code == 0 && taken.output.hasSuffix("\ndatabase.password is kept\n"), "\(taken.complaint)")
        #expect(!(taken.output + taken.complaint).contains(Self.canary))
        #expect(try scratch.files(holding: Self.canary).sorted() == ["first/secrets", "state/secrets"])
    }

    @Test("A passphrase typed at the terminal is not shown")
    func hidden() async throws {
        let scratch = try Scratch()
        _ = try await Headless.run(["secret", "database.password", "--rehearse", "--state", scratch.state], input: Self.canary + "\n")
        try await Terminal.run(["cluster", "show", "--slip", "--secrets", "--rehearse", "--state", scratch.state]) { terminal in
            try await terminal.expect("passphrase for the secrets:")
            terminal.type(Self.passphrase + "\n")
            try await terminal.expect("the same again:")
            terminal.type(Self.passphrase + "\n")
            #expect(try await terminal.end() == .exited(0))
            #expect(terminal.isRestored)
            #expect(!String(decoding: terminal.view.sent, as: UTF8.self).contains(Self.passphrase))
        }
    }

    @Test("A status slip is told from a cluster's")
    func status() async throws {
        let scratch = try Scratch()
        let status = try await Headless.run(["status", "--slip", "--rehearse", "--state", scratch.state])
        #expect(status.code == 2 && status.output.hasPrefix("JOGET SLIP 1 STATUS "))
        try await take(scratch, status.output).expectRefusal(65, "this is the status of fs1 in cluster rehearsal")
    }
}
