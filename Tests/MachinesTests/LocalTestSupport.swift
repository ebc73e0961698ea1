import Foundation
import Machines
import Testing

extension Machine {
    /// Starts a command that nobody puts on record.
    func launch(_ command: Command, record: CommandRecord) async throws -> LaunchedCommand {
        try await launch(command, record: record) { _ in }
    }
}

/// A directory of its own for a test, gone when the test is.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/machines-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }  // What is left there hurts nobody.

    subscript(name: String) -> String { path + "/" + name }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: self[name]))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: self[name])), as: UTF8.self)
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

/// A FIFO on which a command waits for the test.
struct Gate {
    let path: String

    init(_ path: String) throws {
        self.path = path
        try #require(mkfifo(path, 0o600) == 0)
    }

    /// Waits for a reader and lets it go on.
    func open() async throws {
        var descriptor: CInt = -1
        try await eventually("a command reads \(path)") {
            descriptor = Foundation.open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            return descriptor >= 0
        }
        close(descriptor)
    }
}

/// Asks again and again until the claim is true, half a minute at most.
func eventually(_ claim: String, isolation: isolated (any Actor)? = #isolation, _ isTrue: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !isTrue() {
        try #require(ContinuousClock.now < deadline, "in vain: \(claim)")
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Whether a process with this number does anything still.
func isRunning(_ pid: pid_t) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    return !stat.contains(") Z ") && !stat.contains(") X ")
}

/// What the tests can do here, for those that need more than an ordinary user may.
enum Surroundings {
    static let isRoot = geteuid() == 0

    /// Our program, which SwiftPM builds beside the tests.
    static let program: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().path + "/joget-cluster"
    }()

    static let canMount = isRoot && run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"]) && run(["umount", "/mnt"])

    static let canMakeImmutable: Bool = {
        let path = FileManager.default.temporaryDirectory.path + "/immutable-" + UUID().uuidString
        guard FileManager.default.createFile(atPath: path, contents: nil) else { return false }
        defer { try? FileManager.default.removeItem(atPath: path) }  // A leftover hurts nobody.
        return isRoot && run(["chattr", "+i", path]) && run(["chattr", "-i", path])
    }()

    static let canFreeze = isRoot && (try? FrozenDisk())?.thaw() != nil

    static func run(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

/// A file system on which whoever writes waits inside the kernel, like on a dead file server.
final class FrozenDisk: Sendable {
    private let scratch: Scratch
    let path: String

    init() throws {
        scratch = try Scratch()
        path = scratch["mount"]
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let image = scratch["image"]
        let steps = [
            ["truncate", "-s", "8M", image], ["mkfs.ext4", "-q", image], ["mount", "-o", "loop", image, path],
            ["fsfreeze", "-f", path],
        ]
        // All of them or none: where one fails, what was begun is undone on the way out.
        for step in steps where !Surroundings.run(step) { throw CocoaError(.featureUnsupported) }
    }

    /// Lets everybody go on. Twice does no harm.
    func thaw() { _ = Surroundings.run(["fsfreeze", "-u", path]) }

    /// Whether a program of this name waits for a disk that does not answer.
    func keepsWaiting(_ program: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { pid in
            // Processes come and go.
            guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8), stat.contains("(\(program)) D ") else {
                return false
            }
            let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
            return command?.contains(path) == true
        }
    }

    deinit {
        thaw()
        // Lazily: whoever waited may take a moment to go.
        _ = Surroundings.run(["umount", "--lazy", path])
    }
}

extension LocalMachine {
    /// The machine as the tests use it: an impatient one.
    static var impatient: LocalMachine { LocalMachine(executable: Surroundings.program, grace: .milliseconds(300)) }
}
