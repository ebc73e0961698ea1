import Guidebook
import Machines
import TerminalUI

/// The whole plan, before the first change.
struct ReviewScreen {
    /// The rows below the list: a blank one and the buttons.
    static let footRows = 2

    let review: Review
    let lines: [StyledLine]

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let (list, foot) = body.splitBottom(ReviewScreen.footRows)
        ScrollView(lines: lines, offset: review.offset).paint(in: list, of: &frame, palette: palette)
        let row = foot.endRow - 1
        let column = max(0, (body.columns - 16) / 2)
        frame.put("[ Back ]", row: row, column: column, style: review.isGoFocused ? .normal : .selected)
        frame.put("[ Go ]", row: row, column: column + 10, style: review.isGoFocused ? .selected : .normal)
        frame.cursor = Point(row: row, column: review.isGoFocused ? column + 10 : column)
    }
}

extension Model {
    /// Every step of this server with what it does, in a line or two.
    var reviewLines: [StyledLine] {
        guard let run else { return [] }
        let columns = max(20, size.columns - 2)
        var lines = [StyledLine("Before the first change on \(run.plan.server.name)", style: .heading)]
        lines += Paragraph.wrap(
            "This is everything that will be done here. Each step looks first and does nothing where all is well; each can be undone "
                + "unless it says otherwise.", columns: columns
        ).map { StyledLine($0) }
        let restarts = restartedServices(run)
        if !restarts.isEmpty {
            lines.append(StyledLine("Services restarted or reloaded: \(restarts.joined(separator: ", "))", style: .warning))
        }
        lines.append(StyledLine("Without the wizard: joget-cluster plan, then joget-cluster apply", style: .muted))
        for section in run.plan.sections {
            lines += [StyledLine(""), StyledLine(section.title, style: .heading)]
            for step in section.steps {
                let word = StatusWord.of(step, in: run)
                lines.append(StyledLine([(word.text + " ", word.style), (step.title, .normal)]))
                lines += Paragraph.wrap("       \(step.summary)", columns: columns).map { StyledLine($0, style: .muted) }
                if let warning = step.warning {
                    lines += Paragraph.wrap("       \(warning)", columns: columns).map { StyledLine($0, style: .warning) }
                }
            }
        }
        return lines
    }

    private func restartedServices(_ run: Run) -> [String] {
        var names: [String] = []
        for handler in run.steps.flatMap(\.handlers) {
            switch handler {
            case .restart(let name), .tryRestart(let name), .reload(let name): if !names.contains(name) { names.append(name) }
            case .daemonReload: break
            }
        }
        return names
    }
}

extension Step {
    /// What the step does, in a few words.
    var summary: String {
        var text = actionSummary
        let after = handlers.map { $0.command.dropFirst().joined(separator: " ") }
        if !after.isEmpty { text += "; then \(after.joined(separator: ", "))" }
        if case .none(_) = undo, action.changesServer { text += " (not undone by the wizard)" }
        return text
    }

    private var actionSummary: String {
        switch action {
        case .packages(let names): "install \(names.joined(separator: " "))"
        case .directory(let action): "directory \(action.path)" + attributes(action.owner, action.group, action.mode)
        case .file(let action): "file \(action.path)" + attributes(action.owner, action.group, action.mode)
        case .edit(let action): action.summary
        case .service(let action):
            "service \(action.name): \(action.isRunning ? "running" : "stopped"), \(action.isEnabled ? "enabled" : "disabled")"
        case .mount(let action): "mount \(action.source) on \(action.target)"
        case .sql(let action):
            switch action.script {
            case .template(let name): "run the statements of \(name)"
            case .file(let path, _): "load \(path)" + (action.database.map { " into \($0)" } ?? "")
            }
        case .run(let action): "run \(Command(action.command).line)"
        case .archive(let action): "unpack \(action.source) below \(action.directory)"
        case .copy(let action): "copy \(action.source) to \(action.target)"
        case .link(let action): action.target.map { "link \(action.path) to \($0)" } ?? "no link \(action.path)"
        case .modules(let names): "enable Apache's modules \(names.joined(separator: " "))"
        case .manual: "you do this by hand"
        case .proof: "only looks: " + checks.map(\.title).joined(separator: ", ")
        }
    }

    private func attributes(_ owner: String?, _ group: String?, _ mode: UInt32?) -> String {
        let who = [owner, group].compactMap { $0 }.joined(separator: ":")
        let bits = mode.map { "0" + String($0, radix: 8) } ?? ""
        let text = [who, bits].filter { !$0.isEmpty }.joined(separator: " ")
        return text.isEmpty ? "" : " (\(text))"
    }
}

extension EditAction {
    fileprivate var summary: String {
        switch entry {
        case .fstab(_, let target, _, _): "an entry for \(target) in \(path)"
        case .hosts(let lines): "\(lines) in \(path)"
        case .properties: "settings in \(path)"
        case .serverXML(let route, _, nil): "jvmRoute \(route) in \(path)"
        case .serverXML(let route, _, _?): "jvmRoute \(route) and the cluster in \(path)"
        }
    }
}
