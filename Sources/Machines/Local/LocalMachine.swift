import Glibc

/// The server that this program runs on.
///
/// What lies on a file server is touched by a process of its own, with a limit of time: a dead one cannot be waited for here.
public struct LocalMachine: Machine {
    /// Our own program, which knows the sub-command `supervise`.
    let executable: String
    /// How long a command has between TERM and KILL.
    let grace: Duration
    /// How long to wait for the system's resolver.
    let resolverPatience: Duration
    /// How large a log may become, in bytes; nil leaves that to the supervisor.
    var logCap: Int?
    /// Does what concerns files of file servers.
    let distant: DistantFiles

    /// Creates the machine. `executable` is started again as the supervisor of launched commands; `grace` is the time
    /// that a command has between TERM and KILL.
    public init(executable: String, grace: Duration = .seconds(10), resolverPatience: Duration = .seconds(20)) {
        self.executable = executable
        self.grace = grace
        self.resolverPatience = resolverPatience
        distant = DistantFiles(executable)
    }

    /// The same with another way to files of file servers.
    init(executable: String, grace: Duration, distant: DistantFiles) {
        self.executable = executable
        self.grace = grace
        resolverPatience = .seconds(20)
        self.distant = distant
    }

    public func identity() async throws(MachineError) -> Identity {
        let release = OSRelease(try text(of: "/etc/os-release"))
        // An image may come without one. Who only reads can do without; a run cannot, and says so.
        let machineID = try contents(of: "/etc/machine-id", limit: 1 << 10).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return Identity(
            hostName: hostName(), machineID: machineID.filter { !$0.isWhitespace }, bootID: try text(of: "/proc/sys/kernel/random/boot_id"),
            distribution: release["ID"] ?? "", release: release["VERSION_ID"] ?? "",
            addresses: NetworkInterfaces.addresses(), isRoot: geteuid() == 0)
    }

    private func hostName() -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let result = buffer.withUnsafeMutableBytes { gethostname($0.baseAddress!, $0.count - 1) }
        precondition(result == 0, "the kernel's host name has at most 64 characters")
        return String(decoding: buffer.prefix { $0 != 0 && $0 != UInt8(ascii: ".") }, as: UTF8.self)
    }

    /// The text of a small system file without the white space around it.
    func text(of path: String) throws(MachineError) -> String {
        guard let bytes = try contents(of: path, limit: 1 << 20) else {
            throw MachineError(what: "is missing", subject: path)
        }
        return String(decoding: bytes, as: UTF8.self).trimmed
    }
}
