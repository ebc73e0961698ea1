/// How each tone looks: colours and attributes, with a complete table for terminals without colours.
public enum Theme: Sendable, CaseIterable {
    /// The terminal's own background, taken to be dark.
    case standard
    /// Bright on black, and nothing dimmed.
    case highContrast
    /// No colours at all: bold, underlined and reversed text.
    case monochrome
    /// The terminal's own background, taken to be light.
    case light

    /// The theme after this one, for a key that cycles through them.
    public var next: Theme {
        let all = Self.allCases
        return all.firstIndex(of: self).map { all[($0 + 1) % all.count] } ?? .standard
    }

    /// The theme of that name, as on a command line.
    public init?(name: String) {
        guard let theme = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = theme
    }

    /// What an operator calls it.
    public var name: String {
        switch self {
        case .standard: "default"
        case .highContrast: "contrast"
        case .monochrome: "mono"
        case .light: "light"
        }
    }

    /// All names, for messages.
    public static var names: String { allCases.map(\.name).joined(separator: ", ") }
}

/// One of the eight colours that every colour terminal has, or the terminal's own.
enum Color: Int16, Sendable {
    case own = -1
    case black, red, green, yellow, blue, magenta, cyan, white
}

/// How one tone looks in one theme.
struct Look: Sendable, Hashable {
    var foreground: Color = .own
    var background: Color = .own
    var isBold = false
    var isDim = false
    var isUnderlined = false
    var isReversed = false
}

extension Theme {
    func look(of tone: Tone) -> Look {
        switch self {
        case .standard: standardLook(of: tone)
        case .highContrast: highContrastLook(of: tone)
        case .monochrome: monochromeLook(of: tone)
        case .light: lightLook(of: tone)
        }
    }

    private func standardLook(of tone: Tone) -> Look {
        switch tone {
        case .normal: Look()
        case .heading: Look(isBold: true)
        case .accent: Look(foreground: .cyan)
        case .success: Look(foreground: .green)
        case .warning: Look(foreground: .yellow)
        case .failure: Look(foreground: .red, isBold: true)
        case .muted: Look(isDim: true)
        case .selected: Look(isReversed: true)
        }
    }

    private func highContrastLook(of tone: Tone) -> Look {
        switch tone {
        case .normal, .muted: Look(foreground: .white, background: .black)
        case .heading: Look(foreground: .white, background: .black, isBold: true)
        case .accent: Look(foreground: .cyan, background: .black, isBold: true)
        case .success: Look(foreground: .green, background: .black, isBold: true)
        case .warning: Look(foreground: .yellow, background: .black, isBold: true)
        case .failure: Look(foreground: .white, background: .red, isBold: true)
        case .selected: Look(foreground: .black, background: .yellow)
        }
    }

    private func monochromeLook(of tone: Tone) -> Look {
        switch tone {
        case .normal, .success: Look()
        case .heading: Look(isBold: true)
        case .accent: Look(isUnderlined: true)
        case .warning: Look(isBold: true)
        case .failure: Look(isBold: true, isUnderlined: true)
        case .muted: Look(isDim: true)
        case .selected: Look(isReversed: true)
        }
    }

    private func lightLook(of tone: Tone) -> Look {
        switch tone {
        case .normal, .muted: Look()
        case .heading: Look(isBold: true)
        case .accent: Look(foreground: .blue)
        case .success: Look(foreground: .green)
        case .warning: Look(foreground: .magenta, isBold: true)
        case .failure: Look(foreground: .red, isBold: true)
        case .selected: Look(isReversed: true)
        }
    }
}
