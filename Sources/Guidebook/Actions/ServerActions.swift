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

/// Who talks to the database server.
public enum DatabaseAccount: String, Sendable, Hashable {
    /// Its administrator: known by the socket on the database server itself, by a login where the server is somebody else's.
    case administrator
    /// Joget's own account, from this server.
    case application
}

/// Statements to be run on the database server.
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
    /// Who runs them.
    public var account: DatabaseAccount = .administrator

    func filled(_ fill: (String) -> String) -> SQLAction {
        switch script {
        case .template: SQLAction(script: script, database: database.map(fill), account: account)
        case .file(let path, let entry):
            SQLAction(script: .file(path: fill(path), entry: fill(entry)), database: database.map(fill), account: account)
        }
    }
}

/// One command.
public struct RunAction: Sendable, Hashable {
    /// Program and arguments.
    public var command: [String]
}
