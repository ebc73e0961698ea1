import StepEngine

@testable import Reporting

/// Clusters that are reported of, made once: to plan for hundreds of servers takes longer than to write of them.
enum MergedBed {
    private static let done = Result { try ClusterBed().merged() }

    /// Five servers that have done everything.
    static func five() throws -> ClusterReport { try done.get() }

    /// The report of an application server that has done everything.
    static func report() throws -> Report { try five().reports[2] }

    /// The same with that many application servers, which have all done what the first one did.
    static func many(_ nodes: Int) throws -> ClusterReport {
        var cluster = try five()
        let (model, column) = (cluster.reports[2], cluster.board.columns[2])
        let servers = (1...nodes).map {
            Report.ServerEntry(
                name: "app\($0)", address: "192.0.\(2 + $0 / 200).\(20 + $0 % 200)", roles: ["application"], route: route($0))
        }
        let others = cluster.reports[0].description.servers.filter { !$0.roles.contains("application") }
        cluster.reports = [cluster.reports[0], cluster.reports[1]] + servers.map { report(model, $0) } + [cluster.reports[4]]
        cluster.board.columns =
            [cluster.board.columns[0], cluster.board.columns[1]]
            + servers.map { server in
                var column = column
                column.server = server
                return column
            } + [cluster.board.columns[4]]
        for index in cluster.board.rows.indices {
            let cells = cluster.board.rows[index].cells
            cluster.board.rows[index].cells = [cells[0], cells[1]] + Array(repeating: cells[2], count: nodes) + [cells[4]]
        }
        for index in cluster.reports.indices { cluster.reports[index].description.servers = others + servers }
        return cluster
    }

    private static func route(_ number: Int) -> String { number < 10 ? "node0\(number)" : "node\(number)" }

    private static func report(_ model: Report, _ server: Report.ServerEntry) -> Report {
        var report = model
        report.server = server
        return report
    }
}
