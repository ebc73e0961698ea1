/// How we know that something is true. A closed list; none of them changes the server.
public enum Check: Sendable, Hashable {
    /// The program runs with the rights to change the server.
    case root
    /// The release is one of `supported` (`debian 12`); another one is a warning.
    case release(supported: [String])
    /// Every name (separated by blanks) resolves, none to 127.*; to exactly `address` where given.
    case resolves(names: String, address: String?)
    /// At least `bytes` are free on the file system of `path`.
    case freeSpace(path: String, bytes: Int)
    /// The clock is synchronised with the network's time.
    case clock
    /// Nobody listens on the port yet, or the service that should does.
    case portFree(port: String, service: String)
    /// A TCP connection to the port succeeds.
    case port(address: String, port: String)
    /// The account exists with this number.
    case account(name: String, id: String)
    /// The file exists, with these attributes where given, and contains this line where given.
    case file(path: String, attributes: Attributes, line: String?)
    /// The directory exists, with these attributes where given.
    case directory(path: String, attributes: Attributes)
    /// The packages are installed.
    case packages([String])
    /// The unit runs and is enabled as said.
    case service(name: String, isRunning: Bool, isEnabled: Bool)
    /// The source is mounted at the target.
    case mounted(source: String, target: String, type: String)
    /// The NFS server exports the path, writable, to every one of the hosts (separated by blanks) and to nobody else.
    case exported(path: String, hosts: String)
    /// An exports(5) file of the operator's has a line for the path.
    case stated(file: String, path: String)
    /// The command ends with the status and prints the text somewhere, where given.
    case command([String], status: Int32, contains: String?)
    /// The query gives exactly this, columns separated by tabs.
    case sql(query: String, expected: String, account: DatabaseAccount)
    /// The application's account can log in at the address: `granted` where it must succeed, else the server must
    /// answer there, be it with a refusal of this very server.
    case login(address: String, port: String, isGranted: Bool)
    /// A nonce is written into the directory and read back past the cache.
    case nonce(directory: String, name: String)
    /// A GET of the address (`http://…`) answers with the status, and the body says `contains` where given.
    case http(url: String, status: Int, contains: String?)
    /// Through the load balancer at the address, a session stays on the node, one of `routes` (separated by blanks), that began it.
    case sticky(url: String, routes: String)
    /// Java 11 or 17 is at `home`; where that is empty, in one of the usual places.
    case java(home: String)
    /// A Tomcat 9 is at `home`.
    case tomcat(home: String)
    /// No Tomcat runs on this server but the one at `home`.
    case otherTomcat(home: String)
    /// The archive is whole, holds exactly one Tomcat, of version 9, and has the checksum where that is not empty.
    case bundle(archive: String, sha256: String)
    /// The WAR is Joget's, is marked as distributable, and holds the database schema.
    case war(path: String)
    /// The file's checksum is that of `record` on the share; the first server writes it there.
    case agreed(file: String, record: String)
    /// The directory holds Joget's agents.
    case agents(directory: String)
    /// The last start in Tomcat's log shows that it listens for its peers on `address`, never on 127.*, that Joget's sessions
    /// are replicated, and which of `peers` (separated by blanks) it has heard.
    case members(log: String, address: String, peers: String)
    /// The shared directory names `own` among Joget's nodes; those of `names` (separated by blanks) that are missing are a warning.
    case nodes(directory: String, own: String, names: String)
    /// The interface of the address is able to multicast, and the group is routed through it.
    case multicast(address: String, group: String)
    /// Somebody is heard on the multicast group; silence is a warning.
    case heard(address: String, group: String, port: String)
    /// fstab mounts the source at the target at every start.
    case fstab(source: String, target: String)
    /// The server's memory has room for the Java heap; too little is a warning.
    case memory(heap: String)

    /// Owner, group and permission bits expected of a file or directory; nil where any will do.
    public struct Attributes: Sendable, Hashable {
        /// User name or number.
        public var owner: String?
        /// Group name or number.
        public var group: String?
        /// Permission bits.
        public var mode: UInt32?

        /// Creates expectations.
        public init(owner: String? = nil, group: String? = nil, mode: UInt32? = nil) {
            self.owner = owner
            self.group = group
            self.mode = mode
        }

        func filled(_ fill: (String) -> String) -> Attributes {
            Attributes(owner: owner.map(fill), group: group.map(fill), mode: mode)
        }
    }
}
