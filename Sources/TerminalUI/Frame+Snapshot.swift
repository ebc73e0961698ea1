extension Frame {
    /// The text of each row, without trailing blanks.
    public var lines: [String] {
        (0..<size.rows).map { row in
            trimmed(cells(inRow: row).lazy.filter { !$0.isContinuation }.map(\.character))
        }
    }

    /// The frame as a text file: all rows, each ended by a newline.
    public var snapshot: String { snapshot(styles: false) }

    /// The frame as a text file; with `styles`, a second picture names the style of each cell and a legend explains its letters.
    public func snapshot(styles: Bool) -> String {
        var text = lines.joined(separator: "\n") + "\n"
        guard styles else { return text }
        var letters: [String: String] = [:]
        let picture = (0..<size.rows).map { row in
            trimmed(
                cells(inRow: row).map { cell in
                    let letter = cell.style.letter
                    if letter != " " { letters[String(letter)] = cell.style.words }
                    return letter
                })
        }
        text += "--- styles\n" + picture.joined(separator: "\n") + "\n--- legend\n"
        for (letter, words) in letters.sorted(by: { $0.key < $1.key }) {
            text += "\(letter) \(words)\n"
        }
        if let cursor { text += "cursor at row \(cursor.row), column \(cursor.column)\n" }
        return text
    }

    private func trimmed(_ characters: some Sequence<Character>) -> String {
        var line = String(characters)
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension Style {
    /// The letter of this style in a picture of styles: small, capital when emphasised, a space for plain text.
    fileprivate var letter: Character {
        if self == .normal { return " " }
        let small: Character =
            switch tone {
            case .normal: "n"
            case .heading: "h"
            case .accent: "a"
            case .success: "s"
            case .warning: "w"
            case .failure: "f"
            case .muted: "m"
            case .selected: "x"
            }
        return isBold || isUnderlined || isReversed ? Character(small.uppercased()) : small
    }

    fileprivate var words: String {
        let emphasis = [(isBold, "bold"), (isUnderlined, "underlined"), (isReversed, "reversed")]
        return ([String(describing: tone)] + emphasis.filter(\.0).map(\.1)).joined(separator: " ")
    }
}
