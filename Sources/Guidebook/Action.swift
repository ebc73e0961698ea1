/// What a step does. A closed list: each kind brings its own checks, preview and undo.
public enum Action: Sendable, Hashable {
    /// Packages by name, installed by apt; undo removes what the installation added and nothing else.
    case packages([String])
    /// A directory with owner, group and mode.
    case directory(DirectoryAction)
    /// A whole file made from a template; undo brings the former one back.
    case file(FileAction)
    /// An entry of a file that belongs to the operator; everything else in it keeps its bytes.
    case edit(EditAction)
    /// A service unit, running and enabled.
    case service(ServiceAction)
    /// A mount that stands in fstab.
    case mount(MountAction)
    /// Statements for the database server, as its administrator.
    case sql(SQLAction)
    /// One command with its own check and undo.
    case run(RunAction)
    /// The operator does it and says so.
    case manual
    /// Nothing is done: the checks show that something works.
    case proof

    /// The word by which guides name the kind.
    public var kind: String {
        switch self {
        case .packages: "packages"
        case .directory: "directory"
        case .file: "file"
        case .edit: "edit"
        case .service: "service"
        case .mount: "mount"
        case .sql: "sql"
        case .run: "run"
        case .manual: "manual"
        case .proof: "proof"
        }
    }

    /// Whether the step changes anything on the server.
    public var changesServer: Bool {
        switch self {
        case .manual, .proof: false
        default: true
        }
    }

    /// Whether the kind knows by itself how to be undone.
    public var bringsUndo: Bool {
        switch self {
        case .packages, .directory, .file, .edit, .service, .mount, .proof: true
        case .sql, .run, .manual: false
        }
    }

    /// The action with every text passed through `fill`.
    public func filled(_ fill: (String) -> String) -> Action {
        switch self {
        case .packages(let names): .packages(names.map(fill))
        case .directory(let action): .directory(action.filled(fill))
        case .file(let action): .file(action.filled(fill))
        case .edit(let action): .edit(action.filled(fill))
        case .service(let action): .service(action.filled(fill))
        case .mount(let action): .mount(MountAction(target: fill(action.target), source: fill(action.source), type: fill(action.type)))
        case .sql(let action): .sql(action.filled(fill))
        case .run(let action): .run(RunAction(command: action.command.map(fill)))
        case .manual: .manual
        case .proof: .proof
        }
    }
}

/// A directory and its attributes.
public struct DirectoryAction: Sendable, Hashable {
    /// The absolute path.
    public var path: String
    /// User name or number; nil leaves it.
    public var owner: String?
    /// Group name or number; nil leaves it.
    public var group: String?
    /// Permission bits; nil leaves them.
    public var mode: UInt32?

    func filled(_ fill: (String) -> String) -> DirectoryAction {
        DirectoryAction(path: fill(path), owner: owner.map(fill), group: group.map(fill), mode: mode)
    }
}

/// A file and where its text comes from.
public struct FileAction: Sendable, Hashable {
    /// The absolute path.
    public var path: String
    /// The file name under Resources/Templates.
    public var template: String
    /// User name or number; root where nil.
    public var owner: String?
    /// Group name or number; root where nil.
    public var group: String?
    /// Permission bits.
    public var mode: UInt32
    /// A command that must accept the new text before it takes its place; `{{candidate}}` is the path of the text.
    public var validation: [String]?

    func filled(_ fill: (String) -> String) -> FileAction {
        FileAction(
            path: fill(path), template: template, owner: owner.map(fill), group: group.map(fill), mode: mode,
            validation: validation.map { $0.map { $0 == FileAction.candidate ? $0 : fillKeepingCandidate($0, fill) } })
    }

    /// Stands for the path of the text under validation.
    public static let candidate = "{{candidate}}"

    private func fillKeepingCandidate(_ text: String, _ fill: (String) -> String) -> String {
        Placeholder.parts(of: text).map { part in
            switch part {
            case .plain(let plain): plain
            case .name("candidate"): FileAction.candidate
            case .name(let name): fill("{{\(name)}}")
            }
        }.joined()
    }
}

/// An entry to be set in a file of the operator's.
public struct EditAction: Sendable, Hashable {
    /// The entry, by the format of the file.
    public enum Entry: Sendable, Hashable {
        /// A line of fstab(5), found by its mount point.
        case fstab(source: String, target: String, type: String, options: String)
        /// Lines of hosts(5), found by their address: `10.0.0.11 fs1, 10.0.0.12 db1`.
        case hosts(String)
    }

    /// The absolute path.
    public var path: String
    /// What is to stand in it.
    public var entry: Entry

    func filled(_ fill: (String) -> String) -> EditAction {
        switch entry {
        case .fstab(let source, let target, let type, let options):
            EditAction(
                path: fill(path),
                entry: .fstab(source: fill(source), target: fill(target), type: fill(type), options: fill(options)))
        case .hosts(let lines): EditAction(path: fill(path), entry: .hosts(fill(lines)))
        }
    }
}

/// A service unit and how it should be.
public struct ServiceAction: Sendable, Hashable {
    /// The unit's name without `.service`.
    public var name: String
    /// Whether it should run now.
    public var isRunning: Bool
    /// Whether it should start with the server.
    public var isEnabled: Bool

    func filled(_ fill: (String) -> String) -> ServiceAction {
        ServiceAction(name: fill(name), isRunning: isRunning, isEnabled: isEnabled)
    }
}

/// A file system to be mounted as fstab says.
public struct MountAction: Sendable, Hashable {
    /// The mount point.
    public var target: String
    /// What must be found mounted there.
    public var source: String
    /// The file system type, such as `nfs`; `nfs` accepts `nfs4`.
    public var type: String
}

/// Statements to be run as the database's administrator.
public struct SQLAction: Sendable, Hashable {
    /// Where the statements come from.
    public enum Script: Sendable, Hashable {
        /// A template under Resources/Templates.
        case template(String)
        /// A file on the server: SQL, or an archive (`.war`) that holds `entry`.
        case file(path: String, entry: String)
    }

    /// The statements.
    public var script: Script
    /// The database in which they run; nil for none.
    public var database: String?

    func filled(_ fill: (String) -> String) -> SQLAction {
        switch script {
        case .template: SQLAction(script: script, database: database.map(fill))
        case .file(let path, let entry): SQLAction(script: .file(path: fill(path), entry: fill(entry)), database: database.map(fill))
        }
    }
}

/// One command.
public struct RunAction: Sendable, Hashable {
    /// Program and arguments.
    public var command: [String]
}

/// Something done once after a step that changed something.
public enum Handler: Sendable, Hashable {
    case restart(String)
    case reload(String)
    case daemonReload

    /// The command that does it.
    public var command: [String] {
        switch self {
        case .restart(let name): ["systemctl", "restart", name]
        case .reload(let name): ["systemctl", "reload", name]
        case .daemonReload: ["systemctl", "daemon-reload"]
        }
    }

    func filled(_ fill: (String) -> String) -> Handler {
        switch self {
        case .restart(let name): .restart(fill(name))
        case .reload(let name): .reload(fill(name))
        case .daemonReload: .daemonReload
        }
    }
}

/// How a step is taken back.
public enum Undo: Sendable, Hashable {
    /// The action knows.
    case automatic
    /// By this command.
    case command([String])
    /// By this template of statements, only while all checks hold.
    case sql(String, only: [Check])
    /// Not at all, for this reason.
    case none(String)

    func filled(_ fill: (String) -> String) -> Undo {
        switch self {
        case .automatic: .automatic
        case .command(let words): .command(words.map(fill))
        case .sql(let template, let checks): .sql(template, only: checks.map { $0.filled(fill) })
        case .none(let reason): .none(fill(reason))
        }
    }
}
