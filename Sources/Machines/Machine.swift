/// The one seam to the server under set-up.
///
/// Everything the step engine learns from a server or does to it goes through here, so that a rehearsal can stand in for
/// the real thing. No member starts a process except `capture`, `launch` and where its documentation says so.
public protocol Machine: Sendable {
    /// Who this server is and what it runs.
    func identity() async throws(MachineError) -> Identity

    /// What stands at `path`, without following a final symbolic link; nil where there is nothing.
    func status(of path: String) async throws(MachineError) -> FileStatus?
    /// The bytes of the regular file at `path` (symbolic links followed), nil where there is none.
    /// A file of more than `limit` bytes is an error.
    func read(_ path: String, limit: Int) async throws(MachineError) -> [UInt8]?
    /// Names in the directory at `path`, sorted; nil where there is none.
    func list(_ path: String) async throws(MachineError) -> [String]?
    /// Puts `bytes` in place of the file in one step: same folder, fsync, rename. A symbolic link is followed to its target.
    /// What `attributes` leaves nil keeps the value of the file replaced, or takes root:root 0644; its time is now.
    func replace(_ path: String, with bytes: [UInt8], attributes: FileAttributes) async throws(MachineError)
    /// Makes the directory and the missing ones above it (those with mode 0755), then gives it `attributes`.
    func makeDirectory(_ path: String, attributes: FileAttributes) async throws(MachineError)
    /// Changes owner, group and mode where given.
    func setAttributes(_ attributes: FileAttributes, of path: String) async throws(MachineError)
    /// Removes a file or an empty directory; nothing to remove is no error.
    func remove(_ path: String) async throws(MachineError)
    /// Space left for unprivileged users on the file system that holds `path` (or its nearest existing parent), in bytes.
    func freeSpace(at path: String) async throws(MachineError) -> Int

    /// Every installed package and its version, by one read of the package database.
    func installedPackages() async throws(MachineError) -> [String: String]
    /// The state of the named service units. Starts one process for all of them.
    func services(_ names: [String]) async throws(MachineError) -> [String: ServiceStatus]
    /// What is mounted now, in mount order.
    func mounts() async throws(MachineError) -> [Mount]
    /// The IPv4 addresses that `name` resolves to on this server, in the resolver's order; empty where it does not resolve.
    func addresses(of name: String) async throws(MachineError) -> [String]
    /// The TCP ports on which something listens here.
    func listeners() async throws(MachineError) -> [Listener]
    /// Tries to open a TCP connection.
    func connect(to address: String, port: Int, within limit: Duration) async throws(MachineError) -> Reachability
    /// Asks a web server, without following redirects. Nobody answering is an error that says so.
    func fetch(_ request: WebRequest, within limit: Duration) async throws(MachineError) -> WebReply
    /// Joins a multicast group through the interface of `address` and returns what was heard on it within the time, this
    /// server's own among it: once what the same sender says in the same words, 200 messages at most, 2 kB of each.
    /// Where words are given (2 kB at most), says them to the group at once and every half second.
    func hear(
        group: String, port: Int, at address: String, saying words: [UInt8]?, within limit: Duration
    ) async throws(MachineError) -> [Heard]

    /// Runs a short command (a question) to its end and returns what it printed, standard error after standard output.
    func capture(_ command: Command) async throws(MachineError) -> CommandResult
    /// Starts a command that outlives this program: its output goes straight to `record.log`, its end to `record.status`.
    /// `announce` is told of it first: where it throws, which this then does as well, or this program dies before it has returned,
    /// nothing of the command ever happens. Otherwise throws a `MachineError`.
    func launch(
        _ command: Command, record: CommandRecord, announce: @Sendable (LaunchedCommand) async throws -> Void
    ) async throws -> LaunchedCommand
    /// Waits until a launched command has ended, whoever started it.
    func waitForEnd(of command: LaunchedCommand, record: CommandRecord) async throws(MachineError) -> CommandEnd
    /// Passes a signal on to the launched command and its children. A command that has ended is no error.
    func signal(_ signal: CommandSignal, to command: LaunchedCommand) async throws(MachineError)
    /// The processes of a launched command, each parent before its children, the supervisor first; none where it has ended.
    func processes(of command: LaunchedCommand) async throws(MachineError) -> [ProcessEntry]
}
