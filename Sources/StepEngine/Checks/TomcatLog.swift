/// What the last start in Tomcat 9's catalina.out tells of its session cluster.
///
/// A start begins with the line "Server version name:". Where the listener that prints it was taken out of server.xml, or the
/// text begins in the middle, the first of the lines counts that every start prints after it (`stages`): one that stands before
/// its predecessor belongs to the next start. Whatever the cluster says follows upon all of them. A Java that gives up before
/// Tomcat begins makes a start of its own, in which nothing was reached. Where there is no such line at all, all of the text counts.
public struct TomcatLog: Sendable, Hashable {
    /// Where sessions of other nodes are taken, as "address:port"; nil where no such port was opened.
    public private(set) var boundAddress: String?
    /// The other nodes as "address:port": those that came and have not gone.
    public private(set) var members: [String] = []
    /// Paths of the applications whose sessions are replicated, such as "/jw".
    public private(set) var managerContexts: [String] = []
    /// Whether the start came to its end.
    public private(set) var hasStarted = false
    /// Whether Tomcat was stopped, or stopped itself, after that start began.
    public private(set) var hasStopped = false
    /// Whether the sessions of another node were received.
    public private(set) var receivedState = false
    /// Whether nobody was there to ask for sessions.
    public private(set) var firstMember = false

    /// Reads the text of the log, or the last part of it.
    public init(_ text: String) {
        let text = LineText(text)
        for line in text.indices.dropFirst(TomcatLog.lastStart(in: text)) { take(line, of: text) }
    }

    private mutating func take(_ line: Int, of text: LineText) {
        if let rest = text.rest(of: line, after: "Receiver Server Socket bound to:") {
            if !text.says("UDP Receiver", line: line) { boundAddress = TomcatLog.socketAddress(rest) }
        } else if let rest = text.rest(of: line, after: ["Replication member added:", "tcp://"]) {
            if let member = TomcatLog.memberAddress(rest), !members.contains(member) { members.append(member) }
        } else if let rest = text.rest(of: line, after: ["Received member disappeared:", "tcp://"]) {
            if let member = TomcatLog.memberAddress(rest) { members.removeAll { $0 == member } }
        } else if let rest = text.rest(of: line, after: "Starting clustering manager at ")
            ?? text.rest(of: line, after: "Register manager ")
        {
            if let path = TomcatLog.contextPath(rest), !managerContexts.contains(path) { managerContexts.append(path) }
        } else if text.says("Server startup in", line: line) {
            hasStarted = true
        } else if text.says("Stopping service [", line: line) {
            hasStopped = true
        } else if text.says(["session state sen", "received in"], line: line) {
            receivedState = true
        } else if text.says("skipping state transfer. No members active", line: line) {
            firstMember = true
        }
    }
}

/// The beginning of a start.
extension TomcatLog {
    /// Lines of every start, in the order in which one prints them.
    private static let stages: [Words] = [
        "Server version name:", "Initializing ProtocolHandler [", "Server initialization in", "Starting Servlet engine:",
    ]
    /// The one of them that a start prints several times: once for each connector.
    private static let repeated = 1
    /// Lines of a Java that gives up before Tomcat begins.
    private static let deaths: [Words] = [
        "Error opening zip file or JAR manifest missing", "Error occurred during initialization of VM", "Invalid maximum heap size",
        "Unrecognized VM option", "Unrecognized option:", "Could not create the Java Virtual Machine",
    ]

    /// The line with which the last start begins; the first line where the text shows no beginning.
    static func lastStart(in text: LineText) -> Int {
        let death = stages.count
        let marks = stages.enumerated().flatMap { stage, words in lines(of: text, saying: words).map { (line: $0, stage: stage) } }
        let ends = deaths.flatMap { lines(of: text, saying: $0) }.map { (line: $0, stage: death) }
        var start = 0
        var current: Int?
        for (line, stage) in (marks + ends).sorted(by: { $0.line < $1.line }) {
            let isSame = current.map { stage > $0 && stage != death || stage == $0 && (stage == repeated || stage == death) } ?? false
            if !isSame { start = line }
            current = stage
        }
        return start
    }

    private static func lines(of text: LineText, saying words: Words) -> [Int] {
        var lines: [Int] = []
        while let line = text.first(words, from: (lines.last ?? -1) + 1) { lines.append(line) }
        return lines
    }
}

/// Addresses as Java prints them.
extension TomcatLog {
    /// The address of "[/10.99.0.1:4000]", "[server1/10.99.0.1:4000]" and, without brackets, of older versions.
    static func socketAddress(_ text: Substring) -> String? {
        var text = Substring(String(text).trimmed)
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        let address = text.split(separator: "/").last ?? ""
        return address.contains(":") ? String(address) : nil
    }

    /// The address of "{10, 99, 0, 1}:4000,…", of "{-64, -88, 1, 10}:4000,…" (older versions print signed bytes), and of
    /// "10.99.0.1:4000,…".
    static func memberAddress(_ text: Substring) -> String? {
        guard text.hasPrefix("{"), let close = text.firstIndex(of: "}") else {
            let address = text.prefix { $0 != "," && $0 != "]" && !$0.isWhitespace }
            return address.contains(":") ? String(address) : nil
        }
        let numbers = text[..<close].dropFirst().split(separator: ",").compactMap { Int(String($0).trimmed) }
        let bytes = numbers.map { UInt8(truncatingIfNeeded: $0) }
        let port = text[close...].dropFirst(2).prefix(while: \.isNumber)
        guard bytes.count == 4 || bytes.count == 16, !port.isEmpty else { return nil }
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") + ":\(port)" }
        let groups = stride(from: 0, to: 16, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        return "[\(groups.joined(separator: ":"))]:\(port)"
    }

    /// The path of "[localhost#/jw]…" and, without brackets, of older versions; "/" for the root.
    private static func contextPath(_ text: Substring) -> String? {
        guard let hash = text.firstIndex(of: "#") else { return nil }
        let path = text[text.index(after: hash)...].prefix { $0 != "]" && !$0.isWhitespace }
        return path.isEmpty ? "/" : String(path)
    }
}
