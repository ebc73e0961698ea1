/// The keys that are valid now, in one line; what matters least is left out where there is too little room.
public struct KeyBar: Sendable, Hashable {
    /// One key and what it does.
    public struct Entry: Sendable, Hashable {
        public var key: String
        public var label: String
        /// The entry with the lowest priority goes first.
        public var priority: Int

        public init(_ key: String, _ label: String, priority: Int = 0) {
            self.key = key
            self.label = label
            self.priority = priority
        }

        var columnWidth: Int { key.columnWidth + 1 + label.columnWidth }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The entries that fit into that many columns, in their order; of equals the later one goes.
    public func fitting(columns: Int) -> [Entry] {
        var kept = entries
        while kept.count > 1, width(of: kept) > columns {
            var least = kept.startIndex
            for index in kept.indices where kept[index].priority <= kept[least].priority { least = index }
            kept.remove(at: least)
        }
        return kept
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty else { return }
        var used = 0
        for entry in fitting(columns: rect.columns) {
            if used > 0 { used += Self.gap }
            used += put(entry.key, .accent, used, rect, &frame) + 1
            used += put(entry.label, .normal, used, rect, &frame)
        }
    }

    private static let gap = 2

    private func width(of entries: [Entry]) -> Int {
        entries.reduce(0) { $0 + $1.columnWidth } + Self.gap * (entries.count - 1)
    }

    private func put(_ text: String, _ style: Style, _ used: Int, _ rect: Rect, _ frame: inout Frame) -> Int {
        frame.put(text, row: rect.row, column: rect.column + used, style: style, limit: rect.columns - used)
    }
}
