internal import FoundationEssentials
internal import Guidebook
internal import Reporting
internal import StepEngine

/// How far a server is, as a slip carries it: JSON with a word for each step. Titles are left out; the guide has them.
enum StatusText {
    private struct Document: Codable {
        var address: String
        var cluster: String
        var complete: Bool
        var description: String
        var facts: [String: String]
        var guide: String
        var made: String
        var program: String
        var roles: [String]
        var route: String?
        var server: String
        /// A letter for where it stands, a dot, the id. A capital letter is a step on request.
        var steps: [String]
        var version: Int
    }

    private static let letters: [(status: StepState.Status, letter: Character)] = [
        (.todo, "t"), (.running, "r"), (.done, "d"), (.warned, "w"), (.failed, "f"), (.skipped, "s"),
    ]

    /// What the board needs to know, in JSON.
    static func bytes(of entry: BoardEntry) -> [UInt8] {
        let document = Document(
            address: entry.server.address, cluster: entry.cluster, complete: entry.isComplete, description: entry.descriptionDigest,
            facts: entry.facts, guide: entry.guide, made: entry.made, program: entry.program, roles: entry.server.roles,
            route: entry.server.route, server: entry.server.name, steps: entry.steps.map(word), version: 1)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(document))
        } catch {
            preconditionFailure("every entry can be written as JSON: \(error)")
        }
    }

    /// The entry that was written. Throws where there is anything in it that this program does not write.
    static func entry(from bytes: [UInt8], _ subject: String) throws(SlipError) -> BoardEntry {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: FoundationEssentials.Data(bytes))
        } catch {
            throw refusal(subject, "what it carries cannot be read")
        }
        let texts = [document.cluster, document.made, document.program, document.guide, document.description] + document.steps
        let isPlain = (texts + document.facts.flatMap { [$0, $1] }).allSatisfy { text in
            text.utf8.count <= 1000 && text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
        }
        guard isPlain, TextRule.hostName.problem(with: document.server) == nil, TextRule.label.problem(with: document.cluster) == nil,
            TextRule.address.problem(with: document.address) == nil, document.roles.allSatisfy({ Role(rawValue: $0) != nil }),
            document.route.map({ TextRule.route.problem(with: $0) == nil }) ?? true
        else { throw refusal(subject, "it names a cluster, server or role that cannot be") }
        var server = Report.ServerEntry(name: document.server)
        server.address = document.address
        server.roles = document.roles
        server.route = document.route
        return BoardEntry(
            cluster: document.cluster, server: server, made: document.made, program: document.program, guide: document.guide,
            descriptionDigest: document.description, isComplete: document.complete,
            steps: try document.steps.map { text throws(SlipError) in try mark(text, subject) }, facts: document.facts)
    }

    private static func word(_ step: BoardEntry.StepMark) -> String {
        guard let letter = letters.first(where: { $0.status == step.status })?.letter else {
            preconditionFailure("every status has its letter")
        }
        return "\(step.isOnRequest ? letter.uppercased() : String(letter)).\(step.id)"
    }

    private static func mark(_ text: String, _ subject: String) throws(SlipError) -> BoardEntry.StepMark {
        let first = text.first.map { Character($0.lowercased()) }
        guard text.dropFirst().first == ".", let known = letters.first(where: { $0.letter == first }) else {
            throw refusal(subject, "it says of a step what cannot be")
        }
        return BoardEntry.StepMark(
            id: String(text.dropFirst(2)), status: known.status, isOnRequest: text.first?.isUppercase == true)
    }

    private static func refusal(_ subject: String, _ what: String) -> SlipError {
        SlipError(.unusable, subject, what, remedy: "have it printed again on that server, with the same version as here")
    }
}
