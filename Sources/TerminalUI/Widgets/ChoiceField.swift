/// One of a few choices, side by side; Space and the arrows go from one to the next.
public struct ChoiceField: Sendable, Hashable {
    public var choices: [String]
    public var selectedIndex: Int
    public var isFocused: Bool

    public init(choices: [String], selectedIndex: Int = 0, isFocused: Bool = true) {
        self.choices = choices
        self.selectedIndex = selectedIndex
        self.isFocused = isFocused
    }

    public var selected: String? {
        choices.indices.contains(selectedIndex) ? choices[selectedIndex] : nil
    }

    /// Changes the choice; returns whether the key was for the field at all.
    public mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .right, .character(" "), .character("l"): select(selectedIndex + 1)
        case .left, .character("h"): select(selectedIndex - 1)
        case .home: select(0)
        case .end: select(choices.count - 1)
        default: return false
        }
        return true
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty, !choices.isEmpty else { return }
        let selected = min(max(0, selectedIndex), choices.count - 1)
        let labels = choices.indices.map { index in
            (index == selected ? palette.chosen : palette.unchosen) + " " + choices[index]
        }
        let widths = labels.map { $0.columnWidth + Self.gap }
        // Choices on the left go out of sight until the selected one is in it.
        var first = 0
        while first < selected, widths[first...selected].reduce(-Self.gap, +) > rect.columns {
            first += 1
        }
        var used = 0
        for index in choices.indices.dropFirst(first) {
            let isSelected = index == selected
            let style: Style = isSelected ? (isFocused ? .selected : Style(isBold: true)) : .normal
            if isSelected && isFocused && used < rect.columns {
                frame.cursor = Point(row: rect.row, column: rect.column + used)
            }
            frame.put(labels[index], row: rect.row, column: rect.column + used, style: style, limit: rect.columns - used)
            used += widths[index]
        }
    }

    private static let gap = 2

    private mutating func select(_ index: Int) {
        guard !choices.isEmpty else { return selectedIndex = 0 }
        selectedIndex = (index % choices.count + choices.count) % choices.count
    }
}
