public import Reporting
public import Guidebook

/// What travels from server to server as a short text that any terminal can carry, a serial one too.
///
/// ```
/// JOGET SLIP 1 CLUSTER C7Q 9 LINES TUFOB
/// C7Q 1 OF 9 0M3X9 … HADIK
/// …
/// END SLIP C7Q 0M3X9 TT1RW LIVOD
/// ```
/// There is nothing in it but capital letters, digits and blanks. Each line ends in a check word, and the last line carries a
/// digest of the whole.
public enum Slip: Sendable, Hashable {
    /// The description of the cluster.
    case cluster(Cluster)
    /// How far one server is.
    case status(BoardEntry)
    /// Passwords, locked with a passphrase.
    case secrets(SealedSecrets)

    /// The form of the slips that this program writes and reads.
    public static let currentVersion = 1

    /// The slip as text; every line ends. Throws where it would be too long, or what it is to hold has mistakes.
    public static func text(of slip: Slip) throws(SlipError) -> String {
        let payload: Payload
        switch slip {
        case .cluster(let cluster): payload = Payload(.cluster, packing: Array(try ClusterText.text(of: cluster).utf8))
        case .status(let entry): payload = Payload(.status, packing: StatusText.bytes(of: entry))
        case .secrets(let sealed): payload = Payload(.secrets, sealed.bytes)
        }
        return try SlipWriter.text(of: payload)
    }

    /// The slips in a text, whatever else stands around them, in the order in which they begin.
    /// Throws where there is none, and where one of them is not whole: then nothing of the text is given.
    public static func read(_ text: String) throws(SlipError) -> [Slip] {
        var reader = SlipReader()
        reader.take(text)
        return try reader.slips()
    }

    /// Takes what a whole slip carries.
    init(_ payload: Payload, subject: String) throws(SlipError) {
        switch payload.kind {
        case .cluster: self = .cluster(try ClusterText.cluster(from: try payload.unpacked(subject), subject))
        case .status: self = .status(try StatusText.entry(from: try payload.unpacked(subject), subject))
        case .secrets: self = .secrets(try SealedSecrets(bytes: payload.bytes, subject))
        }
    }

    /// What it is, for messages, such as `status slip of app1`.
    public var title: String {
        switch self {
        case .cluster(let cluster): "cluster slip of \(cluster.name)"
        case .status(let entry): "status slip of \(entry.server.name)"
        case .secrets: "secrets slip"
        }
    }
}
