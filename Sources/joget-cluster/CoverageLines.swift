import Guidebook
import Reporting
import TerminalUI

/// What became of the published guide's instructions, for people and for programs.
struct CoverageLines {
    let coverage: Coverage
    let guide: Guide
    let gaps: [Problem]

    init(_ coverage: Coverage, _ guide: Guide) {
        self.coverage = coverage
        self.guide = guide
        gaps = coverage.gaps(in: guide)
    }

    // MARK: For people

    /// Every line of the page.
    var lines: [String] {
        let number = String(coverage.instructions.count).count
        var lines: [String] = []
        for chapter in coverage.chapters {
            lines += [Lines.safe(chapter.title)]
            for instruction in chapter.instructions {
                let label = String(instruction.number)
                let lead = String(repeating: " ", count: 2 + number - label.count) + label + "  "
                lines += wrapped(instruction.text, lead: lead, margin: lead.count)
                lines += treatment(of: instruction).flatMap {
                    wrapped($0, lead: String(repeating: " ", count: lead.count + 2), margin: lead.count + 5)
                }
            }
            lines.append("")
        }
        lines += ["Beyond the published guide"]
        for addition in coverage.additions {
            lines += wrapped(addition.reason, lead: "  ", margin: 2)
            lines += wrapped("-> \(addition.steps.joined(separator: ", "))", lead: "    ", margin: 7)
        }
        lines += [""] + gaps.map { Lines.safe("gap: \($0)") } + [closing]
        return lines
    }

    /// The last line: how many came to which end, and whether something is missing.
    var closing: String {
        let count = coverage.count(in: guide)
        let end = gaps.isEmpty ? "no gap" : gaps.count == 1 ? "1 gap" : "\(gaps.count) gaps"
        return
            "\(count.total) instructions: \(count.asSteps) as steps, \(count.corrected) corrected, \(count.leftOut) left out with a reason; \(end)"
    }

    private func treatment(of instruction: Coverage.Instruction) -> [String] {
        switch instruction.treatment {
        case .leftOut(let reason): return ["left out: \(reason)"]
        case .steps(let ids):
            let corrections = coverage.corrections(of: instruction, in: guide)
            return ["-> \(ids.joined(separator: ", "))"] + corrections.map { "corrected in \($0.id): \($0.erratum ?? "")" }
        }
    }

    private func wrapped(_ text: String, lead: String, margin: Int) -> [String] {
        Paragraph.wrap(Lines.safe(text), columns: 100 - margin).enumerated().map { index, part in
            (index == 0 ? lead : String(repeating: " ", count: margin)) + part
        }
    }

    // MARK: For programs

    /// The same as a document.
    struct Document: Encodable {
        var chapters: [Chapter]
        var beyond: [Addition]
        var gaps: [String]
        var asSteps: Int
        var corrected: Int
        var leftOut: Int

        struct Chapter: Encodable {
            var title: String
            var instructions: [Instruction]
        }

        struct Instruction: Encodable {
            var number: Int
            var text: String
            var steps: [String]
            var corrected: [String]
            var leftOut: String?
        }

        struct Addition: Encodable {
            var reason: String
            var steps: [String]
        }
    }

    var document: Document {
        let count = coverage.count(in: guide)
        return Document(
            chapters: coverage.chapters.map { Document.Chapter(title: $0.title, instructions: $0.instructions.map(entry)) },
            beyond: coverage.additions.map { Document.Addition(reason: $0.reason, steps: $0.steps) }, gaps: gaps.map(\.description),
            asSteps: count.asSteps, corrected: count.corrected, leftOut: count.leftOut)
    }

    private func entry(_ instruction: Coverage.Instruction) -> Document.Instruction {
        var entry = Document.Instruction(
            number: instruction.number, text: instruction.text, steps: [],
            corrected: coverage.corrections(of: instruction, in: guide).map(\.id))
        switch instruction.treatment {
        case .steps(let ids): entry.steps = ids
        case .leftOut(let reason): entry.leftOut = reason
        }
        return entry
    }
}
