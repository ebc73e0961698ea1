import Machines
import Synchronization

/// A rehearsal machine at whose door somebody stands: notes what is asked for, lets a test interfere before a call, and
/// refuses everything once the program counts as dead.
final class WatchedMachine: Machine {
    let real: RehearsalMachine
    private let interference: @Sendable (String) async -> Void
    /// Called after each change of the server and each start of a command, with their number so far.
    private let onChange: @Sendable (Int) -> Void
    private let notes = Mutex(Notes())

    private struct Notes {
        var launches: [String] = []
        var questions: [String] = []
        var changes: [String] = []
        var deeds = 0
        var isDead = false
    }

    init(
        _ real: RehearsalMachine, before interference: @escaping @Sendable (String) async -> Void = { _ in },
        onChange: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.real = real
        self.interference = interference
        self.onChange = onChange
    }

    /// Lines of the commands that were launched.
    var launches: [String] { notes.withLock { $0.launches } }
    /// Lines of the commands that were captured.
    var questions: [String] { notes.withLock { $0.questions } }
    /// Paths that were replaced, made, removed or given attributes, without those of the state directory.
    var changes: [String] { notes.withLock { $0.changes.filter { !$0.contains("/engine-") } } }

    /// How many changes of the server and starts of commands there were.
    var deeds: Int { notes.withLock { $0.deeds } }

    /// From now on nothing gets through, as after a kill.
    func die() { notes.withLock { $0.isDead = true } }

    private func enter(_ call: String) async throws(MachineError) {
        guard !notes.withLock({ $0.isDead }) else { throw MachineError(what: "the program is dead", subject: call) }
        await interference(call)
    }

    private func enterChanging(_ call: String, _ path: String) async throws(MachineError) {
        try await enter("\(call) \(path)")
        notes.withLock { $0.changes.append("\(call) \(path)") }
    }

    /// Something was done; nothing of it is on record yet.
    private func leaveChanging() {
        onChange(
            notes.withLock { notes in
                notes.deeds += 1
                return notes.deeds
            })
    }

    func identity() async throws(MachineError) -> Identity {
        try await enter("identity")
        return await real.identity()
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
        try await enterChanging("replace", path)
        try await real.replace(path, with: bytes, attributes: attributes)
        leaveChanging()
    }

    func makeDirectory(_ path: String, attributes: FileAttributes) async throws(MachineError) {
        try await enterChanging("make", path)
        try await real.makeDirectory(path, attributes: attributes)
        leaveChanging()
    }

    func setAttributes(_ attributes: FileAttributes, of path: String) async throws(MachineError) {
        try await enterChanging("set", path)
        try await real.setAttributes(attributes, of: path)
        leaveChanging()
    }

    func remove(_ path: String) async throws(MachineError) {
        try await enterChanging("remove", path)
        try await real.remove(path)
        leaveChanging()
    }

    func freeSpace(at path: String) async throws(MachineError) -> Int {
        try await enter("space \(path)")
        return await real.freeSpace(at: path)
    }

    func installedPackages() async throws(MachineError) -> [String: String] {
        try await enter("packages")
        return await real.installedPackages()
    }

    func services(_ names: [String]) async throws(MachineError) -> [String: ServiceStatus] {
        try await enter("services")
        return await real.services(names)
    }

    func mounts() async throws(MachineError) -> [Mount] {
        try await enter("mounts")
        return await real.mounts()
    }

    func addresses(of name: String) async throws(MachineError) -> [String] {
        try await enter("addresses \(name)")
        return await real.addresses(of: name)
    }

    func listeners() async throws(MachineError) -> [Listener] {
        try await enter("listeners")
        return await real.listeners()
    }

    func connect(to address: String, port: Int, within limit: Duration) async throws(MachineError) -> Reachability {
        try await enter("connect \(address):\(port)")
        return await real.connect(to: address, port: port, within: limit)
    }

    func fetch(_ request: WebRequest, within limit: Duration) async throws(MachineError) -> WebReply {
        try await enter("fetch \(request.url)")
        return try await real.fetch(request, within: limit)
    }

    func hear(
        group: String, port: Int, at address: String, saying words: [UInt8]?, within limit: Duration
    ) async throws(MachineError) -> [Heard] {
        try await enter("hear \(group)")
        return await real.hear(group: group, port: port, at: address, saying: words, within: limit)
    }

    func capture(_ command: Command) async throws(MachineError) -> CommandResult {
        try await enter("capture \(command.line)")
        notes.withLock { $0.questions.append(command.line) }
        let result = try await real.capture(command)
        leaveChanging()
        return result
    }

    func launch(
        _ command: Command, record: CommandRecord, announce: @Sendable (LaunchedCommand) async throws -> Void
    ) async throws -> LaunchedCommand {
        try await enter("launch \(command.line)")
        notes.withLock { $0.launches.append(command.line) }
        let launched = try await real.launch(command, record: record, announce: announce)
        leaveChanging()
        return launched
    }

    func waitForEnd(of command: LaunchedCommand, record: CommandRecord) async throws(MachineError) -> CommandEnd {
        try await enter("wait")
        let end = try await real.waitForEnd(of: command, record: record)
        leaveChanging()
        return end
    }

    func signal(_ signal: CommandSignal, to command: LaunchedCommand) async throws(MachineError) {
        try await enter("signal")
        await real.signal(signal, to: command)
    }

    func processes(of command: LaunchedCommand) async throws(MachineError) -> [ProcessEntry] {
        try await enter("processes")
        return await real.processes(of: command)
    }
}
