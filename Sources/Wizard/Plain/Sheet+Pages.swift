import Guidebook
import Machines
import Reporting
import StepEngine
import TerminalUI

/// The pages on paper.
extension Sheet {
    static func chooser(_ model: Model, _ index: Int) -> Sheet {
        let servers = model.cluster?.servers ?? []
        let own = model.identity.map { "\($0.hostName) (\($0.addresses.joined(separator: ", ")))" } ?? "unknown"
        let list = servers.enumerated().map { place, server in
            numbered(place + 1, "\(server.name)  \(server.address)  \(server.roles.map(\.title).joined(separator: ", "))")
        }
        var sheet = Sheet(
            "Which server is this?", Menu(model, isNumbered: false), overview: list,
            lines: ["This server is \(own). No server of the cluster description has this name or one of these addresses."]
        ) { answer in
            guard let number = Int(answer) else { return answer.isEmpty ? .unknown(answer) : nil }
            guard servers.indices.contains(number - 1) else { return .unknown(answer) }
            return Reply(keys: Key.moves(from: index, to: number - 1) + [.enter])
        }
        sheet.prompt = "Which one (1-\(servers.count), a letter, ? for help): "
        return sheet
    }

    static func review(_ review: Review, _ model: Model) -> Sheet {
        let menu = Menu(model, isNumbered: false) { $0.intent == .go || $0.intent == .back }
        var sheet = Sheet("Review", menu, lines: model.reviewLines.map(\.text)) { answer in
            switch answer.lowercased() {
            case "go": Reply(keys: review.isGoFocused ? [.enter] : [.right, .enter])
            case "", "back": .keys(.escape)
            default: nil
            }
        }
        sheet.prompt = "Type go to let it begin; Enter goes back: "
        return sheet
    }

    // MARK: The steps

    static func main(_ model: Model) -> Sheet {
        guard let run = model.run, let step = run.selected else {
            return Sheet("Main", Menu(model), lines: ["The guide has no steps for this server."])
        }
        let place = "step \(run.selectedIndex + 1) of \(run.steps.count)"
        let heading = "Main: \(run.plan.server.name), \(place): \(step.title) \(StatusWord.of(step, in: run).text)"
        var lines = StepDetail(step: step, run: run, columns: Paper.columns).lines.map(\.text)
        // It is in the heading already.
        if lines.first == step.title { lines.removeFirst() }
        let menu = Menu(model)
        var sheet = Sheet(heading, menu, lines: lines) { answer in
            let words = answer.lowercased().split(separator: " ")
            switch words.first {
            case "list" where words.count == 1: return Reply(lines: list(run))
            case "step" where words.count == 2:
                guard let number = Int(words[1]), run.steps.indices.contains(number - 1) else {
                    return .say("There are the steps 1 to \(run.steps.count); list shows them.")
                }
                return Reply(keys: [.home] + Key.moves(from: 0, to: number - 1))
            default: return nil
            }
        }
        sheet.menu += ["   list prints all steps; step 5 goes to the fifth"]
        return sheet
    }

    private static func list(_ run: Run) -> [String] {
        var lines: [String] = []
        var number = 0
        for section in run.plan.sections {
            lines.append(section.title)
            for step in section.steps {
                number += 1
                lines.append(numbered(number, "\(StatusWord.of(step, in: run).text) \(step.title)"))
            }
        }
        return lines
    }

    // MARK: The checks before the work

    static func preflight(_ model: Model, _ page: PreflightPage) -> Sheet {
        guard let run = model.run else { return Sheet("Preflight", Menu(model), lines: []) }
        let rows = run.preflight?.rows ?? []
        let table = rows.enumerated().map { index, row in
            let isRight = row.finding.verdict == .holds
            let wanted = isRight ? "" : "; required: \(PlainText.line(row.finding.expected))"
            let found = "\(PlainText.line(row.finding.title)): \(PlainText.line(row.finding.found))\(wanted)"
            return numbered(index + 1, "\(row.entry.word(for: row.finding)): \(row.entry.name), \(found)")
        }
        let summary = run.preflight.map { ": \($0.summary)" } ?? ""
        let number = rows.isEmpty ? "" : "; row \(min(page.index, rows.count - 1) + 1)"
        let note = PreflightScreen(model: model, run: run, page: page, palette: .ascii).noteLines(columns: Paper.columns)
        var sheet = Sheet(
            "Preflight: is \(run.plan.server.name) ready\(summary)\(number)", Menu(model), overview: table, lines: note.map(\.text)
        ) { answer in self.rows(answer, table) }
        sheet.menu += ["   list prints all rows; row 5 goes to the fifth"]
        return sheet
    }

    static func proofs(_ model: Model, _ page: ProofsPage) -> Sheet {
        guard let run = model.run else { return Sheet("Proofs", Menu(model), lines: []) }
        let list = run.proofs.enumerated().map { index, step in
            numbered(index + 1, "\(StatusWord.of(step, in: run).text) \(step.title)" + (step.isOnRequest ? ", only when asked for" : ""))
        }
        let note = ProofsScreen(model: model, run: run, page: page, palette: .ascii).noteLines(columns: Paper.columns)
        let title = "Proofs from \(run.plan.server.name): \(model.focusedProof?.title ?? "none")"
        var sheet = Sheet(title, Menu(model), overview: list, lines: note.map(\.text)) { answer in rows(answer, list) }
        sheet.menu += ["   list prints all proofs; row 3 goes to the third"]
        return sheet
    }

    static func resume(_ model: Model, _ page: ResumePage) -> Sheet {
        guard let run = model.run else { return Sheet("Back", Menu(model), lines: []) }
        let lines = ResumeScreen(model: model, run: run, page: page, columns: Paper.columns).lines.map(\.text)
        return Sheet(lines.first ?? "Back", Menu(model), lines: Array(lines.dropFirst(2)))
    }

    /// What is said about the rows of a list: all of them, or to which one to go.
    private static func rows(_ answer: String, _ list: [String]) -> Reply? {
        let words = answer.lowercased().split(separator: " ")
        if words == ["list"] { return Reply(lines: list) }
        guard words.first == "row", words.count == 2 else { return nil }
        guard let number = Int(words[1]), list.indices.contains(number - 1) else { return .say("There are the rows 1 to \(list.count).") }
        return Reply(keys: [.home] + Key.moves(from: 0, to: number - 1))
    }

    /// An entry of a numbered list.
    static func numbered(_ number: Int, _ text: String) -> String { "\(number < 10 ? " " : "")\(number) \(text)" }
}
