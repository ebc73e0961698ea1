/// A server that exists in memory only, for training and tests.
///
/// Files, packages, services, mounts, accounts and a small database behave as on a real one; trouble can be switched on.
/// Only the records of launched commands are real files, because the engine follows them as they grow.
public actor RehearsalMachine: Machine {
    /// The server played.
    var server: RehearsalServer
    /// How long each line of a launched command's output takes.
    let pace: Duration
    /// Waits; an injected clock in demonstrations and tests.
    let sleep: @Sendable (Duration) async throws -> Void
    /// Commands that run, by the number that stands for their start.
    var launches: [UInt64: RehearsalLaunch] = [:]
    var lastLaunch: UInt64 = 0

    /// A freshly installed server with this trouble.
    public init(
        seed: RehearsalSeed, faults: [RehearsalFault] = [], pace: Duration = .zero,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        var server = RehearsalServer(seed: seed, faults: faults)
        server.files.isFull = faults.contains(.diskFull)
        self.server = server
        self.pace = pace
        self.sleep = sleep
    }

    // MARK: - Trouble

    /// Makes trouble from now on.
    public func switchOn(_ fault: RehearsalFault) {
        server.faults.append(fault)
        if fault == .diskFull { server.files.isFull = true }
        if fault == .peersDown { server.forgetPeersSessions() }
    }

    /// Makes this trouble no longer.
    public func switchOff(_ fault: RehearsalFault) {
        server.faults.removeAll { $0 == fault }
        server.files.isFull = server.has(.diskFull)
    }

    /// Starts the server again: only what is made to survive that does.
    public func restart() { server.restart() }

    /// Lets so much time pass that every timer has run its command, for what nobody is there to stop.
    public func letTimersFire() throws(MachineError) { try server.letTimersFire() }

    // MARK: - Identity

    public func identity() -> Identity {
        Identity(
            hostName: server.seed.server, machineID: RehearsalServer.number(of: server.seed.server, digits: 32),
            bootID: bootID, distribution: server.seed.flavour.distribution, release: server.seed.flavour.release,
            addresses: [server.seed.address], isRoot: true)
    }

    private var bootID: String {
        let digits = RehearsalServer.number(of: "\(server.seed.server) \(server.boots)", digits: 32)
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { String(digits.dropFirst($0).prefix($1 - $0)) }.joined(separator: "-")
    }

    // MARK: - Observations

    public func installedPackages() -> [String: String] { server.packages.mapValues(\.version) }

    public func services(_ names: [String]) -> [String: ServiceStatus] {
        Dictionary(names.map { ($0, server.serviceStatus($0)) }, uniquingKeysWith: { first, _ in first })
    }

    public func mounts() -> [Mount] { server.mounts }

    public func addresses(of name: String) -> [String] { server.resolve(name) }

    public func listeners() -> [Listener] { server.listeners }

    public func connect(to address: String, port: Int, within limit: Duration) -> Reachability {
        server.reachability(of: address, port: port)
    }

    // MARK: - Commands

    public func capture(_ command: Command) async throws(MachineError) -> CommandResult {
        if hangs(command) {
            // A wait that is cut short ends the command like its time limit.
            try? await sleep(command.timeout)
            return CommandResult(status: 124, output: "[ended after \(command.timeout): it did not finish in time]\n")
        }
        guard try server.hasProgram(of: command) else {
            throw MachineError(
                what: "there is no such program on this server", subject: command.arguments[0],
                remedy: "install the package that brings it")
        }
        let reply = try server.perform(command)
        return CommandResult(status: reply.status, output: String(decoding: reply.output, as: UTF8.self))
    }

    /// Whether a fault keeps the command from ending.
    func hangs(_ command: Command) -> Bool {
        server.faults.contains { fault in
            if case .commandHangs(let beginning) = fault { command.line.hasPrefix(beginning) } else { false }
        }
    }
}
