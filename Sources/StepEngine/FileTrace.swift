/// A file that a step wrote and that is not as the step left it.
public struct FileTrace: Sendable, Hashable {
    /// The file.
    public var path: String
    /// When its content was last changed in local time: `14:02` today, else the date; nil where the file is gone.
    public var modified: String?
    /// Whom it belongs to; nil where it is gone.
    public var owner: String?

    /// Creates a trace from its parts.
    public init(path: String, modified: String?, owner: String?) {
        self.path = path
        self.modified = modified
        self.owner = owner
    }

    /// `/etc/one.conf, 14:02, by root`, or that it is gone.
    public var text: String {
        guard let modified else { return "\(path), gone" }
        return "\(path), \(modified)" + (owner.map { ", by \($0)" } ?? "")
    }
}
