import Foundation
import Machines
import Synchronization

/// This machine, as far as a folder of a test reaches: real programs work on real files. It notes what is launched, lets a
/// test interfere before a call, and refuses everything once the program counts as dead.
final class DiskMachine: Machine {
    private let real = LocalMachine(executable: DiskMachine.program)
    private let interference: @Sendable (String) async throws -> Void
    private let notes = Mutex((launches: [String](), isDead: false))

    /// Our program, which SwiftPM builds beside the tests.
    private static let program: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().path + "/joget-cluster"
    }()

    /// Owners can be set.
    static let isUsable = geteuid() == 0

    init(before interference: @escaping @Sendable (String) async throws -> Void = { _ in }) { self.interference = interference }

    /// Lines of the commands that were launched.
    var launches: [String] { notes.withLock { $0.launches } }

    /// From now on nothing gets through, as after a kill. Commands under way go on, as under their supervisor.
    func die() { notes.withLock { $0.isDead = true } }

    private func enter(_ call: String) async throws(MachineError) {
        guard !notes.withLock({ $0.isDead }) else { throw MachineError(what: "the program is dead", subject: call) }
        do {
            try await interference(call)
        } catch {
            throw MachineError(what: "\(error)", subject: call)
        }
    }

    func identity() async throws(MachineError) -> Identity {
        Identity(
            hostName: "app1", machineID: "disk", bootID: "disk", distribution: "debian", release: "12", addresses: ["192.0.2.13"],
            isRoot: true)
    }

    func status(of path: String) async throws(MachineError) -> FileStatus? {
        try await enter("status \(path)")
        return try await real.status(of: path)
    }

    func read(_ path: String, limit: Int) async throws(MachineError) -> [UInt8]? {
        try await enter("read \(path)")
        return try await real.read(path, limit: limit)
    }

    func list(_ path: String) async throws(MachineError) -> [String]? {
        try await enter("list \(path)")
        return try await real.list(path)
    }

    func replace(_ path: String, with bytes: [UInt8], attributes: FileAttributes) async throws(MachineError) {
        try await enter("replace \(path)")
        try await real.replace(path, with: bytes, attributes: attributes)
    }

    func makeDirectory(_ path: String, attributes: FileAttributes) async throws(MachineError) {
        try await enter("make \(path)")
        try await real.makeDirectory(path, attributes: attributes)
    }

    func setAttributes(_ attributes: FileAttributes, of path: String) async throws(MachineError) {
        try await enter("set \(path)")
        try await real.setAttributes(attributes, of: path)
    }

    func remove(_ path: String) async throws(MachineError) {
        try await enter("remove \(path)")
        try await real.remove(path)
    }

    func freeSpace(at path: String) async throws(MachineError) -> Int { try await real.freeSpace(at: path) }
    func installedPackages() async throws(MachineError) -> [String: String] { [:] }
    func services(_ names: [String]) async throws(MachineError) -> [String: ServiceStatus] { [:] }
    func mounts() async throws(MachineError) -> [Mount] { [] }
    func addresses(of name: String) async throws(MachineError) -> [String] { [] }
    func listeners() async throws(MachineError) -> [Listener] { [] }
    func connect(to address: String, port: Int, within limit: Duration) async throws(MachineError) -> Reachability { .refused }
    func hear(
        group: String, port: Int, at address: String, saying words: [UInt8]?, within limit: Duration
    ) async throws(MachineError) -> [Heard] { [] }

    func fetch(_ request: WebRequest, within limit: Duration) async throws(MachineError) -> WebReply {
        throw MachineError(what: "nobody answers", subject: "the web")
    }

    func capture(_ command: Command) async throws(MachineError) -> CommandResult {
        try await enter("capture \(command.line)")
        return try await real.capture(command)
    }

    func launch(
        _ command: Command, record: CommandRecord, announce: @Sendable (LaunchedCommand) async throws -> Void
    ) async throws -> LaunchedCommand {
        try await enter("launch \(command.line)")
        notes.withLock { $0.launches.append(command.line) }
        return try await real.launch(command, record: record, announce: announce)
    }

    func waitForEnd(of command: LaunchedCommand, record: CommandRecord) async throws(MachineError) -> CommandEnd {
        try await enter("wait")
        return try await real.waitForEnd(of: command, record: record)
    }

    func signal(_ signal: CommandSignal, to command: LaunchedCommand) async throws(MachineError) {
        try await enter("signal")
        try await real.signal(signal, to: command)
    }

    func processes(of command: LaunchedCommand) async throws(MachineError) -> [ProcessEntry] {
        try await real.processes(of: command)
    }
}
