import FaultLedger
import Foundation
import Machines
import Testing

@testable import Guidebook
@testable import StepEngine

@Suite("Journals, lists and logs with damage of every kind", .serialized, .timeLimit(.minutes(10)))
struct JournalFuzzTests {
    private static let seal = 1 + "\"sum\":\"".utf8.count + 64 + 2

    /// A journal with an event of every kind.
    private static func written() throws -> [UInt8] {
        let scratch = try Scratch()
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        let journal = try Journal(directory)
        let finding = Finding("port 80", expected: "open", found: "shut", verdict: .fails, evidence: "x", remedy: "y", facts: ["a": "b"])
        let file = Original.file(
            path: "/etc/a", copy: "a", attributes: .init(owner: 0, group: 4, mode: 0o640, modified: .init(seconds: 5, nanoseconds: 6)))
        let record = CommandRecord(log: "/log", status: "/status")
        let opening = Opening(
            program: "1", guide: "g", cluster: "c", server: "s", roles: ["database"], hostName: "h", machineID: "m", bootID: "b",
            release: "debian 12", user: "u")
        let originals: [Original] = [
            file, .directory(path: "/a", attributes: nil), .packages(copy: "p"), .added(packages: ["a"]),
            .service(name: "s", wasRunning: true, wasEnabled: false), .mount(target: "/m"), .link(path: "/l", former: nil, ours: "x"),
            .unpacked(path: "/u", staging: "/v"), .copied(path: "/c", former: nil), .filled(path: "/f"), .modules(off: ["m"]), .command,
        ]
        let events: [Event] =
            [.opened(opening), .repaired(lostLines: 1, copy: "c"), .reviewed(user: "u"), .started(step: "s.one", attempt: 1)]
            + originals.map { .kept(step: "s.one", original: $0) } + [
                .launched(step: "s.one", line: "true", record: record, process: LaunchedCommand(pid: 7, startTime: 9)),
                .ended(step: "s.one", end: .exited(0), seconds: 0.5),
                .changed(step: "s.one", change: .file(path: "/a", isNew: false, diff: [.init(sign: "+", text: "x")])),
                .proven(step: "s.one", findings: [finding]),
                .finished(step: "s.one", outcome: .changed, findings: [finding], reason: nil, seconds: 1.5),
                .verified(step: "s.one", findings: [finding]), .restored(step: "s.one", original: .command),
                .skipped(step: "s.two", reason: "r", user: "u"), .interrupted(step: "s.three"),
            ]
        for event in events { try journal.append(event) }
        return try #require(Self.content(of: directory.journal))
    }

    private static func content(of path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }

    /// The lines sealed and chained anew, as somebody would do who knows how.
    private static func resealed(_ text: [UInt8]) -> [UInt8] {
        var previous = ""
        var journal: [UInt8] = []
        for line in text.split(separator: 10) where line.count > seal {
            var whole = String(decoding: line.dropLast(seal) + [UInt8(ascii: "}")], as: UTF8.self)
            if let start = whole.range(of: "\"previous\":\""), let end = whole[start.upperBound...].firstIndex(of: "\"") {
                whole.replaceSubrange(start.upperBound..<end, with: previous)
            }
            let sum = Journal.digest(of: Array(whole.utf8))
            let sealed = Array(whole.utf8.dropLast()) + Array(",\"sum\":\"\(sum)\"}".utf8)
            previous = Journal.digest(of: sealed)
            journal += sealed + [10]
        }
        return journal
    }

    private static let words = [
        "\"version\":2", "\"number\":", "\"event\":{", "\"started\":{", "\"attempt\":9223372036854775807", "\"seconds\":1e300", "}", "{",
        "]",
        "\"kept\"", "\"nanoseconds\":-1", "\\u0000", "\\ud800", "\"previous\":\"\"", "null", "\n",
    ]

    @Test("What is whole before the damage is kept, the rest is set aside with a word about it, and the run can go on")
    func journals() throws {
        let whole = try Self.written()
        let scratch = try Scratch()
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        func problem(_ input: [UInt8]) throws -> String? {
            try write(input, to: directory.journal)
            do throws(EngineError) {
                let journal = try Journal(directory)
                // Behind what was kept stands one line about the rest.
                let now = Self.content(of: directory.journal) ?? []
                let kept = journal.damage == nil ? now : Array(now.prefix((now.dropLast().lastIndex(of: 10) ?? -1) + 1))
                if !input.starts(with: kept) { return "what was kept is not the beginning of what was there" }
                if let copy = journal.damage?.copy, Self.content(of: copy) != input { return "the copy is not what was there" }
                if journal.damage == nil, kept != input { return "something was cut off without a word" }
                // Whoever wrote it, folding it fells nobody, and a new record comes behind it.
                let state = RunState(journal.records)
                _ = state.steps.values.map { $0.originals.compactMap(\.undoWords) }
                try journal.append(.reviewed(user: "u"))
                let again = try Journal.contents(at: directory.journal)
                if again.records != journal.records || again.damage != nil { return "it is read back as something else" }
                if let copy = journal.damage?.copy { unlink(copy) }
                return nil
            } catch {
                return error.kind == .foreign && error.what.contains("newer") && Self.content(of: directory.journal) == input
                    ? nil : "refused: \(error)"
            }
        }
        let damaged = try Fuzzing.run(11, "damaged journals", cases: 700, corpus: [whole], words: Self.words, problem: problem)
        #expect(damaged.isEmpty, "\(damaged.joined(separator: "\n"))")
        let forged = try Fuzzing.run(
            11, "journals whose lines are wrong and whose hashes are right", cases: 900, corpus: [whole], words: Self.words
        ) { try problem(Self.resealed($0)) }
        #expect(forged.isEmpty, "\(forged.joined(separator: "\n"))")
    }

    @Test("Whoever reads along takes the same records, in whatever pieces they come")
    func follower() throws {
        let whole = try Self.written()
        let scratch = try Scratch()
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        let problems = try Fuzzing.run(11, "damaged journals followed as they grow", cases: 250, corpus: [whole], words: Self.words) {
            input in
            let text = Self.resealed(input)
            var cuts = Mutator(seed: UInt64(text.count), corpus: [text])
            try write([], to: directory.journal)
            do throws(EngineError) {
                var follower = try Follower(directory)
                var seen = 0
                for part in [text.prefix(cuts.below(text.count + 1)), text[...]] {
                    guard (try? write(Array(part), to: directory.journal)) != nil else { return "the journal cannot be written" }
                    seen += try follower.news().count
                }
                let readable = try text.split(separator: 10).count { line throws(EngineError) in try Journal.decode(Array(line), "x") != nil
                }
                return seen == readable ? nil : "\(seen) of \(readable) records were seen"
            } catch {
                return error.kind == .foreign ? nil : "refused: \(error)"
            }
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("A journal of one line of 20 MB, or nested 100 000 deep, is damage like any other")
    func giant() throws {
        let scratch = try Scratch()
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        let texts = [
            String(repeating: "x", count: 20 << 20), String(repeating: "[", count: 100_000) + "\n",
            "{\"version\":1,\"event\":" + String(repeating: "{\"a\":", count: 100_000) + "\n", String(repeating: "\n", count: 1 << 20),
            String(repeating: "\0", count: 1 << 20), "{\"version\":" + String(repeating: "9", count: 1 << 20) + "}\n",
        ]
        var held = 0
        for text in texts {
            let contents = try Journal.parseForTest(Array(text.utf8), directory)
            held += contents.records.isEmpty && contents.damage != nil ? 1 : 0
        }
        #expect(held == texts.count)
        FaultLedger.note(11, "giant journals", tried: texts.count, held: held)
    }

    @Test("Lists of archives are read the same way twice, or refused with a reason")
    func listings() {
        let link = ArchiveAction.Link(name: "tomcat", holding: "bin/catalina.sh", isRequired: true)
        let corpus = [
            "joget/\njoget/tomcat/bin/catalina.sh\njoget/tomcat/lib/catalina.jar\njoget/wflow/a.jar\n", "./a/b\n./a/../c\ntar: x\n",
        ]
        let words = ["/", "../", "/..", "./", "\n", "tar: ", "bin/catalina.sh", "tomcat/", "-", "joget/"]
        let problems = Fuzzing.run(11, "damaged lists of archives", cases: 3000, corpus: corpus.map { Array($0.utf8) }, words: words) {
            input in
            let text = String(decoding: input, as: UTF8.self)
            if let listing = try? ArchiveListing(text, of: "a.tgz") {
                if listing.top.contains("/") || listing.top == ".." { return "the folder \(listing.top) was taken" }
                if let folder = try? listing.folder(for: link), folder.split(separator: "/").contains("..") { return "\(folder) was taken" }
            }
            if let listing = try? BundleListing(text), listing.top.contains("/") || listing.tomcats.contains(where: { $0.hasPrefix("/") }) {
                return "the bundle leads elsewhere: \(listing.tomcats)"
            }
            return nil
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
        for giant in [
            String(repeating: "a/", count: 1 << 20), (0..<100_000).map { "a/\($0)\n" }.joined(),
            String(repeating: "bin/catalina.sh/", count: 250),
        ] {
            _ = try? ArchiveListing("a/x\n" + giant, of: "a.tgz").folder(for: link)
            _ = try? BundleListing(giant)
        }
    }

    @Test("Any log of Tomcat is read, whatever stands in it")
    func logs() {
        let corpus = [
            """
            01-Jun-2025 10:00:00.000 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache Tomcat/9.0.86
            INFO [main] o.a.c.tribes.transport.ReceiverBase.bind Receiver Server Socket bound to:[/10.99.0.1:4000]
            INFO [main] Replication member added:[org.apache.catalina.tribes.membership.StaticMember[tcp://{10, 99, 0, 2}:4000,alive=0]]
            INFO [main] Starting clustering manager at [localhost#/jw]
            INFO [main] Server startup in [1234] milliseconds

            """
        ]
        let words = [
            "tcp://{", "}:", "{-1,2,3,4}:1", "#/", "]", "Replication member added:", "Server version name:", "\n", "Stopping service [",
        ]
        let problems = Fuzzing.run(11, "damaged logs of Tomcat", cases: 2000, corpus: corpus.map { Array($0.utf8) }, words: words) {
            input in
            let text = String(decoding: input, as: UTF8.self)
            return TomcatLog(text) == TomcatLog(text) ? nil : "it is read differently the second time"
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
        for giant in [String(repeating: "x", count: 8 << 20), String(repeating: "Server version name:\n", count: 100_000)] {
            _ = TomcatLog(giant)
        }
    }
}

extension Journal {
    /// What a journal with these bytes holds.
    fileprivate static func parseForTest(_ bytes: [UInt8], _ directory: StateDirectory) throws -> JournalContents {
        try write(bytes, to: directory.journal)
        return try contents(at: directory.journal)
    }
}
