/// A slip as far as its lines have come in.
struct SlipDraft {
    let tag: String
    private let kind: SlipKind
    private var total: Int?
    private var hasHead = false
    private var digest: [UInt8]?
    private var payloads: [Int: [UInt8]] = [:]
    /// Lines that came twice and differ.
    private var contradictions: Set<Int> = []

    /// Begins with any of its pieces. The tag must be of a kind that there is.
    init?(_ piece: SlipPiece) {
        guard let tag = piece.tag, let kind = tag.utf8.first.flatMap(SlipKind.init) else { return nil }
        self.tag = tag
        self.kind = kind
        take(piece)
    }

    /// Whether every line is there.
    var isWhole: Bool { hasHead && digest != nil && payloads.count == total && contradictions.isEmpty }

    /// Whether the piece says the same as this slip, as far as both are known.
    func agrees(with piece: SlipPiece) -> Bool {
        switch piece {
        case .head(_, _, let total): total == self.total ?? total
        case .line(_, let number, let total, let payload):
            total == self.total ?? total && payload == payloads[number] ?? payload
        case .end(_, let digest): digest == self.digest ?? digest
        case .foreignHead, .damagedLine, .damagedFrame: true
        }
    }

    /// Takes a piece that carries the tag.
    mutating func take(_ piece: SlipPiece) {
        switch piece {
        case .head(_, _, let total):
            hasHead = true
            self.total = self.total ?? total
            if total != self.total { contradictions.insert(0) }
        case .line(_, let number, let total, let payload):
            self.total = self.total ?? total
            if total != self.total || payloads[number] ?? payload != payload { contradictions.insert(number) }
            payloads[number] = payload
        case .end(_, let digest):
            if self.digest ?? digest != digest { contradictions.insert(0) }
            self.digest = digest
        case .foreignHead, .damagedLine, .damagedFrame: break
        }
    }

    /// Whether there is nothing in it that the other has not.
    func isPart(of other: SlipDraft) -> Bool {
        tag == other.tag && (digest ?? other.digest) == other.digest && payloads.allSatisfy { other.payloads[$0.key] == $0.value }
    }

    /// What is carried. `damaged` are the numbers of lines that came in with a wrong check word. Throws where it is not whole.
    func payload(damaged: Set<Int>) throws(SlipError) -> Payload {
        try refuseGaps(damaged)
        let characters = payloads.sorted { $0.key < $1.key }.flatMap(\.value)
        guard let bytes = SlipAlphabet.bytes(of: characters), bytes.count >= 2, let digest else {
            throw refusal("its lines do not add up", SlipDraft.pasteAll)
        }
        let count = Int(bytes[0]) << 8 | Int(bytes[1])
        let payload = Payload(kind, Array(bytes.dropFirst(2).prefix(count)))
        guard payload.bytes.count == count, bytes.dropFirst(2 + count).allSatisfy({ $0 == 0 }), Array(payload.digest.utf8) == digest,
            payload.tag == tag
        else { throw refusal("its lines are whole, but they do not add up to what was written", SlipDraft.pasteAll) }
        return payload
    }

    /// The name for messages.
    var subject: String { "\(kind.title) \(tag)" }

    private static let pasteAll = "paste the whole slip again, and nothing of another one"

    private func refuseGaps(_ damaged: Set<Int>) throws(SlipError) {
        if !contradictions.isEmpty {
            let lines = contradictions.sorted().filter { $0 > 0 }
            let what =
                lines.isEmpty ? "its first or last line came twice and differs" : "\(SlipDraft.named(lines)) came twice, and differently"
            throw refusal(what, "paste one whole slip, and nothing of another one", lines)
        }
        // The number of lines is at most three digits long, so this is a short walk.
        let total = self.total ?? 0
        let gaps = total == 0 ? [] : (1...total).filter { payloads[$0] == nil }
        if !gaps.isEmpty {
            let broken = gaps.filter(damaged.contains)
            let lost = gaps.filter { !damaged.contains($0) }
            let parts = [(broken, "damaged"), (lost, "missing")].filter { !$0.0.isEmpty }.map {
                "\(SlipDraft.named($0.0)) of \(total) \($0.0.count == 1 ? "is" : "are") \($0.1)"
            }
            throw refusal(parts.joined(separator: ", "), gaps.count == 1 ? "paste it again" : "paste them again", gaps)
        }
        let ends = [(hasHead, "first line (JOGET SLIP …)"), (digest != nil, "last line (END SLIP …)")].filter { !$0.0 }.map(\.1)
        guard ends.isEmpty else {
            throw refusal(
                "its \(ends.joined(separator: " and its ")) \(ends.count == 1 ? "is" : "are") damaged or missing", "paste it again")
        }
    }

    private func refusal(_ what: String, _ remedy: String, _ lines: [Int] = []) -> SlipError {
        SlipError(.damaged, subject, what, remedy: remedy, lines: Array(lines.prefix(100)))
    }

    /// `line 4`, `lines 4, 7 and 12`, `lines 1 to 30`, `lines 1, 2, 3, 4, 5 and 20 more`.
    private static func named(_ lines: [Int]) -> String {
        guard lines.count > 1, let first = lines.first, let last = lines.last else { return "line \(lines.first ?? 0)" }
        if lines.count > 2 && last - first == lines.count - 1 { return "lines \(first) to \(last)" }
        if lines.count > 8 { return "lines \(lines.prefix(5).map(String.init).joined(separator: ", ")) and \(lines.count - 5) more" }
        return "lines \(lines.dropLast().map(String.init).joined(separator: ", ")) and \(last)"
    }
}
