/// A value that prints as bullets and cannot be interpolated into text by accident.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What is shown in its place.
    public static let bullets = "••••••••"

    private let text: String

    /// Wraps a secret text.
    public init(_ text: String) { self.text = text }

    /// The text itself. For the few places that must have it: a 0600 file, a standard input.
    public func exposed() -> String { text }

    /// Whether nothing was given.
    public var isEmpty: Bool { text.isEmpty }

    /// Whether the secret stands anywhere in `other`, byte for byte: what follows or precedes it makes it no other text.
    public func occurs(in other: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return false }
        var rest = Array(other.utf8)[...]
        while let start = rest.firstIndex(of: first) {
            if rest[start...].starts(with: wanted) { return true }
            rest = rest[(start + 1)...]
        }
        return false
    }

    /// What is wrong with the text as a secret; nil where it will do. It is one line that every file, statement and terminal
    /// takes for nothing but itself.
    public var problem: String? {
        if text.isEmpty { return "it is empty" }
        if text.unicodeScalars.contains("\u{FFFD}") { return "it has bytes that are no UTF-8 text" }
        let controls = text.unicodeScalars.contains {
            $0.value < 32 || (127...159).contains($0.value) || (0x2028...0x2029).contains($0.value)
        }
        if controls || text.count > 200 { return "a secret has at most 200 characters and none that controls a terminal" }
        return nil
    }

    /// Bullets.
    public var description: String { Secret.bullets }
    /// Bullets.
    public var debugDescription: String { Secret.bullets }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// A new one: 24 letters and digits, about 143 bits, without the ones that look alike.
    public static func generated() -> Secret {
        let alphabet = Array("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        var generator = SystemRandomNumberGenerator()
        return Secret(String((0..<24).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }))
    }
}
