internal import Glibc
public import Machines
internal import SystemPackage

/// Where a run keeps everything that it must remember, on the server that it sets up. Private to its owner.
public struct StateDirectory: Sendable, Hashable {
    /// The place that is used when nothing else is said.
    public static let standardPath = "/var/lib/joget-cluster"

    /// The absolute path.
    public let path: String
    /// Whether a run uses it. Where none does, nothing is written anywhere.
    let isOpen: Bool

    /// The journal's path.
    public var journal: String { path + "/journal.jsonl" }
    /// The cluster description's path.
    public var cluster: String { path + "/cluster.yaml" }
    /// The secrets' path.
    public var secrets: String { path + "/secrets" }
    /// The lock's path.
    public var lock: String { path + "/lock" }

    /// Names a directory that is not used.
    init(unopened path: String) {
        self.path = path
        isOpen = false
    }

    /// Opens the directory, and makes it where there is none and `creating` says so.
    /// Throws where it is a symbolic link, belongs to somebody else, or cannot be read or written.
    public init(path: String, creating: Bool) throws(EngineError) {
        self.path = path
        isOpen = true
        var status = stat()
        if lstat(path, &status) != 0 {
            guard errno == ENOENT else { throw StateDirectory.refusal(path, "it cannot be reached: \(reason())") }
            guard creating else {
                throw EngineError(
                    .state, path, "there is no state here", remedy: "begin with 'joget-cluster', or name the directory with --state DIR")
            }
            try StateDirectory.make(path)
        } else {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw StateDirectory.refusal(
                    path, "it is not a directory but a \(status.st_mode & S_IFMT == S_IFLNK ? "symbolic link" : "file")")
            }
            guard status.st_uid == geteuid() else {
                throw StateDirectory.refusal(path, "it belongs to user \(status.st_uid), not to you (user \(geteuid()))")
            }
            if status.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 {
                throw StateDirectory.refusal(path, "it is open to others and cannot be closed: \(reason())")
            }
            guard access(path, R_OK | X_OK | (creating ? W_OK : 0)) == 0 else {
                throw StateDirectory.refusal(path, "it cannot be used: \(reason())")
            }
        }
        guard creating else { return }
        for folder in ["logs", "originals", "run"] where mkdir("\(path)/\(folder)", 0o700) != 0 && errno != EEXIST {
            throw StateDirectory.refusal("\(path)/\(folder)", "the directory cannot be made: \(reason())")
        }
    }

    /// Where the output and the end of a step's command go. `run` counts the commands of an attempt from 1.
    public func record(step: String, attempt: Int, run: Int) -> CommandRecord {
        let stem = "\(path)/logs/\(step).\(attempt)"
        return CommandRecord(log: stem + ".log", status: "\(stem).\(run).status")
    }

    /// The path of the bytes kept under a name.
    public func original(_ name: String) -> String { "\(path)/originals/\(name)" }

    /// The name under which a step keeps the former bytes of a file.
    static func originalName(of path: String, step: String) -> String { step + path.map { $0 == "/" ? "." : String($0) }.joined() }

    /// The name under which a step keeps the bytes that it left in a file.
    static func resultName(of path: String, step: String) -> String { originalName(of: path, step: step) + ".result" }

    /// The name under which a step keeps what others have made of a file, to be numbered from 1.
    static func foreignName(of path: String, step: String) -> String { originalName(of: path, step: step) + ".theirs" }

    /// A path for a private file that lives as long as a command.
    public func scratch(_ name: String) -> String { "\(path)/run/\(name)" }

    private static func make(_ path: String) throws(EngineError) {
        var parent = ""
        for part in path.split(separator: "/").dropLast() {
            parent += "/" + part
            if mkdir(parent, 0o755) != 0 && errno != EEXIST { throw refusal(parent, "the directory cannot be made: \(reason())") }
        }
        if mkdir(path, 0o700) != 0 { throw refusal(path, "the directory cannot be made: \(reason())") }
    }

    private static func refusal(_ path: String, _ what: String) -> EngineError {
        EngineError(.state, path, what, remedy: "choose another place with --state DIR, or run as root")
    }
}

/// The system's word for the last failure.
func reason() -> String { Errno(rawValue: errno).description }
