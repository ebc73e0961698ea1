import Guidebook
import Handover
import Reporting
import TerminalUI

/// Collects the lines of another server's slip, typed or pasted, until its last one has come.
struct SlipForm: Sendable, Equatable {
    static let secretsWords = "Secrets are not taken here: use 'joget-cluster cluster take'."
    private static let anew = "Esc, then F5, begins anew."

    /// The line that has not ended yet.
    private(set) var line = ""
    /// The last line that has ended.
    private(set) var latest = ""
    private(set) var lineCount = 0
    private(set) var problem: String?
    private(set) var hasSecrets = false
    /// What the slip brings, once it is whole. Whatever comes after that is passed over.
    private(set) var cluster: Cluster?
    /// How many keys have come: who waits for the end of a paste sees by it that there was more.
    private(set) var keyCount = 0
    /// The lines that have ended.
    private var text = ""
    /// Whether an attempt to read it all has failed, so that a line may be one that was pasted again.
    private var isMending = false
    private var hadPiece = false

    /// Takes a key as it comes from a keyboard or out of a paste.
    mutating func type(_ key: Key) {
        keyCount += 1
        switch key {
        case .character(let character): append(character)
        case .tab: append(" ")
        case .backspace: _ = line.popLast()
        case .control("u"): line = ""
        case .enter: endLine()
        case .paste(let pasted): paste(pasted)
        default: break
        }
    }

    /// Reads what has come so far, and says what is missing.
    mutating func read() {
        endLine()
        guard cluster == nil else { return }
        isMending = true
        do {
            take(try Slip.read(text))
        } catch {
            let canBeMended = error.kind == .damaged || error.kind == .absent
            problem = canBeMended ? "\(error)." : "\(error). \(SlipForm.anew)"
        }
    }

    private mutating func take(_ slips: [Slip]) {
        let clusters = slips.compactMap { if case .cluster(let cluster) = $0 { cluster } else { nil } }
        if clusters.count > 1 {
            problem = "There are slips of two clusters in it. \(SlipForm.anew)"
        } else if let first = clusters.first {
            cluster = first
            problem = nil
        } else if case .status(let entry)? = slips.first(where: { if case .status = $0 { true } else { false } }) {
            problem = "This slip only says how far \(entry.server.name) is. Paste the one that begins with JOGET SLIP 1 CLUSTER."
        } else {
            // Secrets alone: that they are not taken in is said already.
            problem = nil
        }
    }

    private mutating func append(_ character: Character) {
        guard cluster == nil, line.utf8.count < SlipReader.limit else { return }
        line.append(character)
    }

    private mutating func paste(_ pasted: String) {
        for character in pasted {
            if character.isNewline { endLine() } else { append(character == "\t" ? " " : character) }
        }
        // What was marked with a mouse often lacks the end of its last line.
        if SlipReader.isEnd(line) { endLine() }
    }

    private mutating func endLine() {
        defer { line = "" }
        guard cluster == nil, line.contains(where: { $0 != " " }) else { return }
        latest = line
        lineCount += 1
        keepLatest()
        let refusal = SlipForm.refusal(ofAlone: latest)
        let hasPiece = refusal?.kind != .absent
        // The tag of such a line says what it is; its slip need not be whole for that.
        if let refusal, refusal.subject.hasPrefix("secrets slip") { hasSecrets = true }
        let isEnd = SlipReader.isEnd(latest) || hasPiece && SlipForm.meansEnd(latest)
        // A line may have been broken in two, so the one behind a piece counts as well.
        let isMended = isMending && (hasPiece || hadPiece)
        hadPiece = hasPiece
        line = ""
        if isEnd || isMended || text.utf8.count > SlipReader.limit { read() }
    }

    /// Beyond the limit nothing is kept, and reading says so.
    private mutating func keepLatest() {
        if text.utf8.count <= SlipReader.limit { text += latest + "\n" }
    }

    /// What speaks against a line as a text of its own; nil never comes, for a slip has several lines.
    private static func refusal(ofAlone line: String) -> SlipError? {
        do {
            _ = try Slip.read(line)
            return nil
        } catch {
            return error
        }
    }

    /// Whether it was meant as a slip's last line, though it may be damaged. Behind secrets the cluster may still come.
    private static func meansEnd(_ line: String) -> Bool {
        let words = line.uppercased().split(separator: " ")
        guard let place = words.indices.dropLast().first(where: { words[$0].hasSuffix("END") && words[$0 + 1] == "SLIP" }) else {
            return false
        }
        return !(words.indices.contains(place + 2) && words[place + 2].hasPrefix("X"))
    }
}
