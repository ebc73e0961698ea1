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
    /// The administrator's query gives exactly this, columns separated by tabs.
    case sql(query: String, expected: String)
    /// The application's account can log in at the address: `granted` where it must succeed, else the server must
    /// answer there, be it with a refusal of this very server.
    case login(address: String, port: String, isGranted: Bool)
    /// A nonce is written into the directory and read back past the cache.
    case nonce(directory: String, name: String)

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

    /// The check with every text passed through `fill`.
    public func filled(_ fill: (String) -> String) -> Check {
        switch self {
        case .root, .clock: self
        case .release(let supported): .release(supported: supported.map(fill))
        case .resolves(let names, let address): .resolves(names: fill(names), address: address.map(fill))
        case .freeSpace(let path, let bytes): .freeSpace(path: fill(path), bytes: bytes)
        case .portFree(let port, let service): .portFree(port: fill(port), service: fill(service))
        case .port(let address, let port): .port(address: fill(address), port: fill(port))
        case .account(let name, let id): .account(name: fill(name), id: fill(id))
        case .file(let path, let attributes, let line):
            .file(path: fill(path), attributes: attributes.filled(fill), line: line.map(fill))
        case .directory(let path, let attributes): .directory(path: fill(path), attributes: attributes.filled(fill))
        case .packages(let names): .packages(names.map(fill))
        case .service(let name, let isRunning, let isEnabled): .service(name: fill(name), isRunning: isRunning, isEnabled: isEnabled)
        case .mounted(let source, let target, let type): .mounted(source: fill(source), target: fill(target), type: fill(type))
        case .exported(let path, let hosts): .exported(path: fill(path), hosts: fill(hosts))
        case .stated(let file, let path): .stated(file: fill(file), path: fill(path))
        case .command(let words, let status, let contains):
            .command(words.map(fill), status: status, contains: contains.map(fill))
        case .sql(let query, let expected): .sql(query: fill(query), expected: fill(expected))
        case .login(let address, let port, let isGranted): .login(address: fill(address), port: fill(port), isGranted: isGranted)
        case .nonce(let directory, let name): .nonce(directory: fill(directory), name: fill(name))
        }
    }

    /// What the check asks, for the operator, as a phrase.
    public var title: String {
        switch self {
        case .root: "running as root"
        case .release: "operating system release"
        case .resolves(let names, nil): "names resolve: \(names)"
        case .resolves(let names, let address?): "\(names) resolves to \(address)"
        case .freeSpace(let path, _): "free space at \(path)"
        case .clock: "clock synchronised"
        case .portFree(let port, _): "port \(port) is free"
        case .port(let address, let port): "port \(port) of \(address) answers"
        case .account(let name, _): "account \(name)"
        case .file(let path, _, nil): "file \(path)"
        case .file(let path, _, let line?): "\(path) says '\(line)'"
        case .directory(let path, _): "directory \(path)"
        case .packages(let names): "installed: \(names.joined(separator: " "))"
        case .service(let name, _, _): "service \(name)"
        case .mounted(_, let target, _): "mounted at \(target)"
        case .exported(let path, _): "export of \(path)"
        case .stated(let file, let path): "\(path) in \(file)"
        case .command(let words, _, _): words.joined(separator: " ")
        case .sql(let query, _): query
        case .login(let address, _, true): "log in to the database at \(address)"
        case .login(let address, _, false): "the database answers at \(address)"
        case .nonce(let directory, _): "write and read back in \(directory)"
        }
    }
}
