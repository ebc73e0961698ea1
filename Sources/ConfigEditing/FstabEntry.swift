/// One line of /etc/fstab, unescaped.
public struct FstabEntry: Sendable, Hashable {
    /// The device or `server:/path`.
    public var source: String
    /// The mount point.
    public var target: String
    /// The file system type, such as `nfs4`.
    public var type: String
    /// The mount options; none stands for `defaults`.
    public var options: [String]
    /// Whether dump(8) looks at it.
    public var dump: Int
    /// The turn at which fsck(8) checks it; 0 for never.
    public var pass: Int

    /// Creates an entry from its fields.
    public init(source: String, target: String, type: String, options: [String], dump: Int = 0, pass: Int = 0) {
        self.source = source
        self.target = target
        self.type = type
        self.options = options
        self.dump = dump
        self.pass = pass
    }
}
