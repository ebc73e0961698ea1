import Foundation
import Guidebook
import Machines
import Reporting
import StepEngine
import Testing

@Suite("The commands of a run as a script")
struct ShellScriptTests {
    private let record = CommandRecord(log: "/log", status: "/status")

    private func records(_ events: [Event]) throws -> [Record] {
        let folder = FileManager.default.temporaryDirectory.path + "/script-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }  // What is left there hurts nobody.
        let journal = try Journal(StateDirectory(path: folder, creating: true))
        for event in events { try journal.append(event) }
        return journal.records
    }

    private func command(_ line: String, end: CommandEnd? = .exited(0), isPrivate: Bool = false) -> [Event] {
        let process = isPrivate ? LaunchedCommand.unsupervised : LaunchedCommand(pid: 7, startTime: 7)
        let launched = Event.launched(step: "a.one", line: line, record: record, process: process)
        return [launched] + (end.map { [.ended(step: "a.one", end: $0, seconds: 1)] } ?? [])
    }

    /// Runs a script with the shell; its working directory is a fresh one, whose files are returned.
    private func run(_ script: String, options: [String] = []) throws -> (status: Int32, files: [String]) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "script-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // What is left there hurts nobody.
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = options + ["-c", script]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted())
    }

    @Test("Run by a shell it does what was done, in order, and nothing that did not end well")
    func commands() throws {
        let events =
            [.started(step: "a.one", attempt: 1)] + command(Command(["mkdir", "it's a folder"]).line)
            + command(Command(["touch", "it's a folder/$HOME `x` \"y\""]).line) + command("touch failed", end: .exited(1))
            + command("touch cut", end: .signaled(9)) + command("touch running", end: nil) + command("mv \"it's a folder\" moved")
        let text = ShellScript.text(of: try records(events)) { $0 == "a.one" ? "Make a folder" : nil }
        #expect(text.contains("\n# --- a.one: Make a folder\n"))
        #expect(text.contains("\n# touch failed\n#   it ended with exit status 1\n"))
        #expect(
            text.contains("\n# touch cut\n#   it was ended by signal 9\n")
                && text.contains("\n# touch running\n#   it was not seen to end\n"))
        let result = try run(text)
        #expect(result.status == 0 && result.files == ["moved"])
    }

    @Test("What a command was given to read is not in it, and the command does not run without it")
    func input() throws {
        let events =
            [.changed(step: "a.one", change: .statements(["CREATE USER 'joget' IDENTIFIED BY '••••••••';"]))]
            + command("mariadb --batch") + command("/usr/bin/mysql jwedb") + command("touch private", isPrivate: true)
        let text = ShellScript.text(of: try records(events))
        #expect(text.contains("# statements:\n#     CREATE USER 'joget' IDENTIFIED BY '••••••••';\n"))
        for line in ["mariadb --batch", "/usr/bin/mysql jwedb", "touch private"] { #expect(text.contains("\n# \(line)\n"), "\(line)") }
        #expect(text.contains("# the next command read its input from joget-cluster, with a secret in it\n# touch private\n"))
        #expect(try run(text).files == [])
    }

    @Test(
        "Nothing from outside can leave its comment",
        arguments: [
            "\ntouch bad", "\r\ntouch bad", "\u{2028}touch bad\n\ttouch bad", "$(touch bad)\u{B}touch bad", "`touch bad`",
            "'\ntouch bad\n'",
        ])
    func hostile(text: String) throws {
        let opening = Opening(
            program: text, guide: "g", cluster: text, server: text, roles: [], hostName: text, machineID: "m", bootID: "b", release: "r",
            user: text)
        let rows = [Change.DiffRow(sign: "+", text: text), .init(sign: "@", text: text)]
        let events: [Event] =
            [
                .opened(opening), .started(step: text, attempt: 2), .changed(step: text, change: .directory(path: text, note: text)),
                .changed(step: text, change: .file(path: text, isNew: true, diff: rows)), .changed(step: text, change: .statements([text])),
                .skipped(step: text, reason: text, user: text), .interrupted(step: text),
                .restored(step: text, original: .service(name: text, wasRunning: true, wasEnabled: true)),
                .finished(step: text, outcome: .failed, findings: [], reason: text, seconds: 1),
            ] + command(text, end: .exited(1)) + command(Command(["touch", "good"]).line) + command(Command(["true", text]).line)
        let script = ShellScript.text(of: try records(events)) { _ in text }
        let result = try run(script)
        #expect(result.status == 0 && result.files == ["good"])
        #expect(!script.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" })
    }

    @Test("Of a real run it is whole shell, tells every command, and holds no password")
    func realRun() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        let contents = try Journal.contents(at: bed.folder + "/journal.jsonl")
        let text = ShellScript.text(of: contents.records) { bed.plan.step($0)?.title }
        #expect(try run(text, options: ["-n"]).status == 0)
        let report = await bed.report()
        let commands = report.steps.flatMap(\.commands).map(\.line)
        #expect(!commands.isEmpty && commands.allSatisfy { text.contains($0) })
        #expect(
            text.contains("# +192.0.2.11:/export/wflow /opt/joget/shared/wflow nfs") || text.contains("#     +192.0.2.11:/export/wflow"))
        #expect(!text.contains(ReportBed.canary))
    }
}
