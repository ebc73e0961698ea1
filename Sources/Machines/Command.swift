/// An argument list with what belongs to it. Never a shell line.
public struct Command: Sendable, Hashable {
    /// What a command reads on standard input.
    public enum Input: Sendable, Hashable {
        /// Nothing: the null device.
        case none
        /// These bytes. They may be secret: they are never logged and reach the command through an unlinked 0600 file.
        case bytes([UInt8])
    }

    /// The program's name, looked up in the fixed system path, and its arguments.
    public var arguments: [String]
    /// Added to the fixed environment.
    public var environment: [String: String]
    /// Standard input.
    public var input: Input
    /// After this long the command gets TERM, ten seconds later KILL.
    public var timeout: Duration

    /// Creates a command from its argument list.
    public init(_ arguments: [String], environment: [String: String] = [:], input: Input = .none, timeout: Duration = .seconds(30)) {
        precondition(!arguments.isEmpty, "a command needs a program")
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.timeout = timeout
    }

    /// The command as an operator would type it, quoted for a shell.
    public var line: String { arguments.map(Command.quoted).joined(separator: " ") }

    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:=@,+%".utf8.contains(byte)
            }
        }
        if plain && !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

/// What a captured command did.
public struct CommandResult: Sendable, Hashable {
    /// The most that is kept of the output, in bytes.
    public static let limit = 1 << 20

    /// The exit status; 128 + n for a command ended by signal n.
    public var status: Int32
    /// What it printed, standard output before standard error, cut after one megabyte; bytes that are no UTF-8 are replaced.
    public var output: String

    /// Creates a result from its parts.
    public init(status: Int32, output: String) {
        self.status = status
        self.output = output
    }

    /// Whether the command said that all is well.
    public var succeeded: Bool { status == 0 }
}

/// Where a launched command leaves its traces.
public struct CommandRecord: Sendable, Hashable, Codable {
    /// The file that its output is appended to.
    public var log: String
    /// The file that appears, whole, when it has ended.
    public var status: String

    /// Creates a record from its paths.
    public init(log: String, status: String) {
        self.log = log
        self.status = status
    }
}

/// A command that runs under its supervisor. Pid and start time together name a process beyond doubt.
public struct LaunchedCommand: Sendable, Hashable, Codable {
    /// The supervisor's process id; 0 on a rehearsal machine.
    public var pid: Int32
    /// The supervisor's start, in clock ticks since boot.
    public var startTime: UInt64

    /// Stands for a command that ran without a supervisor, as part of this program.
    public static let unsupervised = LaunchedCommand(pid: -1, startTime: 0)

    /// Creates a launched command from its parts.
    public init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }
}

/// How a launched command ended.
public enum CommandEnd: Sendable, Hashable, Codable {
    /// With this exit status.
    case exited(Int32)
    /// By this signal.
    case signaled(Int32)
    /// It ran past its time and was ended.
    case timedOut
    /// Its supervisor is gone and left no word: the server was restarted, or somebody killed it.
    case lost
}

/// What can be sent to a launched command.
public enum CommandSignal: Sendable, Hashable {
    case interrupt, terminate, kill
}
