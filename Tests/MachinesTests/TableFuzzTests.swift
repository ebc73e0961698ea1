import FaultLedger
import Foundation
import Testing

@testable import Machines

@Suite("Damaged and hostile texts of kernel, package manager and network", .serialized, .timeLimit(.minutes(5)))
struct TableFuzzTests {
    /// A reader, and good texts for it. What it makes of one is given back, to be compared.
    struct Table: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var corpus: [String]
        /// Good bytes that are no text.
        var bytes: [[UInt8]] = []
        var words: [String] = []
        var read: @Sendable ([UInt8]) -> String
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    private static func own(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { text(Array($0.prefix(8000))) } ?? ""
    }

    static let tables = [
        Table(
            testDescription: "mount tables",
            corpus: ["36 35 98:0 /a /mnt\\040x rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n", own("/proc/self/mountinfo")],
            words: [" - ", "\\040", "\\777", "\\", ",", " "], read: { "\(MountTable(text($0)).mounts)" }),
        Table(
            testDescription: "package databases",
            corpus: [
                "Package: dpkg\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\nPackage: a\nStatus: deinstall ok config-files\n\n",
                own("/var/lib/dpkg/status"),
            ], words: ["\n\n", "Package: ", "Version:", "Status: install ok installed\n", "Architecture: arm64\n"],
            read: { bytes in
                var database = PackageDatabase()
                database.read(bytes)
                return "\(database.installed.sorted { $0.key < $1.key })"
            }),
        Table(
            testDescription: "releases", corpus: ["ID=debian\nVERSION_ID=\"12\"\n# x\nNAME='a b'\n", own("/etc/os-release")],
            words: ["=", "\"", "'", "\n", "ID"], read: { bytes in "\(OSRelease(text(bytes))["ID"] ?? "-")" }),
        Table(
            testDescription: "lock tables",
            corpus: [
                "1: POSIX  ADVISORY  WRITE 812 fe:00:16221226 0 EOF\n1: -> POSIX  ADVISORY  WRITE 900 fe:00:16221226 0 EOF\n",
                own("/proc/locks"),
            ], words: ["->", ":", " ", "-1", "ffffffffff"],
            read: { bytes in
                let table = LockTable(text(bytes))
                let holders = table.locks.map { "\(String(describing: table.holder(awaitedBy: $0.pid, at: $0.place)))" }
                return "\(table.locks) \(holders)"
            }),
        Table(
            testDescription: "socket tables",
            corpus: [
                "  sl\n   0: 0100007F:8D47 00000000:0000 0A 0:1 0:0 00000000     0        0 3741439 2 0 100 0 0 10 0\n",
                "  sl\n   0: 00000000000000000000000001000000:1F90 B80D0120000000000000000001000000:0CEA 01 0:0 0:0 0 0 0 77 1\n",
            ], words: [":", " ", "7FFFFFFFFFFFFFFF", "0A", "é"],
            read: { bytes in "\(String(describing: SocketTable([text(bytes)])["3741439"]))" }),
        Table(
            testDescription: "process lines",
            corpus: ["42 (a) b) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 3 0 9999 1 2\n"],
            words: ["(", ")", "18446744073709551615", " "], read: { bytes in "\(String(describing: ProcessStat(bytes)))" }),
        Table(
            testDescription: "web replies",
            corpus: ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nSet-Cookie: JSESSIONID=A.node01; Path=/\r\n\r\n<html>\n"],
            words: ["HTTP/1.1 100 \r\n\r\n", "\r\n", ":", "HTTP/", "99999"],
            read: { bytes in "\(String(describing: WebReply(parsing: bytes)))" }),
        Table(
            testDescription: "heartbeats of Tomcat",
            corpus: ["TRIBES-B"],
            bytes: [
                TomcatHeartbeat(host: "10.0.0.1", port: 4000, alive: .seconds(3)).message(identity: Array(repeating: 7, count: 16)) ?? []
            ],
            words: ["TRIBES-B\u{1}\u{0}", "TRIBES-E\u{1}\u{0}"], read: { bytes in "\(String(describing: TomcatHeartbeat(bytes)))" }),
    ]

    @Test("None of them fells the reader, and the same text is read the same way", arguments: tables)
    func damaged(table: Table) {
        let problems = Fuzzing.run(
            11, "damaged \(table.testDescription)", cases: 1500, corpus: table.corpus.map { Array($0.utf8) } + table.bytes,
            words: table.words
        ) { input in
            table.read(input) == table.read(input) ? nil : "it is read differently the second time"
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("The size of a text is no obstacle", arguments: tables)
    func giant(table: Table) {
        let texts = [
            String(repeating: "x", count: 4 << 20), String(repeating: " ", count: 1 << 20), String(repeating: "\n", count: 1 << 20),
            String(repeating: "(", count: 1 << 20), String(repeating: "HTTP/1.1 100 \r\n\r\n", count: 50_000),
            String(repeating: table.corpus[0], count: 2000), String(repeating: "\0", count: 1 << 20),
        ]
        var held = 0
        for text in texts { held += table.read(Array(text.utf8)).utf8.count < 64 << 20 ? 1 : 0 }
        #expect(held == texts.count)
        FaultLedger.note(11, "giant texts of kernel and network", tried: texts.count, held: held)
    }
}
