public import Guidebook
public import Machines
public import StepEngine

/// Brings together what this server knows of the others: its own run, and the reports that lie on the shared directory.
public enum BoardDesk {
    /// What was found: one entry for each report, with the place that it came from, this server's own first.
    public static func entries(
        plan: Plan, state: RunState, program: String, made: String, machine: any Machine
    ) async throws -> [(source: String, entry: BoardEntry)] {
        var found: [(source: String, entry: BoardEntry)] = []
        if state.firstOpening != nil {
            found.append(("this server", BoardEntry(Report(plan: plan, state: state, program: program, made: made))))
        }
        let descriptions = DescriptionMemory()
        for (file, text) in try await SharedFolder(plan: plan, machine: machine)?.reports() ?? [] {
            for report in try JSONReport.reports(from: text, named: file, sharing: descriptions)
            where report.server.name != plan.server.name {
                found.append((file, BoardEntry(report)))
            }
        }
        return found
    }
}
