import Foundation
import Synchronization
import Testing

@testable import Machines

@Suite("A command goes on record before it begins", .timeLimit(.minutes(2)))
struct AnnouncedLaunchTests {
    private struct FullDisk: Error {}

    private let machine = LocalMachine.impatient
    private let scratch: Scratch
    private let record: CommandRecord

    init() throws {
        scratch = try Scratch()
        record = CommandRecord(log: scratch["step.1.log"], status: scratch["step.1.status"])
    }

    @Test("While it is put on record its supervisor waits, and the command has done nothing")
    func waits() async throws {
        let trace = scratch["trace"]
        let announced = Mutex<LaunchedCommand?>(nil)
        let launched = try await machine.launch(Command(["touch", trace]), record: record) { command in
            announced.withLock { $0 = command }
            // As long as the supervisor has not heard its word, it can be seen to live.
            let processes = try await machine.processes(of: command)
            #expect(!processes.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: trace))
        }
        #expect(announced.withLock { $0 } == launched)
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(0))
        #expect(FileManager.default.fileExists(atPath: trace))
    }

    @Test("A command that cannot be put on record never begins, and leaves no process behind")
    func refused() async throws {
        let trace = scratch["trace"]
        let announced = Mutex<LaunchedCommand?>(nil)
        await #expect(throws: FullDisk.self) {
            try await machine.launch(Command(["touch", trace]), record: record) { command in
                announced.withLock { $0 = command }
                throw FullDisk()
            }
        }
        let command = try #require(announced.withLock { $0 })
        #expect(try await machine.processes(of: command).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: trace))
        #expect(try await machine.waitForEnd(of: command, record: record) == .lost, "nothing tells of an end")
    }

    @Test("A supervisor that is killed while it waits ends nobody else")
    func killed() async throws {
        let record = record
        let launched = try await machine.launch(Command(["true"]), record: record) { command in
            kill(command.pid, SIGKILL)
            _ = try await machine.waitForEnd(of: command, record: record)
        }
        #expect(try await machine.waitForEnd(of: launched, record: record) == .lost)
    }
}
