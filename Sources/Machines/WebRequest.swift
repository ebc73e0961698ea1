/// A GET request of HTTP.
public struct WebRequest: Sendable, Hashable {
    /// The address, `http://host[:port]/path`.
    public var url: String
    /// The value of the Cookie header; nil sends none.
    public var cookie: String?

    /// Creates a request.
    public init(_ url: String, cookie: String? = nil) {
        self.url = url
        self.cookie = cookie
    }
}

/// A web server's answer.
public struct WebReply: Sendable, Hashable {
    /// The status, such as 200.
    public var status: Int
    /// Header fields in order, names in lower case.
    public var headers: [Header]
    /// The body as text, at most 64 kB of it.
    public var body: String

    /// One header field.
    public struct Header: Sendable, Hashable {
        /// The name in lower case.
        public var name: String
        /// The value.
        public var value: String

        /// Creates a field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Creates an answer.
    public init(status: Int, headers: [Header] = [], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first field of that name (lower case); nil where there is none.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
