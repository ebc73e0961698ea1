import TerminalUI

/// Text as it is printed in lines: wrapped, and nothing in it that a terminal would obey.
struct Paper: Sendable {
    /// The most columns of a line.
    static let columns = 78

    let isUnicode: Bool

    /// The lines that a text takes.
    func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { line in
            let wrapped = Paragraph.wrap(printable(line), columns: Paper.columns)
            return wrapped.isEmpty ? [""] : wrapped
        }
    }

    /// One line in its full width, for what is meant to be copied.
    func whole(_ text: String) -> String { printable(text.filter { !$0.isNewline }) }

    private func printable(_ line: some StringProtocol) -> String {
        var text = PlainText.printable(String(line), isUnicode: isUnicode)
        while text.last == " " { text.removeLast() }
        return text
    }
}
