import Glibc

/// Why a session cannot be recorded: what, where, and what to do.
public struct RecordingError: Error, Sendable, Hashable, CustomStringConvertible {
    public let path: String
    /// The number that the system gave.
    let number: Int32

    public var what: String {
        switch number {
        case EEXIST, ELOOP: "there is a file already"
        case ENOENT, ENOTDIR: "the folder does not exist"
        default: systemText(number)
        }
    }

    public var remedy: String {
        switch number {
        case EEXIST, ELOOP: "name another file, or move this one away"
        case ENOENT, ENOTDIR: "create the folder, or name another one"
        default: "name a file in a folder that you can write to"
        }
    }

    public var description: String { "the recording \(path) cannot be started: \(what); \(remedy)" }
}

/// What the system calls that error.
func systemText(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
