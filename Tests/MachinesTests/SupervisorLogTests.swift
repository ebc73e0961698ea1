import FaultLedger
import Foundation
import Testing

@testable import Machines

@Suite("Logs that become too large", .timeLimit(.minutes(2)))
struct SupervisorLogTests {
    let scratch: Scratch
    let record: CommandRecord

    init() throws {
        scratch = try Scratch()
        record = CommandRecord(log: scratch["log"], status: scratch["status"])
    }

    private static let cap = 4 << 20

    private func end(of script: String, cap: Int? = cap) async throws -> CommandEnd {
        var machine = LocalMachine.impatient
        machine.logCap = cap
        let launched = try await machine.launch(Command(["sh", "-c", script], timeout: .seconds(60)), record: record)
        return try await machine.waitForEnd(of: launched, record: record)
    }

    /// The space that the log takes, in bytes.
    private func space() -> Int {
        var status = stat()
        return stat(record.log, &status) == 0 ? Int(status.st_blocks) * 512 : -1
    }

    private var size: Int { (try? FileManager.default.attributesOfItem(atPath: record.log)[.size] as? Int) ?? -1 }

    private static func numbers(_ count: Int) -> Data { Data((1...count).map { "\($0)\n" }.joined().utf8) }

    @Test("A log up to the cap is complete", arguments: [100_000, 300_000, 590_000])
    func belowCap(count: Int) async throws {
        #expect(try await end(of: "seq \(count)") == .exited(0))
        let isWhole = try Data(contentsOf: URL(filePath: record.log)) == SupervisorLogTests.numbers(count)
        #expect(isWhole)
        FaultLedger.note(5, "logs below their cap, complete", tried: 1, held: isWhole ? 1 : 0)
    }

    @Test("Beyond the cap the beginning and the latest part stay, and the space between them is given back")
    func beyondCap() async throws {
        let count = 6_000_000
        #expect(try await end(of: "seq \(count)") == .exited(0))
        let whole = SupervisorLogTests.numbers(count)
        let half = SupervisorLogTests.cap / 2
        #expect(size == whole.count && space() <= SupervisorLogTests.cap + SupervisorLogTests.cap / 4, "\(space()) bytes")
        let log = try Data(contentsOf: URL(filePath: record.log), options: .alwaysMapped)
        #expect(log.prefix(half) == whole.prefix(half) && log.suffix(half) == whole.suffix(half))
        let word = String(decoding: log[half..<(half + 200)], as: UTF8.self)
        #expect(word.contains("[joget-cluster: this log has become too large; "), "\(word)")
        let isBounded = space() <= SupervisorLogTests.cap + SupervisorLogTests.cap / 4 && log.suffix(half) == whole.suffix(half)
        FaultLedger.note(5, "logs beyond their cap, kept from filling the disk", tried: 1, held: isBounded ? 1 : 0)
    }

    @Test("While the command goes on its log is kept small again and again, and it is not held up")
    func again() async throws {
        let gate = try Gate(scratch["gate"])
        let script = "for i in 1 2 3; do head -c 20000000 /dev/zero | tr '\\0' $i; read x < \(gate.path); done; echo end; exit 3"
        async let end = end(of: script)
        for round in 1...3 {
            try await eventually("round \(round) is over and its log small") {
                size == round * 20_000_000 && space() <= SupervisorLogTests.cap + SupervisorLogTests.cap / 4
            }
            try await gate.open()
        }
        #expect(try await end == .exited(3))
        let log = try Data(contentsOf: URL(filePath: record.log), options: .alwaysMapped)
        #expect(log.suffix(5) == Data("3end\n".utf8) && log.prefix(1000).allSatisfy { $0 == UInt8(ascii: "1") })
    }

    @Test("Without a word the cap is large, but never more than a part of what the disk has left", .enabled(if: Surroundings.canMount))
    func fitting() async throws {
        // Where less than four times the smallest cap is left, that one counts.
        let disk = scratch["disk"]
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
        try #require(Surroundings.run(["mount", "-t", "tmpfs", "-o", "size=60m", "none", disk]))
        defer { _ = Surroundings.run(["umount", disk]) }
        let gate = try Gate(scratch["gate"])
        let record = CommandRecord(log: "\(disk)/log", status: "\(disk)/status")
        let script = "for i in 1 2 3 4 5; do head -c 25000000 /dev/zero; read x < \(gate.path); done"
        let machine = LocalMachine.impatient
        let launched = try await machine.launch(Command(["sh", "-c", script], timeout: .seconds(60)), record: record)
        for round in 1...5 {
            try await eventually("there is room again") {
                let size = try FileManager.default.attributesOfItem(atPath: record.log)[.size] as? Int
                let room = try FileManager.default.attributesOfFileSystem(forPath: disk)[.systemFreeSize] as? Int ?? 0
                return size == round * 25_000_000 && room > 30_000_000
            }
            try await gate.open()
        }
        // `read` at the end of its gate says 1; what could not be written would have ended head with words in the log.
        let end = try await machine.waitForEnd(of: launched, record: record)
        let size = try await machine.status(of: record.log)?.size
        #expect(end == .exited(1) && size == 125_000_000)
        FaultLedger.note(5, "small disks kept from being filled by a log", tried: 1, held: size == 125_000_000 ? 1 : 0)
    }
}
