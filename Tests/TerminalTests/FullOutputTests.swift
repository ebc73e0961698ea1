import FaultLedger
import Foundation
import Testing

/// What is printed to a place that takes nothing.
struct FullOutputTests {
    /// Runs the program with its output going to `path`, and gives its exit code and complaint.
    private func run(_ words: [String], to path: String) throws -> (code: Int32, complaint: String) {
        let process = Process()
        process.executableURL = URL(filePath: Child.program)
        process.arguments = words
        process.standardOutput = FileHandle(forWritingAtPath: path)
        let complaint = Pipe()
        process.standardError = complaint
        try process.run()
        let bytes = complaint.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    @Test("A report that a full disk swallowed is no success, and says so")
    func report() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        #expect(try await Headless.run(["apply", "--yes", "prepare.root"] + state).code == 0)
        var held = 0
        let commands = [["report", "--json"], ["report"], ["status"], ["status", "--json"], ["plan", "--list"]]
        for command in commands {
            let result = try run(command + state, to: "/dev/full")
            let isTold = result.complaint.contains("not all that was printed could be written")
            #expect(result.code != 0 && isTold, "\(command): \(result)")
            if result.code != 0, isTold { held += 1 }
            // What only looks succeeds where there is room.
            let elsewhere = try run(command + state, to: "/dev/null")
            #expect(elsewhere.complaint.isEmpty, "\(command): \(elsewhere)")
        }
        FaultLedger.note(2, "outputs to a full disk, told of", tried: commands.count, held: held)
    }
}
