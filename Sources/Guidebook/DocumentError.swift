/// One mistake in a file that people write: where it stands, what is wrong and what would be right.
public struct Problem: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The file's name as the operator gave it.
    public var file: String
    /// The line, from 1; 0 where the whole file is meant.
    public var line: Int
    /// The place inside the document, such as `servers[2].address`; empty for the document itself.
    public var path: String
    /// What is wrong and what would be right, without a full stop.
    public var message: String

    /// Creates a problem.
    public init(file: String, line: Int, path: String, message: String) {
        self.file = file
        self.line = line
        self.path = path.shortened(to: 160).printable
        self.message = message.shortened(to: 1000).printable
    }

    /// `cluster.yaml:14: servers[2].address: …`
    public var description: String {
        let place = line > 0 ? "\(file):\(line): " : "\(file): "
        return path.isEmpty ? place + message : place + path + ": " + message
    }

    /// Orders by file and line.
    public static func < (left: Problem, right: Problem) -> Bool {
        (left.file, left.line, left.path) < (right.file, right.line, right.path)
    }
}

extension String {
    /// Fit for one line of a terminal: control characters, those of the second set and those that turn the direction of
    /// writing too, are replaced.
    var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
    }

    /// The beginning where it is longer than that many characters.
    func shortened(to length: Int) -> String { utf8.count > length && count > length ? prefix(length - 3) + "..." : self }
}

/// A guide, template or cluster description that cannot be used, with every mistake found in it.
public struct DocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The mistakes in the order of their lines; never empty.
    public var problems: [Problem]

    /// Creates an error from at least one problem.
    public init(_ problems: [Problem]) {
        precondition(!problems.isEmpty, "an error needs a problem")
        self.problems = problems.sorted()
    }

    /// Creates an error of one problem.
    public init(file: String, line: Int = 0, path: String = "", _ message: String) {
        self.init([Problem(file: file, line: line, path: path, message: message)])
    }

    /// One line a problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        switch value {
        case 0..<32, 127...159, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
