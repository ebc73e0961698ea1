import Guidebook
import Reporting
import TerminalUI

/// Asking, and what becomes of the answers.
extension PlainFace {
    /// What stands on the paper above a question.
    struct Printed {
        var context: Context?
        var heading = ""
        var lines: [String] = []
        var overview: [String] = []
        var menu: [String] = []
    }

    static func place(in model: Model) -> Place {
        var subject = model.run?.selected?.id ?? ""
        if case .question(let question)? = model.overlays.last { subject = question.dialog.title }
        return Place(context: model.context, depth: model.overlays.count, subject: subject)
    }

    /// Says and asks what is due, until an answer is needed or something is under way.
    func present(_ desk: any Desk) {
        while desk.model.exitCode == nil, isReady(desk) {
            if isLeaving {
                Departure.keys(desk.model).forEach(desk.press)
            } else if case .pager(let pager)? = desk.model.overlays.last {
                print(pager, desk.model)
                desk.press(.escape)
            } else if case .question(let question)? = desk.model.overlays.last, question.dialog.buttons.count == 1 {
                say("== \(question.dialog.title) ==")
                say(question.dialog.text)
                desk.press(.enter)
            } else if isReading && !isInterrupted && !isPasteGoingOn(desk.model) {
                return askForEnter(desk.model)
            } else {
                return ask(desk)
            }
        }
    }

    /// Whether something can be asked now: nothing is under way, or only what a dialog is about.
    private func isReady(_ desk: any Desk) -> Bool {
        if desk.isAtRest || isLeaving { return true }
        if desk.model.run?.work != nil, let overlay = desk.model.overlays.last, overlay.context != .pager { return true }
        return isPasteGoingOn(desk.model)
    }

    /// Whether the slip is whole and what was pasted behind it must still be let go by. A pipe brings what is meant.
    private func isPasteGoingOn(_ model: Model) -> Bool {
        if teletype.isTyped, case .slip(let form)? = model.overlays.last { return form.cluster != nil }
        return false
    }

    // MARK: Asking

    private func ask(_ desk: any Desk) {
        isInterrupted = false
        adjustEditing(desk)
        let model = desk.model
        let sheet = Sheet(model, editing: editing)
        // A password that is asked for needs no more words.
        if !sheet.isHidden { print(sheet, model) }
        wait(for: sheet, PlainFace.place(in: model))
    }

    /// What is edited must have the focus, and be there at all.
    private func adjustEditing(_ desk: any Desk) {
        switch (editing, desk.model.overlays.last, desk.model.page) {
        case (.row(let row, _), nil, .form(let form)) where form.rows.contains(row): form.moves(to: row).forEach(desk.press)
        case (.server, .server, _), (.secret, .secret, _): break
        default: editing = nil
        }
    }

    private func askForEnter(_ model: Model) {
        wait(
            for: Sheet(heading: "", prompt: "That has changed meanwhile. Enter goes on: ") { _ in Sheet.Reply() },
            PlainFace.place(in: model))
    }

    private func wait(for sheet: Sheet, _ place: Place) {
        asked = (place, sheet)
        if sheet.isHidden && !teletype.isTyped { say("(read from standard input: whoever sees that sees the secret)") }
        teletype.isHidden = sheet.isHidden
        put(sheet.prompt)
        guard !isReading else { return }
        isReading = true
        teletype.readLine { [weak self] line in self?.take(line) }
    }

    /// What was asked is no longer the question.
    func withdraw() {
        asked = nil
        teletype.isHidden = false
        closeLine()
        // What is half typed was meant for what is gone.
        teletype.dropTyped()
        release()
    }

    // MARK: Answers

    private func take(_ line: String?) {
        isReading = false
        guard let desk, desk.model.exitCode == nil else { return }
        // Nobody had asked any more.
        guard let sheet = asked?.sheet else { return settle() }
        asked = nil
        if sheet.isHidden {
            teletype.put(teletype.showsTyping ? "\n" : "(not shown)\n")
        } else if !teletype.showsTyping {
            teletype.put("\(paper.whole(line ?? ""))\n")
        } else if line == nil {
            teletype.put("\n")
        }
        isLineOpen = false
        release()
        if let line {
            follow(sheet.reply(sheet.isHidden ? line : PlainFace.trimmed(line)), desk)
        } else {
            isLeaving = true
            say("The input has ended. Nothing is lost; leaving.")
        }
        settle()
    }

    private func follow(_ reply: Sheet.Reply, _ desk: any Desk) {
        reply.lines.forEach(say)
        if reply.isPageWanted { printed = Printed() } else { editing = nil }
        for key in reply.keys where desk.model.exitCode == nil { desk.press(key) }
        if !reply.isPageWanted { editing = reply.editing(desk.model) }
    }

    private static func trimmed(_ line: String) -> String {
        String(line.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    // MARK: Printing

    /// Prints of a sheet what is not on the paper yet.
    private func print(_ sheet: Sheet, _ model: Model) {
        let isNew = printed.context != model.context
        let changed = isNew ? sheet.overview : changes(in: sheet.overview)
        let isSame = !isNew && sheet.heading == printed.heading && sheet.lines == printed.lines
        if isNew || sheet.heading != printed.heading { say("\n== \(sheet.heading) ==") }
        changed.forEach(say)
        if !isSame { sheet.lines.forEach(say) }
        if isNew || sheet.menu != printed.menu { sheet.menu.forEach(say) }
        let isPart = editing != nil
        printed.context = model.context
        printed.heading = sheet.heading
        printed.lines = sheet.lines
        // While one answer is edited the list stays what it is on the paper.
        if !isPart {
            printed.overview = sheet.overview
            printed.menu = sheet.menu
        }
    }

    /// The lines of a list that are not what was printed; all where their number is another one.
    private func changes(in list: [String]) -> [String] {
        guard list.count == printed.overview.count else { return list }
        return zip(list, printed.overview).filter { $0 != $1 }.map(\.0)
    }

    private func print(_ pager: Pager, _ model: Model) {
        say("\n== \(pager.title) ==")
        let most = 500
        var lines = pager.view.lines.map(\.text)
        if lines.count > most {
            let place = if case .log(let path) = pager.subject { "; all of it is in \(path)" } else { "" }
            say("(\(lines.count - most) lines before these\(place))")
            lines = lines.suffix(most)
        }
        // What is meant to be copied stays in one piece.
        let isByHand = pager.subject == .changes && model.selectedStep.flatMap { model.run?.plan.textByHand(for: $0) } != nil
        if isByHand || pager.subject == .handOver {
            lines.forEach { teletype.put(paper.whole($0) + "\n") }
        } else {
            lines.forEach(say)
        }
        say("== end ==")
    }
}
