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
        /// The number of the user and the group that everybody is taken for, as `all_squash` does; nil leaves them who they are.
        public var everybodyIs: UInt32?
        /// Owner and group of the directory.
        public var owner: UInt32
        /// Permission bits of the directory.
        public var mode: UInt32
        /// Files that are in it already, by paths below it; they belong to the directory's owner.
        public var files: [String: [UInt8]] = [:]

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
        /// Whether it is MySQL; nil for what the release offers.
        public var isMySQL: Bool?
        /// How many connections it takes.
        public var maxConnections = 151
        /// How far its clock is ahead of this server's.
        public var clockAhead = Duration.zero

        /// Creates a database server from its parts.
        public init(server: String, port: Int = 3306, script: String) {
            self.server = server
            self.port = port
            self.script = script
        }
    }

    /// The distributions that it can play.
    enum Flavour: Sendable { case debian12, debian13, ubuntu2204, ubuntu2404 }

    let flavour: Flavour
    /// The host name.
    public var server: String
    /// Its IPv4 address.
    public var address: String
    /// What the name service answers: name to address.
    public var names: [String: String] { didSet { lowercasedNames = RehearsalSeed.lowercased(names) } }
    /// As they are looked up: names of hosts know no case.
    private(set) var lowercasedNames: [String: String]
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
    /// Archives and applications that are there beforehand, by path.
    public var products: [String: RehearsalProduct] = [:]
    /// Java that somebody has unpacked by hand: its directory and version, such as `17.0.13`.
    public var javaHomes: [String: String] = [:]
    /// Tomcats that run here already, as services of somebody else's making.
    public var tomcatServices: [TomcatService] = []
    /// Directories that somebody has mounted.
    public var mountedShares: [MountedShare] = []
    /// Joget on other servers.
    public var applications: [RemoteApplication] = []
    /// Load balancers on other servers.
    public var balancers: [RemoteBalancer] = []
    /// Addresses of Tomcats whose heartbeats arrive on any multicast group.
    public var multicastSenders: [String] = []
    /// What others say on any multicast group, such as this program there.
    public var multicastMessages: [Heard] = []
    /// Room on the local disk, in bytes.
    public var freeSpace = 20_000_000_000
    /// Main memory, in bytes.
    public var memory = 8_000_000_000
    /// The network interface that has the address.
    public var interface = "eth0"

    /// A freshly installed Debian 12.
    public static func debian12(server: String, address: String, names: [String: String]) -> RehearsalSeed {
        RehearsalSeed(flavour: .debian12, server: server, address: address, names: names)
    }

    /// A freshly installed Debian 13.
    public static func debian13(server: String, address: String, names: [String: String]) -> RehearsalSeed {
        RehearsalSeed(flavour: .debian13, server: server, address: address, names: names)
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
        lowercasedNames = RehearsalSeed.lowercased(names)
    }

    private static func lowercased(_ names: [String: String]) -> [String: String] {
        Dictionary(names.map { ($0.lowercased(), $1) }, uniquingKeysWith: { first, _ in first })
    }
}

extension RehearsalSeed.Flavour {
    var distribution: String { self == .debian12 || self == .debian13 ? "debian" : "ubuntu" }

    var release: String {
        switch self {
        case .debian12: "12"
        case .debian13: "13"
        case .ubuntu2204: "22.04"
        case .ubuntu2404: "24.04"
        }
    }

    /// The release's code name.
    var codename: String {
        switch self {
        case .debian12: "bookworm"
        case .debian13: "trixie"
        case .ubuntu2204: "jammy"
        case .ubuntu2404: "noble"
        }
    }

    var prettyName: String {
        switch self {
        case .debian12: "Debian GNU/Linux 12 (bookworm)"
        case .debian13: "Debian GNU/Linux 13 (trixie)"
        case .ubuntu2204: "Ubuntu 22.04.5 LTS"
        case .ubuntu2404: "Ubuntu 24.04.2 LTS"
        }
    }
}
