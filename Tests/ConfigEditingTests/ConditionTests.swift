import FaultLedger
import Foundation
import Testing

@testable import ConfigEditing

@Suite("Files in every condition", .serialized)
struct ConditionTests {
    /// One format: its files, the edit, and which lines the edit may take and bring.
    struct Format: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var stock: [[UInt8]]
        var directive: String
        var comment = "#"
        var edit: @Sendable ([UInt8]) throws(EditError) -> [UInt8]
        /// Whether it is right to refuse a file with these lines.
        var mayRefuse: @Sendable ([String]) -> Bool
        var mayTake: @Sendable (String) -> Bool
        var mayBring: @Sendable (String) -> Bool
    }

    private static func words(_ line: String) -> [String] {
        line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }.map(String.init)
    }

    static let hosts = Format(
        testDescription: "hosts", stock: StockFiles.hosts + [own("/etc/hosts")], directive: "10.0.0.21 app1",
        edit: { text throws(EditError) in try HostsFile.setting(address: "10.0.0.21", names: ["app1"], in: text) },
        mayRefuse: { _ in false },
        mayTake: { words($0).dropFirst().contains("app1") },
        mayBring: { line in
            let words = words(line)
            return words == ["10.0.0.21", "app1"] || ["127.0.0.1", "127.0.1.1", "::1"].contains(words.first) && !words.contains("app1")
        })

    static let fstab = Format(
        testDescription: "fstab", stock: StockFiles.fstab + [own("/etc/fstab")],
        directive: "10.0.0.11:/export/wflow /opt/joget/shared/wflow nfs rw,_netdev 0 0",
        edit: { text throws(EditError) in
            try Fstab.setting(
                FstabEntry(
                    source: "10.0.0.11:/export/wflow", target: "/opt/joget/shared/wflow", type: "nfs", options: ["rw", "hard", "_netdev"]),
                in: text)
        }, mayRefuse: { lines in lines.filter { words($0).dropFirst().first == "/opt/joget/shared/wflow" }.count > 1 },
        mayTake: { words($0).dropFirst().first == "/opt/joget/shared/wflow" },
        mayBring: { words($0) == ["10.0.0.11:/export/wflow", "/opt/joget/shared/wflow", "nfs", "rw,hard,_netdev", "0", "0"] })

    static let properties = Format(
        testDescription: "properties", stock: StockFiles.properties, directive: "workflowUser=joget",
        edit: { text throws(EditError) in try PropertiesFile.setting([("workflowUser", "joget"), ("maxActive", "500")], in: text) },
        mayRefuse: { _ in false }, mayTake: { $0.contains("workflowUser") || $0.contains("maxActive") },
        mayBring: { line in ["workflowUser", "maxActive"].contains { line.contains($0) } })

    static let serverXML = Format(
        testDescription: "server.xml", stock: StockFiles.serverXML, directive: "<Engine name=\"x\" jvmRoute=\"node01\"/>", comment: "<!--",
        edit: { text throws(EditError) in
            try ServerXML.setting(route: "node01", cluster: "<Cluster className=\"c\">\n  <Channel/>\n</Cluster>", port: 8081, in: text)
        }, mayRefuse: { lines in lines.contains { $0.contains("\u{FFFD}") } },
        mayTake: { $0.contains("<Connector") || $0.contains("<Engine") },
        mayBring: { line in ["8081", "jvmRoute=\"node01\"", "joget-cluster", "Cluster", "<Channel/>"].contains { line.contains($0) } })

    /// This machine's own file; empty where it has none.
    private static func own(_ path: String) -> [UInt8] { FileManager.default.contents(atPath: path).map(Array.init) ?? [] }

    @Test("Only the lines change that are meant, and a second edit changes nothing", arguments: [hosts, fstab, properties, serverXML])
    func conditions(format: Format) throws {
        var held = 0
        let cases = Fuzzing.cases(1500)
        for number in 0..<cases {
            var generator = Mutator(seed: Fuzzing.seed &* 7919 &+ UInt64(number), corpus: format.stock)
            var text = generator.pick(format.stock)
            var conditions: [FileCondition] = []
            for _ in 0..<generator.below(5) {
                let condition = generator.pick(FileCondition.allCases)
                // A second long line says nothing new.
                if conditions.contains(condition) || condition == .longLine && generator.below(8) > 0 { continue }
                conditions.append(condition)
            }
            // A mark stands at the very beginning, and line ends are of one kind.
            let last: [FileCondition] = [.noFinalLineEnd, .carriageReturns, .byteOrderMark]
            conditions = conditions.filter { !last.contains($0) } + last.filter(conditions.contains)
            for condition in conditions {
                text = condition.applied(to: text, directive: bytes(format.directive), comment: format.comment, using: &generator)
            }
            let problem = Self.problem(format, text)
            #expect(problem == nil, "case \(number) of seed \(Fuzzing.seed), \(conditions): \(problem ?? "")")
            if problem == nil { held += 1 }
        }
        FaultLedger.note(8, "\(format.testDescription) files edited in every condition, and again", tried: cases, held: held)
    }

    /// What did not hold; nil where everything did.
    private static func problem(_ format: Format, _ text: [UInt8]) -> String? {
        let edited: [UInt8]
        do throws(EditError) {
            edited = try format.edit(text)
        } catch {
            guard format.mayRefuse(cut(text).map(bare)) else { return "refused: \(error)" }
            return error.line == nil || error.remedy.isEmpty ? "the refusal names no line: \(error)" : nil
        }
        do throws(EditError) {
            if try format.edit(edited) != edited { return "the second edit changes something" }
        } catch { return "the second edit is refused: \(error)" }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) != edited.starts(with: [0xEF, 0xBB, 0xBF]) {
            return "the byte order mark is not as it was"
        }
        let (gone, come) = changedLines(from: text, to: edited)
        let last = text == [0xEF, 0xBB, 0xBF] ? [] : cut(text).last
        for line in gone where !format.mayTake(bare(line)) {
            // The last line may get the end that it lacked.
            let isEnded =
                line == last && line.last != 10 && come.contains { $0 == line + [10] || $0 == line + [13, 10] || $0 == line + [13] }
            if !isEnded { return "gone: \(bare(line))" }
        }
        for line in come where !format.mayBring(bare(line)) {
            let isEnded = last.map { $0.last != 10 && [$0 + [10], $0 + [13, 10], $0 + [13]].contains(line) } ?? false
            if !isEnded { return "come: \(bare(line))" }
        }
        return nil
    }

    @Test("A file that says already what is wanted keeps every byte, however it is spelt", arguments: FileCondition.allCases)
    func alreadyThere(condition: FileCondition) throws {
        guard condition != .duplicated else { return }
        var generator = Mutator(seed: 1, corpus: [[]])
        for (format, there) in [
            (Self.hosts, "127.0.0.1 localhost\n10.0.0.21\t  app1.lan App1 # ours\n"),
            (Self.fstab, "10.0.0.11:/export/wflow\t/opt/joget/shared/wflow nfs   rw,hard,_netdev\t0 0 # ours\n"),
            (Self.properties, "workflowUser : \\u006aoget\n  maxActive 500\n"),
        ] {
            // To Java a mark is a part of the first key.
            if condition == .byteOrderMark, format.testDescription == "properties" { continue }
            let text = condition.applied(
                to: bytes(there), directive: bytes("# nothing"), comment: format.comment, using: &generator)
            #expect(try format.edit(text) == text, "\(format.testDescription)")
        }
    }

    @Test("Exports are read alike in every condition")
    func exports() {
        let text = bytes("/export/wflow 10.0.0.21(rw,sync)\n# /old *(rw)\n/srv/homes \\\n  10.0.0.0/24(ro)\n")
        let plain = ExportsFile.entries(in: text).map { [$0.path] + $0.clients.map { "\($0.pattern) \($0.options)" } }
        for condition in FileCondition.allCases where condition != .duplicated && condition != .byHand {
            for seed in 0..<50 as Range<UInt64> {
                var generator = Mutator(seed: seed, corpus: [[]])
                let variant = condition.applied(to: text, directive: bytes("/export/wflow *(rw)"), comment: "# ", using: &generator)
                // A remark in the middle of a line that goes on is a part of it.
                let isBroken =
                    String(decoding: variant, as: UTF8.self).contains("\\\n#")
                    || String(decoding: variant, as: UTF8.self).contains("\\\n\n")
                let found = ExportsFile.entries(in: variant).map { [$0.path] + $0.clients.map { "\($0.pattern) \($0.options)" } }
                #expect(isBroken || found == plain, "\(condition)")
            }
        }
    }
}
