/// Something in a text that is a line of a slip, or was one.
enum SlipPiece: Hashable {
    /// The first line.
    case head(kind: SlipKind, tag: String, total: Int)
    /// A line of payload.
    case line(tag: String, number: Int, total: Int, payload: [UInt8])
    /// The last line.
    case end(tag: String, digest: [UInt8])
    /// A first line of another form than ours.
    case foreignHead(form: String)
    /// A line of payload whose check word does not fit. The number is what it says.
    case damagedLine(tag: String, number: Int)
    /// A first or last line whose check word does not fit.
    case damagedFrame

    /// The tag of a whole line.
    var tag: String? {
        switch self {
        case .head(_, let tag, _), .line(let tag, _, _, _), .end(let tag, _): tag
        case .foreignHead, .damagedLine, .damagedFrame: nil
        }
    }
}
