extension String {
    /// The first line that says something.
    var firstLine: String { split(whereSeparator: \.isNewline).map { String($0).trimmed }.first { !$0.isEmpty } ?? "" }

    /// The line of a program's output that proves why it failed: the first that calls itself an error, else the first that says
    /// something. Database clients draw rules and repeat statements before they come to the point.
    var provingLine: String {
        split(whereSeparator: \.isNewline).map { String($0).trimmed }.first { $0.contains("ERROR") || $0.hasPrefix("E: ") } ?? firstLine
    }
}
