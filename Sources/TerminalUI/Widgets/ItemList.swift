/// Rows to choose from, with a status word each; scrolls so that the selected one stays in sight.
public struct ItemList: Sendable, Hashable {
    /// One row of a list.
    public struct Item: Sendable, Hashable {
        public var text: String
        public var style: Style
        /// A word such as `[ OK ]` in front of the text.
        public var status: String?
        public var statusStyle: Style
        /// Columns to the left of the status.
        public var indent: Int
        /// Whether this row only names the rows below it and cannot be selected.
        public var isHeading: Bool

        public init(
            _ text: String, style: Style = .normal, status: String? = nil, statusStyle: Style = .normal, indent: Int = 0,
            isHeading: Bool = false
        ) {
            self.text = text
            self.style = style
            self.status = status
            self.statusStyle = statusStyle
            self.indent = indent
            self.isHeading = isHeading
        }

        public static func heading(_ text: String) -> Item {
            Item(text, style: .heading, isHeading: true)
        }
    }

    public var items: [Item]
    public var selectedIndex: Int?
    /// Whether the keyboard is here: the selection is then reversed and carries the hardware cursor.
    public var isFocused: Bool

    public init(items: [Item], selectedIndex: Int? = nil, isFocused: Bool = true) {
        self.items = items
        self.selectedIndex = selectedIndex
        self.isFocused = isFocused
    }

    /// Moves the selection with the arrows, PgUp, PgDn, Home, End, j and k; returns whether the key was one of those.
    public mutating func handle(_ key: Key, rows: Int = 10) -> Bool {
        switch key {
        case .up, .character("k"): move(by: -1)
        case .down, .character("j"): move(by: 1)
        case .pageUp: move(by: -max(1, rows - 1))
        case .pageDown: move(by: max(1, rows - 1))
        case .home: selectedIndex = items.firstIndex { !$0.isHeading }
        case .end: selectedIndex = items.lastIndex { !$0.isHeading }
        default: return false
        }
        return true
    }

    /// Moves the selection by that many selectable rows, as far as there are any.
    public mutating func move(by amount: Int) {
        let selectable = items.indices.filter { !items[$0].isHeading }
        guard let last = selectable.indices.last else { return selectedIndex = nil }
        guard let selectedIndex, let place = selectable.firstIndex(where: { $0 >= selectedIndex }) else {
            return selectedIndex = selectable[amount < 0 ? last : 0]
        }
        self.selectedIndex = selectable[min(max(0, place + amount), last)]
    }

    /// The rows that are in sight in a rectangle of that height: the selected one in the middle where the list is longer.
    public func visibleRange(rows: Int) -> Range<Int> {
        let rows = max(0, rows)
        let selected = min(max(0, selectedIndex ?? 0), max(0, items.count - 1))
        let first = min(max(0, selected - rows / 2), max(0, items.count - rows))
        return first..<min(items.count, first + rows)
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty else { return }
        let visible = visibleRange(rows: rect.rows)
        for (row, index) in visible.enumerated() {
            let hasMark = row == 0 && visible.lowerBound > 0 || row == rect.rows - 1 && visible.upperBound < items.count
            var line = rect.splitTop(row).rest.splitTop(1).top
            if hasMark {
                let mark = row == 0 && visible.lowerBound > 0 ? palette.moreAbove : palette.moreBelow
                frame.put(String(mark), row: line.row, column: line.endColumn - 1, style: .muted, limit: line.columns)
                line.columns -= 1
            }
            paint(items[index], isSelected: index == selectedIndex, in: line, of: &frame, palette: palette)
        }
    }

    private func paint(_ item: Item, isSelected: Bool, in line: Rect, of frame: inout Frame, palette: Palette) {
        let isMarked = isSelected && isFocused
        if isMarked {
            frame.fill(line, style: .selected)
            frame.cursor = Point(row: line.row, column: line.column)
        }
        var used = max(0, item.indent)
        if let status = item.status {
            let style = isMarked ? .selected : item.statusStyle
            used += frame.put(status, row: line.row, column: line.column + used, style: style, limit: line.columns - used) + 1
        }
        var style = isMarked ? .selected : item.style
        if isSelected && !isFocused { style.isBold = true }
        let text = item.text.clipped(to: line.columns - used, mark: palette.ellipsis)
        frame.put(text, row: line.row, column: line.column + used, style: style)
    }
}
