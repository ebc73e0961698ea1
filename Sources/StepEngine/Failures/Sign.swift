/// Something that is seen in one of the texts among the symptoms.
struct Sign: Sendable, Hashable {
    /// Where to look.
    enum Place: Sendable, Hashable {
        /// In the output, in every log, and in every finding that warns or fails.
        case anywhere
        /// In logs with this in their path.
        case log(String)
        /// In findings that warn or fail, with this in their title.
        case finding(String)
        /// In findings that fail, with this in their title.
        case failure(String)
    }

    /// What a line must be.
    enum Form: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
        case words(Words)
        /// It names a version, and a lower one than this.
        case version(below: [Int])

        /// The words, where it is any.
        var words: Words? { if case .words(let words) = self { words } else { nil } }

        init(stringLiteral piece: String) { self = .words(Words([piece])) }
        init(arrayLiteral pieces: String...) { self = .words(Words(pieces)) }
    }

    var place = Place.anywhere
    /// Lines that follow one upon the other, not necessarily at once; none where the finding itself is the sign.
    var lines: [Form]
    /// Which of the lines proves it; the last one where nil.
    var proof: Int?
    /// What no line may say.
    var without: [Words] = []

    /// The line of the trace that proves the sign, fit for a screen; nil where it is not seen there.
    func proof(in trace: Trace) -> String? {
        guard isToBeSought(in: trace), without.allSatisfy({ trace.text.first($0, from: trace.start) == nil }) else { return nil }
        var seen: [String] = []
        var next = trace.start
        for form in lines {
            guard let line = form.first(in: trace.text, from: next) else { return nil }
            seen.append(trace.text.shown(line, about: form.words))
            next = line + 1
        }
        // A finding's last line is its evidence, where it has any.
        guard let last = seen.last else { return trace.text.indices.last.map { trace.text.shown($0, about: nil) } ?? "" }
        return proof.map { seen[$0] } ?? last
    }

    private func isToBeSought(in trace: Trace) -> Bool {
        switch (place, trace.origin) {
        case (.anywhere, _): true
        case (.log(let part), .log), (.finding(let part), .finding), (.failure(let part), .finding(.fails)):
            part.isEmpty || LineText(trace.source).first(Words([part])) != nil
        default: false
        }
    }
}

extension Sign.Form {
    func first(in text: LineText, from line: Int) -> Int? {
        switch self {
        case .words(let words): text.first(words, from: line)
        case .version(let limit):
            text.indices.dropFirst(line).first { text[$0].version != nil }
                .flatMap { text[$0].version?.lexicographicallyPrecedes(limit) == true ? $0 : nil }
        }
    }
}

extension String {
    /// The first number with dots in it, such as [8, 0, 12] of "Version 8.0.12-RC2".
    fileprivate var version: [Int]? {
        split { !$0.isASCII || !($0.isNumber || $0 == ".") }
            .map { $0.split(separator: ".").compactMap { Int($0) } }
            .first { $0.count > 1 }
    }
}
