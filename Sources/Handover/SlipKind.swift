/// What a slip can hold. The letter begins the tag that stands in each of its lines.
enum SlipKind: UInt8, CaseIterable {
    case cluster = 0x43  // C
    case status = 0x53  // S
    case secrets = 0x58  // X

    /// The word in the first line.
    var word: String {
        switch self {
        case .cluster: "CLUSTER"
        case .status: "STATUS"
        case .secrets: "SECRETS"
        }
    }

    /// The name for messages.
    var title: String { "\(word.lowercased()) slip" }
}
