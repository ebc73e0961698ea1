extension Frame {
    /// The frame as a picture for a document: an SVG file that needs nothing else, the same bytes for the same frame.
    ///
    /// Each piece of text says how wide it is, so that the columns stay under one another in any font. The cursor is not drawn.
    public func svg(theme: Theme = .standard, title: String) -> String {
        let width = size.columns * SVGMeasure.cellWidth + 2 * SVGMeasure.margin
        let height = size.rows * SVGMeasure.cellHeight + 2 * SVGMeasure.margin
        let ground = theme.ink(of: .normal)
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" \
            font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="\(SVGMeasure.fontSize)" xml:space="preserve">
            <title>\(title.xmlEscaped)</title>
            <rect x="0.5" y="0.5" width="\(width - 1)" height="\(height - 1)" rx="8" fill="\(ground.paper)" stroke="#808080"/>

            """
        for row in 0..<size.rows {
            let runs = runs(inRow: row)
            for run in runs { text += run.background(row, theme: theme) }
            for run in runs { text += run.letters(row, theme: theme) }
        }
        return text + "</svg>\n"
    }

    /// The row cut where the style changes, or the width of the characters, which fonts do not agree about.
    private func runs(inRow row: Int) -> [SVGRun] {
        var runs: [SVGRun] = []
        for column in 0..<size.columns where !self[row, column].isContinuation {
            let cell = self[row, column]
            let width = column + 1 < size.columns && self[row, column + 1].isContinuation ? 2 : 1
            if let last = runs.last, last.style == cell.style, last.characterWidth == width {
                runs[runs.count - 1].characters.append(cell.character)
            } else {
                runs.append(SVGRun(column: column, characterWidth: width, style: cell.style, characters: [cell.character]))
            }
        }
        return runs
    }
}

/// The pixels of a picture of a screen.
private enum SVGMeasure {
    static let cellWidth = 8
    static let cellHeight = 16
    static let margin = 12
    /// The size at which the letters of the common fonts are about as wide as a cell.
    static let fontSize = "13.3"
    /// From the top of a cell to the line on which the letters stand.
    static let baseline = 12
}

/// Letters of one style and one width beside one another.
private struct SVGRun {
    let column: Int
    let characterWidth: Int
    let style: Style
    var characters: [Character]

    func background(_ row: Int, theme: Theme) -> String {
        let paper = theme.ink(of: style).paper
        guard paper != theme.ink(of: .normal).paper else { return "" }
        let (x, y) = (SVGMeasure.margin + column * SVGMeasure.cellWidth, SVGMeasure.margin + row * SVGMeasure.cellHeight)
        let width = characters.count * characterWidth * SVGMeasure.cellWidth
        return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(SVGMeasure.cellHeight)\" fill=\"\(paper)\"/>\n"
    }

    func letters(_ row: Int, theme: Theme) -> String {
        let ink = theme.ink(of: style)
        // Spaces are seen only where they are underlined.
        let first = ink.isUnderlined ? 0 : characters.prefix { $0 == " " }.count
        let last = ink.isUnderlined ? characters.count : characters.count - characters.reversed().prefix { $0 == " " }.count
        guard first < last else { return "" }
        let x = SVGMeasure.margin + (column + first * characterWidth) * SVGMeasure.cellWidth
        let y = SVGMeasure.margin + row * SVGMeasure.cellHeight + SVGMeasure.baseline
        let length = (last - first) * characterWidth * SVGMeasure.cellWidth
        let weight = ink.isBold ? " font-weight=\"bold\"" : ""
        let line = ink.isUnderlined ? " text-decoration=\"underline\"" : ""
        return """
            <text x="\(x)" y="\(y)" textLength="\(length)" lengthAdjust="spacingAndGlyphs" fill="\(ink.color)"\(weight)\(line)>\
            \(String(characters[first..<last]).xmlEscaped)</text>

            """
    }
}

/// What one style comes to on paper.
private struct Ink {
    var color: String
    var paper: String
    var isBold: Bool
    var isUnderlined: Bool
}

extension Theme {
    fileprivate func ink(of style: Style) -> Ink {
        let look = look(of: style.tone)
        let color = look.isDim && look.foreground == .own ? dimmed : look.foreground.hex(own: self == .light ? "#202020" : "#d8d8d8")
        let paper = look.background.hex(own: self == .light ? "#fcfcfc" : "#181818")
        // As on the terminal, what is reversed already stays so.
        let isReversed = look.isReversed || style.isReversed
        return Ink(
            color: isReversed ? paper : color, paper: isReversed ? color : paper, isBold: look.isBold || style.isBold,
            isUnderlined: look.isUnderlined || style.isUnderlined)
    }

    private var dimmed: String { self == .light ? "#606060" : "#989898" }
}

extension Color {
    fileprivate func hex(own: String) -> String {
        switch self {
        case .own: own
        case .black: "#000000"
        case .red: "#e0483e"
        case .green: "#4aa84a"
        case .yellow: "#d8b030"
        case .blue: "#3a6ee0"
        case .magenta: "#b04ab8"
        case .cyan: "#30a8b8"
        case .white: "#ffffff"
        }
    }
}

extension String {
    /// The text for XML; what XML cannot hold at all is replaced.
    var xmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"...: escaped.unicodeScalars.append(scalar)
            default: escaped += "\u{FFFD}"
            }
        }
        return escaped
    }
}
