/// An archive (`.tar.gz`, `.tgz` or `.zip`) of a product and what becomes of it.
public struct ArchiveAction: Sendable, Hashable {
    /// The absolute path of the archive on this server.
    public var source: String
    /// The directory below which it is unpacked, under the one top-level folder that it must have.
    public var directory: String
    /// SHA-256 in hexadecimal that it must have; empty where nobody knows.
    public var sha256: String
    /// The group that may read everything; the owner is root.
    public var group: String
    /// Links made in `directory`.
    public var links: [Link]
    /// Paths below `directory`, through the links, that belong to the account of the group's name.
    public var writable: [String]

    /// A link to the folder of the archive that holds something.
    public struct Link: Sendable, Hashable {
        /// The link's name in `directory`.
        public var name: String
        /// The path, relative to the folder, by which it is known: `bin/catalina.sh`.
        public var holding: String
        /// Whether an archive without such a folder is refused.
        public var isRequired: Bool
    }

    func filled(_ fill: (String) -> String) -> ArchiveAction {
        ArchiveAction(
            source: fill(source), directory: fill(directory), sha256: fill(sha256), group: fill(group), links: links,
            writable: writable.map(fill))
    }
}

/// A file or folder and where a copy of it belongs.
public struct CopyAction: Sendable, Hashable {
    /// The absolute path of the original on this server.
    public var source: String
    /// The absolute path of the copy.
    public var target: String
    /// Whether it is a whole folder: then what is missing at the target is added, and nothing there is overwritten.
    public var isTree: Bool
    /// The account that copies a whole folder, so that the files fall to it; nil copies as root.
    public var account: String?
    /// Owner, group and mode of a single file's copy; nil leaves them.
    public var attributes: Check.Attributes

    func filled(_ fill: (String) -> String) -> CopyAction {
        CopyAction(
            source: fill(source), target: fill(target), isTree: isTree, account: account.map(fill), attributes: attributes.filled(fill))
    }
}

/// A symbolic link.
public struct LinkAction: Sendable, Hashable {
    /// The absolute path of the link.
    public var path: String
    /// Where it points to, as written; nil where no link may be there.
    public var target: String?
}
