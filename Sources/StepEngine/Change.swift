public import Machines

/// One thing that a step does or did to the server, shown before and recorded after.
public enum Change: Sendable, Hashable, Codable {
    /// A file gets another content: its unified diff. Values of secrets are bullets.
    case file(path: String, isNew: Bool, diff: [DiffRow])
    /// A directory is made, or its attributes set, in words.
    case directory(path: String, note: String)
    /// Statements run on the database server. Values of secrets are bullets.
    case statements([String])
    /// A command runs.
    case command(String)

    /// One line of a unified diff.
    public struct DiffRow: Sendable, Hashable, Codable {
        /// `+`, `-`, a blank for an unchanged line, `@` for a hunk's place.
        public var sign: String
        /// The line without its sign.
        public var text: String

        /// The line as diff(1) prints it.
        public var printed: String { sign == "@" ? text : sign + text }

        /// Creates a row.
        public init(sign: String, text: String) {
            self.sign = sign
            self.text = text
        }
    }
}

/// What was there before a step changed it. Recorded before the change, so that undo works after a crash too.
public enum Original: Sendable, Hashable, Codable {
    /// A file. `copy` is the name of the kept bytes under `originals/`, nil where there was no file; `attributes` are those
    /// that it had, or the file behind a link; nil where there was none.
    case file(path: String, copy: String?, attributes: Attributes? = nil)
    /// A directory. `attributes` are nil where there was none.
    case directory(path: String, attributes: Attributes?)
    /// Packages. `copy` names the list of all packages that were installed before.
    case packages(copy: String)
    /// What an installation added.
    case added(packages: [String])
    /// A service unit.
    case service(name: String, wasRunning: Bool, wasEnabled: Bool)
    /// Nothing was mounted on this target.
    case mount(target: String)
    /// A symbolic link. `former` is where it led, nil where there was none; `ours` is where the step makes it lead, nil where
    /// the step takes it away.
    case link(path: String, former: String?, ours: String?)
    /// A folder that the step unpacks by way of `staging`; nothing was at its path.
    case unpacked(path: String, staging: String)
    /// A file that the step copies. `former` is the name under which what stood there is moved to `originals/`; nil where
    /// nothing did.
    case copied(path: String, former: String?)
    /// A folder to which the step adds files; nobody takes them away again.
    case filled(path: String)
    /// Modules of Apache that were off.
    case modules(off: [String])
    /// A command ran that the step's own undo takes back.
    case command
    /// Statements ran that the step's own undo takes back.
    case statements

    /// Owner, group, mode and time as they were.
    public struct Attributes: Sendable, Hashable, Codable {
        /// User number.
        public var owner: UInt32
        /// Group number.
        public var group: UInt32
        /// Permission bits.
        public var mode: UInt32
        /// When a file's content was last changed; nil for a directory, and where an older version kept it.
        public var modified: FileTime? = nil
    }
}
