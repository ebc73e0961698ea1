/// Who a server is.
public struct Identity: Sendable, Hashable, Codable {
    /// The host name without its domain.
    public var hostName: String
    /// `/etc/machine-id`; empty where the server has none.
    public var machineID: String
    /// The kernel's boot id: another one means that the server was restarted in between.
    public var bootID: String
    /// `ID` of os-release, `debian` or `ubuntu`.
    public var distribution: String
    /// `VERSION_ID` of os-release, such as `12` or `22.04`.
    public var release: String
    /// Own IPv4 addresses without loopback, such as `10.0.0.11`.
    public var addresses: [String]
    /// Whether this program may change the server.
    public var isRoot: Bool

    /// Creates an identity from its parts.
    public init(
        hostName: String, machineID: String, bootID: String, distribution: String, release: String, addresses: [String],
        isRoot: Bool
    ) {
        self.hostName = hostName
        self.machineID = machineID
        self.bootID = bootID
        self.distribution = distribution
        self.release = release
        self.addresses = addresses
        self.isRoot = isRoot
    }
}

/// A file's time as its file system keeps it.
public struct FileTime: Sendable, Hashable, Codable {
    /// Seconds since 1970.
    public var seconds: Int
    /// What comes on top of them, 0 to 999 999 999.
    public var nanoseconds: Int

    /// Creates a time from its parts.
    public init(seconds: Int, nanoseconds: Int) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}

/// Owner, group, permission bits and time to give; nil leaves one as it is.
public struct FileAttributes: Sendable, Hashable, Codable {
    /// A user name, or a number in decimal.
    public var owner: String?
    /// A group name, or a number in decimal.
    public var group: String?
    /// Permission bits, such as 0o644.
    public var mode: UInt32?
    /// When its content was last changed, for a file that is put back; nil is now.
    public var modified: FileTime?

    /// Creates attributes; what is left out stays as it is.
    public init(owner: String? = nil, group: String? = nil, mode: UInt32? = nil, modified: FileTime? = nil) {
        self.owner = owner
        self.group = group
        self.mode = mode
        self.modified = modified
    }
}

/// What stands at a path.
public struct FileStatus: Sendable, Hashable, Codable {
    /// What kind of thing it is.
    public enum Kind: String, Sendable, Hashable, Codable { case file, directory, link, other }

    /// What kind of thing it is.
    public var kind: Kind
    /// The owner's name, or the number where no account has it.
    public var owner: String
    /// The group's name, or the number where no group has it.
    public var group: String
    /// The owner's number.
    public var ownerID: UInt32
    /// The group's number.
    public var groupID: UInt32
    /// Permission bits with set-id and sticky bits.
    public var mode: UInt32
    /// Bytes.
    public var size: Int
    /// Seconds since 1970 of the last change of content.
    public var modified: Int
    /// What comes on top of those seconds.
    public var nanoseconds: Int
    /// Where a link points to, as written.
    public var target: String?

    /// Creates a status from its parts.
    public init(
        kind: Kind, owner: String, group: String, ownerID: UInt32, groupID: UInt32, mode: UInt32, size: Int, modified: Int,
        nanoseconds: Int = 0, target: String? = nil
    ) {
        self.kind = kind
        self.owner = owner
        self.group = group
        self.ownerID = ownerID
        self.groupID = groupID
        self.mode = mode
        self.size = size
        self.modified = modified
        self.nanoseconds = nanoseconds
        self.target = target
    }

    /// The time of the last change of content, whole.
    public var time: FileTime { FileTime(seconds: modified, nanoseconds: nanoseconds) }
}

/// The state of a service unit.
public struct ServiceStatus: Sendable, Hashable {
    /// Whether the unit is known at all.
    public var exists: Bool
    /// Whether it is active.
    public var isRunning: Bool
    /// Whether it starts with the server (`enabled`, or `static`/`indirect` units that something else starts).
    public var isEnabled: Bool
    /// The manager's own words, such as `failed (Result: exit-code)`.
    public var detail: String

    /// Creates a status from its parts.
    public init(exists: Bool, isRunning: Bool, isEnabled: Bool, detail: String) {
        self.exists = exists
        self.isRunning = isRunning
        self.isEnabled = isEnabled
        self.detail = detail
    }
}

/// One mounted file system.
public struct Mount: Sendable, Hashable {
    /// The device or `server:/path`.
    public var source: String
    /// The directory on which it is mounted.
    public var target: String
    /// The file system type, such as `nfs4`.
    public var type: String
    /// Mount options as the kernel lists them.
    public var options: [String]

    /// Creates a mount from its parts.
    public init(source: String, target: String, type: String, options: [String]) {
        self.source = source
        self.target = target
        self.type = type
        self.options = options
    }
}

/// A TCP port on which something listens.
public struct Listener: Sendable, Hashable {
    /// The address bound: `0.0.0.0` is any, IPv6's any is given as `::`.
    public var address: String
    /// The port.
    public var port: Int

    /// Creates a listener from its parts.
    public init(address: String, port: Int) {
        self.address = address
        self.port = port
    }
}

/// How an attempt to connect ended.
public enum Reachability: Sendable, Hashable {
    /// Somebody answered.
    case open
    /// The host answered that nobody listens.
    case refused
    /// Nothing answered in time: a firewall, or no host.
    case filtered
    /// The network said no, in the system's words.
    case unreachable(String)
}
