/// One exported directory of exports(5).
public struct Export: Sendable, Hashable {
    /// Who may mount it, and how.
    public struct Client: Sendable, Hashable {
        /// A host, a network, `@group`, a pattern, or `*` for everybody.
        public var pattern: String
        /// The line's default options before it, then its own.
        public var options: [String]

        /// Creates a client from its parts.
        public init(pattern: String, options: [String]) {
            self.pattern = pattern
            self.options = options
        }
    }

    /// The directory, unquoted.
    public var path: String
    /// The clients in order; none stands for everybody.
    public var clients: [Client]
    /// The line on which it begins, counted from 1.
    public var line: Int

    /// Creates an export from its parts.
    public init(path: String, clients: [Client], line: Int) {
        self.path = path
        self.clients = clients
        self.line = line
    }
}
