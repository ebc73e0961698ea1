import ConfigEditing
import Guidebook

/// Stock files, each with what the guide does to it: parsed, changed and put together again. Prints how many of the file's lines are
/// another afterwards, because speed counts only where everything else has kept its bytes.
struct EditBench {
    let folder: String
    /// Where the guide's templates are, for the formats of which it writes files of its own instead of editing one.
    let templates: String

    private static let cluster = """
        <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="8">
          <Channel className="org.apache.catalina.tribes.group.GroupChannel"/>
        </Cluster>
        """

    func run() throws {
        try edit("hosts") {
            try HostsFile.setting(
                address: "192.0.2.12", names: ["db1"], in: try HostsFile.setting(address: "192.0.2.11", names: ["fs1"], in: $0))
        }
        try edit("fstab") {
            let options = ["rw", "hard", "_netdev"]
            return try Fstab.setting(FstabEntry(source: "fs1:/export", target: "/srv/share", type: "nfs4", options: options), in: $0)
        }
        try edit("properties") { try PropertiesFile.setting([("colour", "green"), ("shape", "round")], in: $0) }
        try edit("server.xml") { try ServerXML.setting(route: "node01", cluster: EditBench.cluster, port: nil, in: $0) }
        let clients = Value.list([["host": "192.0.2.13"], ["host": "192.0.2.14"]])
        try render("exports", "joget.exports", Values(["each-share-client": clients, "share.export": .text("/export")]))
        try render("mysql.cnf", "zz-joget.cnf", Values(["self.address": .text("192.0.2.12"), "database.port": .text("3306")]))
    }

    private func edit(_ name: String, _ change: ([UInt8]) throws -> [UInt8]) throws {
        let before = contents(of: "\(folder)/\(name)")
        let kept = Set(lines(try change(before)))
        try measure(name, remark: String(lines(before).count { !kept.contains($0) })) { _ = try change(before) }
    }

    private func render(_ name: String, _ template: String, _ values: Values) throws {
        let source = String(decoding: contents(of: "\(templates)/\(template)"), as: UTF8.self)
        try measure(name, remark: "0") { _ = try Template(name: template, source: source).rendered(with: values) { _ in "" } }
    }

    private func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
}
