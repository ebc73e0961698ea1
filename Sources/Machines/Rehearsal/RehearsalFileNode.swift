/// Why a file operation was refused, in the C library's words.
struct FileRefusal: Error, Hashable {
    var text: String

    static let missing = FileRefusal(text: "No such file or directory")
    static let notDirectory = FileRefusal(text: "Not a directory")
    static let isDirectory = FileRefusal(text: "Is a directory")
    static let exists = FileRefusal(text: "File exists")
    static let denied = FileRefusal(text: "Permission denied")
    static let notPermitted = FileRefusal(text: "Operation not permitted")
    static let readOnly = FileRefusal(text: "Read-only file system")
    static let full = FileRefusal(text: "No space left on device")
    static let notEmpty = FileRefusal(text: "Directory not empty")
    static let busy = FileRefusal(text: "Device or resource busy")
    static let tooManyLinks = FileRefusal(text: "Too many levels of symbolic links")
    static let noLocks = FileRefusal(text: "No locks available")
    static let badDescriptor = FileRefusal(text: "Bad file descriptor")
    static let otherDevice = FileRefusal(text: "Invalid cross-device link")
}

/// What stands at one path of a rehearsed file system.
struct FileNode: Hashable {
    enum Content: Hashable {
        case file([UInt8])
        case directory
        case link(String)
    }

    var content: Content
    var owner: UInt32 = 0
    var group: UInt32 = 0
    var mode: UInt32
    /// Seconds since 1970.
    var modified = 0

    static func directory(_ mode: UInt32 = 0o755) -> FileNode { FileNode(content: .directory, mode: mode) }
    static func file(_ text: String, _ mode: UInt32 = 0o644) -> FileNode { FileNode(content: .file(Array(text.utf8)), mode: mode) }
    static func link(_ target: String) -> FileNode { FileNode(content: .link(target), mode: 0o777) }

    var isDirectory: Bool { content == .directory }
    var isLink: Bool { if case .link = content { true } else { false } }
}

/// Who does something to a file.
struct FileActor: Hashable {
    var user: UInt32
    var groups: [UInt32]

    static let root = FileActor(user: 0, groups: [0])
    /// Whom root is taken for on a share that squashes.
    static let nobody = FileActor(user: 65534, groups: [65534])
}
