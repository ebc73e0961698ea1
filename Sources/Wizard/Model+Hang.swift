import Machines
import TerminalUI

/// Commands that say nothing for long.
extension Model {
    /// Seconds without a word after which the card comes by itself.
    static let patience = 30.0
    /// Seconds between two looks while it is open.
    private static let lookInterval = 2.0

    /// Seconds since the running command printed something or was waited for; nil where none runs.
    var silence: Double? {
        guard let work = run?.work, work.line != nil, let heard = work.lastOutput else { return nil }
        return max(0, now - heard)
    }

    /// Opens the card where it is time for it, and looks again while it is open.
    mutating func watchSilence() -> [Effect] {
        guard let silence, let line = run?.work?.line else { return [] }
        if case .hang? = overlays.last {
            guard now - (run?.work?.inspected ?? 0) >= Model.lookInterval else { return [] }
            run?.work?.inspected = now
            return [.inspect]
        }
        let waited = now - max(run?.work?.waitedAt ?? 0, now - silence)
        // Nobody is interrupted who is reading or typing: the card comes when he is back on the page.
        guard waited >= Model.patience, takesCards, overlays.isEmpty, !isTooSmall else { return [] }
        return openHangCard(line)
    }

    /// Looks at the running command now, silent or not.
    mutating func inspect() -> [Effect] { run?.work?.line.map { openHangCard($0) } ?? [] }

    private mutating func openHangCard(_ line: String) -> [Effect] {
        overlays.append(.hang(HangCard(line: line)))
        run?.work?.inspected = now
        return [.inspect]
    }

    mutating func inspected(_ entries: [ProcessEntry]) {
        guard let index = overlays.lastIndex(where: { if case .hang = $0 { true } else { false } }), case .hang(var card) = overlays[index]
        else { return }
        card.entries = entries
        card.isLooked = true
        overlays[index] = .hang(card)
    }

    mutating func follow(_ intent: Intent, _ key: Key, _ card: HangCard) -> [Effect] {
        var card = card
        guard intent == .go else {
            card.move(by: key == .left || key == .backTab || key == .character("h") ? -1 : 1)
            overlays.append(.hang(card))
            return []
        }
        run?.work?.waitedAt = now
        switch card.focus {
        case .wait: return []
        case .interrupt: return stop(.interrupt)
        case .terminate: return stop(.terminate)
        case .kill: return stop(.kill)
        case .leave: return leave(presentExitCode)
        }
    }

    private mutating func stop(_ signal: CommandSignal) -> [Effect] {
        run?.isRunningAll = false
        run?.fixes = []
        return [.cancel(signal)]
    }
}
