import Guidebook
import Handover
import Reporting
import StepEngine
import TerminalUI

/// What goes from this server to the others, and what has come from them.
extension Model {
    mutating func showHandOver() {
        guard let cluster else { return }
        let server = next(in: cluster).map { "the next server, \($0)," } ?? "another server"
        var lines = instruction("On \(server) run this, then paste the slip below:", commands: ["joget-cluster cluster take"])
        lines += [StyledLine("In the wizard there, F5 in the cluster form takes the slip as well."), StyledLine("")]
        lines += slip(.cluster(cluster))
        if let run {
            let file = "\(run.plan.server.name).txt"
            lines += [StyledLine("")]
            lines += instruction(
                "For the board on another server: how far this one is. Keep the slip below in",
                "a file there (paste it behind cat, then Ctrl-D), and name all such files:",
                commands: ["cat > \(file)", "joget-cluster board \(file)"])
            let report = Report(plan: run.plan, state: run.state, program: setting.program, made: run.state.latest ?? "")
            lines += slip(.status(BoardEntry(report)))
        }
        lines += [
            StyledLine(""),
            StyledLine("No password is in the slips: type it again there, or hand it over locked with", style: .muted),
            StyledLine("a passphrase: joget-cluster cluster show --slip --secrets", style: .muted),
        ]
        overlays.append(.pager(Pager(subject: .handOver, title: "Hand over", view: ScrollView(lines: lines))))
    }

    /// What to do, and what to type for it.
    private func instruction(_ sentences: String..., commands: [String]) -> [StyledLine] {
        sentences.map { StyledLine($0) } + [StyledLine("")] + commands.map { StyledLine("  \($0)", style: .accent) } + [StyledLine("")]
    }

    private func slip(_ slip: Slip) -> [StyledLine] {
        do {
            return try Slip.text(of: slip).split(separator: "\n").map { StyledLine("  \($0)") }
        } catch {
            return Paragraph.wrap("  \(error)", columns: max(20, size.columns - 2)).map { StyledLine($0, style: .failure) }
        }
    }

    /// The server after this one, in the order in which they are set up.
    private func next(in cluster: Cluster) -> String? {
        let ordered = [Role.fileServer, .database, .application, .balancer].flatMap { cluster.servers(with: $0).map(\.name) }
        guard let own = run?.plan.server.name, let place = ordered.firstIndex(of: own) else { return nil }
        return ordered[(place + 1)...].first { $0 != own }
    }

    mutating func showBoard() -> [Effect] {
        guard let run else { return [] }
        let lines = [StyledLine("looking for the reports of the other servers", style: .muted)]
        overlays.append(.pager(Pager(subject: .board, title: "All servers", view: ScrollView(lines: lines))))
        return [.readBoard(run.plan)]
    }

    mutating func showBoard(_ text: [String]) {
        guard let index = overlays.lastIndex(where: { if case .pager(let pager) = $0 { pager.subject == .board } else { false } }),
            case .pager(var pager) = overlays[index]
        else { return }
        pager.view.lines = text.map { StyledLine($0) }
        overlays[index] = .pager(pager)
    }
}
