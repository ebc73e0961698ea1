import Foundation
import Testing

/// A guide of one step that runs a real command on this server, and everything that belongs to it.
struct RealRun {
    let scratch: Scratch
    /// The file that the command makes at its end, which is how the step is checked.
    var proof: String { "\(scratch.path)/proof" }
    /// Where the command waits for the test.
    var gate: String { "\(scratch.path)/gate" }
    var log: String { "\(scratch.state)/logs/s.one.1.log" }
    var status: String { "\(scratch.state)/logs/s.one.1.1.status" }

    /// `script` is run by a shell in the scratch folder; the file `proof` is made for it when it ends well.
    init(_ script: String, timeout: String = "5m") throws {
        scratch = try Scratch()
        for folder in ["Guide", "Templates"] {
            try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: false)
        }
        try #require(mkfifo("\(scratch.path)/gate", 0o600) == 0)
        let path = try scratch.write("cd \(scratch.path) || exit 1\n\(script)\ntouch proof\n", to: "script")
        _ = try scratch.write(
            """
            id: s
            title: Section
            text: A section of a test.
            steps:
              - id: s.one
                title: A long command
                text: A command of a test.
                roles: [every]
                timeout: \(timeout)
                run: { command: [sh, "\(path)"] }
                undo: { none: A test needs none. }
                checks: [ { file: { path: "\(scratch.path)/proof" } } ]

            """, to: "Guide/10-s.yaml")
        _ = try scratch.write(ClusterFile.good, to: "cluster.yaml")
    }

    var options: [String] {
        ["--guide", scratch.path, "--cluster", "\(scratch.path)/cluster.yaml", "--server", "app1", "--state", scratch.state]
    }

    /// Lets the command go on, which waits for a line from the gate.
    func open() async throws {
        try await eventually("the command is at its gate") {
            // Nobody reads it yet: then it cannot be opened.
            let descriptor = Foundation.open(gate, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            return write(descriptor, "go\n", 3) == 3
        }
    }

    /// Waits until the supervisor has written down how the command ended.
    func hasEnded() async throws {
        try await eventually("the command has ended") { FileManager.default.fileExists(atPath: status) }
    }

    var isRunning: Bool { !FileManager.default.fileExists(atPath: status) && FileManager.default.fileExists(atPath: log) }

    /// What the command printed, byte for byte.
    var output: [UInt8] { FileManager.default.contents(atPath: log).map(Array.init) ?? [] }

    /// The supervisor's process id, as the journal has it.
    func supervisor() throws -> pid_t {
        let launched = try JournalFile(scratch.state).events.last { $0.name == "launched" }
        return try #require((launched?.fields["process"] as? [String: Any])?["pid"] as? Int).asProcess
    }
}

extension Int {
    fileprivate var asProcess: pid_t { pid_t(self) }
}

/// Asks again and again until the claim is true, half a minute at most.
func eventually(_ claim: String, _ isTrue: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try !isTrue() {
        try #require(ContinuousClock.now < deadline, "in vain: \(claim)")
        try await Task.sleep(for: .milliseconds(5))
    }
}
