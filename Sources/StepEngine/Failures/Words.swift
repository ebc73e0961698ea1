/// What a line must say: every piece, in this order, with anything between them. Upper and lower case are alike.
struct Words: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// The pieces as bytes, their letters made small.
    let pieces: [[UInt8]]

    init(_ pieces: [String]) {
        precondition(!pieces.isEmpty && !pieces.contains(""), "words that every line says find nothing out")
        self.pieces = pieces.map { $0.utf8.map(\.small) }
    }

    init(stringLiteral piece: String) { self.init([piece]) }
    init(arrayLiteral pieces: String...) { self.init(pieces) }
}

extension UInt8 {
    /// The byte with an ASCII letter made small.
    var small: UInt8 { (65...90).contains(self) ? self | 0x20 : self }
}
