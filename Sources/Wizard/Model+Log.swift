import TerminalUI

/// The whole output of a step's commands, however long it is: a window on the file that moves with the operator.
extension Model {
    mutating func showLog() -> [Effect] {
        guard let path = selectedLog else { return [] }
        let lines = [StyledLine("reading \(path)", style: .muted)]
        overlays.append(.pager(Pager(subject: .log(path), title: path, view: ScrollView(lines: lines, followsEnd: true))))
        return [.readLog(path)]
    }

    /// A part of the log has been read: the end where `beside` is nil, else what is next to that part.
    mutating func showLog(_ path: String, _ window: LogWindow?, beside former: LogWindow?) {
        guard let index = overlays.lastIndex(where: { $0.pagerSubject == .log(path) }), case .pager(var pager) = overlays[index] else {
            return
        }
        pager.isReading = false
        guard let window else {
            pager.view.lines = [StyledLine("\(path) cannot be read", style: .failure)]
            overlays[index] = .pager(pager)
            return
        }
        pager.window = window
        pager.view.lines = window.lines.isEmpty ? [StyledLine("(it printed nothing)", style: .muted)] : window.lines.map { StyledLine($0) }
        if let former {
            // The border between the two parts stays in sight; lines are not of one length, so this is as near as it gets.
            let isBefore = former.start > window.start
            let border = isBefore ? former.start : former.end
            let share = Double(border - window.start) / Double(max(1, window.end - window.start))
            let line = Int((share * Double(window.lines.count)).rounded())
            pager.view.offset = max(0, isBefore ? line - pagerRows(pager) : line)
            pager.view.followsEnd = false
        }
        overlays[index] = .pager(pager)
    }

    /// Whether what was printed since belongs into the shown part.
    var wantsNewLines: Bool {
        guard let pager = shownPager, let window = pager.window else { return shownLog != nil }
        return pager.view.followsEnd || window.isAtStart
    }

    /// A key in a log: scrolls, and reads on at the borders of what was read.
    mutating func scrollLog(_ key: Key, _ pager: Pager, _ window: LogWindow) -> [Effect] {
        var pager = pager
        let before = pager.view
        var effects: [Effect] = []
        switch key {
        case .home where !window.isAtStart:
            effects = [.readLogBefore(LogWindow(path: window.path, start: 0, end: 0, size: window.size, lines: []))]
        case .end where !window.isAtEnd:
            pager.view.followsEnd = true
            effects = [.readLog(window.path)]
        default:
            _ = pager.view.handle(key, rows: pagerRows(pager), columns: size.columns)
            let isUpwards = key == .up || key == .pageUp || key == .character("k")
            if pager.view == before, isUpwards, !window.isAtStart {
                effects = [.readLogBefore(window)]
            } else if pager.view.followsEnd, !window.isAtEnd {
                pager.view.followsEnd = false
                pager.view.offset = pager.view.visibleRange(rows: pagerRows(pager), columns: size.columns).lowerBound
                if before == pager.view || !isUpwards { effects = [.readLogAfter(window)] }
            }
        }
        if pager.isReading { effects = [] }
        pager.isReading = pager.isReading || !effects.isEmpty
        overlays.append(.pager(pager))
        return effects
    }

    /// Looks for words in the whole file, where it is longer than what was read.
    mutating func findInLog(_ pager: Pager, _ needle: String, _ window: LogWindow, forward: Bool) -> [Effect] {
        var pager = pager
        let isFirst = pager.matchOffset == nil
        // Who reads the end looks for what came before it.
        let isForward = forward && !(isFirst && pager.view.followsEnd)
        let start = isForward ? pager.matchOffset.map { $0 + 1 } ?? window.start : pager.matchOffset ?? window.end
        pager.notice = "searching"
        pager.view.highlight = needle
        overlays.append(.pager(pager))
        return [.findInLog(window.path, needle, from: start, forward: isForward)]
    }

    mutating func foundInLog(_ path: String, _ needle: String, _ match: LogMatch?) {
        guard let index = overlays.lastIndex(where: { $0.pagerSubject == .log(path) }), case .pager(var pager) = overlays[index],
            pager.needle == needle
        else { return }
        pager.notice = match == nil ? "'\(needle)' is nowhere else" : nil
        if let match {
            pager.window = match.window
            pager.matchOffset = match.offset
            pager.view.lines = match.window.lines.map { StyledLine($0) }
            pager.view.offset = max(0, match.line - pagerRows(pager) / 2)
            pager.view.followsEnd = false
        }
        overlays[index] = .pager(pager)
    }
}

extension Overlay {
    /// What the text is about; nil for what is none.
    var pagerSubject: Pager.Subject? {
        if case .pager(let pager) = self { return pager.subject }
        return nil
    }
}
