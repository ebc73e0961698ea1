import Foundation
import Testing

@testable import ConfigEditing

/// Augeas reads the same files by its own grammar. Set JOGET_REQUIRE_AUGEAS=1 where its absence must be a failure.
@Suite("Augeas agrees", .enabled(if: Augeas.isAskedFor, "augtool is not installed"))
struct AugeasOracleTests {
    @Test("Augeas reads every fstab entry as we do, after our edit too", arguments: 0..<25 as Range<UInt64>)
    func agreesOnFstab(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = try Fstab.setting(FstabTests.share, in: Augeas.palatable(FstabTests.anyFile(using: &generator)))
        let tree = try Augeas.tree(of: text, lens: "Fstab", file: "etc/fstab")
        let theirs = tree.records.map { record in
            // Augeas leaves escapes as they are, and augtool doubles the backslash.
            FstabEntry(
                source: (record["spec"]?.first ?? "").replacing("\\\\040", with: " "), target: record["file"]?.first ?? "",
                type: record["vfstype"]?.first ?? "", options: Augeas.options(record, defaults: ["defaults"]),
                dump: Int(record["dump"]?.first ?? "0") ?? -1, pass: Int(record["passno"]?.first ?? "0") ?? -1)
        }
        #expect(theirs == Fstab.entries(in: text))
    }

    @Test("Augeas reads every hosts entry as we do, after our edit too", arguments: 0..<25 as Range<UInt64>)
    func agreesOnHosts(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = try HostsFile.setting(
            address: "10.77.0.1", names: ["balancer1"], in: Augeas.palatable(HostsFileTests.anyFile(using: &generator)))
        let tree = try Augeas.tree(of: text, lens: "Hosts", file: "etc/hosts")
        let theirs = tree.records.map { [$0["ipaddr"] ?? [], $0["canonical"] ?? [], $0["alias"] ?? []].flatMap { $0 } }
        #expect(theirs == HostsFile.entries(in: text).map { [$0.address] + $0.names })
    }

    @Test("Augeas reads exports as we do")
    func agreesOnExports() throws {
        let text = bytes("# own\n/export/wflow 10.0.0.21(rw,sync,no_subtree_check) 10.0.0.22(ro)\n/srv @lan(rw) *.example.org\n")
        let tree = try Augeas.tree(of: text, lens: "Exports", file: "etc/exports")
        #expect(tree.values(named: "dir") == ExportsFile.entries(in: text).map(\.path))
        #expect(tree.values(named: "client") == ExportsFile.entries(in: text).flatMap(\.clients).map(\.pattern))
        #expect(tree.values(named: "option") == ExportsFile.entries(in: text).flatMap(\.clients).flatMap(\.options))
    }
}

/// What augtool prints of one file.
private struct AugeasTree {
    /// Path below the file, and value, in order.
    var nodes: [(path: [Substring], value: String)]

    /// The nodes below each numbered one, by their name without its number.
    var records: [[String: [String]]] {
        var found: [[String: [String]]] = []
        for node in nodes where node.path.first.map({ Int($0) != nil }) == true {
            if node.path.count == 1 {
                found.append([:])
            } else {
                let name = node.path.dropFirst().map { $0.prefix { $0 != "[" } }.joined(separator: "/")
                found[found.count - 1][name, default: []].append(node.value)
            }
        }
        return found
    }

    func values(named name: String) -> [String] {
        nodes.filter { $0.path.last?.prefix { $0 != "[" } == Substring(name) }.map(\.value)
    }
}

private enum Augeas {
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/augtool") }
    static var isAskedFor: Bool { isInstalled || ProcessInfo.processInfo.environment["JOGET_REQUIRE_AUGEAS"] == "1" }

    /// The lenses know neither byte order marks nor CR LF nor a missing last line end, nor words after the sixth field.
    static func palatable(_ text: [UInt8]) -> [UInt8] {
        var text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
        text.removeAll { $0 == 13 }
        return text.last == 10 || text.isEmpty ? text : text + [10]
    }

    static func options(_ record: [String: [String]], defaults: [String]) -> [String] {
        guard let names = record["opt"] else { return defaults }
        var values = record["opt/value"]?[...] ?? []
        return names.map { $0 == "uid" ? "\($0)=\(values.popFirst() ?? "")" : $0 }
    }

    static func tree(of text: [UInt8], lens: String, file: String) throws -> AugeasTree {
        let root = FileManager.default.temporaryDirectory.appending(path: "augeas-\(UUID().uuidString)")
        let target = root.appending(path: file)
        try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try Data(text).write(to: target)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/augtool")
        process.arguments = [
            "--root", root.path, "--noautoload", "--transform", "\(lens) incl /\(file)", "print", "/files/\(file)",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let nodes = printed.split(whereSeparator: \.isNewline).dropFirst().map { line in
            let parts = line.split(separator: " = ", maxSplits: 1)
            let path = parts[0].dropFirst("/files/\(file)/".count).split(separator: "/")
            return (path: path, value: parts.count > 1 ? String(parts[1].dropFirst().dropLast()) : "")
        }
        #expect(text.isEmpty || !printed.isEmpty, "the lens \(lens) rejects the file")
        return AugeasTree(nodes: nodes)
    }
}
