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
        for folder in ["logs", "originals", "run"] { try StateDirectory.prepare("\(path)/\(folder)", creating: creating) }
        for file in [secrets, cluster] where lstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK {
            throw EngineError(
                .state, file, "it is a symbolic link, and what we write would go where it leads",
                remedy: "look at what it leads to and put the file itself here; another description can be named with --cluster FILE")
        }
    }

    /// A folder of ours must be ours: files that undo puts back come from there, and secrets go there.
    private static func prepare(_ folder: String, creating: Bool) throws(EngineError) {
        if creating, mkdir(folder, 0o700) != 0 && errno != EEXIST {
            throw refusal(folder, "the directory cannot be made: \(reason())")
        }
        var status = stat()
        guard lstat(folder, &status) == 0 else {
            guard errno != ENOENT else { return }
            throw refusal(folder, "it cannot be reached: \(reason())")
        }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            let what = status.st_mode & S_IFMT == S_IFLNK ? "a symbolic link" : "a file"
            throw EngineError(
                .state, folder,
                status.st_mode & S_IFMT == S_IFDIR ? "it belongs to user \(status.st_uid)" : "it is \(what), not a directory",
                remedy: "somebody else has put it there; look at what it leads to, move it away, then start again")
        }
        if creating, status.st_mode & 0o077 != 0, chmod(folder, 0o700) != 0 {
            throw refusal(folder, "it is open to others and cannot be closed: \(reason())")
        }
    }

    /// The number of a step's next attempt. One that has left traces is never given again, though the journal may have lost it.
    func nextAttempt(of step: String, after count: Int) -> Int {
        var number = count + 1
        let isTaken = { number in
            let record = record(step: step, attempt: number, run: 1)
            return access(record.log, F_OK) == 0 || access(record.status, F_OK) == 0
        }
        while isTaken(number) { number += 1 }
        return number
    }

    /// The names in one of its folders, or in itself; none where it cannot be read.
    func names(_ folder: String) -> [String] {
        guard let stream = opendir("\(path)/\(folder)") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
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
