/// What a piece of text means; a theme says how each meaning looks.
public enum Tone: Sendable, CaseIterable {
    case normal, heading, accent, success, warning, failure, muted, selected
}

/// How a cell is shown: its meaning, and emphasis on top of what the theme gives to that meaning.
public struct Style: Sendable, Hashable {
    public var tone: Tone
    public var isBold: Bool
    public var isUnderlined: Bool
    public var isReversed: Bool

    public init(tone: Tone = .normal, isBold: Bool = false, isUnderlined: Bool = false, isReversed: Bool = false) {
        self.tone = tone
        self.isBold = isBold
        self.isUnderlined = isUnderlined
        self.isReversed = isReversed
    }

    public static let normal = Style()
    public static let heading = Style(tone: .heading)
    public static let accent = Style(tone: .accent)
    public static let success = Style(tone: .success)
    public static let warning = Style(tone: .warning)
    public static let failure = Style(tone: .failure)
    public static let muted = Style(tone: .muted)
    public static let selected = Style(tone: .selected)
}
