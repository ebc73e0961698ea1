/// What a rehearsal machine is made from: its own name and address, and the servers around it.
public struct RehearsalSeed: Sendable {
    /// A directory that another server exports.
    public struct RemoteExport: Sendable, Hashable {
        /// The server's name or address.
        public var server: String
        /// The exported directory.
        public var path: String
        /// Addresses that may mount it; `*` lets everybody.
        public var clients: [String]
        /// Whether nobody can write to it.
        public var isReadOnly: Bool
        /// Whether root is nobody there.
        public var squashesRoot: Bool
        /// Owner and group of the directory.
        public var owner: UInt32
        /// Permission bits of the directory.
        public var mode: UInt32

        /// Creates an export from its parts.
        public init(
            server: String, path: String, clients: [String] = ["*"], isReadOnly: Bool = false, squashesRoot: Bool = true,
            owner: UInt32 = 65534, mode: UInt32 = 0o755
        ) {
            self.server = server
            self.path = path
            self.clients = clients
            self.isReadOnly = isReadOnly
            self.squashesRoot = squashesRoot
            self.owner = owner
            self.mode = mode
        }
    }

    /// A database server elsewhere.
    public struct RemoteDatabase: Sendable, Hashable {
        /// The server's name or address.
        public var server: String
        /// The TCP port.
        public var port: Int
        /// Statements that its administrator ran.
        public var script: String

        /// Creates a database server from its parts.
        public init(server: String, port: Int = 3306, script: String) {
            self.server = server
            self.port = port
            self.script = script
        }
    }

    /// The distributions that it can play.
    enum Flavour: Sendable { case debian12, ubuntu2204, ubuntu2404 }

    let flavour: Flavour
    /// The host name.
    public var server: String
    /// Its IPv4 address.
    public var address: String
    /// What the name service answers: name to address.
    public var names: [String: String]
    /// What other servers export.
    public var remoteExports: [RemoteExport] = []
    /// Databases on other servers.
    public var remoteDatabases: [RemoteDatabase] = []
    /// TCP ports open on other servers, by address.
    public var openPorts: [String: [Int]] = [:]
    /// Files that are there beforehand, such as the guide's bundle.
    public var files: [String: [UInt8]] = [:]
    /// ZIP archives that are there beforehand: path, entry, bytes.
    public var archives: [String: [String: [UInt8]]] = [:]
    /// Room on the local disk, in bytes.
    public var freeSpace = 20_000_000_000

    /// A freshly installed Debian 12.
    public static func debian12(server: String, address: String, names: [String: String]) -> RehearsalSeed {
        RehearsalSeed(flavour: .debian12, server: server, address: address, names: names)
    }

    /// A freshly installed Ubuntu 22.04.
    public static func ubuntu2204(server: String, address: String, names: [String: String]) -> RehearsalSeed {
        RehearsalSeed(flavour: .ubuntu2204, server: server, address: address, names: names)
    }

    /// A freshly installed Ubuntu 24.04.
    public static func ubuntu2404(server: String, address: String, names: [String: String]) -> RehearsalSeed {
        RehearsalSeed(flavour: .ubuntu2404, server: server, address: address, names: names)
    }

    private init(flavour: Flavour, server: String, address: String, names: [String: String]) {
        self.flavour = flavour
        self.server = server
        self.address = address
        self.names = names
    }
}

extension RehearsalSeed.Flavour {
    var distribution: String { self == .debian12 ? "debian" : "ubuntu" }

    var release: String {
        switch self {
        case .debian12: "12"
        case .ubuntu2204: "22.04"
        case .ubuntu2404: "24.04"
        }
    }

    /// The release's code name.
    var codename: String {
        switch self {
        case .debian12: "bookworm"
        case .ubuntu2204: "jammy"
        case .ubuntu2404: "noble"
        }
    }

    var prettyName: String {
        switch self {
        case .debian12: "Debian GNU/Linux 12 (bookworm)"
        case .ubuntu2204: "Ubuntu 22.04.5 LTS"
        case .ubuntu2404: "Ubuntu 24.04.2 LTS"
        }
    }
}
