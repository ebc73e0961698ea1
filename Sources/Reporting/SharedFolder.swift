public import Guidebook
public import Machines

/// Where the servers of a cluster that have the shared directory leave what the others need to know: their reports, and the
/// cluster description. No secret is in either.
public struct SharedFolder: Sendable {
    /// The folder's path on this server.
    public let path: String
    private let machine: any Machine
    private static let name = ".joget-cluster"
    private static let largestReport = 1 << 26

    /// The folder as the server of the plan sees it; nil where it has no share, or none that is mounted.
    public init?(plan: Plan, machine: any Machine) async {
        self.machine = machine
        if plan.server.roles.contains(.fileServer) {
            path = "\(plan.cluster["share.export"])/\(SharedFolder.name)"
            return
        }
        let mount = plan.cluster["share.mount"]
        // Whatever is written into an empty mount point is hidden by the mount.
        guard plan.server.roles.contains(.application), let mounts = try? await machine.mounts(),
            mounts.contains(where: { $0.target == mount })
        else { return nil }
        path = "\(mount)/\(SharedFolder.name)"
    }

    /// Leaves the server's report and the description. Returns what was written; throws where it cannot be.
    public func leave(_ report: Report, _ cluster: Cluster) async throws -> [String] {
        let above = String(path.dropLast(SharedFolder.name.count + 1))
        guard let share = try await machine.status(of: above) else { return [] }
        // The owner of the share is who reads it on the other servers.
        var attributes = FileAttributes(owner: String(share.ownerID), group: String(share.groupID), mode: 0o750)
        try await machine.makeDirectory(path, attributes: attributes)
        attributes.mode = 0o640
        let files = [
            ("report-\(report.server.name).json", JSONReport.text(of: report)), ("cluster.yaml", ClusterWriter.text(of: cluster)),
        ]
        var written: [String] = []
        for (name, text) in files {
            let file = "\(path)/\(name)"
            try await machine.replace(file, with: Array(text.utf8), attributes: attributes)
            written.append(file)
        }
        return written
    }

    /// The reports that lie there, by file name.
    public func reports() async throws -> [(file: String, text: String)] {
        var found: [(file: String, text: String)] = []
        for name in (try await machine.list(path) ?? []).sorted() where name.hasPrefix("report-") && name.hasSuffix(".json") {
            guard let bytes = try await machine.read("\(path)/\(name)", limit: SharedFolder.largestReport) else { continue }
            found.append(("\(path)/\(name)", String(decoding: bytes, as: UTF8.self)))
        }
        return found
    }
}
