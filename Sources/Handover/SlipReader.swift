/// Takes a text in as it comes and gathers the slips in it.
///
/// Lines may come in any order, twice, and between anything else; a line that was damaged may be pasted again behind the rest.
public struct SlipReader: Sendable {
    /// More text than this is not looked at.
    public static let limit = 1 << 20

    private var text = ""
    private var isTooLong = false

    /// Creates a reader that has seen nothing.
    public init() {}

    /// Takes the next part of the text, such as a line with its end.
    public mutating func take(_ part: String) {
        guard text.utf8.count + part.utf8.count <= SlipReader.limit else {
            isTooLong = true
            return
        }
        text += part
    }

    /// Whether a line closes a slip behind which none is expected. Secrets are written before the cluster that they belong to.
    public static func isEnd(_ line: String) -> Bool {
        SlipScanner.pieces(in: line).contains { piece in
            guard case .end(let tag, _) = piece else { return false }
            return tag.utf8.first != SlipKind.secrets.rawValue
        }
    }

    /// Every slip so far, in the order in which they began. Throws where there is none, and where one of them is not whole.
    public func slips() throws(SlipError) -> [Slip] {
        guard !isTooLong else {
            throw SlipError(.unusable, "the text", "it is over \(SlipReader.limit / 1024) kB", remedy: "paste the slip and nothing else")
        }
        let pieces = SlipScanner.pieces(in: text)
        let drafts = SlipReader.drafts(of: pieces)
        guard !drafts.isEmpty else { throw SlipReader.absence(pieces) }
        var slips: [Slip] = []
        for draft in drafts {
            let payload = try draft.payload(damaged: SlipReader.damaged(draft, pieces, drafts))
            slips.append(try Slip(payload, subject: draft.subject))
        }
        if let refusal = SlipReader.refusal(of: pieces) { throw refusal }
        return slips
    }

    /// Sorts the pieces by the slips to which they belong. Nothing is a draft twice.
    private static func drafts(of pieces: [SlipPiece]) -> [SlipDraft] {
        var drafts: [SlipDraft] = []
        var latest: [String: Int] = [:]
        for piece in pieces {
            guard let tag = piece.tag else { continue }
            if let index = latest[tag], !drafts[index].isWhole || drafts[index].agrees(with: piece) && !piece.isHead {
                drafts[index].take(piece)
            } else if let draft = SlipDraft(piece) {
                latest[tag] = drafts.count
                drafts.append(draft)
            }
        }
        var kept: [SlipDraft] = []
        var whole: [String: [SlipDraft]] = [:]
        for draft in drafts where !(whole[draft.tag] ?? []).contains(where: draft.isPart) {
            kept.append(draft)
            if draft.isWhole { whole[draft.tag, default: []].append(draft) }
        }
        return kept
    }

    /// The damaged lines that may be this slip's: those with its tag, and those with a tag that no slip here has.
    private static func damaged(_ draft: SlipDraft, _ pieces: [SlipPiece], _ drafts: [SlipDraft]) -> Set<Int> {
        guard !draft.isWhole else { return [] }
        let tags = Set(drafts.map(\.tag))
        var numbers: Set<Int> = []
        for case .damagedLine(let tag, let number) in pieces where tag == draft.tag || !tags.contains(tag) { numbers.insert(number) }
        return numbers
    }

    /// What stands beside whole slips and must not be passed over.
    private static func refusal(of pieces: [SlipPiece]) -> SlipError? {
        for case .foreignHead(let form) in pieces { return newer(form) }
        return nil
    }

    private static func absence(_ pieces: [SlipPiece]) -> SlipError {
        if let refusal = refusal(of: pieces) { return refusal }
        guard pieces.isEmpty else {
            return SlipError(
                .damaged, "the text", "there is a slip in it, but none of its lines is whole",
                remedy: "have it shown again and copy it as it stands, without changing anything")
        }
        return SlipError(
            .absent, "the text", "there is no slip in it",
            remedy: "a slip begins with JOGET SLIP and ends with END SLIP; 'joget-cluster cluster show --slip' prints one")
    }

    private static func newer(_ form: String) -> SlipError {
        SlipError(
            .foreign, "the slip", "it has form \(form), and this joget-cluster reads form \(Slip.currentVersion)",
            remedy: "use the version here that made it; where its first line was typed, look at that again")
    }
}

extension SlipPiece {
    /// Whether it is a first line.
    fileprivate var isHead: Bool {
        if case .head = self { true } else { false }
    }
}
