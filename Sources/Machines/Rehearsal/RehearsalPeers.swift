extension RehearsalSeed {
    /// An application server elsewhere.
    public struct RemoteApplication: Sendable, Hashable {
        /// What it answers with.
        public enum State: Sendable, Hashable {
            /// Joget's login page.
            case ready
            /// Joget's set-up page: it knows no database profile.
            case withoutProfile
            /// A refusal: Joget does not reach its database.
            case withoutDatabase
            /// Tomcat alone.
            case withoutJoget
        }

        /// The server's name or address.
        public var server: String
        /// The HTTP port.
        public var port = 8080
        /// What its sessions end in.
        public var route: String?
        /// The TCP port on which it takes the sessions of its peers.
        public var replicationPort = 4000
        /// Whether it finds its peers by multicast.
        public var usesMulticast = false
        /// What it answers with.
        public var state = State.ready
        /// Whether it finds none of its peers, nor they it, so that its sessions stay its own.
        public var isIsolated = false

        /// Creates an application server that is ready.
        public init(server: String, route: String?) {
            self.server = server
            self.route = route
        }
    }

    /// A load balancer elsewhere, which passes on what begins with /jw and keeps sessions on their nodes.
    public struct RemoteBalancer: Sendable, Hashable {
        /// The server's name or address.
        public var server: String
        /// The public port.
        public var port: Int
        /// Names or addresses of its members; empty for every application server that there is.
        public var members: [String]
        /// The routes of the nodes that somebody has told it of; nil for those of all its members.
        public var knows: [String]?

        /// Creates a balancer.
        public init(server: String, port: Int = 80, members: [String] = []) {
            self.server = server
            self.port = port
            self.members = members
        }
    }

    /// A directory that is mounted by whatever means, now and after every restart.
    public struct MountedShare: Sendable, Hashable {
        /// What is mounted, in the words of its file system.
        public var source: String
        /// The mount point.
        public var target: String
        /// The file system type.
        public var type: String
        /// Owner and group of the directory.
        public var owner: UInt32
        /// Files that are in it already, by paths below it.
        public var files: [String: [UInt8]] = [:]

        /// Creates a mount.
        public init(source: String, target: String, type: String, owner: UInt32) {
            self.source = source
            self.target = target
            self.type = type
            self.owner = owner
        }
    }

    /// A Tomcat that runs as a service before anything is set up.
    public struct TomcatService: Sendable, Hashable {
        /// The unit's name without `.service`.
        public var name: String
        /// Its directory.
        public var home: String
        /// The version, such as 9.0.70.
        public var version: String
        /// Who runs it.
        public var user: String
        /// The user's number; nil for the next free one.
        public var userID: UInt32?
        /// Whether its unit leaves what it prints to systemd's journal, in place of logs/catalina.out.
        public var printsToJournal = false

        /// Creates a service.
        public init(name: String = "tomcat9", home: String = "/opt/tomcat9", version: String = "9.0.70", user: String = "tomcat") {
            self.name = name
            self.home = home
            self.version = version
            self.user = user
        }
    }
}
