/// Finds the lines of slips in a text, whatever stands around them, and however they were broken.
struct SlipScanner {
    /// Words as they stand in the text, in ASCII; what is none became `?`.
    private let words: [[UInt8]]
    private var place = 0

    /// Begins at the start of a text.
    init(_ text: String) { words = SlipScanner.words(of: text) }

    /// Every piece in the text, in order.
    static func pieces(in text: String) -> [SlipPiece] {
        var scanner = SlipScanner(text)
        var pieces: [SlipPiece] = []
        while scanner.place < scanner.words.count {
            if let piece = scanner.next() { pieces.append(piece) }
        }
        return pieces
    }

    private mutating func next() -> SlipPiece? {
        let first = place
        if isHead(at: first) { return head(at: first) }
        if isEnd(at: first) { return end(at: first) }
        if isLine(at: first) { return line(at: first) }
        place += 1
        return nil
    }

    private mutating func head(at first: Int) -> SlipPiece {
        place = min(first + 8, words.count)
        let form = meant(first + 2)
        if let number = SlipScanner.number(form), number > Slip.currentVersion { return .foreignHead(form: String(number)) }
        guard isChecked(from: first, count: 7),
            let kind = SlipKind.allCases.first(where: { SlipAlphabet.meant($0.word) == meant(first + 3) }),
            let total = SlipScanner.number(meant(first + 5)), total > 0, let tag = tag(at: first + 4), tag.utf8.first == kind.rawValue
        else { return damaged(from: first) }
        return .head(kind: kind, tag: tag, total: total)
    }

    private mutating func end(at first: Int) -> SlipPiece {
        place = min(first + 6, words.count)
        let digest = meant(first + 3) + meant(first + 4)
        guard isChecked(from: first, count: 5), digest.count == 10, let tag = tag(at: first + 2) else { return damaged(from: first) }
        return .end(tag: tag, digest: digest)
    }

    /// What follows a damaged line is looked at again from its second word on, for nothing may be swallowed with it.
    private mutating func damaged(from first: Int) -> SlipPiece {
        place = first + 1
        return .damagedFrame
    }

    private mutating func line(at first: Int) -> SlipPiece {
        let length = SlipWriter.lineLength + CheckWord.length
        var body: [UInt8] = []
        place = first + 4
        while place < words.count, body.count < length, !isHead(at: place), !isEnd(at: place), !isLine(at: place) {
            body += meant(place)
            place += 1
        }
        let start = name(at: first) + meant(first + 1) + meant(first + 2) + meant(first + 3)
        let payload = Array(body.prefix(SlipWriter.lineLength))
        guard let tag = tag(at: first), let number = SlipScanner.number(meant(first + 1)),
            let total = SlipScanner.number(meant(first + 3))
        else { return .damagedFrame }
        let word = Array(body.dropFirst(SlipWriter.lineLength).prefix(CheckWord.length))
        guard SlipAlphabet.meant(CheckWord.of(start + payload)) == word, number > 0, number <= total,
            payload.allSatisfy(SlipAlphabet.has)
        else {
            place = first + 4
            return .damagedLine(tag: tag, number: number)
        }
        return .line(tag: tag, number: number, total: total, payload: payload)
    }

    private func isHead(at index: Int) -> Bool { name(at: index) == Array("J0GET".utf8) && meant(index + 1) == SlipScanner.slip }

    private func isEnd(at index: Int) -> Bool { name(at: index) == Array("END".utf8) && meant(index + 1) == SlipScanner.slip }

    private func isLine(at index: Int) -> Bool {
        tag(at: index) != nil && meant(index + 2) == Array("0F".utf8) && SlipScanner.number(meant(index + 1)) != nil
            && SlipScanner.number(meant(index + 3)) != nil
    }

    private static let slip = Array("S11P".utf8)

    /// Whether `count` words are followed by their check word. A prompt may stand before the first of them.
    private func isChecked(from first: Int, count: Int) -> Bool {
        let text = name(at: first) + (1..<count).flatMap { meant(first + $0) }
        return Array(meant(first + count).prefix(CheckWord.length)) == SlipAlphabet.meant(CheckWord.of(text))
    }

    /// A tag: the letter of a kind and two characters.
    private func tag(at index: Int) -> String? {
        let name = name(at: index)
        guard name.count == 3, name.allSatisfy(SlipScanner.isLetterOrDigit), SlipKind(rawValue: name[0]) != nil else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    private func meant(_ index: Int) -> [UInt8] { index < words.count ? words[index].map(SlipAlphabet.meant) : [] }

    /// A word without what a prompt or a terminal put before it.
    private func name(at index: Int) -> [UInt8] {
        let word = meant(index)
        let start = word.lastIndex { !SlipScanner.isLetterOrDigit($0) }.map { $0 + 1 } ?? 0
        return Array(word[start...])
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    /// A number of at most three digits.
    private static func number(_ text: [UInt8]) -> Int? {
        guard text.count <= 3, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(String(decoding: text, as: UTF8.self))
    }

    /// The words of a text. What a terminal obeys is left out.
    private static func words(of text: String) -> [[UInt8]] {
        var words: [[UInt8]] = [[]]
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            if scalar == "\u{1B}" {
                skipSequence(&scalars)
            } else if scalar.properties.isWhitespace {
                words.append([])
            } else if scalar.value >= 32 && scalar.value != 127 && scalar != "\u{FEFF}" && scalar != "\u{200B}" {
                words[words.count - 1].append(scalar.isASCII ? UInt8(scalar.value) : UInt8(ascii: "?"))
            }
        }
        return words.filter { !$0.isEmpty }
    }

    /// Passes over what follows an escape: `[`, parameters and a letter, or one character.
    private static func skipSequence(_ scalars: inout String.UnicodeScalarView.Iterator) {
        guard scalars.next() == "[" else { return }
        while let scalar = scalars.next(), !(64...126).contains(scalar.value) {}
    }
}
