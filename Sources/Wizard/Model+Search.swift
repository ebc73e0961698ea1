import TerminalUI

/// Looking for words in a long text.
extension Model {
    /// Opens the field for the words; on a page it is the guide that is searched.
    mutating func openSearch() {
        if overlays.isEmpty { showGuide() }
        guard case .pager = overlays.last else { return }
        overlays.append(.search(SearchForm()))
    }

    /// The words are typed: to the first place behind the present one where they stand.
    mutating func search(_ form: SearchForm) -> [Effect] {
        guard !form.field.text.isEmpty, case .pager(var pager)? = overlays.popLast() else { return [] }
        pager.needle = form.field.text
        pager.matchOffset = nil
        return find(in: pager, forward: true)
    }

    mutating func find(in pager: Pager, forward: Bool) -> [Effect] {
        var pager = pager
        guard let needle = pager.needle else { return [] }
        if let window = pager.window, !(window.isAtStart && window.isAtEnd) { return findInLog(pager, needle, window, forward: forward) }
        pager.view.highlight = needle
        let isFound = pager.view.find(needle, forward: forward, rows: pagerRows(pager), columns: size.columns)
        pager.notice = isFound ? nil : "'\(needle)' is nowhere here"
        overlays.append(.pager(pager))
        return []
    }

    /// What a key does to a text that fills the screen.
    mutating func follow(_ intent: Intent, _ key: Key, _ pager: Pager) -> [Effect] {
        var pager = pager
        pager.notice = nil
        switch intent {
        case .findNext: return find(in: pager, forward: true)
        case .findPrevious: return find(in: pager, forward: false)
        case .wrap: pager.view.wraps.toggle()
        case .search:
            overlays.append(.pager(pager))
            openSearch()
            return []
        default:
            if let window = pager.window { return scrollLog(key, pager, window) }
            _ = pager.view.handle(key, rows: pagerRows(pager), columns: size.columns)
        }
        overlays.append(.pager(pager))
        return []
    }

    /// The text that has the keyboard, with what is on top of it left out.
    var shownPager: Pager? {
        if case .pager(let pager)? = overlays.last { return pager }
        return nil
    }
}
