import Glibc
import StepEngine

/// A record of the journal beside a bare write and fsync of the same size, and a whole journal read again.
struct JournalBench {
    let folder: String
    let count: Int

    func run() throws {
        let directory = try StateDirectory(path: "\(folder)/state", creating: true)
        let journal = try Journal(directory)
        let event = Event.finished(step: "joget.settings", outcome: .changed, findings: [], reason: nil, seconds: 0.5)
        try measure("append", runs: 201) { try journal.append(event) }
        let line = contents(of: directory.journal).split(separator: UInt8(ascii: "\n")).last.map { Array($0) + [UInt8(ascii: "\n")] } ?? []
        let file = open("\(folder)/bare", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        measure("write+fsync", runs: 201) {
            precondition(write(file, line, line.count) == line.count)
            fsync(file)
        }
        close(file)
        while journal.records.count < count { try journal.append(event) }
        try measure("load", runs: 11) { _ = try Journal(directory) }
    }
}
