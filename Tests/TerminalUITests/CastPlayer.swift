import Foundation

@testable import TerminalUI

/// Plays a recording, as far as recordings of this program go: each cell with the letter and the look that a viewer sees.
struct CastPlayer {
    struct Place: Equatable {
        var letters = " "
        var look = "0"
        /// Whether a wide character to the left covers it.
        var isCovered = false
    }

    let header: [String: Any]
    private(set) var events: [(time: Double, kind: String, text: String)] = []
    private(set) var places: [[Place]] = []
    private(set) var cursor: Point?
    private var row = 0
    private var column = 0
    private var look = "0"

    /// Reads the file to its end and plays what was drawn.
    init(path: String) throws {
        let lines = try String(contentsOf: URL(filePath: path), encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: true)
        header = try CastPlayer.parse(lines[0]) as? [String: Any] ?? [:]
        events = try lines.dropFirst().map { line in
            let parts = try CastPlayer.parse(line) as? [Any] ?? []
            return (parts[0] as? Double ?? -1, parts[1] as? String ?? "", parts[2] as? String ?? "")
        }
        clear(rows: header["height"] as? Int ?? 0, columns: header["width"] as? Int ?? 0)
        for event in events {
            if event.kind == "o" { play(event.text) }
            if event.kind == "r" {
                let numbers = event.text.split(separator: "x").compactMap { Int($0) }
                clear(rows: numbers[1], columns: numbers[0])
            }
        }
    }

    /// What a viewer must see of a frame.
    static func picture(of frame: Frame, theme: Theme = .standard) -> [[Place]] {
        (0..<frame.size.rows).map { row in
            (0..<frame.size.columns).map { column in
                let cell = frame[row, column]
                if cell.isContinuation { return Place(letters: "", look: "", isCovered: true) }
                return Place(letters: String(cell.character), look: words(theme.look(of: cell.style.tone), cell.style))
            }
        }
    }

    private static func words(_ look: Look, _ style: Style) -> String {
        var codes = ["0"]
        if look.isBold || style.isBold { codes.append("1") }
        if look.isDim { codes.append("2") }
        if look.isUnderlined || style.isUnderlined { codes.append("4") }
        if look.isReversed || style.isReversed { codes.append("7") }
        if look.foreground != .own { codes.append("3\(look.foreground.rawValue)") }
        if look.background != .own { codes.append("4\(look.background.rawValue)") }
        return codes.joined(separator: ";")
    }

    private static func parse(_ line: Substring) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(line.utf8))
    }

    private mutating func clear(rows: Int, columns: Int) {
        places = Array(repeating: Array(repeating: Place(), count: columns), count: rows)
    }

    private mutating func play(_ text: String) {
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1B}" else { put(scalar); continue }
            let sequence = rest.prefix { !("@"..."Z").contains($0) && !("a"..."z").contains($0) && !("\\"..."`").contains($0) }
            rest = rest.dropFirst(sequence.count)
            guard let command = rest.popFirst() else { return }
            obey(command, String(sequence.dropFirst()))
        }
    }

    private mutating func obey(_ command: Unicode.Scalar, _ parameters: String) {
        switch (command, parameters) {
        case ("H", _):
            let numbers = parameters.split(separator: ";").compactMap { Int($0) }
            (row, column) = (numbers[0] - 1, numbers[1] - 1)
        case ("m", _): look = parameters
        case ("J", "2"): clear(rows: places.count, columns: places.first?.count ?? 0)
        case ("h", "?25"): cursor = Point(row: row, column: column)
        case ("l", "?25"): cursor = nil
        default: preconditionFailure("the recording has a sequence that nobody expects: \(parameters)\(command)")
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Character(scalar).columnWidth
        if scalar.properties.generalCategory == .nonspacingMark {
            let left = places[row][column - 1].isCovered ? column - 2 : column - 1
            places[row][left].letters.unicodeScalars.append(scalar)
            return
        }
        for other in column..<column + width {
            // Half of a wide character is nothing.
            if places[row][other].isCovered && other == column { places[row][other - 1] = Place(look: places[row][other - 1].look) }
            if other + 1 < places[row].count && places[row][other + 1].isCovered { places[row][other + 1] = Place(look: look) }
        }
        places[row][column] = Place(letters: String(scalar), look: look)
        if width == 2 { places[row][column + 1] = Place(letters: "", look: "", isCovered: true) }
        column += width
    }
}
