import Guidebook
import Handover
import Reporting
import StepEngine
import TerminalUI

/// What goes from this server to the others, and what has come from them.
extension Model {
    mutating func showHandOver() {
        guard let cluster else { return }
        let next = next(in: cluster)
        var lines = [
            StyledLine(
                next.map { "On the next server, \($0), run this and paste the lines below:" }
                    ?? "On another server, run this and paste the lines below:")
        ]
        lines += [StyledLine(""), StyledLine("  joget-cluster cluster take", style: .accent), StyledLine("")]
        lines += slip(.cluster(cluster))
        if let run {
            lines += [StyledLine(""), StyledLine("How far this server is, for the board on another one:"), StyledLine("")]
            let report = Report(plan: run.plan, state: run.state, program: setting.program, made: run.state.latest ?? "")
            lines += slip(.status(BoardEntry(report)))
        }
        lines += [
            StyledLine(""),
            StyledLine("No password is in them. 'joget-cluster cluster show --slip --secrets' hands", style: .muted),
            StyledLine("those over as well, locked with a passphrase; or type them again there.", style: .muted),
        ]
        overlays.append(.pager(Pager(subject: .handOver, title: "Hand over", view: ScrollView(lines: lines))))
    }

    private func slip(_ slip: Slip) -> [StyledLine] {
        do {
            return try Slip.text(of: slip).split(separator: "\n").map { StyledLine("  \($0)") }
        } catch {
            return [StyledLine("  \(error)", style: .failure)]
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
