/// The choice among what was handed over: one entry a server, all of one cluster.
public struct Gathering: Sendable {
    /// The chosen ones, as places in what was handed over, in its order.
    public let chosen: [Int]
    /// What became of the others, in sentences.
    public let remarks: [String]

    /// Chooses the newest entry of each server.
    /// Throws where nothing was handed over, or something of another cluster.
    /// - Parameter handed: the entries, each with the name of the file that it came from.
    public init(_ handed: [(source: String, entry: BoardEntry)]) throws(ReportError) {
        guard let first = handed.first else {
            throw ReportError("the reports", "there is none", remedy: "name the report files of the servers (report-SERVER.json)")
        }
        var places: [String: Int] = [:]
        var remarks: [String] = []
        for (place, (source, entry)) in handed.enumerated() {
            guard entry.cluster == first.entry.cluster else {
                throw ReportError(
                    source,
                    "it is of server \(entry.server.name) in cluster \(entry.cluster), but \(first.source) is of cluster \(first.entry.cluster)",
                    remedy: "leave out what belongs to another cluster")
            }
            guard let former = places[entry.server.name] else {
                places[entry.server.name] = place
                continue
            }
            let isNewer = entry.made > handed[former].entry.made
            let (taken, left) = isNewer ? (place, former) : (former, place)
            places[entry.server.name] = taken
            remarks.append(Gathering.remark(taken: handed[taken], left: handed[left]))
        }
        chosen = places.values.sorted()
        self.remarks = remarks
    }

    private static func remark(taken: (source: String, entry: BoardEntry), left: (source: String, entry: BoardEntry)) -> String {
        let name = taken.entry.server.name
        let choice = "\(taken.source) of \(taken.entry.made) is taken, \(left.source) of \(left.entry.made) is left out"
        if taken.entry == left.entry { return "\(name) has reported twice with the same words, in \(taken.source) and \(left.source)" }
        let (id, other) = (taken.entry.server.machineID, left.entry.server.machineID)
        if let id, let other, id != other {
            return "\(name) has reported twice, from two machines (machine ids \(id) and \(other)): \(choice)"
        }
        return "\(name) has reported twice: \(choice)"
    }
}
