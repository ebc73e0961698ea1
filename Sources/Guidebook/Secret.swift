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

    /// Whether the secret stands anywhere in `other`.
    public func occurs(in other: String) -> Bool { !text.isEmpty && other.contains(text) }

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
