/// A directory and its attributes.
public struct DirectoryAction: Sendable, Hashable {
    /// The absolute path.
    public var path: String
    /// User name or number; nil leaves it.
    public var owner: String?
    /// Group name or number; nil leaves it.
    public var group: String?
    /// Permission bits; nil leaves them.
    public var mode: UInt32?

    func filled(_ fill: (String) -> String) -> DirectoryAction {
        DirectoryAction(path: fill(path), owner: owner.map(fill), group: group.map(fill), mode: mode)
    }
}

/// A file and where its text comes from.
public struct FileAction: Sendable, Hashable {
    /// The absolute path.
    public var path: String
    /// The file name under Resources/Templates.
    public var template: String
    /// User name or number; root where nil, whoever it falls to where empty.
    public var owner: String?
    /// Group name or number; root where nil, whichever it falls to where empty.
    public var group: String?
    /// Permission bits.
    public var mode: UInt32
    /// A command that must accept the new text before it takes its place; `{{candidate}}` is the path of the text.
    public var validation: [String]?

    func filled(_ fill: (String) -> String) -> FileAction {
        FileAction(
            path: fill(path), template: template, owner: owner.map(fill), group: group.map(fill), mode: mode,
            validation: validation.map { $0.map { $0 == FileAction.candidate ? $0 : fillKeepingCandidate($0, fill) } })
    }

    /// Stands for the path of the text under validation.
    public static let candidate = "{{candidate}}"

    private func fillKeepingCandidate(_ text: String, _ fill: (String) -> String) -> String {
        Placeholder.parts(of: text).map { part in
            switch part {
            case .plain(let plain): plain
            case .name("candidate"): FileAction.candidate
            case .name(let name): fill("{{\(name)}}")
            }
        }.joined()
    }
}
