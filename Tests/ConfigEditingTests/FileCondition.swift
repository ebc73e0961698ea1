import FaultLedger

/// What files look like that people and other programs have had in their hands.
enum FileCondition: String, CaseIterable, Sendable {
    case carriageReturns, noFinalLineEnd, tabs, byteOrderMark, latin1, duplicated, commentedOut, byHand, longLine, emptyLines

    /// The file in this condition. `directive` is a line that says what the edit wants to be said.
    func applied(to text: [UInt8], directive: [UInt8], comment: String, using generator: inout Mutator) -> [UInt8] {
        var lines = text.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        let hasEnd = text.last == 10
        if hasEnd { lines.removeLast() }
        // In XML only what stands before the last line is a place for more.
        let place = comment == "<!--" ? max(1, lines.count - 1) : generator.below(lines.count + 1)
        func remark(_ text: [UInt8]) -> [UInt8] { bytes(comment) + text + (comment == "<!--" ? bytes("-->") : []) }
        switch self {
        case .carriageReturns: return Array(lines.joined(separator: [13, 10])) + (hasEnd ? [13, 10] : [])
        case .noFinalLineEnd: return Array(text.reversed().drop { $0 == 10 || $0 == 13 }.reversed())
        case .tabs: lines = lines.map { line in line.first == 32 ? [9] + line.drop { $0 == 32 } : line }
        case .byteOrderMark: return text.starts(with: [0xEF, 0xBB, 0xBF]) ? text : [0xEF, 0xBB, 0xBF] + text
        case .latin1: lines.insert(remark(bytes(" Stra") + [0xDF, 0x65, 0x20, 0xE9]), at: min(place, lines.count))
        case .duplicated:
            let own = generator.below(max(1, lines.count))
            if own < lines.count, comment != "<!--" { lines.insert(lines[own], at: own) }
        case .commentedOut: lines.insert(remark(comment == "<!--" ? bytes(" ") + directive : directive), at: min(place, lines.count))
        case .byHand: if comment != "<!--" { lines.insert(directive, at: min(place, lines.count)) }
        case .longLine: lines.insert(remark(bytes(" ") + [UInt8](repeating: 120, count: 70_000)), at: min(place, lines.count))
        case .emptyLines: lines.insert(contentsOf: [[], bytes("   "), []], at: min(place, lines.count))
        }
        return Array(lines.joined(separator: [10])) + (hasEnd || self == .byHand ? [10] : [])
    }
}

/// The lines of a text that another one has not, and the other way round, each with its end. Lines that merely stand elsewhere count.
func changedLines(from old: [UInt8], to new: [UInt8]) -> (gone: [[UInt8]], come: [[UInt8]]) {
    var (before, after) = (cut(old)[...], cut(new)[...])
    while let line = before.first, line == after.first { (before, after) = (before.dropFirst(), after.dropFirst()) }
    while let line = before.last, line == after.last { (before, after) = (before.dropLast(), after.dropLast()) }
    let difference = after.difference(from: before)
    var gone: [[UInt8]] = []
    var come: [[UInt8]] = []
    for change in difference {
        switch change {
        case .remove(_, let line, _): gone.append(line)
        case .insert(_, let line, _): come.append(line)
        }
    }
    return (gone, come)
}

/// A line without its end.
func bare(_ line: [UInt8]) -> String { String(decoding: line.filter { $0 != 10 && $0 != 13 }, as: UTF8.self) }
