import Foundation

/// A program started and waited for, and what it said.
struct Launch: Sendable {
    /// The exit code; 128 + n for one ended by signal n.
    let code: Int32
    let output: String
    let complaint: String

    /// Whether somebody had to end it: no program of these tests takes so long.
    var hangs: Bool { code == 124 }
    var isKilled: Bool { code == 128 + SIGKILL }

    private static let patience = 60

    /// Runs a program to its end. Blocks. `folder` takes what it says.
    init(_ words: [String], environment: [String: String] = [:], folder: String) throws {
        let (output, complaint) = ("\(folder)/output", "\(folder)/complaint")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (number, path) in [(Int32(1), output), (2, complaint)] {
            posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
        }
        let variables = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"].merging(environment) {
            $1
        }
        let arguments = (["/usr/bin/timeout", "--kill-after=1", "\(Launch.patience)"] + words).map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + settings { free(text) } }
        var id = pid_t()
        let result = posix_spawn(&id, "/usr/bin/timeout", &actions, nil, arguments, settings)
        guard result == 0 else { throw CocoaError(.executableLoad, userInfo: ["words": words, "errno": result]) }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        self.output = try String(contentsOfFile: output, encoding: .utf8)
        self.complaint = try String(contentsOfFile: complaint, encoding: .utf8)
    }
}
