import Machines
public import StepEngine

/// Writes what a journal tells as a shell script: the plain commands that were run, in order, for a reader who wants to follow
/// them without this program.
///
/// What the program did itself, such as writing a file, and what a command was given to read, stands there as a comment: it may
/// hold what is not for everybody. Nothing that comes from outside can leave its comment.
public struct ShellScript {
    private static let reading = ["mariadb", "mysql"]

    private var lines: [String] = []

    /// The script. Commands that did not end well are comments.
    /// - Parameter title: what a step achieves, by its id; nil where nobody knows.
    public static func text(of journal: some Sequence<Record>, title: (String) -> String? = { _ in nil }) -> String {
        let records = Array(journal)
        var script = ShellScript()
        script.lines = [
            "#!/bin/sh", "# The commands that joget-cluster ran on this server, in order, as its journal tells.",
            "# Lines that begin with # are what it did without a command, and commands that did not end well.", "set -eu",
            "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8",
            "export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1",
        ]
        let ends = script.ends(records)
        for record in records { script.write(record, ends[record.number], title) }
        return script.lines.joined(separator: "\n") + "\n"
    }

    /// How each command ended, by the number of the line that tells of its start.
    private func ends(_ records: [Record]) -> [Int: CommandOutcome] {
        var open: [String: Int] = [:]
        var ends: [Int: CommandOutcome] = [:]
        for record in records {
            switch record.event {
            case .launched(let step, _, _, _): open[step] = record.number
            case .ended(let step, let end, let seconds):
                if let start = open.removeValue(forKey: step) {
                    ends[start] = CommandOutcome(succeeded: end == .exited(0), words: end.words, seconds: seconds)
                }
            default: break
            }
        }
        return ends
    }

    private struct CommandOutcome {
        var succeeded: Bool
        var words: String
        var seconds: Double
    }

    private mutating func write(_ record: Record, _ end: CommandOutcome?, _ title: (String) -> String?) {
        switch record.event {
        case .opened(let opening):
            lines.append("")
            comment(
                "=== \(record.time) joget-cluster \(opening.program) on \(opening.server) (\(opening.hostName)) in cluster \(opening.cluster), by \(opening.user)"
            )
        case .started(let step, let attempt):
            lines.append("")
            comment("--- \(step)\(title(step).map { ": \($0)" } ?? "")\(attempt > 1 ? ", attempt \(attempt)" : "")")
        case .launched(_, let line, _, let process): write(command: line, isPrivate: process == .unsupervised, end)
        case .changed(_, let change): write(change)
        case .finished(let step, let outcome, _, let reason, _): write(outcome, of: step, reason)
        case .skipped(let step, let reason, let user): comment("--- \(step) was left out by \(user): \(reason)")
        case .interrupted(let step): comment("the program was stopped in the middle of \(step)")
        case .restored(let step, let original): comment("taken back for \(step): \(ShellScript.words(of: original))")
        case .repaired, .reviewed, .kept, .ended, .proven, .verified, .output, .progressed: break
        }
    }

    private mutating func write(command line: String, isPrivate: Bool, _ end: CommandOutcome?) {
        let program = line.prefix { $0 != " " }.split(separator: "/").last.map(String.init) ?? ""
        let reads = isPrivate || ShellScript.reading.contains(program)
        // Without what it was given to read it would wait for the terminal, or do something else.
        if reads { comment("the next command read its input from joget-cluster\(isPrivate ? ", with a secret in it" : "")") }
        guard end?.succeeded == true, !reads, !ShellScript.canHide(line) else {
            comment(line)
            if end?.succeeded != true { comment("  it \(end?.words ?? "was not seen to end")") }
            return
        }
        lines.append(line)
    }

    private mutating func write(_ change: Change) {
        switch change {
        case .command: break  // its run is told of by itself
        case .directory(let path, let note): comment("directory \(path): \(note)")
        case .statements(let rows):
            comment("statements:")
            for row in rows { comment("    \(row)") }
        case .file(let path, let isNew, let rows):
            comment("\(isNew ? "new file" : "file") \(path):")
            for row in rows { comment("    \(row.printed)") }
        }
    }

    private mutating func write(_ outcome: Outcome, of step: String, _ reason: String?) {
        switch outcome {
        case .unchanged: comment("was so already, nothing was done")
        case .confirmed: comment("done by hand")
        case .changed, .proven: break
        case .failed: comment("\(step) failed\(reason.map { ": \($0)" } ?? "")")
        case .cancelled: comment("\(step) was stopped by the operator")
        case .undone: comment("\(step) was taken back")
        }
    }

    /// Every line of the text behind a mark of its own, without anything that a terminal obeys.
    private mutating func comment(_ text: String) {
        let rows = text.unicodeScalars.split(omittingEmptySubsequences: false) { ShellScript.endsLine($0) }
        for row in rows {
            let shown = row.map { $0 != "\t" && ShellScript.isControl($0) ? "\u{FFFD}" : String($0) }.joined()
            lines.append("# \(shown)")
        }
    }

    private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        (10...13).contains(scalar.value) || [0x85, 0x2028, 0x2029].contains(scalar.value)
    }

    /// Whether a line holds what a terminal obeys, or goes on after its end; quotes keep it harmless, but nobody could read it.
    private static func canHide(_ line: String) -> Bool { line.unicodeScalars.contains(where: isControl) }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 32 || (127...159).contains(scalar.value) }

    private static func words(of original: Original) -> String {
        switch original {
        case .file(let path, _, _), .directory(let path, _), .link(let path, _, _), .unpacked(let path, _), .copied(let path, _),
            .filled(let path):
            path
        case .packages: "the packages that were installed before"
        case .added(let packages): "the packages \(packages.joined(separator: " "))"
        case .service(let name, _, _): "service \(name)"
        case .mount(let target): "mount \(target)"
        case .modules(let off): "modules \(off.joined(separator: " "))"
        case .command: "a command"
        case .statements: "statements"
        }
    }
}
