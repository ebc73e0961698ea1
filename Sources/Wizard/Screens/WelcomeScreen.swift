import Guidebook
import StepEngine
import TerminalUI

/// What this is, the cluster's architecture with this server's place in it, and how far the work is.
struct WelcomeScreen {
    let model: Model
    let palette: Palette

    private static let mostApplications = 4

    func paint(in body: Rect, of frame: inout Frame) {
        guard let run = model.run else { return }
        let area = body.inset(rows: 1, columns: 2)
        let lines =
            intro(columns: area.columns) + [StyledLine("")] + architecture(run) + [StyledLine("")] + place(run)
            + [StyledLine("")] + progress(run, columns: area.columns)
        ScrollView(lines: lines).paint(in: area, of: &frame, palette: palette)
    }

    private func intro(columns: Int) -> [StyledLine] {
        let text =
            "This wizard sets up a Joget cluster, one server after the other. It shows what it will do, does it, checks it, "
            + "and remembers it: you can leave at any time and go on later."
        return Paragraph.wrap(text, columns: min(columns, 76)).map { StyledLine($0) }
    }

    // MARK: The architecture

    private func architecture(_ run: Run) -> [StyledLine] {
        let cluster = run.plan.cluster
        let applications = cluster.servers(with: .application)
        let vertical = String(palette.vertical)
        let dashes = String(repeating: palette.horizontal, count: 2)
        var lines = group("load balancer", .balancer, indent: 0, cluster.servers(with: .balancer), run)
        lines.append(StyledLine("  \(vertical)", style: .muted))
        lines += group("application servers", .application, indent: 0, Array(applications.prefix(WelcomeScreen.mostApplications)), run)
        if applications.count > WelcomeScreen.mostApplications {
            let count = applications.count - WelcomeScreen.mostApplications
            lines.append(StyledLine("  \(vertical)".padded(to: 25) + "and \(count) more", style: .muted))
        }
        lines.append(StyledLine("  \(vertical)", style: .muted))
        lines += group("  \(palette.leftTee)\(dashes) file server", .fileServer, indent: 2, cluster.servers(with: .fileServer), run)
        lines += group("  \(palette.bottomLeft)\(dashes) database server", .database, indent: 2, cluster.servers(with: .database), run)
        return lines
    }

    private func group(_ title: String, _ role: Role, indent: Int, _ servers: [Server], _ run: Run) -> [StyledLine] {
        if servers.isEmpty {
            let own = replacement(for: role, run.plan.cluster)
            return [StyledLine([(title.padded(to: 25), .heading), (own ?? "none", own == nil ? .warning : .normal)])]
        }
        let nameWidth = run.plan.cluster.servers.map(\.name.count).max() ?? 0
        return servers.enumerated().map { index, server in
            let isHere = server.name == run.plan.server.name
            let lead = index == 0 ? title : indent == 0 ? "  \(palette.vertical)" : ""
            var spans: [(String, Style)] = [
                (lead.padded(to: 25), index == 0 ? .heading : .muted),
                (server.name.padded(to: min(nameWidth, 24)) + "  " + server.address, isHere ? Style(tone: .accent, isBold: true) : .normal),
            ]
            if isHere { spans.append(("  <- this server", .accent)) }
            return StyledLine(spans)
        }
    }

    /// What stands there already in place of a server of this description.
    private func replacement(for role: Role, _ cluster: Cluster) -> String? {
        guard cluster.replacement(for: role) != nil else { return nil }
        let place =
            switch role {
            case .fileServer: cluster["share.existing"]
            case .database: cluster["database.address"]
            case .balancer: cluster["balancer.address"]
            case .application: ""
            }
        return place.isEmpty ? "yours, there already" : "yours: \(place)"
    }

    private func place(_ run: Run) -> [StyledLine] {
        let roles = run.plan.roles.map(\.title).joined(separator: ", ")
        let steps = run.steps.count == 1 ? "1 step" : "\(run.steps.count) steps"
        let sections = run.plan.sections.count == 1 ? "1 section" : "\(run.plan.sections.count) sections"
        return [StyledLine("This server, \(run.plan.server.name): \(roles.isEmpty ? "no role" : roles); \(steps) in \(sections).")]
    }

    // MARK: How far the work is

    private func progress(_ run: Run, columns: Int) -> [StyledLine] {
        var lines: [String] = []
        if let damage = run.damage { lines.append("The journal was damaged: \(damage)") }
        switch run.work?.kind {
        case .opening: lines.append("Opening \(model.setting.directoryPath)")
        case .recovering: lines.append("A command of the last run is still running; following it to its end.")
        default: lines += [resumption(run)]
        }
        if run.isOpen && run.work == nil && run.settledCount > 0 && !run.steps.isEmpty {
            lines.append(run.isComplete ? "Every step is settled. Enter goes on." : "Enter goes on with: \(run.selected?.title ?? "")")
        }
        return lines.flatMap { Paragraph.wrap($0, columns: min(columns, 76)) }.map { StyledLine($0) }
            + [StyledLine(""), StyledLine("Without the wizard: joget-cluster plan, then joget-cluster apply", style: .muted)]
    }

    private func resumption(_ run: Run) -> String {
        let total = run.recordedDone.count
        guard total > 0 else {
            return run.isOpen && run.settledCount == 0
                ? "Nothing has been done on this server yet. Enter begins. p looks first whether it is ready." : ""
        }
        let seen = run.resumption
        let count = total == 1 ? "1 step was done" : "\(total) steps were done"
        guard run.seenAgain.count >= total else { return "\(count); looking again: \(run.seenAgain.count) of \(total)" }
        var parts = ["\(seen.holding) verified again now"]
        if !seen.changed.isEmpty { parts.append("\(seen.changed.count) changed since (\(names(seen.changed)))") }
        if !seen.unclear.isEmpty { parts.append("\(seen.unclear.count) cannot be checked (\(names(seen.unclear)))") }
        return "\(count): \(parts.joined(separator: ", "))."
    }

    private func names(_ steps: [Step]) -> String { steps.map(\.title).joined(separator: "; ") }
}
