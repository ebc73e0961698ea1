import Foundation
import Testing

/// A file of ours that somebody has changed, met by a script.
struct ConflictTests {
    @Test(
        "Applying stops at a file that somebody has changed, and takes it only when it is told to", .enabled(if: geteuid() == 0))
    func take() async throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/one.conf"
        for folder in ["Guide", "Templates"] {
            try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: false)
        }
        _ = try scratch.write(
            """
            id: s
            title: Section
            text: A section of a test.
            steps:
              - id: s.one
                title: One file
                text: A file of a test.
                roles: [every]
                timeout: 30s
                file: { path: "\(path)", template: one.conf, mode: "0644" }

            """, to: "Guide/10-s.yaml")
        _ = try scratch.write("ours\n", to: "Templates/one.conf")
        let cluster = try scratch.write(ClusterFile.good, to: "cluster.yaml")
        let options = ["--guide", scratch.path, "--cluster", cluster, "--server", "app1", "--state", scratch.state]
        func apply(_ words: String...) async throws -> Headless { try await Headless.run(["apply"] + words + options) }

        #expect(try await apply().code == 0)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "ours\n")
        _ = try scratch.write("theirs\n", to: "one.conf")
        let stopped = try await apply()
        #expect(stopped.code == 1, "\(stopped.output)\(stopped.complaint)")
        #expect(stopped.output.contains("\(path) since this step wrote it: changed by somebody else"))
        #expect(stopped.output.contains("joget-cluster apply s.one --take"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "theirs\n")
        let taken = try await apply("s.one", "--take")
        #expect(taken.code == 0, "\(taken.output)\(taken.complaint)")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "ours\n")
        #expect(try scratch.files(holding: "theirs\n").contains { $0.hasPrefix("state/originals/") })
        let report = try await Headless.run(["report"] + options)
        #expect(report.output.contains("as somebody else had left it"))
        let help = try await Headless.run(["apply", "--help"])
        #expect(help.output.contains("--take"))
    }
}
